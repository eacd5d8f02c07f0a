"""Puts cues, speakers and contents together into attributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aftertalks.model import ActorMention, Attribution, Form, Section, Span, Voice
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.contents import Marked, Option, find_options, is_sentential, mark_tokens
from aftertalks.read.quotes.cues import Cue, find_cues
from aftertalks.read.quotes.marks import find_quoted
from aftertalks.read.quotes.people import name_words
from aftertalks.read.quotes.sources import Range, find_source
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.quotes.tree import Tree, build_tree

_HUMAN_PRONOUNS = frozenset({"he", "she", "they", "i", "we", "who", "it"})
_SPEAKING = (
    name_words()["roles"]
    | name_words()["titles"]
    | frozenset(
        "government ministry statement report document letter poll study survey party group team side people man woman"
        " person crowd source family court judge panel committee agency paper newspaper magazine outlet network campaign"
        " administration delegation mission army military police company firm union state country opposition rebel"
        " public voter american russian authority media press ally rival".split()
    )
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An attribution in tokens, before its speaker is resolved."""

    cue: Cue
    source: Range | None
    option: Option
    sentence: Range


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
        return _can_speak(tree, source, resolver)
    return cue.word.strength == "strong" and _can_speak(tree, source, resolver)


def _drafts(tree: Tree, marked: Marked, resolver: SpeakerResolver, skip: set[int]) -> list[_Draft]:
    found: list[_Draft] = []
    for cue in find_cues(tree, marked.inside):
        if cue.token in skip or marked.inside[cue.token] >= 0:
            continue
        source = find_source(tree, cue)
        sentence = tree.bounds[tree.sent[cue.token]]
        for option in find_options(tree, marked, cue, source):
            if _accepts(tree, cue, source, option, resolver):
                found.append(_Draft(cue, source, option, sentence))
                break
    return found


def _outermost(drafts: list[_Draft]) -> list[_Draft]:
    """Drop a draft whose cue stands inside another's content, and one that claims another's quotation."""
    kept: list[_Draft] = []
    order = sorted(drafts, key=lambda d: -sum(b - a for a, b in d.option.spans))
    for draft in order:
        inside = any(a <= draft.cue.token <= b for k in kept for a, b in k.option.spans)
        shared = any(
            max(a, c) <= min(b, d) for k in kept for a, b in k.option.spans for c, d in draft.option.spans
        )  # fmt: skip
        if not inside and not shared:
            kept.append(draft)
    return sorted(kept, key=lambda d: d.cue.token)


def _form(tree: Tree, marked: Marked, spans: Sequence[Range]) -> Form:
    words = [i for a, b in spans for i in range(a, b + 1) if any(c.isalnum() for c in tree.lower[i])]
    quoted = sum(marked.inside[i] >= 0 for i in words)
    share = quoted / len(words) if words else 0.0
    return Form.DIRECT if share >= 0.95 else Form.INDIRECT if share <= 0.02 else Form.MIXED


def _attribution(tree: Tree, marked: Marked, draft: _Draft, resolver: SpeakerResolver) -> Attribution:
    spans = draft.option.spans
    source = tree.span(*draft.source) if draft.source is not None else None
    voice = resolver.resolve(source) if source is not None else Voice(None, "", None, None, None, "no speaker named")
    contents = tuple(tree.span(a, b) for a, b in sorted(spans))
    cue = tree.span(draft.cue.first, draft.cue.last)
    edges = [*contents, cue, *([source] if source is not None else [])]
    clause = Span(min(e.start for e in edges), max(e.end for e in edges))
    return Attribution(
        (voice,), cue, draft.cue.word.lemma, contents, _form(tree, marked, spans), draft.option.pattern, clause
    )


def _transcript(parsed: Parsed, section: Section, resolver: SpeakerResolver) -> Attribution | None:
    label = section.label
    if label is None:
        return None
    start = section.span.start
    text = parsed.document.text
    if section.span.start <= label.start < section.span.end:
        start = label.end
        while start < section.span.end and (text[start].isspace() or text[start] == ":"):
            start += 1
    if start >= section.span.end:
        return None
    voice = replace(resolver.resolve(label), span=label)
    contents = (Span(start, section.span.end),)
    return Attribution((voice,), None, None, contents, Form.DIRECT, "transcript", section.span)


def _person_kind(resolver: SpeakerResolver, voice: Voice) -> str | None:
    if voice.span is None:
        return None
    found = resolver.mention_in(voice.span)
    if any(m.actor.kind == "person" for m in found) or "person" in voice.rule or resolver.is_role(voice.span):
        return "person"
    return found[0].actor.kind if found else None


class _Leftovers:
    """Gives quotations without a cue of their own to the speaker who goes on speaking."""

    def __init__(self, parsed: Parsed, tree: Tree, marked: Marked, resolver: SpeakerResolver) -> None:
        self._parsed, self._tree, self._marked, self._resolver = parsed, tree, marked, resolver

    def attach(self, found: list[Attribution]) -> list[Attribution]:
        """Return the attributions with continued quotations added to them or behind them."""
        out = sorted(found, key=lambda a: a.clause.start)
        for number, quoted in enumerate(self._marked.quoted):
            if any(
                quoted.span.overlaps(c) for a in out for c in a.contents if abs(c.start - quoted.span.start) < 20_000
            ):
                continue
            section = self._parsed.section_at(quoted.span.start)
            if (
                section is None
                or section.role not in {"body", "list"}
                or not is_sentential(self._tree, self._marked, number)
            ):
                continue
            out = self._place(out, quoted.span, section)
        return sorted(out, key=lambda a: a.clause.start)

    def _place(self, out: list[Attribution], quoted: Span, section: Section) -> list[Attribution]:
        same = [a for a in out if section.span.overlaps(a.clause) and a.clause.start < quoted.start]
        if same and same[-1].form is not Form.INDIRECT:
            last = same[-1]
            merged = replace(last, contents=(*last.contents, quoted), rule=last.rule + "+continued",
                             clause=Span(last.clause.start, quoted.end))  # fmt: skip
            return [merged if a is last else a for a in out]
        later = next((a for a in out if section.span.overlaps(a.clause) and a.clause.start > quoted.end), None)
        if later is not None and later.form is not Form.INDIRECT and not self._between(quoted.end, later.clause.start):
            merged = replace(later, contents=(quoted, *later.contents), clause=Span(quoted.start, later.clause.end),
                             rule=later.rule + "+begun")  # fmt: skip
            return [merged if a is later else a for a in out]
        voice = self._voice_before(out, quoted, section)
        if voice is None:
            return out
        return [
            *out,
            Attribution((voice,), None, None, (quoted,), Form.DIRECT, "quotation without a cue", quoted, False),
        ]

    def _between(self, start: int, end: int) -> bool:
        return any(c.isalnum() for c in self._tree.text[start:end])

    def _voice_before(self, out: list[Attribution], quoted: Span, section: Section) -> Voice | None:
        """The subject of the words before the quotation, else the last speaker in the block, else the one before."""
        tree = self._tree
        first = tree.at(quoted.start)
        sentence = tree.bounds[tree.sent[first]] if first < len(tree) else (0, 0)
        begin = sentence[0] if sentence[0] < first else max(sentence[0] - 1, 0)
        low = tree.bounds[tree.sent[begin]][0]
        subject = next(
            (i for i in range(low, first) if tree.dep[i] == "nsubj" and tree.start[i] >= section.span.start), None
        )
        if subject is not None and self._marked.inside[subject] < 0:
            head_words = tree.span(tree.left[subject], tree.right[subject]) if tree.right[subject] < first else None
            span = head_words if head_words is not None and len(head_words) < 120 else tree.span(subject, subject)
            voice = self._resolver.resolve(span)
            if _person_kind(self._resolver, voice) is not None:
                return replace(voice, rule=f"subject of the words before: {voice.rule}")
        earlier = [a for a in out if a.clause.start < quoted.start]
        if earlier and quoted.start == section.span.start and earlier[-1].voices[-1].name is not None:
            return replace(earlier[-1].voices[-1], span=None, rule="goes on from the paragraph before")
        return None


def _resolver(parsed: Parsed, tree: Tree, marked: Marked, actors: Sequence[ActorMention]) -> SpeakerResolver:
    return SpeakerResolver(tree, sorted(actors, key=lambda a: a.span), [n < 0 for n in marked.inside])


def find_attributions(parsed: Parsed, *, actors: Sequence[ActorMention] = ()) -> list[Attribution]:
    """Find who says what in a document.

    Args:
        parsed: the parse.
        actors: the actors named in it, people included; without them speakers keep the words of the text.

    Returns:
        Attributions in order of the text, whose contents do not overlap.
    """
    tree = build_tree(parsed.doc)
    blocks = [s.span for s in parsed.sections if s.readable]
    marked = mark_tokens(tree, find_quoted(parsed.document.text, blocks))
    resolver = _resolver(parsed, tree, marked, actors)
    spoken = [s for s in parsed.sections if s.role == "speaker"]
    unread = [s.span for s in parsed.sections if s.role not in {"body", "list"}]
    skip = {i for span in unread for i in range(tree.at(span.start), tree.at(span.end))}
    found = [a for s in spoken if (a := _transcript(parsed, s, resolver)) is not None]
    for draft in _outermost(_drafts(tree, marked, resolver, skip)):
        attribution = _attribution(tree, marked, draft, resolver)
        resolver.remember(
            attribution.clause.start, attribution.voices[-1], _person_kind(resolver, attribution.voices[-1])
        )
        found.append(attribution)
    return _Leftovers(parsed, tree, marked, resolver).attach(found)


def speaker_resolver(parsed: Parsed, *, actors: Sequence[ActorMention] = ()) -> SpeakerResolver:
    """Return a resolver for any noun phrase of the document as a speaker."""
    tree = build_tree(parsed.doc)
    blocks = [s.span for s in parsed.sections if s.readable]
    marked = mark_tokens(tree, find_quoted(parsed.document.text, blocks))
    return _resolver(parsed, tree, marked, actors)
