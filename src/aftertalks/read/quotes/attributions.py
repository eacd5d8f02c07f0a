"""Puts cues, speakers and contents together into attributions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from aftertalks.model import ActorMention, Attribution, Form, Span, UsageError, Voice
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.contents import Marked, mark_tokens
from aftertalks.read.quotes.continuations import with_continuations
from aftertalks.read.quotes.drafts import READ, UNSURE, Draft, find_drafts, settle, unread_tokens
from aftertalks.read.quotes.leftovers import Leftovers
from aftertalks.read.quotes.marks import find_quoted
from aftertalks.read.quotes.ranker import load_weights
from aftertalks.read.quotes.sources import Range, find_via
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.quotes.turns import find_turns
from aftertalks.read.tree import Tree

_CIRCUMSTANCES = frozenset({"dobj", "dative", "prep", "npadvmod", "advmod"})


def _form(tree: Tree, marked: Marked, spans: Sequence[Range]) -> Form:
    words = [i for a, b in spans for i in range(a, b + 1) if any(c.isalnum() for c in tree.lower[i])]
    quoted = sum(marked.inside[i] >= 0 for i in words)
    share = quoted / len(words) if words else 0.0
    return Form.DIRECT if share >= 0.95 else Form.INDIRECT if share <= 0.02 else Form.MIXED


def _openers(tree: Tree, draft: Draft) -> list[Span]:
    """Time and place that open the sentence and belong to the cue: "On Monday, in Cairo, ministers denounced …"."""
    token = draft.cue.token
    return [
        tree.span(tree.left[c], tree.right[c])
        for c in tree.children[token]
        if draft.cue.kind == "verb"
        and tree.right[c] < draft.cue.first
        and tree.dep[c] in {"prep", "npadvmod", "advmod"}
    ]


def _closers(tree: Tree, draft: Draft) -> list[Span]:
    """What follows a cue behind its content and belongs to it: "“…,” X told [reporters] [in Moscow] [on Tuesday]"."""
    token = draft.cue.token
    if draft.cue.kind != "verb" or any(last > token for _, last in draft.option.spans):
        return []
    after = [c for c in tree.children[token] if tree.left[c] > draft.cue.last]
    told = list(takewhile(lambda c: tree.dep[c] in _CIRCUMSTANCES, after))
    return [tree.span(tree.left[c], tree.right[c]) for c in told]


def _attribution(
    tree: Tree, marked: Marked, draft: Draft, resolver: SpeakerResolver, above: tuple[Voice, ...] = ()
) -> Attribution:
    spans = draft.option.spans
    source = tree.span(*draft.source) if draft.source is not None else None
    voice = resolver.resolve(source) if source is not None else Voice(None, "", None, None, None, "no speaker named")
    via = find_via(tree, draft.cue)
    if via is not None:
        above = (*above, resolver.resolve(tree.span(*via[0])))
        voice = resolver.resolve(tree.span(*via[1]))
    contents = tuple(tree.span(a, b) for a, b in sorted(spans))
    cue = tree.span(draft.cue.first, draft.cue.last)
    edges = [*contents, cue, *([source] if source is not None else []), *_openers(tree, draft), *_closers(tree, draft)]
    clause = Span(min(e.start for e in edges), max(e.end for e in edges))
    return Attribution(
        (*above, voice), cue, draft.cue.word.lemma, contents, _form(tree, marked, spans), draft.option.pattern, clause,
        certain=draft.probability >= UNSURE,
    )  # fmt: skip


def _resolver(parsed: Parsed, tree: Tree, marked: Marked, actors: Sequence[ActorMention]) -> SpeakerResolver:
    return SpeakerResolver(tree, sorted(actors, key=lambda a: a.span), [n < 0 for n in marked.inside])


def _prepare(parsed: Parsed, actors: Sequence[ActorMention]) -> tuple[Tree, Marked, SpeakerResolver]:
    tree = parsed.tree
    blocks = [s.span for s in parsed.sections if s.role in READ or s.readable]
    marked = mark_tokens(tree, find_quoted(parsed.document.text, blocks))
    return tree, marked, _resolver(parsed, tree, marked, actors)


def find_attributions(
    parsed: Parsed, *, actors: Sequence[ActorMention] = (), scope: str = "words", learned: bool = True
) -> list[Attribution]:
    """Find who says what in a document.

    Args:
        parsed: the parse.
        actors: the actors named in it, people included; without them speakers keep the words of the text.
        scope: ``words`` for what a named source says, asks, demands or holds; ``all`` for plans, wishes, feelings and
            reports without a source too, as PolNeAR marks them.
        learned: choose cues and contents with the packaged ranker; False leaves it to the rules.

    Returns:
        Attributions in order of the text. Contents of those with one voice do not overlap; what a reported speaker
        reports in turn follows with the whole chain of voices, its content inside the outer one's.

    Raises:
        UsageError: there is no such scope.
    """
    if scope not in {"words", "all"}:
        raise UsageError(f"no scope named {scope!r}; use 'words' or 'all'")
    tree, marked, resolver = _prepare(parsed, actors)
    found = find_turns(parsed, resolver)
    skip = unread_tokens(parsed, tree)
    for turn in found:
        skip.update(range(tree.at(turn.clause.start), tree.at(turn.clause.end)))
    done: list[Attribution] = []
    weights = load_weights() if learned else None
    drafts = find_drafts(tree, marked, resolver, skip, weights, words_only=scope == "words")
    for draft in settle(tree, drafts):
        above = done[draft.parent].voices if draft.parent is not None else ()
        attribution = _attribution(tree, marked, draft, resolver, above)
        if draft.parent is None:
            resolver.remember(attribution.clause.start, attribution.voices[-1])
        done.append(attribution)
    attached = Leftovers(parsed, tree, marked, resolver).attach([*found, *done])
    return with_continuations(parsed, tree, attached)


def speaker_resolver(parsed: Parsed, *, actors: Sequence[ActorMention] = ()) -> SpeakerResolver:
    """Return a resolver for any noun phrase of the document as a speaker."""
    return _prepare(parsed, actors)[2]
