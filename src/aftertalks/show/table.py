"""Tables for a terminal, made with rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from aftertalks.model import Book, Kind, Polarity, Progress, Statement
from aftertalks.model.account import Account, NextUp, Source
from aftertalks.show.dates import due_told, when
from aftertalks.show.kinds import BOOKS, LOOKS
from aftertalks.show.wording import STATUS, counted, one_line, shorten, speaker

WIDE = 120  # columns that a table may take where no terminal says otherwise
NARROW = 100  # columns below which the words stand below the other cells
LEAST = 30  # columns that the words get at least
SHORT = 8  # letters of an entry's id that are shown
_PROGRESS = {Progress.OVERDUE: "bold red", Progress.DUE: "bold yellow"}
_GAP = 3  # columns between two cells


def plain_table(title: str | None) -> Table:
    """Return an empty table in the house style."""
    return Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)


def fitted_table(
    title: str | None, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Text]], *, width: int
) -> Table:
    """Return a table that fits: every cell folds, nothing is cut off.

    Args:
        columns: heading and most columns that it takes; 0 for the one that holds the words, which takes what is left.
        width: of the terminal; in a narrow one the words stand below the other cells.
    """
    words = next(n for n, (_, most) in enumerate(columns) if not most)
    natural = [max((cell.cell_len for cell in column), default=0) for column in zip(*rows, strict=True)]
    taken = {
        n: min(max(natural[n] if natural else 0, len(heading)), most)
        for n, (heading, most) in enumerate(columns)
        if n != words
    }
    left = width - sum(taken.values()) - _GAP * len(columns)
    if width < NARROW or left < LEAST:
        return _stacked_table(title, columns, rows, words)
    table = plain_table(title)
    for n, (heading, _) in enumerate(columns):
        table.add_column(heading, width=taken.get(n, left), overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _stacked_table(
    title: str | None, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Text]], words: int
) -> Table:
    table = plain_table(title)
    others = " · ".join(heading for n, (heading, _) in enumerate(columns) if n != words)
    table.add_column(f"{others}\n{columns[words][0]}", overflow="fold")
    for row in rows:
        cells = [cell for n, cell in enumerate(row) if n != words and cell.plain]
        table.add_row(Text(" · ").join(cells) + "\n" + row[words] + "\n")
    return table


def kind_cell(kind: Kind) -> Text:
    """Return a kind's name in its colour."""
    return Text(kind.value, style=LOOKS[kind].terminal)


def book_cell(book: Book) -> Text:
    """Return a book's name in its colour."""
    return Text(book.value, style=BOOKS[book])


def certainty_cell(statement: Statement) -> Text:
    """Return the certainty, with ``not`` before it for a negative statement."""
    cell = Text(statement.certainty.value, style="dim" if statement.certainty.value == "unknown" else "")
    if statement.polarity is Polarity.NEGATIVE:
        cell = Text("not · ", style="red") + cell
    return cell


def _entry_cell(identity: str | None) -> Text:
    return Text((identity or "")[:SHORT], style="dim")


def statements_table(statements: Iterable[Statement], *, title: str | None = None, width: int = WIDE) -> Table:
    """Return statements as a table: kind, speaker, what, when, certainty and the words themselves."""
    columns = (("kind", 14), ("speaker", 18), ("what", 20), ("when", 13), ("certainty", 15), ("words", 0))
    rows = [
        (
            kind_cell(s.kind),
            Text(one_line(speaker(s))),
            Text(one_line(s.about or "")),
            Text(when(s)),
            certainty_cell(s),
            Text(one_line(s.text)),
        )
        for s in statements
    ]
    return fitted_table(title, columns, rows, width=width)


def next_table(up: NextUp, *, width: int = WIDE) -> Table:
    """Return what is next as a table, most pressing first."""
    columns = (("due", 13), ("status", 8), ("book", 8), ("words", 0), ("who says so", 34), ("entry", 8))
    rows = []
    for account in up.dated:
        progress = account.entry.progress(up.as_of)
        rows.append(
            (
                Text(one_line(due_told(account))),
                Text(STATUS[progress], style=_PROGRESS.get(progress, "")),
                book_cell(account.entry.book),
                Text(shorten(account.entry.summary, 300)),
                Text(_sayers(account)),
                _entry_cell(account.entry.id),
            )
        )
    return fitted_table(f"What's next, as of {up.as_of}", columns, rows, width=width)


def undated_table(up: NextUp, *, width: int = WIDE) -> Table:
    """Return the open undertakings that bear no date."""
    columns = (("words", 0), ("who says so", 34), ("entry", 8))
    rows = [(Text(shorten(a.entry.summary, 300)), Text(_sayers(a)), _entry_cell(a.entry.id)) for a in up.undated]
    return fitted_table("Agreed, without a date", columns, rows, width=width)


def _sayers(account: Account) -> str:
    """First speaker and source, how many documents more, and whether voices contradict or an answer is proposed."""
    lead = account.voices[0]
    said = f"{one_line(speaker(lead.statement))} ({shorten(lead.source.citation, 80)})"
    more = max(account.documents - 1, 0)
    notes = [f"+{counted(more, 'document')}" if more else "", "contradicted" if account.contradicted else ""]
    notes.append("answer proposed" if account.answer_proposed else "")
    return "; ".join(part for part in (said, *notes) if part)


def hits_table(hits: Sequence[tuple[Statement, Source, str | None]], *, width: int = WIDE) -> Table:
    """Return found statements as a table."""
    columns = (("published", 10), ("kind", 14), ("speaker", 18), ("words", 0), ("source", 24), ("entry", 8))
    rows = [
        (
            Text(source.published.isoformat() if source.published else "undated"),
            kind_cell(s.kind),
            Text(one_line(speaker(s))),
            Text(one_line(s.text)),
            Text(shorten(source.title or source.source, 60)),
            _entry_cell(entry),
        )
        for s, source, entry in hits
    ]
    return fitted_table(None, columns, rows, width=width)
