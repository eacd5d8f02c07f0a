"""The server: five tools that read the ledger and, only if a person allows it, one that adds to it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from aftertalks.assistant.answers import Answer, check_answer, entry_answer, statement_answer
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.reading import read
from aftertalks.model import AftertalksError, Document, UsageError

MOST_FOUND = 50  # statements or entries of one answer
MOST_TEXT = 200_000  # characters of a text that an assistant may give
ABOUT = (
    "A ledger of what international talks agreed, what each side wants, what is expected next and on whose word, and "
    "whether it happened. Every statement carries the exact words of its document with offsets. Quote the words, name "
    "the speaker and the source; do not round a date, and say so where speaker, date or place is null. Outcomes judged "
    "by rules or checks are named as such: repeat their warnings."
)


def make_server(path: Path | str, *, write: bool = False) -> Any:
    """Return a Model Context Protocol server of one ledger.

    Args:
        path: the ledger's file.
        write: whether an assistant may add documents.

    Raises:
        UsageError: the protocol's package is not installed.
        LedgerError: there is no ledger, unless it may be written.
    """
    try:
        module: Any = importlib.import_module("mcp.server.mcpserver")
    except ImportError:
        raise UsageError('the protocol needs the package mcp: pip install "aftertalks[mcp]"') from None
    if not write:
        Ledger(path, create=False).close()
    refused: type[Exception] = importlib.import_module("mcp.server.mcpserver.exceptions").ToolError
    server = module.MCPServer("aftertalks", instructions=ABOUT, log_level="ERROR")
    tools = Tools(path)
    asked: list[Callable[..., Answer]] = [
        tools.read_text,
        tools.search,
        tools.next_up,
        tools.show_entry,
        tools.kept_check,
    ]
    for tool in asked:
        server.tool(annotations={"readOnlyHint": True})(_telling(tool, refused))
    if write:
        server.tool(annotations={"readOnlyHint": False, "destructiveHint": False})(_telling(tools.add_text, refused))
    return server


def _telling(tool: Callable[..., Answer], refused: type[Exception]) -> Callable[..., Answer]:
    """Let a tool tell in words what was wrong with a question."""

    @wraps(tool)
    def asked(*args: Any, **given: Any) -> Answer:
        try:
            return tool(*args, **given)
        except AftertalksError as error:
            raise refused(str(error)) from error

    return asked


class Tools:
    """The tools; each opens the ledger for its own question.

    Args:
        path: the ledger's file.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def read_text(self, text: str, published: str | None = None) -> Answer:
        """Read a text's statements: kind, speaker, actors, time, place, each with its exact words. Nothing is kept.

        published: the text's own date (YYYY-MM-DD), by which "Sunday" or "next month" is understood.
        """
        reading = read(_within(text), published=_day(published))
        return {"statements": [statement_answer(s) for s in reading.statements]}

    def search(
        self,
        words: str | None = None,
        kind: str | None = None,
        speaker: str | None = None,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
    ) -> Answer:
        """Find statements in the ledger.

        words: all must stand in the statement; "a phrase" and word* are understood. kind: agreement, position,
        expectation, recommendation, assessment or event. speaker, actor: part of a name. since, until: publication
        dates (YYYY-MM-DD).
        """
        with Ledger(self._path, create=False) as ledger:
            hits = ledger.find(
                words, kind=kind, speaker=speaker, actor=actor, since=_day(since), until=_day(until), limit=_most(limit)
            )
        return {"statements": [{"entry": h.entry, **statement_answer(h.statement, h.source)} for h in hits]}

    def next_up(self, as_of: str | None = None, days: int = 90, limit: int = 20) -> Answer:
        """Tell what is overdue, due and coming on a day, as far as the ledger's documents up to that day tell.

        as_of: the day (YYYY-MM-DD), today if left out. days: how far ahead.
        """
        with Ledger(self._path, create=False) as ledger:
            found = ledger.next(as_of=_day(as_of), days=max(0, min(days, 3660)))
        dated = [entry_answer(a, progress=a.entry.progress(found.as_of).value) for a in found.dated[: _most(limit)]]
        return {"as_of": found.as_of.isoformat(), "entries": dated, "without_a_date": len(found.undated)}

    def show_entry(self, entry: str, as_of: str | None = None) -> Answer:
        """Show one entry: every voice for and against with its source, the status and how it came about.

        entry: its id, or the first letters of it. as_of: as known on that day (YYYY-MM-DD).
        """
        day = _day(as_of)
        with Ledger(self._path, create=False) as ledger:
            account = ledger.entry(entry, as_of=day)
        return entry_answer(account, progress=account.entry.progress(day or date.today()).value)

    def kept_check(self, entry: str) -> Answer:
        """Return an entry's last kept check against event data: counts, interval, warnings, citation.

        entry: its id, or the first letters of it.
        """
        with Ledger(self._path, create=False) as ledger:
            return check_answer(ledger.entry(entry))

    def add_text(self, text: str, source: str, published: str | None = None, title: str | None = None) -> Answer:
        """Add a document to the ledger.

        source: where the text comes from: an address, or words that a person understands. published: its date.
        """
        document = Document(_within(text), source=source, published=_day(published), title=title)
        with Ledger(self._path) as ledger:
            (added,) = ledger.add(document)
        return {"document": added.document, "known_already": added.known, "statements": added.statements}


def _within(text: str) -> str:
    if len(text) > MOST_TEXT:
        raise UsageError(f"a text of {len(text):,} characters; give at most {MOST_TEXT:,} at a time")
    return text


def _most(limit: int) -> int:
    return max(1, min(limit, MOST_FOUND))


def _day(given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise AftertalksError(f"{given!r} is not a day; write YYYY-MM-DD") from None
