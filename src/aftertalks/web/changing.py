"""Pages that change the ledger: the review queue, and adding of documents, read by a worker beside the server."""

from __future__ import annotations

import itertools
import logging
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from aftertalks.flow import reading, reviewing
from aftertalks.model import AftertalksError, Document, InputError, LedgerError, UsageError
from aftertalks.model.review import Action
from aftertalks.show.desk_records import decision_record, question_record
from aftertalks.show.wording import counted
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.gate.roles import LOCAL, Caller
from aftertalks.web.questions import asked

SHOWN = 10
MOST_JOBS = 100  # that are remembered
MOST_WAITING = 20  # that wait to be read
_LOG = logging.getLogger(__name__)


def review_page(desk: Desk, ask: Ask) -> View:
    """What waits for a decision, what matters most first, and the last decisions."""
    found, waiting = reviewing.waiting(desk.ledger, by=ask.by or None, as_of=ask.as_of, limit=SHOWN)
    log = reviewing.decisions(desk.ledger)[::-1][:SHOWN]
    record = {
        "waiting": waiting, "questions": [question_record(q) for q in found],
        "decisions": [decision_record(d) for d in log],
    }  # fmt: skip
    shown = [asked(desk, q) for q in found[:SHOWN]]
    values = {"found": shown, "waiting": waiting, "log": log, "by": ask.by, "known": bool(ask.caller.name)}
    return View("review.html", "Review", record, values)


def decide(desk: Desk, given: Mapping[str, str], *, by: str) -> None:
    """Keep what a form decides.

    Args:
        by: who decides.

    Raises:
        AftertalksError: the form cannot be followed.
    """
    with desk.writing:
        if given.get("action") == "undo":
            reviewing.undo(desk.ledger, by=by, given=given.get("question") or None)
            return
        try:
            action = Action(given.get("action", ""))
        except ValueError as error:
            raise UsageError("action: accept, fix, reject, skip or undo") from error
        if action not in {Action.ACCEPT, Action.FIX, Action.REJECT, Action.SKIP}:
            raise UsageError("action: accept, fix, reject, skip or undo")
        question = reviewing.question(desk.ledger, given.get("question", ""), as_of=desk.today)
        reviewing.decide(desk.ledger, question, action, by=by, reason=given.get("reason", ""), fix=_fix(given, action))


def _fix(given: Mapping[str, str], action: Action) -> str | None:
    """Return what a form sets right as ``field=value``; the field may stand beside the value."""
    if action is not Action.FIX:
        return None
    value, field = given.get("fix", "").strip(), given.get("field", "")
    return f"{field}={value}" if field and value and not value.startswith(f"{field}=") else value


@dataclass(slots=True)
class Job:
    """One reading in the background.

    Args:
        by: who had it read.
        lines: what was done, a line a document.
    """

    name: str
    by: Caller = LOCAL
    done: bool = False
    lines: list[tuple[str, str | None]] = field(default_factory=list)
    error: str | None = None

    @property
    def told(self) -> str:
        """How far it is, in words."""
        if not self.done:
            return "reading …"
        read = sum(document is not None for _, document in self.lines)
        aside = len(self.lines) - read
        parts = [counted(read, "document") + " read" if read else "nothing was read"]
        return "; ".join((*parts, f"{counted(aside, 'document')} set aside") if aside and read else parts)


class Jobs:
    """Readings in the background, one at a time, since the ledger has one writer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._numbers = itertools.count(1)
        self.held: dict[int, Job] = {}

    def close(self) -> None:
        """Let the reading in progress end and start no other."""
        self._worker.shutdown(cancel_futures=True)

    def full(self) -> bool:
        """Say whether so many readings wait that no other is taken."""
        return sum(not job.done for job in self.held.values()) >= MOST_WAITING

    def start(self, name: str, content: bytes | str, day: date | None, *, by: Caller = LOCAL) -> int:
        """Read an upload, a pasted text or an address; return the job's number."""
        number = next(self._numbers)
        self.held.pop(number - MOST_JOBS, None)
        job = self.held[number] = Job(name, by)
        self._worker.submit(self._run, job, content, day)
        return number

    def get(self, given: str) -> Job:
        """Return a job by its number.

        Raises:
            LedgerError: there is none.
        """
        job = self.held.get(int(given)) if given.isascii() and given.isdigit() else None
        if job is None:
            raise LedgerError(f"no reading {given!r} since the server started")
        return job

    def _run(self, job: Job, content: bytes | str, day: date | None) -> None:
        try:
            settings = replace(self._desk.ledger.settings, published=day)
            with tempfile.TemporaryDirectory(prefix="aftertalks") as folder:
                source = job.name
                if not isinstance(content, str):
                    file = Path(folder) / "upload"
                    file = file.with_suffix(_ending(job.name))
                    file.write_bytes(content)
                    source = str(file)
                for item in reading.documents([source], settings=settings):
                    self._take(job, item, source)
        except AftertalksError as error:
            job.error = str(error)
            self._desk.book.note(job.by, "add", job.name, outcome=f"failed: {error}")
        except Exception as error:
            job.error = f"internal error ({type(error).__name__}); the server's log tells more"
            _LOG.exception("reading %r failed", job.name)
        finally:
            job.done = True

    def _take(self, job: Job, item: Document | InputError, source: str) -> None:
        if isinstance(item, InputError):
            told = str(item).replace(source, job.name)
            job.lines.append((told, None))
            self._desk.book.note(job.by, "add", job.name, outcome=f"set aside: {told.removeprefix(f'{job.name}: ')}")
            return
        named = replace(item, source=item.source.replace(source, job.name))
        with self._desk.writing:
            for added in self._desk.ledger.add(named):
                told = "was there already" if added.known else _told(added.statements, added.entries)
                job.lines.append((f"{named.title or named.source}: {told}", added.document))
                if not added.known:
                    self._desk.book.note(job.by, "add", f"document {added.document}: {named.source}", outcome=told)


def _told(statements: int, entries: int) -> str:
    return f"{counted(statements, 'statement')}, {counted(entries, 'entry', 'entries')}"


def _ending(name: str) -> str:
    """Return a file name's ending if it is a plain one, for its reader to go by."""
    return match[0] if (match := re.search(r"\.[A-Za-z0-9]{1,10}\Z", name)) else ".txt"
