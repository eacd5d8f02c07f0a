"""FollowTheMoney entities: what Aleph, OpenAleph and yente load.

Documents become Articles, whoever acts a Person, Organization, PublicBody or (states, and those whom only the text
introduces) LegalEntity, every statement a Note on those it names, with its words and its document. Only what is
reported as having happened, by a statement that is neither negative nor about what may be, is an Event: FollowTheMoney
has no way to say that one is only hoped for, and an investigator would take it for a deed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from aftertalks.lexicon.actor_names import actor_name, country_code
from aftertalks.model import Kind, Polarity, Reading, Statement
from aftertalks.show.exports.site import clean
from aftertalks.show.render import safe_link
from aftertalks.show.wording import one_line, shorten

Entity = dict[str, Any]
DATASET = "aftertalks"
_SCHEMAS = {
    "person": "Person", "org": "Organization", "group": "Organization", "government": "PublicBody",
    "ministry": "PublicBody", "media": "Organization",
}  # fmt: skip
# What FollowTheMoney calls states that ISO 3166-1 has no code for, or no longer; the lexicon has codes of its own.
_OWN_CODES = {
    "su": "suhh", "yu": "yucs", "cs": "cshh", "xa": "ge-ab", "xo": "x-so", "xt": "md-pmr", "xc": "cy-trnc",
    "xs": "so-som", "xn": "az-nk", "xd": "ua-dpr", "xl": "ua-lpr",
}  # fmt: skip
_PRECISE = {"year": 4, "month": 7}  # letters of an ISO date that the words vouch for


def write_entities(readings: Iterable[Reading], out: TextIO) -> int:
    """Write entities, one a line, each once; return how many."""
    seen: set[str] = set()
    for reading in readings:
        for entity in entities(reading):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(json.dumps(entity, ensure_ascii=True) + "\n")
    return len(seen)


def entities(reading: Reading) -> Iterator[Entity]:
    """Return a document's entities: itself, whoever its statements name, the statements, and reported events."""
    yield _article(reading)
    for s in reading.statements:
        actors = [actor for i in s.actor_ids if (actor := _actor(i, s)) is not None]
        yield from actors
        yield _note(s, reading, [a["id"] for a in actors])
        if _happened(s):
            yield _event(s, reading, [a["id"] for a in actors])


def _entity(identity: str, schema: str, **properties: Any) -> Entity:
    """An entity; values are texts in lists, and a property without a value is left out."""
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list | tuple) else [value]
        texts = [clean(str(v)) for v in values if v not in {None, ""}]
        if texts:
            kept[name] = list(dict.fromkeys(texts))
    return {"id": identity, "schema": schema, "properties": kept, "datasets": [DATASET]}


def _article(reading: Reading) -> Entity:
    d = reading.document
    return _entity(
        f"at-doc-{d.id}", "Article", title=d.title, fileName=d.source, author=d.author, publisher=d.publisher,
        publishedAt=d.published, sourceUrl=safe_link(d.url), language="eng" if d.language == "en" else None,
    )  # fmt: skip


def _actor(identity: str, s: Statement) -> Entity | None:
    name = actor_name(identity, s.actors)
    if name is None:
        return None
    kind, _, rest = identity.partition(":")
    country = country_code(rest[:3]) if kind in {"state", "government", "ministry"} else None
    plain = identity.replace(":", "-")
    return _entity(f"at-actor-{plain}", _SCHEMAS.get(kind, "LegalEntity"), name=name, country=_code(country))


def _common(s: Statement, reading: Reading) -> dict[str, Any]:
    d = reading.document
    marks = [s.kind.value, s.polarity.value, s.certainty.value, s.instrument, *(s.event.auxiliary if s.event else ())]
    return {
        "proof": f"at-doc-{d.id}", "publisher": d.publisher, "sourceUrl": safe_link(d.url), "keywords": marks,
        "address": s.where, "country": _country(s),
    }  # fmt: skip


def _country(s: Statement) -> list[str]:
    """Country of the place; of a disputed place every claimant."""
    return [_code(c) for c in s.place.country.split("/")] if s.place and s.place.country else []


def _code(iso2: str | None) -> str:
    code = (iso2 or "").lower()
    return _OWN_CODES.get(code, code)


def _note(s: Statement, reading: Reading, actors: list[str]) -> Entity:
    said_by = s.speaker if s.speaker != "narrator" else s.document_voice
    place = f"{s.span.start}-{s.span.end}"
    fields = _common(s, reading)
    return _entity(
        f"at-statement-{s.id}", "Note", name=shorten(s.text, 120), description=s.text, entity=actors,
        namesMentioned=said_by, summary=f"{one_line(said_by or 'unknown speaker')}, {s.form} speech, {place}", **fields,
    )  # fmt: skip


def _happened(s: Statement) -> bool:
    unreal = set(s.event.auxiliary) - {"historical"} if s.event else set()
    return s.kind is Kind.EVENT and s.polarity is Polarity.POSITIVE and not unreal


def _event(s: Statement, reading: Reading, actors: list[str]) -> Entity:
    fields = _common(s, reading)
    return _entity(
        f"at-event-{s.id}", "Event", name=shorten(s.text, 120), summary=s.text, involved=actors,
        location=fields["address"], startDate=_day(s, s.when), endDate=_day(s, s.when_end), **fields,
    )  # fmt: skip


def _day(s: Statement, day: Any) -> str | None:
    """A date no sharper than the words: FollowTheMoney takes 2017 and 2017-07 for what they are."""
    return str(day)[: _PRECISE.get(s.precision or "", 10)] if day else None
