"""Which issue a statement falls under: shipped records, the user's own, and what nothing tells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aftertalks.flow.keeping import Ledger
from aftertalks.lexicon import load
from aftertalks.model import Document, LexiconError, Settings, Span
from aftertalks.read.issues import find_issue, issues
from aftertalks.read.reader import Reader

EXAMPLES = [(r["issue"], e) for r in load("issues") for e in r["examples"]]
COUNTER = [(r["issue"], e) for r in load("issues") for e in r["not_examples"]]


def issue_of(text: str, **given) -> str | None:
    return find_issue(text, Span(0, len(text)), **given)[0]


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[e for _, e in EXAMPLES])
def test_examples(name: str, text: str) -> None:
    assert issue_of(text) == name


@pytest.mark.parametrize(("name", "text"), COUNTER, ids=[e for _, e in COUNTER])
def test_not_examples(name: str, text: str) -> None:
    assert issue_of(text) != name


def test_the_statements_words_come_before_its_heading_and_that_before_the_title() -> None:
    assert issue_of("The truce holds.", heading="Sanctions", title="Elections") == "ceasefire"
    found, trace = find_issue("They met.", Span(0, 9), heading="Sanctions", title="Elections")
    assert (found, trace.rule, trace.span) == ("sanctions", "heading: sanctions", None)
    assert issue_of("They met.", title="Elections in Mali") == "elections"


def test_without_a_sign_there_is_none() -> None:
    found, trace = find_issue("They met.", Span(0, 9))
    assert found is None and trace.rule.startswith("no issue's words")


def own(folder: Path, text: str) -> tuple[Path, ...]:
    (folder / "issues.yaml").write_text(text, encoding="utf-8")
    return (folder,)


def test_users_own_issues_come_first_and_may_ask_for_a_place(tmp_path: Path) -> None:
    folders = own(tmp_path, "- {issue: Syria truce, words: [truce], places: [SY], actors: [Syria]}\n")
    assert issues(folders)[0].name == "Syria truce"
    text = "Talks\n\nRussia and Jordan agreed on a truce in Syria.\n\nKenya and Uganda agreed on a truce."
    reading = Reader(Settings(lexicons=folders)).read(Document(text, published=date(2017, 7, 7)))
    assert [s.issue for s in reading.statements] == ["Syria truce", "ceasefire"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {words: [truce]}\n", "lacks .issue."),
        ("- {issue: x}\n", "lacks .words."),
        ("- {issue: x, words: [a], wordz: [b]}\n", "has a field 'wordz'"),
    ],
)
def test_a_bad_record_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LexiconError, match=told):
        issues(own(tmp_path, text))


def test_the_ledger_finds_by_issue(tmp_path: Path, reader) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        text = "Talks\n\nKenya and Uganda agreed on a truce.\n\nKenya imposed sanctions on Chad."
        ledger.keep(reader.read(Document(text, published=date(2017, 7, 7))))
        assert [h.statement.issue for h in ledger.find(issue="ceasefire")] == ["ceasefire"]
