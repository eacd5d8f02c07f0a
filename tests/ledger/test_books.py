from __future__ import annotations

from datetime import date

import pytest

from aftertalks.ledger.books import book_of, due_window, entry_id, is_history, narrowest
from aftertalks.model import Book, Kind
from builders import TRUCE_WORDS, document, statement

FRIDAY = date(2017, 7, 7)
SUNDAY = date(2017, 7, 9)
DOC = document()


def said(kind: Kind = Kind.AGREEMENT, **fields: object):  # type: ignore[no-untyped-def]
    return statement(DOC, TRUCE_WORDS, kind, **fields)


def test_every_kind_has_its_book_and_assessments_none() -> None:
    assert [book_of(kind) for kind in Kind] == [
        Book.HAPPENED, Book.AGREED, Book.WANTED, Book.EXPECTED, Book.WANTED, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "fields", "published", "due"),
    [
        (Kind.AGREEMENT, {"when": SUNDAY}, FRIDAY, (SUNDAY, SUNDAY)),
        (Kind.AGREEMENT, {"when": FRIDAY, "deadline": SUNDAY}, FRIDAY, (SUNDAY, SUNDAY)),
        (Kind.EXPECTATION, {"when": date(2017, 7, 1), "when_end": date(2017, 7, 31)}, FRIDAY,
         (date(2017, 7, 1), date(2017, 7, 31))),
        # the past of the document's date is not next
        (Kind.AGREEMENT, {"when": date(2015, 2, 12)}, FRIDAY, None),
        (Kind.AGREEMENT, {"deadline": date(2016, 1, 1)}, FRIDAY, None),
        # "agreed today" dates the making, "expected today" the thing itself
        (Kind.AGREEMENT, {"when": FRIDAY}, FRIDAY, None),
        (Kind.EXPECTATION, {"when": FRIDAY}, FRIDAY, (FRIDAY, FRIDAY)),
        # without a publication date the text's own dates stand
        (Kind.EXPECTATION, {"when": SUNDAY}, None, (SUNDAY, SUNDAY)),
        (Kind.EVENT, {"when": SUNDAY}, FRIDAY, None),
        (Kind.ASSESSMENT, {"when": SUNDAY}, FRIDAY, None),
        (Kind.POSITION, {}, FRIDAY, None),
    ],
)  # fmt: skip
def test_when_a_statement_is_due(
    kind: Kind, fields: dict[str, date], published: date | None, due: tuple[date, date] | None
) -> None:
    assert due_window(said(kind, **fields), published) == due


def test_history_is_told_from_news() -> None:
    assert is_history(said(when=date(1987, 12, 8)), FRIDAY)
    assert not is_history(said(when=date(2017, 7, 1)), FRIDAY)
    assert not is_history(said(when=date(1987, 12, 8)), None)
    assert not is_history(said(when=date(1, 1, 1)), date(1, 1, 2))


def test_the_narrowest_window_is_the_most_exact() -> None:
    july = (date(2017, 7, 1), date(2017, 7, 31))
    assert narrowest([None, july, (SUNDAY, SUNDAY)]) == (SUNDAY, SUNDAY)
    assert narrowest([None]) is None


def test_ids_follow_from_content_alone() -> None:
    one, other = said(), statement(document(published=SUNDAY), TRUCE_WORDS, Kind.AGREEMENT)
    assert entry_id(Book.AGREED, one) == entry_id(Book.AGREED, said())
    assert entry_id(Book.AGREED, one) != entry_id(Book.AGREED, other)
    assert entry_id(Book.AGREED, one) != entry_id(Book.EXPECTED, one)
