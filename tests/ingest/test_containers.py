"""Packed inputs, WARC, Parquet and CSV: what they give, where each document is named, and what a broken one costs."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aftertalks.ingest import extras, open_source
from aftertalks.model import Document, InputError, Settings

BODY = "The ministers said that a truce in the south of the country begins on Sunday at noon, and that monitors arrive."
PAGE = f"<html><head><title>Truce</title></head><body><p>{BODY}</p><p>More is due next week.</p></body></html>"


def read(path: Path, **options: Any) -> list[Document | InputError]:
    return list(open_source(str(path), settings=Settings(**options)))


def told(found: list[Document | InputError], path: Path) -> list[str]:
    """Where each document is from, or what is wrong."""
    return [str(f if isinstance(f, InputError) else f.source).removeprefix(str(path)) for f in found]


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"text": BODY, "title": f"T{n}"}).encode() + b"\n" for n in range(count))


def test_packed_json_lines_are_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl.gz"
    path.write_bytes(gzip.compress(lines(700)) + gzip.compress(lines(1)))
    found = read(path, max_bytes=1000)  # holds for a line: the whole unpacks to more
    assert told(found, path) == [f"#{n}" for n in range(1, 702)]
    assert isinstance(found[-1], Document) and found[-1].title == "T0"


def test_a_packed_text_is_told_by_its_inner_name(tmp_path: Path) -> None:
    path = tmp_path / "note.md.gz"
    path.write_bytes(gzip.compress(f"# Truce\n\n{BODY}\n".encode()))
    (found,) = read(path)
    assert isinstance(found, Document)
    assert (found.media_type, found.title, found.source) == ("text/markdown", "Truce", str(path))
    assert not any("ending" in note for note in found.notes)


def test_a_cut_off_file_gives_what_came_before_and_one_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    whole = gzip.compress(b"".join(json.dumps({"text": f"{BODY} {n**9}"}).encode() + b"\n" for n in range(3000)))
    path.write_bytes(whole[: len(whole) // 2])
    found = read(path)
    assert len(found) > 500 and all(isinstance(f, Document) for f in found[:-1])
    assert ": is damaged after " in str(found[-1]) and "fetch it again" in str(found[-1])


def test_a_bomb_ends(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + b"a" * 50_000_000))
    assert told(read(path, max_bytes=1_000_000), path) == [
        ": unpacks to more than 500 times its size; unpack it first, if it is no bomb"
    ]
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.jsonl", b'{"text": "' + b"a" * 50_000_000)
        made.writestr("b.txt", BODY)
    found = told(read(packed, max_bytes=1_000_000), packed)
    assert found[0].startswith(":a.jsonl: unpacks to more than 500 times") and found[1:] == [":b.txt"]


def test_a_zip_gives_its_readable_files(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("x.txt", BODY)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a/1.html", PAGE)
        made.writestr("2.jsonl", lines(2))
        made.writestr("3.txt", inner.getvalue())
        made.writestr(".hidden.txt", BODY)
        made.writestr("p.png", b"\x89PNG\r\n\x1a\n")
    assert told(read(path), path) == [
        ":a/1.html",
        ":2.jsonl#1",
        ":2.jsonl#2",
        ":3.txt: holds zip inside what is packed already; unpack it first",
    ]
    path.write_bytes(b"PK\x03\x04 nothing")
    assert "is a damaged zip" in str(read(path)[0])


def test_a_folder_takes_packed_files_and_tables(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl.gz").write_bytes(gzip.compress(lines(1)))
    (tmp_path / "2.csv").write_text(f"text\n{json.dumps(BODY)}\n")
    assert told(read(tmp_path), tmp_path) == ["/1.jsonl.gz#1", "/2.csv#1"]


def record(kind: str, block: bytes, url: str = "", media: str = "application/http; msgtype=response") -> bytes:
    """A WARC record."""
    named = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{named}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def response(url: str, body: bytes, media: str = "text/html", *, status: str = "200 OK", more: str = "") -> bytes:
    return record("response", f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body, url)


def crawl() -> list[bytes]:
    """A page in pieces and packed, a redirect, a picture, a page of another charset, one in French, a WET text."""
    squeezed = gzip.compress(PAGE.encode())
    pieces = b"%x\r\n%s\r\n0\r\n\r\n" % (len(squeezed), squeezed)
    french = b"<p>" + b"Les ministres ont dit que la paix est faite. " * 3 + b"</p>"
    latin = PAGE.replace("Truce", "Caf\xe9").encode("latin-1")
    packed = "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    return [
        record("warcinfo", b"software: test\r\n", media="application/warc-fields"),
        response("https://example.org/truce", pieces, "text/html; charset=utf-8", more=packed),
        response("https://example.org/old", b"<p>gone</p>", status="301 Moved"),
        response("https://example.org/map.png", b"\x89PNG", "image/png"),
        response("https://example.org/cafe", latin, "text/html; charset=iso-8859-1"),
        response("https://example.org/fr", french),
        record("conversion", BODY.encode(), "https://example.org/wet", "text/plain"),
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_gives_its_pages_by_their_addresses(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("warcio")
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(gzip.compress(r) if packed else r for r in crawl()))
    found = read(path)
    assert told(found, path)[:2] == ["#2", "#5"] and told(found, path)[3] == "#7"
    first, second, error, text = found
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(text, Document)
    assert (first.url, first.media_type, first.title) == ("https://example.org/truce", "text/html", "Truce")
    assert BODY in first.text and first.published is None
    assert second.title == "Café" and (text.url, text.text) == ("https://example.org/wet", BODY)
    assert str(error).startswith(f"{path}#6 (https://example.org/fr): language is 'fr'")


def test_a_page_that_unpacks_without_end_is_set_aside(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    path = tmp_path / "bomb.warc"
    bodies = (b"<p>" + b"a" * 50_000_000, PAGE.encode())
    path.write_bytes(
        b"".join(response("http://e.org/", gzip.compress(b), more="Content-Encoding: gzip\r\n") for b in bodies)
    )
    error, page = read(path, max_bytes=100_000)
    assert "#1 (http://e.org/): is larger than 100,000 bytes" in str(error) and isinstance(page, Document)


def test_a_crawl_without_pages_and_a_broken_one(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    path = tmp_path / "x.warc"
    path.write_bytes(crawl()[0])
    assert "holds no page among its 1 record(s)" in str(read(path)[0])
    path.write_bytes(b"".join(crawl()[:2]) + b"JUNK" + crawl()[4])
    found = read(path)
    assert isinstance(found[0], Document) and "is damaged after record" in str(found[1]) and len(found) == 2


def test_parquet_rows_are_documents(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pa.table(
        {
            "id": list(range(50)),
            "Text": [BODY if n != 7 else None for n in range(50)],
            "title": [f"T{n}" for n in range(50)],
            "date": [date(2017, 7, 1 + n % 30) for n in range(50)],
        }
    )
    path = tmp_path / "articles.parquet"
    parquet.write_table(table, path, row_group_size=20)
    found = read(path)
    assert told(found, path)[:7] == [f"#{n}" for n in range(1, 8)] and len(found) == 50
    assert told(found, path)[7] == '#8: row 8 has no "text", "body" or "content"; leave the row out'
    last = found[-1]
    assert isinstance(last, Document)
    assert (last.title, last.published, last.text) == ("T49", date(2017, 7, 20), BODY)
    parquet.write_table(table.drop(["Text"]), path)
    assert told(read(path), path)[0].startswith(": is a table without a column of texts")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert ": is damaged Parquet" in told(read(path), path)[0]


def test_csv_rows_are_documents(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        made = csv.writer(out, delimiter=";")
        made.writerow(["Title", "text", "date", "other"])
        made.writerow(["One", f'{BODY}\n\n"Two; parts," he said.', "2017-07-07", "x"])
        made.writerow(["Two", "", "2017-07-07", ""])
        made.writerow(["Three", "x" * 3000, "", ""])
        made.writerow(["Four", BODY, "", "", "", "too many"])
        made.writerow(["Five", BODY, "", ""])
    found = read(path, max_bytes=2000)
    first, *failed, last = found
    assert isinstance(first, Document) and isinstance(last, Document)
    assert (first.title, first.published) == ("One", date(2017, 7, 7)) and first.text.endswith('"Two; parts," he said.')
    assert [str(e).removeprefix(str(path)).split("; ")[0] for e in failed] == [
        '#2: row 2 has no "text", "body" or "content"',
        "#3: row 3 cannot be read (longer than 2,000 letters",
        "#4: row 4 has 6 cells, the heading 4",
    ]
    assert (last.source, last.title) == (f"{path}#5", "Five")


def test_a_table_from_a_spreadsheet_is_read_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "sheet.tsv"
    path.write_bytes(f"title\ttext\nCaf\xe9 “talks”\t{BODY}\n".encode("cp1252"))
    (found,) = read(path)
    assert isinstance(found, Document) and found.title == "Café “talks”"
    path.write_text("a\tb\n1\t2\n")
    assert "is a table without a column of texts" in str(read(path)[0])


def test_what_is_not_installed_is_named_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for name, data, cure in (("a.warc", b"WARC/1.0\r\n", "warc"), ("a.parquet", b"PAR1", "parquet")):
        (tmp_path / name).write_bytes(data)
        (error,) = read(tmp_path / name)
        assert "which is not installed; pip install" in str(error) and f"aftertalks[{cure}]" in str(error)
    assert extras.library("json", source="x", what="x", extra="x") is json
