"""Later reports that may answer an earlier agreement or expectation: proposed with a score and shown words.

Nothing is decided silently. Only a report that tells by a phrase of the lexicon that the very thing happened, dates it
inside the window in which it was due and scores at least ``DECIDE_AT`` is decided by the rule, and then as a judgement
that anybody can read. That something was broken or did not happen is never decided by the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from aftertalks.ledger.books import Window, due_window, time_window
from aftertalks.ledger.proposition import Proposition, compared_words, places_conflict
from aftertalks.ledger.words import fold, keys
from aftertalks.lexicon import load
from aftertalks.model import Book, Judgement, Outcome, Polarity

PROPOSE_AT = 0.50
DECIDE_AT = 0.80
RULE = "rule:answered-in-window"
NEAR = timedelta(days=7)  # a report dated this near to the window is worth showing, though it decides nothing
LONGEST = timedelta(days=366)  # after an undertaking without a date within which a report is taken to answer it
LEAST_SHARED = 2  # content words in common
DECIDE_SHARED = 3  # the same to decide, unless both name one instrument or place
_HAPPENED = "told-as-happened"  # the reader's rule for what a text reports as done; its span is the verb
_ANSWERABLE = {Book.AGREED, Book.EXPECTED}


@dataclass(frozen=True, slots=True)
class Answer:
    """A report held against an entry.

    Args:
        outcome: the verdict that it would support; ``cannot tell`` if it only bears on the matter.
        score: how well it fits, 0..1.
        reason: the grounds, in words.
        decides: whether the rule may decide by it.
    """

    outcome: Outcome
    score: float
    reason: str
    decides: bool


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[Outcome, re.Pattern[str]], ...]:
    """Verdicts against which a report speaks come first: "failed to take effect" holds "take effect"."""
    found = [
        (Outcome(r["outcome"]), re.compile(rf"\b(?:{'|'.join(re.escape(fold(p)) for p in r['phrases'])})\b"))
        for r in load("answers")
    ]
    return tuple(sorted(found, key=lambda f: f[0] is Outcome.HAPPENED))


def told_outcome(text: str) -> tuple[Outcome, str] | None:
    """Return the verdict that a report's words support, and those words; null if no phrase of the lexicon stands there.

    Args:
        text: the words of a statement.
    """
    folded = fold(text)
    for outcome, pattern in _phrases():
        match = pattern.search(folded)
        if match:
            return outcome, match.group()
    return None


def answer(report: Proposition, asked: Proposition) -> Answer | None:
    """Hold a report against what was agreed or expected; null if it does not answer it.

    Args:
        report: a statement of the kind ``event``.
        asked: a voice of an entry.
    """
    if not can_answer(report, asked):
        return None
    told = told_outcome(report.statement.text)
    ours, theirs = compared_words(report, asked)
    shared = ours & theirs
    if len(shared) < LEAST_SHARED:
        return None
    if told and told[0] is Outcome.HAPPENED and not keys(told[1]) & asked.words:
        told = None  # it tells that something else happened: "Volker, who was named on Friday, travelled to Kiev"
    by_phrase = told is not None
    told = told or _same_deed(report, asked)
    outcome = told[0] if told else Outcome.CANNOT_TELL
    if report.statement.polarity is Polarity.NEGATIVE and outcome is Outcome.HAPPENED:
        outcome = Outcome.DID_NOT_HAPPEN
    fits = _time_fit(report, asked)
    if not (fits or _same_setting(report, asked) or report.parties & asked.parties):
        return None  # words alone do not make a report speak of this undertaking
    overlap = len(shared) / min(len(ours), len(theirs))
    score = round(0.5 * overlap + 0.2 * bool(told) + 0.3 * fits, 3)
    if score < PROPOSE_AT:
        return None
    enough = len(shared) >= DECIDE_SHARED or _same_setting(report, asked)
    decides = outcome is Outcome.HAPPENED and by_phrase and fits == 1.0 and score >= DECIDE_AT and enough
    return Answer(outcome, score, _grounds(report.content.as_written(shared), told, fits), decides)


def _same_deed(report: Proposition, asked: Proposition) -> tuple[Outcome, str] | None:
    """Whether a report tells as happened, by the same verb, what was asked: "is to travel" and "travelled".

    It is proposed, never decided: the verb may have another object.
    """
    s = report.statement
    trace = s.trace("kind")
    if trace is None or trace.span is None or trace.rule != _HAPPENED or not s.span.contains(trace.span):
        return None
    at = trace.span.start - s.span.start
    verb = s.text[at : at + len(trace.span)]
    done = s.event is None or not {"negated", "future", "hypothetical"} & set(s.event.auxiliary)
    if fold(verb) in {fold(form) for form in asked.content.forms.values()}:
        return None  # the very same form tells no more than what was asked: "prevent", an item of a list
    stems = keys(verb) | {k[:-1] for k in keys(verb) if k[-2:-1] == k[-1:]}  # travelled, travel
    return (Outcome.HAPPENED, fold(verb)) if done and stems & asked.words else None


def _same_setting(report: Proposition, asked: Proposition) -> bool:
    """Whether both name one instrument, or places of which one may be the other."""
    x, y = report.statement, asked.statement
    return (x.instrument is not None and x.instrument == y.instrument) or bool(x.where and y.where)


def can_answer(report: Proposition, asked: Proposition) -> bool:
    """Say whether kind, day, parties, instrument and place allow that a report answers what was asked."""
    x, y = report.statement, asked.statement
    if report.book is not Book.HAPPENED or asked.book not in _ANSWERABLE or x.document == y.document:
        return False
    if report.published is None or asked.published is None or report.published < asked.published:
        return False
    if due_window(y, asked.published) is None and report.published - asked.published > LONGEST:
        return False
    happened = time_window(x)
    if happened and (happened[1] < asked.published or happened[0] > report.published):
        return False  # it lies before the undertaking, or is itself still to come
    if report.parties and asked.parties and not report.parties & asked.parties:
        return False
    if x.instrument and y.instrument and x.instrument != y.instrument:
        return False
    return not places_conflict(x, y)


def _time_fit(report: Proposition, asked: Proposition) -> float:
    """1 inside the due window, 0.5 near it, 0 if either tells no day or they lie apart."""
    due = due_window(asked.statement, asked.published)
    happened = time_window(report.statement)
    if due is None or happened is None:
        return 0.0
    if due[0] <= happened[0] and happened[1] <= due[1]:
        return 1.0
    return 0.5 if _near(due, happened) else 0.0


def _near(due: Window, happened: Window) -> bool:
    return happened[0] <= due[1] + NEAR and happened[1] >= due[0] - NEAR


def _grounds(shared: str, told: tuple[Outcome, str] | None, fits: float) -> str:
    grounds = [f"shares the words {shared}"]
    if told:
        grounds.append(f"says “{told[1]}”")
    if fits:
        grounds.append("dated in the window" if fits == 1.0 else "dated near the window")
    return ", ".join(grounds)


def judged(entry: str, report: Proposition, found: Answer, *, at: datetime) -> Judgement:
    """Return the rule's judgement on an entry that a report answers.

    Args:
        at: when it is judged (UTC).
    """
    reason = f"{found.reason}; score {found.score:.2f}, decided from {DECIDE_AT:.2f}"
    return Judgement(entry, RULE, at, found.outcome, reason, (report.statement.id,))
