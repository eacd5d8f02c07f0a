"""Which entries and statements a dossier holds."""

from __future__ import annotations

from aftertalks.ledger.words import fold, keys
from aftertalks.model import Statement
from aftertalks.model.account import Account, Source
from aftertalks.model.dossier import Dossier


def holds(dossier: Dossier, account: Account) -> bool:
    """Say whether an entry belongs to a dossier: whether one of its voices has everything that is asked for."""
    return any(covers(dossier, voice.statement, voice.source) for voice in account.voices)


def covers(dossier: Dossier, statement: Statement, source: Source) -> bool:
    """Say whether a statement has everything that a dossier asks for."""
    return (
        _in_window(dossier, source)
        and (not dossier.actors or any(_has_actor(statement, actor) for actor in dossier.actors))
        and (not dossier.issue or _part(dossier.issue, statement.issue, statement.about, source.title))
        and (not dossier.place or _at(statement, dossier.place))
        and (not dossier.words or keys(dossier.words) <= keys(statement.text))
    )


def _in_window(dossier: Dossier, source: Source) -> bool:
    if not (dossier.since or dossier.until):
        return True
    day = source.published
    return day is not None and (dossier.since or day) <= day <= (dossier.until or day)


def _has_actor(statement: Statement, wanted: str) -> bool:
    voices = [name for voice in statement.chain for name in (voice.name, voice.text, voice.side)]
    return wanted in statement.actor_ids or _part(wanted, statement.speaker, *statement.actors, *voices)


def _at(statement: Statement, wanted: str) -> bool:
    place = statement.place
    named = (place.name, place.admin1, place.country) if place else ()
    return _part(wanted, statement.where, *named)


def _part(wanted: str, *names: str | None) -> bool:
    sought = fold(wanted)
    return any(sought in fold(name) for name in names if name)
