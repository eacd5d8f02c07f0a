"""Finds places in a text and settles which of several places of one name is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from aftertalks.lexicon.names import Match, Words, split_words
from aftertalks.lexicon.shapes import part_of_box, unit_at
from aftertalks.model import ActorMention, Place, PlaceMention, Span
from aftertalks.read.actors import ActorFinder
from aftertalks.read.actors.atoms import is_elsewhere
from aftertalks.read.places.atlas import Area, Atlas, atlas
from aftertalks.read.places.choose import decide, in_institution
from aftertalks.read.places.compass import Part, part_before
from aftertalks.read.places.context import Context
from aftertalks.read.places.gazetteer import Row, gazetteer
from aftertalks.read.places.landmarks import landmarks, zone_after, zone_before
from aftertalks.read.places.towns import Candidate, candidates

_Found = tuple[int, int, Place, str]


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

    def find(
        self, text: str, *, published: date | None = None, actors: Sequence[ActorMention] | None = None
    ) -> list[PlaceMention]:
        """Find places.

        Args:
            text: any text; never raises for what it holds.
            published: the document's date, used to know people's names from places.
            actors: what the actor finder found in the text; looked for here if it is not given.

        Returns:
            Mentions in order, not overlapping; a compass part and its place are one mention.
        """
        words = split_words(text)
        people = _people(words, self._actors.find(text, published=published) if actors is None else actors)
        areas = self._areas(words, people)
        demonyms = list(self.atlas.demonyms.walk(words))
        context = _context(areas, demonyms)
        busy = people | {k for first, last, _ in areas for k in range(first, last)}
        busy |= {k for m in demonyms for k in range(m.first, m.last)}
        towns = candidates(words, gazetteer(), busy, self._actors.lexicon.index)
        chosen = decide(words, towns, context, gazetteer(), areas)
        found = [(first, last, area.place, _rule(area)) for first, last, area in areas if area and not area.weak]
        found += [(c.first, c.last, self._place(row), c.rule) for c, row in chosen]
        mentions = self._mentions(words, found + self._zones(words, people, demonyms))
        return self._with_landmarks(words, mentions, people)

    def locate(self, text: str, spans: list[Span], *, published: date | None = None) -> list[Place | None]:
        """Resolve mentions that are already known, one answer a span; None where the gazetteer lacks the name.

        Args:
            text: the document.
            spans: the mentions.
            published: the document's date.
        """
        words = split_words(text)
        areas = self._areas(words, set())
        context = _context(areas, list(self.atlas.demonyms.walk(words)))
        forced: list[Candidate] = []
        answers: dict[int, Place | None] = {}
        for n, span in enumerate(spans):
            first, last = words.at(span.start), words.at(span.end)
            area = self._exact(words, first, last)
            if area is not None and _other_name(words, first, last, area):
                area = None
            if area is not None and not area.weak:
                answers[n] = area.place
                continue
            key = " ".join(words.folded[first:last])
            rows = gazetteer().lookup([key]).get(key, ())
            if rows:
                forced.append(Candidate(first, last, key, rows, n))
        for candidate, row in decide(words, forced, context, gazetteer(), areas, forced=True):
            answers[candidate.tag] = self._place(row)
        return [answers.get(n) for n in range(len(spans))]

    def _exact(self, words: Words, first: int, last: int) -> Area | None:
        """Return the area that exactly these words name."""
        name = split_words(words.text[words.starts[first] : words.ends[last - 1]]) if first < last else None
        match = self.atlas.index.at(name, 0) if name else None
        if name is None or match is None or match.last != len(name):
            return None
        values = [n.value for n in match.names if n.kind != "block"]
        return values[-1] if values else None

    def _areas(self, words: Words, people: set[int]) -> list[tuple[int, int, Area | None]]:
        found: list[tuple[int, int, Area | None]] = []
        for match in self.atlas.index.walk(words):
            if any(k in people for k in range(match.first, match.last)):
                continue
            values = [n.value for n in match.names if n.kind != "block"]
            if in_institution(words, match.first, match.last):
                continue
            found.append((match.first, match.last, values[-1] if values else None))
        return [a for a in found if not _other_name(words, a[0], a[1], a[2])]

    def _zones(self, words: Words, people: set[int], demonyms: Sequence[Match]) -> list[_Found]:
        """Find "Turkish waters": a state's adjective and a word for a place that belongs to it."""
        found: list[_Found] = []
        for match in demonyms:
            end = zone_after(words, match.last, self._folders)
            if end is not None and match.first not in people:
                country = self.atlas.countries[match.names[0].value].place
                zone = "-".join(words.folded[match.last : end])
                place = replace(country, id=f"{country.id}/zone:{zone}", kind="zone")
                found.append((match.first, end, place, "a state's adjective and a word of place"))
        return found

    def _mentions(self, words: Words, found: list[_Found]) -> list[PlaceMention]:
        """Turn what was found into mentions: first come, longest first, each with its compass part."""
        mentions: list[PlaceMention] = []
        last_end = 0
        for first, last, place, rule in sorted(found, key=lambda f: (f[0], -f[1])):
            if words.starts[first] < last_end:
                continue
            mention = self._with_part(words, first, last, place, rule, last_end)
            mentions.append(mention)
            last_end = mention.span.end
        return mentions

    def _with_landmarks(self, words: Words, mentions: list[PlaceMention], people: set[int]) -> list[PlaceMention]:
        """Add places that only a word such as "Park" tells; a place inside gives way ("Hiroshima Park")."""
        taken = {k for m in mentions if _whole(m) for k in range(words.at(m.span.start), words.at(m.span.end))}
        found = landmarks(words, people | taken, self._folders)
        inside = {k for x in found for k in range(x.first, x.last)}
        kept = [m for m in mentions if words.at(m.span.start) not in inside]
        busy = {k for m in kept for k in range(words.at(m.span.start), words.at(m.span.end))}
        spans = [Span(words.starts[x.first], words.ends[x.last - 1]) for x in found if x.first not in busy]
        new = [PlaceMention(s, s.of(words.text), None, "named place that the gazetteer lacks") for s in spans]
        return sorted(kept + new, key=lambda m: m.span)

    def _with_part(self, words: Words, first: int, last: int, place: Place, rule: str, free: int) -> PlaceMention:
        end = _end(words, last)
        zone = zone_before(words, first, self._folders)
        if zone is not None and words.starts[zone] >= free:
            span = Span(words.starts[zone], end)
            zoned = replace(place, id=f"{place.id}/zone:{words.folded[zone]}", kind="zone")
            return PlaceMention(span, span.of(words.text), zoned, f"{rule}; with a word of place")
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
        unit = unit_at(row.country, row.lat, row.lon) if row.kind in {"city", "admin1"} else None
        iso = unit.iso if unit is not None else None
        return Place(f"geonames:{row.id}", row.name, row.kind, row.lat, row.lon, row.country, admin1, iso)


def _people(words: Words, actors: Sequence[ActorMention]) -> set[int]:
    """Return the words that name people, organisations or groups, which are no places."""
    taken: set[int] = set()
    for m in actors:
        known = m.actor.id.split(":")[0] in {"person", "text", "org", "group", "media"} and m.form != "role"
        known = known and m.actor.kind != "collective"
        if known or m.rule.startswith("seat"):
            taken.update(range(words.at(m.span.start), words.at(m.span.end)))
    return taken


def _context(areas: Sequence[tuple[int, int, Area | None]], demonyms: Sequence[Match]) -> Context:
    context = Context()
    for _, _, area in areas:
        if area is not None and area.place.country:
            for country in area.place.country.split("/"):
                context.countries[country] += 2
    for match in demonyms:
        context.countries[match.names[0].value] += 1
    return context


def _whole(mention: PlaceMention) -> bool:
    """Say whether a mention is a known place of several words, which no landmark's word may swallow."""
    return " " in mention.text


def _rule(area: Area) -> str:
    if area.claimants:
        return "lexicon; claimed by " + " and ".join(area.claimants)
    return "lexicon: " + area.place.kind


def _end(words: Words, last: int) -> int:
    end = words.ends[last - 1]
    dotted = words.ends[last - 1] - words.starts[last - 1] == 1 and words.text[end : end + 1] == "."
    return end + 1 if dotted and words.text[max(end - 2, 0)] == "." else end


def _other_name(words: Words, first: int, last: int, area: Area | None) -> bool:
    """Say whether a country's name is a person's here ("Michael Jordan") or another place's (Georgia, US)."""
    if area is None or last - first > 1:
        return False
    if area.place.id == "iso:GE":
        return is_elsewhere(words, first, "GEO")
    if area.place.id not in {"iso:JO", "iso:TD"}:
        return False
    k = first - 1
    return k >= 0 and words.gap(k) == " " and words.capital(k) and not words.opens_sentence(k)
