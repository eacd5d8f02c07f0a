"""A probe: the test of one undertaking, drafted by machine, edited by a person, written as YAML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aftertalks.watch.checks.areas import Area

COMPARE, PRESENCE = "compare", "presence"
METHODS = (COMPARE, PRESENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The test of one undertaking.

    Args:
        title: what is tested, in words.
        instrument: the lexicon's instrument.
        method: ``compare`` counts violence before and after a day; ``presence`` looks for a deed in a window.
        start: the day from which the undertaking holds; for ``presence`` the first day on which the deed counts.
        until: last day on which it holds or by which the deed is due; null if open.
        weeks: length of the window before and of the window after, for ``compare``.
        area: where; null means anywhere, which ``compare`` cannot judge.
        parties: camps, each a list of names; ``*`` is any armed group that is no
            state's. Violence between two camps counts. For
            ``presence`` the first camp acts and the second is acted upon.
        exceptions: groups that the undertaking excepts.
        dataset: family to count in; null takes the one that suits best and names it.
        kinds: kinds of violence that count, as the dataset names them; empty means all violence.
        codes, against: PLOVER types or beginnings of CAMEO codes that count for and against the deed.
        words: words of which a row's headline must hold one, if no code matches.
        names: names of which a row's headline or sides must hold one, for deeds found by words.
        least: rows needed before a machine-coded deed is believed.
        least_events: events before the date below which two counts are not compared.
        enough: whether a coded deed shows by itself that the undertaking was carried out; if not, ``why`` says why.
        level: of the intervals.
        low_week: share of the earlier weeks' mean below which the last week before the date is flagged.
        notes: what the draft could not know, a line each, for the person who edits it.
    """

    title: str
    instrument: str
    method: str = COMPARE
    start: date | None = None
    until: date | None = None
    weeks: int = 8
    area: Area | None = None
    parties: tuple[tuple[str, ...], ...] = ()
    exceptions: tuple[str, ...] = ()
    dataset: str | None = None
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    least: int = 2
    least_events: int = 10
    enough: bool = True
    why: str = ""
    level: float = 0.95
    low_week: float = 0.75
    notes: tuple[str, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the probe as plain values, every field written out."""
        area = self.area
        return {
            "title": self.title,
            "instrument": self.instrument,
            "method": self.method,
            "start": self.start.isoformat() if self.start else None,
            "until": self.until.isoformat() if self.until else None,
            "weeks": self.weeks,
            "area": None
            if area is None
            else {
                "words": area.words,
                "country": area.country,
                "admin1": list(area.admin1),
                "zones": list(area.zones),
                "rule": area.rule,
            },
            "parties": [list(camp) for camp in self.parties],
            "exceptions": list(self.exceptions),
            "dataset": self.dataset,
            "kinds": list(self.kinds),
            "codes": list(self.codes),
            "against": list(self.against),
            "words": list(self.words),
            "names": list(self.names),
            "least": self.least,
            "least_events": self.least_events,
            "enough": self.enough,
            "why": self.why,
            "level": self.level,
            "low_week": self.low_week,
            "notes": list(self.notes),
        }
