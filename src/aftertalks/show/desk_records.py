"""The desk's JSON twins: questions, decisions, agreement, changes, dossiers, speakers' records as plain values."""

from __future__ import annotations

from aftertalks.model.dossier import LEAST_RESOLVED, Change, Changes, Dossier, SpeakerRecord
from aftertalks.model.record import Record, to_record
from aftertalks.model.review import Agreement, Anchor, Decision, Question
from aftertalks.show.lines import entry_record, source_fields


def question_record(q: Question) -> Record:
    """Return a question as plain values."""
    return {
        "id": q.id, "topic": q.topic.value, "field": q.field or None, "machine": q.machine, "score": q.score,
        "weight": q.weight, "why": q.why, "entry": q.entry, "about": q.about,
        "statement": to_record(q.statement) | source_fields(q.source),
    }  # fmt: skip


def decision_record(d: Decision) -> Record:
    """Return a decision as plain values."""
    return {
        "n": d.n or None, "question": d.question, "topic": d.topic.value, "action": d.action.value, "by": d.by,
        "at": d.at.isoformat(timespec="seconds"), "field": d.field or None, "value": d.value, "machine": d.machine,
        "score": d.score, "reason": d.reason, "entry": d.entry, "undoes": d.undoes, "anchor": _anchor(d.anchor),
    }  # fmt: skip


def _anchor(a: Anchor) -> Record:
    return {"document": a.document, "start": a.span.start, "end": a.span.end, "words": a.words}


def agreement_record(a: Agreement) -> Record:
    """Return how far two reviewers agree as plain values."""
    return {
        "question": a.question, "reviewers": list(a.reviewers), "n": a.n, "same": a.same, "share": round(a.share, 3),
        "kappa": a.kappa,
    }  # fmt: skip


def dossier_record(d: Dossier, entries: int) -> Record:
    """Return a dossier as plain values."""
    return {
        "name": d.name, "actors": list(d.actors), "issue": d.issue, "place": d.place, "words": d.words,
        "from": d.since.isoformat() if d.since else None, "to": d.until.isoformat() if d.until else None,
        "made": d.made.isoformat() if d.made else None, "entries": entries,
    }  # fmt: skip


def change_record(c: Change, changes: Changes) -> Record:
    """Return a change with its entry as plain values."""
    return {
        "change": c.news.value, "before": c.before or None, "after": c.after or None,
        "since": changes.since.isoformat() if changes.since else None, "as_of": changes.as_of.isoformat(),
        "new_voices": [v.statement.id for v in c.voices], "entry": entry_record(c.account),
    }  # fmt: skip


def speaker_record(r: SpeakerRecord) -> Record:
    """Return a speaker's record as plain values; the share is null below the least number of resolved expectations."""
    return {
        "speaker": r.speaker, "expectations": len(r.forecasts), "happened": r.happened, "did_not": r.did_not,
        "open": r.open, "share": None if r.share is None else round(r.share, 3), "least_resolved": LEAST_RESOLVED,
        "forecasts": [
            {
                "entry": f.account.entry.id, "outcome": f.account.entry.outcome.value, "came": f.came,
                "note": f.note or None, "statement": to_record(f.voice.statement) | source_fields(f.voice.source),
            }
            for f in r.forecasts
        ],
    }  # fmt: skip
