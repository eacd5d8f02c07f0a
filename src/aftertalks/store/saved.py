"""Dossiers as they are saved, which entries they hold, and when who looked last."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from aftertalks.model.dossier import Dossier
from aftertalks.store import rows
from aftertalks.store.tables import dossier, dossier_entry, looked

ALL = -1  # the key that says that all entries of a dossier are there; no entry has it


def put_dossier(connection: Connection, made: Dossier, *, stamp: str) -> None:
    """Save a dossier; one of the same name gives way."""
    query = {
        "actors": list(made.actors), "issue": made.issue, "place": made.place, "words": made.words,
        "since": rows.iso(made.since), "until": rows.iso(made.until),
    }  # fmt: skip
    _forget(connection, made.name)
    connection.execute(insert(dossier).values(name=made.name, query=rows.pack(query), made_at=stamp))


def dossiers(connection: Connection) -> list[Dossier]:
    """Return every dossier, by name."""
    found = []
    for r in connection.execute(select(dossier).order_by(dossier.c.name)):
        q = json.loads(r.query)
        first, last = rows.day(q["since"]), rows.day(q["until"])
        made = datetime.fromisoformat(r.made_at)
        found.append(Dossier(r.name, tuple(q["actors"]), q["issue"], q["place"], q["words"], first, last, made))
    return found


def drop_dossier(connection: Connection, name: str) -> None:
    """Forget a dossier, and when who looked at it."""
    _forget(connection, name)
    connection.execute(delete(looked).where(looked.c.dossier == name))


def _forget(connection: Connection, name: str) -> None:
    connection.execute(delete(dossier_entry).where(dossier_entry.c.dossier == name))
    connection.execute(delete(dossier).where(dossier.c.name == name))


def filled(connection: Connection) -> list[Dossier]:
    """Return the dossiers of which is kept which entries they hold."""
    there = _filled(connection)
    return [one for one in dossiers(connection) if one.name in there] if there else []


def unfilled(connection: Connection) -> list[Dossier]:
    """Return the dossiers of which it is not."""
    if not (every := dossiers(connection)):
        return []
    there = _filled(connection)
    return [one for one in every if one.name not in there]


def _filled(connection: Connection) -> set[str]:
    return set(connection.execute(select(dossier_entry.c.dossier).where(dossier_entry.c.e == ALL)).scalars())


def put_held(connection: Connection, name: str, keys: Iterable[int]) -> None:
    """Keep all entries that a dossier holds, by their keys."""
    connection.execute(delete(dossier_entry).where(dossier_entry.c.dossier == name))
    connection.execute(insert(dossier_entry), [{"dossier": name, "e": e} for e in (ALL, *sorted(keys))])


def held(connection: Connection, meant: Dossier) -> set[int] | None:
    """Return the keys of the entries that a dossier holds; null if that is not kept, or the saved one is another."""
    if replace(meant, made=None) not in [replace(one, made=None) for one in filled(connection)]:
        return None
    chosen = select(dossier_entry.c.e).where(dossier_entry.c.dossier == meant.name, dossier_entry.c.e != ALL)
    return set(connection.execute(chosen).scalars())


def last_look(connection: Connection, reader: str, name: str) -> datetime | None:
    """Return when a reader last looked at a dossier; an empty name is the whole ledger."""
    chosen = select(looked.c.looked_at).where(looked.c.reader == reader, looked.c.dossier == name)
    stamp = connection.execute(chosen).scalar_one_or_none()
    return datetime.fromisoformat(stamp) if stamp else None


def put_look(connection: Connection, reader: str, name: str, moment: datetime) -> None:
    """Keep when a reader looked."""
    connection.execute(delete(looked).where(looked.c.reader == reader, looked.c.dossier == name))
    connection.execute(insert(looked).values(reader=reader, dossier=name, looked_at=moment.isoformat()))
