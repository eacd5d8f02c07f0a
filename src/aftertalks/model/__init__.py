"""Frozen value types: no input or output, no parsing."""

from aftertalks.model.document import Document, OffsetMap
from aftertalks.model.errors import (
    AftertalksError,
    InputError,
    LedgerError,
    LexiconError,
    ModelMissingError,
    UsageError,
)
from aftertalks.model.ledger import Book, Check, Entry, Judgement, Outcome, Progress
from aftertalks.model.mentions import (
    Actor,
    ActorMention,
    Attribution,
    Form,
    Place,
    PlaceMention,
    TimeMention,
    TimeRole,
    Voice,
)
from aftertalks.model.settings import DEFAULT_PIPELINE, Settings
from aftertalks.model.span import Span, Trace
from aftertalks.model.statement import (
    Certainty,
    Condition,
    EventFrame,
    Kind,
    Polarity,
    Reading,
    Section,
    Statement,
    Undertaking,
)

__all__ = [
    "DEFAULT_PIPELINE",
    "Actor",
    "ActorMention",
    "AftertalksError",
    "Attribution",
    "Book",
    "Certainty",
    "Check",
    "Document",
    "Condition",
    "Entry",
    "EventFrame",
    "Form",
    "InputError",
    "Judgement",
    "Kind",
    "LedgerError",
    "LexiconError",
    "ModelMissingError",
    "OffsetMap",
    "Outcome",
    "Place",
    "PlaceMention",
    "Polarity",
    "Progress",
    "Reading",
    "Section",
    "Settings",
    "Span",
    "Statement",
    "TimeMention",
    "TimeRole",
    "Trace",
    "Undertaking",
    "UsageError",
    "Voice",
]
