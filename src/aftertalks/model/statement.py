"""Statements: one content with one attribution."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from aftertalks.model.document import Document
from aftertalks.model.mentions import Form, Place, Voice
from aftertalks.model.span import Span, Trace


class Kind(StrEnum):
    """What sort of thing is stated."""

    EVENT = "event"
    AGREEMENT = "agreement"
    POSITION = "position"
    EXPECTATION = "expectation"
    RECOMMENDATION = "recommendation"
    ASSESSMENT = "assessment"


class Polarity(StrEnum):
    """Whether the main predicate is negated or lexically refused."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Certainty(StrEnum):
    """How sure the speaker is; never a percentage that the text does not give."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EventFrame:
    """A PLOVER event frame.

    Args:
        type: PLOVER event type (AGREE, CONSULT, SANCTION, …).
        mode: PLOVER mode, if the type has any and the text tells.
        context: PLOVER contexts (military, diplomatic, …).
        actors: who acts, by actor id.
        recipients: who is acted upon, by actor id.
        auxiliary: of ``historical``, ``future``, ``hypothetical``, ``negated``.
        cameo: the CAMEO code that the words stand for.
        quad: PLOVER's quad class of the type (verbal or material, cooperation or conflict).
        goldstein: the code's Goldstein value, from -10 (conflict) to 10 (cooperation).
    """

    type: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    auxiliary: tuple[str, ...] = ()
    cameo: str | None = None
    quad: str | None = None
    goldstein: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What something hangs on: "if …", "provided that …", "unless …".

    Args:
        span, text: the clause, its conjunction included.
        cue: the conjunction in lower case.
        polarity: positive if it must be so, negative if it must not ("unless").
    """

    span: Span
    text: str
    cue: str
    polarity: Polarity = Polarity.POSITIVE


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What an agreement's statement tells of the agreement itself.

    Args:
        name: its proper name, if the text gives one ("Minsk Agreements").
        parties: who undertakes, by name.
        guarantors: who guarantees, brokers or watches over it, as worded.
        terms: the stretches that say what is undertaken.
        start, end: first and last day that it is to hold, if the text tells.
    """

    name: str | None = None
    parties: tuple[str, ...] = ()
    guarantors: tuple[str, ...] = ()
    terms: tuple[Span, ...] = ()
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One content with one attribution; every field is filled from the text or null with a reason in ``traces``.

    Args:
        document: the document's id.
        span: the exact stretch of the document's text.
        text: the words of that stretch.
        speaker: full name, ``narrator``, or null if the text does not tell who speaks.
        chain: the attribution chain, outermost reporter first.
        cue: the attribution's cue word, if any.
        attribution_certain: False where only the tense or a weak cue tells that the speaker goes on speaking.
        document_voice: for the narrator's statements, whose utterance the document itself is: its issuer, else its
            publisher; null if the text does not tell.
        conditions: what the content hangs on.
        undertaking: of an agreement's statement, its name, parties, guarantors, terms and days.
        when, when_end: first and last day of the content's time; equal for a day.
        when_text: the raw words of that time.
        precision: of the time, as in :class:`~aftertalks.model.mentions.TimeMention`.
        deadline: last day by which the content is due, if the text sets one.
        where: the place as worded.
        traces: for every derived field, its span and rule, or why it is null.
    """

    document: str
    span: Span
    text: str
    kind: Kind
    form: Form
    speaker: str | None
    polarity: Polarity
    certainty: Certainty
    chain: tuple[Voice, ...] = ()
    cue: Span | None = None
    cue_text: str | None = None
    certainty_cue: Span | None = None
    actors: tuple[str, ...] = ()
    actor_ids: tuple[str, ...] = ()
    about: str | None = None
    issue: str | None = None
    instrument: str | None = None
    event: EventFrame | None = None
    when: date | None = None
    when_end: date | None = None
    when_text: str | None = None
    precision: str | None = None
    deadline: date | None = None
    where: str | None = None
    place: Place | None = None
    attribution_certain: bool = True
    document_voice: str | None = None
    conditions: tuple[Condition, ...] = ()
    undertaking: Undertaking | None = None
    traces: tuple[Trace, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """Content-based id: document, span and kind, so that it is the same on every machine."""
        key = f"{self.document}:{self.span.start}:{self.span.end}:{self.kind}:{self.speaker or ''}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    def trace(self, name: str) -> Trace | None:
        """Return the trace of one field, if it has one."""
        return next((t for t in self.traces if t.field == name), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the document's text (usually a paragraph).

    Args:
        span: its stretch, without surrounding white space.
        role: ``body``, ``heading``, ``title``, ``dateline``, ``byline``, ``caption``, ``list``, ``speaker``
            (a transcript turn), ``question`` (by somebody the text does not name), ``disclaimer``, ``related``,
            ``debris``.
        heading: text of the heading it stands under, if any.
        rule: why it has this role.
        label: of a transcript turn, the words that name its speaker (without the colon); later blocks of the same
            turn carry the label of its first.
        lead: of a list item, the lead-in that the items hang on ("The parties will:").
    """

    span: Span
    role: str
    heading: str | None
    rule: str
    label: Span | None = None
    lead: Span | None = None

    @property
    def readable(self) -> bool:
        """Whether statements are read from it."""
        return self.role in {"body", "list", "speaker"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document.

    Args:
        document: the document.
        sections: its blocks in order, debris included.
        statements: the statements, by place in the text.
        notes: warnings of the reading (no date known, …), a line each.
        voice: whose utterance the document is, with the reason; a null name where the text does not tell.
    """

    document: Document
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    notes: tuple[str, ...] = ()
    voice: Voice | None = None
