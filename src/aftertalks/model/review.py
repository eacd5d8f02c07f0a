"""What people decide about the machine's readings, merges and answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aftertalks.model.account import Source
from aftertalks.model.span import Span
from aftertalks.model.statement import Statement


class Topic(StrEnum):
    """What a question or a decision is about."""

    READING = "reading"  # one field of one statement
    VOICE = "voice"  # whether a statement is a voice of its entry
    ANSWER = "answer"  # whether a later report tells an entry's outcome
    ENTRY = "entry"  # which statements are one entry, decided by hand
    DOCUMENT = "document"  # that a document was erased


class Action(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    FIX = "fix"
    REJECT = "reject"
    SKIP = "skip"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a decision is about; they outlast the reading that found them.

    Args:
        document: the document's id.
        span: their stretch.
        words: the words themselves.
    """

    document: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt that a person can settle.

    Args:
        anchor: the words of the statement in question.
        field: of a reading, the field in doubt; else empty.
        machine: what the machine says: the field's value, the outcome, or the other voice's words.
        score: the machine's score, 0..1; null where it has none.
        weight: how much the answer matters, greatest first; comparable only within one list.
        why: why it is asked, in words.
        entry: id of the entry that it bears on, if any.
        about: words of that entry.
        settled: whether a person has decided it; then it is asked again only for a second opinion.
    """

    topic: Topic
    anchor: Anchor
    statement: Statement
    source: Source
    field: str
    machine: str
    score: float | None
    weight: float
    why: str
    entry: str | None = None
    about: str = ""
    settled: bool = False

    @property
    def id(self) -> str:
        """Content-based id: topic, document, words and where they stand, field; for an answer or a voice, the entry."""
        return question_id(self.topic, self.anchor, self.field, self.entry)


def question_id(topic: Topic, anchor: Anchor, field: str, entry: str | None) -> str:
    """Return the id of the question on some words, and on an entry where it is no mere reading."""
    key = f"{topic}\n{anchor.document}\n{anchor.span.start}\n{anchor.words}\n{field}"
    if topic is not Topic.READING:
        key += f"\n{entry}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Decision:
    """An append-only line of a reviewer.

    Args:
        question: id of the question that it answers.
        by: who decided.
        at: when (UTC).
        value: what holds by this decision: the field's value or the outcome; empty for rejected or skipped. Of a merge
            or split, where the statements stood before, as JSON.
        machine: what the machine had said.
        score: the machine's score, kept as it was.
        reason: why, in the reviewer's words.
        undoes: of an undo, the place in the log of what it takes back.
        n: place in the log; 0 before it is stored.
    """

    question: str
    topic: Topic
    action: Action
    by: str
    at: datetime
    anchor: Anchor
    field: str = ""
    value: str = ""
    machine: str = ""
    score: float | None = None
    reason: str = ""
    entry: str | None = None
    undoes: int | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on one sort of question that both decided.

    Args:
        question: topic, and for readings the field: ``reading: speaker``.
        reviewers: the two, by name.
        n: questions that both decided.
        same: questions on which they decided alike.
        kappa: Cohen's kappa; null where chance alone would already make them agree, or nothing is shared.
    """

    question: str
    reviewers: tuple[str, str]
    n: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """Share of questions on which they decided alike."""
        return self.same / self.n if self.n else 0.0
