"""Splits a text into blocks and says what each is: body, heading, transcript turn, list item, or debris.

Only the layout and the words of a block decide; nothing is parsed here. What is not body text keeps its place and its
role, so that a reader can see why no statement was read from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.model import Document, Section, Span

_BLANK = re.compile(r"\n[ \t\u00a0]*\n[\s]*")
_DATE_WORD = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\d{1,4}(?:st|nd|rd|th)?|[ap]\.?m\.?|gmt|utc"
    r"|est|edt|cet|bst|updated|published|posted|last|date|on|at"
)
_ENDED = re.compile(r"[.:;,]$")
_ENDED_QUOTED = re.compile(r"[.:;,][”\"’')]*$")
# Atomic: else a line of digits could be cut into numbers in millions of ways.
_DATELINE = re.compile(rf"(?>(?:{_DATE_WORD})[\s,.:;|–—/-]*){{2,16}}", re.IGNORECASE)
_CITY_LINE = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?:[ ,/][A-Z][A-Z.'’-]+){0,3})"
    r"(?:,? (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)?"
    r"(?: \([^)\n]{1,40}\))?\s*(?:—|–|--|-)\s+(?=\S)"
)
LIST_MARK = re.compile(r"(?:[-–—•*·▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n?!“”\"]{0,110}?)\s*:\s+(?=\S)")
_ASKED = re.compile(r"Q\s+(?=[A-Z“\"—–-])")
"""A reporter's question in official transcripts: the letter without a colon."""
_ASKERS = frozenset({"Q", "Question", "Questioner", "Journalist", "Reporter"})
_PARTS = _ASKERS | {"A", "Answer", "Moderator"}
"""Labels of turns that name nobody."""
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]{1,60}[)\]]$")
_LABEL_STOP = frozenset(
    {"note", "update", "photo", "image", "source", "sources", "date", "title", "publisher", "author", "url", "tags"}
)
_SMALL = frozenset("of the and for de la al el von van bin ibn to in on da du der den".split())
_ENDS = re.compile(r"[.!?:;,…][\"”’')\]]*$|[”\"’]$")
_MAX_HEADING_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Pattern:
    role: str
    rest: bool
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(r["role"], r["scope"] == "rest", re.compile(r["pattern"], re.IGNORECASE)) for r in load("structure")
    )


def block_role(words: str) -> tuple[str, bool] | None:
    """Return the role that the lexicon gives a block of debris, and whether all after it goes the same way.

    Args:
        words: the block's text.

    Returns:
        ``(role, rest)``, or None for a block that no pattern knows.
    """
    if len(words) > 600:
        return None
    for pattern in _patterns():
        if pattern.words.fullmatch(words):
            return pattern.role, pattern.rest
    return None


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _lines(text: str, block: Span, *, wrapped: bool) -> Iterator[Span]:
    """Cut a block at its line ends, unless the lines are one wrapped paragraph."""
    start = block.start
    width = max((len(line) for line in block.of(text).split("\n")), default=0)
    for match in re.finditer(r"\n", block.of(text)):
        at = block.start + match.start()
        line = text[start:at].strip()
        following = text[at + 1 : at + 60].lstrip()
        joined = following[:1].islower() or (wrapped and len(line) > 0.7 * width and not LIST_MARK.match(following))
        if joined:
            continue
        if span := _trim(text, start, at):
            yield span
        start = at + 1
    if span := _trim(text, start, block.end):
        yield span


def blocks(text: str) -> list[Span]:
    """Return the text's blocks without surrounding white space: paragraphs, headings, list items."""
    lines = text.split("\n")
    long = sum(len(line) > 110 for line in lines)
    filled = sum(50 <= len(line) <= 110 for line in lines)
    wrapped = filled > 4 and filled > 4 * long
    found: list[Span] = []
    start = 0
    for match in [*_BLANK.finditer(text), None]:
        end = match.start() if match else len(text)
        if span := _trim(text, start, end):
            found.extend(_lines(text, span, wrapped=wrapped))
        start = match.end() if match else end
    return found


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    return frozenset(w for r in load("name_words") if r["class"] in {"titles", "roles"} for w in r["words"])


def plain_label(label: str) -> str:
    """Return a transcript's label without what stands in brackets behind it: "Question (retranslated)"."""
    return _BRACKETED.sub("", label)


def _label(text: str, block: Span, known: set[str], repeated: frozenset[str] = frozenset()) -> Span | None:
    """Find a transcript's speaker label at the head of a block: ``President of Russia Vladimir Putin: …``."""
    asked = _ASKED.match(text, block.start, block.end)
    if asked and "Q" in repeated:
        return Span(asked.start(), asked.start() + 1)
    match = _LABEL.match(text, block.start, min(block.end, block.start + 130))
    if not match:
        return None
    label = match["label"]
    if label in known or (" " in label and any(k.endswith(f" {label}") for k in known)):
        return Span(match.start("label"), match.end("label"))
    words = label.replace(",", " ").split()
    if not words or len(words) > 14 or words[0].lower().strip(".") in _LABEL_STOP:
        return None
    if plain_label(label) in _PARTS or (label.isupper() and label in repeated):
        return Span(match.start("label"), match.end("label"))
    if label not in repeated and not any(w.lower().rstrip(".") in _title_words() for w in words):
        return None  # once, and nobody's title: a headline with a colon
    big = [w for w in words if w.lower() not in _SMALL and not w.startswith("(")]
    if len(big) < 2 or not all(w[0].isupper() or not w[0].isalpha() for w in big):
        return None
    return Span(match.start("label"), match.end("label"))


def _is_heading(text: str, block: Span, *, has_next: bool) -> bool:
    words = block.of(text)
    if not has_next or "\n" in words or len(words.split()) > _MAX_HEADING_WORDS:
        return False
    return not _ENDS.search(words) and not LIST_MARK.match(words)


def _is_dateline(words: str) -> bool:
    return len(words) < 90 and bool(_DATELINE.fullmatch(words)) and any(c.isdigit() for c in words)


def _classify(document: Document, spans: list[Span]) -> Iterator[tuple[Span, str, str]]:
    """Give each block a role and the rule for it, from its own words and from what came before."""
    text = document.text
    carried: str | None = None
    title_seen = False
    for i, span in enumerate(spans):
        words = span.of(text)
        if carried:
            yield span, carried, f"after a {carried} heading"
            continue
        known = block_role(words)
        if known:
            role, rest = known
            carried = role if rest and i > 0 else None
            yield span, role, "lexicon: structure"
        elif _is_dateline(words):
            yield span, "dateline", "only a date"
        elif not title_seen and i < 3 and _is_title(document, words, first=i == 0, has_next=i + 1 < len(spans)):
            title_seen = True
            yield span, "title", "first short line" if not document.title else "the document's title"
        elif _is_heading(text, span, has_next=i + 1 < len(spans)):
            yield span, "heading", "short line without a full stop"
        elif LIST_MARK.match(words):
            yield span, "list", "begins with a list mark"
        elif city := _CITY_LINE.match(text, span.start, min(span.end, span.start + 120)):
            yield Span(span.start, len(text[: city.end()].rstrip())), "dateline", "place and date before the text"
            yield Span(city.end(), span.end), "body", "running text"
        else:
            yield span, "body", "running text"


def _is_title(document: Document, words: str, *, first: bool, has_next: bool) -> bool:
    """Say whether a block is the title: the document's own, or a short line without a full stop, quoted words or not.

    Only a first line may end with a quoted sentence.
    """
    if document.title and words.strip() == document.title.strip():
        return True
    ended = (_ENDED if first else _ENDED_QUOTED).search(words)
    return has_next and len(words) < 200 and "\n" not in words and not ended


def _turns(text: str, sections: list[Section]) -> list[Section]:
    """Mark transcript turns; a label must repeat, carry a title of several words, or open the text's body."""
    known: set[str] = set()
    heads = (_LABEL.match(text, s.span.start, min(s.span.end, s.span.start + 130)) for s in sections)
    seen = Counter(m["label"] for m in heads if m)
    seen["Q"] += sum(bool(_ASKED.match(text, s.span.start, s.span.end)) for s in sections)
    repeated = frozenset(label for label, n in seen.items() if n > 1)
    out: list[Section] = []
    turn: Span | None = None
    for section in sections:
        label = _label(text, section.span, known, repeated) if section.role in {"body", "heading"} else None
        if label is not None:
            known.add(label.of(text))
            turn = label
        elif section.role in {"disclaimer", "related"} or section.span.of(text).strip("* ") == "":
            turn = None
        if (turn is not None and section.role in {"body", "list"}) or label is not None:
            asked = turn is not None and plain_label(turn.of(text)) in _ASKERS
            role, rule = (
                ("question", "a questioner whom the text does not name") if asked else ("speaker", "transcript turn")
            )
            out.append(replace(section, role=role, rule=rule, label=turn))
        else:
            out.append(section)
    return out


def _leads(text: str, sections: list[Section]) -> list[Section]:
    """Hang list items, and paragraphs after "… the following actions:", on their lead-in."""
    out: list[Section] = []
    lead: Span | None = None
    for section in sections:
        if section.role == "list":
            out.append(replace(section, lead=lead))
            continue
        if section.readable:
            lead = section.span if section.span.of(text).endswith(":") else None
        elif section.role != "caption":
            lead = None
        out.append(section)
    return out


def find_sections(document: Document) -> tuple[Section, ...]:
    """Split a document's text into sections.

    Args:
        document: the document; its title, if known, is recognised in the text.

    Returns:
        Sections in order, not overlapping, covering everything but white space.
    """
    found: list[Section] = []
    heading: str | None = None
    for span, role, rule in _classify(document, blocks(document.text)):
        if role == "heading":
            heading = span.of(document.text)
        elif role in {"related", "disclaimer"}:
            heading = None
        found.append(Section(span, role, None if role == "heading" else heading, rule))
    return tuple(_leads(document.text, _turns(document.text, found)))
