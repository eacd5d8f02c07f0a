"""Names of towns and divisions: which capitalised words may be one, and which place of that name is meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from aftertalks.lexicon.names import Words
from aftertalks.read.places.atlas import Area
from aftertalks.read.places.context import BIG, Context, generic_beside
from aftertalks.read.places.gazetteer import ADMIN1, COMMON, GIVEN, SURNAME, Gazetteer, Row

MAX_WORDS = 5
_PREPOSITIONS = frozenset("in at near from to outside around inside across throughout into toward towards between within via".split())
_INNER = frozenset("of de la le les del di da do dos das el al ez az es ed an en the sur upon on am im ul e y and".split())
_TITLES = frozenset("mr mrs ms dr sir lord lady president minister senator general colonel secretary king queen prince princess judge professor chancellor ambassador governor mayor captain major pope saint".split())
_STOP = frozenset(
    "the a an of in on at for and but or if as by he she it they we you i this that these those there here his her its their our my "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december north south east west northern southern eastern western central new old great u s us uk un eu mr mrs ms dr"
    .split()
)
_SAYING = frozenset("said says told added stated explained asked noted wrote announced argued claimed insisted who whose".split())


@dataclass
class Candidate:
    """Words that may name a town or division.

    Args:
        first, last: words, ``last`` exclusive.
        key: folded name.
        rows: the places of that name.
        tag: free for the caller.
        rule: how the place was chosen, filled by ``decide``.
    """

    first: int
    last: int
    key: str
    rows: tuple[Row, ...]
    tag: int = 0
    rule: str = ""
    near: tuple[Row, ...] = field(default=())


def _sequences(words: Words, busy: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Return, for each word that may begin a name, the ends and keys of the names it may begin, longest first."""
    found: dict[int, list[tuple[int, str]]] = {}
    for i in range(len(words)):
        if i in busy or not words.capital(i) or words.folded[i].isdigit():
            continue
        options: list[tuple[int, str]] = []
        for k in range(i, min(i + MAX_WORDS, len(words))):
            if k in busy or (k > i and not _joined(words, k - 1)):
                break
            if not words.capital(k):
                if words.folded[k] not in _INNER and not (k > i and words.gap(k - 1) in {"'", "’", "‘"}):
                    break
                if words.gap(k - 1) not in {"'", "’", "‘"}:
                    continue
            options.append((k + 1, " ".join(words.folded[i : k + 1])))
        found[i] = [o for o in reversed(options) if not (o[0] == i + 1 and words.folded[i] in _STOP)]
    return found


def _joined(words: Words, i: int) -> bool:
    gap = words.gap(i)
    return gap in {" ", "-", "'", "’", "‘", "\u00a0", "‑"} or (gap == ". " and words.folded[i] in {"st", "mt", "ft"})


def candidates(words: Words, book: Gazetteer, busy: set[int]) -> list[Candidate]:
    """Return the longest names of the gazetteer, left to right, not overlapping ``busy`` words."""
    sequences = _sequences(words, busy)
    known = book.lookup({key for options in sequences.values() for _, key in options})
    found: list[Candidate] = []
    i = 0
    while i < len(words):
        for end, key in sequences.get(i, ()):
            if key in known:
                found.append(Candidate(i, end, key, known[key]))
                i = end - 1
                break
        i += 1
    return found


def following_area(words: Words, last: int, starts: dict[int, tuple[int, Area | None]]) -> Area | None:
    """Return the country or region after a comma: "Damascus, Syria"."""
    if last < len(words) and words.gap(last - 1) in {", ", " ("} and last in starts:
        return starts[last][1]
    return None


def _part_of_name(words: Words, c: Candidate, book: Gazetteer) -> bool:
    """Say whether a capitalised neighbour makes the name part of a longer one ("Lincoln Center", "Paris Hilton")."""
    before, after = c.first - 1, c.last
    if after < len(words) and words.gap(after - 1) in {" ", "-"} and words.capital(after) and words.folded[after] not in _STOP:
        return True
    if before < 0 or words.gap(before) not in {" ", "-", ". "} or not words.capital(before):
        return False
    if words.gap(before) == ". ":
        return len(words.raw(before)) == 1
    if words.folded[before] in _TITLES:
        return True
    return words.folded[before] not in _STOP and not words.opens_sentence(before)


def _credible(words: Words, c: Candidate, row: Row, context: Context, book: Gazetteer, sure: bool) -> str:
    """Return why a name is taken for a place, or an empty string."""
    flags = book.flags(c.key)
    before = words.folded[c.first - 1] if c.first else ""
    located = before in _PREPOSITIONS and words.gap(c.first - 1) == " "
    if sure:
        return "its country or division stands beside it"
    if _part_of_name(words, c, book):
        return ""
    if generic_beside(words, c.first, c.last):
        return "a word such as 'province' stands beside it"
    if before in _TITLES or (c.last < len(words) and words.folded[c.last] in _SAYING and flags & (SURNAME | GIVEN)):
        return ""
    named = bool(context.countries[row.country])
    opens = words.opens_sentence(c.first)
    if flags & COMMON and (opens or not located):
        return "large town" if row.people >= 4 * BIG and not opens else ""
    if located and (named or row.people >= 15_000):
        return "after a preposition of place"
    if located and not flags and not opens:
        return "after a preposition of place"
    if flags & (GIVEN | SURNAME):
        return "large town" if row.people >= BIG else ""
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
    for c in found:
        rows, sure = _beside(words, c, starts, by_first)
        row = context.best(rows, generic=generic_beside(words, c.first, c.last))
        c.rule = _credible(words, c, row, context, book, sure)
        if forced and not c.rule:
            c.rule = "given as a place"
        if c.rule:
            chosen.append((c, row))
    return chosen


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
