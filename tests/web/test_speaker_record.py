"""A speaker's page counts what became of what was expected as the entries themselves tell it."""

from __future__ import annotations

from datetime import date

from aftertalks.flow import dossiers, judging
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Certainty, Kind, Outcome
from builders import document, reading, statement


def test_the_record_counts_judged_and_unjudged(place):
    with Ledger(place) as ledger:
        for n in range(7):
            words = f"The committee will meet in hall {n} on July {n + 11}, the minister said."
            doc = document(words, published=date(2017, 7, n + 1), source=f"{n}.txt", title=f"Hall {n}")
            fields = {"speaker": "Ayman Safadi", "when": date(2017, 7, n + 11)}
            sure = Certainty.POSSIBLE if n == 6 else Certainty.PROBABLE
            ledger.keep(reading(doc, statement(doc, words, Kind.EXPECTATION, certainty=sure, **fields)))
        ids = [a.entry.id for a in ledger.accounts()]
        assert len(ids) == 7
        for one, outcome in zip(ids, (Outcome.HAPPENED, Outcome.DID_NOT_HAPPEN, Outcome.DISPUTED), strict=False):
            judging.judge(ledger, one, outcome, by="Ana", reason="seen")
        tally, told = dossiers.record_of(ledger, "Ayman Safadi", limit=50)
        (whole,) = dossiers.records(ledger, "safadi")
        assert told == whole
        assert (tally.forecasts, tally.happened, tally.did_not) == (len(whole.forecasts), whole.happened, whole.did_not)
        assert (tally.forecasts, tally.open) == (7, whole.open)
        assert dossiers.record_of(ledger, "Safadi", limit=5)[1] is None
