"""Aftertalks: a sourced ledger of what international talks agreed, and whether it happened.

>>> import aftertalks
>>> reading = aftertalks.read("The presidents agreed on a truce.", published=date(2017, 7, 7))  # doctest: +SKIP
>>> with aftertalks.Ledger("talks.db") as ledger:  # doctest: +SKIP
...     ledger.add(reading)

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aftertalks.model import (
    AftertalksError,
    Document,
    Entry,
    InputError,
    Kind,
    LedgerError,
    Reading,
    Settings,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from aftertalks.flow.frames import to_pandas, to_polars
    from aftertalks.flow.keeping import Ledger
    from aftertalks.flow.reading import read

__version__ = "0.1.0"

__all__ = [
    "AftertalksError",
    "Document",
    "Entry",
    "InputError",
    "Kind",
    "Ledger",
    "LedgerError",
    "Reading",
    "Settings",
    "Span",
    "Statement",
    "__version__",
    "read",
    "to_pandas",
    "to_polars",
]


def __getattr__(name: str) -> Any:
    if name == "read":
        from aftertalks.flow.reading import read

        return read
    if name == "Ledger":
        from aftertalks.flow.keeping import Ledger

        return Ledger
    if name in {"to_pandas", "to_polars"}:
        from aftertalks.flow import frames

        return getattr(frames, name)
    raise AttributeError(f"module 'aftertalks' has no attribute {name!r}")
