"""``users``: who may come into a served ledger."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.forms import Form, tell, wants_table
from aftertalks.cli.options import Db, Users, database, reader, users_file

if TYPE_CHECKING:
    from aftertalks.web.gate.book import Book


class Do(StrEnum):
    """What ``users`` can do."""

    LIST = "list"
    ADD = "add"
    ROLE = "role"
    PASSWORD = "password"
    TOKEN = "token"
    REVOKE = "revoke"
    REMOVE = "remove"
    LOG = "log"


class RoleName(StrEnum):
    """Roles as the command line names them."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


def users(
    do: Annotated[
        Do, typer.Argument(metavar="[ACTION]", help="list, add, role, password, token, revoke, remove or log.")
    ] = Do.LIST,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The user.")] = None,
    role: Annotated[
        RoleName | None, typer.Option("--role", help="reader sees; reviewer adds and decides; admin sees the log.")
    ] = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="A user for programs, with tokens only.")] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, metavar="N", help="A token's life.")] = 365,
    form: Form = None,
    file: Users = None,
    db: Db = None,
) -> None:
    """Say who may open a served ledger, and what each may do.

    A password is asked for, or taken from the first line of stdin. A token is shown once and never again.

    \b
    aftertalks users add Ana --role admin
    aftertalks users add calendar --role reader --no-password
    aftertalks users token calendar --days 90
    aftertalks users log
    """
    from aftertalks.model import UsageError
    from aftertalks.web.gate.book import Book

    book = Book(users_file(file, database(db)))
    try:
        if do is Do.LIST:
            _list(book, form)
        elif do is Do.LOG:
            _log(book, name, form)
        elif not name:
            raise UsageError(f"{do} whom? give a name")
        else:
            _change(book, do, name, role, days=days, password=not no_password)
    finally:
        book.close()


def _change(book: Book, do: Do, name: str, role: RoleName | None, *, days: int, password: bool) -> None:
    from aftertalks.model import UsageError
    from aftertalks.web.gate.roles import Caller, Role

    given = Role(role) if role is not None else None
    if do is Do.ADD:
        book.add(name, given or Role.READER, password=_password(name) if password else None)
        told = f"{name} may come in as {given or Role.READER}"
    elif do is Do.ROLE:
        if given is None:
            raise UsageError("which role? --role reader, reviewer or admin")
        book.set_role(name, given)
        told = f"{name} is now {given}"
    elif do is Do.PASSWORD:
        book.set_password(name, _password(name))
        told = f"{name} has a new password; open sessions have ended"
    elif do is Do.TOKEN:
        told = book.new_token(name, days=days)
    elif do is Do.REVOKE:
        told = f"{book.revoke(name)} tokens of {name} are void; open sessions have ended"
    else:
        book.remove(name)
        told = f"{name} may no longer come in; lines of the log stay"
    about = f"{name}: {given}" if given else name
    book.note(Caller(reader(None), Role.ADMIN, "command line"), f"users {do}", about)
    console.say(told)


def _password(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given: str = typer.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True)
    return given


def _list(book: Book, form: Form) -> None:
    found = book.users()
    if not wants_table(form):
        tell(
            (
                {"name": u.name, "role": u.role.value, "password": u.password, "tokens": u.tokens,
                 "since": _moment(u.since)}
                for u in found
            ),
            form,
        )  # fmt: skip
    elif not found:
        console.say("No user yet: only this machine can open the ledger. `aftertalks users add NAME` makes one.")
    for user in found if wants_table(form) else ():
        ways = [*(["password"] if user.password else []), *([f"{user.tokens} token(s)"] if user.tokens else [])]
        console.say(f"{user.name:<24} {user.role:<9} {', '.join(ways) or 'cannot sign in'}")


def _log(book: Book, who: str | None, form: Form) -> None:
    lines = book.lines(who=who)[::-1]
    if not wants_table(form):
        tell(
            (
                {"n": n.n, "at": _moment(n.at), "who": n.who, "how": n.how, "address": n.address, "what": n.what,
                 "about": n.about, "outcome": n.outcome}
                for n in lines
            ),
            form,
        )  # fmt: skip
        return
    for line in lines:
        console.say(f"{_moment(line.at)}  {line.who or '-':<16} {line.what}: {line.about} — {line.outcome}")


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
