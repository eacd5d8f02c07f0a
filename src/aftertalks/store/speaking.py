"""Who speaks and who is named, counted: from tables that triggers keep."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, and_, func, select

from aftertalks.lexicon.actor_names import actor_name, display_name
from aftertalks.store.dialect import among, contains, names_told
from aftertalks.store.tables import actor_month, speaker_kind

LOOKED_AT = 100  # statements of an actor whose names for it are counted


def speakers(connection: Connection, at: int, most: int, part: str = "") -> tuple[list[tuple[str, Counter[str]]], int]:
    """Return speakers with their statements by kind, who says most first, from a place on; and how many there are.

    Args:
        part: what must be part of the name, whatever the case of its ASCII letters.
    """
    c = speaker_kind.c
    wanted = and_(c.speaker != "", contains(connection, c.speaker, part)) if part else c.speaker != ""
    said = func.sum(c.statements)
    ranked = select(c.speaker).where(wanted).group_by(c.speaker).order_by(said.desc(), c.speaker)
    chosen = list(connection.execute(ranked.offset(at).limit(most)).scalars())
    total = connection.execute(select(func.count(c.speaker.distinct())).where(wanted)).scalar_one()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for r in connection.execute(select(speaker_kind).where(among(connection, c.speaker, chosen))):
        kinds[r.speaker][r.kind] = r.statements
    return [(name, kinds[name]) for name in chosen], int(total)


def kinds_of(connection: Connection, speaker: str) -> Counter[str]:
    """Return how many statements of each kind a speaker makes; the whole name."""
    c = speaker_kind.c
    found = connection.execute(select(c.kind, c.statements).where(c.speaker == speaker))
    return Counter({r.kind: r.statements for r in found})


def months(connection: Connection, actor: str) -> dict[str, int]:
    """Return how many statements name an actor, by month; an empty one is that of documents without a date."""
    c = actor_month.c
    chosen = select(c.month, func.sum(c.statements)).where(c.actor == actor).group_by(c.month).order_by(c.month)
    return {str(month): int(n) for month, n in connection.execute(chosen)}


def actor_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return actors' names: as the lexicon has it, else as some statements have it, else in words; never an id."""
    found = {identity: actor_name(identity) for identity in ids}
    told = names_told(connection, [identity for identity, name in found.items() if name is None], most=LOOKED_AT)
    return {identity: name or _by_most(identity, told[identity]) for identity, name in found.items()}


def _by_most(identity: str, names: list[str]) -> str:
    made_up = identity.rpartition(":")[2].replace("-", " ")  # what stands there where a statement has no name
    return display_name(identity, [name for name, _ in Counter(names).most_common() if name != made_up])
