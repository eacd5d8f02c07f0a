"""Changes as an Atom feed (RFC 4287): what is new, due soon, overdue or has another outcome, newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

from aftertalks.model import Outcome
from aftertalks.model.dossier import Change, Changes, News
from aftertalks.show.exports.site import PROJECT, clean, entry_link, identifier, midnight, said_by
from aftertalks.show.render import environment
from aftertalks.show.wording import shorten

ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(changes: Changes, *, name: str, site: str | None = None, soon: int = 14) -> bytes:
    """Return the feed.

    The same change has the same id and the same time in whatever feed it comes, so that a reader shows it once.

    Args:
        name: of the feed, as people see it.
        site: address of a server that shows the ledger, for links.
        soon: how many days ahead something was "due soon".
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    told = sorted(((_moment(c, soon), c) for c in changes.found), key=lambda pair: (pair[0], pair[1].account.entry.id))
    since = changes.since if isinstance(changes.since, datetime) else midnight(changes.since or date(1970, 1, 1))
    _add(feed, "id", identifier("changes", name, site or ""))
    _add(feed, "title", name)
    if changes.total > len(told):
        _add(feed, "subtitle", f"The {len(told)} most pressing of {changes.total} changes since {since:%Y-%m-%d}")
    _add(feed, "updated", _stamp(told[-1][0] if told else since))
    _add(feed, "generator", PROJECT)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", PROJECT)
    if site:
        ET.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=f"{site.rstrip('/')}/next")
    for moment, change in reversed(told):
        feed.append(_entry(change, moment, site))
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes).text = clean(text)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(change: Change, moment: datetime, site: str | None) -> ET.Element:
    account = change.account
    made = ET.Element(f"{{{ATOM}}}entry")
    came = ",".join(v.statement.id for v in change.voices)
    _add(made, "id", identifier("change", account.entry.id, change.news.value, change.before, change.after, came))
    _add(made, "title", f"{_headline(change)}: {shorten(account.entry.summary, 140)}")
    _add(made, "updated", _stamp(moment))
    link = entry_link(account, site)
    if link:
        ET.SubElement(made, f"{{{ATOM}}}link", rel="alternate", href=clean(link))
    for term in (change.news.value, account.entry.book.value, account.entry.instrument):
        if term:
            ET.SubElement(made, f"{{{ATOM}}}category", term=term)
    text = (
        environment()
        .get_template("change.html")
        .render(change=change, account=account, said_by=said_by, voices=change.voices or account.voices[:1])
    )
    _add(made, "content", text, type="html")
    return made


def _headline(change: Change) -> str:
    if change.news is News.OUTCOME:
        return change.after.capitalize()
    if change.news is News.ANSWER:
        return f"May have {change.after}" if change.after in {Outcome.HAPPENED, Outcome.BROKEN} else "Answer proposed"
    return change.news.value.capitalize()


def _moment(change: Change, soon: int) -> datetime:
    """When it changed: told by publications, judgements and the calendar, never by when the feed was made."""
    account, due = change.account, change.account.entry.due
    if change.news is News.OUTCOME and account.entry.judgements:
        return account.entry.judgements[-1].at
    if change.news is News.OVERDUE and due:
        return midnight(due[1] + timedelta(days=1)) if due[1] < date.max else midnight(due[1])
    told = [v.source.published for v in change.voices or account.voices]
    if change.news is News.ANSWER:
        told = [p.source.published for p in account.proposals]
    if change.news is News.WITHDRAWN:
        told = [v.other.published for v in account.voices if v.other]
    known = [day for day in told if day is not None]
    if change.news is News.DUE_SOON and due:
        ahead = due[0] - timedelta(days=soon) if due[0] - date.min > timedelta(days=soon) else date.min
        return midnight(max([ahead, *known]))
    added = [v.added for v in change.voices or account.voices if v.added]
    return midnight(max(known)) if known else max(added, default=midnight(date(1970, 1, 1)))
