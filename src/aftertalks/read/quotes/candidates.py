"""Where the content of a cue may begin and end: the edges that the parse and the quotation marks offer."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.read.quotes.contents import Marked
from aftertalks.read.quotes.cues import Cue
from aftertalks.read.quotes.sources import Range
from aftertalks.read.tree import Tree

_PUNCT = frozenset({",", ".", ":", "_SP", "HYPH", "``", "''", "-LRB-", "-RRB-", "NFP"})
_TRIMS = frozenset(
    {"advcl", "conj", "cc", "prep", "npadvmod", "advmod", "relcl", "acl", "ccomp", "parataxis", "appos", "xcomp", "dep"}
)
_DEPTH = 14
"""Steps down the right edge of the content, or up from the cue, at which edges are looked for."""
MOST = 24
"""Most edges of one sort for one cue; sentences that offer more are no prose."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A token at which content may begin or end.

    Args:
        token: the first or last token of the content.
        origin: why it is offered: the label of the constituent that begins or ends there.
    """

    token: int
    origin: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with what lies around it.

    Args:
        cue: the cue.
        source: the tokens of its speaker, if its sentence names one.
        phrase: first and last token of the attribution phrase (source and cue).
        sentence: first token of the sentence and the one after its last.
        left: number of the quoted stretch right before the phrase, -1 if none.
        right: number of the next quoted stretch after the phrase in the sentence, -1 if none.
    """

    cue: Cue
    source: Range | None
    phrase: Range
    sentence: Range
    left: int
    right: int


def is_mark(tree: Tree, token: int) -> bool:
    """Say whether a token is punctuation or white space."""
    return tree.tag[token] in _PUNCT or not tree.word[token]


def make_frame(tree: Tree, marked: Marked, cue: Cue, source: Range | None) -> Frame:
    """Look around a cue: its phrase, and the quoted stretches beside it."""
    sentence = tree.bounds[tree.sent[cue.token]]
    first, last = cue.first, cue.last
    helpers = [c for c in tree.children[cue.token] if tree.dep[c] in {"aux", "auxpass", "neg"} and c < first]
    first = min([first, *helpers])
    if source is not None and sentence[0] <= source[0] < sentence[1]:
        first, last = min(first, source[0]), max(last, source[1])
    left = _beside(tree, marked, first - 1, max(sentence[0], first - 8), -1)
    right = _beside(tree, marked, last + 1, min(sentence[1], last + 30), 1)
    if right < 0:
        right = _below(tree, marked, sentence)
    return Frame(cue, source, (first, last), sentence, left, right)


def _beside(tree: Tree, marked: Marked, start: int, stop: int, step: int) -> int:
    i = start
    while (i >= stop) if step < 0 else (i < stop):
        if marked.inside[i] >= 0:
            return marked.inside[i]
        if step < 0 and not is_mark(tree, i) and tree.tag[i] not in {"RB", "CC", "JJR"}:
            return -1
        i += step
    return -1


def _below(tree: Tree, marked: Marked, sentence: Range) -> int:
    """The stretch that begins right after a sentence that ends with a colon."""
    i = sentence[1] - 1
    while i > sentence[0] and tree.tag[i] == "_SP":
        i -= 1
    j = sentence[1]
    while j < len(tree) and tree.tag[j] == "_SP":
        j += 1
    if (
        tree.lower[i].endswith(":")
        and j < len(tree)
        and marked.inside[j] >= 0
        and marked.ranges[marked.inside[j]][0] == j
    ):
        return marked.inside[j]
    return -1


def _add(edges: dict[int, str], token: int, origin: str) -> None:
    if token not in edges and len(edges) < MOST:
        edges[token] = origin


def _with_marks(tree: Tree, marked: Marked, edges: dict[int, str]) -> dict[int, str]:
    """Move beginnings that only lack their opening quotation mark onto the mark."""
    out: dict[int, str] = {}
    for token, origin in edges.items():
        number = marked.inside[token] if token < len(marked.inside) else -1
        first = marked.ranges[number][0] if number >= 0 else token
        near = token - first <= 3 and all(is_mark(tree, i) for i in range(first, token))
        out.setdefault(first if near else token, origin)
    return out


def _skip_marks(tree: Tree, marked: Marked, token: int, stop: int) -> int:
    """Move past punctuation that opens nothing."""
    while token < stop and is_mark(tree, token):
        number = marked.inside[token]
        if number >= 0 and marked.ranges[number][0] == token:
            break
        token += 1
    return token


def right_starts(tree: Tree, marked: Marked, frame: Frame) -> list[Edge]:
    """Return the tokens after the phrase at which content may begin."""
    cue, stop = frame.cue, frame.sentence[1]
    edges: dict[int, str] = {}
    if frame.right >= 0:
        _add(edges, marked.ranges[frame.right][0], "quote")
    heads = [] if cue.kind in {"phrase", "opinion"} else [cue.token]
    if cue.last != cue.token and heads:
        heads.append(cue.last)
    if cue.kind == "noun" and tree.head[cue.token] != cue.token:
        heads.append(tree.head[cue.token])
    for head in heads:
        for c in tree.children[head]:
            first = tree.left[c]
            if tree.right[c] <= cue.last or tree.dep[c] == "punct" or c == cue.token:
                continue
            first = max(first, cue.last + 1)
            _add(edges, _skip_marks(tree, marked, first, stop), tree.dep[c])
            if tree.dep[c] in {"prep", "agent", "dative", "mark"} and c + 1 < stop and c >= first:
                _add(edges, _skip_marks(tree, marked, c + 1, stop), "p-" + tree.dep[c])
    after = cue.last if cue.kind in {"verb", "noun"} else frame.phrase[1]
    _add(edges, _skip_marks(tree, marked, after + 1, stop), "next")
    if frame.phrase[1] != after:
        _add(edges, _skip_marks(tree, marked, frame.phrase[1] + 1, stop), "after")
    comma = next(
        (i for i in range(frame.phrase[1] + 1, min(stop, frame.phrase[1] + 20)) if tree.lower[i] in ",:"), None
    )
    if comma is not None:
        _add(edges, _skip_marks(tree, marked, comma + 1, stop), "comma" if tree.lower[comma] == "," else "colon")
    low = cue.last if cue.kind in {"verb", "noun"} else frame.phrase[1]
    for i in range(after + 1, min(stop, after + 16)):
        if tree.lower[i] in {"that", "whether", "how"} and tree.tag[i] in {"IN", "WRB"} and marked.inside[i] < 0:
            _add(edges, i, "that")
            break
    edges = _with_marks(tree, marked, edges)
    return [Edge(t, o) for t, o in sorted(edges.items()) if low < t and (t < stop or o == "quote")]


def left_starts(tree: Tree, marked: Marked, frame: Frame) -> list[Edge]:
    """Return the tokens before the phrase at which content may begin."""
    first = frame.sentence[0]
    edges: dict[int, str] = {}
    if frame.left >= 0:
        _add(edges, marked.ranges[frame.left][0], "quote")
    elif marked.inside[first] >= 0:
        _add(edges, marked.ranges[marked.inside[first]][0], "quote-before")
    begin = _skip_marks(tree, marked, first, frame.phrase[0])
    _add(edges, begin, "sentence")
    i = begin
    while i < frame.phrase[0] and tree.tag[i] in {"CC", "RB"}:
        i = _skip_marks(tree, marked, i + 1, frame.phrase[0])
        _add(edges, i, "joiner")
    v = frame.cue.token
    for c in [*tree.children[v], tree.head[v]]:
        if c < frame.phrase[0] and tree.dep[c] not in {"punct", "aux", "nsubj"}:
            _add(edges, _skip_marks(tree, marked, max(tree.left[c], first), frame.phrase[0]), tree.dep[c])
    for i in range(frame.phrase[0] - 1, max(begin, frame.phrase[0] - 60), -1):
        if tree.tag[i] == "CC" and tree.dep[tree.head[i]] in {"ROOT", "ccomp", "conj", "parataxis"}:
            _add(edges, _skip_marks(tree, marked, i + 1, frame.phrase[0]), "clause")
        elif tree.lower[i] in {",", ";", "—", "–", "--"} and marked.inside[i] < 0:
            _add(edges, _skip_marks(tree, marked, i + 1, frame.phrase[0]), "punct")
        elif tree.tag[i] in {"WDT", "WP", "WRB"} and marked.inside[i] < 0:
            _add(edges, i, "wh")
    edges = _with_marks(tree, marked, edges)
    return [Edge(t, o) for t, o in sorted(edges.items()) if t < frame.phrase[0]]


def left_end(tree: Tree, frame: Frame) -> int:
    """Return the last token of content that stands before the phrase."""
    i = frame.phrase[0] - 1
    while i > frame.sentence[0] and is_mark(tree, i) and tree.lower[i] not in {"”", '"', "''", "’", "»"}:
        i -= 1
    return i


def _trim_back(tree: Tree, token: int, floor: int) -> int:
    while token > floor and is_mark(tree, token) and tree.lower[token] not in {"”", '"', "''", "»", "’", ")", "]", "%"}:
        token -= 1
    return token


def _snap(marked: Marked, token: int, start: int) -> int:
    """Move an end that cuts a quoted stretch in two to the stretch's own end."""
    number = marked.inside[token] if token < len(marked.inside) else -1
    if number >= 0 and marked.ranges[number][1] != token and marked.ranges[number][0] >= start:
        return marked.ranges[number][1]
    return token


def right_ends(tree: Tree, marked: Marked, frame: Frame, start: int) -> list[Edge]:
    """Return the tokens at which content that begins at ``start`` after the phrase may end."""
    stop = frame.sentence[1]
    edges: dict[int, str] = {}

    def add(token: int, origin: str) -> None:
        if start <= token < stop:
            _add(edges, _snap(marked, _trim_back(tree, token, start), start), origin)

    number = marked.inside[start]
    if number >= 0 and marked.ranges[number][0] == start:
        _add(edges, marked.ranges[number][1], "quote")
    if start >= stop:
        return [Edge(t, o) for t, o in sorted(edges.items())]
    add(stop - 1, "sentence")
    node, steps = frame.cue.token, 0
    while steps < _DEPTH:
        steps += 1
        rights = [c for c in tree.children[node] if tree.right[c] >= start and c > frame.cue.last]
        for c in rights:
            add(tree.right[c], f"end-{tree.dep[c]}")
            if tree.left[c] > start and tree.dep[c] in _TRIMS:
                add(tree.left[c] - 1, f"before-{tree.dep[c]}")
        nxt = [c for c in rights if tree.children[c]]
        if not nxt:
            break
        node = nxt[-1]
    _spines(tree, frame, start, add)
    _above(tree, frame, add)
    for i in range(start + 1, min(stop, start + 80)):
        if tree.lower[i] in {";", "—", "–", "--"} or (
            tree.lower[i] == "," and tree.tag[min(i + 1, stop - 1)] in {"CC", "IN", "WRB", "VBG", "WP", "WDT", "PRP"}
        ):
            if marked.inside[i] < 0:
                add(i - 1, "comma")
        elif (
            marked.inside[i] >= 0
            and marked.ranges[marked.inside[i]][1] == i
            and marked.ranges[marked.inside[i]][0] >= start
        ):
            add(i, "mark")
    return [Edge(t, o) for t, o in sorted(edges.items())]


def _spines(tree: Tree, frame: Frame, start: int, add: object) -> None:
    """Offer edges along the right side of the constituent that begins at ``start``."""
    node = start
    for _ in range(_DEPTH):
        head = tree.head[node]
        if head == node or head <= frame.cue.last or tree.left[head] < start:
            break
        node = head
    for _ in range(_DEPTH):
        add(tree.right[node], "spine")  # type: ignore[operator]
        rights = [c for c in tree.children[node] if c > node]
        for c in rights:
            if tree.dep[c] in _TRIMS:
                add(tree.left[c] - 1, f"before-{tree.dep[c]}")  # type: ignore[operator]
        if not rights:
            break
        node = rights[-1]


def _above(tree: Tree, frame: Frame, add: object) -> None:
    """Offer edges of what the cue itself hangs on."""
    node = frame.cue.token
    for _ in range(4):
        head = tree.head[node]
        if head == node:
            break
        add(tree.right[node], "above")  # type: ignore[operator]
        for c in tree.children[head]:
            if tree.left[c] > frame.cue.last:
                add(tree.left[c] - 1, f"above-{tree.dep[c]}")  # type: ignore[operator]
        node = head
