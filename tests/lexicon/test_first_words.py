"""The words with which patterns begin, and the scanner that tries patterns only there."""

import re

import pytest

from aftertalks.lexicon.first_words import Scanner, first_words, key_of
from aftertalks.read.times.scan import RULES

TEXT = (
    "On July 7-8, 2017, the two sides met; in the next 90 days, or by the end of May, they may meet again.\n"
    "Twice a week since the 1990s, at 10:57 GMT on Monday (last night), three days ago … Q3 2018, 9/11, '90s, 5 a day."
)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:truce|ceasefires?)\b", {"truce", "ceasefire", "ceasefires"}),
        (r"(?<!\w)(?i:The)\s(?:day|week)(?!\w)", {"the"}),
        (r"(?<![\w])\d{1,2} May", {"0"}),
        (r"\bQ[1-4]\b", {"q0"}),
        (r"\b(?:early )?spring(?![\w%])", {"early", "spring"}),
    ],
)
def test_words_are_read_off_the_pattern(pattern: str, words: set[str]) -> None:
    assert first_words(re.compile(pattern)) == words


@pytest.mark.parametrize("pattern", [r"truce", r"\b\w+ly\b", r"\btruce", r"\b[a-z]+\b", r"(?<!\w)’90s", r"\b.truce\b"])
def test_a_pattern_that_may_begin_anywhere_is_told(pattern: str) -> None:
    assert first_words(re.compile(pattern)) is None


@pytest.mark.parametrize(("word", "key"), [("July", "july"), ("1990s", "0"), ("Q3", "q0"), ("in_", "in_")])
def test_key_of(word: str, key: str) -> None:
    assert key_of(word) == key


def test_scanner_finds_what_each_pattern_finds_alone() -> None:
    patterns = [rule.pattern for rule in RULES]
    alone = sorted((n, m.span()) for n, p in enumerate(patterns) for m in p.finditer(TEXT))
    assert sorted((n, m.span()) for n, m in Scanner(patterns).matches(TEXT)) == alone
    assert len(alone) > 15


def test_most_rules_of_times_need_not_be_tried_everywhere() -> None:
    assert sum(first_words(rule.pattern) is None for rule in RULES) <= 1
