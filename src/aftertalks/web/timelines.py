"""Pages of when and where: the timeline, and the map by weeks."""

from __future__ import annotations

from collections import Counter

from aftertalks.show.lines import entry_record
from aftertalks.show.timeline import timeline
from aftertalks.show.wording import STATUS
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MARGIN = 2.0  # degrees around the outermost points
WIDTH = 900.0


def timeline_page(desk: Desk, ask: Ask) -> View:
    """What is due and what happened, on a calendar."""
    book = ask.text("book")
    shown = [a for a in desk.accounts() if a.entry.due is not None and book in {None, a.entry.book.value}]
    values = {"drawing": timeline(shown, as_of=ask.as_of), "day": ask.as_of, "shown": shown[:100],
              "total": len(shown), "status": STATUS, "books": Counter(a.entry.book.value for a in shown)}  # fmt: skip
    return View("timeline.html", "Timeline", {"entries": [entry_record(a) for a in shown]}, values)
