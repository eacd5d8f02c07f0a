"""Whether a cue with its speaker and complement really tells words: by the lexicon's frames and who can speak."""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.read.quotes.contents import Option
from aftertalks.read.quotes.cues import Cue
from aftertalks.read.quotes.people import name_words
from aftertalks.read.quotes.sources import Range
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.tree import Tree

_PREDICATIVE = frozenset({"oprd", "xcomp", "acomp", "attr", "ccomp"})
_HUMAN_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "who", "it"})
_NOBODY = frozenset({"neither", "no", "none", "nobody"})
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


def _can_speak(tree: Tree, source: Range, actors: SpeakerResolver) -> bool:
    if tree.lower[source[0]] in _HUMAN_PRONOUNS:
        return True
    head = next((i for i in range(source[0], source[1] + 1) if not source[0] <= tree.head[i] <= source[1]), source[1])
    heads = [head, *(c for c in tree.children[head] if tree.dep[c] in {"conj", "appos"})]
    if tree.lower[head] in {"one", "some", "many", "others", "all", "none", "most", "several"}:
        among = [o for c in tree.children[head] if tree.lower[c] == "of" for o in tree.children[c]]
        heads = [o for o in among if tree.tag[o] not in {"PRP", "DT"}]  # "one of the goals" says nothing
        if not heads:
            return True
    named = actors.mention_in(tree.span(*source))
    return any(
        tree.tag[i] in {"NNP", "NNPS"}
        or tree.lower[i] in _SPEAKING
        or tree.lower[i].removesuffix("s") in _SPEAKING
        or any(m.span.start <= tree.start[i] < m.span.end for m in named)
        for i in heads
    )


def says(
    tree: Tree, cue: Cue, source: Range | None, option: Option, resolver: SpeakerResolver, *, sure: bool = False
) -> bool:
    """Say whether a cue reports this content as words: by its strength, its complement and its speaker.

    Args:
        tree: the parse.
        cue: the cue.
        source: the tokens of its speaker.
        option: the content with its pattern.
        resolver: knows the actors.
        sure: whether the cue is beyond doubt, so that anybody may be its speaker.
    """
    quoted = "quote" in option.pattern or option.pattern == "mixed-cue"
    if source is None:
        return quoted
    if cue.kind in {"phrase", "opinion"}:
        return True
    if tree.lower[source[0]] in _NOBODY:
        return quoted  # "neither side has confirmed the report": nobody said anything
    strength = cue.word.strength
    able = sure or _can_speak(tree, source, resolver)
    if quoted:
        return strength == "strong" or able
    if strength != "strong" and _is_open(tree, cue):
        return False
    if option.pattern in {"cue-clause", "clause-cue", "clause-cue-clause"}:
        return strength == "strong" or (strength == "medium" and able) or _can_speak(tree, source, resolver)
    if option.pattern == "cue-infinitive":
        return able and _frame_fits(cue, "to")
    if not able:
        return False
    if cue.word.lemma == "release" and not _is_text(tree, option):
        return False  # prisoners are released too
    first = option.spans[0][0]
    near = (tree.lower[i] for i in (first - 1, first) if i > cue.token and tree.tag[i] in {"IN", "TO"})
    preposition = next(near, "") if option.pattern == "cue-preposition" else ""
    if cue.word.particles or _frame_fits(cue, preposition or "object"):
        return True
    return _frame_fits(cue, "as") and (_is_predicated(tree, cue) or _holds_marks(tree, option))


def _is_text(tree: Tree, option: Option) -> bool:
    """Say whether the content's head noun is something to read or hear rather than people or goods."""
    first, last = option.spans[0]
    head = next((i for i in range(first, last + 1) if not first <= tree.head[i] <= last), last)
    return tree.lower[head] in _texts() or tree.lower[head].removesuffix("s") in _texts()


@lru_cache(maxsize=1)
def _texts() -> frozenset[str]:
    return frozenset(w for r in load("event_words") if r["class"] == "document" for w in r["words"]) | {"name", "plan"}


def _is_open(tree: Tree, cue: Cue) -> bool:
    """Say whether a verb stands in a bare infinitive ("to discuss"): nothing was uttered yet."""
    return tree.tag[cue.token] == "VB" and any(tree.lower[c] == "to" for c in tree.children[cue.token])


def _frame_fits(cue: Cue, complement: str) -> bool:
    """Say whether one of the cue's strong classes takes such a complement, or one on such a preposition."""
    return any(
        c.strength == "strong" and (complement in c.takes or complement in c.prepositions) for c in cue.word.classes
    )


def _holds_marks(tree: Tree, option: Option) -> bool:
    return any(set(tree.stretch(a, b)) & set('“”«»"') for a, b in option.spans)


def _is_predicated(tree: Tree, cue: Cue) -> bool:
    """Say whether something is called something: "called it a mistake", "described the talks as useful"."""
    below = [c for c in tree.children[cue.token] if c > cue.token]
    nested = [g for c in below for g in tree.children[c]]
    return any(
        tree.dep[c] in _PREDICATIVE or (tree.dep[c] == "prep" and tree.lower[c] in {"as", "to"})
        for c in (*below, *nested)
    )
