"""The review queue's questions as people are asked them: in words, with the text around, both sides of a merge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aftertalks.lexicon.names import fold_name
from aftertalks.model import Book, Outcome, Statement
from aftertalks.model.account import Account, EntryVoice, Source
from aftertalks.model.review import Question, Topic
from aftertalks.web.desk import Desk

AROUND = 260  # letters of the document that are shown before and after
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_LEAST = 4  # letters of a word that is marked as shared; shorter ones are shared by chance
_STEM = 6  # letters that two forms of one word share
_NOUNS = {Book.AGREED: "undertaking", Book.WANTED: "wish", Book.EXPECTED: "expectation", Book.HAPPENED: "event"}
_FIELDS = {
    "speaker": "Who says this?",
    "deadline": "By when is this due?",
    "when": "When is this?",
    "kind": "What kind of statement is this?",
    "where": "Where is this?",
    "polarity": "Is this affirmed or denied?",
    "certainty": "How sure is the speaker?",
}

_TOLD = {  # outcomes that are no verb
    "kept": "was kept", "partly kept": "was kept in part", "reduced": "was reduced", "broken": "was broken",
    "delayed": "was put off", "superseded": "was superseded", "disputed": "is disputed",
}  # fmt: skip

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Side:
    """A statement beside another.

    Args:
        name: what it is here.
        pieces: its words, each with whether the other side shares it.
    """

    name: str
    statement: Statement
    source: Source
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on the page.

    Args:
        asks: the question in words.
        yes, no: what accepting and rejecting say; ``yes`` is empty where there is nothing to accept.
        other: what a fix is asked for as.
        field: what a fix sets; of an answer the outcome, of a merge the entry.
        choices: values to choose a fix from; empty for a free one.
        sides: of a merge or an answer, the two statements; empty for a reading.
        before, after: the document's text around the statement.
    """

    question: Question
    asks: str
    yes: str
    no: str
    other: str
    field: str
    choices: tuple[str, ...]
    sides: tuple[Side, ...]
    before: str
    after: str


def asked(desk: Desk, question: Question) -> Asked:
    """Return a question with what a person needs to settle it."""
    q = question
    text, span = desk.ledger.reading(q.anchor.document).document.text, q.anchor.span
    before, after = text[max(span.start - AROUND, 0) : span.start], text[span.end : span.end + AROUND]
    before = before.partition(" ")[2] if span.start > AROUND else before
    after = after.rpartition(" ")[0] if span.end + AROUND < len(text) else after
    account = desk.ledger.entry(q.entry) if q.entry and q.topic is not Topic.READING else None
    lead = account.voices[0] if account else None
    asks, yes, no, other, field, choices = _words(q, account)
    sides = _sides(q, lead) if lead else ()
    return Asked(q, asks, yes, no, other, field, choices, sides, before, after)


def _words(q: Question, account: Account | None) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    if q.topic is Topic.VOICE and account:
        noun = _NOUNS[account.entry.book]
        return f"Are these two the same {noun}?", "Yes, the same", "No, two of them", "It belongs to entry", "entry", ()
    if q.topic is Topic.ANSWER:
        outcomes = tuple(o.value for o in Outcome if o is not Outcome.UNCHECKED)
        if q.machine == Outcome.CANNOT_TELL.value:
            return "Does this report tell what became of it?", "", "No, it does not", "It tells", "outcome", outcomes
        asks = f"Does this report tell that it {_TOLD.get(q.machine or '', q.machine)}?"
        return asks, f"Yes: {q.machine}", "No, it does not", "It tells another outcome", "outcome", outcomes
    asks = _FIELDS.get(q.field, f"Is the {q.field} right?")
    read = q.machine or ("nobody who is named" if q.field == "speaker" else "nothing")
    return asks, f"As read: {read}", "This is no statement", f"Another {q.field}", q.field, ()


def _sides(q: Question, lead: EntryVoice) -> tuple[Side, Side]:
    first, second = _shared(lead.statement.text, q.statement.text)
    names = ("The entry, by its first voice", "The later report" if q.topic is Topic.ANSWER else "Put with it")
    return Side(names[0], lead.statement, lead.source, first), Side(names[1], q.statement, q.source, second)


def _shared(a: str, b: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts in pieces, the words that both have marked."""
    both = _stems(a) & _stems(b)
    return _pieces(a, both), _pieces(b, both)


def _stem(word: str) -> str:
    return fold_name(word)[:_STEM] if len(word) >= _LEAST or word.isdigit() else ""


def _stems(text: str) -> set[str]:
    return {stem for m in _WORD.finditer(text) if (stem := _stem(m[0]))}


def _pieces(text: str, both: set[str]) -> list[Piece]:
    pieces, at = [], 0
    for m in _WORD.finditer(text):
        if _stem(m[0]) in both:
            pieces += [(text[at : m.start()], False), (m[0], True)]
            at = m.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
