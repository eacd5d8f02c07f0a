"""Texts that name many people: each counts once, however often the text names them."""

from __future__ import annotations

from datetime import date

from aftertalks.model import Actor, Document, Voice
from aftertalks.read.actors import ActorFinder
from aftertalks.read.actors.people import Cast
from aftertalks.read.parse import parse
from aftertalks.read.statements import Found

TEXT = (
    "Minister Ann Lee met Minister Ben Ray. Ann Lee said that talks go on. Minister Cai Moe agreed. Ben Ray left."
    " Ann Lee stayed."
)


def test_the_people_of_the_opening_are_told_once_each():
    """They were listed by mention, and gone through anew for every statement."""
    parsed = parse(Document(TEXT, published=date(2017, 7, 8)))
    actors = ActorFinder().find(TEXT, published=date(2017, 7, 8))
    found = Found(parsed, [], [], actors, [], lambda s: Voice(None, "", s, None, None, ""))
    told = [(m.actor.name, m.span.start) for m in found.opening_people]
    assert told == [("Cai Moe", TEXT.index("Minister Cai")), ("Ben Ray", TEXT.index("Minister Ben")), ("Ann Lee", 0)]


def test_who_is_introduced_again_is_no_second_person():
    cast = Cast()
    for name in ("Ann Lee", "Ben Lee", "Ann Lee"):
        cast.introduce(Actor(f"text:{name.lower().replace(' ', '-')}", name, "person"))
    assert [a.name for a in cast.introduced["lee"]] == ["Ann Lee", "Ben Lee"]
