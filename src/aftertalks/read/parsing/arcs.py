"""The arc-eager parser over many sentences at once: at every step all of them make one move each.

Every sentence's begin is given, so a sentence never depends on the one before it; of the one after it the parser sees
the first words as the buffer's next ones. Rows are words in order, with rows of no word between stretches of text. The
row of no word that ``none`` names stands for "no such word"; stacks are chains of rows that end there.

What each move needs and does is Nivre's arc-eager system with spaCy's additions: a word that would leave the stack
without a head goes back to the buffer, and may then not be shifted again until something hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aftertalks.read.parsing.weights import CONTEXT, LEFT, NEVER, REDUCE, RIGHT, SHIFT, Flags, Floats, Ints, Network


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Words to be parsed.

    Args:
        vectors: the parser's vector of each row; its last number is 1 in rows of no word, else 0.
        begins: whether a sentence begins at the row.
        empty: whether the row is no word; the last one is not.
    """

    vectors: Floats
    begins: Flags
    empty: Flags

    @property
    def none(self) -> int:
        """The row that stands for "no such word"."""
        return len(self.vectors) - 1


class _Links:
    """What the moves of all sentences have made so far, a number a row."""

    def __init__(self, rows: Rows) -> None:
        n = len(rows.vectors)
        self.below, self.behind, self.left, self.right, self.before = (
            np.full(n, rows.none, dtype=np.intp) for _ in range(5)
        )
        self.heads = np.full(n, -1, dtype=np.intp)
        self.moves = np.zeros(n, dtype=np.intp)
        self.returned = np.zeros(n, dtype=bool)


class _Open:
    """The sentences that are not done: top of the stack, top of the words gone back, next word of the buffer."""

    def __init__(self, starts: Ints, ends: Ints, none: int) -> None:
        longest_first = np.argsort(starts - ends, kind="stable")
        self.next, self.ends = starts[longest_first], ends[longest_first]
        self.top = np.full(len(starts), none, dtype=np.intp)
        self.back = np.full(len(starts), none, dtype=np.intp)
        self._none = none

    def __len__(self) -> int:
        return len(self.top)

    def drop_done(self) -> None:
        """Forget the sentences whose words are all used up."""
        done = (self.top == self._none) & (self.next >= self.ends)
        if done.any():
            keep = ~done | (self.back != self._none)
            self.next, self.ends = self.next[keep], self.ends[keep]
            self.top, self.back = self.top[keep], self.back[keep]


class ArcParser:
    """Parses rows of words into heads and the moves that made them.

    Args:
        network: the pipeline's network.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._kinds = network.kinds

    def __call__(self, rows: Rows, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Parse sentences.

        Args:
            rows: the words, with at least two rows after the last sentence.
            starts: each sentence's first row.
            ends: the row after each sentence's last.

        Returns:
            For each row its head, -1 for none, and the move that made the arc.
        """
        links, sentences = _Links(rows), _Open(starts, ends, rows.none)
        stops = rows.begins | rows.empty
        while len(sentences):
            self._step(rows, stops, links, sentences)
            sentences.drop_done()
        return links.heads, links.moves

    def _step(self, rows: Rows, stops: Flags, links: _Links, sentences: _Open) -> None:
        """Let every sentence move: shift on an empty stack, reduce before a new sentence, else as the network says."""
        first = np.where(sentences.back != rows.none, sentences.back, sentences.next)
        stacked = sentences.top != rows.none
        kinds = np.where(stacked, REDUCE, SHIFT).astype(np.int8)
        free = np.flatnonzero(stacked & ~stops.take(first))
        if len(free):
            chosen = self._chosen(rows, links, sentences, first, free)
            kinds[free] = moved = self._kinds.take(chosen)
            tops, firsts = sentences.top.take(free), first.take(free)
            _attach_left(links, tops, firsts, chosen, np.flatnonzero(moved == LEFT))
            _attach_right(links, tops, firsts, chosen, np.flatnonzero(moved == RIGHT))
        pops = (kinds == REDUCE) | (kinds == LEFT)
        _pop(links, sentences, np.flatnonzero(pops), rows.none)
        _push(links, sentences, first, np.flatnonzero(~pops), rows.none)

    def _chosen(self, rows: Rows, links: _Links, sentences: _Open, first: Ints, free: Ints) -> Ints:
        """The best move of each of some sentences that may be made."""
        top, b0 = sentences.top.take(free), first.take(free)
        back = sentences.back.take(free)
        second = links.behind.take(back)
        b1 = np.where(second != rows.none, second, sentences.next.take(free) + (back == rows.none))
        s1 = links.below.take(top)
        context = np.empty((len(free), CONTEXT), dtype=np.intp)
        words = (
            b0,
            b1,
            top,
            s1,
            links.below.take(s1),
            links.left.take(b0),
            links.left.take(top),
            links.right.take(top),
        )
        for i, word in enumerate(words):
            context[:, i] = word
        hidden = self._network.hidden(rows.vectors.take(context, axis=0).reshape(len(free), -1))
        half = hidden.shape[1] // 2
        scores = self._network.scores(np.maximum(hidden[:, :half], hidden[:, half:]))
        scores[links.returned.take(b0) | rows.empty.take(b1), SHIFT] = NEVER
        scores[s1 == rows.none, REDUCE] = NEVER
        best: Ints = scores.argmax(axis=1)
        return best


def _attach_left(links: _Links, tops: Ints, firsts: Ints, moves: Ints, which: Ints) -> None:
    """Hang the stack's top on the buffer's first word, taking it from the head that it may have."""
    children, heads = tops.take(which), firsts.take(which)
    old = links.heads.take(children)
    again = old >= 0
    if again.any():
        links.right[old[again]] = links.before[children[again]]
    links.heads[children] = heads
    links.moves[children] = moves.take(which)
    links.left[heads] = children
    links.returned[heads] = False


def _attach_right(links: _Links, tops: Ints, firsts: Ints, moves: Ints, which: Ints) -> None:
    """Hang the buffer's first word on the stack's top."""
    children, heads = firsts.take(which), tops.take(which)
    links.heads[children] = heads
    links.moves[children] = moves.take(which)
    links.before[children] = links.right.take(heads)
    links.right[heads] = children


def _pop(links: _Links, sentences: _Open, which: Ints, none: int) -> None:
    """Take the stack's top away; without a head, and with words under it, it goes back to the buffer."""
    tops = sentences.top.take(which)
    under = links.below.take(tops)
    sentences.top[which] = under
    homeless = (links.heads.take(tops) < 0) & (under != none)
    if homeless.any():
        words, owners = tops[homeless], which[homeless]
        links.returned[words] = True
        links.behind[words] = sentences.back[owners]
        sentences.back[owners] = words


def _push(links: _Links, sentences: _Open, first: Ints, which: Ints, none: int) -> None:
    """Put the buffer's first word on the stack."""
    words = first.take(which)
    links.below[words] = sentences.top.take(which)
    sentences.top[which] = words
    back = sentences.back.take(which)
    sentences.back[which] = links.behind.take(back)
    sentences.next[which] += back == none
