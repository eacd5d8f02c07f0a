"""What an assistant is told: the exact words, who says them, where they stand, and why they were read so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aftertalks.model import Statement
from aftertalks.model.account import Account, Source
from aftertalks.model.record import format_when, to_record

Answer = dict[str, Any]
_STATEMENT = (
    "id", "text", "kind", "form", "speaker", "polarity", "certainty", "attribution_certain", "actors", "when",
    "when_text", "deadline", "where", "instrument", "issue", "document", "start", "end",
)  # fmt: skip


def statement_answer(statement: Statement, source: Source | None = None) -> Answer:
    """Return a statement with its exact words, its offsets in the document, and the rules that named speaker and time.

    Args:
        source: its document; null where the assistant itself gave the text.
    """
    record = to_record(statement)
    told: Answer = {name: record[name] for name in _STATEMENT}
    told["speaker_chain"] = [v["name"] or v["text"] for v in record["speaker_chain"]]
    told["why"] = {name: _rule(record["traces"], name) for name in ("kind", "speaker", "when", "where")}
    if source is not None:
        told["source"] = {
            "title": source.title,
            "publisher": source.publisher,
            "published": source.published.isoformat() if source.published else None,
            "address": source.url or source.source,
        }
    return told


def _rule(traces: Mapping[str, Any], name: str) -> str | None:
    trace = traces.get(name)
    first = trace[0] if isinstance(trace, list) and trace else trace
    return str(first["rule"]) if isinstance(first, Mapping) else None


def entry_answer(account: Account, *, progress: str) -> Answer:
    """Return an entry: its words, status and every voice with its source; machine judgements are named as such."""
    e = account.entry
    return {
        "id": e.id,
        "book": e.book.value,
        "words": e.summary,
        "due": format_when(*e.due) if e.due else None,
        "progress": progress,
        "outcome": e.outcome.value,
        "contradicted": account.contradicted,
        "documents": account.documents,
        "voices": [
            {"stance": v.stance.value, "why_here": v.reason, **statement_answer(v.statement, v.source)}
            for v in account.voices
        ],
        "judgements": [
            {"by": j.by, "at": j.at.isoformat(), "outcome": j.outcome.value, "reason": j.reason} for j in e.judgements
        ],
        "proposed_answers": [
            {
                "outcome": p.outcome.value,
                "score": p.score,
                "reason": p.reason,
                **statement_answer(p.statement, p.source),
            }
            for p in account.proposals
        ],
    }


def check_answer(account: Account) -> Answer:
    """Return an entry's last kept check with its counts, warnings and citations; its pictures are left out."""
    for judgement in reversed(account.entry.judgements):
        if judgement.details:
            kept = json.loads(judgement.details)
            kept.pop("pictures", None)
            return {"entry": account.entry.id, "kept_at": judgement.at.isoformat(), "check": kept}
    how = f"aftertalks check {account.entry.id[:8]} --events FILE --keep"
    return {"entry": account.entry.id, "check": None, "how": f"no check was kept; a person makes one with `{how}`"}
