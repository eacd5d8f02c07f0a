"""Tells of changes: an Atom file, a message to a web address, or a letter in a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from aftertalks.model import InputError
from aftertalks.model.dossier import Change, Changes
from aftertalks.show.desk_records import change_record
from aftertalks.show.exports.feed import atom_feed
from aftertalks.show.exports.site import public_changes

_PATIENCE = 20.0  # seconds for a web address to take a message
_LONGEST = 200  # characters of an entry's words in a letter


def write_atom(changes: Changes, path: Path, *, name: str) -> None:
    """Write changes as an Atom feed; the file appears only when it is whole."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(atom_feed(public_changes(changes), name=name))
    part.replace(path)


def post(changes: Changes, address: str) -> InputError | None:
    """Send changes as JSON to a web address of the user's own; returns what went wrong."""
    import httpx

    record = {"as_of": changes.as_of.isoformat(), "changes": [change_record(c, changes) for c in changes.found]}
    body = json.dumps(record, ensure_ascii=False, default=str).encode()
    try:
        answer = httpx.post(address, content=body, headers={"content-type": "application/json"}, timeout=_PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return InputError(
            address, f"cannot be told ({type(error).__name__})", "check the address; the next round tells again"
        )
    if answer.status_code >= 300:
        problem = f"answers {answer.status_code} {answer.reason_phrase}".strip()
        return InputError(address, problem, "check what listens there; the next round tells again")
    return None


def write_letter(changes: Changes, folder: Path, *, name: str, at: datetime | None = None) -> Path:
    """Write changes as a mail in a folder, from where any mailer can send it; returns its file."""
    moment = at or datetime.now(UTC)
    letter = EmailMessage()
    count = len(changes.found)
    letter["Subject"] = f"{name}: {count} change{'' if count == 1 else 's'}"
    letter["Date"] = format_datetime(moment)
    letter["X-Mailer"] = "aftertalks follow"
    letter.set_content("\n".join(_lines(changes.found)) + "\n")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{moment:%Y%m%dT%H%M%S%f}.eml"
    part = path.with_suffix(".part")
    part.write_bytes(letter.as_bytes())
    part.replace(path)
    return path


def _lines(found: Sequence[Change]) -> list[str]:
    lines = []
    for change in found:
        entry = change.account.entry
        lines.append(f"{change.news.value}: {entry.summary[:_LONGEST]} [{entry.id[:8]}]")
        if change.before or change.after:
            lines.append(f"    {change.before or 'nothing'} -> {change.after or 'nothing'}")
        lines += [f"    {v.statement.speaker or 'unnamed'}, {v.source.title or v.source.source}" for v in change.voices]
    return lines
