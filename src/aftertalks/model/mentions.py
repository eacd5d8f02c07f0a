"""What finders return: times, places, actors and attributions found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aftertalks.model.span import Span


class TimeRole(StrEnum):
    """How a time stands to what is said of it."""

    AT = "at"
    DEADLINE = "deadline"  # by, until, before, within: the value's last day is the deadline
    START = "start"  # from, since, as of
    DURATION = "duration"  # for 90 days: no place on the calendar of its own
    REPEAT = "repeat"  # every week


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression, in TimeML's terms.

    Args:
        span: the words, without their preposition.
        text: those words.
        type: TIMEX3 type: ``DATE``, ``TIME``, ``DURATION`` or ``SET``.
        value: TIMEX3 value (``2017-07-09``, ``2017-07``, ``P90D``, ``PAST_REF``); null if it cannot be known.
        first: first day it covers; null where it has no place on the calendar.
        last: last day it covers.
        precision: ``day``, ``week``, ``month``, ``quarter``, ``half``, ``season``, ``year``, ``decade``, ``century``,
            ``time``, ``range`` or ``none``.
        role: how it stands to what is said.
        rule: the rule that found and resolved it; where ``first`` is null, also why.
        anchored: whether the text gave the whole date by itself (False) or it was resolved against another date (True).
        identifies: whether the date only names a thing ("the July 9 truce", "the 2015 Minsk package").
    """

    span: Span
    text: str
    type: str
    value: str | None
    first: date | None
    last: date | None
    precision: str
    role: TimeRole
    rule: str
    anchored: bool = False
    identifies: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    Args:
        id: ``geonames:NNN``, ``iso:SY`` or ``region:donbas``.
        kind: ``country``, ``admin1``, ``city``, ``region``, ``water``, ``river`` …
        lat, lon: degrees, WGS 84; null for a place with no single point.
        country: ISO 3166-1 alpha-2, or a list of claimants joined with ``/`` for disputed places.
        admin1: name of its first-level division.
        iso: ISO 3166-2 code of that division; null where ISO has none or the point lies in no known shape.
    """

    id: str
    name: str
    kind: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text; ``place`` is null when the words name a place that the gazetteer does not have."""

    span: Span
    text: str
    place: Place | None
    rule: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a state, government, ministry, organisation, armed group, office or person.

    Args:
        id: ``state:RUS``, ``org:un``, ``group:islamic-state``, ``person:vladimir-putin``, ``office:usa-president`` or
            ``text:dmitry-suslov`` for people that only the text introduces.
        name: canonical name, as the field writes it.
        kind: ``state``, ``government``, ``ministry``, ``organisation``, ``group``, ``person``, ``office``,
            ``collective``, ``media``.
        country: ISO 3166-1 alpha-3 of the side it acts for, if it has one.
        code: PLOVER-style code (state and sector, ``RUS GOV``).
        role: office or function as known at the document's date.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    code: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named in the text.

    Args:
        form: ``name``, ``demonym`` (Russian), ``metonym`` (Moscow, the Kremlin), ``role`` (the Russian leader),
            ``surname``, ``collective`` (the two presidents).
    """

    span: Span
    text: str
    actor: Actor
    form: str
    rule: str


class Form(StrEnum):
    """How content is reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    NARRATION = "narration"


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of an attribution chain.

    Args:
        name: resolved full name; a description ("a senior official") stays as written; null if unresolved.
        text: the words that stand for the speaker in the text.
        span: those words; null when the speaker is the document itself.
        role: title or function that the text gives, if any.
        side: state or organisation spoken for, if known.
        rule: why the name was resolved so, or why it stays null.
        also: further speakers of the same content, already resolved (collective speakers).
    """

    name: str | None
    text: str
    span: Span | None
    role: str | None
    side: str | None
    rule: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Content with its source.

    Args:
        voices: the chain, outermost reporter first, the content's own source last ("Suslov, citing Tillerson" →
            Suslov, Tillerson); never empty.
        cue: the cue word's span ("said", "according to"); null for transcripts and issuers.
        cue_lemma: the cue's lexicon entry.
        contents: the content's spans in order.
        form: how it is reported.
        certain: False for free indirect continuations and other weak attributions.
        rule: the pattern that found it.
        clause: the whole stretch that belongs together: attribution phrase and contents.
    """

    voices: tuple[Voice, ...]
    cue: Span | None
    cue_lemma: str | None
    contents: tuple[Span, ...]
    form: Form
    rule: str
    clause: Span
    certain: bool = True
