"""Finds places in a text and settles which of several places of one name is meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from aftertalks.lexicon.names import Words, split_words
from aftertalks.model import Place, PlaceMention, Span
from aftertalks.read.actors import ActorFinder
from aftertalks.read.places.atlas import Area, Atlas, atlas
from aftertalks.read.places.compass import Part, part_before, part_of_box
from aftertalks.read.places.context import Context, generic_beside
from aftertalks.read.places.gazetteer import Gazetteer, Row, gazetteer
from aftertalks.read.places.towns import Candidate, candidates, decide, following_area


class PlaceFinder:
    """Finds places.

    Args:
        folders: folders with the user's own lexicon files, read after the shipped ones.
    """

    def __init__(self, *, folders: tuple[Path, ...] = ()) -> None:
        self._folders = folders
        self._actors = ActorFinder(folders=folders)

    @property
    def atlas(self) -> Atlas:
        """Countries, regions and waters; built on first use, once a process."""
        return atlas(self._folders)

    def find(self, text: str, *, published: date | None = None) -> list[PlaceMention]:
        """Find places.

        Args:
            text: any text; never raises for what it holds.
            published: the document's date, used to know people's names from places.

        Returns:
            Mentions in order, not overlapping; a compass part and its place are one mention.
        """
        words = split_words(text)
        people = self._people(words, text, published)
        areas = self._areas(words, people)
        context = self._context(words, areas)
        busy = people | {k for first, last, _ in areas for k in range(first, last)}
        towns = candidates(words, gazetteer(), busy)
        chosen = decide(words, towns, context, gazetteer(), areas)
        return self._mentions(words, areas, chosen, context)

    def locate(self, text: str, spans: list[Span], *, published: date | None = None) -> list[Place | None]:
        """Resolve mentions that are already known, one answer a span; None where the gazetteer lacks the name.

        Args:
            text: the document.
            spans: the mentions.
            published: the document's date.
        """
        words = split_words(text)
        areas = self._areas(words, set())
        context = self._context(words, areas)
        forced: list[Candidate] = []
        answers: dict[int, Place | None] = {}
        by_start = {first: (last, area) for first, last, area in areas}
        for n, span in enumerate(spans):
            first, last = words.at(span.start), words.at(span.end)
            area = by_start.get(first)
            if area is not None and area[0] == last and area[1] is not None and not area[1].weak:
                answers[n] = area[1].place
                continue
            key = " ".join(words.folded[first:last])
            rows = gazetteer().lookup([key]).get(key, ())
            if rows:
                forced.append(Candidate(first, last, key, rows, n))
        for candidate, row in decide(words, forced, context, gazetteer(), areas, forced=True):
            answers[candidate.tag] = self._place(row)
        return [answers.get(n) for n in range(len(spans))]

    def _people(self, words: Words, text: str, published: date | None) -> set[int]:
        """Return the words that name people, organisations or groups, which are no places."""
        taken: set[int] = set()
        for m in self._actors.find(text, published=published):
            if m.form in {"name", "surname"} and m.actor.kind in {"person", "organisation", "media", "group", "ministry"}:
                taken.update(range(words.at(m.span.start), words.at(m.span.end)))
        return taken

    def _areas(self, words: Words, people: set[int]) -> list[tuple[int, int, Area | None]]:
        found: list[tuple[int, int, Area | None]] = []
        for match in self.atlas.index.walk(words):
            if any(k in people for k in range(match.first, match.last)):
                continue
            values = [n.value for n in match.names if n.kind != "block"]
            found.append((match.first, match.last, values[-1] if values else None))
        return [a for a in found if not _other_name(words, a[0], a[1], a[2])]

    def _context(self, words: Words, areas: list[tuple[int, int, Area | None]]) -> Context:
        context = Context()
        for _, _, area in areas:
            if area is not None and area.place.country:
                for country in area.place.country.split("/"):
                    context.countries[country] += 2
        for match in self.atlas.demonyms.walk(words):
            context.countries[match.names[0].value] += 1
        return context

    def _mentions(
        self,
        words: Words,
        areas: list[tuple[int, int, Area | None]],
        towns: list[tuple[Candidate, Row]],
        context: Context,
    ) -> list[PlaceMention]:
        found: list[tuple[int, int, Place, str]] = []
        for first, last, area in areas:
            if area is not None and not area.weak:
                found.append((first, last, area.place, _rule(area)))
        for candidate, row in towns:
            found.append((candidate.first, candidate.last, self._place(row), candidate.rule))
        found.sort(key=lambda f: f[0])
        mentions: list[PlaceMention] = []
        last_end = 0
        for first, last, place, rule in found:
            if words.starts[first] < last_end:
                continue
            mention = self._with_part(words, first, last, place, rule, last_end)
            mentions.append(mention)
            last_end = mention.span.end
        return mentions

    def _with_part(self, words: Words, first: int, last: int, place: Place, rule: str, free: int) -> PlaceMention:
        end = _end(words, last)
        part = part_before(words, first)
        if part is None or words.starts[part.first] < free:
            span = Span(words.starts[first], end)
            return PlaceMention(span, span.of(words.text), place, rule)
        span = Span(words.starts[part.first], end)
        return PlaceMention(span, span.of(words.text), self._part_place(place, part), f"{rule}; part by compass")

    def _part_place(self, place: Place, part: Part) -> Place:
        box = self.atlas.areas[place.id].box if place.id in self.atlas.areas else None
        lat, lon = place.lat, place.lon
        if box is not None and not part.outside:
            south, west, north, east = part_of_box(box, part.compass)
            lat, lon = round((south + north) / 2, 2), round((west + east) / 2, 2)
        side = "beside" if part.outside else "part"
        return replace(place, id=f"{place.id}/{side}:{part.compass}", kind="part", lat=lat, lon=lon)

    def _place(self, row: Row) -> Place:
        admin1 = gazetteer().admin1_name(row.country, row.a1)
        return Place(f"geonames:{row.id}", row.name, row.kind, row.lat, row.lon, row.country, admin1)


def _rule(area: Area) -> str:
    if area.claimants:
        return "lexicon; claimed by " + " and ".join(area.claimants)
    return "lexicon: " + area.place.kind


def _end(words: Words, last: int) -> int:
    end = words.ends[last - 1]
    dotted = words.ends[last - 1] - words.starts[last - 1] == 1 and words.text[end : end + 1] == "."
    return end + 1 if dotted and words.text[max(end - 2, 0)] == "." else end


def _other_name(words: Words, first: int, last: int, area: Area | None) -> bool:
    """Say whether a country's or region's name is a person's here ("Michael Jordan")."""
    if area is None or last - first > 1 or area.place.id not in {"iso:JO", "iso:TD", "iso:GE"}:
        return False
    k = first - 1
    return k >= 0 and words.gap(k) == " " and words.capital(k) and not words.opens_sentence(k)


__all__ = ["Gazetteer", "PlaceFinder", "following_area"]
