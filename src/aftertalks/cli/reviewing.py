"""``review``: settle what is doubtful, at the terminal or by script."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.forms import Form, Twin, tell, wants_table
from aftertalks.cli.options import AsOf, By, Db, Reason, database, reader

if TYPE_CHECKING:
    from datetime import date

    from aftertalks.flow.keeping import Ledger
    from aftertalks.model.review import Question


class Do(StrEnum):
    """What ``review`` can do."""

    LIST = "list"
    SHOW = "show"
    ACCEPT = "accept"
    FIX = "fix"
    REJECT = "reject"
    SKIP = "skip"
    UNDO = "undo"
    LOG = "log"
    AGREEMENT = "agreement"


class About(StrEnum):
    """What questions are about."""

    READING = "reading"
    VOICE = "voice"
    ANSWER = "answer"


KEYS = "[a]ccept  [f]ix FIELD=VALUE  [r]eject  [s]kip  [u]ndo  [q]uit"


def review(  # noqa: PLR0913, PLR0917  each is an option of the command
    do: Annotated[
        Do | None, typer.Argument(metavar="[ACTION]", help="Left out at a terminal: asked one by one.")
    ] = None,
    question: Annotated[str | None, typer.Argument(metavar="[ID]", help="A question's id, or its beginning.")] = None,
    fix: Annotated[str | None, typer.Argument(metavar="[FIELD=VALUE]", help="What is right instead.")] = None,
    by: By = None,
    reason: Reason = "",
    about: Annotated[About | None, typer.Option("--about", help="Only questions about this.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what others decided, for a second opinion.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many questions.")] = 50,
    as_of: AsOf = None,
    form: Form = None,
    db: Db = None,
) -> None:
    """Settle what is doubtful: readings, merges, and reports that may tell an outcome.

    Without an action it asks one by one, what matters most first. What you decide is kept with the machine's word and
    score, and holds when a newer version reads the document again. ACTION: list, show, accept, fix, reject, skip, undo,
    log, agreement.

    \b
    aftertalks review
    aftertalks review list --format json
    aftertalks review accept 3f9c01 --by Ana --reason "the readout says so"
    aftertalks review fix 3f9c01 speaker="Sergei Lavrov"
    aftertalks review agreement
    """
    from aftertalks.flow import reviewing
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError
    from aftertalks.model.review import Action, Topic
    from aftertalks.show import desk_records as twins

    topic = Topic(about.value) if about else None
    who = reader(by)
    with Ledger(database(db), create=False) as ledger:
        if do is None and sys.stdin.isatty() and console.is_terminal() and form is None:
            _ask(ledger, who, topic, as_of, again)
        elif do in {None, Do.LIST}:
            asked = reviewing.questions(ledger, by=who, topic=topic, as_of=as_of, again=again, limit=limit)
            _list(asked, form)
        elif do is Do.LOG:
            tell((twins.decision_record(d) for d in reviewing.decisions(ledger)), form)
        elif do is Do.AGREEMENT:
            _agreement(ledger, form)
        elif do is Do.UNDO:
            made = reviewing.undo(ledger, by=who, given=question, reason=reason)
            console.say(f"undone: the decision on {made.question}")
        elif question is None:
            raise UsageError(f"{do} which question? `aftertalks review list` shows their ids")
        elif do is Do.SHOW:
            _show(ledger, reviewing.question(ledger, question, as_of=as_of), form)
        else:
            chosen = reviewing.question(ledger, question, as_of=as_of)
            action = Action(do.value if do else "")
            made = reviewing.decide(ledger, chosen, action, by=who, reason=reason, fix=fix)
            console.say(f"{made.action} {made.question} by {made.by}{f': {made.value}' if made.value else ''}")


def _list(asked: list[Question], form: Twin | None) -> None:
    from aftertalks.show import desk_records as twins

    if not wants_table(form):
        tell((twins.question_record(q) for q in asked), form)
    elif asked:
        from aftertalks.show.desk import questions_table

        console.print_rich(questions_table(asked, width=console.width()))
    else:
        console.say("Nothing waits for a decision.")


def _agreement(ledger: Ledger, form: Twin | None) -> None:
    from aftertalks.flow import reviewing
    from aftertalks.show import desk_records as twins

    found = reviewing.agreement(ledger)
    if not wants_table(form):
        tell((twins.agreement_record(a) for a in found), form)
    elif found:
        from aftertalks.show.desk import agreement_table

        console.print_rich(agreement_table(found, width=console.width()))
    else:
        console.say("No question was decided by two reviewers yet; `aftertalks review --again` asks a second one.")


def _show(ledger: Ledger, asked: Question, form: Twin | None) -> None:
    from aftertalks.show import desk_records as twins

    if not wants_table(form):
        tell([twins.question_record(asked)], form)
        return
    from aftertalks.show.desk import question_lines

    for line in question_lines(asked, ledger.store.reading(asked.anchor.document).document.text):
        console.print_rich(line)


def _ask(ledger: Ledger, who: str, topic: object, as_of: date | None, again: bool) -> None:
    """Ask one question after another until nothing is left or the person has had enough."""
    from aftertalks.flow import reviewing
    from aftertalks.model import AftertalksError
    from aftertalks.model.review import Topic

    about = topic if isinstance(topic, Topic) else None
    done = 0
    passed: set[str] = set()
    while True:
        # Asked anew each time: a decision may settle or raise other questions.
        waiting = reviewing.questions(ledger, by=who, topic=about, as_of=as_of, again=again)
        waiting = [q for q in waiting if q.id not in passed]
        if not waiting:
            console.say(f"Nothing waits for a decision. {done} decided.")
            return
        _show(ledger, waiting[0], Twin.TABLE)
        console.say(f"{len(waiting)} waiting   {KEYS}")
        try:
            answer = input("> ").strip()
        except EOFError:
            answer = "q"
        if answer in {"q", "quit"}:
            console.say(f"{done} decided; the rest waits.")
            return
        try:
            done += _obey(ledger, waiting[0], answer, who, passed)
        except AftertalksError as error:
            console.warn(str(error))


def _obey(ledger: Ledger, asked: Question, answer: str, who: str, passed: set[str]) -> int:
    """Do what was typed; return by how much the number of decisions changes."""
    from aftertalks.flow import reviewing
    from aftertalks.model import UsageError
    from aftertalks.model.review import Action

    key, _, rest = answer.partition(" ")
    if key in {"u", "undo"}:
        made = reviewing.undo(ledger, by=who)
        passed.discard(made.question)
        return -1
    actions = {"a": Action.ACCEPT, "f": Action.FIX, "r": Action.REJECT, "s": Action.SKIP}
    action = actions.get(key[:1]) if key in {*actions, *(a.value for a in actions.values())} else None
    if action is None:
        raise UsageError(f"{answer!r} is none of {KEYS}")
    fix = rest if action is Action.FIX else None
    reviewing.decide(ledger, asked, action, by=who, reason="" if fix else rest, fix=fix)
    if action is Action.SKIP:
        passed.add(asked.id)
    return int(action is not Action.SKIP)
