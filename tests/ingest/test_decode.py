"""Bytes to letters."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ingest.decode import decode

WORDS = "“The café talks”, said Erdoğan’s aide – nothing more. "


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (codecs.BOM_UTF8 + WORDS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "utf-32-le"),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
        (WORDS.encode(), "utf-8"),
    ],
)
def test_known_encodings(data, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.notes) == (WORDS, encoding, ())


def test_a_right_declaration_is_followed():
    page = '<meta charset="windows-1251"><p>Сирия: перемирие</p>'
    decoded = decode(page.encode("cp1251"))
    assert (decoded.text, decoded.notes) == (page, ())


def test_http_goes_before_the_page():
    assert decode("č".encode("iso8859-2") + b"<meta charset=koi8-r>", http_charset="iso-8859-2").text[0] == "č"


def test_a_wrong_declaration_is_noted():
    page = '<meta charset="iso-8859-1"><p>“Truce”</p>'
    decoded = decode(page.encode())
    assert decoded.text == page
    assert decoded.notes == ("declared encoding iso-8859-1 is wrong: read as utf-8",)


@pytest.mark.parametrize("label", ["utf-7", "hex", "unicode_escape", "no-such"])
def test_a_declaration_that_is_no_encoding_is_not_followed(label):
    decoded = decode(b"<meta charset=%s> +ADw-b" % label.encode())
    assert "+ADw-b" in decoded.text


def test_windows_quotes_without_declaration():
    decoded = decode("The minister said “no” and it’s final, as everyone in the room could hear.".encode("cp1252"))
    assert "“no”" in decoded.text
    assert decoded.notes == ("no encoding is declared: read as windows-1252",)


def test_a_broken_byte_does_not_cost_the_whole_text():
    decoded = decode(WORDS.encode() * 3 + b"\xff end")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(WORDS)
    assert len(decoded.notes) == 1


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    decode(data).text.encode("utf-8", "surrogatepass")
