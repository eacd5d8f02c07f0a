"""Chooses which towns and divisions are meant: believable as a place here, and which place of that name."""

from __future__ import annotations

from aftertalks.lexicon.names import Words
from aftertalks.read.places.atlas import Area
from aftertalks.read.places.context import BIG, Context, generic_beside
from aftertalks.read.places.gazetteer import ADMIN1, COMMON, GIVEN, SURNAME, Gazetteer, Row
from aftertalks.read.places.landmarks import never_town
from aftertalks.read.places.towns import STOP, Candidate

_PREPOSITIONS = frozenset(
    "in at near from to outside around inside across throughout into toward towards between within via".split()
)
_TITLES = frozenset(
    "mr mrs ms dr sir lord lady president minister senator general colonel secretary king queen prince princess "
    "judge professor chancellor ambassador governor mayor captain major pope saint".split()
)
_OF_HEADS = frozenset(
    "city cities town towns village villages area areas region outskirts suburb suburbs port capital district "
    "districts north south east west northeast northwest southeast southwest miles km kilometres kilometers "
    "people residents mayor bishop province state county governor airport streets siege battle fall liberation "
    "town".split()
)
_INSTITUTIONS = frozenset(
    "university college bank institute school hospital museum daily herald times post news press corporation "
    "company corp inc airlines airways association society club party journal agency foundation council cathedral "
    "center centre street avenue road stadium airport fc united theatre theater gallery library broadcasting".split()
)
_SAYING = frozenset(
    "said says told added stated explained asked noted wrote announced argued claimed insisted who whose".split()
)


def following_area(words: Words, last: int, starts: dict[int, tuple[int, Area | None]]) -> Area | None:
    """Return the country or region after a comma: "Damascus, Syria"."""
    if last < len(words) and words.gap(last - 1) in {", ", " ("} and last in starts:
        return starts[last][1]
    return None


def _part_of_name(words: Words, c: Candidate, book: Gazetteer) -> bool:
    """Say whether a capitalised neighbour makes the name part of a longer one ("Lincoln Center", "Paris Hilton")."""
    before, after = c.first - 1, c.last
    if (
        after < len(words)
        and words.gap(after - 1) in {" ", "-"}
        and words.capital(after)
        and words.folded[after] not in STOP
    ):
        return True
    if before < 0 or words.gap(before) not in {" ", "-", ". "} or not words.capital(before):
        return False
    if words.gap(before) == ". ":
        return len(words.raw(before)) == 1
    if words.folded[before] in _TITLES:
        return True
    return words.folded[before] not in STOP and not words.opens_sentence(before)


def _located(words: Words, c: Candidate) -> bool:
    """Say whether the words before a name make it a place: "in X", "the city of X", "downtown X"."""
    k = c.first - 1
    if k < 0 or words.gap(k) not in {" ", "\u00a0"}:
        return False
    if words.folded[k] in {"the", "downtown", "nearby", "neighbouring", "neighboring"}:
        k -= 1
    if k < 0:
        return False
    if words.folded[k] == "of":
        return k >= 1 and (words.folded[k - 1] in _OF_HEADS or words.gap(k - 1).strip() == ",")
    return words.folded[k] in _PREPOSITIONS


def in_institution(words: Words, first: int, last: int) -> bool:
    """Say whether a place's name is part of an institution's ("University of Georgia", "China Daily")."""
    k = first - 1
    if k >= 1 and words.folded[k] == "of" and words.folded[k - 1] in _INSTITUTIONS and words.capital(k - 1):
        return True
    k = last
    while k < min(last + 3, len(words)) and words.gap(k - 1) == " " and words.capital(k):
        if words.folded[k] in _INSTITUTIONS:
            return True
        k += 1
    return False


def _credible(words: Words, c: Candidate, row: Row, context: Context, book: Gazetteer, listed: bool) -> str:
    """Return why a name is taken for a place, or an empty string."""
    flags = c.flags
    if (
        _part_of_name(words, c, book)
        or in_institution(words, c.first, c.last)
        or c.key in _INSTITUTIONS
        or never_town(c.key)
    ):
        return ""
    if generic_beside(words, c.first, c.last):
        return "a word such as 'province' stands beside it"
    located = _located(words, c)
    if listed and not flags & COMMON:
        return "in a list of places"
    before = words.folded[c.first - 1] if c.first else ""
    says = c.last < len(words) and words.folded[c.last] in _SAYING
    if before in _TITLES or (says and flags & (SURNAME | GIVEN) and not located):
        return ""
    named = bool(context.countries[row.country])
    opens = words.opens_sentence(c.first)
    article = before == "the" and row.level != ADMIN1
    if article and row.people < BIG:
        return ""
    if flags & COMMON:
        large = row.people >= 4 * BIG or (named and (row.people >= BIG // 2 or listed))
        known = located and row.people >= (15_000 if named else 75_000)
        return "large town" if (large or known) and not opens and not article else ""
    if located and (named or row.people >= 15_000 or not (flags or opens)):
        return "after a preposition of place"
    if flags & (GIVEN | SURNAME):
        return "large town or division" if row.people >= BIG else ""
    if named and not opens:
        return "in a country that the text names"
    return "large town" if row.people >= BIG // 2 and len(c.key) > 3 else ""


def decide(
    words: Words,
    found: list[Candidate],
    context: Context,
    book: Gazetteer,
    areas: list[tuple[int, int, Area | None]],
    *,
    forced: bool = False,
) -> list[tuple[Candidate, Row]]:
    """Choose a place for each candidate.

    Args:
        words: the text.
        found: the candidates.
        context: the document's evidence; grows with the divisions found.
        book: the gazetteer.
        areas: countries and regions already found.
        forced: keep every candidate (mentions are known to be places).

    Returns:
        The candidates that are places, each with the one meant.
    """
    starts = {first: (last, area) for first, last, area in areas}
    by_first = {c.first: c for c in found}
    _note_divisions(words, found, context, book)
    chosen: list[tuple[Candidate, Row]] = []
    ends: dict[int, Row | None] = {last: None for _, last, area in areas if area is not None}
    for c in found:
        rows, sure = _beside(words, c, starts, by_first)
        listed, like = _listed(words, c, ends)
        generic = generic_beside(words, c.first, c.last)
        row = context.best(rows if sure else context.prominent(rows), generic=generic, like=like)
        if sure:
            c.rule = "its country or division stands beside it"
        else:
            c.rule = _credible(words, c, row, context, book, listed)
        if forced and not c.rule:
            c.rule = "given as a place"
        if c.rule:
            chosen.append((c, row))
            ends[c.last] = row
    return chosen


def _listed(words: Words, c: Candidate, ends: dict[int, Row | None]) -> tuple[bool, Row | None]:
    """Say whether a name goes on a list of places ("Darfur and Malakal", "Utah, Washington and Wisconsin").

    Returns:
        Whether it does, and the place before it, if that is one of the gazetteer.
    """
    k = c.first - 1
    joined = k >= 1 and words.folded[k] in {"and", "or"} and words.gap(k) == " "
    last = k if joined else c.first
    if last not in ends:
        return False, None
    gap = words.gap(last - 1)
    if joined:
        return gap in {" ", ", "}, ends[last]
    more = c.last < len(words) and (words.gap(c.last - 1) == ", " or words.folded[c.last] in {"and", "or"})
    return gap == ", " and more and words.capital(min(c.last + 1, len(words) - 1)), ends[last]


def _note_divisions(words: Words, found: list[Candidate], context: Context, book: Gazetteer) -> None:
    """Count divisions and large towns as evidence of their country before anything is chosen."""
    for c in found:
        if book.flags(c.key) & COMMON:
            continue
        top = c.rows[0]
        divisions = [r for r in c.rows if r.level == ADMIN1 and not r.alternate]
        if divisions and divisions[0].people >= 1_000_000:
            context.divisions[divisions[0].country, divisions[0].a1] += 1
            context.countries[divisions[0].country] += 1
        elif top.people >= 4 * BIG and not book.flags(c.key):
            context.countries[top.country] += 1


def _beside(
    words: Words, c: Candidate, starts: dict[int, tuple[int, Area | None]], by_first: dict[int, Candidate]
) -> tuple[tuple[Row, ...], bool]:
    """Narrow a candidate's places by what follows the comma: a country, a region, a division."""
    area = following_area(words, c.last, starts)
    if area is not None and area.place.country:
        inside = tuple(r for r in c.rows if r.country in area.place.country.split("/"))
        if inside:
            return inside, True
    following = by_first.get(c.last) if c.last < len(words) and words.gap(c.last - 1) == ", " else None
    if following is not None:
        divisions = {(r.country, r.a1) for r in following.rows if r.level == ADMIN1}
        inside = tuple(r for r in c.rows if (r.country, r.a1) in divisions and r.level != ADMIN1)
        if inside:
            return inside, True
    return c.rows, False
