from __future__ import annotations

import json

import pytest

from aftertalks.model import Document, OffsetMap, Reading, Section, Span, UsageError, Voice
from aftertalks.model.reading_record import from_reading_record, reading_record


def test_a_reading_record_gives_the_reading_back() -> None:
    document = Document(
        "Truce\nMINISTER: We agreed.", source="a.html", title="Truce", original="<h1>Truce</h1>MINISTER: We agreed.",
        offsets=OffsetMap(((0, 4, 5), (6, 14, 20))), media_type="text/html", notes=("odd",), author="A. Lee",
    )  # fmt: skip
    sections = (
        Section(Span(0, 5), "title", None, "first-line"),
        Section(Span(6, 26), "speaker", "Truce", "turn", label=Span(6, 14), lead=None),
    )
    voice = Voice("Ministry", "Ministry", None, role=None, side=None, rule="publisher")
    for reading in (Reading(document, sections, (), ("no date",), voice), Reading(Document("x"), (), ())):
        record = json.loads(json.dumps(reading_record(reading)))
        assert from_reading_record(record, ()) == reading
        assert record["id"] == reading.document.id and record["statements"] == 0


def test_what_cannot_be_understood_is_named() -> None:
    with pytest.raises(UsageError, match="reading record cannot be understood"):
        from_reading_record({"text": "x"}, ())
