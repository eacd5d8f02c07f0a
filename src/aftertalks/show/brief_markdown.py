"""The brief as Markdown (CommonMark with tables): every statement quoted word for word with its citation."""

from __future__ import annotations

from collections.abc import Iterator

from aftertalks.model import Book, Statement
from aftertalks.model.account import Account, Source
from aftertalks.show.brief import Brief, Shelf
from aftertalks.show.dates import due_told
from aftertalks.show.markdown import escape
from aftertalks.show.render import safe_link
from aftertalks.show.verdicts import Shown, latest_check
from aftertalks.show.wording import STATUS, counted, facts_of, proposed, waiting

BACKSLASH = "\\"


def brief_markdown(brief: Brief) -> Iterator[str]:
    """Return the lines of the document."""
    yield f"# {escape(brief.title)}"
    yield ""
    yield f"From {brief.span}. Only documents published up to {brief.next_up.as_of} are counted. Read by machine: every"
    yield "statement is quoted word for word; numbers are offsets into the document's text."
    yield ""
    yield "## What's next"
    yield ""
    yield from _next(brief)
    for shelf in brief.shelves:
        yield from _shelf(shelf, brief)
    yield "## Sources"
    yield ""
    for number, cited in enumerate(brief.sources, 1):
        d = cited.reading.document
        parts = (d.title, d.publisher, d.author, d.published or "undated", d.source)
        yield f"{number}. {_linked(', '.join(str(p) for p in parts if p), d.url)}"
    yield ""


def _next(brief: Brief) -> Iterator[str]:
    if not brief.next_up.dated:
        yield "Nothing with a date is overdue, due or coming."
        yield ""
        return
    yield "| due | status | book | words | who says so |"
    yield "|---|---|---|---|---|"
    for account in brief.next_up.dated:
        e, lead = account.entry, account.voices[0]
        status = STATUS[e.progress(brief.next_up.as_of)]
        said = f"{escape(lead.statement.speaker or 'unknown')} — {_cite(lead.statement, lead.source)}"
        yield f"| {escape(due_told(account))} | {status} | {e.book} | {escape(e.summary)} | {said} |"
    yield ""


def _shelf(shelf: Shelf, brief: Brief) -> Iterator[str]:
    yield f"## {shelf.book.capitalize()} ({counted(len(shelf.accounts) + shelf.left_out, 'entry', 'entries')})"
    yield ""
    yield escape(shelf.about)
    yield ""
    for account in shelf.accounts:
        yield from _entry(account, brief)
    if not shelf.accounts:
        yield "Nothing yet."
        yield ""
    if shelf.left_out:
        yield f"{counted(shelf.left_out, 'more entry', 'more entries')} not shown; `aftertalks search` finds them."
        yield ""


def _entry(account: Account, brief: Brief) -> Iterator[str]:
    e = account.entry
    yield f"### {escape(' · '.join(entry_facts(account, brief)))}"
    yield ""
    yield from _quote(account.voices[0].statement, account.voices[0].source)
    for voice in account.voices[1:]:
        contradicts = "**contradicts**, " if voice.stance.value == "contradicts" else ""
        yield f"{contradicts}{escape(voice.reason)}:"
        yield ""
        yield from _quote(voice.statement, voice.source)
    for j in e.judgements:
        yield f"**Judged: {j.outcome}** by {escape(j.by)} — {escape(j.reason)}"
        yield ""
        for i in j.evidence:
            if i in account.evidence:
                yield from _quote(*account.evidence[i])
        check = latest_check(e.judgements, j)
        if check is not None:
            yield from _check(check)
    for p in waiting(account):
        yield f"**{proposed(p.outcome)}** ({p.score:.2f}) — {escape(p.reason)}"
        yield ""
        yield from _quote(p.statement, p.source)


def _check(check: Shown) -> Iterator[str]:
    """What a check counted, what must be known of it, and whose data they are."""
    if check.counts:
        yield f"| {check.windows} | events | deaths |"
        yield "|---|---:|---:|"
        for c in check.counts:
            yield f"| {c.where} | {c.events[0]} → {c.events[1]} | {c.deaths[0]} → {c.deaths[1]} |"
        yield ""
    for warning in check.warnings:
        yield f"- {escape(warning)}"
    if check.warnings:
        yield ""
    for citation in check.citations:
        yield f"Data: {escape(citation)}."
    yield f"Digest of the data `{check.digest}`, Aftertalks {check.code}."
    yield ""


def entry_facts(account: Account, brief: Brief) -> list[str]:
    """Return what stands above an entry: when it is due, where it stands, who is concerned, its id."""
    e = account.entry
    facts = []
    if e.due is not None:
        still = e.book is not Book.HAPPENED and e.outcome.value == "unchecked"
        facts.append(escape(due_told(account)) + (f", {STATUS[e.progress(brief.next_up.as_of)]}" if still else ""))
    if e.book is not Book.HAPPENED:
        facts.append(f"outcome: {e.outcome}")
    facts += [", ".join(e.parties), e.instrument or "", e.id[:8]]
    return [fact for fact in facts if fact]


def _quote(s: Statement, source: Source) -> Iterator[str]:
    for line in s.text.splitlines():
        yield f"> {escape(line)}" if line.strip() else ">"
    yield ">"
    yield f"> — {escape(' · '.join(facts_of(s)))} — {_cite(s, source)}"
    yield ""


def _cite(s: Statement, source: Source) -> str:
    return f"{_linked(source.citation, source.url)}, {s.span.start}–{s.span.end}"


def _linked(words: str, url: str | None) -> str:
    """Words that lead to the document's own address, where it has one of the web's."""
    link = safe_link(url)
    if link is None or any(c.isspace() for c in link):
        return escape(words)
    return f"[{escape(words)}](<{link.replace('<', '%3C').replace('>', '%3E').replace(BACKSLASH, '%5C')}>)"
