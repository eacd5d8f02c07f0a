"""Users' actor files: what is read, what is set aside and why, and that the finder uses it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aftertalks.model import InputError
from aftertalks.read.actors import ActorFinder
from aftertalks.read.actors.importers import CodeSpell, import_actors, write_lexicon

SHARED = Path(__file__).parents[4] / "shared" / "reference"
DICTIONARY = """# a comment
RIVER_LEAGUE_ [RVLREB]  # first
+LEAGUE_OF_THE_RIVER_
+RIVERMEN_ [XXX 900101-991231]
ANNA_EXAMPLE_
	[RVLGOV >030101]
	[RVLELI <021231]
	[RVLBAD 2001]

!HEAD! = CHIEF, BOSS
!HEAD! OF_STAFF {HEADS_OF_STAFF} [~MIL]
"""


def test_a_dictionary_keeps_names_spellings_codes_and_periods(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    result = import_actors(path)
    league, anna, staff = result.actors
    assert (league.name, league.also, league.line) == ("RIVER LEAGUE", ("LEAGUE OF THE RIVER", "RIVERMEN"), 2)
    assert league.codes == (CodeSpell("RVLREB"), CodeSpell("XXX", date(1990, 1, 1), date(1999, 12, 31)))
    assert anna.codes == (CodeSpell("RVLGOV", date(2003, 1, 1)), CodeSpell("RVLELI", None, date(2002, 12, 31)))
    assert (staff.name, staff.also) == ("CHIEF OF STAFF", ("BOSS OF STAFF", "HEADS OF STAFF"))
    assert [(s.line, s.reason) for s in result.skipped] == [(8, "not a code with an optional period")]
    assert "line 8" in result.report()


def test_tables_and_yaml(tmp_path: Path) -> None:
    rows = ["name,also,code,first,last", "Rivermen,Men of the River;RM,RVL REB,2001-01-01,", ",x,,,", "B,,C,soon,", ""]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    result = import_actors(tmp_path / "a.csv")
    assert result.actors[0].also == ("Men of the River", "RM")
    assert [(s.line, s.reason) for s in result.skipped] == [(3, "no name"), (4, "a date that is not YYYY-MM-DD")]
    (tmp_path / "a.yaml").write_text("- {name: Rivermen, also: [RM], code: RVL}\n- {code: X}\n")
    result = import_actors(tmp_path / "a.yaml")
    assert result.actors[0].codes == (CodeSpell("RVL"),) and len(result.skipped) == 1


def test_a_leader_list_gives_one_spell_a_line(tmp_path: Path) -> None:
    rows = ["stateabb,leader,sdate,smonth,syear,emonth,eyear", "RVL,Example,3,2,1990,2,1992", "RVL,Late,1,3,1992,,", ""]
    (tmp_path / "l.csv").write_text("\n".join(rows))
    first, second = import_actors(tmp_path / "l.csv").actors
    assert first.codes == (CodeSpell("RVL GOV", date(1990, 2, 3), date(1992, 2, 29)),)
    assert second.codes[0].last is None


BROKEN = [("a.csv", "x,y\n1,2\n"), ("a.yaml", "a: [\n"), ("a.yaml", "a: 1\n"), ("a.doc", "x")]


@pytest.mark.parametrize(("name", "text"), BROKEN)
def test_unknown_files_are_refused_with_a_cure(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError):
        import_actors(tmp_path / name)
    with pytest.raises(InputError):
        import_actors(tmp_path / "absent.csv")


def test_the_finder_uses_what_was_imported_by_date(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text(DICTIONARY, encoding="utf-8")
    write_lexicon([import_actors(path)], tmp_path / "lexicon")
    finder = ActorFinder(folders=(tmp_path / "lexicon",))
    text = "The River League met Anna Example and Vladimir Putin."
    league, anna, putin = finder.find(text, published=date(2005, 1, 1))
    assert (league.actor.code, anna.actor.code, putin.actor.id) == ("RVLREB", "RVLGOV", "person:vladimir-putin")
    assert finder.find(text, published=date(2001, 1, 1))[1].actor.code == "RVLELI"


@pytest.mark.skipif(not SHARED.is_dir(), reason="no reference files beside the checkout")
@pytest.mark.parametrize(
    ("name", "actors", "aside"),
    [
        ("Phoenix.Countries.actors.txt", 18390, 5),
        ("Phoenix.International.actors.txt", 7841, 0),
        ("Phoenix.MilNonState.actors.txt", 1021, 0),
        ("Phoenix.agents.txt", 2245, 0),
        ("reign_leaderlist_3_21.csv", 2524, 0),
    ],
)
def test_real_files_import_without_loss(name: str, actors: int, aside: int) -> None:
    result = import_actors(SHARED / name)
    assert len(result.actors) == actors
    assert len(result.skipped) == aside and all(s.reason for s in result.skipped)
