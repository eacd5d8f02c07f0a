"""Where the machine's word needs a person: doubtful readings, close merges, answers; what matters most comes first.

A question's weight is how much doubt there is (0..1) times how much hangs on it: outcomes before merges before
readings; undertakings before wishes; what is due about now before what is not; what many documents speak of first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from aftertalks.ledger.decisions import FIXED, MACHINE_SAID, anchor_of, value_of
from aftertalks.ledger.judgements import standing
from aftertalks.ledger.merging import MERGE_AT
from aftertalks.model import Book, Outcome
from aftertalks.model.account import Account, EntryVoice, Proposal, Stance, Standing
from aftertalks.model.review import Question, Topic

CLOSE = 0.15  # a merge that scored this near to the bound is asked about
SOON = timedelta(days=14)  # before and after its window an entry counts as pressing
_BOOKS = {Book.AGREED: 1.0, Book.EXPECTED: 0.8, Book.WANTED: 0.5, Book.HAPPENED: 0.3}
_TOPICS = {Topic.ANSWER: 1.0, Topic.VOICE: 0.6, Topic.READING: 0.4}
_SPEAKER_DOUBTS = (
    ("uncertain", 0.9, "the attribution is uncertain"),
    ("no speaker named", 0.8, "the text does not name the speaker"),
    ("role noun", 0.6, "the speaker is told only by a role"),
    ("pronoun", 0.4, "the speaker is told only by a pronoun"),
)


def questions(account: Account, *, as_of: date) -> Iterator[Question]:
    """Return what is doubtful about an entry.

    Args:
        account: the entry, complete.
        as_of: the day against which its due window is held.
    """
    stakes = _stakes(account, as_of)
    yield from _answers(account, stakes)
    yield from _merges(account, stakes)
    for voice in account.voices:
        if voice.standing in {None, Standing.WITHDRAWN}:
            yield from _readings(account, voice, stakes)


def ranked(asked: Iterable[Question]) -> list[Question]:
    """Return questions by weight, greatest first; of equals by document and place."""
    return sorted(asked, key=lambda q: (-q.weight, q.anchor.document, q.anchor.span, q.field))


def _stakes(account: Account, as_of: date) -> float:
    stakes = _BOOKS[account.entry.book] * (1 + 0.1 * min(account.documents, 10))
    due = account.entry.due
    pressing = due is not None and _before(due[0], as_of) and as_of <= due[1] + SOON
    return stakes * (1.5 if pressing else 1.0)


def _before(first: date, as_of: date) -> bool:
    return first - as_of <= SOON


def _answers(account: Account, stakes: float) -> Iterator[Question]:
    decided = {i: j for j in standing(account.entry.judgements) for i in j.evidence}
    for p in account.proposals:
        judged = decided.get(p.statement.id)
        by_person = judged is not None and not judged.by.startswith("rule:")
        doubt, why = _answer_doubt(p, judged is not None, account.entry.outcome)
        weight = round(doubt * stakes * _TOPICS[Topic.ANSWER], 3)
        yield Question(
            Topic.ANSWER, anchor_of(p.statement), p.statement, p.source, "", p.outcome.value, p.score, weight,
            f"{why}: {p.reason}", account.entry.id, account.entry.summary, by_person,
        )  # fmt: skip


def _answer_doubt(proposal: Proposal, by_rule: bool, outcome: Outcome) -> tuple[float, str]:
    if by_rule:
        return 0.5, "decided by rule, confirmed by nobody"
    if proposal.outcome is outcome:
        return 0.2, "says the same as the outcome that stands"
    stands = "" if outcome is Outcome.UNCHECKED else f", while the entry stands as {outcome}"
    if proposal.outcome is Outcome.CANNOT_TELL:
        return 0.3, f"may bear on it{stands}"
    return 1.0, f"may tell the outcome{stands}"


def _merges(account: Account, stakes: float) -> Iterator[Question]:
    first = account.voices[0]
    for voice in account.voices[1:]:
        score = voice.score
        contradicts = voice.stance is Stance.CONTRADICTS
        if not contradicts and (score is None or score - MERGE_AT >= CLOSE):
            continue
        doubt = 0.9 if contradicts or score is None else 1 - (score - MERGE_AT) / CLOSE * 0.7
        why = "contradicts the first voice" if contradicts else "merged by a narrow margin"
        yield Question(
            Topic.VOICE, anchor_of(voice.statement), voice.statement, voice.source, "", first.statement.text, score,
            round(doubt * stakes * _TOPICS[Topic.VOICE], 3), f"{why}: {voice.reason}", account.entry.id,
            account.entry.summary,
        )  # fmt: skip


def _readings(account: Account, voice: EntryVoice, stakes: float) -> Iterator[Question]:
    s = voice.statement
    trace = s.trace("speaker")
    rule = trace.rule if trace else ""
    found = [(doubt, why) for sign, doubt, why in _SPEAKER_DOUBTS if sign in rule]
    if s.speaker is None:
        joint = "first person" in rule  # "we" of a joint statement: its signatories speak, as every reader sees
        found.append((0.3 if joint else 0.7, "nobody is found who says it"))
    if found:
        doubt, why = max(found)
        yield _reading(account, voice, "speaker", doubt * stakes, f"{why} ({rule})")
    for trace in s.traces:
        if trace.rule.startswith(FIXED):
            machine = trace.rule.partition(MACHINE_SAID)[2]
            asked = _reading(account, voice, trace.field, 0.1 * stakes, "one reviewer has fixed it")
            yield replace(asked, machine="" if machine == "null" else machine, settled=True)
    if s.deadline is not None and s.when is not None and s.deadline != (s.when_end or s.when):
        yield _reading(account, voice, "deadline", 0.6 * stakes, "its deadline is another day than its time")


def _reading(account: Account, voice: EntryVoice, field: str, stakes: float, why: str) -> Question:
    s = voice.statement
    return Question(
        Topic.READING, anchor_of(s), s, voice.source, field, value_of(s, field), None,
        round(stakes * _TOPICS[Topic.READING], 3), why, account.entry.id, account.entry.summary,
    )  # fmt: skip
