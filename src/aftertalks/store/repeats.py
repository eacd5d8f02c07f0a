"""Sketches of documents, what repeats what, and which statements stand elsewhere or no longer stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select

from aftertalks.model import Document
from aftertalks.model.account import Source, Standing
from aftertalks.store import rows
from aftertalks.store.tables import document, document_band, document_repeat, statement, statement_standing

AT_ONCE = 400


def put_bands(connection: Connection, identity: str, bands: Sequence[str]) -> None:
    """Keep a document's sketch."""
    values = [{"band": n, "hash": value, "document": identity} for n, value in enumerate(bands)]
    if values:
        connection.execute(insert(document_band), values)


def sharing(connection: Connection, bands: Sequence[str], *, most: int) -> list[str]:
    """Return the documents that share a band at the same place, those that share most first."""
    if not bands:
        return []
    sql, value = (
        (_BANDS_SERVER, list(bands)) if connection.dialect.name == "postgresql" else (_BANDS_FILE, json.dumps(bands))
    )
    return [str(r[0]) for r in connection.exec_driver_sql(sql, (value, most))]


_BANDS_FILE = """
SELECT b.document FROM json_each(?) h JOIN document_band b ON b.band = h.key AND b.hash = h.value
GROUP BY b.document ORDER BY count(*) DESC, b.document LIMIT ?"""
_BANDS_SERVER = """
SELECT b.document FROM unnest(%s::text[]) WITH ORDINALITY AS h (hash, n)
JOIN document_band b ON b.band = h.n - 1 AND b.hash = h.hash COLLATE "C"
GROUP BY b.document ORDER BY count(*) DESC, b.document LIMIT %s"""


def at_same_place(connection: Connection, given: Document, *, most: int) -> list[str]:
    """Return the documents with the same address, or the same title and publisher."""
    terms = []
    if given.url:
        terms.append(document.c.url == given.url)
    if given.title and given.publisher:
        terms.append(and_(document.c.title == given.title, document.c.publisher == given.publisher))
    if not terms:
        return []
    chosen = select(document.c.id).where(or_(*terms), document.c.id != given.id)
    return list(connection.execute(chosen.order_by(document.c.added_at.desc()).limit(most)).scalars())


def unsketched(connection: Connection) -> list[str]:
    """Return the documents that were added before sketches were kept."""
    there = exists().where(document_band.c.document == document.c.id)
    return list(connection.execute(select(document.c.id).where(~there)).scalars())


def documents(connection: Connection, identities: Sequence[str]) -> list[tuple[Document, str]]:
    """Return documents with the time at which they were added, without originals and offsets."""
    if not identities:
        return []
    plain = ("source", "url", "title", "publisher", "author", "language", "media_type", "text")
    columns = [document.c[name] for name in (*plain, "published", "added_at")]
    found = connection.execute(select(*columns).where(document.c.id.in_(identities))).mappings()
    return [
        (Document(**{name: r[name] for name in plain}, published=rows.day(r["published"])), r["added_at"])
        for r in found
    ]


def originals(connection: Connection, identities: Sequence[str]) -> dict[str, str]:
    """Return by document the one that it repeats; those that repeat nothing are left out."""
    chosen = select(document_repeat.c.document, document_repeat.c.original).where(
        document_repeat.c.document.in_(identities)
    )
    return {r.document: r.original for r in connection.execute(chosen)}


def repeats_of(connection: Connection, original: str) -> list[str]:
    """Return the documents that repeat one."""
    chosen = select(document_repeat.c.document).where(document_repeat.c.original == original)
    return list(connection.execute(chosen.order_by(document_repeat.c.document)).scalars())


def put_repeat(connection: Connection, values: dict[str, Any]) -> None:
    """Keep that a document repeats another; what was kept of it before gives way."""
    connection.execute(delete(document_repeat).where(document_repeat.c.document == values["document"]))
    connection.execute(insert(document_repeat).values(**values))


def forget_repeat(connection: Connection, identity: str) -> None:
    """Take back that a document repeats another, and what followed for its statements."""
    connection.execute(delete(document_repeat).where(document_repeat.c.document == identity))
    mark(connection, [(i, None, None) for i, _ in texts_of(connection, identity)], stamp="")


def texts_of(connection: Connection, identity: str) -> list[tuple[str, str]]:
    """Return id and words of a document's statements."""
    chosen = select(statement.c.id, statement.c.text).where(statement.c.document == identity)
    return [(r.id, r.text) for r in connection.execute(chosen)]


def mark(connection: Connection, marks: Iterable[tuple[str, Standing | None, str | None]], *, stamp: str) -> None:
    """Keep where statements stand; null takes a mark away.

    Args:
        marks: statement, standing, and the other document.
    """
    marks = list(marks)
    for at in range(0, len(marks), AT_ONCE):
        ids = [m[0] for m in marks[at : at + AT_ONCE]]
        connection.execute(delete(statement_standing).where(statement_standing.c.statement.in_(ids)))
    values = [
        {"statement": s, "standing": standing.value, "other": other, "noted_at": stamp}
        for s, standing, other in marks
        if standing is not None
    ]
    if values:
        connection.execute(insert(statement_standing), values)


def standings(connection: Connection, identities: Sequence[str]) -> dict[str, tuple[Standing, Source, datetime]]:
    """Return by statement where it stands, the other document, and when that was noted."""
    origin = [document.c[name].label(f"d_{name}") for name in rows.SOURCE_COLUMNS]
    chosen = (
        select(statement_standing, *origin)
        .join(document, document.c.id == statement_standing.c.other)
        .where(statement_standing.c.statement.in_(identities))
    )
    found = connection.execute(chosen).mappings()
    return {
        r["statement"]: (Standing(r["standing"]), rows.to_source(r, "d_"), datetime.fromisoformat(r["noted_at"]))
        for r in found
    }
