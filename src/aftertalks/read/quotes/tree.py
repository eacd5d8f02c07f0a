"""The parse as plain lists: every rule asks thousands of times for heads and edges, and lists answer fastest."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from aftertalks.model import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "conj", "ROOT", "pcomp", "csubj"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document as parallel lists, one item a token.

    Args:
        text: the document's text.
        lower: token text in lower case.
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
    lower: list[str]
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

    def words(self, first: int, last: int) -> str:
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


def _sentences(doc: Any) -> tuple[list[int], list[tuple[int, int]]]:
    sent: list[int] = []
    bounds: list[tuple[int, int]] = []
    start = 0
    for token in doc:
        if token.i and token.is_sent_start:
            bounds.append((start, token.i))
            start = token.i
        sent.append(len(bounds))
    bounds.append((start, len(doc)))
    return sent, bounds


def build_tree(doc: Any) -> Tree:
    """Copy a spaCy ``Doc`` with tags, heads and labels into lists."""
    n = len(doc)
    lower, tag, dep, head, start, end = [], [], [], [], [], []
    children: list[list[int]] = [[] for _ in range(n)]
    for token in doc:
        i, at, h = token.i, token.idx, token.head.i
        lower.append(token.lower_)
        tag.append("_SP" if token.is_space else token.tag_)
        dep.append(token.dep_)
        head.append(h)
        start.append(at)
        end.append(at + len(token))
        if h != i:
            children[h].append(i)
    left, right = _edges(head, children)
    sent, bounds = _sentences(doc)
    return Tree(doc.text, lower, tag, dep, head, start, end, children, left, right, sent, bounds)
