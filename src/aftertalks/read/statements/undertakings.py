"""What an agreement's statement tells of the agreement: its name, parties, guarantors, terms, first and last day."""

from __future__ import annotations

import re
from typing import Any

from aftertalks.model import Kind, Span, TimeRole, Trace
from aftertalks.model.statement import Undertaking
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.predicates import clause_complement, infinitive, predicate

_KIND_WORDS = (
    r"(?:Agreements?|Accords?|Treaty|Treaties|Protocol|Memorandum|Declaration|Pact|Convention|Communiqu[eé]|Charter"
    r"|Roadmap|Framework|Initiative|Arrangement|Package of Measures|Plan of Action|Process|Formula|Understanding)"
)
# Possessive, and with something between two: else a row of capitals could be cut into words in millions of ways.
_WORD = r"(?:[A-Z][\w’'-]{1,30}+|[IVX])"
_NAME = re.compile(
    rf"\b{_WORD}(?:(?:[ -]|\s(?:of|on|for|and)\s){_WORD}){{0,5}}\s{_KIND_WORDS}(?:\s(?:[IVX]{{1,4}}|\d{{1,4}}))?\b"
    rf"|\b{_KIND_WORDS}\s(?:of|on|between)\s(?:the\s)?[A-Z][\w’'-]{{1,30}}(?:\s(?:of|on|for|and|the|[A-Z][\w’'-]{{1,30}}))*"
    r"|\bNew START\b|\bSTART\s[IVX]{1,3}\b|\bJCPOA\b|\bINF(?:\sTreaty)?\b|\bSALT\s[IVX]{1,3}\b"
)
_DETERMINERS = re.compile(r"^(?:The|This|That|These|A|An|Such|Our|Both|Under|In|On|And|But)\s+(?=[A-Z])")
_GUARANTEED = re.compile(
    r"\b(?:brokered|mediated|guaranteed|facilitated|sponsored|monitored|overseen|supervised|underwritten|verified)"
    r"\s(?:jointly\s|by\s)?(?:by\s)?$|\b(?:under the (?:auspices|aegis|supervision|mediation|sponsorship) of"
    r"|with the (?:mediation|facilitation) of"
    r"|through the mediation of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_MADE_BY = re.compile(
    r"^[-–](?:brokered|mediated|guaranteed|facilitated|sponsored|backed|led|monitored)\b", re.IGNORECASE
)
_GUARANTORS = re.compile(r"\bguarantor(?:s|\s(?:states?|countries|powers|nations))?[\s(:]{1,3}$", re.IGNORECASE)
_AS_GUARANTORS = re.compile(r"^[^.;]{0,60}?\bas\s(?:the\s)?guarantors?\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through|to|ending|expires?(?: on)?|up to)\s(?:the\s)?$", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:from|as of|starting(?: on| from)?|beginning(?: on)?|since|effective(?: on)?"
    r"|(?:take|takes|took|taking|come|comes|came|coming|enter|enters|entered|entering|go|goes|went)"
    r" (?:in)?to? ?(?:effect|force)"
    r"(?: at [\w: ]{1,20})?(?: on)?)\s(?:the\s)?$",
    re.IGNORECASE,
)


def read_undertaking(
    found: Found, span: Span, head: Any, *, kind: Kind, rule: str
) -> tuple[Undertaking | None, tuple[Trace, ...]]:
    """Read an agreement's statement.

    Args:
        found: everything found in the document.
        span: the statement's stretch.
        head: its main predicate.
        kind: the statement's kind; others than an agreement have no undertaking.
        rule: what decided the kind; a term of an agreement is wholly what is undertaken.

    Returns:
        The undertaking, or None, and the traces of what it rests on.
    """
    if kind is not Kind.AGREEMENT:
        return None, ()
    text = found.parsed.document.text
    name = _name(text, span)
    parties, party_span = _parties(found, head)
    guarantors = _guarantors(found, span)
    terms = _terms(head, span, whole=rule.startswith("term"))
    start, end = _days(found, span)
    made = Undertaking(
        name=name.of(text) if name else None,
        parties=parties,
        guarantors=tuple(dict.fromkeys(g.of(text) for g in guarantors)),
        terms=terms,
        start=start.first if start else None,
        end=end.last if end else None,
    )
    traces = (
        Trace("undertaking.name", "capitals and a word of its kind", name)
        if name
        else Trace("undertaking.name", "no proper name in the statement"),
        Trace("undertaking.parties", "subject of the agreement's predicate, or between … and", party_span)
        if parties
        else Trace("undertaking.parties", "the predicate names no party"),
        *(Trace("undertaking.guarantors", "guarantor, mediator or sponsor by its word", g) for g in guarantors),
        *(Trace("undertaking.from", "start by its preposition", t.span) for t in (start,) if t),
        *(Trace("undertaking.until", "end by its preposition", t.span) for t in (end,) if t),
    )
    return made, traces


def _name(text: str, span: Span) -> Span | None:
    for match in _NAME.finditer(text, span.start, span.end):
        first = _DETERMINERS.match(match.group())
        start = match.start() + (first.end() if first else 0)
        words = text[start : match.end()].split()
        if len(words) > 1 or words[0].isupper():
            return Span(start, match.end())
    return None


def _parties(found: Found, head: Any) -> tuple[tuple[str, ...], Span | None]:
    """Who undertakes: the subject, and whoever stands behind "with" or "between" of the predicate."""
    p = predicate(head)
    where: list[Span] = []
    if p.subject is not None and not p.passive:
        where.append(p.subject.phrase)
    for token in (head, *[c for c in head.children if c.dep in {"dobj", "nsubjpass", "attr", "nsubj"}]):
        behind = [c for c in token.children if c.dep in {"prep", "agent"}]
        where += [c.phrase for c in behind if c.lower in {"between", "with", "by", "among"}]
    names: dict[str, Span] = {}
    for stretch in where:
        for mention in found.actors_in(stretch):
            names.setdefault(mention.actor.name, mention.span)
    return tuple(names), next(iter(names.values()), None)


def _guarantors(found: Found, span: Span) -> list[Span]:
    text = found.parsed.document.text
    made: list[Span] = []
    listed = False
    for mention in found.actors_in(span):
        if mention.form == "demonym":
            continue
        before = text[max(span.start, mention.span.start - 60) : mention.span.start]
        after = text[mention.span.end : min(span.end, mention.span.end + 90)]
        joined = listed and re.fullmatch(r"[\s,]*(?:and|&)?\s*(?:the\s)?", text[made[-1].end : mention.span.start])
        named = _GUARANTORS.search(before)
        if _GUARANTEED.search(before) or _MADE_BY.match(after) or joined or named or _AS_GUARANTORS.match(after):
            made.append(mention.span)
            listed = True
        else:
            listed = False
    return made


def _terms(head: Any, span: Span, *, whole: bool) -> tuple[Span, ...]:
    if whole:
        return (span,)
    below = clause_complement(head) or infinitive(head)
    if below is None:
        return ()
    start, end = max(below.left.start, span.start), min(below.right.end, span.end)
    return (Span(start, end),) if start < end else ()


def _days(found: Found, span: Span) -> tuple[Any, Any]:
    text = found.parsed.document.text
    start = end = None
    for time in found.times_in(span):
        before = text[max(span.start, time.span.start - 40) : time.span.start]
        if time.first is not None and (time.role is TimeRole.START or _FROM.search(before)):
            start = start or time
        if time.precision == "range" and time.first is not None and time.last is not None and time.first != time.last:
            start, end = start or time, end or time  # "from 9 July until 1 August"
        if time.last is not None and _UNTIL.search(before):
            end = end or time
    return start, end
