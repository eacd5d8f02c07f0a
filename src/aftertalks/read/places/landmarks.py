"""Places told by a word beside them: "Turkish waters", "coast of Libya", "Peace Memorial Park", "Camp Bondsteel"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import Words, fold_name

MAX_NAME = 4
_NAME_GAPS = frozenset([" ", "-", "'", "’"])
_NO_NAME = frozenset(
    "the a an this that in on at of for and but or if as by he she it they we you his her its their our no any "
    "some each first second third other new old former north south east west northern southern eastern western".split()
)


@dataclass(frozen=True, slots=True)
class Landmark:
    """Words ``first`` to ``last`` exclusive that name a place by the word ``kind`` stands for."""

    first: int
    last: int
    kind: str


@lru_cache(maxsize=4)
def _place_words(folders: tuple[Path, ...]) -> dict[str, dict[tuple[str, ...], str]]:
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for record in load("place_words", folders):
        table = found.setdefault(record["use"], {})
        for word in record["words"]:
            table[tuple(fold_name(word).split())] = record["kind"]
    return found


def never_town(key: str, folders: tuple[Path, ...] = ()) -> bool:
    """Say whether a folded name is never read as a town."""
    return tuple(key.split()) in _place_words(folders)["never"]


def zone_after(words: Words, last: int, folders: tuple[Path, ...] = ()) -> int | None:
    """Return the end of a zone word right after a state's adjective ("Turkish | waters"), or None."""
    if last >= len(words) or words.gap(last - 1) not in {" ", "’s ", "'s "}:
        return None
    for n in (3, 2, 1):
        if last + n <= len(words) and tuple(words.folded[last : last + n]) in _place_words(folders)["zone"]:
            return last + n
    return None


def zone_before(words: Words, first: int, folders: tuple[Path, ...] = ()) -> int | None:
    """Return the first word of "EEZ of", "waters off", "airspace over" before a place, or None."""
    k = first - 1
    if k >= 0 and words.folded[k] == "the":
        k -= 1
    if k < 1 or words.folded[k] not in {"of", "off", "over"} or words.gap(k - 1) != " ":
        return None
    for n in (3, 2, 1):
        if k - n >= 0 and tuple(words.folded[k - n : k]) in _place_words(folders)["zone"]:
            return k - n
    return None


def _tail(words: Words, i: int, folders: tuple[Path, ...]) -> Landmark | None:
    kind = _place_words(folders)["tail"].get((words.folded[i],))
    if kind is None or not words.capital(i) or (i > 0 and words.gap(i - 1) != " "):
        return None
    first = i
    while (
        first > 0 and i - first < MAX_NAME and words.gap(first - 1) in {" ", "-", "'", "’"} and words.capital(first - 1)
    ):
        if words.folded[first - 1] in _NO_NAME and words.gap(first - 1) == " ":
            break
        first -= 1
    opens = words.opens_sentence(first)
    return (
        Landmark(first, i + 1, kind)
        if first < i and not (opens and i - first == 1 and words.folded[first] in _NO_NAME)
        else None
    )


def _head(words: Words, i: int, folders: tuple[Path, ...]) -> Landmark | None:
    kind = _place_words(folders)["head"].get((words.folded[i],))
    if kind is None or not words.capital(i) or i + 1 >= len(words):
        return None
    following = words.capital(i + 1) and words.gap(i) == " " and words.folded[i + 1] not in _NO_NAME
    return Landmark(i, i + 2, kind) if following else None


def landmarks(words: Words, busy: set[int], folders: tuple[Path, ...] = ()) -> list[Landmark]:
    """Return places named with a landmark's word, outside ``busy`` words."""
    found: list[Landmark] = []
    known = _place_words(folders)
    for i in words.capitals:
        if (words.folded[i],) not in known["tail"] and (words.folded[i],) not in known["head"]:
            continue
        landmark = _tail(words, i, folders) or _head(words, i, folders)
        if landmark is None or (found and landmark.first < found[-1].last):
            continue
        if not busy & set(range(landmark.first, landmark.last)):
            found.append(landmark)
    return found
