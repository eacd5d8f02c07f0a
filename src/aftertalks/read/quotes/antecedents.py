"""Whom a pronoun means by the shape of its own sentence or the one right before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aftertalks.model import ActorMention, Span
from aftertalks.read.tree import SUBJECTS, Tree


def head_of(tree: Tree, mention: ActorMention) -> int:
    """Return the token of a mention on which the others hang."""
    first, last = tree.at(mention.span.start), tree.at(mention.span.end) - 1
    return next((i for i in range(last, first - 1, -1) if not first <= tree.head[i] <= last), last)


class Near:
    """The antecedents that a sentence's own shape gives.

    Args:
        tree: the parse.
        outside: for each token whether it stands outside quotation marks.
        mentions_in: gives the actors named inside a span.
    """

    def __init__(
        self, tree: Tree, outside: Sequence[bool], mentions_in: Callable[[Span], Sequence[ActorMention]]
    ) -> None:
        self._tree, self._outside, self._mentions_in = tree, outside, mentions_in

    def person(self, before: int, fits: Callable[[str], bool]) -> tuple[str, str] | None:
        """Return the one person whom "he" or "she" at an offset can mean by its sentence's shape, and why.

        Args:
            before: the pronoun's offset.
            fits: whether the pronoun's gender can be that of a name.
        """
        i = self._tree.at(before)
        if i >= len(self._tree) or not self._outside[i]:
            return None
        first = self._tree.bounds[self._tree.sent[i]][0]
        people = [m for m in self._mentions_in(Span(self._tree.start[first], before)) if m.actor.kind == "person"]
        return self._fronted(i, people, fits) or self._beside_a_pair(people, fits)

    def _fronted(self, i: int, people: list[ActorMention], fits: Callable[[str], bool]) -> tuple[str, str] | None:
        """The subject of a clause that opens the pronoun's sentence: "When Putin came, he …"."""
        tree = self._tree
        found = None
        if tree.dep[i] not in SUBJECTS:
            return None
        for mention in people:
            head = head_of(tree, mention)
            verb = tree.head[head]
            opens = tree.dep[head] in SUBJECTS and tree.dep[verb] == "advcl" and tree.head[verb] == tree.head[i]
            if opens and verb < i and fits(mention.actor.name):
                found = mention.actor.name
        return (found, "subject of the clause before it in its sentence") if found is not None else None

    def _beside_a_pair(self, people: list[ActorMention], fits: Callable[[str], bool]) -> tuple[str, str] | None:
        """The one person named besides the two who are the subject: "A and B met C, where he …"."""
        joined = [m for m in people if self._in_a_pair(m)]
        others = [m for m in people if m not in joined]
        alone = {m.actor.name for m in others} - {m.actor.name for m in joined}
        led = any(self._tree.dep[head_of(self._tree, m)] in SUBJECTS for m in others)
        if not joined or len(alone) != 1 or led:
            return None
        name = alone.pop()
        return (name, "the one person named besides two subjects") if fits(name) else None

    def _in_a_pair(self, mention: ActorMention) -> bool:
        """Say whether a mention is one of several co-ordinated subjects."""
        tree, head = self._tree, head_of(self._tree, mention)
        if tree.dep[head] == "conj":
            return tree.dep[tree.head[head]] in SUBJECTS
        return tree.dep[head] in SUBJECTS and any(tree.dep[c] == "conj" for c in tree.children[head])

    def several(self, before: int) -> tuple[Span, str] | None:
        """Return the words of those whom "they" at an offset means by its sentence's shape, and why."""
        fronted = self._fronted_several(before)
        if fronted is not None:
            return fronted, "subject of the clause before it"
        joined = self._joined_subject(before)
        return (joined, "subjects of the sentence before") if joined is not None else None

    def _fronted_several(self, before: int) -> Span | None:
        """Several who are subject of a clause that opens the pronoun's sentence: "While experts …, they …"."""
        tree = self._tree
        i = tree.at(before)
        if i >= len(tree) or tree.dep[i] not in SUBJECTS or not self._outside[i]:
            return None
        for verb in tree.children[tree.head[i]]:
            subject = tree.child(verb, SUBJECTS) if verb < i and tree.dep[verb] == "advcl" else None
            if subject is not None and tree.tag[subject] == "NNS" and self._outside[subject]:
                return tree.span(tree.left[subject], tree.right[subject])
        return None

    def _joined_subject(self, before: int) -> Span | None:
        """Several who are subject of the sentence right before: "Rubio and his team reiterated … . They …"."""
        tree = self._tree
        i = tree.at(before)
        if i >= len(tree) or tree.sent[i] == 0:
            return None
        opens = tree.start[tree.bounds[tree.sent[i]][0]]
        if "\n\n" in tree.text[opens - 2 : before]:
            return None
        first, stop = tree.bounds[tree.sent[i] - 1]
        for k in range(first, stop):
            if tree.dep[k] in SUBJECTS and tree.dep[tree.head[k]] == "ROOT" and self._outside[k]:
                words = tree.span(tree.left[k], tree.right[k])
                together = any(tree.dep[c] == "conj" and tree.tag[c][:2] == "NN" for c in tree.children[k])
                return words if together and self._mentions_in(words) else None
        return None
