"""What the tests of ingestion share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def holds():
    """Assert that every run of an offset map is the same letter by letter in text and original."""

    def check(text, original, offsets):
        for text_start, original_start, length in offsets.runs:
            assert original[original_start : original_start + length] == text[text_start : text_start + length]
        starts = [run[0] for run in offsets.runs]
        assert starts == sorted(starts)

    return check
