"""Days that a speaker counted are counted from the day he spoke, where the text tells it."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.model import Document

SATURDAY = date(2016, 4, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("“We will meet tomorrow,” the minister said on Thursday.", date(2016, 4, 1)),
        ("“We will meet on Friday,” the minister said on Thursday.", date(2016, 4, 1)),
        ("The minister said on Thursday that they would meet on Friday.", date(2016, 4, 1)),
        ("Talks will resume in two days, the ministry said on Thursday.", date(2016, 4, 2)),
        ("“We will meet next week,” the minister said on Thursday.", date(2016, 4, 4)),
        # the writer's own words keep the writer's day
        ("The minister said on Thursday that they would meet tomorrow.", date(2016, 4, 3)),
        ("“We will meet tomorrow,” the minister said.", date(2016, 4, 3)),
        ("Talks will resume on Friday.", date(2016, 4, 8)),
    ],
)
def test_days(reader, text: str, day: date) -> None:
    (told,) = reader.read(Document(text, published=SATURDAY)).statements
    assert told.when == day
    assert ("day of saying" in told.trace("when").rule) == (
        "Thursday" in text and "that they would meet tomorrow" not in text
    )


def test_without_a_publication_date_nothing_is_counted(reader) -> None:
    (told,) = reader.read(Document("“We will meet tomorrow,” the minister said on Thursday.")).statements
    assert told.when is None
