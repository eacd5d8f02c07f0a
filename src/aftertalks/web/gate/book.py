"""Users, their tokens and sessions, and a log to which lines are only ever added."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from aftertalks.model import LedgerError, UsageError
from aftertalks.web.gate.file import AccessFile
from aftertalks.web.gate.passwords import digest, fits, hashed, new_secret, outdated
from aftertalks.web.gate.roles import Caller, Role

IDLE = 12 * 3600  # seconds after which an unused session ends
LONGEST = 7 * 86_400  # and any
TOKEN_DAYS = 365
_FRESH = 60  # seconds within which a session's use is not written down again
_NAME = re.compile(r"\w[\w .@'-]{0,62}\w|\w")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in.

    Args:
        password: whether there is one to sign in with.
        tokens: how many are valid.
        since: when the user was made, seconds since 1970 (UTC).
    """

    name: str
    role: Role
    password: bool
    tokens: int
    since: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log: who did what from where, and what came of it."""

    n: int
    at: int
    who: str
    how: str
    address: str
    what: str
    about: str
    outcome: str


class Book(AccessFile):
    """Users, tokens, sessions and the log of one access file."""

    # users

    def guarded(self) -> bool:
        """Say whether there is any user, so that everybody must sign in."""
        return self._row("SELECT 1 FROM user") is not None

    def enterable(self) -> bool:
        """Say whether any user has a password or a valid token."""
        return any(user.password or user.tokens for user in self.users())

    def users(self) -> list[User]:
        """Return every user by name."""
        found = self._rows(
            "SELECT name, role, password IS NOT NULL,"
            " (SELECT count(*) FROM token t WHERE t.name = user.name AND until > ?), since FROM user ORDER BY name",
            int(time.time()),
        )
        return [User(name, Role(role), bool(password), tokens, since) for name, role, password, tokens, since in found]

    def add(self, name: str, role: Role, *, password: str | None) -> None:
        """Make a user, who signs in with a password or, without one, only uses tokens.

        Raises:
            UsageError: the name is taken or none, or the password is too short.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name: letters, digits, space and . @ ' - _, at most 64")
        kept = hashed(password) if password is not None else None
        with self._writing() as file:
            if file.execute("SELECT 1 FROM user WHERE name = ?", (name,)).fetchone():
                raise UsageError(f"there is a user {name!r} already; `aftertalks users role` or `password` changes one")
            file.execute("INSERT INTO user VALUES (?, ?, ?, ?)", (name, role.value, kept, int(time.time())))

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role, from the next request on."""
        self._change(name, "UPDATE user SET role = ? WHERE name = ?", role.value)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; every session of theirs ends."""
        kept = hashed(password)
        with self._writing() as file:
            self._change(name, "UPDATE user SET password = ? WHERE name = ?", kept)
            file.execute("DELETE FROM session WHERE name = ?", (name,))

    def remove(self, name: str) -> None:
        """Take a user away with all tokens and sessions; lines of the log stay."""
        self._change(name, "DELETE FROM user WHERE name = ?")

    def _change(self, name: str, how: str, *values: object) -> None:
        with self._writing() as file:
            if not file.execute(how, (*values, name)).rowcount:
                raise LedgerError(f"there is no user {name!r}; `aftertalks users list` shows them")

    # tokens and sessions

    def new_token(self, name: str, *, days: int = TOKEN_DAYS) -> str:
        """Return a new token of a user; only its digest is kept."""
        secret, now = "aft_" + new_secret(), int(time.time())
        with self._writing() as file:
            if not file.execute("SELECT 1 FROM user WHERE name = ?", (name,)).fetchone():
                raise LedgerError(f"there is no user {name!r}; `aftertalks users list` shows them")
            file.execute("INSERT INTO token VALUES (?, ?, ?, ?)", (digest(secret), name, now, now + days * 86_400))
        return secret

    def revoke(self, name: str) -> int:
        """Make every token and session of a user void; return how many tokens there were."""
        with self._writing() as file:
            file.execute("DELETE FROM session WHERE name = ?", (name,))
            return file.execute("DELETE FROM token WHERE name = ?", (name,)).rowcount

    def signed_in(self, name: str, password: str) -> str | None:
        """Return a new session's secret if the password is right, else null."""
        known = _NAME.fullmatch(name) is not None
        row = self._row("SELECT name, password FROM user WHERE name = ?", name) if known else None
        kept = row[1] if row else None
        if not fits(kept, password):
            return None
        assert row is not None and kept is not None
        secret, now = new_secret(), int(time.time())
        again = hashed(password) if outdated(kept) else kept
        with self._writing() as file:
            file.execute("DELETE FROM session WHERE seen < ? OR since < ?", (now - IDLE, now - LONGEST))
            file.execute("UPDATE user SET password = ? WHERE name = ? AND password = ?", (again, name, kept))
            file.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (digest(secret), row[0], now, now))
        return secret

    def signed_out(self, session: str) -> None:
        """End a session, named by its digest."""
        with self._writing() as file:
            file.execute("DELETE FROM session WHERE digest = ?", (session,))

    def by_session(self, secret: str) -> Caller | None:
        """Return whose session it is; null if it has ended."""
        key, now = digest(secret), int(time.time())
        row = self._row(
            "SELECT user.name, role, seen FROM session JOIN user USING (name)"
            " WHERE digest = ? AND seen > ? AND session.since > ?",
            key, now - IDLE, now - LONGEST,
        )  # fmt: skip
        if row is None:
            return None
        if row[2] < now - _FRESH:
            with self._writing() as file:
                file.execute("UPDATE session SET seen = ? WHERE digest = ?", (now, key))
        return Caller(row[0], Role(row[1]), "session", key)

    def by_token(self, secret: str, *, how: str) -> Caller | None:
        """Return whose token it is; null if it is none.

        Args:
            how: ``bearer`` or ``basic``, in which way it came.
        """
        row = self._row(
            "SELECT user.name, role FROM token JOIN user USING (name) WHERE digest = ? AND until > ?",
            digest(secret), int(time.time()),
        )  # fmt: skip
        return Caller(row[0], Role(row[1]), how) if row else None

    # the log

    def note(self, caller: Caller, what: str, about: str = "", *, address: str = "", outcome: str = "done") -> None:
        """Add a line to the log."""
        words = (caller.name, caller.how, address, what, about, outcome)
        kept = (w[:500].encode("utf-8", "replace").decode() for w in words)
        with self._writing() as file:
            file.execute(
                "INSERT INTO line (at, who, how, address, what, about, outcome) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (int(time.time()), *kept),
            )

    def lines(self, *, who: str | None = None, most: int = 200, before: int | None = None) -> list[Line]:
        """Return lines of the log, the newest first."""
        found = self._rows(
            "SELECT n, at, who, how, address, what, about, outcome FROM line"
            " WHERE (?1 IS NULL OR who = ?1) AND (?2 IS NULL OR n < ?2) ORDER BY n DESC LIMIT ?3",
            who.encode("utf-8", "replace").decode() if who else None, before, most,
        )  # fmt: skip
        return [Line(*row) for row in found]
