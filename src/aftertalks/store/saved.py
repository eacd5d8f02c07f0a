"""Dossiers as they are saved, and when who looked last."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from aftertalks.model.dossier import Dossier
from aftertalks.store import rows
from aftertalks.store.tables import dossier, looked


def put_dossier(connection: Connection, made: Dossier, *, stamp: str) -> None:
    """Save a dossier; one of the same name gives way."""
    query = {
        "actors": list(made.actors), "issue": made.issue, "place": made.place, "words": made.words,
        "since": rows.iso(made.since), "until": rows.iso(made.until),
    }  # fmt: skip
    connection.execute(delete(dossier).where(dossier.c.name == made.name))
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
    connection.execute(delete(dossier).where(dossier.c.name == name))
    connection.execute(delete(looked).where(looked.c.dossier == name))


def last_look(connection: Connection, reader: str, name: str) -> datetime | None:
    """Return when a reader last looked at a dossier; an empty name is the whole ledger."""
    chosen = select(looked.c.looked_at).where(looked.c.reader == reader, looked.c.dossier == name)
    stamp = connection.execute(chosen).scalar_one_or_none()
    return datetime.fromisoformat(stamp) if stamp else None


def put_look(connection: Connection, reader: str, name: str, moment: datetime) -> None:
    """Keep when a reader looked."""
    connection.execute(delete(looked).where(looked.c.reader == reader, looked.c.dossier == name))
    connection.execute(insert(looked).values(reader=reader, dossier=name, looked_at=moment.isoformat()))
