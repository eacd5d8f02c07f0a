"""What is known while a text's times are resolved in order: its publication date and the dates told before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from aftertalks.model import Span
from aftertalks.read.times.anchor import Anchor
from aftertalks.read.times.calendar import NOWHERE, Bounds, bounds, step
from aftertalks.read.times.clause import UNKNOWN, Tense, tense_of
from aftertalks.read.times.cues import deadline_cue
from aftertalks.read.times.expression import Expression

NO_DATE = "no publication date: "
_MODS = {"start": "early", "mid": "middle", "end": "late", "close": "end", "rest": "rest", "week": "week"}
_NEAR = 300
"""How many letters a date told before reaches onward in coverage (about three sentences)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression with its value; where ``bounds.first`` is null, ``rule`` ends with the reason."""

    expression: Expression
    type: str
    value: str | None
    bounds: Bounds
    rule: str
    anchored: bool = False
    tense: Tense = UNKNOWN
    deadline: bool = False


def null(e: Expression, reason: str, *, value: str | None = None, type_: str = "DATE") -> Resolved:
    """Resolve to no place on the calendar, with the reason."""
    return Resolved(e, type_, value, NOWHERE, f"{e.rule}: {reason}")


def give(e: Expression, value: str, why: str, *, anchored: bool, tense: Tense = UNKNOWN) -> Resolved:
    """Resolve to the TIMEX3 ``value``; a value that is no date of the calendar becomes null with the reason."""
    if e.mod == "week" and bounds(value).first is not None:
        value = step(date.fromisoformat(value[:10]), 0, "W")
    if e.part and len(value) == 10:
        value = f"{value}T{e.part}"
    place = bounds(value)
    rule = f"{e.rule}: {why}" if why else e.rule
    if place.first is None:
        era = value.startswith("BC")
        rule += "; years before 1 have no days here" if era else "; no such date"
        return Resolved(e, "DATE", value if era else None, NOWHERE, rule, anchored)
    if e.mod:
        rule += f"; {_MODS[e.mod]} of it"
    return Resolved(e, "TIME" if "T" in value else "DATE", value, place, rule, anchored, tense)


class Telling:
    """The state of reading one text in order.

    Args:
        text: the document.
        published: its publication date, if known.
        narrative: whether bare dates follow the date told before rather than the publication date.
        sentence_of: gives the sentence of an offset.
    """

    def __init__(
        self, text: str, *, published: date | None, narrative: bool, sentence_of: Callable[[int], Span]
    ) -> None:
        self.text = text
        self.published = published
        self.narrative = narrative
        self._sentence_of = sentence_of
        self.previous: Anchor | None = None
        self.fine: Anchor | None = None
        self.day: Anchor | None = None

    def remember(self, r: Resolved) -> None:
        """Let later times follow this one, if it is a date with a year."""
        e, value = r.expression, r.value
        if value is None or r.type not in {"DATE", "TIME"}:
            return
        digits = value.removeprefix("BC")[:4]
        if len(digits) < 4 or not digits.isdigit():
            return
        if e.kind == "shift" and e.unit in {"Y", "DE", "CE"} and (e.number or 0) < 0:
            return  # "the previous year" looks aside; the story goes on where it was
        anchor = Anchor(value, e.start, e.end, e.year is not None, late=e.mod in {"end", "close"})
        self.previous = anchor
        if anchor.month is not None:
            self.fine = anchor
        if anchor.day is not None:
            self.day = anchor

    def tense(self, e: Expression) -> Tense:
        """Say whether the clause of an expression looks ahead or back."""
        found = tense_of(self.text, Span(e.start, e.end), self._sentence_of(e.start))
        if found.name == "unknown" and deadline_cue(self.text, e.start):
            return Tense("future")
        return found

    def sentence(self, e: Expression) -> Span:
        """Return the sentence that an expression stands in."""
        return self._sentence_of(e.start)

    def words(self, anchor: Anchor) -> str:
        """Return an anchor's words, quoted, for a rule."""
        return f"'{self.text[anchor.start : anchor.end]}'"

    def local(self, e: Expression) -> Anchor | None:
        """Return the date told shortly before in the paragraph, if it gives a year before the publication's.

        Where the publication date is not known, any year that the words give.
        """
        p = self.previous
        if p is None or p.year is None or not p.explicit or not self.near(p, e):
            return None
        return p if self.published is None or p.year < self.published.year else None

    def near(self, anchor: Anchor, e: Expression) -> bool:
        """Say whether an anchor stands shortly before in the paragraph."""
        return e.start - anchor.end <= _NEAR and "\n\n" not in self.text[anchor.end : e.start]


def calendar_value(e: Expression, year: int) -> str:
    """Write the TIMEX3 value of an expression's calendar parts in a year (negative before the era)."""
    head = f"BC{abs(year):04d}" if e.era or year < 0 else f"{year:04d}"
    if e.season:
        return f"{head}-{e.season}"
    if e.month is None:
        return head
    return f"{head}-{e.month:02d}" + (f"-{e.day:02d}" if e.day is not None else "")


def with_tense(r: Resolved, tense: Tense) -> Resolved:
    """Note the clause's tense."""
    return replace(r, tense=tense)
