"""What the user names, and what comes out: documents and one line for each thing that cannot be read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date

import pytest

from aftertalks.ingest import open_source
from aftertalks.model import Document, InputError, Settings

BODY = "The ministers said that a truce in the south of the country begins on Sunday at noon, and that monitors arrive."
FRENCH = (
    "Les deux présidents se sont rencontrés à Hambourg et ont convenu d'un cessez-le-feu dans le sud-ouest du pays, "
    "a dit hier soir le ministre."
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example &amp; Wire</title><language>en-us</language>
<item><title>Truce &lt;b&gt;holds&lt;/b&gt;</title><link>https://example.org/1</link>
<pubDate>Sun, 09 Jul 2017 00:30:00 +0300</pubDate>
<description>&lt;p&gt;The truce &amp;amp; the talks hold.&lt;/p&gt;&lt;p&gt;More is due.&lt;/p&gt;</description></item>
<item><title>Only a title</title></item><item></item></channel></rss>"""


def read(source, data: bytes | None = None, **options) -> list[Document | InputError]:
    stdin = None if data is None else io.BytesIO(data)
    return list(open_source(str(source), settings=Settings(**options), stdin=stdin))


def one(source, data: bytes | None = None, **options) -> Document | InputError:
    found = read(source, data, **options)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.txt", b"", "is empty; give a file that holds text"),
        ("a.txt", b" \n\n", "is empty; give a file that holds text"),
        ("a.txt", b"***\n---\n", "no text in it; give a file that holds text"),
        ("a.txt", b"%PDF-1.7 abc", "is a PDF; convert it to text or HTML first"),
        (
            "a.html",
            b"PK\x03\x04 [Content_Types].xml word/document.xml",
            "is a Word file (DOCX); convert it to text or HTML first",
        ),
        ("a.txt", bytes(range(256)) * 20, "is binary, not text; give text, HTML, a feed or JSON Lines"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "is a PNG picture; give text, not a picture"),
        (
            "a.xml",
            b"<?xml version='1.0'?><data><x>1</x></data>",
            "is XML, but neither a feed nor a page; convert it to text or HTML first",
        ),
        ("a.xml", b"<rss><channel></channel></rss>", "the feed has no items; check that it is RSS or Atom"),
        ("a.txt", FRENCH.encode(), "language is 'fr', not en; only English is read so far; leave the file out"),
        ("a.json", b'[{"name": "x"}]', 'none of its 1 item(s) has "text", "body" or "content"; leave it out'),
    ],
)
def test_what_is_set_aside_is_named_in_one_line(tmp_path, name, data, line):
    (tmp_path / name).write_bytes(data)
    error = one(tmp_path / name)
    assert isinstance(error, InputError)
    assert str(error) == f"{tmp_path / name}: {line}"


def test_missing_names_and_streams():
    assert "no such file or folder" in str(one("no/such/file.txt"))
    assert "no standard input" in str(one("-"))
    assert isinstance(one("a\x00b"), InputError)


def test_a_large_file_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "large.txt"
    path.write_text(BODY)
    os.truncate(path, 50_000_000)
    with path.open("r+b") as file:
        file.write((BODY + "\n").encode() * 1000)
    assert "is too large (50,000,000 bytes; the limit is 20,000,000)" in str(one(path))
    assert "is too large" in str(one("-", b"word " * 300, max_bytes=1000))


def test_json_lines_may_be_larger_than_one_document(tmp_path):
    lines = [json.dumps({"text": BODY, "title": f"T{n}", "date": "2017-07-07"}) for n in range(1000)]
    lines[3], lines[4], lines[5], lines[6] = "not json", '{"a": 1}', json.dumps({"text": "x" * 5000}), '{"text": '
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines) + "\n\n")
    assert path.stat().st_size > 65_536 + 1000
    found = read(path, max_bytes=1000)
    errors = [str(e).removeprefix(str(path)) for e in found if isinstance(e, InputError)]
    assert len(found) == 1000 and len(errors) == 4
    assert errors[0].startswith("#4: line 4 is not valid JSON")
    assert errors[1] == '#5: line 5 has no "text", "body" or "content"; give one object a line with "text"'
    assert errors[2].startswith("#6: line 6 is longer than 1,000 bytes")
    last = found[-1]
    assert isinstance(last, Document)
    assert (last.source, last.title, last.published, last.text) == (f"{path}#1000", "T999", date(2017, 7, 7), BODY)


@pytest.mark.parametrize(
    "line", ['{"text": ' * 30_000, '{"n": ' + "9" * 9000 + ', "text": "x"}', '{"text": "\\ud800 ' + BODY + '"}']
)
def test_hostile_json_harms_nothing(line):
    found = one("-", line.encode())
    assert isinstance(found, InputError) or "\ud800" not in found.text


def test_html_inside_json_is_read_as_html():
    found = one("-", json.dumps({"body": "<p>The &amp; truce <b>holds</b>.</p>", "source": "Wire"}).encode())
    assert isinstance(found, Document)
    assert (found.text, found.publisher, found.original) == (
        "The & truce holds.",
        "Wire",
        "<p>The &amp; truce <b>holds</b>.</p>",
    )


def test_a_feed_gives_a_document_for_each_item(holds):
    first, second, third = read("-", FEED.encode())
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(third, InputError)
    assert (first.source, first.title, first.url, first.published, first.publisher, first.text) == (
        "-#1",
        "Truce holds",
        "https://example.org/1",
        date(2017, 7, 9),
        "Example & Wire",
        "The truce & the talks hold.\n\nMore is due.",
    )
    assert first.original is not None
    holds(first.text, first.original, first.offsets)
    assert "only its title is read" in second.notes[0]
    assert str(third) == "-#3: the item has neither text nor title; leave it out"


def test_entity_bombs_stay_small():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    feed = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{entities}]>'
    feed += "<rss><channel><item><title>A &e11; &f;</title><description>Words &e11; &f;</description></item>"
    feed += "</channel></rss>"
    for found in read("-", feed.encode()):
        assert isinstance(found, InputError) or (len(found.text) < 1000 and "root:" not in found.text)


def test_html_in_a_text_file_is_html(tmp_path):
    (tmp_path / "a.txt").write_text(f"<html><head><title>Truce</title></head><body><p>{BODY}</p></body></html>")
    found = one(tmp_path / "a.txt")
    assert isinstance(found, Document)
    assert (found.media_type, found.title, found.text) == ("text/html", "Truce", BODY)


def test_a_folder_is_read_in_order_and_a_bad_file_stops_nothing(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name, text in [
        ("b/2.txt", BODY),
        ("a.md", f"# T\n{BODY}"),
        (".git/x.txt", BODY),
        (".h.txt", BODY),
        ("z.log", "a,b"),
    ]:
        (tmp_path / name).write_text(text)
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe.txt")
    found = read(tmp_path)
    names = [str(d.source).removeprefix(f"{tmp_path}/") for d in found]
    assert names == ["a.md", "c.pdf", "gone.txt", "pipe.txt", "z.log", "b/2.txt"]
    assert [isinstance(d, Document) for d in found] == [True, False, False, False, False, True]
    assert "is a PDF" in str(found[1]) and "unknown ending .log" in str(found[4])


def test_a_file_of_unknown_ending_is_read_when_named(tmp_path):
    (tmp_path / "notes.log").write_text(BODY)
    found = one(tmp_path / "notes.log")
    assert isinstance(found, Document)
    assert found.notes[0] == "unknown ending .log: read by its content"


def test_documents_come_one_at_a_time(tmp_path):
    (tmp_path / "1.txt").write_text(BODY)
    (tmp_path / "2.txt").write_text(BODY)
    stream = open_source(str(tmp_path), settings=Settings())
    assert isinstance(next(stream), Document)
    (tmp_path / "2.txt").unlink()
    assert isinstance(next(stream), InputError)


def test_crlf_offsets_lead_to_the_file(tmp_path, holds):
    (tmp_path / "a.txt").write_bytes(BODY.replace(", ", ",\r\n").encode())
    found = one(tmp_path / "a.txt")
    assert isinstance(found, Document) and found.original is not None
    assert "\r" not in found.text and "\r\n" in found.original
    holds(found.text, found.original, found.offsets)


def test_importing_loads_nothing_heavy():
    code = (
        "import sys, aftertalks.ingest; heavy = {'trafilatura', 'httpx', 'feedparser', 'py3langid', 'lxml', 'numpy',"
        " 'charset_normalizer', 'yaml', 'spacy'} & set(sys.modules); sys.exit(', '.join(heavy) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_a_text_of_too_many_words_is_set_aside_with_its_number() -> None:
    told = str(one("-", b"a. " * 60_000, max_words=100_000))
    assert "120,000 words and marks" in told
    assert "split it" in told
    assert "words and marks" not in str(one("-", b"The talks ended. " * 8_000, max_words=100_000))
