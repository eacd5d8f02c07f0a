"""An analyst's desk on a terminal: questions to settle, what has changed, dossiers and speakers' records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rich.table import Table
from rich.text import Text

from aftertalks.model.account import Account
from aftertalks.model.dossier import LEAST_RESOLVED, Change, Changes, Dossier, News, SpeakerRecord
from aftertalks.model.review import Agreement, Question, Topic
from aftertalks.show.dates import due_words, when
from aftertalks.show.kinds import LOOKS
from aftertalks.show.table import SHORT, WIDE, book_cell, fitted_table
from aftertalks.show.wording import counted, one_line, shorten, speaker

_LOUD = {News.OUTCOME: "bold", News.OVERDUE: "bold red", News.WITHDRAWN: "yellow", News.DUE_SOON: "bold yellow"}
_AROUND = 240  # characters of context on either side


def questions_table(asked: Iterable[Question], *, width: int = WIDE) -> Table:
    """Return waiting questions, what matters most first."""
    columns = (("question", 10), ("about", 9), ("machine says", 24), ("words", 0), ("why", 34), ("entry", 8))
    rows = [
        (
            Text(q.id, style="dim"),
            Text(q.field or q.topic.value),
            Text(_machine(q, 60)),
            _words(q),
            Text(shorten(q.why, 140)),
            Text((q.entry or "")[:SHORT], style="dim"),
        )
        for q in asked
    ]
    return fitted_table(None, columns, rows, width=width)


def _words(q: Question) -> Text:
    """The words in question; of an answer or a voice, below those that they are held against."""
    said = Text(shorten(q.statement.text, 200))
    if q.topic is Topic.READING:
        return said
    against = q.about if q.topic is Topic.ANSWER else q.machine
    return Text.assemble((shorten(against, 160), "dim"), "\n← ", said)


def _machine(q: Question, width: int) -> str:
    score = "" if q.score is None else f" ({q.score:.2f})"
    if q.topic is Topic.VOICE:
        return f"one entry{score}"
    return (shorten(q.machine, width) or "nothing") + score


def question_lines(q: Question, text: str) -> Iterator[Text]:
    """Return the lines that put one question to a person.

    Args:
        text: the document's text, for the words around.
    """
    yield Text()
    yield Text.assemble((_asks(q), "bold"), f"  {q.id}")
    yield Text(f"because {one_line(q.why)}", style="dim")
    if q.topic is not Topic.READING:
        yield Text.assemble("entry   ", (shorten(q.about, 300), ""), (f"  {(q.entry or '')[:SHORT]}", "dim"))
    if q.topic is Topic.VOICE:
        yield Text.assemble("first   ", (one_line(q.machine), ""))
    span = q.anchor.span
    before, after = text[max(span.start - _AROUND, 0) : span.start], text[span.end : span.end + _AROUND]
    yield Text.assemble(
        "  │ ", (f"…{_tail(before)} ", "dim"), (one_line(q.anchor.words), f"bold {LOOKS[q.statement.kind].terminal}"),
        (f" {one_line(after)}…", "dim"),
    )  # fmt: skip
    s = q.statement
    facts = [s.kind.value, one_line(speaker(s)), s.polarity.value, s.certainty.value, when(s), s.where or ""]
    yield Text("    " + " · ".join(fact for fact in facts if fact))
    yield Text(f"    {one_line(q.source.citation)} [{span.start}:{span.end}]", style="dim")
    yield Text.assemble("machine ", (_machine(q, 300), "bold"))


def _tail(text: str) -> str:
    return one_line(text.rpartition("\n\n")[2])


def _asks(q: Question) -> str:
    return {
        Topic.READING: f"Is the {q.field} right?",
        Topic.VOICE: "Do both speak of one thing?",
        Topic.ANSWER: "Does this report tell the outcome?",
        Topic.ENTRY: "One entry?",
    }[q.topic]


def agreement_table(found: Sequence[Agreement], *, width: int = WIDE) -> Table:
    """Return how far reviewers agree; kappa is a dash where chance alone would make them agree."""
    columns = (("reviewers", 0), ("question", 24), ("n", 6), ("same", 6), ("agree", 8), ("kappa", 8))
    rows = [
        (
            Text(" and ".join(a.reviewers)), Text(a.question), Text(f"{a.n:,}"), Text(f"{a.same:,}"),
            Text(f"{a.share:.0%}"), Text("—" if a.kappa is None else f"{a.kappa:.2f}"),
        )
        for a in found
    ]  # fmt: skip
    return fitted_table("Agreement of reviewers (Cohen's kappa)", columns, rows, width=width)


def changes_table(changes: Changes, *, width: int = WIDE) -> Table:
    """Return what has changed, most pressing first."""
    columns = (("change", 15), ("due", 10), ("book", 8), ("words", 0), ("what", 34), ("entry", 8))
    rows = [
        (
            Text(c.news.value, style=_LOUD.get(c.news, "")),
            Text(due_words(c.account)),
            book_cell(c.account.entry.book),
            Text(shorten(c.account.entry.summary, 240)),
            Text(_what(c)),
            Text(c.account.entry.id[:SHORT], style="dim"),
        )
        for c in changes.found
    ]
    return fitted_table(None, columns, rows, width=width)


def _what(c: Change) -> str:
    if c.news in {News.NEW, News.VOICES}:
        said = "; ".join(dict.fromkeys(f"{one_line(speaker(v.statement))} ({v.source.citation})" for v in c.voices))
        return shorten(said, 160)
    if c.news is News.OUTCOME:
        grounds = c.account.entry.judgements[-1].reason if c.account.entry.judgements else ""
        return shorten(f"{c.before} → {c.after}: {grounds}", 200)
    if c.news is News.ANSWER:
        return f"may have: {c.after}"
    return " → ".join(part for part in (c.before, c.after) if part)


def heading(changes: Changes, dossier: str | None) -> str:
    """Return what the list of changes is about, in a line."""
    what = f"Changes in dossier {dossier}" if dossier else "Changes"
    if changes.since is None:
        return f"{what}: everything, since nobody looked before (as of {changes.as_of})"
    exact = isinstance(changes.since, datetime)
    since = f"{changes.since:%Y-%m-%d %H:%M} UTC" if exact else changes.since.isoformat()
    counts = ", ".join(f"{n:,} {news}" for news, n in changes.tally.items() if n) or "nothing"
    return f"{what} since {since}, as of {changes.as_of}: {counts}"


def dossiers_table(found: Iterable[tuple[Dossier, int]], *, width: int = WIDE) -> Table:
    """Return dossiers with what they ask for and how many entries they hold."""
    columns = (("dossier", 24), ("asks for", 0), ("entries", 8))
    rows = [(Text(d.name), Text(terms(d)), Text(f"{n:,}")) for d, n in found]
    return fitted_table(None, columns, rows, width=width)


def terms(dossier: Dossier) -> str:
    """Return what a dossier asks for, in a line."""
    return "; ".join(f"{name}: {value}" for name, value in dossier.terms.items())


def accounts_table(title: str, accounts: Iterable[Account], *, width: int = WIDE) -> Table:
    """Return entries with date, book, outcome and words."""
    columns = (("due", 10), ("book", 8), ("outcome", 14), ("words", 0), ("sources", 7), ("entry", 8))
    rows = [
        (
            Text(due_words(a)), book_cell(a.entry.book), Text(a.entry.outcome.value),
            Text(shorten(a.entry.summary, 300)), Text(str(a.documents)), Text(a.entry.id[:SHORT], style="dim"),
        )
        for a in accounts
    ]  # fmt: skip
    return fitted_table(title, columns, rows, width=width)


def records_table(found: Iterable[SpeakerRecord], *, width: int = WIDE) -> Table:
    """Return what became of speakers' expectations; no share from too few resolved ones."""
    columns = (("speaker", 0), ("expectations", 12), ("happened", 8), ("did not", 8), ("open", 6), ("came true", 20))
    rows = [
        (
            Text(one_line(r.speaker)), Text(str(len(r.forecasts))), Text(str(r.happened)), Text(str(r.did_not)),
            Text(str(r.open)), Text(_share(r)),
        )
        for r in found
    ]  # fmt: skip
    return fitted_table("What became of what they expected", columns, rows, width=width)


def _share(r: SpeakerRecord) -> str:
    return f"too few (below {LEAST_RESOLVED})" if r.share is None else f"{r.share:.0%}"


def record_lines(r: SpeakerRecord) -> Iterator[Text]:
    """Return one speaker's record with every expectation and the entry behind it."""
    yield Text(f"{one_line(r.speaker)}: {counted(len(r.forecasts), 'expectation')}", style="bold")
    resolved = r.happened + r.did_not
    tail = f"no share is told from fewer than {LEAST_RESOLVED} resolved"
    if r.share is not None:
        tail = f"{r.share:.0%} of {resolved} resolved came true"
    yield Text(f"{r.happened} happened, {r.did_not} did not, {r.open} open; {tail}")
    for f in r.forecasts:
        came = {True: ("happened", "green"), False: ("did not", "red"), None: ("open", "dim")}[f.came]
        note = f" ({f.note})" if f.note else ""
        yield Text()
        entry = f.account.entry
        yield Text.assemble("  ", came, note, f" · due {due_words(f.account)} · entry {entry.id[:SHORT]}")
        yield Text(f"  │ {one_line(f.voice.statement.text)}")
        yield Text(f"    {one_line(f.voice.source.citation)}", style="dim")
