"""Tokens as plain objects say what spaCy's own say."""

from aftertalks.model import Document, Span
from aftertalks.read.nodes import Node, noted
from aftertalks.read.parse import parse

TEXT = "The two ministers, who met in Geneva, said on Monday that they won’t sign.\n\nBoth sides agreed to meet again."
PARSED = parse(Document(TEXT))


def test_every_token_is_as_spacy_has_it() -> None:
    assert len(PARSED.nodes) == len(PARSED.doc)
    for node, token in zip(PARSED.nodes, PARSED.doc, strict=True):
        assert (node.text, node.lower, node.dep, node.start) == (token.text, token.lower_, token.dep_, token.idx)
        assert (node.head.i, node.left.i, node.right.i) == (token.head.i, token.left_edge.i, token.right_edge.i)
        assert [c.i for c in node.children] == [c.i for c in token.children]
        assert [c.i for c in node.lefts] == [c.i for c in token.lefts]
        assert [c.i for c in node.rights] == [c.i for c in token.rights]
        assert [c.i for c in node.subtree] == [c.i for c in token.subtree]
        assert [c.i for c in node.ancestors] == [c.i for c in token.ancestors]
        assert (node.is_space, node.is_punct) == (token.is_space, token.is_punct)
        assert node.span.of(TEXT) == node.text


def test_tokens_of_a_stretch_are_those_that_begin_in_it() -> None:
    start = TEXT.index("Geneva")
    assert [n.text for n in PARSED.tokens(Span(start, start + 8))] == ["Geneva", ","]
    assert {n.sentence for n in PARSED.nodes} == {0, 1}


def test_what_is_noted_is_found_once_for_each_token() -> None:
    asked: list[int] = []

    @noted
    def place(node: Node) -> int | None:
        asked.append(node.i)
        return None

    assert [place(n) for n in (*PARSED.nodes[:3], *PARSED.nodes[:3])] == [None] * 6
    assert asked == [0, 1, 2]
