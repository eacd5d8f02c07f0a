"""Decisions of reviewers: which of them hold, what they say of a reading, and how far reviewers agree.

A decision is about words in a document, not about a row of a table: when a newer version reads the document anew, it
goes to the statement that now covers those words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from aftertalks.model import Span, Statement, Trace, UsageError
from aftertalks.model.record import from_record, to_record
from aftertalks.model.review import Action, Agreement, Anchor, Decision, Topic, question_id

SAME_WORDS = 0.5  # share of two stretches' joint length that must be common for them to be one statement, read twice
FIXED, MACHINE_SAID = "fixed by ", "; the machine said "
FIELDS = (
    "kind", "speaker", "polarity", "certainty", "actors", "about", "issue", "instrument", "when", "deadline", "where",
    "span",
)  # fmt: skip


def holding(log: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that nobody has undone, oldest first, without undos and skips."""
    log = list(log)
    undone = {d.undoes for d in log if d.action is Action.UNDO}
    return [d for d in log if d.n not in undone and d.action not in {Action.UNDO, Action.SKIP, Action.ERASE}]


def latest(log: Iterable[Decision], *, by: str | None = None) -> dict[str, Decision]:
    """Return by question the last decision that holds; with ``by`` only that person's."""
    return {d.question: d for d in holding(log) if by is None or d.by == by}


def renamed(made: Decision, joined: Mapping[str, str]) -> Decision:
    """Return a decision on an entry that goes on under another name, under that."""
    entry = joined.get(made.entry or "")
    if entry is None or made.topic not in {Topic.VOICE, Topic.ANSWER}:
        return made
    return replace(made, entry=entry, question=question_id(made.topic, made.anchor, "", entry))


def overlap(a: Span, b: Span) -> float:
    """Return the common share of two stretches' joint length, 0..1."""
    common = min(a.end, b.end) - max(a.start, b.start)
    joint = max(a.end, b.end) - min(a.start, b.start)
    return common / joint if common > 0 and joint else 0.0


def covering(anchor: Span, statements: Iterable[Statement], *, kind: str | None = None) -> Statement | None:
    """Return the statement that covers a stretch best, of equals one of the same kind; null if none does by half."""
    best = max(statements, key=lambda s: (overlap(anchor, s.span), s.kind.value == kind), default=None)
    return best if best is not None and overlap(anchor, best.span) >= SAME_WORDS else None


def parse_fix(given: str) -> tuple[str, str]:
    """Split ``field=value``.

    Raises:
        UsageError: there is no ``=``, or no such field can be fixed.
    """
    field, sign, value = given.partition("=")
    field = field.strip().lower()
    if not sign or field not in FIELDS:
        raise UsageError(f"cannot fix {given!r}; write FIELD=VALUE with one of {', '.join(FIELDS)}")
    return field, value.strip()


def value_of(statement: Statement, field: str) -> str:
    """Return a field as reviewers see and write it; empty for null."""
    if field == "span":
        return f"{statement.span.start}:{statement.span.end}"
    value = to_record(statement)[field]
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def fixed(statement: Statement, field: str, value: str, *, by: str, text: str) -> Statement:
    """Return a statement with one field as a reviewer wants it; its trace names the reviewer and the machine's value.

    Args:
        value: as :func:`value_of` writes it; empty for null. A span is ``start:end`` or the words themselves.
        text: the document's text.

    Raises:
        UsageError: the field cannot have that value.
    """
    was = value_of(statement, field) or "null"
    earlier = statement.trace(field)
    if earlier is not None and earlier.rule.startswith(FIXED):  # the machine's word stays, however often people differ
        was = earlier.rule.partition(MACHINE_SAID)[2]
    record = to_record(statement)
    record |= _changed(statement, field, value, by=by, text=text)
    made = from_record(record)
    trace = Trace(field, f"{FIXED}{by}{MACHINE_SAID}{was}")
    return replace(made, traces=(*(t for t in made.traces if t.field != field), trace))


def _changed(statement: Statement, field: str, value: str, *, by: str, text: str) -> dict[str, Any]:
    if field == "span":
        span = _span(statement, value, text)
        return {"start": span.start, "end": span.end, "text": span.of(text)}
    if field == "actors":
        return {"actors": [part.strip() for part in value.split(";") if part.strip()], "actor_ids": []}
    if field == "speaker":
        chain = list(to_record(statement)["speaker_chain"])
        if chain:
            chain[-1] = chain[-1] | {"name": value or None, "rule": f"fixed by {by}"}
        return {"speaker": value or None, "speaker_chain": chain}
    changed: dict[str, Any] = {field: value or None}
    if field == "where":
        changed["place"] = None
    if field == "when":
        changed["precision"] = None
    return changed


def _span(statement: Statement, value: str, text: str) -> Span:
    start, sign, end = value.partition(":")
    if sign and start.isdecimal() and end.isdecimal():
        span = Span(int(start), int(end)) if int(start) < int(end) else Span(0, 0)
    else:
        places = [n for n in range(len(text)) if text.startswith(value, n)] if value else []
        at = min(places, key=lambda n: abs(n - statement.span.start), default=-1)
        span = Span(at, at + len(value)) if at >= 0 else Span(0, 0)
    if not len(span) or span.end > len(text):
        raise UsageError(f"span={value!r} is no stretch of the document; write START:END or words that stand in it")
    return span


def decided_reading(
    statements: Sequence[Statement], log: Iterable[Decision], *, text: str
) -> tuple[list[Statement], list[Statement], list[Decision]]:
    """Let a reading follow what people have decided about its document.

    Args:
        statements: as the machine reads them now.
        log: decisions on the document.
        text: the document's text.

    Returns:
        The statements that stand, those that were rejected, and the decisions whose words no statement covers any more.
    """
    standing = {s.id: s for s in statements}
    now = {s.id: s.id for s in statements}  # a fix may change a statement's id
    rejected: list[Statement] = []
    homeless: list[Decision] = []
    for d in latest(d for d in log if d.topic is Topic.READING).values():
        found = covering(d.anchor.span, statements)
        here = standing.get(now.get(found.id, "")) if found else None
        if found is None:
            homeless.append(d)
        elif here is None:
            continue  # rejected by another decision
        elif d.action is Action.REJECT:
            rejected.append(standing.pop(here.id))
        elif value_of(here, d.field) != d.value:
            made = fixed(here, d.field, d.value, by=d.by, text=text)
            standing.pop(here.id)
            standing[made.id] = made
            now[found.id] = made.id
    return list(standing.values()), rejected, homeless


def agreements(log: Iterable[Decision]) -> list[Agreement]:
    """Return for every two reviewers and sort of question how far they agree.

    Two decisions are alike if they leave the same value standing: who accepts what another fixes to the very same
    agrees. Skipped and undone decisions do not count.
    """
    said: dict[str, dict[str, str]] = defaultdict(dict)
    sort: dict[str, str] = {}
    for d in holding(log):
        said[d.question][d.by] = "rejected" if d.action is Action.REJECT else f"={d.value}"
        sort[d.question] = f"{d.topic}: {d.field}" if d.field else d.topic.value
    pairs: dict[tuple[str, tuple[str, str]], list[tuple[str, str]]] = defaultdict(list)
    for question, by in said.items():
        for a, b in combinations(sorted(by), 2):
            pairs[sort[question], (a, b)].append((by[a], by[b]))
    return [
        Agreement(question, two, len(both), sum(x == y for x, y in both), kappa(both))
        for (question, two), both in sorted(pairs.items())
    ]


def kappa(both: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960) of two raters' labels; null without labels or if chance agreement is 1."""
    n = len(both)
    if not n:
        return None
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    seen = sum(a == b for a, b in both) / n
    chance = sum(left[label] * right[label] for label in left) / n**2
    return None if chance >= 1.0 else round((seen - chance) / (1 - chance), 3)


def anchor_of(statement: Statement) -> Anchor:
    """Return the words of a statement as decisions keep them."""
    return Anchor(statement.document, statement.span, statement.text)
