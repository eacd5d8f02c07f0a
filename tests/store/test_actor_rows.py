"""Names and ids of actors are not parallel lists; a row never gives one actor's id to another's name."""

from __future__ import annotations

from aftertalks.model import Certainty, Form, Kind, Polarity, Span, Statement
from aftertalks.store.rows import actor_rows


def test_an_actor_without_an_id_does_not_shift_the_ids_of_the_others() -> None:
    statement = Statement(
        "d", Span(0, 4), "text", Kind.EVENT, Form.NARRATION, "narrator", Polarity.POSITIVE, Certainty.CERTAIN,
        actors=("Ann Lee", "Russia", "Turkey"), actor_ids=("state:RUS", "state:TUR", "group:gone"),
    )  # fmt: skip
    found = {(r["name"], r["actor"]) for r in actor_rows(statement, 1)}
    assert found == {("Ann Lee", ""), ("Russia", "state:RUS"), ("Turkey", "state:TUR"), ("gone", "group:gone")}
