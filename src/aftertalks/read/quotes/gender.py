"""Whether "he" or "she" can mean a person: by the titles that the text gives, else by the given name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.model import ActorMention
from aftertalks.read.tree import Tree

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for record in load("name_gender"):
        for name in record["names"]:
            names[name] = "?" if names.get(name, record["gender"]) != record["gender"] else record["gender"]
        words.update(dict.fromkeys(record["words"], record["gender"]))
    return names, words


def gender_of_words(words: str) -> str | None:
    """Return ``f`` or ``m`` for a description that tells ("a spokeswoman", "his father"); None for others."""
    table = _tables()[1]
    found = {table[w] for w in _WORDS.findall(words.lower()) if w in table}
    return found.pop() if len(found) == 1 else None


def _possessive_after(tree: Tree, i: int) -> str | None:
    """The gender that "Lee and her mother", "Lee, with his wife" tells."""
    while i < len(tree) and tree.lower[i] in {",", "and", "with"}:
        i += 1
    if i >= len(tree) or tree.lower[i - 1] not in {"and", "with"}:
        return None
    return {"her": "f", "his": "m"}.get(tree.lower[i]) if tree.tag[i] == "PRP$" else None


def find_genders(tree: Tree, actors: Sequence[ActorMention]) -> dict[str, str]:
    """Return ``f`` or ``m`` for the people of a text of whom it or their given name tells.

    Args:
        tree: the parse.
        actors: the mentions; a title right before any of a person's counts for all of them.
    """
    names, words = _tables()
    found: dict[str, str] = {}
    for mention in actors:
        if mention.actor.kind != "person":
            continue
        name = mention.actor.name
        first = tree.at(mention.span.start)
        titled = [tree.lower[i].rstrip(".") for i in range(max(0, first - 1), min(first + 1, len(tree)))]
        told = next((words[w] for w in titled if w in words), None)
        if told is not None:
            found[name] = told
        elif (own := _possessive_after(tree, tree.at(mention.span.end))) is not None:
            found[name] = own
        elif name not in found:
            given = names.get(name.split()[0].lower() if name else "", "?")
            if given != "?":
                found[name] = given
    return found
