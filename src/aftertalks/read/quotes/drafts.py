"""Cues with their speakers and contents, before anybody is named."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.candidates import make_frame
from aftertalks.read.quotes.contents import Marked, Option, find_options
from aftertalks.read.quotes.cues import Cue, find_cues
from aftertalks.read.quotes.features import context
from aftertalks.read.quotes.frames import says
from aftertalks.read.quotes.ranker import Weights, probability, read_content
from aftertalks.read.quotes.sources import Range, find_source, read_text
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.tree import SUBJECTS, Tree

FLOOR = 0.6
"""Smallest probability at which the ranker takes a word for a cue."""
RESCUE = 0.2
"""Smallest probability at which a cue that the rules take for words counts, as uncertain; news of other sorts than
the ranker's uses other verbs."""
SURE = 0.8
"""Probability from which anybody may be the speaker of a cue; below it the words must stand for one who can speak."""
UNSURE = 0.65
"""Below this probability of its cue an attribution is not certain."""
_AHEAD = frozenset({"will", "must", "should", "may", "might", "could", "shall", "'ll", "’ll"})
READ = frozenset({"body", "list", "title", "heading"})
"""Roles of the blocks in which cues are looked for; transcripts are handled as turns."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in tokens, before its speaker is resolved.

    Args:
        cue: the cue.
        source: the tokens of its speaker, if its sentence names one.
        option: the pattern and the tokens of the content.
        probability: how likely the cue reports anything; 1 where rules decide.
        rescued: whether only the rules took the cue for one; others come first where both claim the same words.
        parent: number of the draft in whose content this one stands, in the list it is returned in.
    """

    cue: Cue
    source: Range | None
    option: Option
    probability: float
    rescued: bool = False
    parent: int | None = None


def _ruled(tree: Tree, marked: Marked, cue: Cue, source: Range | None, resolver: SpeakerResolver) -> Option | None:
    """Choose a cue's content by rule; None if it reports nothing."""
    return next((o for o in find_options(tree, marked, cue, source) if says(tree, cue, source, o, resolver)), None)


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
            draft = Draft(cue, source, option, 1.0) if option is not None else None
        else:
            draft = _ranked(tree, marked, cue, source, resolver, weights, words_only=words_only)
        if draft is not None:
            found.append(draft)
    return found


def _ranked(
    tree: Tree,
    marked: Marked,
    cue: Cue,
    source: Range | None,
    resolver: SpeakerResolver,
    weights: Weights,
    *,
    words_only: bool,
) -> Draft | None:
    """Let the ranker judge a cue; its content, the dearest question, is looked for only where the answer counts."""
    # "According to X" and "in his view" always report; only a word that may mean other things is judged.
    read_out = source is not None and read_text(tree, cue) is not None
    always = source is not None and (cue.kind in {"phrase", "opinion"} or read_out)
    frame = make_frame(tree, marked, cue, source)
    ground = context(tree, marked, frame)
    likely = probability(weights, ground)
    rescued = not always and likely < FLOOR
    ruled = _ruled(tree, marked, cue, source, resolver) if read_out else None
    if rescued and words_only and likely >= RESCUE and source is not None:
        ruled = _ruled(tree, marked, cue, source, resolver)
    if rescued and ruled is None:
        return None
    content = read_content(tree, marked, frame, weights, ground)
    if content is None:
        return None
    option = ruled or Option(_pattern(tree, marked, cue, content.side, content.spans), content.spans)
    if cue.kind == "phrase":
        option = replace(option, spans=tuple(_same_part(tree, cue, s) for s in option.spans))
    if words_only and _to_come(tree, cue, option):
        return None
    if _only_acts(tree, cue, option) and likely < UNSURE:
        return None
    if not rescued and words_only and not says(tree, cue, source, option, resolver, sure=likely >= SURE):
        return None
    return Draft(cue, source, option, likely, rescued)


def _only_acts(tree: Tree, cue: Cue, option: Option) -> bool:
    """Say whether a participle with a plain object is one of several deeds: "…, granting amnesty and withdrawing"."""
    named = any(tree.dep[c] in {"oprd", "ccomp", "xcomp"} for c in tree.children[cue.token])
    if option.pattern == "clause-cue" and tree.tag[cue.token] == "VBG" and tree.dep[cue.token] == "acl":
        return True  # "killed 70 people, many of them Christians celebrating Easter"
    return option.pattern == "cue-object" and tree.tag[cue.token] == "VBG" and not named


def _to_come(tree: Tree, cue: Cue, option: Option) -> bool:
    """Say whether somebody is only to take a stance: "he will support the board", "must continue to back it"."""
    if cue.kind != "verb" or "quote" in option.pattern or any(c.hint == "say" for c in cue.word.classes):
        return False
    verb = cue.token
    for _ in range(4):
        helpers = {tree.lower[c] for c in tree.children[verb] if tree.dep[c] == "aux" and c < verb}
        if helpers & _AHEAD:
            return True
        if tree.dep[verb] not in {"xcomp", "conj"} or tree.head[verb] == verb or not tree.is_verb(tree.head[verb]):
            return False
        verb = tree.head[verb]
    return False


def _same_part(tree: Tree, cue: Cue, span: Range) -> Range:
    """Keep "according to X" to its own side of a semicolon where either side says something by itself."""
    first, last = span
    for i in range(cue.first - 1, first, -1):
        if tree.lower[i] == ";":
            verbs = [any(tree.dep[k] in SUBJECTS for k in part) for part in (range(first, i), range(i + 1, cue.first))]
            return (i + 1, last) if all(verbs) and i < last else span
    return span


def _in_speaker(tree: Tree, draft: Draft, speakers: dict[int, int]) -> bool:
    """Say whether a cue only describes another's speaker yet claims words beyond ("an aide who asked … said")."""
    node = draft.cue.token
    for _ in range(6):
        if tree.dep[node] in {"relcl", "acl"}:
            cue = speakers.get(tree.head[node])
            return cue is not None and cue > draft.cue.token and any(b >= cue for _, b in draft.option.spans)
        if tree.head[node] == node:
            return False
        node = tree.head[node]
    return False


_CONTRAST = frozenset({"while", "whereas"})


def _contrasted(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """End a content before a clause of contrast in which somebody else reports: "A insists that …, while B says …"."""
    ordered = sorted(drafts, key=lambda d: d.cue.token)
    out = []
    for n, draft in enumerate(ordered):
        first, last = draft.option.spans[-1]
        cut = last
        for other in ordered[n + 1 :]:
            if other.cue.token > last:
                break
            begin = other.source[0] if other.source is not None else 0
            joined = begin - 2 > max(first, draft.cue.token) and tree.lower[begin - 1] in _CONTRAST
            if joined and tree.lower[begin - 2] == "," and tree.tag[begin] not in {"PRP", "WP", "EX"}:
                cut = begin - 3
                break
        spans = (*draft.option.spans[:-1], (first, cut))
        out.append(draft if cut == last else replace(draft, option=replace(draft.option, spans=spans)))
    return out


def settle(tree: Tree, drafts: list[Draft]) -> list[Draft]:
    """Keep the outermost of overlapping drafts, and behind them those that stand wholly inside a kept one's content.

    Returns:
        Drafts by the place of their cue, first those that stand alone, then the nested ones with their parents.
    """
    speakers = {i: d.cue.token for d in drafts if d.source is not None for i in range(d.source[0], d.source[1] + 1)}
    drafts = _contrasted(tree, [d for d in drafts if not _in_speaker(tree, d, speakers)])
    owner = [-1] * len(tree)
    kept: list[Draft] = []
    inner: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.rescued, -sum(b - a + 1 for a, b in d.option.spans), d.cue.token)):
        tokens = [i for a, b in draft.option.spans for i in range(a, b + 1)]
        above = owner[draft.cue.token]
        if above >= 0:
            if draft.source is not None and all(owner[i] == above for i in tokens):
                inner.append(replace(draft, parent=above))
        elif all(owner[i] < 0 for i in tokens):
            for i in tokens:
                owner[i] = len(kept)
            kept.append(draft)
    kept = _without_next_source(tree, kept, owner)
    order = sorted(range(len(kept)), key=lambda n: kept[n].cue.token)
    place = {n: k for k, n in enumerate(order)}
    nested = sorted(inner, key=lambda d: d.cue.token)
    outer = [_own_source(kept[n], kept, owner) for n in order]
    return outer + [replace(d, parent=place[d.parent]) for d in nested if d.parent is not None]


def _without_next_source(tree: Tree, kept: list[Draft], owner: list[int]) -> list[Draft]:
    """End a content before the words that are the next speaker: "X says that …, and [his critics] blame him"."""
    out = list(kept)
    for draft in kept:
        holder = owner[draft.source[0]] if draft.source is not None else -1
        if draft.source is None or holder < 0 or out[holder].cue.token > draft.cue.token or kept[holder] is draft:
            continue
        first, last = out[holder].option.spans[-1]
        end = draft.source[0] - 1
        while end > first and (tree.tag[end] == "CC" or not tree.word[end]):
            end -= 1
        if draft.source[1] < last or end + 1 == draft.source[0] or end <= first:
            continue
        spans = (*out[holder].option.spans[:-1], (first, end))
        out[holder] = replace(out[holder], option=replace(out[holder].option, spans=spans))
        for i in range(end + 1, last + 1):
            owner[i] = -1
    return out


def _own_source(draft: Draft, kept: list[Draft], owner: list[int]) -> Draft:
    """Mend a source that stands inside another's content while its cue does not: "X noted that Y …, and mentioned"."""
    if draft.source is None:
        return draft
    holder = owner[draft.source[0]]
    if holder < 0 or kept[holder] is draft or kept[holder].cue.token > draft.cue.token:
        return draft
    return replace(draft, source=kept[holder].source)
