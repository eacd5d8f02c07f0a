"""Names of many actors come from one query: the lexicon's, else what most statements say, else the id in words."""

from __future__ import annotations

from pathlib import Path

from aftertalks.store import Store
from builders import document, reading, statement


def test_names_of_many_actors(place: Path | str) -> None:
    said = [f"They met in hall {n}." for n in range(5)]
    names = ["Ann LEE", "Ann Lee", "Ann Lee", "Zoë O'Brien", 'A"b\x00']
    ids = ["person:ann-lee"] * 3 + ["person:zoe-o-brien", "text:x\x00y"]
    doc = document(" ".join(said))
    with Store(place) as store:
        with store.writing() as writer:
            parts = (
                statement(doc, one, actors=(name,), actor_ids=(who,))
                for one, name, who in zip(said, names, ids, strict=True)
            )
            writer.put_reading(reading(doc, *parts), read_by="test")
        asked = ["state:JOR", "person:ann-lee", "person:zoe-o-brien", "collective:the-parties", ids[-1]]
        assert store.actor_names(asked) == {
            "state:JOR": "Jordan", "person:ann-lee": "Ann Lee", "person:zoe-o-brien": "Zoë O'Brien",
            "collective:the-parties": "the parties", ids[-1]: "x\x00y",
        }  # fmt: skip
        assert store.actor_names([]) == {}
        assert list(store.actor_names(reversed(asked))) == asked[::-1]
