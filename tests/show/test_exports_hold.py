"""Exports hold whatever documents hold, and say what is missing where a library is not there."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import feedparser
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftertalks.flow.exporting import FORMS
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.scope import Scope
from aftertalks.model import EventFrame, Kind, Place
from aftertalks.show.brief_docx import brief_docx
from aftertalks.show.brief_markdown import brief_markdown
from builders import document, reading, report_reading, statement

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NEEDED = {"parquet": ("pyarrow", "tables"), "ics": ("icalendar", "calendar")}
RUN = """
import sys
for name in ("pandas", "polars", "pyarrow", "icalendar", "docx"):
    sys.modules[name] = None
from aftertalks.cli import main
main()
"""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, words, st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(["day", "month", "century", None]))
def test_no_words_break_a_form(tmp_path_factory, text, name, day, precision) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("hold")
    doc = document(text, title=name, publisher=name, source=name, url=name, published=None)
    said = statement(
        doc, text, Kind.EXPECTATION, speaker=name, where=name, when=day, deadline=day, precision=precision,
        when_text=name, instrument=name, actors=(name,), event=EventFrame("AID", actors=(f"text:{name}",)),
        place=Place(name, name, "city", 1.0, 2.0, "SY"),
    )  # fmt: skip
    with Ledger(folder / "x.db") as ledger:
        ledger.add(reading(doc, said))
        written = {}
        for form in FORMS.values():
            if form.write is not None:
                out = io.StringIO()
                form.write(ledger, form.of[0], Scope(), out)
                written[form.name] = out.getvalue()
            elif form.file is not None:
                form.file(ledger, form.of[0], Scope(), folder / f"x{form.endings[0]}")
        brief = ledger.brief_contents(as_of=date(2017, 7, 8))
        assert docx.Document(io.BytesIO(brief_docx(brief))).paragraphs
        assert list(brief_markdown(brief))
    assert json.loads(written["jsonl"])["text"] == doc.text
    assert json.loads(written["geojson"])["features"][0]["properties"]["text"] == doc.text
    assert len(icalendar.Calendar.from_ical(written["ics"]).walk("VEVENT")) == (precision != "century")
    assert not feedparser.parse(written["atom"].encode()).bozo
    assert all(json.loads(line)["id"] for line in written["ftm"].splitlines())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bare") / "x.db"
    with Ledger(path) as ledger:
        ledger.add(report_reading())
    return path


@pytest.mark.parametrize("form", [*NEEDED, "csv", "sqlite", "atom"])
def test_without_the_extras_the_rest_still_works(small: Path, form: str) -> None:
    out = small.with_name(f"x{FORMS[form].endings[0]}")
    command = [sys.executable, "-c", RUN, "export", "--db", str(small), "--format", form, "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if form in NEEDED:
        library, extra = NEEDED[form]
        assert done.returncode == 2
        assert f"needs {library}, which is not installed; pip install 'aftertalks[{extra}]'" in done.stderr
        assert not out.exists()
    else:
        assert done.returncode == 0, done.stderr
        assert out.exists()
