"""What a lexicon's records hold, learned from the shipped ones: a user's record is held against it first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

REMARKS = frozenset({"examples", "not_examples", "note", "notes", "comment", "source"})
_MANY = 8  # lists from which a length that all share is no chance


@dataclass(frozen=True, slots=True)
class Form:
    """What values there are in a place.

    Args:
        kinds: in words: ``words``, ``a number``, ``a list`` …
        items: of lists.
        length: of lists, where all have the same and there are many (a point's two coordinates).
        fields: of records, by name.
        required: fields that every record has; of a mapping with names of its own there are none.
    """

    kinds: frozenset[str]
    items: Form | None
    length: int | None
    fields: Mapping[str, Form]
    required: frozenset[str]


def kind_of(value: object) -> str:
    """Return what a value is, in words."""
    if value is None or value == "":
        return "nothing"
    for kind, words in (
        (bool, "yes or no"), (int, "a number"), (float, "a number"), (str, "words"), (datetime, "a moment"),
        (date, "a day"), (list, "a list"), (dict, "a record"),
    ):  # fmt: skip
        if isinstance(value, kind):
            return words
    return type(value).__name__


def learn(values: Sequence[object]) -> Form:
    """Return the form that some values share."""
    lists = [v for v in values if isinstance(v, list)]
    items = [item for v in lists for item in v]
    lengths = {len(v) for v in lists}
    records = [v for v in values if isinstance(v, dict)]
    names = {name for r in records for name in r}
    required = frozenset(n for n in names if all(n in r for r in records)) - REMARKS
    fields = {str(n): learn([r[n] for r in records if n in r]) for n in names - REMARKS}
    if records and not required:
        fields = {"*": learn([v for r in records for v in r.values()])}
    length = lengths.pop() if len(lengths) == 1 and len(lists) >= _MANY else None
    kinds = frozenset(map(kind_of, values))
    return Form(kinds, learn(items) if items else None, length, fields, required)


def misfit(value: Any, form: Form, place: str = "") -> str | None:
    """Return what does not fit about a value, with its place; null if it fits."""
    kind = kind_of(value)
    if kind not in form.kinds:
        return f"{place or 'it'} is {kind}, where {' or '.join(sorted(form.kinds))} is wanted"
    if kind == "a list" and form.length not in {None, len(value)}:
        return f"{place or 'it'} holds {len(value)} values, where {form.length} are wanted"
    if kind == "a list" and form.items is not None:
        found = (misfit(item, form.items, f"{place} {n}".strip()) for n, item in enumerate(value, 1))
        return next((why for why in found if why), None)
    if kind == "a record":
        lacking = sorted(form.required - value.keys())
        if lacking:
            return f"{place + ' ' if place else ''}lacks {lacking[0]!r}"
        everything = form.fields.get("*")
        for name, inside in value.items():
            known = form.fields.get(str(name)) or everything
            if known and name not in REMARKS and (why := misfit(inside, known, f"{place} {name!r}".strip())):
                return why
    return None
