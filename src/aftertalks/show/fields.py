"""A statement's fields as lines for people: name, value, and the rule behind it or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.model import Statement
from aftertalks.show.dates import when
from aftertalks.show.wording import one_line, speaker


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a record.

    Args:
        value: empty where the text gives none.
        why: the rule that made the value, or why there is none.
    """

    name: str
    value: str
    why: str


def fields(s: Statement) -> list[Field]:
    """Return the lines of a statement's record; fields without a value appear only if their reason is known."""
    cue = f" (cue: {s.cue_text})" if s.cue_text else ""
    values = {
        "kind": s.kind.value,
        "speaker": speaker(s) + cue + _via(s) + ("" if s.attribution_certain else ", by tense or place only"),
        "document_voice": s.document_voice or "",
        "form": s.form.value,
        "polarity": s.polarity.value,
        "certainty": s.certainty.value + _certainty_cue(s),
        "about": s.about or "",
        "actors": ", ".join(s.actors),
        "when": when(s) + (f" (“{one_line(s.when_text)}”)" if s.when_text else ""),
        "deadline": s.deadline.isoformat() if s.deadline else "",
        "where": (s.where or "") + _place(s),
        "instrument": s.instrument or "",
        "issue": s.issue or "",
        "event": _event(s),
        "conditions": "; ".join(f"“{one_line(c.text)}”" for c in s.conditions),
        "undertaking": _undertaking(s),
    }
    lines = [Field(name, value.strip(), _why(s, name)) for name, value in values.items()]
    return [line for line in lines if line.value or line.why]


def _why(s: Statement, name: str) -> str:
    trace = s.trace(name)
    return trace.rule if trace else ""


def _certainty_cue(s: Statement) -> str:
    cue = s.certainty_cue
    if cue is None or not s.span.contains(cue):
        return ""
    words = s.text[cue.start - s.span.start : cue.end - s.span.start]
    return f" (“{one_line(words)}”)" if words else ""


def _place(s: Statement) -> str:
    if s.place is None:
        return ""
    at = f", {s.place.lat:.2f} {s.place.lon:.2f}" if s.place.lat is not None and s.place.lon is not None else ""
    return f" ({s.place.name}{at})"


def _via(s: Statement) -> str:
    """Who passed the content on, where it did not come from its source at first hand."""
    links = [v.name or v.text for v in s.chain[:-1]]
    return f", by way of {', '.join(links)}" if links else ""


def _undertaking(s: Statement) -> str:
    u = s.undertaking
    if u is None:
        return ""
    parts = [
        u.name or "",
        f"parties: {', '.join(u.parties)}" if u.parties else "",
        f"guarantors: {', '.join(u.guarantors)}" if u.guarantors else "",
        f"from {u.start}" if u.start else "",
        f"until {u.end}" if u.end else "",
    ]
    return "; ".join(part for part in parts if part)


def _event(s: Statement) -> str:
    if s.event is None:
        return ""
    parts = [s.event.type, s.event.mode or "", *s.event.context, *s.event.auxiliary]
    return " · ".join(part for part in parts if part)
