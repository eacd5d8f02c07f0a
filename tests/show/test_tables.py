"""The tables, read back by the libraries that their users use."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import aftertalks
from aftertalks.flow import dossiers, exporting
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.scope import Scope
from aftertalks.flow.scope import rows as rows_of
from aftertalks.model import EventFrame, LedgerError, Outcome, Polarity, UsageError
from aftertalks.model.dossier import Dossier
from aftertalks.show.exports import extras, frames
from aftertalks.show.exports.dates import DueTime, due_time
from aftertalks.show.exports.schemas import schema_of
from aftertalks.show.exports.tables import ENTRIES, STATEMENTS, TABLES, Type, statement_rows
from builders import document, reading, report_reading, statement

Written = Callable[..., str]


@pytest.mark.parametrize("what", TABLES)
def test_every_row_has_exactly_the_declared_columns(ledger: Ledger, what: str) -> None:
    kinds = {
        Type.TEXT: str, Type.TEXTS: list, Type.WHOLE: int, Type.NUMBER: float, Type.FLAG: bool, Type.DAY: dt.date,
        Type.MOMENT: dt.datetime,
    }  # fmt: skip
    rows = list(rows_of(ledger, what))
    assert rows
    for row in rows:
        assert set(row) == set(TABLES[what].names)
        for column in TABLES[what].columns:
            assert row[column.name] is None or type(row[column.name]) is kinds[column.type], column.name


@pytest.mark.parametrize("what", TABLES)
def test_parquet_is_read_by_arrow_pandas_and_polars(ledger: Ledger, what: str, tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    write = exporting.FORMS["parquet"].file
    assert write is not None
    write(ledger, what, Scope(), file)
    rows = list(rows_of(ledger, what))
    table = pq.read_table(file)
    assert table.to_pylist() == rows
    assert tuple(table.column_names) == TABLES[what].names
    for column in TABLES[what].columns:
        field = table.schema.field(column.name)
        assert field.metadata[b"description"].decode() == column.means
        assert pa.types.is_date32(field.type) is (column.type is Type.DAY)
    assert pd.read_parquet(file).shape == (len(rows), len(TABLES[what].columns))
    assert pl.read_parquet(file).to_dicts() == rows


@pytest.mark.parametrize("what", TABLES)
def test_csv_holds_every_cell(ledger: Ledger, written: Written, what: str) -> None:
    text = written("csv", what)
    rows = list(rows_of(ledger, what))
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        for name, value in row.items():
            plain = "; ".join(value) if isinstance(value, list) else "" if value is None else value
            plain = str(plain).lower() if isinstance(plain, bool) else plain
            plain = plain.isoformat() if isinstance(plain, dt.date) else str(plain)
            assert line[name] in {plain, f"'{plain}"}
    assert pd.read_csv(io.StringIO(text)).shape == (len(rows), len(TABLES[what].columns))


@pytest.mark.parametrize("what", TABLES)
def test_csv_and_parquet_are_tables_for_polars_and_duckdb(
    ledger: Ledger, written: Written, what: str, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra dev)")
    rows = list(rows_of(ledger, what))
    sheet, file = tmp_path / "x.csv", tmp_path / "x.parquet"
    sheet.write_bytes(written("csv", what).encode())
    write = exporting.FORMS["parquet"].file
    assert write is not None
    write(ledger, what, Scope(), file)
    names = TABLES[what].names
    read = pl.read_csv(sheet, infer_schema_length=None)
    assert (tuple(read.columns), read.height) == (names, len(rows))
    with duckdb.connect() as db:
        assert db.sql(f"from read_csv('{sheet}', header=true, sample_size=-1)").shape == (len(rows), len(names))
        found = db.sql(f"from '{file}'")
        assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == rows


def test_negative_numbers_stay_numbers_in_csv(written: Written) -> None:
    frame = pd.read_csv(io.StringIO(written("csv", "statements")))
    assert frame["goldstein"].min() == -10.0


@pytest.mark.parametrize("what", TABLES)
def test_json_lines_fit_their_schema(written: Written, what: str) -> None:
    schema = json.loads(written("schema", what))
    jsonschema.Draft202012Validator.check_schema(schema)
    lines = [json.loads(line) for line in written("jsonl", what).splitlines()]
    assert lines
    check = jsonschema.Draft202012Validator(schema)
    for line in lines:
        check.validate(line)
        with pytest.raises(jsonschema.ValidationError):
            check.validate(line | {"unheard_of": 1})
    assert schema == schema_of(what)


def test_the_ledger_is_a_pandas_frame_in_one_call(ledger: Ledger) -> None:
    said = ledger.to_pandas()
    assert tuple(said.columns) == STATEMENTS.names
    assert str(said["published"].dtype) == "datetime64[s]"
    assert str(said["start"].dtype) == "Int64"
    assert said["goldstein"].isna().sum() == len(said) - 1
    assert said.loc[said["deadline"].notna(), "precision"].tolist() == ["month"]
    entries = ledger.to_pandas("entries")
    assert (entries["outcome"] == "happened").sum() == 2
    assert str(entries["judged_at"].dtype) == "datetime64[s, UTC]"
    assert ledger.to_pandas("events")["type"].tolist() == ["ASSAULT"]


def test_days_beyond_the_reach_of_nanoseconds_stay_days() -> None:
    doc = document(published=date(1648, 10, 24))
    far = reading(doc, statement(doc, "The presidents", when=date(9999, 12, 31)))
    frame = frames.to_pandas(STATEMENTS, statement_rows([far]))
    assert frame["when_last"][0].year == 9999
    assert frame["published"][0].year == 1648


def test_the_ledger_is_a_polars_frame_in_one_call(ledger: Ledger) -> None:
    entries = ledger.to_polars("entries")
    assert entries.columns == list(ENTRIES.names)
    assert entries.schema["due_last"] == pl.Date
    assert entries.schema["parties"] == pl.List(pl.String)
    due = entries.filter(pl.col("due_last") == date(2017, 7, 31))
    assert due["due_precision"].to_list() == ["month"]
    assert ledger.to_polars("statements", as_of="2017-07-07").height == 5


def test_an_empty_ledger_makes_empty_typed_frames(tmp_path: Path) -> None:
    with Ledger(tmp_path / "empty.db") as empty:
        assert str(empty.to_pandas("entries")["due_last"].dtype) == "datetime64[s]"
        assert empty.to_polars("events").schema["date"] == pl.Date


def test_readings_are_frames_without_a_ledger() -> None:
    made = report_reading()
    assert aftertalks.to_pandas(made)["id"].tolist() == [s.id for s in made.statements]
    assert aftertalks.to_polars([made, made]).height == 2 * len(made.statements)
    assert aftertalks.to_pandas(made, "events").empty
    with pytest.raises(UsageError, match="entries are a ledger's"):
        aftertalks.to_pandas(made, "entries")


def test_no_such_table(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no table 'books'; there are statements, entries, events"):
        ledger.to_pandas("books")


def test_a_missing_library_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(extras, "import_module", gone)
    with pytest.raises(UsageError, match=r"Parquet needs pyarrow, .* pip install 'aftertalks\[tables\]'"):
        extras.need("pyarrow.parquet", extra="tables", what="Parquet")


def test_a_dossier_and_a_day_bound_what_is_exported(ledger: Ledger) -> None:
    dossiers.save(ledger, Dossier("border", words="border crossing"))
    border = Scope(dossiers.dossier(ledger, "border"))
    assert [r["speaker"] for r in rows_of(ledger, "statements", border)] == ["Jordan"]
    assert [r["book"] for r in rows_of(ledger, "entries", border)] == ["wanted"]
    assert ledger.to_pandas(dossier="border")["speaker"].tolist() == ["Jordan"]
    assert ledger.to_polars("entries", dossier=dossiers.dossier(ledger, "border")).height == 1
    with pytest.raises(LedgerError, match="no dossier 'truce'; there are: border"):
        ledger.to_pandas(dossier="truce")
    early = list(rows_of(ledger, "entries", Scope(as_of=date(2017, 7, 8))))
    assert {r["outcome"] for r in early} == {"unchecked"}
    assert len(early) == len(list(rows_of(ledger, "entries"))) - 1


@pytest.mark.parametrize(
    ("precision", "last", "first"),
    [
        ("day", date(2017, 7, 31), date(2017, 7, 31)),
        ("time", date(2017, 7, 31), date(2017, 7, 31)),
        ("week", date(2017, 7, 16), date(2017, 7, 10)),
        ("month", date(2017, 7, 31), date(2017, 7, 1)),
        ("quarter", date(2017, 9, 30), date(2017, 7, 1)),
        ("season", date(2018, 2, 28), date(2017, 12, 1)),
        ("half", date(2017, 12, 31), date(2017, 7, 1)),
        ("year", date(2017, 12, 31), date(2017, 1, 1)),
        ("century", date(50, 12, 31), date(1, 1, 1)),
        (None, date(2017, 7, 31), date(2017, 7, 31)),
    ],
)
def test_a_last_day_spans_the_unit_that_its_words_name(precision: str | None, last: date, first: date) -> None:
    time = DueTime(last, last, precision, "words", deadline=True)
    assert time.span == (first, last)
    assert time.exact is (precision in {"day", "time"})


def test_a_delay_tells_the_day_itself(ledger: Ledger) -> None:
    from aftertalks.flow.judging import judge

    (late,) = (a for a in ledger.accounts() if a.entry.due and a.entry.due[1] == date(2017, 7, 31))
    judge(ledger, late.entry.id, Outcome.DELAYED, by="Ann", reason="put off", until=date(2017, 9, 1))
    found = due_time(ledger.entry(late.entry.id))
    assert found == DueTime(date(2017, 9, 1), date(2017, 9, 1), "day", None, deadline=True)


def test_negated_events_are_no_rows(ledger: Ledger) -> None:
    doc = document("Russia did not strike Homs.")
    frame = EventFrame("ASSAULT", actors=("state:RUS",))
    ledger.add(reading(doc, statement(doc, doc.text, event=frame, polarity=Polarity.NEGATIVE)))
    assert len(list(rows_of(ledger, "events"))) == 1
