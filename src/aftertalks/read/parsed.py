"""The one parse of a document, on which every finder works."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aftertalks.model import Document, Section, Span
from aftertalks.read.nodes import Node, Nodes, build_nodes
from aftertalks.read.tree import Tree, build_tree


@dataclass(frozen=True)
class Parsed:
    """A document with its sections, its sentences and its spaCy parse.

    Args:
        document: the document; all offsets refer to its text.
        sections: its blocks in order, debris included; a sentence never crosses a block.
        sentences: spans of the sentences of all readable blocks and headings, in order.
        doc: a spaCy ``Doc`` over exactly ``document.text`` (so ``token.idx`` is the document's offset), with tags,
            heads, labels and the sentence boundaries of ``sentences``.
    """

    document: Document
    sections: tuple[Section, ...]
    sentences: tuple[Span, ...]
    doc: Any

    @cached_property
    def _section_starts(self) -> list[int]:
        return [s.span.start for s in self.sections]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @cached_property
    def shared(self) -> dict[str, Any]:
        """Room for what several finders compute of the same parse, by name."""
        return {}

    @cached_property
    def tree(self) -> Tree:
        """The parse as parallel lists."""
        return build_tree(self.doc, self.document.text)

    @cached_property
    def nodes(self) -> Nodes:
        """The parse's tokens as plain objects."""
        return build_nodes(self.tree)

    def section_at(self, offset: int) -> Section | None:
        """Return the block in which ``offset`` lies."""
        i = bisect_right(self._section_starts, offset) - 1
        return self.sections[i] if i >= 0 and offset < self.sections[i].span.end else None

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence in which ``offset`` lies."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None

    def tokens(self, span: Span) -> list[Node]:
        """Return all tokens that begin inside ``span``."""
        starts = self.tree.start
        return self.nodes[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
