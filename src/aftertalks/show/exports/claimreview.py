"""Checked entries as schema.org ClaimReview, in the data feed that fact-check aggregators read.

What somebody undertook or foretold is the claim, its judgement the review. The rating is words only: the ledger's
outcomes are no scale, and a number would pretend that they are. Entries that nobody has judged are no reviews.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from aftertalks.lexicon.actor_names import actor_name, is_body
from aftertalks.model import Outcome
from aftertalks.model.account import Account, EntryVoice, Source
from aftertalks.model.record import Record
from aftertalks.show.exports.site import PROJECT, entry_link, identifier
from aftertalks.show.render import safe_link

_MACHINE = ("rule:", "check ")


def claim_reviews(accounts: Iterable[Account], *, name: str, site: str | None = None) -> tuple[Record, int]:
    """Return the feed of every judged entry, and how many there are.

    Args:
        site: address of a server that shows the ledger; a review's ``url`` leads there and is left out without it.
    """
    reviews = [_review(a, site) for a in accounts if a.entry.judgements and a.entry.outcome is not Outcome.UNCHECKED]
    items = [{"@type": "DataFeedItem", "dateModified": r["datePublished"], "item": r} for r in reviews]
    return {"@context": "https://schema.org", "@type": "DataFeed", "name": name, "dataFeedElement": items}, len(reviews)


def write_claim_reviews(feed: Record, out: TextIO) -> None:
    """Write the feed as JSON-LD; ``</`` is written so that it may stand in a page's script element."""
    out.write(json.dumps(feed, ensure_ascii=True, indent=1).replace("</", "<\\/") + "\n")


def _review(account: Account, site: str | None) -> Record:
    e, last = account.entry, account.entry.judgements[-1]
    review: Record = {
        "@type": "ClaimReview",
        "@id": identifier("review", e.id),
        "identifier": e.id,
        "datePublished": last.at.date().isoformat(),
        "author": _author(last.by),
        "claimReviewed": e.summary,
        "reviewRating": {"@type": "Rating", "alternateName": e.outcome.value, "ratingExplanation": last.reason},
        "itemReviewed": _claim(account),
        "inLanguage": "en",
    }
    if site:
        review["url"] = entry_link(account, site)
    evidence = [
        _work(account.evidence[i][1], account.evidence[i][0].text) for i in last.evidence if i in account.evidence
    ]
    if evidence:
        review["citation"] = evidence
    return review


def _author(by: str) -> Record:
    if by.startswith(_MACHINE):
        return {"@type": "Organization", "name": PROJECT, "description": f"decided by machine: {by}"}
    return {"@type": "Person", "name": by}


def _claim(account: Account) -> Record:
    lead = account.voices[0]
    claim: Record = {
        "@type": "Claim",
        "@id": identifier("claim", account.entry.id),
        "text": lead.statement.text,
        "appearance": [_appearance(voice) for voice in account.voices],
    }
    if lead.source.published:
        claim["datePublished"] = lead.source.published.isoformat()
    said_by = lead.statement.speaker
    if said_by and said_by != "narrator":
        claim["author"] = _speaker(said_by, lead)
    return claim


def _speaker(name: str, voice: EntryVoice) -> Record:
    """A speaker; whether it is a person is said only where the text or the lexicon tells."""
    s = voice.statement
    if is_body(name):
        return {"@type": "Organization", "name": name}
    known = any(i.startswith("person:") and actor_name(i, [name]) == name for i in s.actor_ids)
    if known or any(v.name == name and v.role for v in s.chain):
        return {"@type": "Person", "name": name}
    return {"name": name}


def _appearance(voice: EntryVoice) -> Record:
    return _work(voice.source, voice.statement.text)


def _work(source: Source, words: str) -> Record:
    work: Record = {"@type": "CreativeWork", "headline": source.title or source.source, "text": words}
    work["name"] = source.citation
    if safe_link(source.url):
        work["url"] = safe_link(source.url)
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.author:
        work["author"] = {"@type": "Person", "name": source.author}
    if source.published:
        work["datePublished"] = source.published.isoformat()
    return work
