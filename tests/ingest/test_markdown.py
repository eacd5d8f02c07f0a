"""Markdown becomes readable text whose letters lead back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ingest.markdown import read_markdown

FILE = """---
title: Four days in Hamburg
date: 2017-07-09
author: [A. Writer, B. Penner]
---
# The *truce*
The **sides** agreed on [a truce](https://example.org/a_(b) "T"), ![map](m.png)not
> on _zones_[^1]. 5 * 3 and snake_case_name stay; \\*so\\* &amp; so.

Second thoughts
---------------
* one
* **two**

[^1]: https://example.org
"""


def test_words_stay_and_marks_go(holds):
    draft = read_markdown(FILE, source="a.md")
    assert draft.text == (
        "The truce\n\nThe sides agreed on a truce, not\non zones. 5 * 3 and snake_case_name stay; *so* & so.\n\n"
        "Second thoughts\n\n* one\n* two"
    )
    holds(draft.text, FILE, draft.offsets)
    assert (draft.title, draft.published, draft.author) == (
        "Four days in Hamburg",
        date(2017, 7, 9),
        "A. Writer, B. Penner",
    )


def test_the_first_heading_is_the_title_without_front_matter():
    assert read_markdown("Intro.\n\n## After *the* talks ##\n\nText.", source="a.md").title == "After the talks"


@pytest.mark.parametrize("words", ["a * b * c", "2 ** 3", "[not a link] (x)", "a_b_c", "x < y > z", "50% [sic]"])
def test_marks_that_mark_nothing_stay(words):
    assert read_markdown(words, source="a.md").text == words


@given(st.text(alphabet='ab *_`[]()!<>#-=\n\r|&;~\\"^:/\u200b', max_size=120))
def test_no_marks_break_the_way_back(holds, text):
    draft = read_markdown(text, source="a.md")
    holds(draft.text, text, draft.offsets)
