"""The parse as plain lists: every rule asks thousands of times for heads and edges, and lists answer fastest."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from aftertalks.model import Span
from aftertalks.read.mending import Arcs, mend

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "conj", "ROOT", "pcomp", "csubj"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document as parallel lists, one item a token.

    Args:
        text: the document's text.
        words: tokens as written.
        lower: the same in lower case.
        word: whether each token has a letter or a digit.
        tag: fine part-of-speech tags; ``_SP`` for white space.
        dep: dependency labels.
        head: index of each token's head; a root is its own head.
        start, end: code-point offsets of the token in the text.
        children: indices of each token's dependents in order.
        left, right: first and last token of each token's subtree.
        sent: index of each token's sentence.
        bounds: for each sentence its first token and the one after its last.
    """

    text: str
    words: list[str]
    lower: list[str]
    word: list[bool]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    children: list[list[int]]
    left: list[int]
    right: list[int]
    sent: list[int]
    bounds: list[tuple[int, int]]
    cache: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lower)

    def span(self, first: int, last: int) -> Span:
        """Return the text's stretch from token ``first`` to token ``last``, both included."""
        return Span(self.start[first], self.end[last])

    def stretch(self, first: int, last: int) -> str:
        """Return the text from token ``first`` to token ``last``, both included."""
        return self.text[self.start[first] : self.end[last]]

    def at(self, offset: int) -> int:
        """Return the first token that begins at ``offset`` or after it."""
        return bisect_left(self.start, offset)

    def child(self, token: int, deps: frozenset[str] | set[str]) -> int | None:
        """Return the first dependent of ``token`` with one of the labels."""
        dep = self.dep
        return next((c for c in self.children[token] if dep[c] in deps), None)

    def is_verb(self, token: int) -> bool:
        """Say whether the tagger took the token for a verb (modals apart)."""
        return self.tag[token].startswith("VB")


def strings_of(doc: Any, attribute: str) -> list[str]:
    """Return a string attribute of every token, without making a token object for each.

    Args:
        doc: a spaCy ``Doc``.
        attribute: spaCy's name of it (``TAG``, ``DEP``).
    """
    keys = doc.to_array([attribute]).reshape(-1).tolist()
    known = {key: doc.vocab.strings[key] for key in set(keys)}
    return [known[key] for key in keys]


def _edges(head: list[int], children: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last token of every subtree, each node after its dependents; linear."""
    n = len(head)
    left, right = list(range(n)), list(range(n))
    order: list[int] = [i for i in range(n) if head[i] == i]
    for i in order:
        order.extend(children[i])
    for i in reversed(order):
        h = head[i]
        if h != i:
            left[h] = min(left[h], left[i])
            right[h] = max(right[h], right[i])
    return left, right


def _sentences(first: list[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Number each token's sentence, from where sentences begin."""
    sent: list[int] = []
    bounds: list[tuple[int, int]] = []
    start = 0
    for i, begins in enumerate(first):
        if i and begins == 1:
            bounds.append((start, i))
            start = i
        sent.append(len(bounds))
    bounds.append((start, len(first)))
    return sent, bounds


def build_tree(doc: Any, text: str) -> Tree:
    """Copy a spaCy ``Doc`` with tags, heads and labels into lists.

    Args:
        doc: the ``Doc``.
        text: its text, which it would join anew from its tokens.
    """
    n = len(doc)
    numbers = doc.to_array(["HEAD", "IDX", "LENGTH", "IS_SPACE", "SENT_START"]).astype("int64").reshape(n, 5)
    offset, start, length, space, first = (numbers[:, column].tolist() for column in range(5))
    dep = strings_of(doc, "DEP")
    tag = ["_SP" if blank else name for blank, name in zip(space, strings_of(doc, "TAG"), strict=True)]
    head = [i + by for i, by in enumerate(offset)]
    end = [at + size for at, size in zip(start, length, strict=True)]
    children: list[list[int]] = [[] for _ in range(n)]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    words = [text[a:b] for a, b in zip(start, end, strict=True)]
    lower = [w.lower() for w in words]
    mend(Arcs(lower, tag, dep, head, children))
    left, right = _edges(head, children)
    sent, bounds = _sentences(first)
    worded = {form: any(map(str.isalnum, form)) for form in set(lower)}
    word = [worded[form] for form in lower]
    return Tree(text, words, lower, word, tag, dep, head, start, end, children, left, right, sent, bounds)
