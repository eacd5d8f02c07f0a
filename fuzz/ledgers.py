"""Targets: what goes into a ledger beside texts, and what a server is asked and sent."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

from fuzz.common import DAY, folder

from aftertalks.model import AftertalksError, Document

ODD = (None, True, 0, -1, 10**30, 1.5, float("nan"), "", "x", "0", "\0", "\ud800", [], {}, [[]], [1], ["x"], [None], {"a": 1},
       "2017-99-99", "0001-01-01", "9999-12-31", "2017-07-09/2017-07-08", "2017-07-08T00:00:00", "x" * 5000, "fix", "erase",
       "undo", "kept", "agreed", "1:9", [[0, 9**9, 0]], [[0, 1, "body", None, None, None, None]], "{", "[1]")  # fmt: skip
TEXT = "The truce begins on Sunday, envoy Ann Lee said. She hopes that it lasts. Russia and Jordan agreed to meet in May."


@lru_cache(maxsize=1)
def ledger() -> Any:
    """Return a small ledger that stays."""
    from aftertalks import Ledger

    made = Ledger(folder() / f"{os.getpid()}.db")
    made.add(Document(TEXT, published=DAY))
    return made


@lru_cache(maxsize=1)
def _exported() -> tuple[dict[str, Any], ...]:
    """The lines of a small ledger with one of everything, that exports hold."""
    from aftertalks.flow import archiving, dossiers, judging, reviewing
    from aftertalks.model import Outcome
    from aftertalks.model.dossier import Dossier
    from aftertalks.model.review import Action

    held = ledger()
    dossiers.save(held, Dossier("d", words="truce", since=DAY))
    dossiers.looked_now(held, by="a")
    entry = next(iter(held.accounts())).entry.id
    judging.judge(held, entry, Outcome.KEPT, by="a", reason="b")
    reviewing.decide(held, reviewing.questions(held)[0], Action.ACCEPT, by="a")
    out = io.StringIO()
    archiving.write(held, out)
    return tuple(json.loads(line) for line in out.getvalue().splitlines())


@lru_cache(maxsize=1)
def _empty() -> bytes:
    from aftertalks import Ledger

    path = folder() / "empty.db"
    Ledger(path).close()
    return path.read_bytes()


def archive(data: bytes) -> None:
    """A ledger's export, brought into an empty ledger and one that holds something; what came in can be used.

    The first byte picks: lines as they are, or right lines with changed fields (each a byte for line, field and value, or JSON).
    """
    from aftertalks import Ledger
    from aftertalks.flow import archiving

    path = folder() / f"{os.getpid()}.jsonl"
    path.write_bytes(data[1:] if (data[:1] or b"\0")[0] % 2 else _changed(data[1:]))
    for full in (False, True):
        place = folder() / f"{os.getpid()}-in.db"
        for old in folder().glob(f"{place.name}*"):
            old.unlink()
        place.write_bytes(_empty())
        with Ledger(place) as into:
            if full:
                into.add(Document("The envoy said that the talks would go on.", published=DAY))
            with suppress(AftertalksError):
                for failed in archiving.read_into(into, path).failed:
                    assert "\n" not in str(failed), str(failed)
            _used(into)


def _used(held: Any) -> None:
    """Ask a ledger what people ask."""
    from aftertalks.flow import archiving, dossiers, reviewing

    list(held.accounts())
    held.find(words="truce")
    reviewing.questions(held, by="a")
    reviewing.agreement(held)
    dossiers.changes(held, since=DAY, as_of=DAY + timedelta(9))
    for one in dossiers.dossiers(held):
        list(dossiers.held(held, one.name))
    archiving.write(held, io.StringIO())


def _changed(data: bytes) -> bytes:
    lines = [dict(line) for line in _exported()]
    for patch in data.split(b"\n")[:4]:
        line = lines[(patch[:1] or b"\0")[0] % len(lines)]
        target = line["record"] if "record" in line and patch[1:2] > b"\x80" else line
        if isinstance(target, dict):
            name = sorted(target)[(patch[1:2] or b"\0")[0] % len(target)]
            pick = (patch[2:3] or b"\0")[0]
            with suppress(ValueError, RecursionError):
                target = target | {name: ODD[pick % len(ODD)] if pick < 200 else json.loads(patch[3:])}
            line.update({"record": target} if "record" in line and patch[1:2] > b"\x80" else target)
    return "\n".join(json.dumps(line) for line in lines).encode()


def dossier(data: bytes) -> None:
    """A saved query of any words, and what it holds."""
    from aftertalks.flow import dossiers
    from aftertalks.model.dossier import Dossier

    names = [part.decode("utf-8", "surrogateescape") for part in data.split(b"\xff")] + [""] * 6
    days = [DAY + timedelta(len(n) - 9) if n else None for n in names[4:6]]
    made = Dossier(names[0], tuple(names[1].split(";")) if names[1] else (), names[2] or None, names[3] or None,
                   names[4] or None, days[0], days[1])  # fmt: skip
    kept = dossiers.save(ledger(), made)
    try:
        list(dossiers.held(ledger(), kept.name))
        dossiers.changes(ledger(), since="last", dossier=kept.name, by=names[1], as_of=DAY)
    finally:
        dossiers.remove(ledger(), kept.name)


def decision(data: bytes) -> None:
    """A reviewer's answer, with any words, and its undoing; what it left can be read."""
    from aftertalks.flow import reviewing
    from aftertalks.model.review import Action

    waiting = reviewing.questions(ledger(), by="a", again=True)
    words = data[2:].decode("utf-8", "surrogateescape")
    pick, how = (*data[:2], 0, 0)[:2]
    action = (Action.FIX, Action.ACCEPT, Action.REJECT, Action.SKIP)[how % 4]
    fix = None
    if action is Action.FIX:
        from aftertalks.ledger.decisions import FIELDS

        fix = f"{FIELDS[how // 4 % len(FIELDS)]}={words}" if how > 127 else words
    if waiting:
        reviewing.decide(ledger(), waiting[pick % len(waiting)], action, by="a", reason=words, fix=fix)
        list(ledger().accounts())
        reviewing.undo(ledger(), by="a", given=None)


@lru_cache(maxsize=1)
def _client() -> Any:
    from starlette.testclient import TestClient

    from aftertalks import Ledger
    from aftertalks.web.app import application
    from aftertalks.web.desk import Desk
    from aftertalks.web.gate.roles import Role

    place: Path = folder() / f"{os.getpid()}-web.db"
    with Ledger(place) as made:
        made.add(Document(TEXT, published=DAY))
    desk = Desk(place, today=date(2017, 7, 8))
    desk.book.add("a", Role.ADMIN, password=None)
    token = desk.book.new_token("a")
    return TestClient(
        application(desk, adds=10**9), base_url="http://127.0.0.1", raise_server_exceptions=True,
        follow_redirects=False, headers={"authorization": f"Bearer {token}"},
    )  # fmt: skip


def page(data: bytes) -> None:
    """An address of the server with any values, as a page and as its JSON twin."""
    from urllib.parse import quote

    from aftertalks.web.site import PAGES

    pick = (data[:1] or b"\0")[0]
    chosen = PAGES[pick % len(PAGES)]
    words = [quote(part) for part in data[1:3000].split(b"\xff")] + ["x"] * 12
    path = chosen.path.replace("{id}", words[0])
    query = "&".join(f"{name}={value}" for name, value in zip(chosen.takes, words[1:], strict=False))
    for at in (f"{path}?{query}", f"{path}.json?{query}", f"/changes.atom?{query}", f"/deadlines.ics?{query}"):
        assert _client().get(at).status_code in {200, 307, 400, 404}, at


def form(data: bytes) -> None:
    """What is sent to the server as a form: an upload, a decision; well written or any bytes.

    What is uploaded is not read: the readers have targets of their own.
    """
    from aftertalks.web.changing import Jobs

    with mock.patch.object(Jobs, "start", lambda self, name, content, day, *, by=None: 1):
        answer = _sent(data)
    assert answer.status_code in {200, 202, 303, 400, 403, 404, 413, 422}, answer.status_code


def _sent(data: bytes) -> Any:
    how = (data[:1] or b"\0")[0]
    at = ("/add", "/review")[how % 2]
    if how % 3 == 0:
        kinds = ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "multipart/form-data", "a/b")
        return _client().post(at, content=data[1:], headers={"content-type": kinds[how // 6 % 4]})
    parts = data[1:].split(b"\xff")
    names = ("text", "url", "published", "question", "action", "fix", "field", "reason", "by")
    fields = {n: p.decode("utf-8", "replace") for n, p in zip(names, parts, strict=False)}
    files = {"file": (parts[-1].decode("utf-8", "replace"), parts[0])} if how % 3 == 1 else None
    return _client().post(at, data=fields, files=files)
