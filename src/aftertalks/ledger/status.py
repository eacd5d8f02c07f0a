"""Where entries stand on a given day, with what was known on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aftertalks.ledger.books import Window, due_window, is_history, narrowest
from aftertalks.model import Book, Entry, Judgement, Outcome, Statement
from aftertalks.model.account import Account, EntryVoice, Proposal, Stance, Standing

OPEN = {outcome for outcome in Outcome if outcome.open}
FORWARD = (Book.AGREED, Book.WANTED, Book.EXPECTED)


def entry_of(first: Entry, voices: tuple[EntryVoice, ...], judgements: tuple[Judgement, ...]) -> Entry:
    """Return the entry as its voices make it: parties of all, the narrowest due window, the first voice's words."""
    lead = voices[0].statement
    return replace(
        first,
        summary=lead.text,
        statements=tuple(v.statement.id for v in voices),
        parties=tuple(dict.fromkeys(name for v in voices for name in v.statement.actors)),
        instrument=next((v.statement.instrument for v in voices if v.statement.instrument), None),
        where=next((v.statement.where for v in voices if v.statement.where), None),
        due=due_now(voices, judgements),
        judgements=judgements,
    )


def due_now(voices: tuple[EntryVoice, ...], judgements: tuple[Judgement, ...]) -> Window | None:
    """Return when an entry is due: the day to which it was put off, else the narrowest window of its voices."""
    return _put_off(judgements) or narrowest(due_window(v.statement, v.source.published) for v in _standing(voices))


def _standing(voices: tuple[EntryVoice, ...]) -> tuple[EntryVoice, ...]:
    """What was edited out no longer says when something is due, unless nothing else is left."""
    return tuple(v for v in voices if v.standing is not Standing.WITHDRAWN) or voices


def _put_off(judgements: tuple[Judgement, ...]) -> Window | None:
    """Return the new day of something delayed, if the last judgement tells one."""
    last = judgements[-1] if judgements else None
    return (last.until, last.until) if last and last.outcome is Outcome.DELAYED and last.until else None


def complete(account: Account) -> Account:
    """Return an account whose entry holds all that follows from its voices, as it is known now."""
    return replace(account, entry=entry_of(account.entry, account.voices, account.entry.judgements))


def known_on(account: Account, as_of: date) -> Account | None:
    """Return an entry as it was known on a day; null if no document up to that day speaks of it.

    A judgement counts from the day on which its youngest evidence was published; one without evidence from the day on
    which it was made. Undated documents are taken as known.
    """
    voices = tuple(_standing_on(v, as_of) for v in account.voices if _known(v.source.published, as_of))
    if not voices:
        return None
    if voices[0].stance is not Stance.FIRST:
        voices = (replace(voices[0], stance=Stance.FIRST, reason="first voice known on that day"), *voices[1:])
    judgements = tuple(j for j in account.entry.judgements if _judged_by(j, account, as_of))
    proposals: tuple[Proposal, ...] = tuple(p for p in account.proposals if _known(p.source.published, as_of))
    return replace(account, entry=entry_of(account.entry, voices, judgements), voices=voices, proposals=proposals)


def _standing_on(voice: EntryVoice, as_of: date) -> EntryVoice:
    """A later edition that was not out yet has withdrawn nothing."""
    if voice.other is None or _known(voice.other.published, as_of):
        return voice
    return replace(voice, standing=None, other=None)


def _known(published: date | None, as_of: date) -> bool:
    return published is None or published <= as_of


def _judged_by(judgement: Judgement, account: Account, as_of: date) -> bool:
    days = [account.evidence[i][1].published for i in judgement.evidence if i in account.evidence]
    youngest = max((d for d in days if d), default=None)
    return _known(youngest, as_of) if youngest else judgement.at.date() <= as_of


def is_undertaking(book: Book, lead: Statement, published: date | None) -> bool:
    """Say whether an entry without a date waits all the same: it was agreed, and its first voice tells no history."""
    return book is Book.AGREED and not is_history(lead, published)


def waits(account: Account) -> bool:
    """Say whether an entry still waits for its outcome: it is due some day, or was agreed without one."""
    e, lead = account.entry, account.voices[0]
    if e.book not in FORWARD or e.outcome not in OPEN or account.withdrawn:
        return False
    return e.due is not None or is_undertaking(e.book, lead.statement, lead.source.published)
