"""Scores of an evaluation as tables for a terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from aftertalks.show.table import plain_table


def _figures(values: dict[str, float]) -> list[str]:
    return [f"{values[name]:.3f}" for name in ("p", "r", "f1")]


def score_tables(scores: dict[str, Any]) -> list[Table]:
    """Return a table of the documents, one of the kinds and one of everything together."""
    return [_documents(scores), _measures(scores)]


def _table(title: str, *headings: str) -> Table:
    table = plain_table(title)
    for n, heading in enumerate(headings):
        table.add_column(heading, justify="right" if n else "left", no_wrap=True)
    return table


def _documents(scores: dict[str, Any]) -> Table:
    table = _table("F1 by document", "document", "gold", "found", "kind", "+speaker", "full")
    for name, d in scores["by_document"].items():
        figures = [f"{d[key]:.3f}" for key in ("kind_f1", "kind_speaker_f1", "full_f1")]
        table.add_row(Text(name), str(d["gold"]), str(d["pred"]), *figures)
    return table


def _measures(scores: dict[str, Any]) -> Table:
    table = _table("All documents", "measure", "precision", "recall", "F1 or share")
    for kind, values in scores["by_kind"].items():
        table.add_row(kind, *_figures(values))
    table.add_section()
    for name, label in (("kind", "kind"), ("kind_speaker", "kind + speaker"), ("full", "full"), ("when", "when"),
                        ("where", "where"), ("actors", "actors")):  # fmt: skip
        table.add_row(label, *_figures(scores[name]))
    table.add_section()
    table.add_row("found", "", "", f"{scores['found']:.3f}")
    for name in ("speaker", "form", "polarity"):
        table.add_row(f"{name} (of pairs)", "", "", f"{scores[name + '_accuracy']:.3f}")
    return table
