"""Reporting cues: the lexicon's table of verbs, nouns and phrases, and where they stand in a text."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aftertalks.lexicon import load, verb_forms
from aftertalks.read.quotes.stems import stem
from aftertalks.read.tree import Tree


@dataclass(frozen=True, slots=True)
class CueClass:
    """One class of reporting words; see the head of ``cues.yaml`` for what the fields mean."""

    name: str
    hint: str
    polarity: str
    strength: str
    takes: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueWord:
    """A base form with the classes it belongs to; ``particles`` are the words that must follow its first."""

    lemma: str
    particles: tuple[str, ...]
    classes: tuple[CueClass, ...]

    def takes(self, what: str) -> bool:
        """Say whether any of its classes takes such a complement."""
        return any(what in c.takes for c in self.classes)

    def prepositions(self) -> frozenset[str]:
        """Return the prepositions on which its content may hang."""
        return frozenset().union(*(c.prepositions for c in self.classes))

    @property
    def strength(self) -> str:
        """Return the highest strength among its classes."""
        order = ("strong", "medium", "weak")
        return min((c.strength for c in self.classes), key=order.index, default="weak")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in the text: its governing token, its stretch of tokens, its word."""

    token: int
    first: int
    last: int
    word: CueWord
    kind: str  # verb, noun, phrase, opinion


@dataclass(frozen=True)
class CueTable:
    """The lexicon, ready for look-up by inflected form."""

    verbs: dict[str, tuple[CueWord, ...]]
    nouns: dict[str, CueWord]
    phrases: dict[str, tuple[CueWord, ...]]
    opinions: dict[str, CueWord]


def _class_of(record: dict[str, object]) -> CueClass:
    def words(key: str) -> frozenset[str]:
        value = record.get(key) or ()
        return frozenset(value) if isinstance(value, (list, tuple)) else frozenset()

    return CueClass(
        str(record["class"]),
        str(record["hint"]),
        str(record.get("polarity", "positive")),
        str(record["strength"]),
        words("takes"),
        words("prepositions"),
    )


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _gather(folders: tuple[Path, ...], key: str) -> dict[str, list[CueClass]]:
    found: dict[str, list[CueClass]] = {}
    for record in load("cues", folders):
        cls = _class_of(record)
        for word in record.get(key) or ():
            classes = found.setdefault(str(word), [])
            if cls not in classes:
                classes.append(cls)
    return found


_BE = ("is", "are", "was", "were", "be", "been", "’s", "'s")


@lru_cache(maxsize=4)
def cue_table(folders: tuple[Path, ...] = ()) -> CueTable:
    """Build the table of cues from the shipped lexicon and the users' own."""
    verbs: dict[str, list[CueWord]] = {}
    for base, classes in _gather(folders, "verbs").items():
        head, *rest = base.split()
        word = CueWord(base, tuple(rest), tuple(classes))
        for form in _BE if head == "be" else verb_forms(head):
            verbs.setdefault(form, []).append(word)
    nouns: dict[str, CueWord] = {}
    for base, classes in _gather(folders, "nouns").items():
        word = CueWord(base, (), tuple(classes))
        nouns[base] = nouns[_plural(base)] = word
    phrases: dict[str, list[CueWord]] = {}
    opinions: dict[str, CueWord] = {}
    for base, classes in _gather(folders, "phrases").items():
        if base.startswith("in X "):
            opinions[base[5:]] = CueWord(base, (), tuple(classes))
            continue
        head, *rest = base.split()
        phrases.setdefault(head, []).append(CueWord(base, tuple(rest), tuple(classes)))
    longest_first = {form: tuple(sorted(ws, key=lambda w: -len(w.particles))) for form, ws in verbs.items()}
    return CueTable(longest_first, nouns, {k: tuple(v) for k, v in phrases.items()}, opinions)


def _particles(tree: Tree, token: int, word: CueWord) -> int | None:
    """Return the last token of a phrasal cue that begins at ``token``, or None if its particles do not follow."""
    last = token
    for particle in word.particles:
        nxt = last + 1
        if nxt < len(tree) and tree.lower[nxt] != particle and tree.tag[nxt] == "RB" and nxt + 1 < len(tree):
            nxt += 1  # "called again on"
        if nxt >= len(tree) or tree.lower[nxt] != particle:
            return None
        last = nxt
    return last


def _verb_cue(tree: Tree, i: int, table: CueTable) -> Cue | None:
    for word in table.verbs.get(tree.lower[i], ()):
        last = _particles(tree, i, word)
        if last is not None:
            return Cue(i, i, last, word, "verb")
    return None


def _phrase_cue(tree: Tree, i: int, table: CueTable) -> Cue | None:
    for word in table.phrases.get(tree.lower[i], ()):
        last = _particles(tree, i, word)
        if last is not None:
            return Cue(i, i, last, word, "phrase")
    return None


def _opinion_cue(tree: Tree, i: int, table: CueTable) -> Cue | None:
    """Find "in his view", "in the minister's opinion"."""
    if tree.lower[i] != "in":
        return None
    noun = tree.child(i, {"pobj"})
    if noun is None or tree.lower[noun] not in table.opinions or tree.child(noun, {"poss"}) is None:
        return None
    return Cue(i, i, noun, table.opinions[tree.lower[noun]], "opinion")


def _denied(tree: Tree, noun: int) -> bool:
    """Say whether a noun is said not to be: "made no claim that …", "have no expectation that …"."""
    return any(tree.lower[c] == "no" for c in tree.children[noun])


def _further(tree: Tree, i: int, kind: str, vocabulary: Container[str]) -> Cue | None:
    """A word that the lexicon does not list: one of the vocabulary, or a verb with a clause for its object."""
    key = f"{kind}:{stem(tree.lower[i])}"
    if key not in vocabulary and (kind == "n" or tree.child(i, {"ccomp"}) is None):
        return None
    return Cue(i, i, i, CueWord(key[2:], (), ()), "verb" if kind == "v" else "noun")


def find_cues(tree: Tree, *, folders: tuple[Path, ...] = (), vocabulary: Container[str] | None = None) -> Iterator[Cue]:
    """Find every word that may report something, in order of the text.

    Args:
        tree: the parse.
        folders: the users' lexicon folders.
        vocabulary: stems of further words (``v:stem``, ``n:stem``); None for the lexicon's alone.
    """
    table = cue_table(folders)
    for i, tag in enumerate(tree.tag):
        found = _phrase_cue(tree, i, table) if tree.lower[i] in table.phrases else None
        if found is not None:
            pass
        elif tag[:2] == "VB":
            found = _verb_cue(tree, i, table)
            if found is None and vocabulary is not None:
                found = _further(tree, i, "v", vocabulary)
        elif tag in {"NN", "NNS"}:
            word = table.nouns.get(tree.lower[i])
            if _denied(tree, i):
                continue
            found = Cue(i, i, i, word, "noun") if word is not None else None
            if found is None and vocabulary is not None:
                found = _further(tree, i, "n", vocabulary)
        if found is None and tag == "IN":
            found = _opinion_cue(tree, i, table)
        if found is not None:
            yield found
