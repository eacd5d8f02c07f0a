"""Cuts a sentence into the contents it states: who says which stretch, and which predicate heads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from aftertalks.lexicon import load
from aftertalks.model import Attribution, Form, Span, Voice
from aftertalks.read.parsed import Parsed
from aftertalks.read.statements.predicates import SUBJECTS, is_or_has_verb, is_verb

_WHOLE = 0.55
"""A single content that covers this share of a sentence's words stands for the whole sentence."""

_SIZE = attrgetter("size")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SIDE_WORDS = 3
_PEOPLE = re.compile(
    r"\b(?:official|source|spokes\w+|diplomat|minist\w+|leader|witness|analyst|expert|observer|resident|group|agenc\w+|media"
    r"|authorit\w+|government|aide|commander|rebel|negotiator|envoy|ambassador|presiden\w+|police|army|military|activist"
    r"|researcher|officer|lawmaker|member|people)s?\b",
    re.IGNORECASE,
)
_CLAUSES = frozenset({"cue-clause", "clause-cue", "cue-quote", "quote-cue"})
_NEARLY_ALL = 0.85
"""Share of an outer content's words that a reported speaker's clause must have for the content to be his."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One content of a sentence.

    Args:
        span: its stretch of the document.
        head: its main predicate token.
        attribution: who says it; null for the narrator.
    """

    span: Span
    head: Any
    attribution: Attribution | None


def _clip(span: Span, bounds: Span) -> Span | None:
    start, end = max(span.start, bounds.start), min(span.end, bounds.end)
    return Span(start, end) if start < end else None


def head_of(tokens: Sequence[Any]) -> Any:
    """Return the predicate that heads a stretch of tokens: its highest verb, the largest subtree first."""
    words = [t for t in tokens if t.is_word]
    if not words:
        return None
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head == t]
    verbs = [t for t in tops if is_or_has_verb(t)]
    if verbs:
        return max(verbs, key=_SIZE)
    # "said X" hung on a noun: the highest verb below it.
    below = [t for t in words if is_verb(t) and t.dep not in {"aux", "auxpass", "amod", "compound"}]
    return min(below, key=lambda t: sum(1 for _ in t.ancestors)) if below else None


def _trim(parsed: Parsed, start: int, end: int) -> Span | None:
    """Drop white space, commas and conjunctions from both ends of a clause."""
    tokens = [t for t in parsed.tokens(Span(start, end)) if not t.is_space]
    while tokens and (tokens[0].lower in {",", ";", "and", "but", "or", "–", "—", "-", ":"}):
        tokens.pop(0)
    while tokens and (tokens[-1].lower in {",", ";", "and", "but", "or", "–", "—"}):
        tokens.pop()
    if not tokens:
        return None
    return Span(tokens[0].start, tokens[-1].end)


def conjuncts(head: Any) -> list[Any]:
    """Return the clausal conjuncts of a predicate, itself first, in order of the text."""
    found = [head]
    for token in found:
        if len(found) > 8:
            break
        found.extend(
            c for c in token.children if c.dep == "conj" and c.i > token.i and is_or_has_verb(c) and c not in found
        )
    return sorted(found, key=lambda t: t.i)


def has_own_subject(head: Any) -> bool:
    """Say whether a predicate has a subject of its own rather than its elder sister's."""
    return any(c.dep in SUBJECTS for c in head.children)


def side_clauses(head: Any) -> list[Any]:
    """Return relative and participial clauses below a predicate that may state something of their own."""
    found = []
    for token in head.subtree:
        if token == head or not is_or_has_verb(token) or token.size < _SIDE_WORDS:
            continue
        participle = token.dep == "advcl" and token.tag == "VBG"
        if participle or (token.dep == "relcl" and token.i > token.head.i):
            found.append(token)
    return found


def split_at(parsed: Parsed, whole: Span, heads: list[Any]) -> list[Span]:
    """Cut ``whole`` so that each head gets the stretch from its own left edge to the next head's.

    Args:
        parsed: the parse.
        whole: the stretch to cut.
        heads: predicates in order of the text; the first one's stretch begins with ``whole``.

    Returns:
        One span for each head.
    """
    starts = [whole.start, *(max(h.left.start, whole.start) for h in heads[1:])]
    ends = [*starts[1:], whole.end]
    return [_trim(parsed, a, b) or Span(a, max(a, b)) for a, b in zip(starts, ends, strict=True)]


def at_semicolons(parsed: Parsed, sentence: Span) -> list[Span]:
    """Cut a sentence at its semicolons where both sides say something by themselves: "A wants X; B insists on Y".

    Args:
        parsed: the parse.
        sentence: the words.

    Returns:
        The parts in order; the sentence alone where it holds no such semicolon.
    """
    if ";" not in sentence.of(parsed.document.text):
        return [sentence]
    tokens = [t for t in parsed.tokens(sentence) if not t.is_space]
    parts: list[list[Any]] = [[]]
    for token in tokens:
        parts[-1].append(token)
        if token.text == ";":
            parts.append([])
    parts = [part for part in parts if part]
    if len(parts) < 2 or not all(_says(part) for part in parts):
        return [sentence]
    found = [_trim(parsed, part[0].start, part[-1].end) for part in parts]
    return [span for span in found if span is not None]


def _says(tokens: Sequence[Any]) -> bool:
    """Say whether words hold a finite verb with its subject."""
    inside = {t.i for t in tokens}
    return any(
        t.dep in SUBJECTS and t.tag not in {"WDT", "WP"} and t.head.i in inside and _finite(t.head) for t in tokens
    )


def _finite(verb: Any) -> bool:
    return verb.tag in _FINITE or any(c.tag in _FINITE and c.dep in {"aux", "auxpass"} for c in verb.children)


def _covered(parsed: Parsed, span: Span, sentence: Span) -> float:
    words = [t for t in parsed.tokens(sentence) if t.is_word]
    inside = sum(span.start <= t.start < span.end for t in words)
    return inside / len(words) if words else 0.0


def _own_contents(attribution: Attribution, sentence: Span) -> list[Span]:
    return [c for c in (_clip(c, sentence) for c in attribution.contents) if c is not None]


def _below_noun(head: Any, pieces: list[Span]) -> bool:
    """Say whether a predicate only modifies a noun of the same content."""
    above = head.head
    return (
        head.dep in {"relcl", "acl", "advcl", "xcomp", "ccomp", "prep", "pcomp"}
        and above != head
        and any(p.start <= above.start < p.end for p in pieces)
    )


def _attributed(parsed: Parsed, sentence: Span, attributions: Sequence[Attribution]) -> list[Clause]:
    """One clause for each attribution with content in the sentence; of nested ones the outermost, unless it only
    reports what the inner one says."""
    found: list[Clause] = []
    taken: list[Span] = []
    for attribution in sorted(attributions, key=lambda a: -sum(len(c) for c in a.contents)):
        pieces = _own_contents(attribution, sentence)
        if not pieces or any(t.contains(p) for t in taken for p in pieces) or _reported(attribution, attributions):
            continue
        heads = [h for h in (head_of(list(parsed.tokens(p))) for p in pieces) if h is not None]
        verbal = [h for h in heads if not _below_noun(h, pieces)]
        if not verbal and attribution.cue is not None:
            # "called the deal a first step that …": the content is a noun, the cue's verb is the predicate.
            cue = [t for t in parsed.tokens(attribution.cue) if is_verb(t)]
            heads = cue[:1] or heads
        if not heads:
            continue
        clause = _clip(attribution.clause, sentence)
        span = Span(min(p.start for p in pieces), max(p.end for p in pieces))
        if clause is not None:
            span = Span(min(span.start, clause.start), max(span.end, clause.end))
        found.append(_innermost(parsed, Clause(span, max(heads, key=_SIZE), attribution), attributions))
        taken.extend(pieces)
    return found


def _reported(inner: Attribution, attributions: Sequence[Attribution]) -> bool:
    """Whether another speaker of the sentence reports an attribution as a whole."""
    return len(inner.voices) > 1 and any(
        len(outer.voices) < len(inner.voices) and any(o.contains(c) for c in inner.contents for o in outer.contents)
        for outer in attributions
    )


def _innermost(parsed: Parsed, clause: Clause, attributions: Sequence[Attribution]) -> Clause:
    """Let what one speaker reports of another be the other's content, told by way of the first.

    "The agency reported that Damascus welcomed the deal" says what Damascus holds; the chain keeps both. It
    does so where the reported speaker's own clause is nearly all that the first says.
    """
    outer = clause.attribution
    if outer is None:
        return clause
    for inner in attributions:
        voices = inner.voices
        if len(voices) <= len(outer.voices) or not inner.certain or outer.form is Form.DIRECT:
            continue
        if inner.rule not in _CLAUSES or inner.cue_lemma not in _saying():
            continue
        above = [v.name or v.text for v in voices[: len(outer.voices)]]
        if above != [v.name or v.text for v in outer.voices] or (voices[-1].name or "") in above:
            continue
        pieces = [c for c in inner.contents if any(o.contains(c) for o in outer.contents)]
        share = _share(parsed, inner.clause, outer.contents)
        heads = [h for h in (head_of(list(parsed.tokens(p))) for p in pieces) if h is not None and is_or_has_verb(h)]
        known = voices[-1].name is not None and (voices[-1].span is None or voices[-1].role or _named(voices[-1]))
        if heads and known and share >= _NEARLY_ALL:
            return _innermost(parsed, Clause(clause.span, max(heads, key=_SIZE), inner), attributions)
    return clause


def _named(voice: Voice) -> bool:
    """Whether a speaker is somebody: a resolved name, or a description of people rather than of a thing."""
    return not voice.rule.startswith("kept as described") or bool(_PEOPLE.search(voice.text))


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    """Base forms of the verbs that report words."""
    return frozenset(str(v) for r in load("cues") if r["hint"] == "say" for v in r.get("verbs", ()))


def _share(parsed: Parsed, part: Span, whole: Sequence[Span]) -> float:
    words = [t for span in whole for t in parsed.tokens(span) if t.is_word]
    return sum(part.start <= t.start < part.end for t in words) / len(words) if words else 0.0


def _narrated(parsed: Parsed, sentence: Span, clauses: list[Clause]) -> Clause | None:
    """The narrator's own clause, where the sentence's root is neither content nor cue."""
    tokens = [t for t in parsed.tokens(sentence) if not t.is_space]
    head = head_of(tokens)
    if head is None or any(c.span.start <= head.start < c.span.end for c in clauses):
        return None
    return Clause(sentence, head, None)


def _apart(clauses: list[Clause]) -> list[Clause]:
    """Let clauses that share a subject ("X called on … and said …") begin at their own cue, so that none overlap."""
    out: list[Clause] = []
    for clause in sorted(clauses, key=lambda c: (_content_start(c), c.span)):
        span = clause.span
        if out and span.start < out[-1].span.end:
            own = min(_content_start(clause), _cue_start(clause))
            if own <= out[-1].span.start:
                out.append(clause)
                continue
            before = out[-1]
            if own < before.span.end:
                out[-1] = Clause(Span(before.span.start, max(own, before.span.start)), before.head, before.attribution)
            span = Span(own, max(span.end, own))
        out.append(Clause(span, clause.head, clause.attribution))
    return out


def _content_start(clause: Clause) -> int:
    contents = clause.attribution.contents if clause.attribution is not None else ()
    return min((c.start for c in contents if c.end > clause.span.start), default=clause.span.start)


def _cue_start(clause: Clause) -> int:
    cue = clause.attribution.cue if clause.attribution is not None else None
    return cue.start if cue is not None else clause.span.start


def find_clauses(parsed: Parsed, sentence: Span, attributions: Sequence[Attribution]) -> list[Clause]:
    """Cut a sentence into contents by who says them.

    Args:
        parsed: the parse.
        sentence: the sentence.
        attributions: those that touch the sentence.

    Returns:
        Clauses in order; one that covers most of the sentence alone gets the whole sentence as its span.
    """
    clauses = _attributed(parsed, sentence, attributions)
    narrated = _narrated(parsed, sentence, clauses)
    if not clauses:
        return [narrated] if narrated is not None else []
    if len(clauses) == 1 and (narrated is None or _covered(parsed, clauses[0].span, sentence) >= _WHOLE):
        return [Clause(sentence, clauses[0].head, clauses[0].attribution)]
    if narrated is not None:
        first = min(c.span.start for c in clauses)
        last = max(c.span.end for c in clauses)
        before = _trim(parsed, sentence.start, first) if first > narrated.head.start else None
        after = _trim(parsed, last, sentence.end) if last <= narrated.head.start else None
        own = before or after
        if own is not None and _covered(parsed, own, sentence) > 0.2:
            clauses.append(Clause(own, narrated.head, None))
    trimmed = [(c, _trim(parsed, c.span.start, c.span.end)) for c in _apart(clauses)]
    return [Clause(span, c.head, c.attribution) for c, span in trimmed if span is not None]
