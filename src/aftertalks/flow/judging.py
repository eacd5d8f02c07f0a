"""Judgements by people: appended, never changed; taking one back is a further judgement.

Callable: :func:`judge`, :func:`unjudge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aftertalks.flow.keeping import Ledger
from aftertalks.ledger.judgements import UNDOES, standing
from aftertalks.ledger.status import due_now
from aftertalks.model import Judgement, LedgerError, Outcome, UsageError
from aftertalks.model.account import Account
from aftertalks.store.writing import Writer


def outcome_of(given: str) -> Outcome:
    """Understand an outcome's name; a hyphen or underscore may stand for the space.

    Raises:
        UsageError: there is no such outcome.
    """
    name = " ".join(given.strip().lower().replace("-", " ").replace("_", " ").split())
    try:
        return Outcome(name)
    except ValueError as error:
        raise UsageError(f"no outcome {given!r}; outcomes are {', '.join(Outcome)}") from error


def judge(
    ledger: Ledger, entry: str, outcome: Outcome | str, *, by: str, reason: str, evidence: Sequence[str] = (),
    until: date | None = None,
) -> Judgement:  # fmt: skip
    """Append a judgement on an entry.

    Args:
        entry: its id or the beginning of it.
        reason: why; required, since a verdict without grounds helps nobody.
        evidence: ids of statements in the ledger, or their beginnings.
        until: of something delayed, the day by which it is due now.

    Raises:
        UsageError: the outcome is none, the reason or the name is missing, or ``until`` stands with another outcome.
        LedgerError: an id is not in the ledger.
    """
    verdict = outcome_of(outcome) if isinstance(outcome, str) else outcome
    if not by.strip() or not reason.strip():
        raise UsageError("a judgement needs who judges and why: --by NAME --reason WORDS")
    if until is not None and verdict is not Outcome.DELAYED:
        raise UsageError("--until tells the new day of something delayed; it goes with no other outcome")
    account = ledger.entry(entry)
    ids = tuple(ledger.statement_id(given) for given in evidence)
    with ledger.store.writing() as writer:
        return append(writer, account, verdict, by=by.strip(), reason=reason.strip(), evidence=ids, until=until)


def append(
    writer: Writer, account: Account, outcome: Outcome, *, by: str, reason: str, evidence: tuple[str, ...] = (),
    until: date | None = None,
) -> Judgement:  # fmt: skip
    """Append a judgement in a transaction, and keep when the entry is due now."""
    made = Judgement(account.entry.id, by, writer.now, outcome, reason, evidence, until)
    writer.judge(made)
    due = due_now(account.voices, (*account.entry.judgements, made))
    first, last = (due[0].isoformat(), due[1].isoformat()) if due else (None, None)
    writer.set_due(account.entry.id, first, last)
    return made


def unjudge(ledger: Ledger, entry: str, *, by: str, reason: str) -> Judgement:
    """Take back the last judgement on an entry by a further one, so that what held before holds again.

    Raises:
        LedgerError: nobody has judged it.
    """
    if not by.strip() or not reason.strip():
        raise UsageError("taking back needs who and why: --by NAME --reason WORDS")
    account = ledger.entry(entry)
    with ledger.store.writing() as writer:
        return take_back(writer, account, by=by.strip(), reason=reason.strip())


def take_back(writer: Writer, account: Account, *, by: str, reason: str, made_by: str | None = None) -> Judgement:
    """Append what takes back an entry's last judgement, or the last that one person made.

    Raises:
        LedgerError: there is none.
    """
    held = standing(account.entry.judgements)
    found = [j for j in held if made_by is None or j.by == made_by]
    if not found:
        raise LedgerError(f"entry {account.entry.id}: no judgement to take back")
    last = found[-1]
    rest = [j for j in held if j is not last]
    before = rest[-1] if rest else None
    words = f"{UNDOES} {last.outcome} by {last.by} of {last.at.isoformat(timespec='seconds')}: {reason}"
    return append(
        writer, account, before.outcome if before else Outcome.UNCHECKED, by=by, reason=words,
        evidence=before.evidence if before else (), until=before.until if before else None,
    )  # fmt: skip


def reinstate(writer: Writer, account: Account, evidence: set[str], *, by: str, reason: str) -> Judgement | None:
    """Append anew the judgement on some evidence that was taken back; null if none was."""
    held = standing(account.entry.judgements)
    gone = [
        j for j in account.entry.judgements
        if j not in held and not j.reason.startswith(f"{UNDOES} ") and evidence & set(j.evidence)
    ]  # fmt: skip
    if not gone:
        return None
    last = gone[-1]
    words = f"holds again, {by} has taken the rejection back ({reason}): {last.reason}"
    return append(writer, account, last.outcome, by=last.by, reason=words, evidence=last.evidence, until=last.until)
