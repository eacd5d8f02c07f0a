"""Whose utterance a document is: the issuer of a statement, readout, communiqué or treaty, else its publisher.

Title and layout decide. A report about somebody's statement is its publisher's text, and stays so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from aftertalks.model import ActorMention, Document, Section, Span, Voice

_UTTERANCE = (
    r"(?:statements?|remarks|address|declaration|message|speech|letter|greetings?|communiqu[eé]|proclamation|condolences"
    r"|comments?|testimony|keynote|resolution|note)"
)
_BY = re.compile(
    rf"^(?:[\w’' -]{{0,60}}:\s)?(?:(?:joint|press|official|opening|closing|general|public|new year)\s)*{_UTTERANCE}"
    r"\s(?:by|from|of)\s(?:the\s)?(?P<who>.+)$",
    re.IGNORECASE,
)
_OWN = re.compile(rf"^(?P<who>.{{2,80}}?)(?:[’']s?)?\s(?:\w+\s){{0,2}}{_UTTERANCE}\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"^(?:\w+\s){0,2}(?:agreement|treaty|memorandum(?: of understanding)?|protocol|accord)\sbetween\s(?P<who>.+)$", re.I
)
_JOINT = re.compile(r"\bjoint\s(?:\w+\s){0,2}(?:statement|communiqu[eé]|declaration|readout)\b", re.IGNORECASE)
_READOUT = re.compile(
    r"^(?:joint\s)?(?:readout|fact sheet|background (?:press )?(?:call|briefing)|press (?:release|briefing|gaggle)"
    r"|telephone conversation|outcomes? of|press statements?|media note|meeting with|news conference|conversation with"
    r"|working (?:visit|meeting)|greetings to|statements following|statement on)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\s(?:on|at|ahead of|regarding|welcoming|following|to the|to mark|in the|in press|commemorating|concerning|about"
    r"|after|before|during|for the|marking|in response|as prepared|upon|in support)\b",
    re.IGNORECASE,
)
_WE = re.compile(
    r"^(?:\d+\.\s)?(?:(?:At|In|On|Following|Meeting)\s[^.,]{3,80},\s)?[“\"]?[Ww]e,\s(?P<who>[^.]{3,400}?),?\s"
    r"(?:hereby|have|having|met|reaffirm(?:ed)?|declare|gathered|agreed?|do|express|as)\b"
)
_OFFICERS = re.compile(
    r"^(?:the\s)?(?:\w+\s){0,2}(?:leaders|ministers|members|presidents|heads of (?:state|government)"
    r"(?: and government)?)\sof\s(?:the\s)?|\s(?:foreign\s|finance\s)?(?:leaders|ministers)[’']?s?$",
    re.IGNORECASE,
)
"""Words around a body's name by which those who lead it speak for it."""
_OPENING = 2  # readable blocks in which a statement may open: the first may be a heading's number
Finder = Callable[[str], Sequence[ActorMention]]


def document_voice(document: Document, sections: Sequence[Section], find: Finder) -> Voice:
    """Name whose utterance a document is.

    Args:
        document: the document.
        sections: its blocks.
        find: finds the actors named in a text.

    Returns:
        The issuer or the publisher with the reason; a null name where neither title nor origin tells.
    """
    head = next((s for s in sections if s.role == "title"), None)
    title = " ".join((document.title or (head.span.of(document.text) if head else "")).split())
    at = head.span.start if head is not None and head.span.of(document.text).split() == title.split() else None
    for pattern, rule in ((_BY, "title: whose statement"), (_BETWEEN, "title: the parties")):
        match = pattern.match(title)
        voice = match and _named(title, match.start("who"), _cut(match["who"]), at, find, rule)
        if voice:
            return voice
    readable = [s for s in sections if s.readable]
    body = readable[0] if readable else None
    for block in readable[:_OPENING]:
        we = _WE.match(block.span.of(document.text))
        start = block.span.start + (we.start("who") if we else 0)
        voice = we and _named(document.text, start, we["who"], 0, find, "opens with We, the …")
        if voice:
            return voice
    if body is not None and _JOINT.search(title):
        voice = _two_states(document, body.span, find)
        if voice:
            return voice
    if not _READOUT.match(title):
        own = _OWN.match(title)
        voice = own and _named(title, own.start("who"), own["who"], at, find, "title: whose statement")
        if voice and re.search(r"\b(?:I|we|our|us)\b", document.text[:4000], re.IGNORECASE):
            return voice
    elif document.publisher:
        return Voice(document.publisher, document.publisher, None, None, None, "a readout: its publisher's own words")
    if document.publisher:
        return Voice(document.publisher, document.publisher, None, None, None, "the publisher's text")
    return Voice(None, "", None, None, None, "neither title nor origin tells whose text it is")


def _cut(who: str) -> str:
    topic = _TOPIC.search(who)
    return who[: topic.start()] if topic else who


def _named(text: str, start: int, who: str, at: int | None, find: Finder, rule: str) -> Voice | None:
    """The actors named in a stretch as one voice; offsets only where the title stands in the text."""
    found = [*find(who), *find(_OFFICERS.sub("", who))]
    mentions = [m for m in found if m.actor.kind not in {"collective"} and m.form not in {"demonym", "metonym"}]
    people = [m for m in mentions if m.actor.kind in {"person", "office"}]
    chosen = people or mentions
    names = list(dict.fromkeys(m.actor.name for m in chosen))
    if not names:
        return None
    span = Span(at + start, at + start + len(who)) if at is not None else None
    first = chosen[0].actor
    return Voice("; ".join(names), who.strip(), span, first.role, first.country, rule, tuple(names[1:]))


def _two_states(document: Document, block: Span, find: Finder) -> Voice | None:
    """The parties of a joint statement that its title leaves unnamed: the first block names exactly two states."""
    mentions = [m for m in find(block.of(document.text)) if m.actor.country and m.form != "metonym"]
    states = list(dict.fromkeys(m.actor.country for m in mentions))
    names = list(dict.fromkeys(m.actor.name for m in mentions if m.actor.kind == "state"))
    if len(states) != 2 or len(names) != 2:
        return None
    rule = "a joint statement whose first block names two states"
    return Voice("; ".join(names), "; ".join(names), None, None, None, rule, (names[1],))
