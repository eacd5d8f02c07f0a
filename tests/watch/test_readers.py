from __future__ import annotations

import gzip
import importlib.util
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.helpers import ACLED, GED, POLECAT, gdelt_line, save, table_text

from aftertalks.model import InputError
from aftertalks.watch.readers import EventFile
from aftertalks.watch.readers.cells import BadCellError, day
from aftertalks.watch.rows import RowError


def read(path, **options):
    errors: list[RowError] = []
    file = EventFile(path, **options)
    return list(file.rows(on_error=errors.append)), errors, file


def test_ged_keeps_every_column_that_matters(tmp_path):
    rows, errors, file = read(save(tmp_path, "GEDEvent_v24_1.csv", table_text([GED])), accessed=date(2024, 6, 1))
    assert not errors
    row = rows[0]
    assert (row.key, row.first, row.last, row.date_precision) == (
        "UCDP GED:1", date(2017, 7, 1), date(2017, 7, 2), "days",
    )  # fmt: skip
    assert (row.lat, row.lon, row.place_precision, row.place) == (32.62, 36.1, "place", "Daraa town")
    assert (row.country, row.admin1, row.admin2) == ("Syria", "Daraa Governorate", "Markaz Daraa district")
    assert (row.dyad, row.side_a, row.side_b) == (GED["dyad_name"], "Government of Syria", "Syrian insurgents")
    assert (row.kind, row.violent, row.deaths_low, row.deaths, row.deaths_high) == ("state-based", True, 2, 3, 5)
    assert (row.sources, row.source, row.headline) == (2, "Agency", 'Three killed, says "Agency"')
    header = file.header()
    assert (header.version, header.licence, header.fatal_only) == ("24.1", "CC BY 4.0", True)
    assert header.accessed == date(2024, 6, 1)
    assert len(header.digest) == 64


def test_acled_with_semicolons_and_its_dates(tmp_path):
    rows, errors, _ = read(save(tmp_path, "acled.csv", table_text([ACLED, ACLED | {"event_type": "Protests"}], ";")))
    assert not errors
    assert (rows[0].first, rows[0].kind, rows[0].mode) == (date(2017, 7, 9), "Battles", "Armed clash")
    assert (rows[0].violent, rows[1].violent) == (True, False)
    assert (rows[0].deaths, rows[0].deaths_low, rows[0].place_precision) == (2, None, "near")


def test_gdelt_has_no_header_and_no_deaths(tmp_path):
    text = gdelt_line() + gdelt_line(c0="901", c26="190")
    rows, errors, file = read(save(tmp_path, "20180503.export.CSV", text))
    assert not errors
    assert [r.violent for r in rows] == [False, True]
    assert (rows[0].country, rows[0].admin1, rows[0].code_a) == ("Syria", "Dar`A", "RUSGOV")
    assert rows[0].deaths is None
    assert rows[0].url == "https://news.example/1"
    assert file.header().machine_coded


def test_polecat_reads_none_as_null(tmp_path):
    rows, errors, _ = read(save(tmp_path, "polecat.txt", table_text([POLECAT], "\t")))
    assert not errors
    assert (rows[0].kind, rows[0].mode, rows[0].admin1, rows[0].code_a) == ("CONSULT", "meet", None, "RUS GOV")


@pytest.mark.parametrize("packing", ["plain", "zip", "gz"])
def test_packed_files_read_the_same(tmp_path, packing):
    text = table_text([GED, GED | {"id": "2"}])
    path = tmp_path / f"ged.csv{'' if packing == 'plain' else '.' + packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("__MACOSX/x.csv", "rubbish")
            packed.writestr("GEDEvent.csv", text)
    else:
        path.write_bytes(gzip.compress(text.encode()) if packing == "gz" else text.encode())
    assert [r.id for r in read(path)[0]] == ["1", "2"]


def test_bad_rows_are_told_with_line_and_cure_and_the_rest_goes_on(tmp_path):
    bad = [
        {"date_start": "01/02/2017"},
        {"latitude": "320"},
        {"best": "many"},
        {"date_end": "2016-01-01"},
        {"type_of_violence": "9"},
        {"id": ""},
    ]
    rows = [GED, *(GED | {"id": str(n + 10)} | one for n, one in enumerate(bad)), GED | {"id": "2"}]
    good, errors, _ = read(save(tmp_path, "ged.csv", table_text(rows)))
    assert [r.id for r in good] == ["1", "2"]
    assert [e.line for e in errors] == [3, 4, 5, 6, 7, 8]
    assert str(errors[0]) == "ged.csv, line 3: date '01/02/2017' cannot be read; write it as YYYY-MM-DD"
    assert all(e.cure for e in errors)


def test_a_row_of_another_width_and_an_open_quotation_mark(tmp_path):
    text = table_text([GED])
    text += "5,2017-01-01\r\n" + table_text([GED | {"id": "3"}]).splitlines()[1] + '\r\n6,"open\r\n'
    good, errors, _ = read(save(tmp_path, "ged.csv", text))
    assert [r.id for r in good] == ["1", "3"]
    assert errors[0].line == 3
    assert "cells" in errors[0].problem


def test_windows_1252_is_read_and_said(tmp_path):
    path = save(tmp_path, "ged.csv", table_text([GED | {"where_coordinates": "Kafr Nūbl".replace("ū", "ü")}]), "cp1252")
    rows, _, file = read(path)
    assert rows[0].place == "Kafr Nübl"
    assert "Windows-1252" in file.header().notes[0]


def test_the_user_may_name_a_country_that_the_file_lacks(tmp_path):
    plain = {k: v for k, v in GED.items() if k != "country"}
    path = save(tmp_path, "ged.csv", table_text([plain]))
    assert read(path)[0][0].country is None
    assert read(path, country="Syria")[0][0].country == "Syria"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "first line is empty"),
        ("a,b,c\n1,2,3\n", "no dataset known here"),
        (",".join(k for k in GED if k != "best") + "\n", "UCDP GED without best"),
        ("1\t" + "\t".join(["x"] * 57) + "\n", "GDELT 1"),
        ("a\x00b,c\n", "not text"),
    ],
)
def test_files_that_are_no_event_data(tmp_path, text, told):
    with pytest.raises(InputError, match=told):
        read(save(tmp_path, "x.csv", text))


def test_missing_damaged_and_protected_files(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        EventFile(tmp_path / "none.csv")
    broken = tmp_path / "b.csv.gz"
    broken.write_bytes(gzip.compress(table_text([GED] * 500).encode())[:200])
    with pytest.raises(InputError, match="fetch"):
        read(broken)
    empty = tmp_path / "e.zip"
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("readme.md", "nothing")
    with pytest.raises(InputError, match=r"holds no \.csv"):
        read(empty)


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_pyarrow_names_the_cure(tmp_path):
    path = tmp_path / "ged.parquet"
    path.write_bytes(b"PAR1....PAR1")
    with pytest.raises(InputError, match="pip install pyarrow"):
        read(path)


def test_an_endless_line_is_skipped(tmp_path, monkeypatch):
    monkeypatch.setattr("aftertalks.watch.readers.opening.MAX_LINE", 1000)
    text = table_text([GED]) + "x" * 5000 + "\r\n" + table_text([GED | {"id": "2"}]).splitlines()[1] + "\r\n"
    rows, errors, _ = read(save(tmp_path, "ged.csv", text))
    assert [r.id for r in rows] == ["1", "2"]
    assert errors[0].line == 3


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_date_cell_is_a_day_or_a_told_error(cell):
    try:
        assert isinstance(day(cell), date)
    except BadCellError as error:
        assert error.cure


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "x.csv"
    path.write_bytes(table_text([GED]).encode() + data)
    try:
        assert [r.id for r in EventFile(path).rows()][:1] == ["1"]
    except InputError as error:
        assert error.cure


def test_aftertalks_own_events_are_rows_only_where_a_deed_is_reported_as_done():
    statements = pytest.importorskip("tests.builders")
    from aftertalks.model import EventFrame, Polarity
    from aftertalks.watch.readers import rows_of

    doc = statements.document()
    frame = EventFrame("AGREE", actors=("state:USA",), recipients=("state:RUS",))
    fields = {"actors": ("United States", "Russia"), "when": date(2017, 7, 7), "where": "Hamburg"}
    done = statements.statement(doc, statements.TRUCE_WORDS, event=frame, **fields)
    planned = EventFrame("AGREE", auxiliary=("future",))
    others = [
        statements.statement(doc, statements.TRUCE_WORDS, event=planned, **fields),
        statements.statement(doc, statements.TRUCE_WORDS, event=frame, polarity=Polarity.NEGATIVE, **fields),
        statements.statement(doc, statements.TRUCE_WORDS, event=frame, actors=("Russia",)),
        statements.statement(doc, statements.TRUCE_WORDS),
    ]
    rows = list(rows_of([done, *others], urls={doc.id: "https://news.example/a"}))
    assert [(r.id, r.kind, r.side_a, r.side_b, r.first, r.url) for r in rows] == [
        (done.id, "AGREE", "United States", "Russia", date(2017, 7, 7), "https://news.example/a")
    ]
