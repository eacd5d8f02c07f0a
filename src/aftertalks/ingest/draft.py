"""What a format's reader finds, and the checks that make a document of it or set it aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from aftertalks.ingest.dates import dateline, inline_dateline
from aftertalks.model import Document, InputError, OffsetMap, Settings

UNDATED = "no publication date: relative dates stay unresolved; give --published DATE"
_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_WORD = re.compile(r"\w+|[^\w\s]|\n")
LONG = 100_000  # letters from which words are counted
_TOP_BLOCKS = 6
_TITLE_LENGTH = 300
_TITLE_WORDS = 45
_CLOSING = (".", ":", ";", ",", "…", ".”", '."', ".’")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a format's reader found it; the fields are those of :class:`~aftertalks.model.Document`."""

    text: str
    source: str
    media_type: str
    original: str | None = None
    offsets: OffsetMap = field(default=OffsetMap())
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    def noted(self, *notes: str) -> Draft:
        """Return the draft with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def one_line(words: object, *, limit: int = 500) -> str | None:
    """Return a metadata value as one line of text without control characters; None if nothing is left of it."""
    if not isinstance(words, str):
        return None
    line = " ".join("".join(c if c.isprintable() else " " for c in words[: 4 * limit]).split())
    return line[:limit].rstrip() or None


def _top(text: str) -> list[str]:
    """Return the first non-empty lines of a text, each cut to a length that still tells what it is."""
    lines = (line.strip() for line in text[:6000].split("\n"))
    return [line for line in lines if line][:_TOP_BLOCKS]


def _stands_alone(text: str, line: str) -> bool:
    """Say whether the first line is a paragraph of its own and not the beginning of a wrapped one."""
    after = text[text.index(line) + len(line) :].lstrip(" \t")[1:]
    following = after.split("\n", 1)[0].strip()
    return not following or (not following[0].islower() and len(following) > 1.5 * len(line))


def first_title(text: str) -> str | None:
    """Return the first line of ``text`` if it reads like a title: short, no closing full stop, text after it."""
    lines = _top(text)
    if len(lines) < 2:
        return None
    line = lines[0]
    if len(line) > _TITLE_LENGTH or len(line.split()) > _TITLE_WORDS or line.endswith(_CLOSING):
        return None
    if dateline(line) or inline_dateline(line) or not any(c.isalpha() for c in line):
        return None
    return one_line(line) if _stands_alone(text[:6000], line) else None


def top_date(text: str) -> date | None:
    """Return the date of a dateline among the first lines of ``text``."""
    for line in _top(text):
        if value := dateline(line) or inline_dateline(line):
            return value
    return None


def name_date(source: str) -> date | None:
    """Return the one ISO date that a file's name holds; null for none, for several, and for addresses.

    A name may tell the day of an event or of a download, so that it is taken only where the user says so.
    """
    found = set() if "://" in source else set(_IN_NAME.findall(PurePath(source).name))
    try:
        return date.fromisoformat(found.pop()) if len(found) == 1 else None
    except ValueError:
        return None


def _dated(draft: Draft, settings: Settings) -> Draft:
    if draft.published:
        shown = top_date(draft.text)
        if shown and shown != draft.published:
            return draft.noted(f"dated {draft.published}, but the text's dateline says {shown}")
        return draft
    if value := top_date(draft.text):
        return replace(draft, published=value).noted(f"publication date {value} taken from the text's dateline")
    named = name_date(draft.source)
    if named and settings.dates_in_names:
        return replace(draft, published=named).noted(f"publication date {named} taken from the file's name")
    if settings.published:
        return replace(draft, published=settings.published)
    return draft.noted(f"{UNDATED}, or --dates-in-names to take {named} from the file's name" if named else UNDATED)


def _words(text: str) -> int:
    """Return how many words and marks a text holds, line ends counted; 0 of one too short to matter."""
    return sum(1 for _ in _WORD.finditer(text)) if len(text) > LONG else 0


def admit(draft: Draft, settings: Settings) -> Document | InputError:
    """Make a document of a draft, or say in one line why it is set aside.

    A missing title is taken from the first line, a missing date from the dateline near the top (with a note), then
    from the file's name if the settings say so, then from ``settings.published``. Empty texts and texts in other
    languages are set aside; undated ones are only noted.
    """
    from aftertalks.ingest.language import judge

    if not any(c.isalnum() for c in draft.text):
        return InputError(draft.source, "no text in it", "give a file that holds text")
    held = _words(draft.text)
    if held > settings.max_words:
        problem = f"holds {held:,} words and marks (the limit is {settings.max_words:,})"
        return InputError(draft.source, problem, "split it, or raise max_words")
    verdict = judge(draft.text, declared=draft.language, languages=settings.languages)
    if verdict.refusal:
        return InputError(draft.source, verdict.refusal, "only English is read so far; leave the file out")
    draft = _dated(draft, settings).noted(*verdict.notes)
    return Document(
        text=draft.text,
        source=draft.source,
        url=draft.url,
        title=draft.title or first_title(draft.text),
        publisher=draft.publisher,
        author=draft.author,
        published=draft.published,
        language=verdict.language,
        media_type=draft.media_type,
        original=draft.original,
        offsets=draft.offsets,
        notes=draft.notes,
    )
