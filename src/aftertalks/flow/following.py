"""Follows feeds: visits them politely, reads what is new into the ledger, and remembers how far it came.

What was seen stands in a file beside the ledger (``talks.db`` → ``talks.db.follow.json``), written after every item. A
run that is killed goes on where it was; a run with nothing new changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aftertalks.flow.keeping import Ledger
from aftertalks.ingest.content import read_content
from aftertalks.ingest.feed import read_feed
from aftertalks.ingest.fetch import Visit
from aftertalks.ingest.polite import Visitor
from aftertalks.model import Document, InputError
from aftertalks.store.homes import beside

MOST_REMEMBERED = 50_000  # items; the oldest are forgotten first
MOST_TRIES = 3  # visits to an item's page before its own words in the feed are taken
LEAST_PAGE = 0.8  # a page must have this share of the item's letters, else it is a wall or a notice
_FIRST_PAUSE = timedelta(minutes=30)  # after a failure; doubled with each further one
_LONGEST_PAUSE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one feed in one round.

    Args:
        added: documents that are new in the ledger.
        known: items that were seen before.
        errors: what could not be read, a line each.
        note: why the feed was not visited, or that it has not changed.
    """

    feed: str
    added: tuple[str, ...] = ()
    known: int = 0
    errors: tuple[InputError, ...] = ()
    note: str = ""


@dataclass
class Memory:
    """What is remembered between rounds.

    Args:
        path: its file.
        feeds: by address: ``etag``, ``modified``, ``failures``, ``not_before``.
        items: by key: ``at``, ``tries``, ``done``.
    """

    path: Path
    feeds: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Path | str) -> Memory:
        """Return what is remembered of a ledger's feeds.

        Raises:
            InputError: the file is damaged.
        """
        path = beside(ledger, ".follow.json")
        if not path.is_file():
            return cls(path)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, dict(record["feeds"]), dict(record["items"]))
        except (ValueError, KeyError, TypeError) as error:
            cure = "move it away; what the ledger holds already is known again by its words"
            raise InputError(str(path), f"cannot be understood ({str(error)[:80]})", cure) from error

    def write(self) -> None:
        """Write it down, whole or not at all."""
        kept = sorted(self.items.items(), key=lambda one: str(one[1].get("at", "")))[-MOST_REMEMBERED:]
        self.items = dict(kept)
        part = self.path.with_name(self.path.name + ".part")
        part.write_text(json.dumps({"feeds": self.feeds, "items": self.items}, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path)


class Follower:
    """Reads feeds into one ledger.

    Args:
        ledger: an open ledger.
        place: its file, beside which is remembered, or its address on a server.
        pages: whether an item's page is read where robots.txt allows it; else the words in the feed.
        visitor: makes the visitor of a round.
        now: the time, for tests.
    """

    def __init__(
        self,
        ledger: Ledger,
        place: Path | str,
        *,
        pages: bool = True,
        visitor: Callable[[], Visitor] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger, self._pages, self._now = ledger, pages, now
        self._visitor = visitor or (lambda: Visitor(ledger.settings))
        self._memory = Memory.of(place)

    def round(self, feeds: Sequence[str]) -> Iterator[Told]:
        """Visit every feed that is due, in turn; one that fails does not stop the rest."""
        visitor = self._visitor()
        for feed in feeds:
            yield self._feed(feed, visitor)

    def _feed(self, feed: str, visitor: Visitor) -> Told:
        state = self._memory.feeds.setdefault(feed, {})
        due = state.get("not_before")
        if due is not None and datetime.fromisoformat(due) > self._now():
            return Told(feed, note=f"not before {due[:16].replace('T', ' ')} UTC")
        found = visitor.get(feed, etag=state.get("etag"), modified=state.get("modified"))
        if found.error is not None:
            self._put_off(state, found)
            self._memory.write()
            return Told(
                feed, errors=(found.error,), note=f"again after {state['not_before'][:16].replace('T', ' ')} UTC"
            )
        state.pop("not_before", None)
        state["failures"] = 0
        if found.content is None:
            self._memory.write()
            return Told(feed, note="not changed")
        told = self._items(feed, found, visitor)
        if not told.errors:  # what failed is asked for again, so the feed must come again
            state["etag"], state["modified"] = found.etag, found.modified
        self._memory.write()
        return told

    def _put_off(self, state: dict[str, Any], found: Visit) -> None:
        """After a failure wait longer each time, or as long as the server asks."""
        state["failures"] = int(state.get("failures", 0)) + 1
        pause = min(_FIRST_PAUSE * 2 ** min(state["failures"] - 1, 10), _LONGEST_PAUSE)
        if found.retry_after is not None:
            pause = timedelta(seconds=found.retry_after)
        state["not_before"] = (self._now() + pause).isoformat(timespec="seconds")

    def _items(self, feed: str, found: Visit, visitor: Visitor) -> Told:
        assert found.content is not None
        added: list[str] = []
        errors: list[InputError] = []
        known = 0
        for item in read_feed(found.content, self._ledger.settings):
            if isinstance(item, InputError):
                errors.append(item)
                continue
            key = hashlib.sha256((item.url or item.id).encode()).hexdigest()[:20]
            state = self._memory.items.setdefault(key, {"tries": 0})
            if state.get("done"):
                known += 1
                continue
            document = self._document(item, state, visitor)
            if isinstance(document, InputError):
                errors.append(document)
            else:
                try:
                    (kept,) = self._ledger.add(document)
                except InputError as error:
                    errors.append(error)
                    continue
                state["done"] = True
                if not kept.known:
                    added.append(kept.source)
            state["at"] = self._now().isoformat(timespec="seconds")
            self._memory.write()
        return Told(feed, tuple(added), known, tuple(errors))

    def _document(self, item: Document, state: dict[str, Any], visitor: Visitor) -> Document | InputError:
        """The item's page, or its own words in the feed where the page may not or cannot be read."""
        if not self._pages or item.url is None:
            return item
        state["tries"] = int(state["tries"]) + 1
        found = visitor.get(item.url)
        if found.content is None:
            refused = found.error is not None and "robots.txt" in found.error.problem
            if found.error is not None and not refused and state["tries"] < MOST_TRIES:
                return found.error
            why = found.error.problem if found.error is not None else "the server sends nothing"
            return replace(item, notes=(*item.notes, f"the feed's own words: {why}"))
        pages = [d for d in read_content(found.content, self._ledger.settings) if isinstance(d, Document)]
        if len(pages) != 1 or len(pages[0].text) < LEAST_PAGE * len(item.text):
            return replace(item, notes=(*item.notes, "the feed's own words: its page holds fewer"))
        page = pages[0]
        return replace(
            page,
            title=page.title or item.title,
            url=page.url or item.url,
            publisher=page.publisher or item.publisher,
            author=page.author or item.author,
            published=page.published or item.published,
        )
