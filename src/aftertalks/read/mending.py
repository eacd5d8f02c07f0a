"""Mends what the parser is known to get wrong where the words themselves leave no choice.

English leaves out "that" and repeats no "and": "the group said hundreds of fighters fled" is then read as if hundreds
were said, and "they beat A and B would go on" as if A and B were beaten. Each rule asks for what no right tree shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "DT", "PRP", "JJ"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_SAID = frozenset({"say", "says", "said", "saying"})
_SAID_THINGS = frozenset(
    "word words yes no something nothing anything everything thing things much little more less lot so this that these"
    " those it what which hello goodbye farewell prayer prayers mass thanks".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year day night"
    " morning afternoon evening time times weekend".split()
)
_REPORTS = frozenset(
    f"{stem}{end}"
    for stems, ends in (
        ("claim insist add warn report admit believ", ("", "e", "es", "ed", "s", "ing")),
        ("alleg argu not stat acknowledg", ("e", "es", "ed", "ing")),
        ("say", ("", "s", "ing")),
        ("said thought think thinks", ("",)),
        ("den", ("y", "ies", "ied", "ying")),
    )
    for stem in stems.split()
    for end in ends
)
_TELLS = frozenset(
    "tell tells told telling inform informs informed informing assure assures assured assuring notify notified remind"
    " reminds reminded reminding warn warns warned warning advise advised".split()
)
_FINITE = frozenset({"MD", "VBD", "VBZ", "VBP"})


@dataclass(slots=True)
class Arcs:
    """The parts of a tree that are mended in place: tags and words of each token, its head, label and dependents."""

    lower: Sequence[str]
    tag: Sequence[str]
    dep: list[str]
    head: list[int]
    children: list[list[int]]

    def move(self, token: int, head: int, dep: str) -> None:
        """Hang a token on another head."""
        old = self.head[token]
        if old != token:
            self.children[old].remove(token)
        self.head[token], self.dep[token] = head, dep
        self.children[head] = sorted([*self.children[head], token])

    def edge(self, token: int, step: int) -> int:
        """The first (-1) or last (1) token of a subtree."""
        pick = min if step < 0 else max
        while True:
            far = pick([token, *self.children[token]])
            if far == token:
                return token
            token = far

    def own_subject(self, verb: int) -> int | None:
        """A verb's own subject."""
        return next((c for c in self.children[verb] if self.dep[c] in _SUBJECTS), None)

    def finite(self, verb: int) -> int | None:
        """The token that makes a verb finite: itself or its first helper."""
        helper = next((c for c in self.children[verb] if self.dep[c] in {"aux", "auxpass"} and c < verb), None)
        first = verb if helper is None else helper
        return first if self.tag[first] in _FINITE else None

    def joined(self, verb: int, first: int, last: int) -> bool:
        """Whether a conjunction of a verb stands between two tokens."""
        return any(self.dep[c] == "cc" and first < c < last for c in self.children[verb])


def mend(arcs: Arcs) -> int:
    """Mend a document's tree in place.

    Args:
        arcs: its parts.

    Returns:
        How many clauses were hung anew.
    """
    count = 0
    for token, dep in enumerate(arcs.dep):
        if dep == "dobj" and arcs.tag[token] in _NOUNS:
            count += _said_clause(arcs, token) or _claimed_clause(arcs, token)
        elif dep == "conj" and arcs.tag[token].startswith("VB"):
            count += _lost_subject(arcs, token)
        elif dep in {"acl", "relcl"} and arcs.tag[token].startswith("VB"):
            count += _told_clause(arcs, token) or _lost_root(arcs, token)
    return count


def _later(arcs: Arcs, verb: int, token: int, dep: str) -> Iterator[int]:
    return (c for c in arcs.children[verb] if c > token and arcs.dep[c] == dep and arcs.tag[c].startswith("VB"))


def _said_clause(arcs: Arcs, noun: int) -> bool:
    """ "Said [hundreds of X] [fighters escaped]": nothing but words is said, so the noun begins the clause."""
    verb = arcs.head[noun]
    if arcs.lower[verb] not in _SAID or arcs.lower[noun] in _SAID_THINGS | _DAYS or noun < verb:
        return False
    clause = next(_later(arcs, verb, noun, "ccomp"), None)
    if clause is None or arcs.finite(clause) is None:
        return False
    subject = arcs.own_subject(clause)
    if subject is None or arcs.tag[subject] in {"PRP", "EX", "WP", "WDT"}:
        return False
    between = range(arcs.edge(noun, 1) + 1, arcs.edge(subject, -1))
    if subject < noun or any(arcs.lower[i] not in {")", "]"} for i in between):
        return False
    arcs.move(noun, clause, "nsubj")
    arcs.move(subject, noun, "appos")
    return True


def _claimed_clause(arcs: Arcs, noun: int) -> bool:
    """ "Protesters claimed Iran, …, is meddling": the second verb does not fit the first one's subject."""
    verb = arcs.head[noun]
    if arcs.lower[verb] not in _REPORTS or noun < verb:
        return False
    clause = next(_later(arcs, verb, noun, "conj"), None)
    if clause is None or arcs.own_subject(clause) is not None or arcs.joined(verb, noun, clause):
        return False
    finite, subject = arcs.finite(clause), arcs.own_subject(verb)
    if finite is None or subject is None or arcs.joined(clause, clause, len(arcs.dep)):
        return False
    form = arcs.tag[finite]
    plural = arcs.tag[subject] in {"NNS", "NNPS"} or any(arcs.dep[c] == "conj" for c in arcs.children[subject])
    noun_plural = arcs.tag[noun] in {"NNS", "NNPS"} or any(arcs.dep[c] == "conj" for c in arcs.children[noun])
    misfit = (form == "VBZ" and plural and not noun_plural) or (form == "VBP" and not plural and noun_plural)
    if not misfit or arcs.lower[subject] in {"i", "you", "we", "they"}:
        return False
    arcs.move(noun, clause, "nsubj")
    arcs.move(clause, verb, "ccomp")
    return True


def _lost_subject(arcs: Arcs, verb: int) -> bool:
    """ "Beat [A and B] would go on": a finite verb right behind the second noun has it as subject."""
    finite, above = arcs.finite(verb), arcs.head[verb]
    if finite is None or arcs.own_subject(verb) is not None or finite == 0 or above > verb:
        return False
    noun = finite - 1
    while arcs.head[noun] < noun and arcs.dep[noun] != "conj" and arcs.head[noun] > above:
        noun = arcs.head[noun]
    if arcs.tag[finite - 1] not in _NOUNS or arcs.dep[noun] != "conj" or arcs.tag[noun] not in _NOUNS:
        return False
    joiner = next((c for c in arcs.children[arcs.head[noun]] if arcs.dep[c] == "cc" and c < noun), None)
    if joiner is None or not above < joiner < noun or arcs.joined(above, noun, finite) or arcs.edge(verb, -1) < joiner:
        return False
    if (arcs.edge(noun, -1), arcs.edge(noun, 1)) != (joiner + 1, finite - 1):
        return False
    arcs.move(noun, verb, "nsubj")
    arcs.move(joiner, above, "cc")
    return True


def _told_clause(arcs: Arcs, clause: int) -> bool:
    """ "Informed [police she had immunity]": a clause that lacks nothing is no relative clause, but what is told."""
    noun = arcs.head[clause]
    verb, subject = arcs.head[noun], arcs.own_subject(clause)
    if arcs.dep[noun] != "dobj" or arcs.lower[verb] not in _TELLS or subject is None or arcs.finite(clause) is None:
        return False
    whole = any(arcs.dep[c] in {"dobj", "attr", "acomp"} for c in arcs.children[clause])
    if not whole or arcs.tag[subject] != "PRP" or arcs.edge(clause, -1) != subject:
        return False
    arcs.move(clause, verb, "ccomp")
    return True


def _lost_root(arcs: Arcs, verb: int) -> bool:
    """ "[X speaking to Y] called it void": a participle heads no sentence; the finite verb behind it does."""
    if arcs.tag[verb] != "VBD" or arcs.own_subject(verb) is not None:
        return False
    top = arcs.head[verb]
    while arcs.head[top] != top:
        if arcs.tag[top].startswith("VB") or arcs.tag[top] == "MD":
            return False
        top = arcs.head[top]
    subject = arcs.own_subject(top)
    bare = arcs.tag[top] == "VBG" and not any(arcs.dep[c] in {"aux", "auxpass"} for c in arcs.children[top])
    if not bare or subject is None or not subject < top < verb:
        return False
    old = arcs.head[verb]
    arcs.children[old].remove(verb)
    arcs.head[verb], arcs.dep[verb] = verb, "ROOT"
    for child in list(arcs.children[top]):
        if child != subject and (child < subject or child > verb):
            arcs.move(child, verb, arcs.dep[child])
    arcs.move(subject, verb, "nsubj")
    arcs.children[subject] = sorted([*arcs.children[subject], top])
    arcs.head[top], arcs.dep[top] = subject, "acl"
    return True
