"""Hand-built documents, statements and readings for tests that need no language pipeline."""

from __future__ import annotations

from datetime import date
from typing import Any

from aftertalks.model import Certainty, Document, Form, Kind, Polarity, Reading, Section, Span, Statement, Trace
from aftertalks.model.document import well_formed

TRUCE_WORDS = "The presidents agreed on a truce in southwestern Syria that starts on Sunday."
REPORT = (
    f"{TRUCE_WORDS}\n\n"
    "“The truce should take effect at noon on July 9,” Sergei Lavrov said.\n\n"
    "Jordan wants the border crossing to reopen."
)
FOLLOW_UP = "The truce in southwestern Syria took effect at noon on Sunday, July 9."
NAMES = {"Russia": "state:RUS", "United States": "state:USA", "Jordan": "state:JOR"}


def document(text: str = REPORT, **fields: Any) -> Document:
    usual = {"published": date(2017, 7, 7), "title": "A truce", "publisher": "Example Wire", "source": "a.txt"}
    return Document(text=text, **(usual | fields))


def statement(doc: Document, words: str, kind: Kind = Kind.EVENT, **fields: Any) -> Statement:
    """A statement over ``words``, which must stand in the document's text."""
    words = well_formed(words)
    start = doc.text.index(words)
    actors = tuple(fields.pop("actors", ()))
    when = fields.pop("when", None)
    values: dict[str, Any] = {
        "form": Form.NARRATION,
        "speaker": "narrator",
        "polarity": Polarity.POSITIVE,
        "certainty": Certainty.CERTAIN,
        "actors": actors,
        "actor_ids": tuple(NAMES.get(a, f"text:{a.lower()}") for a in actors),
        "when": when,
        "when_end": fields.pop("when_end", when),
        "traces": (Trace("kind", "built by hand", Span(start, start + 3)),),
    }
    span = Span(start, start + len(words))
    return Statement(document=doc.id, span=span, text=words, kind=kind, **(values | fields))


def reading(doc: Document, *statements: Statement, notes: tuple[str, ...] = ()) -> Reading:
    sections, at = [], 0
    for block in doc.text.split("\n\n"):
        start = doc.text.index(block, at)
        at = start + len(block)
        sections.append(Section(Span(start, at), "body", None, "built by hand"))
    return Reading(doc, tuple(sections), tuple(sorted(statements, key=lambda s: s.span)), notes)


def report_reading() -> Reading:
    """The first report: an agreement with a date, an expectation and a wish."""
    doc = document()
    parties = ("United States", "Russia")
    return reading(
        doc,
        statement(
            doc,
            TRUCE_WORDS,
            Kind.AGREEMENT,
            actors=parties,
            instrument="truce",
            where="southwestern Syria",
            when=date(2017, 7, 9),
            when_text="Sunday",
            precision="day",
        ),
        statement(
            doc,
            "“The truce should take effect at noon on July 9,” Sergei Lavrov said.",
            Kind.EXPECTATION,
            form=Form.DIRECT,
            speaker="Sergei Lavrov",
            certainty=Certainty.PROBABLE,
            actors=parties,
            instrument="truce",
            when=date(2017, 7, 9),
            when_text="July 9",
            precision="day",
        ),
        statement(
            doc,
            "Jordan wants the border crossing to reopen.",
            Kind.POSITION,
            speaker="Jordan",
            form=Form.INDIRECT,
            actors=("Jordan",),
            where="the border crossing",
        ),
    )


def follow_up_reading() -> Reading:
    """A report of two days later, in which the truce has begun."""
    doc = document(FOLLOW_UP, published=date(2017, 7, 10), title="Truce holds", source="b.txt")
    return reading(
        doc,
        statement(
            doc,
            FOLLOW_UP,
            Kind.EVENT,
            actors=("United States", "Russia"),
            instrument="truce",
            where="southwestern Syria",
            when=date(2017, 7, 9),
            when_text="Sunday, July 9",
            precision="day",
        ),
    )
