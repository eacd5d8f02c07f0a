"""Aftertalks: a sourced ledger of what international talks agreed, and whether it happened.

>>> import aftertalks
>>> reading = aftertalks.read("The presidents agreed on a truce.", published=date(2017, 7, 7))  # doctest: +SKIP
>>> with aftertalks.Ledger("talks.db") as ledger:  # doctest: +SKIP
...     ledger.add(reading)

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import aftertalks.read as _readers
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


class _Read(ModuleType):
    """The readers' package, which is the verb ``read()`` too.

    Both have one name. Loading the package would hide a function of that name, so that a second call failed.
    """

    def __call__(self, *args: Any, **options: Any) -> Reading:
        from aftertalks.flow.reading import read

        return read(*args, **options)


sys.modules[_readers.__name__].__class__ = _Read


def __getattr__(name: str) -> Any:
    if name == "Ledger":
        from aftertalks.flow.keeping import Ledger

        return Ledger
    if name in {"to_pandas", "to_polars"}:
        from aftertalks.flow import frames

        return getattr(frames, name)
    raise AttributeError(f"module 'aftertalks' has no attribute {name!r}")
