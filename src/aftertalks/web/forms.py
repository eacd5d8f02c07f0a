"""What forms send: checked for their token, done in a thread, answered by a redirect, kept in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aftertalks.flow.reading import as_date
from aftertalks.model import AftertalksError, UsageError
from aftertalks.web.ask import View, address
from aftertalks.web.changing import Jobs, decide
from aftertalks.web.gate.limits import Limit, neighbourhood
from aftertalks.web.gate.roles import Caller, Role
from aftertalks.web.ways import Way

if TYPE_CHECKING:
    from aftertalks.web.app import Site

GIVEN = ("text", "url", "published")  # what the form for adding keeps when it cannot be followed
ADDS_AN_HOUR = 120  # of one user; of one address where the server knows no users


class Changes:
    """Endpoints that take forms."""

    def __init__(self, site: Site, jobs: Jobs, *, adds: int = ADDS_AN_HOUR) -> None:
        self._site = site
        self._jobs = jobs
        self._adds = Limit(adds, 3600)

    def routes(self) -> list[Way]:
        """Return their routes."""
        return [
            Way("/review", self.review, role=Role.REVIEWER, methods=["POST"]),
            Way("/add", self.add_form, role=Role.REVIEWER),
            Way("/add", self.add, role=Role.REVIEWER, methods=["POST"]),
            Way("/reading/{n}", self.job, role=Role.REVIEWER),
        ]

    async def review(self, request: Request) -> Response:
        """Keep a decision, in the user's own name."""
        given = await self._site.form(request)
        caller: Caller = request.state.caller
        by = replace(caller, name=caller.name or given.get("by", "").strip())
        what = f"review: {given.get('action', '')}"
        try:
            await run_in_threadpool(decide, self._site.desk, given, by=by.name)
        except AftertalksError as error:
            self._site.note(request, by, what, given.get("question", ""), outcome=f"refused: {error}")
            return self._site.failed(request, self._site.ask(request), 400, str(error))
        self._site.note(request, by, what, given.get("question", ""))
        if self._site.wants_json(request):
            return self._site.json({"by": by.name, "action": given["action"], "question": given.get("question")})
        return RedirectResponse(address("/review", by=None if caller.name else by.name), 303)

    async def add_form(self, request: Request) -> Response:
        """Show the form."""
        return self._add_page(request, {})

    def _add_page(self, request: Request, given: dict[str, str], why: str = "", status: int = 200) -> Response:
        """Return the form with what was given, so that nothing that was typed is lost."""
        values = {"jobs": self._jobs.held, "why": why, "given": {name: given.get(name, "") for name in GIVEN}}
        return self._site.html(request, self._site.ask(request), View("add.html", "Add", {}, values), status)

    async def add(self, request: Request) -> Response:
        """Begin a reading."""
        given = await self._site.form(request)
        caller: Caller = request.state.caller
        wait = self._adds.take(caller.name or neighbourhood(request.client.host if request.client else ""))
        if wait or self._jobs.full():
            why = "too much was added in a short time; try again later"
            raise HTTPException(429, why, {"retry-after": f"{wait or 30}"})
        try:
            name, content = await _content(given, (await request.form()).get("file"))
            day = as_date(given.get("published", "").strip() or None, name="published")
        except AftertalksError as error:
            if not self._site.wants_json(request):
                return self._add_page(request, given, str(error), 400)
            return self._site.failed(request, self._site.ask(request), 400, str(error))
        self._site.note(request, caller, "add", name, outcome="begun")
        number = self._jobs.start(name, content, day, by=caller)
        if self._site.wants_json(request):
            return self._site.json({"reading": number}, 202)
        return RedirectResponse(f"/reading/{number}", 303)

    async def job(self, request: Request) -> Response:
        """Show how far a reading is."""
        ask = self._site.ask(request)
        try:
            job = self._jobs.get(request.path_params["n"])
        except AftertalksError as error:
            return self._site.failed(request, ask, 404, str(error))
        if self._site.wants_json(request):
            lines = [{"line": line, "document": document} for line, document in job.lines]
            return self._site.json({"name": job.name, "done": job.done, "error": job.error, "lines": lines})
        return self._site.html(request, ask, View("job.html", "Reading", {}, {"job": job}))


async def _content(given: dict[str, str], file: UploadFile | str | None) -> tuple[str, bytes | str]:
    url, text = given.get("url", "").strip(), given.get("text", "")
    if isinstance(file, UploadFile) and file.filename:
        return file.filename.replace("\\", "/").rsplit("/", 1)[-1], await file.read()
    if url:
        if not url.lower().startswith(("http://", "https://")):
            raise UsageError("address: only http:// and https:// addresses are read")
        return url, url
    if text.strip():
        return "pasted text", text.encode("utf-8", "replace")
    raise UsageError("nothing to read: paste a text, choose a file or give an address")
