"""Libraries that only some exports need; who lacks one is told which extra brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from aftertalks.model import UsageError


def need(module: str, *, extra: str, what: str) -> Any:
    """Return a module of an optional library.

    Args:
        extra: the extra of this package that installs it.
        what: what it is needed for, as the subject of a sentence.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = (error.name or module).partition(".")[0]
        raise UsageError(f"{what} needs {name}, which is not installed; pip install 'aftertalks[{extra}]'") from error
