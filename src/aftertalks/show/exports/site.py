"""Where an exported line leads, and how it names itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from aftertalks.model import Reading, Statement
from aftertalks.model.account import Account, EntryVoice, NextUp, Source
from aftertalks.model.dossier import Changes
from aftertalks.show.exports.tables import Row
from aftertalks.show.render import safe_link
from aftertalks.show.wording import one_line, speaker

PROJECT = "Aftertalks"
# What XML 1.0 and calendars cannot hold: control characters, half surrogates, two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return text without the characters that no file of ours may hold; each is replaced by a sign for it."""
    return _FORBIDDEN.sub("\ufffd", text)


def identifier(*parts: str) -> str:
    """Return an identifier that is the same on every machine: a UUID of the parts."""
    return uuid5(NAMESPACE_URL, "aftertalks:" + "|".join(parts)).urn


def entry_link(account: Account, site: str | None) -> str | None:
    """Return the entry's page where a site shows the ledger, else the address of its first voice's document."""
    if site:
        return f"{site.rstrip('/')}/entry/{account.entry.id}"
    return safe_link(account.voices[0].source.url)


def public_source(source: str) -> str:
    """Return where a document was read, without the folders of the machine that read it."""
    if source.startswith(("http://", "https://")):
        return source
    return source.replace("\\", "/").rpartition("/")[2] or "-"


def public_reading(reading: Reading) -> Reading:
    """Return a reading whose document names no folder."""
    return replace(reading, document=replace(reading.document, source=public_source(reading.document.source)))


def public_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Return a table's rows whose documents name no folder."""
    return (row | {"source": public_source(row["source"])} if "source" in row else row for row in rows)


def public_account(account: Account) -> Account:
    """Return an entry whose sources name no folder."""
    return replace(
        account,
        voices=tuple(public_voice(v) for v in account.voices),
        proposals=tuple(replace(p, source=_public(p.source)) for p in account.proposals),
        evidence={i: (s, _public(source)) for i, (s, source) in account.evidence.items()},
    )


def public_next(found: NextUp) -> NextUp:
    """Return what is next with sources that name no folder."""
    lists = (found.overdue, found.due, found.upcoming, found.undated)
    overdue, due, upcoming, undated = (tuple(map(public_account, heap)) for heap in lists)
    return NextUp(found.as_of, overdue, due, upcoming, undated, found.left_out)


def public_changes(changes: Changes) -> Changes:
    """Return changes whose sources name no folder."""
    found = tuple(
        replace(c, account=public_account(c.account), voices=tuple(public_voice(v) for v in c.voices))
        for c in changes.found
    )
    return replace(changes, found=found)


def public_voice(voice: EntryVoice) -> EntryVoice:
    """Return a voice whose sources name no folder."""
    return replace(voice, source=_public(voice.source), other=_public(voice.other) if voice.other else None)


def _public(source: Source) -> Source:
    return replace(source, source=public_source(source.source))


def said_by(statement: Statement) -> str:
    """Return the speaker with a semicolon, to stand before a citation; nothing for the document's own voice."""
    return "" if statement.speaker == "narrator" else f"{one_line(speaker(statement))}; "


def last_change(account: Account) -> datetime:
    """Return when the ledger last learned something of an entry (UTC)."""
    moments = [v.added for v in account.voices] + [v.noted for v in account.voices]
    moments += [j.at for j in account.entry.judgements]
    known = [m for m in moments if m is not None]
    return max(known) if known else midnight(account.voices[0].source.published or date(1970, 1, 1))


def midnight(day: date) -> datetime:
    """Return the beginning of a day (UTC)."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
