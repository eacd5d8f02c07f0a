"""The OpenAPI description of every address that the server answers, its own static files aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import aftertalks
from aftertalks.model.record import Record
from aftertalks.web.ask import MOST_LETTERS
from aftertalks.web.site import AS_OF, PAGES, Page

DAYS = frozenset({"as_of", "since", "until", "week"})
NUMBERS = frozenset({"from", "days", "changes", "rows", "columns", "before"})
ERROR: Record = {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
TEXT: Record = {"type": "string"}
PAGE, JSON = "text/html", "application/json"
CALENDAR, ATOM, SVG = "text/calendar", "application/atom+xml", "image/svg+xml"
URL_ENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
TOKEN: Record = {"type": "string", "description": "of the form's page; none is needed with a bearer token"}
ERRORS = {
    "400": "a value cannot be understood",
    "401": "the server knows users, and nobody is signed in",
    "403": "the form's token does not fit, or this needs another role",
    "404": "there is no such thing in the ledger",
    "422": "it could not be done",
}
REFUSED = {
    "408": "the request takes too long to arrive",
    "413": "the body is too large",
    "429": "too much at once; see Retry-After",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the description says of a method of an address beside the pages'.

    Args:
        name: its operation.
        answers: media type, or none, by status and what it means.
        takes: the query's values, with what they mean.
        form: the media type of the form that it takes; empty if it takes none.
        fields: the form's values.
        errors: statuses of errors that it may answer.
    """

    name: str
    answers: Mapping[str, tuple[str, tuple[str, ...]]]
    takes: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    fields: Mapping[str, Record] = field(default_factory=dict)
    errors: tuple[str, ...] = ("401", "403")


_OF = {"dossier": "only what this dossier holds", **AS_OF}
_SENT = {"200": ("it was done", (PAGE, JSON)), "303": ("it was done; go on there", ())}
OTHERS: Mapping[tuple[str, str], Told] = {
    ("get", "/"): Told("home", {"307": ("the first page is there", ())}, errors=()),
    ("get", "/openapi.json"): Told("description", {"200": ("this description", (JSON,))}),
    ("get", "/login"): Told(
        "sign_in_form", {"200": ("the form for signing in", (PAGE,))}, {"to": "address to go on at"}, errors=("403",)
    ),
    ("post", "/login"): Told(
        "sign_in", {"303": ("signed in; go on there", ())}, form=URL_ENCODED,
        fields={"name": TEXT, "password": TEXT, "to": TEXT, "token": TOKEN}, errors=("400", "403", *REFUSED),
    ),
    ("post", "/logout"): Told(
        "sign_out", {"303": ("signed out", ())}, form=URL_ENCODED, fields={"token": TOKEN},
        errors=("400", "401", "403", *REFUSED),
    ),
    ("get", "/add"): Told("add_form", {"200": ("the form for adding", (PAGE,))}),
    ("post", "/add"): Told(
        "add", {"202": ("a reading has begun: its number", (JSON,)), "303": ("a reading has begun there", ())},
        form=MULTIPART,
        fields={
            "text": {"type": "string", "description": "a text that was pasted"},
            "url": {"type": "string", "description": "an address that is fetched and read"},
            "file": {"type": "string", "format": "binary", "description": "what is read, of any form"},
            "published": {"type": "string", "description": "day of documents that carry none, as 2017-07-08"},
            "token": TOKEN,
        },
        errors=("400", "401", "403", *REFUSED),
    ),
    ("get", "/reading/{n}"): Told(
        "reading", {"200": ("how far a reading is, and what was set aside", (PAGE, JSON))}, errors=("401", "403", "404")
    ),
    ("post", "/review"): Told(
        "review", _SENT, form=URL_ENCODED,
        fields={
            "question": {"type": "string", "description": "a question's id, or its beginning"},
            "action": {"type": "string", "enum": ["accept", "fix", "reject", "skip", "undo"]},
            "field": {"type": "string", "description": "of a reading, the field that is fixed"},
            "fix": {"type": "string", "description": "what is right instead"}, "reason": TEXT,
            "by": {"type": "string", "description": "who decides, where the server knows no users"}, "token": TOKEN,
        },
        errors=("400", "401", "403", *REFUSED),
    ),
    ("get", "/deadlines.ics"): Told(
        "deadlines", {"200": ("deadlines as a calendar", (CALENDAR,)), "304": ("not changed", ())}, _OF,
        errors=tuple(ERRORS),
    ),
    ("get", "/changes.atom"): Told(
        "changes", {"200": ("what changed as a feed", (ATOM,)), "304": ("not changed", ())},
        {**_OF, "since": "changes since this day; 90 days if left out"}, errors=tuple(ERRORS),
    ),
    ("get", "/picture/{id}/{name}.svg"): Told(
        "picture", {"200": ("a picture of an entry's last kept check: chart or map", (SVG,))}, errors=tuple(ERRORS)
    ),
}  # fmt: skip


def description() -> Record:
    """Return the OpenAPI description of every page, its JSON twin, and all other addresses."""
    paths: Record = {}
    for page in PAGES:
        name = page.make.__name__.removesuffix("_page")
        paths[page.path + ".json"] = {"get": _page(page, name, (JSON,))}
        paths.setdefault(page.path, {})["get"] = _page(page, f"{name}_page", (PAGE, JSON))
    for (method, path), told in OTHERS.items():
        paths.setdefault(path, {})[method] = _other(path, told)
    info = {"title": "Aftertalks ledger", "version": aftertalks.__version__}
    schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "of `aftertalks users token NAME`"},
        "basic": {"type": "http", "scheme": "basic", "description": "the same token as password, for feed readers"},
    }
    return {
        "openapi": "3.1.0", "info": info, "paths": paths, "security": [{}, {"token": []}, {"basic": []}],
        "components": {"securitySchemes": schemes},
    }  # fmt: skip


def _page(page: Page, name: str, types: tuple[str, ...]) -> Record:
    summary = (page.make.__doc__ or "").strip().splitlines()[0]
    answers = {"200": {"description": summary, "content": _content(types, {"type": "object"})}}
    errors = _errors(("400", "401", "403", "404")) | {"403": _error(f"this needs the role {page.role}")}
    if PAGE in types:
        answers["303"] = {"description": "a browser is sent to sign in first"}
    parameters = _parameters(page.path, page.takes)
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers | errors}


def _other(path: str, told: Told) -> Record:
    answers = {
        status: {"description": what} | ({"content": _content(types, {"type": "object"})} if types else {})
        for status, (what, types) in told.answers.items()
    }
    made: Record = {
        "operationId": told.name, "summary": next(iter(told.answers.values()))[0],
        "parameters": _parameters(path, told.takes), "responses": answers | _errors(told.errors),
    }  # fmt: skip
    if told.form:
        schema = {"type": "object", "properties": dict(told.fields)}
        made["requestBody"] = {"required": True, "content": {told.form: {"schema": schema}}}
    return made


def _parameters(path: str, takes: Mapping[str, str]) -> list[Record]:
    inner = [part.split("}")[0] for part in path.split("{")[1:]]
    return [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in inner] + [
        {"name": n, "in": "query", "description": d, "schema": _schema(n)} for n, d in takes.items()
    ]


def _errors(statuses: tuple[str, ...]) -> Record:
    return {status: _error((ERRORS | REFUSED)[status]) for status in statuses}


def _error(why: str) -> Record:
    return {"description": why, "content": _content((JSON, PAGE), ERROR)}


def _content(types: tuple[str, ...], schema: Record) -> Record:
    """Return an answer's media types, of which JSON has a schema and the others are text."""
    return {t: {"schema": schema if t == JSON else TEXT} for t in types}


def _schema(name: str) -> Record:
    """Return what a value of an address is, by its name, which means the same on every page."""
    if name in DAYS:
        return {"type": "string", "format": "date"}
    return {"type": "integer", "minimum": 0} if name in NUMBERS else {"type": "string", "maxLength": MOST_LETTERS}
