"""What a document says about where it is: countries and divisions it names, which decide between homonyms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log10

from aftertalks.lexicon.names import Words
from aftertalks.read.places.gazetteer import ADMIN1, ADMIN2, CITY, Row

BIG = 500_000


@dataclass
class Context:
    """Evidence of a document.

    Args:
        countries: alpha-2 → how often the country is named, its adjectives included.
        divisions: ``(country, admin1 code)`` → how often.
    """

    countries: Counter[str] = field(default_factory=Counter)
    divisions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, country: str) -> float:
        """Return the country's share of all evidence, 0 to 1."""
        total = sum(self.countries.values())
        return self.countries[country] / total if total else 0.0

    def score(self, row: Row, *, generic: bool) -> float:
        """Rate a candidate: people, country evidence, division evidence.

        Args:
            row: the candidate.
            generic: whether a word such as "province" stands beside the name.
        """
        points = log10(row.people + 10)
        if self.countries[row.country]:
            points += 3.0 + 2.0 * self.share(row.country)
        if row.level != ADMIN1 and self.divisions[row.country, row.a1]:
            points += 2.5
        if row.alternate:
            points -= 1.5
        if row.level == ADMIN1:
            points += 3.0 if generic else -1.2
        elif row.level == ADMIN2:
            points += 1.0 if generic else -2.5
        return points

    def best(self, rows: tuple[Row, ...], *, generic: bool, like: Row | None = None) -> Row:
        """Return the best candidate; ``like`` is a place on the same list, of whose kind and country it should be."""

        def rate(row: Row) -> float:
            same = 2.5 if like is not None and (row.level, row.country) == (like.level, like.country) else 0.0
            return self.score(row, generic=generic) + same

        return max(rows, key=lambda r: (rate(r), r.people, -r.id))

    def prominent(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """Leave out towns that hardly anybody means by the name.

        Those are towns with less than a twentieth of the people of a division of the name ("Oregon" in Ohio), or
        less than a fiftieth of those of a large town ("Paris" in Texas) unless the text names their division.
        """
        division = max((r.people for r in rows if r.level == ADMIN1 and not r.alternate), default=0)
        town = max((r.people for r in rows if r.level == CITY and not r.alternate), default=0)
        town = town if town >= BIG else 0
        return tuple(
            r
            for r in rows
            if r.level == ADMIN1
            or r.people >= BIG
            or (r.people * 20 >= division and (r.people * 50 >= town or self.divisions[r.country, r.a1]))
        )


GENERIC = frozenset(
    "province provinces governorate governorates region oblast state county district prefecture department territory "
    "municipality".split()
)


def generic_beside(words: Words, first: int, last: int) -> bool:
    """Say whether "province" or the like stands right after a name, or "province of" before."""
    if last < len(words) and words.gap(last - 1) == " " and words.folded[last] in GENERIC:
        return True
    return first >= 2 and words.folded[first - 1] == "of" and words.folded[first - 2] in GENERIC
