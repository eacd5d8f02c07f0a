"""What an entry was on every day on which something became known of it, made in one pass over its voices.

Callable: :func:`days_of`, :func:`earlier`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from aftertalks.ledger.books import Window, due_window, narrowest
from aftertalks.ledger.status import FORWARD, OPEN, is_undertaking
from aftertalks.model import Outcome
from aftertalks.model.account import Account, EntryVoice, Standing


@dataclass(frozen=True, slots=True)
class Then:
    """An entry as it was known on some days; days are ordinals.

    Args:
        since, until: the first and the last of those days.
        waits: whether it waited for an outcome.
    """

    since: int
    until: int
    due: Window | None
    waits: bool


def days_of(account: Account) -> Iterator[int]:
    """Yield every day on which something became known that makes the entry what it is; 0 for what has no date."""
    for v in account.voices:
        yield _ordinal(v.source.published)
        yield _ordinal(v.other.published) if v.other else 0
    for p in account.proposals:
        yield _ordinal(p.source.published)
    yield from _judged(account)


def earlier(account: Account) -> Iterator[Then]:
    """Yield what a complete account's entry was on the days before it became what it is now, oldest first.

    The same as :func:`aftertalks.ledger.status.known_on` on each of those days, without making every account.
    """
    known = [_ordinal(v.source.published) for v in account.voices]
    days = sorted({day for day in days_of(account) if day >= min(known)})
    if len(days) < 2:
        return
    judged = list(zip(account.entry.judgements, _judged(account), strict=True))
    windows = [due_window(v.statement, v.source.published) for v in account.voices]
    for since, after in pairwise(days):
        mine = [n for n, day in enumerate(known) if day <= since]
        gone = {n for n in mine if _withdrawn(account.voices[n], since)}
        last = next((j for j, day in reversed(judged) if day <= since), None)
        due = (last.until, last.until) if last and last.outcome is Outcome.DELAYED and last.until else None
        due = due or narrowest(windows[n] for n in mine if n not in gone or len(gone) == len(mine))
        open_ = account.entry.book in FORWARD and (last is None or last.outcome in OPEN) and len(gone) < len(mine)
        lead = account.voices[mine[0]]
        waits = open_ and (due is not None or is_undertaking(account.entry.book, lead.statement, lead.source.published))
        yield Then(since, after - 1, due, waits)


def _judged(account: Account) -> Iterator[int]:
    """From which day on each judgement counts: that of its youngest evidence, else that of its making."""
    for j in account.entry.judgements:
        told = [_ordinal(account.evidence[i][1].published) for i in j.evidence if i in account.evidence]
        yield max(told, default=0) or j.at.date().toordinal()


def _withdrawn(voice: EntryVoice, day: int) -> bool:
    gone = voice.standing is Standing.WITHDRAWN
    return gone and (voice.other is None or _ordinal(voice.other.published) <= day)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
