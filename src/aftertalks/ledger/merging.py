"""Whether two statements speak of one proposition, and why. Rather two entries than a wrong merge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from aftertalks.ledger.books import Window, book_of, due_window, time_window
from aftertalks.ledger.words import Content, content_words, fold
from aftertalks.model import Book, Statement
from aftertalks.model.account import Stance

MERGE_AT = 0.60  # score from which two statements are voices of one entry
LEAST_WORDS = 0.50  # share of content words in common (Dice) without which nothing is merged
LEAST_SHARED = 3  # content words in common without which nothing is merged; 2 if there are no others and time or place
#                   is the same
_WEIGHTS = {"words": 0.70, "parties": 0.15, "frame": 0.10, "setting": 0.05}


@dataclass(frozen=True)
class Proposition:
    """A statement as the ledger compares it.

    Args:
        published: its document's date.
    """

    statement: Statement
    published: date | None

    @cached_property
    def book(self) -> Book | None:
        """The book it stands in; null for an assessment."""
        return book_of(self.statement.kind)

    @cached_property
    def content(self) -> Content:
        """Its content words."""
        return content_words(self.statement)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, folded."""
        return self.content.words

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of its actors; their folded names where they have no id."""
        ids = self.statement.actor_ids
        return frozenset(ids or (fold(name) for name in self.statement.actors))

    @cached_property
    def window(self) -> Window | None:
        """When it is due, or else its time."""
        return due_window(self.statement, self.published) or time_window(self.statement)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two propositions are.

    Args:
        score: 0..1; 0 if something forbids that they are one.
        reason: the shared features, or what forbids it.
    """

    score: float
    reason: str

    @property
    def merges(self) -> bool:
        """Whether it is enough to call them one proposition."""
        return self.score >= MERGE_AT


def compared_words(a: Proposition, b: Proposition) -> tuple[frozenset[str], frozenset[str]]:
    """Return the content words of two propositions, without those that are a party's name in either."""
    named = a.content.named | b.content.named
    return a.words - named, b.words - named


def likeness(a: Proposition, b: Proposition) -> Likeness:
    """Compare two propositions."""
    barrier = _barrier(a, b)
    if barrier:
        return Likeness(0.0, barrier)
    ours, theirs = compared_words(a, b)
    shared = ours & theirs
    dice = 2 * len(shared) / (len(ours) + len(theirs)) if shared else 0.0
    same_setting = _equal(a.statement.where, b.statement.where) or _equal(a.window, b.window)
    short = len(shared) < LEAST_SHARED and not (dice == 1.0 and len(shared) > 1 and same_setting)
    if dice < LEAST_WORDS or short:
        return Likeness(0.0, f"too few words in common ({a.content.as_written(shared)})")
    either = a.parties | b.parties
    parts = {
        "words": dice,
        "parties": len(a.parties & b.parties) / len(either) if either else 0.0,
        "frame": float(_equal(a.statement.instrument, b.statement.instrument)),
        "setting": float(same_setting),
    }
    # What neither tells can neither speak for nor against: only the parts that can be compared are weighed.
    told = {"words"} | {name for name, known in _told(a, b).items() if known}
    score = sum(_WEIGHTS[n] * parts[n] for n in told) / sum(_WEIGHTS[n] for n in told)
    return Likeness(round(score, 3), _because(a, b, shared))


def _told(a: Proposition, b: Proposition) -> dict[str, bool]:
    x, y = a.statement, b.statement
    return {
        "parties": bool(a.parties or b.parties),
        "frame": bool(x.instrument and y.instrument),
        "setting": bool((x.where and y.where) or (a.window and b.window)),
    }


def _equal(a: object, b: object) -> bool:
    return a is not None and a == b


def _barrier(a: Proposition, b: Proposition) -> str | None:
    """Say what forbids that two propositions are one; null if nothing does."""
    x, y = a.statement, b.statement
    if a.book is None or a.book is not b.book:
        return "different books"
    if a.book is Book.WANTED and not _equal(_holder(a), _holder(b)):
        return "different holders of the wish"
    if a.parties and b.parties and not a.parties & b.parties:
        return "no party in common"
    if x.instrument and y.instrument and x.instrument != y.instrument:
        return f"different instruments ({x.instrument}, {y.instrument})"
    if a.window and b.window and not (a.window[0] <= b.window[1] and b.window[0] <= a.window[1]):
        return "different times"
    if places_conflict(x, y):
        return f"different places ({x.where}, {y.where})"
    return _own_marks(a, b)


def _own_marks(a: Proposition, b: Proposition) -> str | None:
    named = a.content.named | b.content.named
    mine, theirs = a.content.marked - b.words - named, b.content.marked - a.words - named
    if mine and theirs:
        return f"each has names or numbers of its own ({a.content.as_written(mine)}; {b.content.as_written(theirs)})"
    return None


def _holder(p: Proposition) -> str | None:
    """Who wants it: the first actor, else the speaker."""
    ids = p.statement.actor_ids or p.statement.actors
    return fold(ids[0]) if ids else (fold(p.statement.speaker) if p.statement.speaker else None)


def places_conflict(x: Statement, y: Statement) -> bool:
    """Say whether two statements name places of which neither can be part of the other's wording."""
    if not (x.where and y.where):
        return False
    if x.place and y.place and x.place.id == y.place.id:
        return False
    a, b = set(fold(x.where).split()), set(fold(y.where).split())
    return not (a <= b or b <= a)


def _because(a: Proposition, b: Proposition, shared: frozenset[str]) -> str:
    x, y = a.statement, b.statement
    if fold(x.text) == fold(y.text):
        return "merged because the words are the same"
    grounds = [f"the words {a.content.as_written(shared)} are shared"]
    both = [name for name, i in zip(x.actors, x.actor_ids, strict=False) if i in b.parties]
    if both:
        grounds.append(f"both concern {' and '.join(dict.fromkeys(both))}")
    if _equal(x.instrument, y.instrument):
        grounds.append(f"both are about the instrument {x.instrument}")
    if _equal(x.where, y.where):
        grounds.append(f"both name {x.where}")
    if a.window and b.window:
        grounds.append("their times agree")
    return "merged because " + ", ".join(grounds)


def best(new: Proposition, entries: Iterable[tuple[str, list[Proposition]]]) -> tuple[str, Stance, Likeness] | None:
    """Return the entry that a proposition is a voice of, its stance there and why; null if it founds one of its own.

    It must be alike to one voice, and nothing may forbid it with any other.

    Args:
        entries: candidates: id and voices, the first voice first.
    """
    found: list[tuple[float, str, Stance, Likeness]] = []
    for entry, voices in entries:
        likes = [likeness(new, voice) for voice in voices]
        top = max(likes, key=lambda like: like.score)
        if top.merges and not any(_barrier(new, voice) for voice in voices):
            found.append((-top.score, entry, _stance(new, voices[0]), top))
    if not found:
        return None
    _, entry, stance, like = min(found, key=lambda f: (f[0], f[1]))
    return entry, stance, like


def _stance(new: Proposition, first: Proposition) -> Stance:
    same = new.statement.polarity is first.statement.polarity
    return Stance.AGREES if same else Stance.CONTRADICTS
