"""Libraries that only some formats need; who lacks one is told which extra brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from aftertalks.model import InputError


def library(module: str, *, source: str, what: str, extra: str) -> Any:
    """Return a module of an optional library.

    Args:
        source: the input that needs it.
        what: what the input is, as the subject of a sentence.
        extra: the extra of this package that installs it.

    Raises:
        InputError: it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        problem = f"{what} is read with {name}, which is not installed"
        raise InputError(source, problem, f"pip install 'aftertalks[{extra}]'") from error
