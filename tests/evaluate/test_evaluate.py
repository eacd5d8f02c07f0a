from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from aftertalks.evaluate import load_gold, load_types, pair, same_name, same_speaker, score
from aftertalks.model import UsageError

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "statements"
TEXT = "The sides agreed to a truce. It should hold, he said. Rain fell."


def gold(start: int, end: int, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "start": start, "end": end, "kind": kind, "speaker": "narrator", "form": "narration", "polarity": "positive",
        "actors": [], "when": None, "where": None, **more,
    }  # fmt: skip


TRUCE = gold(0, 28, "agreement", actors=["Russia"], when="2017-07-09", where="Syria")
HOPE = gold(29, 53, "expectation", speaker="Dmitry Suslov", form="indirect")
RAIN = gold(54, 64, "event")


def test_what_is_found_exactly_scores_one() -> None:
    got = score([("a", TEXT, [TRUCE, HOPE, RAIN], [TRUCE, HOPE, RAIN])])
    assert got["found"] == 1.0
    for name in ("kind", "kind_speaker", "full", "when", "where", "actors"):
        assert got[name] == {"p": 1.0, "r": 1.0, "f1": 1.0}


def test_a_missing_and_an_extra_statement_cost_recall_and_precision() -> None:
    extra = gold(54, 64, "position")
    got = score([("a", TEXT, [TRUCE, HOPE], [TRUCE, extra])])
    assert got["kind"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert got["found"] == 0.5


def test_extra_events_are_no_errors_and_wrong_speakers_count_only_with_speakers() -> None:
    got = score([("a", TEXT, [HOPE], [HOPE | {"speaker": "Rex Tillerson"}, RAIN])])
    assert got["kind"]["f1"] == 1.0
    assert got["kind_speaker"]["f1"] == 0.0
    assert got["speaker_accuracy"] == 0.0


def test_an_alternative_kind_is_right_and_counts_neither_way_outside_the_complete_kinds() -> None:
    either = HOPE | {"alt_kind": ["assessment", "position"]}
    as_position = score([("a", TEXT, [either], [HOPE | {"kind": "position"}])])
    assert as_position["by_kind"]["position"]["f1"] == 1.0
    as_assessment = score([("a", TEXT, [either], [HOPE | {"kind": "assessment"}])])
    assert as_assessment["kind"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert as_assessment["found"] == 1.0


def test_rates_by_sort_of_source_tell_what_they_rest_on(tmp_path: Path) -> None:
    documents = [("a", TEXT, [TRUCE, HOPE], [TRUCE]), ("b", TEXT, [HOPE], [HOPE]), ("c", TEXT, [TRUCE], [])]
    assert "by_source_type" not in score(documents)
    got = score(documents, types={"a": "news", "b": "news"})["by_source_type"]
    assert got["news"]["documents"] == 2
    assert got["news"]["kind"] == {"p": 1.0, "r": 0.667, "f1": 0.8, "n": 3}
    assert got["news"]["speaker_accuracy"] == {"share": 1.0, "n": 2}
    assert got["news"]["by_kind"]["expectation"]["n"] == 2
    assert got["unknown"]["kind"]["r"] == 0.0 and got["unknown"]["speaker_accuracy"]["n"] == 0
    table = tmp_path / "types.csv"
    table.write_text("# a remark\ndocument,source_type\na, news\n")
    assert load_types(table) == {"a": "news"}
    for broken in ("name,type\na,news\n", "document,source_type\na\n"):
        table.write_text(broken)
        with pytest.raises(UsageError, match="document and source_type"):
            load_types(table)


def test_sorts_of_sources_stand_in_the_gold_or_in_a_table_of_their_own(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from aftertalks.cli.app import app

    for name, sort in (("a", {"source_type": "readout"}), ("b", {})):
        (tmp_path / f"{name}.txt").write_text(TEXT)
        held = {"document": f"{name}.txt", "date": "2017-07-07", "statements": [HOPE], **sort}
        (tmp_path / f"{name}.json").write_text(json.dumps(held))
    types = tmp_path / "types.csv"
    types.write_text("document,source_type\nb,news\n")
    words = ["evaluate", str(tmp_path), "--types", str(types)]
    assert set(json.loads(CliRunner().invoke(app, words).stdout)["by_source_type"]) == {"readout", "news"}
    told = CliRunner().invoke(app, [*words, "--format", "table"], env={"COLUMNS": "200"}).stdout
    assert "fewer than 30" in told and "1.000* (1)" in told


def test_pairs_need_half_of_the_words() -> None:
    assert pair(TEXT, [TRUCE], [gold(0, 16, "agreement")]) == {0: 0}
    assert pair(TEXT, [TRUCE], [gold(0, 9, "agreement")]) == {}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Mr. Suslov", "Dmitry Suslov", True),
        ("Moscow", "Russian Federation", True),
        ("the United States", "US", True),
        ("Erdoğan", "Recep Tayyip Erdogan", True),
        ("narrator", "Dmitry Suslov", False),
        ("Russia", "Iran", False),
        ("President", "Minister", False),
        (None, "Iran", False),
    ],
)
def test_names(a: str | None, b: str | None, same: bool) -> None:
    assert same_name(a, b) is same


def test_several_speakers_must_all_be_found() -> None:
    assert same_speaker("Putin; Trump", "Donald Trump; Vladimir Putin")
    assert not same_speaker("Putin", "Donald Trump; Vladimir Putin")


@pytest.mark.parametrize(
    ("name", "held", "message"),
    [
        ("a.json", "{", "not a gold file"),
        ("a.json", '{"document": "none.txt", "statements": []}', "none.txt"),
        ("a.json", '{"document": "a.txt", "statements": [{"start": 5, "end": 900, "kind": "event"}]}', "outside"),
        ("a.json", '{"document": "a.txt", "statements": [{"start": 0, "end": 1, "kind": "rumour"}]}', "rumour"),
        ("b.txt", "", "no NAME.json"),
    ],
)
def test_a_bad_gold_folder_says_what_is_wrong(tmp_path: Path, name: str, held: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("short")
    (tmp_path / name).write_text(held)
    with pytest.raises(UsageError, match=message):
        load_gold(tmp_path)


def _reference() -> Any:
    if not SHARED.is_dir():
        pytest.skip("the shared gold documents and their scorer are not on this machine")
    spec = importlib.util.spec_from_file_location("score_statements", SHARED / "score_statements.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(4))
def test_the_same_figures_as_the_shared_scorer(seed: int) -> None:
    reference = _reference()
    chance = random.Random(seed)
    documents = []
    for one in load_gold(SHARED / "gold"):
        found = [_disturbed(dict(s), chance, len(one.document.text)) for s in one.statements if chance.random() < 0.9]
        documents.append((one.name, one.document.text, list(one.statements), json.loads(json.dumps(found))))
    theirs, ours = reference.score(documents), score(documents)
    assert ours["kind"]["f1"] < 1.0
    for name in theirs:
        if name != "by_document":
            assert ours[name] == theirs[name], name
    for name, held in theirs["by_document"].items():
        assert ours["by_document"][name] == held


def _disturbed(s: dict[str, Any], chance: random.Random, length: int) -> dict[str, Any]:
    kinds = ["event", "agreement", "position", "expectation", "recommendation", "assessment"]
    if chance.random() < 0.3:
        s["kind"] = chance.choice(kinds)
    if chance.random() < 0.3:
        s["speaker"] = chance.choice([None, "Dmitry Suslov", "narrator", "Moscow", "Putin; Trump"])
    if chance.random() < 0.3:
        s["when"] = chance.choice([None, "2017-07-09", "2016-01-01/2016-12-31"])
    if chance.random() < 0.3:
        s["where"] = chance.choice([None, "Syria", "the south-west of Syria"])
    if chance.random() < 0.3:
        s["polarity"] = "negative"
        s["actors"] = ["Russia", "Kremlin", "Donald Trump"]
    if chance.random() < 0.4:
        s["end"] = min(s["end"] + chance.randrange(60), length)
    return s
