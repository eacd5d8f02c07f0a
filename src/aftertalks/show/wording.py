"""Words for people: texts made safe for one line of a terminal, speakers in a reader's order."""

from __future__ import annotations

import re

from aftertalks.model import Outcome, Polarity, Progress, Statement
from aftertalks.model.account import Account, EntryVoice, Proposal, Standing
from aftertalks.show.dates import raw_words, when

# Control characters could move a terminal's cursor or recolour it; bidirectional overrides could reorder a quotation.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


STATUS = {p: "upcoming" if p is Progress.NOT_DUE else p.value for p in Progress}


def one_line(text: str) -> str:
    """Return ``text`` on one line, with nothing in it that a terminal would obey."""
    return _CONTROL.sub("�", _SPACE.sub(" ", text)).strip()


def shorten(text: str, width: int) -> str:
    """Return at most ``width`` characters of one line, cut at a word with an ellipsis."""
    line = one_line(text)
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > width // 2 else cut).rstrip(" ,;:") + "…"


def speaker(statement: Statement) -> str:
    """Return who speaks, with the reporter through whom it comes; ``unknown`` where the text does not tell."""
    name = statement.speaker or "unknown"
    via = [v.name or v.text for v in statement.chain[:-1]]
    return f"{name}, via {', '.join(via)}" if via else name


def facts_of(s: Statement) -> list[str]:
    """Return what a quotation is shown with: speaker, form, polarity if negative, certainty, time, place."""
    raw = f" (“{one_line(raw_words(s))}”)" if raw_words(s) else ""
    facts = [
        one_line(speaker(s)), s.form.value, s.polarity.value if s.polarity is Polarity.NEGATIVE else "",
        s.certainty.value, when(s) + raw if when(s) else "", one_line(s.where or ""),
    ]  # fmt: skip
    return [fact for fact in facts if fact]


def waiting(account: Account) -> list[Proposal]:
    """Return later reports that no judgement rests on."""
    decided = {i for j in account.entry.judgements for i in j.evidence}
    return [p for p in account.proposals if p.statement.id not in decided]


def standing(voice: EntryVoice) -> str:
    """Return why a voice corroborates nothing; empty if it does."""
    if voice.standing is None or voice.other is None:
        return ""
    where = one_line(voice.other.citation)
    return {
        Standing.COPIED: f"wire copy of {where}",
        Standing.EARLIER: f"earlier edition of {where}",
        Standing.WITHDRAWN: f"no longer in the article: {where}",
    }[voice.standing]


def proposed(outcome: Outcome) -> str:
    """Return what a proposal says: the verdict that it would support, or only that it bears on the matter."""
    if outcome is Outcome.CANNOT_TELL:
        return "May bear on it"
    return f"Proposed, not decided: {outcome}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 voice``, ``2 voices``, ``3 entries``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
