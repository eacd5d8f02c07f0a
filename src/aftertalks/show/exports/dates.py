"""When an entry is due, with the precision of the words that say so.

A ledger keeps a first and a last day. "By the end of July" and "on 31 July" may share them, but only one names a day: a
calendar or a table must say which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from aftertalks.model import Outcome, Statement
from aftertalks.model.account import Account

_EXACT = frozenset({"day", "time"})
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class DueTime:
    """When something is due.

    Args:
        first, last: as the ledger keeps them.
        precision: of the words, as a statement's; null if the text's reading does not tell it.
        words: the words that tell the time; null where a judgement set it.
        deadline: whether they name the last day rather than the time itself.
    """

    first: date
    last: date
    precision: str | None
    words: str | None
    deadline: bool

    @property
    def exact(self) -> bool:
        """Whether one day is meant."""
        return self.first == self.last and self.precision in _EXACT

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that the words leave open: the whole month where they only name a month's end."""
        if self.first != self.last or self.exact:
            return self.first, self.last
        if self.precision == "week":
            back = min(timedelta(days=6), self.last - date.min)
            return self.last - back, self.last
        months = _MONTHS.get(self.precision or "")
        return (_back(self.last, months), self.last) if months else (self.first, self.last)


def _back(last: date, months: int) -> date:
    """Return the first day of the unit of so many months that ends in ``last``'s month."""
    at = last.year * 12 + last.month - months  # months since year 0, of the first month, counted from 0
    return date(at // 12, at % 12 + 1, 1) if at >= 12 else date.min


def due_time(account: Account) -> DueTime | None:
    """Return when an entry is due and whose words say so; null if it has no date."""
    due = account.entry.due
    if due is None:
        return None
    last = account.entry.judgements[-1] if account.entry.judgements else None
    if last is not None and last.outcome is Outcome.DELAYED and last.until == due[1]:
        return DueTime(*due, precision="day", words=None, deadline=True)
    for voice in account.voices:
        s = voice.statement
        if _tells(s, due):
            return DueTime(*due, precision=s.precision, words=s.when_text, deadline=s.deadline is not None)
    return DueTime(*due, precision=None, words=None, deadline=False)


def _tells(s: Statement, due: tuple[date, date]) -> bool:
    if s.deadline is not None:
        return (s.deadline, s.deadline) == due
    return (s.when, s.when_end) == due
