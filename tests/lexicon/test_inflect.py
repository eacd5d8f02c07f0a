from __future__ import annotations

import pytest

from aftertalks.lexicon import verb_forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("visit", {"visit", "visits", "visited", "visiting"}),
        ("call on", {"call on", "calls on", "called on", "calling on"}),
        ("cancel", {"cancel", "cancels", "canceled", "cancelled", "canceling", "cancelling"}),
        ("get", {"get", "gets", "got", "gotten", "getting"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
    ],
)
def test_forms(base: str, forms: set[str]) -> None:
    assert set(verb_forms(base)) == forms
