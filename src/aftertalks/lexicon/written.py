"""YAML that people write, read as plain values: no types of its own, no bombs of aliases, one kind of error."""

from __future__ import annotations

from typing import Any

import yaml

MOST_VALUES = 2_000_000  # of one text, those behind an alias counted each time that they are named
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_OPEN = 200  # lists and records inside one another; the C parser would use up its stack


class UnreadableError(ValueError):
    """A text that is no YAML, or too much of it.

    Args:
        line: where, counted from 1; null if that is not known.
    """

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


def values(text: str) -> Any:
    """Return the values that a YAML text holds.

    Raises:
        UnreadableError: it is not valid, nested too deep, or its aliases unfold to too much.
    """
    try:
        _flat(text)
        found = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableError("not valid YAML", mark.line + 1 if mark else None) from error
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("not valid YAML (a value that is none)") from error  # the loader's own, on odd dates
    if size(found) > MOST_VALUES:
        raise UnreadableError(f"its aliases unfold to more than {MOST_VALUES:,} values")
    return found


def _flat(text: str) -> None:
    """See that nothing is nested too deep, before it is built."""
    opened = 0
    if text.count("[") + text.count("{") + text.count("- ") + text.count("  ") < _MOST_OPEN:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            opened += 1
            if opened > _MOST_OPEN:
                raise UnreadableError("nested too deep", event.start_mark.line + 1 if event.start_mark else None)
        elif isinstance(event, yaml.CollectionEndEvent):
            opened -= 1


def size(value: object, most: int = MOST_VALUES) -> int:
    """Count the values inside a value, those behind an alias each time that they are named; stops above ``most``."""
    waiting, count = [value], 0
    while waiting and count <= most:
        one = waiting.pop()
        count += 1
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list | tuple | set):
            waiting += one
    return count
