"""The same entries come of the same documents, in whatever order they are added."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from aftertalks.flow import placing
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.reading import read_all
from aftertalks.ledger.blocking import MOST_WORDS, block_keys
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Document, Judgement, Kind, Outcome, Polarity, Reading, Settings
from aftertalks.store.blocks import A_BLOCK
from aftertalks.store.tables import block, entry, entry_joined, voice
from builders import document, reading, statement

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FRIDAY = date(2017, 7, 7)
PARTS = (
    ("Russia and the United States", "The United States and Russia"),
    ("agreed on a truce", "agreed on a ceasefire", "signed a memorandum"),
    ("in southwestern Syria", "near the Jordanian border", "along the Euphrates river"),
    ("with military police patrols.", "with joint patrols and checkpoints.", "that spares both checkpoints."),
)
sentences = st.tuples(*(st.sampled_from(part) for part in PARTS)).map(" ".join)


def _reading(words: Sequence[str], day: int, *, negative: bool = False) -> Reading:
    doc = document("\n\n".join(dict.fromkeys(words)), published=FRIDAY + timedelta(days=day), url=None, title=None)
    made = (
        statement(
            doc, text, Kind.AGREEMENT, actors=("Russia", "United States"),
            polarity=Polarity.NEGATIVE if negative else Polarity.POSITIVE,
        )
        for text in dict.fromkeys(words)
    )  # fmt: skip
    return reading(doc, *made)


def _state(ledger: Ledger) -> set[tuple[Any, ...]]:
    """Entries, their voices, what each was merged with, how it stands, and when they are due."""
    chosen = select(
        voice.c.entry, voice.c.statement, voice.c.nearest, voice.c.stance, voice.c.score, entry.c.due_first,
        entry.c.due_last,
    ).join(entry, entry.c.id == voice.c.entry)  # fmt: skip
    with ledger.store.writing() as writer:
        return {tuple(r) for r in writer.connection.execute(chosen)}


def _kept(readings: Sequence[Reading]) -> set[tuple[Any, ...]]:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "talks.db") as ledger:
        for one in readings:
            ledger.keep(one)
        return _state(ledger)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.lists(sentences, min_size=1, max_size=3), st.integers(0, 40), st.booleans()), max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same_entries(drawn: list[Any], dice: random.Random) -> None:
    made = {r.document.id: r for r in (_reading(w, d, negative=n) for w, d, n in drawn)}
    shuffled = list(made.values())
    dice.shuffle(shuffled)
    assert _kept(list(made.values())) == _kept(shuffled)


def test_the_samples_give_the_same_entries_in_any_order() -> None:
    files = sorted(p for p in SAMPLES.iterdir() if p.suffix in {".txt", ".md"})
    documents = [Document(p.read_text(encoding="utf-8"), source=p.name, published=_day(p)) for p in files]
    readings = list(read_all(documents, settings=Settings()))
    first = _kept(readings)
    assert len({row[0] for row in first}) < len(first), "nothing was merged, so nothing is shown"
    for seed in range(3):
        shuffled = random.Random(seed).sample(readings, len(readings))
        assert _kept(shuffled) == first
    assert _kept(readings[::-1]) == first


def _day(path: Path) -> date:
    return date.fromisoformat(path.name[:10])


TRUCE = "Russia and the United States agreed on a truce in southwestern Syria with military police patrols."


def test_an_entry_that_an_earlier_statement_takes_over_can_still_be_named(tmp_path: Path) -> None:
    late, early = _reading([TRUCE], 5), _reading([TRUCE], 0)
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(late)
        (before,) = (e.id for e in ledger)
        with ledger.store.writing() as writer:
            judged = Judgement(before, "Ann", writer.now, Outcome.KEPT, "seen there")
            writer.judge(judged)
        ledger.keep(early)
        (after,) = (e.id for e in ledger)
        with ledger.store.writing() as writer:
            led = writer.connection.execute(select(entry_joined.c.entry, entry_joined.c.into)).all()
            assert writer.is_judged(after)
        assert ledger.entry(before).entry.id == after
        assert [j.reason for j in ledger.entry(after).entry.judgements] == ["seen there"]
    assert before != after
    assert [tuple(r) for r in led] == [(before, after)]


def test_what_reviewers_placed_stays(tmp_path: Path) -> None:
    late, early = _reading([TRUCE], 5), _reading([TRUCE], 0)
    other = _reading(["Russia and the United States signed a memorandum near the Jordanian border."], 5)
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(late)
        ledger.keep(other)
        moved = late.statements[0].id
        with ledger.store.writing() as writer:
            home = writer.connection.execute(
                select(voice.c.entry).where(voice.c.statement == other.statements[0].id)
            ).scalar_one()
            values = {"entry": home, "stance": "agrees", "score": None, "reason": "joined by hand"}
            writer.connection.execute(update(voice).where(voice.c.statement == moved).values(**values))
        ledger.keep(early)
        held = {row[1]: row[0] for row in _state(ledger)}
    assert held[moved] == home
    assert held[early.statements[0].id] != home


def test_statements_of_an_older_ledger_are_filed_when_something_is_added(tmp_path: Path) -> None:
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(_reading([TRUCE], 0))
        with ledger.store.writing() as writer:
            writer.connection.execute(delete(block))
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(_reading([TRUCE], 5))
        assert len({row[0] for row in _state(ledger)}) == 1


def test_a_statement_is_compared_with_a_bounded_number_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    real = placing.likeness

    def counted(a: Proposition, b: Proposition) -> Any:
        nonlocal compared
        compared += 1
        return real(a, b)

    monkeypatch.setattr(placing, "likeness", counted)
    texts = [f"Post {n} on the demarcation line was opened by the joint patrol {n}." for n in range(300)]
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(_reading(texts, 0))
    assert 0 < compared <= len(texts) * placing.CANDIDATES
    assert placing.CANDIDATES <= A_BLOCK


def test_two_wordings_share_a_block_and_the_number_of_blocks_is_bounded() -> None:
    a, b = (_reading([text], 0) for text in (TRUCE, TRUCE.replace("truce", "ceasefire").replace("with", "and")))
    one, other = (set(block_keys(Proposition(r.statements[0], FRIDAY))) for r in (a, b))
    assert one & other
    assert len(one) <= MOST_WORDS * (MOST_WORDS - 1) // 2
    assert all(-(2**63) <= key < 2**63 for key in one)
