"""What forms send: checked for their token, done in a thread, answered by a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aftertalks.model import AftertalksError, UsageError
from aftertalks.web.ask import View, address
from aftertalks.web.changing import Jobs, decide
from aftertalks.web.guard import MOST_BYTES

if TYPE_CHECKING:
    from aftertalks.web.app import Site


class Changes:
    """Endpoints that take forms."""

    def __init__(self, site: Site, jobs: Jobs) -> None:
        self._site = site
        self._jobs = jobs

    async def _form(self, request: Request) -> dict[str, str | UploadFile] | None:
        form = await request.form(max_files=1, max_fields=20, max_part_size=MOST_BYTES)
        given = dict(form.items())
        return given if self._site.forms.holds(request, str(given.get("token", ""))) else None

    def _refused(self, request: Request) -> Response:
        why = "the form is from another site or an older session of this server; load its page anew and send it again"
        return self._site.failed(request, self._site.ask(request), 403, why)

    async def review(self, request: Request) -> Response:
        """Keep a decision."""
        given = await self._form(request)
        if given is None:
            return self._refused(request)
        words = {k: v for k, v in given.items() if isinstance(v, str)}
        try:
            by = await run_in_threadpool(decide, self._site.desk, words)
        except AftertalksError as error:
            return self._site.failed(request, self._site.ask(request), 400, str(error))
        return RedirectResponse(address("/review", by=by), 303)

    async def add_form(self, request: Request) -> Response:
        """Show the form."""
        return self._site.html(request, self._site.ask(request), View("add.html", "Add", {}, {"jobs": self._jobs.held}))

    async def add(self, request: Request) -> Response:
        """Begin a reading."""
        given = await self._form(request)
        if given is None:
            return self._refused(request)
        try:
            name, content = await _content(given)
            number = self._jobs.start(name, content, str(given.get("published", "")).strip() or None)
        except AftertalksError as error:
            return self._site.failed(request, self._site.ask(request), 400, str(error))
        return RedirectResponse(f"/reading/{number}", 303)

    async def job(self, request: Request) -> Response:
        """Show how far a reading is."""
        ask = self._site.ask(request)
        try:
            job = self._jobs.get(request.path_params["n"])
        except AftertalksError as error:
            return self._site.failed(request, ask, 404, str(error))
        return self._site.html(request, ask, View("job.html", "Reading", {}, {"job": job}))


async def _content(given: dict[str, str | UploadFile]) -> tuple[str, bytes | str]:
    file, url, text = given.get("file"), str(given.get("url", "")).strip(), str(given.get("text", ""))
    if isinstance(file, UploadFile) and file.filename:
        return file.filename.replace("\\", "/").rsplit("/", 1)[-1], await file.read()
    if url:
        if not url.startswith(("http://", "https://")):
            raise UsageError("address: only http:// and https:// addresses are read")
        return url, url
    if text.strip():
        return "pasted text", text.encode("utf-8", "replace")
    raise UsageError("nothing to read: paste a text, choose a file or give an address")
