"""The log of who did what."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from aftertalks.model.record import Record
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

PAGE = 100


def log_page(desk: Desk, ask: Ask) -> View:
    """Who did what: every change, sign-in and refusal, the newest first."""
    lines = desk.book.lines(who=ask.text("who"), most=PAGE + 1, before=ask.whole("before", 0, most=2**53) or None)
    shown = [(line, datetime.fromtimestamp(line.at, UTC), _document(line.about)) for line in lines[:PAGE]]
    record: Record = {
        "lines": [
            {"n": line.n, "at": at.isoformat(), "who": line.who, "how": line.how, "address": line.address,
             "what": line.what, "about": line.about, "outcome": line.outcome}
            for line, at, _ in shown
        ],
    }  # fmt: skip
    values = {"lines": shown, "more": lines[PAGE - 1].n if len(lines) > PAGE else None}
    return View("log.html", "Log", record, values)


def _document(about: str) -> str:
    """Return the id of the document that a line is about; empty if it is about none."""
    found = re.match(r"document ([0-9a-f]{8,}): ", about)
    return found[1] if found else ""
