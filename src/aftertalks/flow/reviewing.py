"""Review: what is doubtful, what people decide about it, and how far they agree.

Callable: :func:`questions`, :func:`question`, :func:`decide`, :func:`undo`, :func:`agreement`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from aftertalks.flow import entries, judging
from aftertalks.flow.amending import Amending
from aftertalks.flow.keeping import Ledger
from aftertalks.ledger import doubts
from aftertalks.ledger.decisions import agreements, anchor_of, fixed, latest, overlap, parse_fix, renamed, value_of
from aftertalks.ledger.status import complete, known_on
from aftertalks.model import LedgerError, Outcome, Statement, UsageError
from aftertalks.model.account import Account
from aftertalks.model.review import Action, Agreement, Decision, Question, Topic
from aftertalks.store import deciding, listing
from aftertalks.store.writing import Writer

LEAST_PREFIX = 3


def questions(
    ledger: Ledger, *, by: str | None = None, topic: Topic | None = None, as_of: date | None = None,
    again: bool = False, limit: int | None = None,
) -> list[Question]:  # fmt: skip
    """Return what waits for a decision, what matters most first.

    Args:
        by: a reviewer; what this person skipped comes last.
        topic: only questions about this.
        again: also what others have decided and ``by`` has not, for a second opinion.
        as_of: only what was published by that day, and what was due then presses; today if left out.
    """
    log = decisions(ledger)
    done = set(latest(log, by=by if again else None))
    skipped = _skipped(log, by)
    day = as_of or datetime.now(UTC).date()
    asked = (q for q in _asked(ledger, day) if topic in {None, q.topic} and (again or not q.settled))
    waiting = doubts.ranked(q for q in asked if q.id not in done)
    waiting.sort(key=lambda q: q.id in skipped)
    return list(islice(waiting, limit))


def waiting(ledger: Ledger, *, by: str | None = None, as_of: date, limit: int) -> tuple[list[Question], int]:
    """Return what waits for a decision, what matters most first, and how many questions wait.

    Only entries are loaded that may hold one of the first questions.

    Args:
        by: a reviewer; what this person skipped comes last.
        as_of: only what was published by that day, and what was due then presses.
        limit: how many questions are returned at most.
    """
    log = decisions(ledger)
    done = set(latest(log))
    skipped = _skipped(log, by)
    day = as_of.toordinal()
    with ledger.store.asking() as connection:
        ids, steady = listing.doubtful(connection, day, doubts.SOON.days, most=limit + len(skipped))
        partly = listing.unsteady(connection, [day])
    later = {q.id: q for q in _asked(ledger, as_of, partly) if not q.settled and q.id not in done}
    asked = (q for q in _asked(ledger, as_of, ids) if not q.settled and q.id not in done)
    found = doubts.ranked((later | {q.id: q for q in asked}).values())
    found.sort(key=lambda q: q.id in skipped)
    return found[:limit], steady + len(later)


def _skipped(log: list[Decision], by: str | None) -> set[str]:
    """Ids of the questions that a reviewer, or anybody, skipped and has not taken back."""
    undone = {d.undoes for d in log if d.action is Action.UNDO}
    return {d.question for d in log if d.action is Action.SKIP and d.n not in undone and by in {None, d.by}}


def _asked(ledger: Ledger, day: date, ids: Sequence[str] | None = None) -> Iterator[Question]:
    """Every question, or those about some entries."""
    seen: set[str] = set()
    for now in ledger.accounts() if ids is None else map(complete, ledger.store.load(ids)):
        account = known_on(now, day)
        for one in doubts.questions(account, as_of=day) if account else ():
            if one.id not in seen:
                seen.add(one.id)
                yield one


def question(ledger: Ledger, given: str, *, as_of: date | None = None) -> Question:
    """Return one question, waiting or decided.

    Args:
        given: its id, or enough of its beginning to be the only one.

    Raises:
        LedgerError: none begins so, or several do.
    """
    wanted = given.strip().lower()
    asked = _asked(ledger, as_of or datetime.now(UTC).date())
    found = [q for q in asked if q.id.startswith(wanted)] if len(wanted) >= LEAST_PREFIX else []
    if len(found) == 1:
        return found[0]
    if found:
        raise LedgerError(f"several questions begin with {given!r}: {', '.join(q.id for q in found[:5])}")
    raise LedgerError(f"no question {given!r}; `aftertalks review list` shows what waits")


def decisions(ledger: Ledger) -> list[Decision]:
    """Return the reviewers' log, oldest first; of an entry that goes on under another name, under that."""
    with ledger.store.asking() as connection:
        joined = deciding.joined(connection)
        return [renamed(d, joined) for d in deciding.log(connection)]


def agreement(ledger: Ledger) -> list[Agreement]:
    """Return how far every two reviewers agree, by sort of question."""
    return agreements(decisions(ledger))


def decide(
    ledger: Ledger, asked: Question, action: Action, *, by: str, reason: str = "", fix: str | None = None
) -> Decision:
    """Keep a decision and do what follows from it.

    A second decision on a question counts for the agreement of reviewers and takes the place of the first.

    Args:
        action: accept, fix, reject or skip.
        by: who decides.
        fix: of a reading ``field=value``; of an answer the outcome (``outcome=kept``); of a voice ``entry=ID``.

    Raises:
        UsageError: a name is missing, or the fix makes no sense for this question.
    """
    if not by.strip():
        raise UsageError("who decides? give a name with --by")
    if (action is Action.FIX) is not bool(fix):
        raise UsageError("a fix needs FIELD=VALUE, for example `speaker=Sergei Lavrov`, and nothing else takes one")
    field, value = _held(asked, action, fix)
    made = Decision(
        asked.id, asked.topic, action, by.strip(), datetime.now(UTC), asked.anchor, field, value, asked.machine,
        asked.score, reason, asked.entry,
    )  # fmt: skip
    with ledger.store.writing(now=made.at) as writer:
        n = deciding.append(writer.connection, made)
        follow = {Topic.READING: _follow_reading, Topic.VOICE: _follow_voice, Topic.ANSWER: _follow_answer}
        if action is not Action.SKIP:
            follow[asked.topic](ledger, writer, asked, made, n)
    return made


def _held(asked: Question, action: Action, fix: str | None) -> tuple[str, str]:
    """The field and value that hold by a decision; refuses what makes no sense."""
    if fix is None:
        held = asked.machine if action is Action.ACCEPT else ""
        if asked.topic is Topic.ANSWER and held == Outcome.CANNOT_TELL.value:
            cure = "fix it with outcome=OUTCOME or reject it"
            raise UsageError(f"this report only bears on the matter; {cure}")
        return asked.field, held
    if asked.topic is Topic.READING:
        return parse_fix(fix)
    name, _, value = fix.partition("=")
    if asked.topic is Topic.ANSWER and name == "outcome":
        return "", judging.outcome_of(value).value
    if asked.topic is Topic.VOICE and name == "entry" and value:
        return "", value
    raise UsageError("an answer is fixed with outcome=OUTCOME, a voice with entry=ID")


def _follow_reading(ledger: Ledger, writer: Writer, asked: Question, made: Decision, n: int) -> None:
    amending = Amending(writer, ledger.memory, asked.anchor.document)
    here = amending.at(asked.anchor)
    if here is None:
        return
    why = f"decision:{n}"
    if made.action is Action.REJECT:
        amending.reject(here, why=why)
    elif value_of(here, made.field) != made.value:
        new = fixed(here, made.field, made.value, by=made.by, text=amending.text)
        if new.id == here.id:
            deciding.keep_version(writer.connection, here, why=why, stamp=made.at.isoformat(timespec="seconds"))
        amending.replace(here, new, why=why)


def _follow_voice(ledger: Ledger, writer: Writer, asked: Question, made: Decision, n: int) -> None:
    if made.action is Action.ACCEPT:
        return
    into = made.value if made.action is Action.FIX else None
    if into is not None:
        into = ledger.store.account(into).entry.id
    entries.move_out(ledger, writer, [asked.statement.id], into=into, by=made.by, reason=made.reason, cause=n)


def _follow_answer(ledger: Ledger, writer: Writer, asked: Question, made: Decision, n: int) -> None:
    assert asked.entry is not None
    account = ledger.entry(asked.entry)
    decided = any(asked.statement.id in j.evidence for j in account.entry.judgements)
    if made.action is Action.REJECT:
        if decided:
            judging.take_back(writer, account, by=made.by, reason=made.reason or "the report does not answer it")
        return
    evidence = (asked.statement.id,)
    reason = made.reason or f"confirmed: {asked.why}"
    judging.append(writer, account, Outcome(made.value), by=made.by, reason=reason, evidence=evidence)


def undo(ledger: Ledger, *, by: str, given: str | None = None, reason: str = "") -> Decision:
    """Take back a decision; what followed from it is taken back too, by further lines of the logs.

    Args:
        given: the question's id or its beginning; the last decision of ``by`` if left out.

    Raises:
        LedgerError: there is nothing to take back.
    """
    log = decisions(ledger)
    undone = {d.undoes for d in log if d.action is Action.UNDO}
    final = {Topic.ENTRY, Topic.DOCUMENT}  # the first are taken back by `merge` and `split`, the others by nothing
    held = [d for d in log if d.n not in undone and d.action is not Action.UNDO and d.topic not in final]
    chosen = [d for d in held if (d.question.startswith(given) if given else d.by == by)]
    if not chosen:
        raise LedgerError(f"nothing to undo: {f'no decision on {given!r}' if given else f'{by} has decided nothing'}")
    last = chosen[-1]
    made = Decision(
        last.question, last.topic, Action.UNDO, by, datetime.now(UTC), last.anchor, last.field, "", last.machine,
        last.score, reason, last.entry, undoes=last.n,
    )  # fmt: skip
    with ledger.store.writing(now=made.at) as writer:
        deciding.append(writer.connection, made)
        _take_back(ledger, writer, last, made)
    return made


def _take_back(ledger: Ledger, writer: Writer, last: Decision, made: Decision) -> None:
    if last.topic is Topic.READING and last.action in {Action.FIX, Action.REJECT}:
        _restore_reading(ledger, writer, last)
    elif last.topic is Topic.VOICE and last.action in {Action.FIX, Action.REJECT}:
        entries.move_back(writer, cause=last.n)
    elif last.topic is Topic.ANSWER and last.action is not Action.SKIP and last.entry:
        account = ledger.entry(last.entry)
        reason = made.reason or "the decision was undone"
        if last.action is Action.REJECT:
            judging.reinstate(writer, account, _reports(account, last), by=made.by, reason=reason)
        else:
            judging.take_back(writer, account, by=made.by, reason=reason, made_by=last.by)


def _reports(account: Account, last: Decision) -> set[str]:
    """Ids of the statements that an answer's decision was about."""
    return {p.statement.id for p in account.proposals if anchor_of(p.statement) == last.anchor}


def _restore_reading(ledger: Ledger, writer: Writer, last: Decision) -> None:
    """Put the machine's statement back where the decided one stands now."""
    kept = deciding.aside_by(writer.connection, f"decision:{last.n}")
    if kept is None:
        return  # the decision had changed nothing
    key, old = kept
    amending = Amending(writer, ledger.memory, last.anchor.document)
    if "@" in key:
        here = _same(amending.statements(), old)
        deciding.drop_version(writer.connection, key)
        if here is not None:
            amending.replace(here, old, why="undone")
        return
    here = amending.at(last.anchor) if last.action is Action.FIX else None
    amending.restore(old.id, instead_of=here)


def _same(statements: list[Statement], old: Statement) -> Statement | None:
    by_id = {s.id: s for s in statements}
    return by_id.get(old.id) or max(
        (s for s in statements if overlap(s.span, old.span)), key=lambda s: overlap(s.span, old.span), default=None
    )
