"""Names of towns and divisions: which capitalised words may be one, and which place of that name is meant."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.lexicon.names import NameIndex, Words
from aftertalks.read.places.gazetteer import GIVEN, Gazetteer, Row

MAX_WORDS = 5
TITLE = 8
_INNER = frozenset(
    "of au aux de la le les del di da do dos das el al ez az es ed an en the sur upon on am im ul e y and".split()
)
STOP = frozenset(
    "the a an of in on at for and but or if as by he she it they we you i this that these those there here his "
    "her its their our my monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december north south east west northern southern eastern "
    "western central new old great u s us uk un eu mr mrs ms dr".split()
)


@dataclass
class Candidate:
    """Words that may name a town or division.

    Args:
        first, last: words, ``last`` exclusive.
        key: folded name.
        rows: the places of that name.
        tag: free for the caller.
        rule: how the place was chosen, filled by ``decide``.
        flags: what else the name is, as ``Gazetteer.flags`` says.
    """

    first: int
    last: int
    key: str
    rows: tuple[Row, ...]
    tag: int = 0
    rule: str = ""
    flags: int = 0


def _sequences(words: Words, busy: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Return, for each word that may begin a name, the ends and keys of the names it may begin, longest first."""
    found: dict[int, list[tuple[int, str]]] = {}
    for i in words.capitals:
        if i in busy or words.folded[i].isdigit() or _short_form(words, i):
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
        found[i] = [o for o in reversed(options) if not (o[0] == i + 1 and words.folded[i] in STOP)]
    return found


def _short_form(words: Words, i: int) -> bool:
    """Say whether a word is written in capitals like a short form ("HIV"); long ones may be a dateline ("DAMASCUS")."""
    raw = words.raw(i)
    return raw.isupper() and 1 < len(raw) < 5 and not (i + 1 < len(words) and words.raw(i + 1).isupper())


def _joined(words: Words, i: int) -> bool:
    gap = words.gap(i)
    return gap in {" ", "-", "'", "’", "‘", "\u00a0", "‑"} or (gap == ". " and words.folded[i] in {"st", "mt", "ft"})


def candidates(words: Words, book: Gazetteer, busy: set[int], names: NameIndex) -> list[Candidate]:
    """Return the longest names of the gazetteer, left to right, not overlapping ``busy`` words."""
    sequences = _sequences(words, busy)
    keys = {key for options in sequences.values() for _, key in options}
    known = book.lookup(keys | {_saint(k) for k in keys})
    known |= {k: known[_saint(k)] + known.get(k, ()) for k in keys if k.startswith("st ") and _saint(k) in known}
    found: list[Candidate] = []
    free = 0
    for i, options in sequences.items():
        for end, key in options if i >= free else ():
            if key in known:
                flags = book.flags(key) | (_bearers(names, key) if end == i + 1 else 0)
                if flags & TITLE:
                    continue
                found.append(Candidate(i, end, key, known[key], flags=flags))
                free = end
                break
    return found


def _bearers(names: NameIndex, key: str) -> int:
    """Return flags for a word that is an office or body ("Secretary") or a leader's given name ("Vladimir")."""
    flags = 0
    for name in names.table.get(key, ()):
        if name.kind in {"role", "roles", "body"} and len(name.words) == 1:
            flags |= TITLE
        elif name.kind == "person" and len(name.words) > 1:
            flags |= GIVEN
    return flags


def _saint(key: str) -> str:
    """Return a key with "st" written out ("st petersburg" → "saint petersburg")."""
    return "saint " + key[3:] if key.startswith("st ") else key
