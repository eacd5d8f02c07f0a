"""Cues with their speakers and contents, before anybody is named."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.candidates import make_frame
from aftertalks.read.quotes.contents import Marked, Option, find_options
from aftertalks.read.quotes.cues import Cue, find_cues
from aftertalks.read.quotes.people import name_words
from aftertalks.read.quotes.ranker import Weights, read_cue
from aftertalks.read.quotes.sources import Range, find_source
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.quotes.tree import Tree

FLOOR = 0.6
"""Smallest probability at which the ranker takes a word for a cue."""
READ = frozenset({"body", "list", "title", "heading"})
"""Roles of the blocks in which cues are looked for; transcripts are handled as turns."""
_HUMAN_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "who", "it"})
_SPEAKING = (
    name_words()["roles"]
    | name_words()["titles"]
    | frozenset(
        "government ministry statement report document letter poll study survey party group team side people man woman"
        " person crowd source family court judge panel committee agency paper newspaper magazine outlet network"
        " campaign administration delegation mission army military police company firm union state country opposition"
        " rebel public voter american russian authority media press ally rival".split()
    )
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in tokens, before its speaker is resolved.

    Args:
        cue: the cue.
        source: the tokens of its speaker, if its sentence names one.
        option: the pattern and the tokens of the content.
        probability: how likely the cue reports anything; 1 where rules decide.
        parent: number of the draft in whose content this one stands, in the list it is returned in.
    """

    cue: Cue
    source: Range | None
    option: Option
    probability: float
    parent: int | None = None


def _can_speak(tree: Tree, source: Range, actors: SpeakerResolver) -> bool:
    if tree.lower[source[0]] in _HUMAN_PRONOUNS:
        return True
    head = next((i for i in range(source[0], source[1] + 1) if not source[0] <= tree.head[i] <= source[1]), source[1])
    heads = [head, *(c for c in tree.children[head] if tree.dep[c] in {"conj", "appos"})]
    if tree.lower[head] in {"one", "some", "many", "others", "all", "none", "most", "several"}:
        return True
    named = actors.mention_in(tree.span(*source))
    return any(
        tree.tag[i] in {"NNP", "NNPS"}
        or tree.lower[i] in _SPEAKING
        or tree.lower[i].removesuffix("s") in _SPEAKING
        or any(m.span.start <= tree.start[i] < m.span.end for m in named)
        for i in heads
    )


def _accepts(tree: Tree, cue: Cue, source: Range | None, option: Option, resolver: SpeakerResolver) -> bool:
    """Say whether the cue really reports this content: by its strength, complement and speaker."""
    quoted = "quote" in option.pattern or option.pattern == "mixed-cue"
    if source is None:
        return quoted
    if quoted:
        return cue.word.strength != "weak" and (cue.word.strength == "strong" or _can_speak(tree, source, resolver))
    negated_or_open = tree.tag[cue.token] == "VB" and any(
        tree.lower[c] == "to" for c in tree.children[cue.token]
    ) and cue.word.strength != "strong"  # fmt: skip
    if negated_or_open:
        return False
    if option.pattern in {"cue-clause", "clause-cue", "clause-phrase"}:
        return cue.word.strength == "strong" or _can_speak(tree, source, resolver)
    if option.pattern == "cue-infinitive":
        return _frame_fits(cue, "to") and _can_speak(tree, source, resolver)
    first = option.spans[0][0]
    preposition = next((tree.lower[i] for i in (first - 1, first) if i > cue.token and tree.tag[i] in {"IN", "TO"}), "")
    needed = preposition if option.pattern == "cue-preposition" and preposition else "object"
    return (bool(cue.word.particles) or _frame_fits(cue, needed)) and _can_speak(tree, source, resolver)


def _frame_fits(cue: Cue, complement: str) -> bool:
    """Say whether one of the cue's strong classes takes such a complement, or one on such a preposition."""
    return any(
        c.strength == "strong" and (complement in c.takes or complement in c.prepositions or "as" in c.takes)
        for c in cue.word.classes
    )


def _ruled(tree: Tree, marked: Marked, cue: Cue, source: Range | None, resolver: SpeakerResolver) -> Option | None:
    """Choose a cue's content by rule; None if it reports nothing."""
    return next((o for o in find_options(tree, marked, cue, source) if _accepts(tree, cue, source, o, resolver)), None)


def _pattern(tree: Tree, marked: Marked, cue: Cue, side: str, spans: tuple[Range, ...]) -> str:
    """Name the shape of an attribution as the rules name it."""
    first = spans[-1 if side == "R" else 0][0]
    quoted = marked.inside[first] >= 0
    if cue.kind in {"phrase", "opinion"}:
        return "clause-phrase"
    if side == "L":
        return "quote-cue" if quoted else "clause-cue"
    if side == "B":
        return "quote-cue-quote" if quoted else "clause-cue-clause"
    if quoted:
        return "cue-quote"
    last = spans[-1][1]
    finite = any(tree.tag[i] in {"VBD", "VBZ", "VBP", "MD"} for i in range(first, min(last, first + 60) + 1))
    node = first
    while tree.head[node] != node and tree.head[node] != cue.token and tree.head[node] > cue.last:
        node = tree.head[node]
    if tree.dep[node] in {"ccomp", "acl", "conj", "parataxis"} and finite:
        return "cue-clause"
    if tree.dep[node] in {"xcomp", "advcl"}:
        return "cue-infinitive"
    return "cue-preposition" if tree.dep[node] in {"prep", "pobj", "pcomp"} else "cue-object"


def unread_tokens(parsed: Parsed, tree: Tree) -> set[int]:
    """Return the tokens of blocks in which no cue is looked for."""
    unread = [s.span for s in parsed.sections if s.role not in READ]
    return {i for span in unread for i in range(tree.at(span.start), tree.at(span.end))}


def find_drafts(
    tree: Tree,
    marked: Marked,
    resolver: SpeakerResolver,
    skip: set[int],
    weights: Weights | None,
    *,
    words_only: bool,
) -> list[Draft]:
    """Find the cues of a text with their contents.

    Args:
        tree: the parse.
        marked: the quoted stretches.
        resolver: knows the actors; the rules ask it who can speak.
        skip: tokens at which no cue is looked for.
        weights: the learned ranker's; None lets the rules decide.
        words_only: leave out what the ranker finds beyond words that a named source utters: plans, wishes, feelings,
            and reports without a source.
    """
    found: list[Draft] = []
    for cue in find_cues(tree, vocabulary=weights.vocabulary if weights else None):
        if cue.token in skip or marked.inside[cue.token] >= 0:
            continue
        source = find_source(tree, cue, marked.inside)
        if weights is None:
            option = _ruled(tree, marked, cue, source, resolver)
            if option is not None:
                found.append(Draft(cue, source, option, 1.0))
            continue
        # "According to X" and "in his view" always report; only a word that may mean other things is judged.
        floor = 0.0 if cue.kind in {"phrase", "opinion"} and source is not None else FLOOR
        reading = read_cue(tree, marked, make_frame(tree, marked, cue, source), weights, floor=floor)
        if reading is not None:
            option = Option(_pattern(tree, marked, cue, reading.side, reading.spans), reading.spans)
            if words_only and not _accepts(tree, cue, source, option, resolver):
                continue
            found.append(Draft(cue, source, option, reading.probability))
    return found


def settle(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Keep the outermost of overlapping drafts, and behind them those that stand wholly inside a kept one's content.

    Returns:
        Drafts by the place of their cue, first those that stand alone, then the nested ones with their parents.
    """
    owner = [-1] * len(tree)
    kept: list[Draft] = []
    inner: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-sum(b - a + 1 for a, b in d.option.spans), d.cue.token)):
        tokens = [i for a, b in draft.option.spans for i in range(a, b + 1)]
        above = owner[draft.cue.token]
        if above >= 0:
            if draft.source is not None and all(owner[i] == above for i in tokens):
                inner.append(replace(draft, parent=above))
        elif all(owner[i] < 0 for i in tokens):
            for i in tokens:
                owner[i] = len(kept)
            kept.append(draft)
    order = sorted(range(len(kept)), key=lambda n: kept[n].cue.token)
    place = {n: k for k, n in enumerate(order)}
    nested = sorted(inner, key=lambda d: d.cue.token)
    outer = [_own_source(kept[n], kept, owner) for n in order]
    return outer + [replace(d, parent=place[d.parent]) for d in nested if d.parent is not None]


def _own_source(draft: Draft, kept: list[Draft], owner: list[int]) -> Draft:
    """Mend a source that stands inside another's content while its cue does not: "X noted that Y …, and mentioned"."""
    if draft.source is None:
        return draft
    holder = owner[draft.source[0]]
    if holder < 0 or kept[holder] is draft or kept[holder].cue.token > draft.cue.token:
        return draft
    return replace(draft, source=kept[holder].source)
