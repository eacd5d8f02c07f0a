"""Tables for a terminal, made with rich."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from aftertalks.model import Kind, Polarity, Statement
from aftertalks.show.kinds import LOOKS
from aftertalks.show.wording import one_line, speaker, when


def plain_table(title: str | None, *columns: tuple[str, int | None]) -> Table:
    """Return an empty table in the house style.

    Args:
        title: line above it.
        columns: heading and the width below which the column never falls (null: as the contents need).
    """
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for heading, least in columns:
        table.add_column(heading, min_width=least, overflow="fold", ratio=None)
    return table


def kind_cell(kind: Kind) -> Text:
    """Return a kind's name in its colour."""
    return Text(kind.value, style=LOOKS[kind].terminal)


def statements_table(statements: Iterable[Statement], *, title: str | None = None) -> Table:
    """Return statements as a table: kind, speaker, what, when, certainty and the words themselves."""
    table = plain_table(
        title, ("kind", 10), ("speaker", 10), ("what", 10), ("when", 10), ("certainty", 8), ("words", 30)
    )
    for s in statements:
        table.add_row(
            kind_cell(s.kind),
            Text(one_line(speaker(s))),
            Text(one_line(s.about or ""), style="dim" if not s.about else ""),
            Text(when(s)),
            certainty_cell(s),
            Text(one_line(s.text)),
        )
    return table


def certainty_cell(statement: Statement) -> Text:
    """Return the certainty, with ``not`` before it for a negative statement."""
    cell = Text(statement.certainty.value, style="dim" if statement.certainty.value == "unknown" else "")
    if statement.polarity is Polarity.NEGATIVE:
        cell = Text("not · ", style="red") + cell
    return cell
