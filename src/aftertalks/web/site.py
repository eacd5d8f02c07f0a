"""The pages by address: what routes, navigation and their part of the OpenAPI description are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aftertalks.web import changing, documents, entries, log, maps, people, timelines
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.gate.roles import Role


@dataclass(frozen=True, slots=True)
class Page:
    """One address.

    Args:
        path: as Starlette writes it, without ``.json``.
        make: the function that answers; its docstring is the description.
        takes: names of the query's values, with what they mean.
        label: its name in the navigation; empty if it is not listed there.
        role: the least that may see it.
    """

    path: str
    make: Callable[[Desk, Ask], View]
    takes: dict[str, str]
    label: str = ""
    role: Role = Role.READER


AS_OF = {"as_of": "the day that counts as now, as 2017-07-08"}
FROM = {"from": "how many to pass over"}
PAGES = (
    Page(
        "/next", entries.next_page,
        {**AS_OF, "days": "how many days ahead", "since": "changes since this day", "changes": "how many changes",
         "dossier": "only what it holds",
         "book": "agreed, wanted or expected", "actor": "an actor's id or name", "instrument": "kind of arrangement"},
        "Next",
    ),
    Page(
        "/entries", entries.entries_page,
        {
            "book": "agreed, wanted, expected or happened", "outcome": "what became of it",
            "progress": "against its date, while it is open",
            "actor": "an actor's id or name", "other": "a second actor", "instrument": "kind of arrangement",
            "polarity": "of the first voice", "place": "a place's id", "month": "due in this month, as 2017-07",
            **AS_OF, **FROM,
        },
        "Entries",
    ),
    Page("/entry/{id}", entries.entry_page, AS_OF),
    Page(
        "/search", documents.search_page,
        {
            "q": 'words; "a phrase"; word*', "kind": "kind of statement", "speaker": "part of the name",
            "actor": "part of the name or an id", "publisher": "the document's", "instrument": "kind of arrangement",
            "month": "published in this month, as 2017-07, or undated", "since": "published from this day",
            "until": "published up to this day", **FROM,
        },
        "Search",
    ),
    Page("/document/{id}", documents.document_page, {"kind": "mark only these", "speaker": "mark only this speaker's"}),
    Page(
        "/timeline", timelines.timeline_page,
        {"since": "the first day that is drawn", "until": "the last one", "book": "only this book", **AS_OF, **FROM},
        "Timeline",
    ),
    Page(
        "/map", maps.map_page,
        {
            "week": "a day of the week that is shown", "book": "only this book",
            "place": "the place that is opened, by its key",
            "view": "places, world, or a country's two letters", "box": "south,west,north,east in degrees",
        },
        "Map",
    ),
    Page("/matrix", people.matrix_page, {"rows": "how many actors", "columns": "how many subjects"}, "Matrix"),
    Page("/actors", people.actors_page, {"q": "part of the name or id", **FROM}, "Actors"),
    Page("/actor", people.actor_page, {"id": "the actor's id", **AS_OF}),
    Page(
        "/pair", people.pair_page,
        {
            "a": "an actor's id", "b": "another's", "month": "events of this month or year",
            "quad": "events of this quad class",
        },
    ),
    Page("/speakers", people.speakers_page, {"q": "part of the name", **FROM}, "Speakers"),
    Page("/speaker", people.speaker_page, {"name": "the full name"}),
    Page("/review", changing.review_page, {"by": "your name", **AS_OF}, "Review", Role.REVIEWER),
    Page("/sources", documents.sources_page, {"q": "part of the citation", **FROM}, "Sources"),
    Page(
        "/log", log.log_page, {"who": "only what this user did", "before": "only lines before this number"}, "Log",
        Role.ADMIN,
    ),
)  # fmt: skip
