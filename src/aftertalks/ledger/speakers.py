"""Speakers' records: what became of what each said would happen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from aftertalks.ledger.words import fold
from aftertalks.model import Certainty, Kind, Outcome
from aftertalks.model.account import Account, EntryVoice, Stance, Standing
from aftertalks.model.dossier import Forecast, SpeakerRecord

_CAME = {
    Outcome.HAPPENED: True,
    Outcome.KEPT: True,
    Outcome.DID_NOT_HAPPEN: False,
    Outcome.BROKEN: False,
}
_FIRM = {Certainty.CERTAIN, Certainty.PROBABLE, Certainty.UNKNOWN}
NARRATOR = "narrator"


def records(accounts: Iterable[Account], *, speaker: str | None = None) -> list[SpeakerRecord]:
    """Return the records of speakers, most expectations first.

    Args:
        accounts: entries, complete.
        speaker: part of the name; without it everybody but the narrator.
    """
    said: dict[str, list[Forecast]] = defaultdict(list)
    for account in accounts:
        for name, forecast in forecasts(account):
            if fold(speaker) in fold(name) if speaker else name != NARRATOR:
                said[name].append(forecast)
    made = [SpeakerRecord(name, tuple(sorted(found, key=_age))) for name, found in said.items()]
    return sorted(made, key=lambda r: (-len(r.forecasts), r.speaker))


def _age(forecast: Forecast) -> tuple[str, str]:
    day = forecast.voice.source.published
    return (day.isoformat() if day else "", forecast.voice.statement.id)


def came_true(outcome: Outcome, firm: int) -> bool | None:
    """Say whether what was expected came true, by the entry's outcome and :func:`firmness`; null while that is open."""
    came = _CAME.get(outcome) if firm else None
    return came if came is None or firm > 0 else not came


def firmness(forecast: Forecast) -> int:
    """Return how an entry's outcome counts for who forecast it: 1 as it is, -1 turned round, 0 not at all."""
    if forecast.voice.statement.certainty not in _FIRM:
        return 0
    return -1 if forecast.voice.stance is Stance.CONTRADICTS else 1


def forecasts(account: Account) -> Iterator[tuple[str, Forecast]]:
    """Yield who expected what an entry says, with the voice that says it; who says it twice has said it once."""
    seen: set[str] = set()
    for voice in account.voices:
        name = voice.statement.speaker
        repeated = voice.standing in {Standing.COPIED, Standing.EARLIER} or name in seen
        if voice.statement.kind is not Kind.EXPECTATION or name is None or repeated:
            continue  # who says it twice has said it once
        seen.add(name)
        yield name, _forecast(account, voice)


def _forecast(account: Account, voice: EntryVoice) -> Forecast:
    outcome = account.entry.outcome
    came = _CAME.get(outcome)
    if voice.statement.certainty not in _FIRM:
        return Forecast(account, voice, None, f"said only as {voice.statement.certainty}: not counted")
    if came is None:
        return Forecast(account, voice, None, "" if outcome is Outcome.UNCHECKED else outcome.value)
    if voice.stance is Stance.CONTRADICTS:
        return Forecast(account, voice, not came, "said the contrary of the entry's first voice")
    return Forecast(account, voice, came)
