"""Tables for a terminal, made with rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from aftertalks.model import Book, Kind, Polarity, Progress, Statement
from aftertalks.model.account import Account, NextUp, Source
from aftertalks.show.kinds import BOOKS, LOOKS
from aftertalks.show.wording import counted, one_line, shorten, speaker, when, window

WIDE = 120  # columns that a table may take where no terminal says otherwise
NARROW = 100  # columns below which statements are stacked
SHORT = 8  # letters of an entry's id that are shown
_STATUS = {p: "upcoming" if p is Progress.NOT_DUE else p.value for p in Progress}
_PROGRESS = {Progress.OVERDUE: "bold red", Progress.DUE: "bold yellow"}


def plain_table(title: str | None, *columns: tuple[str, int], width: int = WIDE) -> Table:
    """Return an empty table in the house style.

    Args:
        title: line above it.
        columns: heading and the width below which the column does not fall where there is room for all of them.
        width: of the terminal. Where the least widths do not fit, columns shrink and fold: nothing is ever cut off.
    """
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    room = sum(least + 3 for _, least in columns) <= width
    for heading, least in columns:
        table.add_column(heading, min_width=least if room else None, overflow="fold")
    return table


def kind_cell(kind: Kind) -> Text:
    """Return a kind's name in its colour."""
    return Text(kind.value, style=LOOKS[kind].terminal)


def statements_table(statements: Iterable[Statement], *, title: str | None = None, width: int = WIDE) -> Table:
    """Return statements as a table: kind, speaker, what, when, certainty and the words themselves.

    Args:
        width: of the terminal; a narrow one gets two columns, the words below who says them.
    """
    if width < NARROW:
        return _narrow_table(statements, title, width)
    table = plain_table(
        title, ("kind", 14), ("speaker", 10), ("what", 10), ("when", 10), ("certainty", 9), ("words", 30), width=width
    )
    for s in statements:
        table.add_row(
            kind_cell(s.kind),
            Text(one_line(speaker(s))),
            Text(one_line(s.about or "")),
            Text(when(s)),
            certainty_cell(s),
            Text(one_line(s.text)),
        )
    return table


def _narrow_table(statements: Iterable[Statement], title: str | None, width: int) -> Table:
    table = plain_table(title, ("kind", 14), ("speaker · what · when · certainty / words", 20), width=width)
    for s in statements:
        parts = (one_line(speaker(s)), one_line(s.about or ""), when(s))
        head = Text(" · ".join(part for part in parts if part) + " · ", style="bold") + certainty_cell(s)
        table.add_row(kind_cell(s.kind), head + "\n" + Text(one_line(s.text)) + "\n")
    return table


def certainty_cell(statement: Statement) -> Text:
    """Return the certainty, with ``not`` before it for a negative statement."""
    cell = Text(statement.certainty.value, style="dim" if statement.certainty.value == "unknown" else "")
    if statement.polarity is Polarity.NEGATIVE:
        cell = Text("not · ", style="red") + cell
    return cell


def next_table(up: NextUp, *, width: int = WIDE) -> Table:
    """Return what is next as a table, most pressing first."""
    table = plain_table(
        f"What's next, as of {up.as_of}",
        ("due", 10), ("status", 8), ("book", 8), ("words", 30), ("who says so", 12), ("entry", 8), width=width,
    )  # fmt: skip
    for account in up.dated:
        progress = account.entry.progress(up.as_of)
        table.add_row(
            Text(window(account.entry.due)),
            Text(_STATUS[progress], style=_PROGRESS.get(progress, "")),
            book_cell(account.entry.book),
            Text(shorten(account.entry.summary, 300)),
            Text(_sayers(account)),
            Text(account.entry.id[:SHORT], style="dim"),
        )
    return table


def undated_table(up: NextUp, *, width: int = WIDE) -> Table:
    """Return the open undertakings that bear no date."""
    table = plain_table("Agreed, without a date", ("words", 30), ("who says so", 12), ("entry", 8), width=width)
    for account in up.undated:
        table.add_row(
            Text(shorten(account.entry.summary, 300)),
            Text(_sayers(account)),
            Text(account.entry.id[:SHORT], style="dim"),
        )
    return table


def _sayers(account: Account) -> str:
    """First speaker and source, how many documents more, and whether voices contradict or an answer is proposed."""
    lead = account.voices[0]
    said = f"{one_line(speaker(lead.statement))} ({shorten(lead.source.citation, 80)})"
    more = account.documents - 1
    notes = [f"+{counted(more, 'document')}" if more else "", "contradicted" if account.contradicted else ""]
    notes.append("answer proposed" if account.proposals else "")
    return "; ".join(part for part in (said, *notes) if part)


def hits_table(hits: Sequence[tuple[Statement, Source, str | None]], *, width: int = WIDE) -> Table:
    """Return found statements as a table."""
    table = plain_table(
        None,
        ("published", 10), ("kind", 14), ("speaker", 10), ("words", 30), ("source", 12), ("entry", 8), width=width,
    )  # fmt: skip
    for s, source, entry in hits:
        table.add_row(
            Text(source.published.isoformat() if source.published else "undated"),
            kind_cell(s.kind),
            Text(one_line(speaker(s))),
            Text(one_line(s.text)),
            Text(shorten(source.title or source.source, 60)),
            Text((entry or "")[:SHORT], style="dim"),
        )
    return table


def book_cell(book: Book) -> Text:
    """Return a book's name in its colour."""
    return Text(book.value, style=BOOKS[book])
