"""What a request asks for, and what a page answers: one value for people and one for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from aftertalks.model import UsageError
from aftertalks.model.record import Record
from aftertalks.web.gate.roles import LOCAL, Caller

MOST_LETTERS = 500  # of one value in an address


@dataclass(frozen=True, slots=True)
class View:
    """A page: its template with values, and its JSON twin, or what makes that when it is asked for."""

    template: str
    title: str
    record: Record | Callable[[], Record]
    values: Mapping[str, Any] = field(default_factory=dict)

    def twin(self) -> Record:
        """Return the JSON twin."""
        return self.record() if callable(self.record) else self.record


@dataclass(frozen=True, slots=True)
class Ask:
    """A request's path and query as a page reads them.

    Args:
        today: the day that counts as now where the address names none.
        caller: who asks.
    """

    path: str
    query: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None
    caller: Caller = LOCAL

    def text(self, name: str) -> str | None:
        """Return a value without surrounding space; null if it is missing or empty.

        Raises:
            UsageError: it is longer than any name or search.
        """
        value = self.query.get(name, "").strip()
        if len(value) > MOST_LETTERS:
            raise UsageError(f"{name}: at most {MOST_LETTERS} letters")
        return value or None

    def day(self, name: str) -> date | None:
        """Return a value as a date.

        Raises:
            UsageError: it is none.
        """
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise UsageError(f"{name}: {value!r} is not a date; write it as 2017-07-08") from error

    def whole(self, name: str, usual: int, *, most: int) -> int:
        """Return a value as a whole number from 0 to ``most``.

        Raises:
            UsageError: it is none.
        """
        value = self.text(name)
        if value is None:
            return usual
        if not (value.isascii() and value.isdigit() and int(value) <= most):
            raise UsageError(f"{name}: {value!r} is not a whole number from 0 to {most}")
        return int(value)

    @property
    def as_of(self) -> date:
        """The day that counts as now."""
        return self.day("as_of") or self.today or datetime.now(UTC).date()

    @property
    def by(self) -> str:
        """In whose name decisions are made: the user's; where the server knows no users, whoever the address names."""
        return self.caller.name or self.text("by") or ""

    def link(self, **changed: object) -> str:
        """Return this address with some values changed; null takes one away."""
        kept = {k: v for k, v in self.query.items() if k not in changed}
        kept |= {k: str(v) for k, v in changed.items() if v not in {None, ""}}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


def address(path: str, **values: object) -> str:
    """Return an address with a query; values that are null or empty are left out."""
    given = {k: str(v) for k, v in values.items() if v not in {None, ""}}
    return f"{path}?{urlencode(given)}" if given else path
