from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from tests.watch.helpers import GED, START, event, table, table_text
from tests.watch.helpers import save as write

from aftertalks.model import InputError
from aftertalks.watch.readers import EventFile
from aftertalks.watch.table import TableBuilder, load, save


def test_rows_come_back_as_they_went_in():
    rows = [event(1, START, lat=None, lon=None, deaths=None, url="https://a.example"), event(2, START, admin1=None)]
    assert list(table(rows)) == rows


def test_rows_are_sorted_by_day_and_found_by_key():
    rows = [event(n, START - timedelta(days=n)) for n in range(5)]
    made = table(rows)
    assert [r.id for r in made] == ["4", "3", "2", "1", "0"]
    assert made.find(["UCDP GED:1", "UCDP GED:none", "UCDP GED:3"]) == [rows[1], rows[3]]


def test_the_same_id_counts_once_and_differences_are_told():
    rows = [event(1, START), event(1, START), event(2, START), event(2, START, deaths=9)]
    made = table(rows)
    assert [r.id for r in made] == ["1", "2"]
    assert made.datasets[0].duplicates == 2
    assert "1 rows repeat an id but say something else" in made.datasets[0].notes[0]


def test_the_same_id_of_another_family_is_another_event():
    assert len(table([event(1, START), replace(event(1, START), dataset="ACLED")])) == 2


def test_on_disk_and_back(tmp_path):
    made = table([event(n, START + timedelta(days=n), headline=f"line {n} ü") for n in range(20)])
    save(made, tmp_path / "events.npz")
    back = load(tmp_path / "events.npz")
    assert list(back) == list(made)
    assert back.datasets == made.datasets
    assert back.digest == made.digest
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(InputError, match="no event table"):
        load(tmp_path / "bad.npz")


def test_header_counts_reach_and_errors(tmp_path):
    text = table_text([GED, GED, GED | {"id": "2", "date_start": "2017-05-01"}, GED | {"id": "3", "best": "?"}])
    builder = TableBuilder()
    builder.add(EventFile(write(tmp_path, "ged.csv", text)))
    made = builder.done()
    header = made.datasets[0]
    assert (header.rows, header.duplicates, header.errors) == (2, 1, 1)
    assert (header.first, header.last) == (date(2017, 5, 1), date(2017, 7, 1))
    assert [e.line for e in made.errors] == [5]


def test_digest_does_not_depend_on_the_order_of_files(tmp_path):
    a = write(tmp_path, "a.csv", table_text([GED]))
    b = write(tmp_path, "b.csv", table_text([GED | {"id": "2"}]))
    digests = []
    for files in ((a, b), (b, a)):
        builder = TableBuilder()
        for file in files:
            builder.add(file)
        digests.append(builder.done().digest)
    assert digests[0] == digests[1]


def test_a_file_without_a_usable_row_is_an_error(tmp_path):
    path = write(tmp_path, "ged.csv", table_text([GED | {"best": "?"}]))
    with pytest.raises(InputError, match="no usable row"):
        TableBuilder().add(path)


def test_ids_of_many_rows():
    made = table([event(n, START) for n in range(3)])
    assert made.ids(np.array([2, 0])) == ("UCDP GED:2", "UCDP GED:0")
