"""The brief in its other forms: Markdown, Word and paper, each read back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from markdown_it import MarkdownIt
from pypdf import PdfReader

from aftertalks.flow import dossiers
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind
from aftertalks.model.dossier import Dossier
from aftertalks.show.brief import Brief, brief_page
from aftertalks.show.brief_docx import brief_docx
from aftertalks.show.brief_markdown import brief_markdown
from aftertalks.show.render import css_string
from builders import document, follow_up_reading, reading, report_reading, statement

DAY = date(2017, 7, 12)
HOSTILE = "# <script>alert(1)</script> | [x](javascript:y) *a* `b` \x0b & 1. {{ 7 }}"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.db") as made:
        made.add(report_reading())
        made.add(follow_up_reading())
        doc = document(f"{HOSTILE}\n\nThe envoy said no.", title=HOSTILE, url="https://example.org/a(b)<c>", source="c")
        made.add(reading(doc, statement(doc, doc.text, Kind.POSITION, speaker=HOSTILE, when_text=HOSTILE)))
        yield made


def words(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)  # a printer may set "ff" as one letter
    return re.sub(r"\s+", " ", text.replace("\ufffd", " ").replace("\x0b", " "))


def said(ledger: Ledger) -> list[str]:
    return [words(s.text) for r in ledger.readings() for s in r.statements]


def from_markdown(brief: Brief) -> tuple[str, list[str], set[str]]:
    """Text of all inline tokens, headings, and addresses, as a CommonMark reader has them."""
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(brief_markdown(brief)))
    inline = [t for t in tokens if t.type == "inline"]
    text = " ".join("".join(c.content or " " for c in t.children or ()) for t in inline)
    assert not any(t.type == "html_block" or c.type == "html_inline" for t in tokens for c in (*(t.children or ()), t))
    headings = [tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open"]
    return text, headings, {str(c.attrs["href"]) for t in inline for c in t.children or () if c.type == "link_open"}


def test_markdown_quotes_word_for_word(full: Ledger) -> None:
    text, headings, links = from_markdown(full.brief_contents(as_of=DAY))
    for quoted in said(full):
        assert quoted in words(text)
    assert "Judged: happened" in text
    assert headings[0] == "What's next, as of 2017-07-12"
    assert {h.partition(" (")[0] for h in headings} >= {"Agreed", "Wanted", "Expected", "Happened", "Sources"}
    assert links == {"https://example.org/a(b)%3Cc%3E"}


def test_word_quotes_word_for_word_and_links_to_the_source(full: Ledger) -> None:
    made = docx.Document(io.BytesIO(brief_docx(full.brief_contents(as_of=DAY))))
    quotes = [words(p.text) for p in made.paragraphs if p.style and p.style.name == "Quote"]
    assert set(quotes) == set(said(full))
    assert made.core_properties.title == "What's next, as of 2017-07-12"
    headings = [p.text for p in made.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings[0] == "What's next" and headings[-1] == "Sources"
    linked = {link.address for p in made.paragraphs for link in p.hyperlinks}
    assert linked == {"https://example.org/a(b)<c>"}
    related = [r.target_ref for r in made.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.HYPERLINK]
    assert all(r.startswith("https://") for r in related)
    assert "PAGE" in made.sections[0].footer.paragraphs[0]._p.xml
    everything = "\n".join(p.text for p in made.paragraphs)
    assert "Judged: happened by rule:" in everything


def test_the_words_coming_are_in_the_table(full: Ledger) -> None:
    early = full.brief_contents(as_of=date(2017, 7, 8))
    (table,) = docx.Document(io.BytesIO(brief_docx(early))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["due", "status", "book", "words"]
    assert {r[0] for r in rows[1:]} == {"2017-07-09 (“July 9”)", "2017-07-09 (“Sunday”)"}
    assert [round(c.width.mm) for c in table.columns] == [31, 24, 24, 87]
    assert len(rows) - 1 == len(early.next_up.dated) == 2
    text, _, _ = from_markdown(early)
    assert "The presidents agreed on a truce" in text


def test_a_dossiers_brief_bears_its_name(full: Ledger) -> None:
    dossiers.save(full, Dossier("Border <1>", words="border crossing"))
    brief = full.brief_contents(as_of=DAY, dossier=dossiers.dossier(full, "Border <1>"))
    assert brief.title == "Border <1>: what's next, as of 2017-07-12"
    assert "Border &lt;1&gt;: what&#39;s next, as of 2017-07-12</h1>" in brief_page(brief)
    assert from_markdown(brief)[1][0].replace("\\", "") == brief.title
    assert docx.Document(io.BytesIO(brief_docx(brief))).paragraphs[0].text == brief.title


@pytest.mark.parametrize("name", ['"} body { display: none', "</style><b>", "\\", "a\nb", "Côte d’Ivoire 1"])
def test_no_name_ends_the_style_sheet_that_it_stands_in(name: str) -> None:
    made = css_string(name)
    assert not set(made) & set('"<>{}\n;')
    assert re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), made) == name


def test_a_brief_names_no_folder_of_this_machine(full: Ledger, tmp_path: Path) -> None:
    doc = document("Jordan hopes for more.", source="/home/ann/secret/d.txt", title=None)
    full.add(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, when=date(2017, 8, 1))))
    brief = full.brief_contents(as_of=DAY)
    for text in (brief_page(brief), from_markdown(brief)[0]):
        assert "d.txt" in text
        assert "secret" not in text


def test_an_empty_brief_has_every_form(tmp_path: Path) -> None:
    with Ledger(tmp_path / "empty.db") as empty:
        brief = empty.brief_contents(as_of=DAY)
    assert "Nothing yet" in from_markdown(brief)[0]
    assert docx.Document(io.BytesIO(brief_docx(brief))).tables == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to print with; apt-get install chromium")
def test_the_page_prints_to_paper(full: Ledger, tmp_path: Path) -> None:
    (tmp_path / "brief.html").write_text(full.brief(as_of=DAY), encoding="utf-8")
    home = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--print-to-pdf={tmp_path / 'brief.pdf'}", (tmp_path / "brief.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=home)
    pdf = PdfReader(tmp_path / "brief.pdf")
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
    printed = words(" ".join(page.extract_text() for page in pdf.pages))
    for made in (report_reading(), follow_up_reading()):
        for one in made.statements:
            assert words(one.text) in printed
    assert f"1 / {len(pdf.pages)}" in printed
    heads = ["What's next, as of 2017-07-12" in words(page.extract_text()) for page in pdf.pages]
    assert len(heads) > 1 and all(heads)  # the first by its heading, each other by a running head
    assert "Agreed (" not in printed  # the page's navigation is not printed
