"""Names of many actors come from one query: the lexicon's, else what most statements say, else the id in words."""

from __future__ import annotations

from pathlib import Path

from aftertalks.store import Store
from builders import document, reading, statement


def test_names_of_many_actors(place: Path | str) -> None:
    said = [f"They met in hall {n}." for n in range(4)]
    names = ["Ann LEE", "Ann Lee", "Ann Lee", "Zoë O'Brien"]
    ids = ["person:ann-lee"] * 3 + ["person:zoe-o-brien"]
    doc = document(" ".join(said))
    with Store(place) as store:
        with store.writing() as writer:
            parts = (
                statement(doc, one, actors=(name,), actor_ids=(who,))
                for one, name, who in zip(said, names, ids, strict=True)
            )
            writer.put_reading(reading(doc, *parts), read_by="test")
        asked = ["state:JOR", "person:ann-lee", "person:zoe-o-brien", "collective:the-parties"]
        assert store.actor_names(asked) == {
            "state:JOR": "Jordan", "person:ann-lee": "Ann Lee", "person:zoe-o-brien": "Zoë O'Brien",
            "collective:the-parties": "the parties",
        }  # fmt: skip
        assert store.actor_names([]) == {}
        assert list(store.actor_names(reversed(asked))) == asked[::-1]
