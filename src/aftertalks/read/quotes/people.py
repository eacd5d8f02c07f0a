"""People whom the text itself introduces: a name with a title, an appositive, a speaking verb or a pronoun after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.model import Actor, ActorMention, Span
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.cues import cue_table
from aftertalks.read.tree import Tree

_NAME = re.compile(r"[^\W\d_][\w’'.-]*")
_PARTICLES = frozenset("de la le al el van von der bin ibn da di du dos del ter abu".split())
_SUFFIX = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii"})
_MAX_TOKENS = 5


@lru_cache(maxsize=1)
def name_words() -> dict[str, frozenset[str]]:
    """Return the word lists of ``name_words.yaml``: titles, roles, and words that no person's name holds."""
    return {record["class"]: frozenset(record["words"]) for record in load("name_words")}


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised tokens; ``first`` is where the name begins after its titles."""

    start: int
    first: int
    last: int


def _is_name_token(tree: Tree, i: int) -> bool:
    word = tree.words[i]
    return tree.tag[i] in {"NNP", "NNPS"} and word[:1].isupper() and bool(_NAME.fullmatch(word))


def _runs(tree: Tree) -> Iterator[_Run]:
    """Yield maximal runs of proper-noun tokens (particles inside them included), titles split off."""
    i, n = 0, len(tree)
    titles = name_words()["titles"] | name_words()["roles"]
    while i < n:
        if not _is_name_token(tree, i):
            i += 1
            continue
        j = i
        while j + 1 < n and (
            _is_name_token(tree, j + 1)
            or (tree.lower[j + 1] in _PARTICLES and j + 2 < n and _is_name_token(tree, j + 2))
        ):
            j += 1
        while j + 2 < n and tree.lower[j + 1] in {"–", "—"} and _is_name_token(tree, j + 2) and (
            tree.end[j] == tree.start[j + 1] and tree.end[j + 1] == tree.start[j + 2]
        ):
            j += 2  # "the Export–Import Bank" is one name
            while j + 1 < n and _is_name_token(tree, j + 1):
                j += 1
        first = i
        for k in range(i, j + 1):
            if tree.lower[k].rstrip(".") in titles:
                first = k + 1
        if first <= j:
            yield _Run(i, first, j)
        i = j + 1


def _speaks(tree: Tree, run: _Run) -> bool:
    """Say whether the name is the subject of a reporting verb."""
    head = next((i for i in range(run.last, run.first - 1, -1) if not run.first <= tree.head[i] <= run.last), run.last)
    return tree.dep[head] == "nsubj" and tree.lower[tree.head[head]] in cue_table().verbs


def _appositive_role(tree: Tree, run: _Run) -> tuple[int, int] | None:
    """The role that stands behind a name: "Ann Lee, a senior fellow at …"."""
    roles = name_words()["roles"]
    for i in range(run.first, run.last + 1):
        for c in tree.children[i]:
            if (
                tree.dep[c] == "appos"
                and c > run.last
                and (tree.lower[c] in roles or tree.lower[c].endswith(("er", "or")))
            ):
                return tree.left[c], tree.right[c]
    return None


def _preceding_role(tree: Tree, run: _Run) -> tuple[int, int] | None:
    """The role that stands before a name: "Valdai Club Program Director Dmitry Suslov", "spokesman Ann Lee"."""
    titles = name_words()["titles"] | name_words()["roles"]
    i = run.first - 1
    above = tree.head[run.last]
    if tree.dep[run.last] == "appos" and tree.lower[above] in titles and tree.left[above] <= above < run.start:
        stop = next((k for k in range(above, run.start) if tree.lower[k] == ","), run.start)
        return tree.left[above], stop - 1  # "a spokesman for the ministry, Li Jian"
    if i > 0 and tree.lower[i] == "," and run.first == run.start and tree.lower[i - 1] in name_words()["roles"]:
        i -= 1  # "the chancellor's spokesperson, Ann Lee"
    if i < 0 or tree.lower[i].rstrip(".") not in titles:
        return None
    begin = i
    while (
        begin - 1 >= 0
        and run.first - begin < 12
        and tree.tag[begin - 1] in {"NNP", "NNPS", "NN", "JJ", "POS", "IN", "VBG"}
    ):
        if tree.tag[begin - 1] == "IN" and tree.lower[begin - 1] not in {"of", "for"}:
            break
        if tree.sent[begin - 1] != tree.sent[i]:
            break
        begin -= 1
    return begin, i


def _followed_by_pronoun(tree: Tree, run: _Run) -> bool:
    """Say whether "he" or "she" follows soon; a name that modifies a noun ("a Greek Orthodox church") is nobody."""
    if run.last + 1 < len(tree) and tree.tag[run.last + 1] in {"NN", "NNS"}:
        return False
    stop = min(len(tree), run.last + 40)
    return any(tree.lower[i] in {"he", "she", "his", "her"} for i in range(run.last + 1, stop))


def _is_person(tree: Tree, run: _Run, role: object) -> bool:
    words = [tree.lower[i].rstrip(".") for i in range(run.first, run.last + 1)]
    if any(w in name_words()["not_names"] for w in words) or run.last - run.first + 1 > _MAX_TOKENS:
        return False
    single = run.first == run.last
    if single:
        return role is not None and run.first > run.start and run.first - 1 >= 0 and len(words[0]) > 2
    if tree.lower[run.first - 1] == "the" and run.first > 0 and run.first == run.start:
        return False
    return role is not None or _speaks(tree, run) or _followed_by_pronoun(tree, run)


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def _words(tree: Tree, rng: tuple[int, int] | None) -> str | None:
    if rng is None:
        return None
    return re.sub(r"\s+", " ", re.sub(r"^(a|an|the) ", "", tree.stretch(*rng), flags=re.I))[:120]


def find_people(parsed: Parsed) -> list[ActorMention]:
    """Find the people that the text introduces, and their later mentions by surname.

    Args:
        parsed: the parse.

    Returns:
        Mentions in order, with ids ``text:…`` and the role that the text gives.
    """
    tree = parsed.tree
    runs = list(_runs(tree))
    known: dict[str, Actor] = {}
    mentions: list[ActorMention] = []
    for run in runs:
        role = _preceding_role(tree, run) or _appositive_role(tree, run)
        if not _is_person(tree, run, role):
            continue
        name = re.sub(r"\s+", " ", tree.stretch(run.first, run.last)).removesuffix("’s").removesuffix("'s")
        if run.first == run.last and name in known:
            continue
        previous = known.get(name)
        if previous is None or (previous.role is None and role is not None):
            known[name] = Actor(f"text:{_slug(name)}", name, "person", role=_words(tree, role))
        span = tree.span(run.first, run.last)
        mentions.append(ActorMention(span, span.of(tree.text), known[name], "name", "introduced by the text"))
    mentions += _surnames(tree, runs, known, {m.span for m in mentions})
    return sorted(mentions, key=lambda m: m.span)


def _surnames(tree: Tree, runs: list[_Run], known: dict[str, Actor], taken: set[Span]) -> Iterator[ActorMention]:
    """Later mentions by surname or by full name; a surname that two people share stays unresolved."""
    by_surname: dict[str, set[str]] = {}
    for name in known:
        parts = name.split()
        if len(parts) > 1:
            surname = parts[-2] if parts[-1].lower() in _SUFFIX else parts[-1]
            by_surname.setdefault(surname, set()).add(name)
    for run in runs:
        span = tree.span(run.first, run.last)
        if span in taken:
            continue
        words = re.sub(r"\s+", " ", span.of(tree.text))
        if words in known:
            yield ActorMention(span, span.of(tree.text), known[words], "name", "introduced elsewhere in the text")
        elif words in by_surname and len(by_surname[words]) == 1:
            actor = known[next(iter(by_surname[words]))]
            yield ActorMention(span, span.of(tree.text), actor, "surname", "surname of a person the text names in full")
