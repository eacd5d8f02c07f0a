"""Dossiers: saved queries that an analyst comes back to, and what has changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from aftertalks.model.account import Account, EntryVoice


@dataclass(frozen=True, slots=True)
class Dossier:
    """A saved query; everything given must hold of one voice of an entry.

    Args:
        name: as the user calls it.
        actors: one of them must act, be concerned or speak; part of the name or an actor's id.
        issue: part of the heading or subject that it stands under.
        place: part of a place's name, its province or country.
        words: all must stand in its words, in any form.
        since, until: publication date of its document, both ends included.
        made: when it was saved (UTC).
    """

    name: str
    actors: tuple[str, ...] = ()
    issue: str | None = None
    place: str | None = None
    words: str | None = None
    since: date | None = None
    until: date | None = None
    made: datetime | None = None

    @property
    def terms(self) -> dict[str, str]:
        """What is asked for, by name; what is not given is left out."""
        given = {
            "actors": " or ".join(self.actors), "issue": self.issue, "place": self.place, "words": self.words,
            "from": self.since.isoformat() if self.since else None,
            "to": self.until.isoformat() if self.until else None,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}


class News(StrEnum):
    """What can have changed about an entry, most pressing first."""

    OUTCOME = "outcome changed"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    CONTRADICTED = "contradicted"
    MOVED = "new date"
    DUE_SOON = "due soon"
    NEW = "new"
    ANSWER = "answer proposed"
    VOICES = "new voices"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has changed about an entry.

    Args:
        account: the entry as it is now.
        before, after: what it was and is, in words; empty where there was nothing.
        voices: the voices that came, for new entries and new voices.
    """

    news: News
    account: Account
    before: str = ""
    after: str = ""
    voices: tuple[EntryVoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed between two days.

    Args:
        since: the day, or the moment of the last look; null if this reader never looked.
        as_of: the day that counts as now.
        counts: how many there are of each sort, where ``found`` holds only the first; empty where it holds all.
    """

    since: date | datetime | None
    as_of: date
    found: tuple[Change, ...]
    counts: Mapping[News, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tally(self) -> dict[News, int]:
        """How many there are of each sort."""
        return {news: self.counts.get(news, 0) or sum(c.news is news for c in self.found) for news in News}

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.tally.values())


@dataclass(frozen=True, slots=True)
class Forecast:
    """One expectation of a speaker.

    Args:
        account: its entry.
        voice: the speaker's own words.
        came: whether what the speaker said came true; null while that is open or cannot be said.
        note: why it is not counted, or what qualifies it; empty if nothing does.
    """

    account: Account
    voice: EntryVoice
    came: bool | None
    note: str = ""


LEAST_RESOLVED = 5  # resolved expectations below which no share is told: a share of two or three says nothing


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """What became of a speaker's expectations.

    Args:
        speaker: full name.
        forecasts: oldest first.
    """

    speaker: str
    forecasts: tuple[Forecast, ...]

    @property
    def happened(self) -> int:
        """How many came true."""
        return sum(f.came is True for f in self.forecasts)

    @property
    def did_not(self) -> int:
        """How many did not."""
        return sum(f.came is False for f in self.forecasts)

    @property
    def open(self) -> int:
        """How many are not resolved."""
        return sum(f.came is None for f in self.forecasts)

    @property
    def share(self) -> float | None:
        """Share of the resolved ones that came true; null below ``LEAST_RESOLVED`` resolved."""
        resolved = self.happened + self.did_not
        return self.happened / resolved if resolved >= LEAST_RESOLVED else None
