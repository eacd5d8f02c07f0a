"""Where documents come from, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, or_, select, true

from aftertalks.model import Statement
from aftertalks.model.account import Source
from aftertalks.store import rows
from aftertalks.store.dialect import among, contains
from aftertalks.store.tables import document, statement


def cited(connection: Connection, part: str, at: int, most: int) -> tuple[list[Source], int]:
    """Return where documents come from, oldest first, from a place on; and how many there are.

    Args:
        part: what must be part of title, publisher, date or source, whatever the case of its ASCII letters.
    """
    c = document.c
    wanted = (
        or_(*(contains(connection, x, part) for x in (c.title, c.publisher, c.source, c.published))) if part else true()
    )
    ranked = select(c.id).where(wanted).order_by(c.published.is_(None), c.published, c.id)
    ids = list(connection.execute(ranked.offset(at).limit(most)).scalars())
    total = connection.execute(select(func.count()).select_from(document).where(wanted)).scalar_one()
    columns = [document.c[name] for name in rows.SOURCE_COLUMNS]
    found = connection.execute(select(*columns).where(among(connection, c.id, ids))).mappings()
    by_id = {r["id"]: rows.to_source(r) for r in found}
    return [by_id[i] for i in ids], int(total)


def titles(connection: Connection, documents: Iterable[str]) -> dict[str, str | None]:
    """Return the titles of documents by id."""
    c = document.c
    found = connection.execute(select(c.id, c.title).where(among(connection, c.id, sorted(documents))))
    return {r.id: r.title for r in found}


def said_in(connection: Connection, documents: Sequence[str]) -> dict[str, int]:
    """Return by document how many statements were read from it."""
    of = statement.c.document
    chosen = select(of, func.count()).where(among(connection, of, documents)).group_by(of)
    return {document: int(n) for document, n in connection.execute(chosen)}


def on_instrument(connection: Connection, documents: Sequence[str], instrument: str) -> list[Statement]:
    """Return the statements of some documents on one instrument."""
    chosen = select(statement.c.record).where(
        among(connection, statement.c.document, documents), statement.c.instrument == instrument
    )
    return [rows.to_statement(r) for r in connection.execute(chosen).mappings()]
