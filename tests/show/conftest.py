"""A small ledger with what exports must tell apart, and what a form writes of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aftertalks.flow.exporting import FORMS
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.scope import Scope
from aftertalks.model import EventFrame, Kind, Place
from builders import document, follow_up_reading, reading, report_reading, statement

Written = Callable[..., str]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.db") as made:
        made.keep(report_reading(), now=datetime(2017, 7, 8, 9, tzinfo=UTC))
        made.keep(follow_up_reading(), now=datetime(2017, 7, 11, 9, tzinfo=UTC))
        doc = document("Russia did strike Aleppo. It may withdraw by the end of July.", source="/home/x/c.txt")
        frame = EventFrame("ASSAULT", "aerial", ("military",), ("state:RUS",), (), ("historical",), "195", "q", -10.0)
        place = Place("geonames:170063", "Aleppo", "city", 36.2, 37.16, "SY", "Aleppo")
        made.keep(
            reading(
                doc,
                statement(
                    doc, "Russia did strike Aleppo.", event=frame, actors=("Russia",), place=place, where="Aleppo"
                ),
                statement(
                    doc, "It may withdraw by the end of July.", Kind.EXPECTATION, deadline=date(2017, 7, 31),
                    when=date(2017, 7, 31), when_text="the end of July", precision="month",
                ),
            ),
            now=datetime(2017, 7, 12, tzinfo=UTC),
        )  # fmt: skip
        yield made


@pytest.fixture
def written(ledger: Ledger) -> Written:
    """What a form holds of that ledger, as text."""

    def write(form: str, what: str | None = None, **scope: object) -> str:
        out = io.StringIO()
        chosen = FORMS[form]
        assert chosen.write is not None
        chosen.write(ledger, what or chosen.of[0], Scope(**scope), out)
        return out.getvalue()

    return write
