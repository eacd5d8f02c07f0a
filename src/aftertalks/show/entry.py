"""One entry for a terminal: its words, its voices side by side, judgements and proposals with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.text import Text

from aftertalks.model import Statement
from aftertalks.model.account import Account, Source, Stance
from aftertalks.show.dates import due_told, raw_words, when
from aftertalks.show.kinds import BOOKS, LOOKS
from aftertalks.show.wording import counted, one_line, proposed, speaker, standing


def entry_lines(account: Account, *, as_of: date) -> Iterator[Text]:
    """Return the lines that show an entry.

    Args:
        as_of: the day against which its date is held.
    """
    e = account.entry
    yield Text.assemble((e.book.value.upper(), f"bold {BOOKS[e.book]}"), f"  {e.id}")
    facts = {
        "due": _due(account, as_of),
        "outcome": e.outcome.value,
        "parties": ", ".join(e.parties),
        "where": e.where or "",
        "instrument": e.instrument or "",
    }
    for name, value in facts.items():
        if value:
            yield Text.assemble((f"{name:<11}", "dim"), one_line(value))
    yield Text()
    yield Text(f"{counted(len(account.voices), 'voice')} from {counted(account.documents, 'source')}", style="bold")
    for voice in account.voices:
        yield from _quoted(voice.statement, voice.source)
        if voice.standing is not None:
            yield Text(f"    {standing(voice)}; counts no further", style="yellow")
        if voice.stance is not Stance.FIRST:
            contradicts = ("contradicts the first voice; ", "red") if voice.stance is Stance.CONTRADICTS else ""
            score = f" (score {voice.score:.2f})" if voice.score is not None else ""
            yield Text.assemble("    ", contradicts, (one_line(voice.reason) + score, "dim italic"))
    yield from _judgements(account)


def _due(account: Account, as_of: date) -> str:
    """When it is due; where it stands against that day only while its outcome is open."""
    e, told = account.entry, due_told(account)
    if e.due is None:
        return "no date"
    return f"{told} ({e.progress(as_of)} as of {as_of})" if e.outcome.open else told


def _judgements(account: Account) -> Iterator[Text]:
    if account.entry.judgements:
        yield Text("\nJudgements, oldest first", style="bold")
    for j in account.entry.judgements:
        made = f" by {j.by} at {j.at:%Y-%m-%d %H:%M} UTC — {one_line(j.reason)}"
        yield Text.assemble("  ", (j.outcome.value, "bold"), made)
        for identity in j.evidence:
            if identity in account.evidence:
                yield from _quoted(*account.evidence[identity])
    decided = {identity for j in account.entry.judgements for identity in j.evidence}
    waiting = [p for p in account.proposals if p.statement.id not in decided]
    if waiting:
        yield Text("\nLater reports that nobody has judged yet", style="bold")
    for p in waiting:
        yield Text.assemble("  ", (proposed(p.outcome), "bold"), f" (score {p.score:.2f}) — {one_line(p.reason)}")
        yield from _quoted(p.statement, p.source)


def _quoted(s: Statement, source: Source) -> Iterator[Text]:
    yield Text()
    yield Text.assemble(("  │ ", LOOKS[s.kind].terminal), one_line(s.text))
    at = f" · {when(s)}" if when(s) else ""
    raw = f" (“{one_line(raw_words(s))}”)" if raw_words(s) else ""
    negative = "negative · " if s.polarity.value == "negative" else ""
    yield Text(f"    {one_line(speaker(s))} · {s.form} · {negative}{s.certainty}{at}{raw}")
    place = f"{one_line(source.source)} [{s.span.start}:{s.span.end}] · {s.id}"
    yield Text(f"    {one_line(source.citation)} · {place}", style="dim")
