"""The brief as a Word document: headings for its navigation pane, quotations with citations, page numbers, links."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from aftertalks.model import Statement
from aftertalks.model.account import Account, Source
from aftertalks.show.brief import Brief, Shelf
from aftertalks.show.brief_markdown import entry_facts
from aftertalks.show.dates import due_told
from aftertalks.show.exports.extras import need
from aftertalks.show.exports.site import clean, midnight
from aftertalks.show.render import safe_link
from aftertalks.show.verdicts import Shown, latest_check
from aftertalks.show.wording import STATUS, counted, facts_of, one_line, proposed, waiting

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def brief_docx(brief: Brief) -> bytes:
    """Return the document.

    Raises:
        UsageError: python-docx is not installed.
    """
    docx = need("docx", extra="docx", what="a Word document")
    made = docx.Document()
    _set_up(docx, made, brief)
    made.add_heading(clean(brief.title), 0)
    made.add_paragraph(
        f"From {brief.span}. Only documents published up to {brief.next_up.as_of} are counted. Read by machine: every "
        "statement is quoted word for word; numbers are offsets into the document's text."
    )
    made.add_heading("What's next", 1)
    _next(made, brief)
    for shelf in brief.shelves:
        _shelf(made, shelf, brief)
    made.add_heading("Sources", 1)
    for cited in brief.sources:
        d = cited.reading.document
        parts = (d.title, d.publisher, d.author, d.published or "undated", d.source)
        line = made.add_paragraph(clean(one_line(", ".join(str(p) for p in parts if p))), style="List Number")
        _link(line, d.url)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _set_up(docx: Any, made: Any, brief: Brief) -> None:
    core = made.core_properties
    core.title, core.author, core.comments = clean(brief.title), "Aftertalks", ""
    core.created = core.modified = midnight(brief.next_up.as_of).replace(tzinfo=None)
    section, style = made.sections[0], made.styles["Normal"]
    section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
    section.left_margin = section.right_margin = docx.shared.Mm(22)
    style.font.name, style.font.size = "Calibri", docx.shared.Pt(10.5)
    style.paragraph_format.space_after = docx.shared.Pt(4)
    quote = made.styles["Quote"]
    quote.font.italic, quote.font.name = False, "Georgia"
    quote.paragraph_format.left_indent = docx.shared.Mm(6)
    quote.paragraph_format.keep_with_next = True
    said = made.styles.add_style("Citation", 1, builtin=False)
    said.base_style, said.font.size = style, docx.shared.Pt(9)
    said.font.color.rgb = docx.shared.RGBColor(0x44, 0x44, 0x44)
    _page_number(section.footer.paragraphs[0])


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = 2  # right
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        _child(run._r, "w:instrText" if text else "w:fldChar", {"w:fldCharType": kind} if kind else {}, text)


def _child(parent: Any, tag: str, attributes: dict[str, str], text: str | None = None) -> Any:
    """Add an element that python-docx has no call for."""
    oxml = need("docx.oxml", extra="docx", what="a Word document")
    names = need("docx.oxml.ns", extra="docx", what="a Word document")
    made = oxml.OxmlElement(tag)
    for name, value in attributes.items():
        made.set(names.qn(name), value)
    if text is not None:
        made.text = text
    parent.append(made)
    return made


def _link(paragraph: Any, url: str | None) -> None:
    """Add an address that can be clicked; none that is not the web's."""
    address = safe_link(url)
    if address is None:
        return
    address = clean(address)
    paragraph.add_run(" ")
    identity = paragraph.part.relate_to(address, _LINK, is_external=True)
    link = _child(paragraph._p, "w:hyperlink", {"r:id": identity})
    run = paragraph.add_run(address)
    run.font.underline = True
    run.font.size = paragraph.style.font.size
    link.append(run._r)


def _next(made: Any, brief: Brief) -> None:
    if not brief.next_up.dated:
        made.add_paragraph("Nothing with a date is overdue, due or coming.")
        return
    table = made.add_table(rows=1, cols=4, style="Light List Accent 1")
    for cell, name in zip(table.rows[0].cells, ("due", "status", "book", "words"), strict=True):
        cell.text = name
    for account in brief.next_up.dated:
        e, lead = account.entry, account.voices[0]
        cells = table.add_row().cells
        cells[0].text = clean(one_line(due_told(account)))
        cells[1].text = STATUS[e.progress(brief.next_up.as_of)]
        cells[2].text, cells[3].text = e.book.value, clean(one_line(e.summary))
        said = f"{facts_of(lead.statement)[0]} — {_citation(lead.statement, lead.source)}"
        cells[3].add_paragraph(clean(said), "Citation")
    table.autofit = False
    for column, share in zip(table.columns, (31, 24, 24, 87), strict=True):
        for part in (column, *column.cells):
            part.width = share * 36000  # millimetres in English Metric Units
    for row in table.rows:
        _child(row._tr.get_or_add_trPr(), "w:cantSplit", {})
    _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", {})


def _shelf(made: Any, shelf: Shelf, brief: Brief) -> None:
    number = len(shelf.accounts) + shelf.left_out
    made.add_heading(f"{shelf.book.capitalize()} ({counted(number, 'entry', 'entries')})", 1)
    made.add_paragraph(shelf.about)
    for account in shelf.accounts:
        _entry(made, account, brief)
    if not shelf.accounts:
        made.add_paragraph("Nothing yet.")
    if shelf.left_out:
        left = counted(shelf.left_out, "more entry", "more entries")
        made.add_paragraph(f"{left} not shown; aftertalks search finds them.")


def _entry(made: Any, account: Account, brief: Brief) -> None:
    made.add_heading(clean(one_line(" · ".join(entry_facts(account, brief)))), 3)
    _quote(made, account.voices[0].statement, account.voices[0].source)
    for voice in account.voices[1:]:
        contradicts = "contradicts, " if voice.stance.value == "contradicts" else ""
        made.add_paragraph(clean(f"{contradicts}{one_line(voice.reason)}:"))
        _quote(made, voice.statement, voice.source)
    for j in account.entry.judgements:
        _remark(made, f"Judged: {j.outcome}", f" by {j.by} — {j.reason}")
        for i in j.evidence:
            if i in account.evidence:
                _quote(made, *account.evidence[i])
        check = latest_check(account.entry.judgements, j)
        if check is not None:
            _check(made, check)
    for p in waiting(account):
        _remark(made, proposed(p.outcome), f" ({p.score:.2f}) — {p.reason}")
        _quote(made, p.statement, p.source)


def _check(made: Any, check: Shown) -> None:
    """What a check counted, what must be known of it, and whose data they are."""
    if check.counts:
        table = made.add_table(rows=1, cols=3)
        for cell, words in zip(table.rows[0].cells, (check.windows, "events", "deaths"), strict=True):
            cell.text = str(words)
        for c in check.counts:
            cells = (c.where, f"{c.events[0]} → {c.events[1]}", f"{c.deaths[0]} → {c.deaths[1]}")
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = clean(words)
    for warning in check.warnings:
        made.add_paragraph(clean(one_line(warning)), style="List Bullet")
    made.add_paragraph(clean("; ".join(f"Data: {c}" for c in check.citations)))


def _remark(made: Any, bold: str, rest: str) -> None:
    line = made.add_paragraph()
    line.add_run(clean(bold)).bold = True
    line.add_run(clean(one_line(rest)) if not rest.startswith(" ") else " " + clean(one_line(rest)))


def _quote(made: Any, s: Statement, source: Source) -> None:
    made.add_paragraph(clean(s.text), style="Quote")
    line = made.add_paragraph(clean(f"{' · '.join(facts_of(s))} — {_citation(s, source)}"), "Citation")
    line.paragraph_format.left_indent = made.styles["Quote"].paragraph_format.left_indent
    _link(line, source.url)


def _citation(s: Statement, source: Source) -> str:
    return f"{one_line(source.citation)}, {s.span.start}–{s.span.end}"
