"""Users' lexicon files: what does not fit is told with file, record and field before anything is read with it."""

from __future__ import annotations

import pytest

from aftertalks.lexicon import loader, written
from aftertalks.model import LexiconError
from aftertalks.read.actors import ActorFinder


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("actors", "- also: [B. Lee]\n", "record 1: lacks 'name'"),
        ("actors", "- name: no\n", "record 1: 'name' is yes or no, where words is wanted"),
        ("actors", "- name: A\n- name: B\n  also: C\n", "record 2: 'also' is words, where a list is wanted"),
        ("actors", "- name: A\n  also: [1]\n", "record 1: 'also' 1 is a number"),
        ("states", "- name: Atlantis\n", "record 1: lacks 'adj'"),
        ("regions", "- {name: X, id: x, kind: region, country: SY, at: [1]}\n", "'at' holds 1 values, where 2"),
        ("actors", "- 5\n", "is a list of records"),
        ("actors", "- name: [\n", "line 2: not valid YAML"),
        ("actors", "- name: 2017-99-99\n", "not valid YAML (a value that is none)"),
        ("actors", "- name: " + "[" * 2000 + "]" * 2000 + "\n", "nested too deep"),
        ("actors", "- !!python/object/apply:os.system [ls]\n", "not valid YAML"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, name, text, words):
    (tmp_path / f"{name}.yaml").write_text(text)
    with pytest.raises(LexiconError) as told:
        loader.load(name, (tmp_path,))
    assert words in str(told.value) and str(tmp_path) in str(told.value) and "\n" not in str(told.value)


def test_every_shipped_record_fits_its_own_lexicon():
    for path in loader.DATA.glob("*.yaml"):
        form = loader._form(path.stem)
        assert all(form is None or not loader.fields.misfit(r, form) for r in loader.records(path.stem)), path.name


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "actors.yaml").write_bytes(b"- name: \xff\xfe\n")
    with pytest.raises(LexiconError, match="is not UTF-8"):
        loader.load("actors", (tmp_path,))


def test_aliases_do_not_unfold_without_end():
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    with pytest.raises(written.UnreadableError, match="unfold"):
        written.values(bomb)
    assert written.values("a: &a [1]\nb: *a\n") == {"a": [1], "b": [1]}


def test_records_that_fit_are_used(tmp_path):
    (tmp_path / "actors.yaml").write_text("- name: Ann Lee Circle\n  codes: [XXX]\n  note: [1, {}]\n")
    found = ActorFinder(folders=(tmp_path,)).find("The Ann Lee Circle met.", published=None)
    assert [m.actor.code for m in found] == ["XXX"]
