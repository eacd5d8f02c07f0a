"""Scores of an evaluation as tables for a terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from aftertalks.show.table import plain_table

FEW = 30  # cases below which a rate says little: one more or less moves it by three hundredths


def _figures(values: dict[str, float]) -> list[str]:
    return [f"{values[name]:.3f}" for name in ("p", "r", "f1")]


def score_tables(scores: dict[str, Any]) -> list[Table]:
    """Return tables of the documents, of the sorts of sources where they are known, and of everything together."""
    sorts = [_source_types(scores), _kinds_by_type(scores)] if "by_source_type" in scores else []
    return [_documents(scores), *sorts, _measures(scores)]


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


def _with_n(value: float, n: int) -> str:
    """Tell a rate with what it rests on; a star marks too little."""
    return f"{value:.3f}{'*' if n < FEW else ' '} ({n})" if n else "-"


def _source_types(scores: dict[str, Any]) -> Table:
    table = _table(
        f"By sort of source: F1, or share, with the number that it rests on; * fewer than {FEW}", "source", "documents",
        "kind", "+speaker", "full", "speaker", "polarity", "when",
    )  # fmt: skip
    for name, held in scores["by_source_type"].items():
        measured = [_with_n(held[m]["f1"], held[m]["n"]) for m in ("kind", "kind_speaker", "full")]
        measured += [_with_n(held[m]["share"], held[m]["n"]) for m in ("speaker_accuracy", "polarity_accuracy")]
        table.add_row(Text(name), str(held["documents"]), *measured, _with_n(held["when"]["f1"], held["when"]["n"]))
    return table


def _kinds_by_type(scores: dict[str, Any]) -> Table:
    table = _table(f"F1 of each kind by sort of source; * fewer than {FEW}", "source", *scores["by_kind"])
    for name, held in scores["by_source_type"].items():
        table.add_row(Text(name), *(_with_n(k["f1"], k["n"]) for k in held["by_kind"].values()))
    return table


def _measures(scores: dict[str, Any]) -> Table:
    table = _table("All documents", "measure", "precision", "recall", "F1 or share")
    for kind, values in scores["by_kind"].items():
        table.add_row(f"{kind} ({scores['gold_by_kind'][kind]})", *_figures(values))
    table.add_section()
    for name, label in (("kind", "kind"), ("kind_speaker", "kind + speaker"), ("full", "full"), ("when", "when"),
                        ("where", "where"), ("actors", "actors")):  # fmt: skip
        table.add_row(label, *_figures(scores[name]))
    table.add_section()
    table.add_row("found", "", "", f"{scores['found']:.3f}")
    for name in ("speaker", "form", "polarity"):
        table.add_row(f"{name} (of pairs)", "", "", f"{scores[name + '_accuracy']:.3f}")
    return table
