"""Tokens of a parse as plain objects that know each other.

A spaCy ``Token`` is made anew at every access and looks its strings up each time; the rules of statements and events
ask for heads, labels and children thousands of times a page, and plain attributes answer ten times as fast.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar

from aftertalks.model import Span
from aftertalks.read.tree import Tree

_T = TypeVar("_T")


class Nodes(list["Node"]):
    """All tokens of a parse.

    Args:
        text: the text that they stand in.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Node:
    """One token of a parse.

    Args:
        nodes: all tokens of the parse, this one among them.
        tree: the parse.
        i: its place among the tokens.

    Attributes:
        text: the text as written.
        lower: the same in lower case.
        is_word: whether it has a letter or a digit.
        tag: fine part-of-speech tag; ``_SP`` for white space.
        dep: dependency label.
        start, end: code-point offsets in the document's text.
        head: the token that it hangs on; a root's is itself.
        children: the tokens that hang on it, in order.
        left, right: first and last token of its subtree.
        sentence: number of its sentence.
        notes: what functions marked :func:`noted` have found of it.
    """

    __slots__ = (
        "children",
        "dep",
        "end",
        "head",
        "i",
        "is_word",
        "left",
        "lower",
        "nodes",
        "notes",
        "right",
        "sentence",
        "start",
        "tag",
        "text",
    )  # fmt: skip
    head: Node
    children: Sequence[Node]
    left: Node
    right: Node

    def __init__(self, nodes: Nodes, tree: Tree, i: int) -> None:
        self.nodes, self.i = nodes, i
        self.text, self.lower, self.is_word = tree.words[i], tree.lower[i], tree.word[i]
        self.tag, self.dep, self.start, self.end = tree.tag[i], tree.dep[i], tree.start[i], tree.end[i]
        self.sentence = tree.sent[i]
        self.notes: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return f"Node({self.text!r})"

    @property
    def span(self) -> Span:
        """Its stretch of the document's text."""
        return Span(self.start, self.end)

    @property
    def phrase(self) -> Span:
        """The stretch of its whole subtree."""
        return Span(self.left.start, self.right.end)

    @property
    def size(self) -> int:
        """How many tokens its subtree spans besides one."""
        return self.right.i - self.left.i

    @property
    def lefts(self) -> list[Node]:
        """Its children before it."""
        return [c for c in self.children if c.i < self.i]

    @property
    def rights(self) -> list[Node]:
        """Its children behind it."""
        return [c for c in self.children if c.i > self.i]

    @property
    def ancestors(self) -> Iterator[Node]:
        """Its head, that one's head, and so on up to the root."""
        node = self
        while node.head is not node:
            node = node.head
            yield node

    @property
    def subtree(self) -> list[Node]:
        """Itself and all that hangs below it, in order of the text."""
        found = [self]
        for node in found:
            found.extend(node.children)
        return sorted(found, key=lambda n: n.i)

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.tag == "_SP"

    @property
    def is_punct(self) -> bool:
        """Whether it is all punctuation."""
        return all(unicodedata.category(c)[0] == "P" for c in self.text)


def build_nodes(tree: Tree) -> Nodes:
    """Return a parse's tokens, each knowing its head, its children and its edges."""
    nodes = Nodes(tree.text)
    nodes.extend(Node(nodes, tree, i) for i in range(len(tree)))
    for node, head, left, right, children in zip(nodes, tree.head, tree.left, tree.right, tree.children, strict=True):
        node.head, node.left, node.right = nodes[head], nodes[left], nodes[right]
        node.children = [nodes[c] for c in children] if children else ()
    return nodes


def noted(function: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """Keep what a function of one token finds with the token, for rules ask the same of it again and again."""
    name = f"{function.__module__}.{function.__name__}"

    @wraps(function)
    def ask(node: Node) -> _T:
        notes = node.notes
        if notes is None:
            notes = node.notes = {}
        elif name in notes:
            kept: _T = notes[name]
            return kept
        found = notes[name] = function(node)
        return found

    return ask
