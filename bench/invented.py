"""Invented documents and statements for ledgers of any size; the same seed gives the same ones, letter for letter.

Nothing in them is real but the names of states and instruments, which come from the lexicon. Words, speakers, actors,
places, publishers and issues are drawn by Zipf's law. Documents come by their day over ``YEARS`` years, as they do
where feeds are followed, but one in twelve comes late, from an archive. One statement in twelve says again, in
slightly other words and in another document, what one of the last documents said, so that entries get several voices;
one in eighty reports that what was agreed or expected took effect; one document in forty is a copy of an earlier one.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from aftertalks.lexicon import load
from aftertalks.model import Certainty, Document, Form, Kind, Polarity, Reading, Section, Span, Statement, Trace
from aftertalks.model.mentions import Place, Voice
from aftertalks.model.statement import EventFrame

FIRST, YEARS = date(2005, 1, 1), 20
LAST = FIRST + timedelta(days=365 * YEARS)
WORDS, SPEAKERS, PERSONS, PLACES, PUBLISHERS, ISSUES = 30_000, 20_000, 2_000, 1_500, 200, 300
RESTATED, ANSWERED, COPIED, LATE = 1 / 12, 1 / 80, 1 / 40, 1 / 12
_SMALL = "the of to and in that for on with by from at a as is was be will has its".split()
_KINDS = {
    Kind.EVENT: 33, Kind.POSITION: 20, Kind.EXPECTATION: 16, Kind.ASSESSMENT: 14, Kind.AGREEMENT: 9,
    Kind.RECOMMENDATION: 8,
}  # fmt: skip
_EVENTS = (  # PLOVER type, quad class, CAMEO code
    ("CONSULT", "verbal cooperation", "040"), ("AGREE", "verbal cooperation", "057"),
    ("SUPPORT", "verbal cooperation", "051"), ("COOPERATE", "material cooperation", "061"),
    ("AID", "material cooperation", "070"), ("ACCUSE", "verbal conflict", "112"),
    ("REJECT", "verbal conflict", "120"), ("THREATEN", "verbal conflict", "130"),
    ("SANCTION", "material conflict", "163"), ("ASSAULT", "material conflict", "190"),
)  # fmt: skip
_RULES = {
    "kind": "told-as-happened", "speaker": "the document's own voice", "polarity": "no-negation",
    "certainty": "plain-assertion", "when": "time of the predicate: from the publication date",
    "where": "after a preposition of place", "actors": "name: full name", "event": "verb:meet in",
    "instrument": "lexicon", "issue": "no issue's words in statement, heading or title",
    "document_voice": "the publisher's text",
}  # fmt: skip
_DOUBTFUL = ("pronoun: the last man named", "a role noun", "an uncertain cue: goes on in the past tense")


class Zipf:
    """Draws from things by Zipf's law: the n-th is drawn as often as 1/n of the first.

    Args:
        flat: how many of the first are drawn nearly alike, so that no single one is everywhere.
    """

    def __init__(self, things: list[str], *, flat: int = 2) -> None:
        self._things = things
        self._sums = list(accumulate(1 / (n + flat) for n in range(len(things))))

    def draw(self, dice: random.Random) -> str:
        """Return one thing."""
        return self._things[min(bisect(self._sums, dice.random() * self._sums[-1]), len(self._things) - 1)]


@dataclass(frozen=True)
class Invented:
    """What invented statements are made of.

    Args:
        words: what they are made of, the most frequent first.
    """

    words: list[str]
    drawn: Zipf
    speakers: Zipf
    actors: Zipf
    names: dict[str, str]
    places: dict[str, Place]
    placed: Zipf
    publishers: Zipf
    issues: Zipf
    instruments: Zipf


def invent(seed: int) -> Invented:
    """Return the stock that a seed gives."""
    dice = random.Random(seed)
    words = _words(dice, WORDS)
    terms = [str(w) for r in load("instruments") for w in r["words"] if " " not in str(w)]
    mixed = words[:40] + [w for pair in zip(terms, words[40:], strict=False) for w in pair] + words[40 + len(terms) :]
    people = [f"{a.title()} {b.title()}" for a, b in zip(_words(dice, SPEAKERS), _words(dice, SPEAKERS), strict=True)]
    states = [(f"state:{r['iso3']}", str(r["name"])) for r in load("states")]
    dice.shuffle(states)
    persons = [(f"person:{name.lower().replace(' ', '-')}", name) for name in people[:PERSONS]]
    ranked = states[:40] + [x for pair in zip(states[40:], persons, strict=False) for x in pair]
    ranked += persons[len(states) - 40 :]
    places = {}
    for n, name in enumerate(_words(dice, PLACES)):
        lat, lon = round(dice.uniform(-40, 60), 4), round(dice.uniform(-100, 140), 4)
        places[name.title()] = Place(f"invented:{n}", name.title(), "city", lat, lon, "XX", None)
    return Invented(
        mixed, Zipf(mixed, flat=8), Zipf(people, flat=10), Zipf([i for i, _ in ranked], flat=2), dict(ranked), places,
        Zipf(list(places), flat=10), Zipf([f"{w.title()} Post" for w in _words(dice, PUBLISHERS)], flat=5),
        Zipf(_words(dice, ISSUES), flat=5), Zipf([str(r["name"]) for r in load("instruments")], flat=3),
    )  # fmt: skip


def _words(dice: random.Random, many: int) -> list[str]:
    """Invented words that can be spoken, all different."""
    found: dict[str, None] = {}
    while len(found) < many:
        syllables = dice.choice((2, 2, 3, 3, 4))
        found[
            "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(syllables))
            + dice.choice("nrslt")
        ] = None
    return list(found)


def readings(size: int, *, seed: int = 7) -> Iterator[Reading]:
    """Yield readings that hold ``size`` statements in all."""
    stock, dice = invent(seed), random.Random(seed + 1)
    recent: deque[Reading] = deque(maxlen=30)
    made = n = 0
    while made < size:
        count = min(max(4, round(dice.expovariate(1 / 30))), 120, size - made)
        if recent and len(recent[0].statements) <= size - made and dice.random() < COPIED:
            reading = _copy(dice.choice(recent), dice, stock, n)
            count = len(reading.statements)
            if count > size - made:
                continue
        else:
            reading = _document(count, n, made / size, stock, dice, recent)
            recent.append(reading)
        made, n = made + count, n + 1
        yield reading


def _day(dice: random.Random, share: float) -> date:
    """The day of a document that comes when a share of all is there: as many a day in every year."""
    late = dice.random() if dice.random() < LATE else 1.0
    return FIRST + timedelta(days=int(365 * YEARS * share * late))


def _document(
    count: int, n: int, share: float, stock: Invented, dice: random.Random, recent: deque[Reading]
) -> Reading:
    published = _day(dice, share)
    publisher = stock.publishers.draw(dice)
    texts: list[tuple[str, Statement | None]] = []
    for _ in range(count):
        other = dice.choice(dice.choice(recent).statements) if recent and dice.random() < RESTATED + ANSWERED else None
        if other is not None and not any(other.id == held.id for _, held in texts if held):
            answers = other.kind in {Kind.AGREEMENT, Kind.EXPECTATION} and dice.random() < ANSWERED / RESTATED * 4
            other = replace(other, kind=Kind.EVENT) if answers else other
            texts.append((_again(other.text, dice, ending=" took effect" if answers else ""), other))
        else:
            texts.append((_sentence(stock, dice), None))
    body = "\n\n".join(" ".join(t for t, _ in texts[k : k + 4]) for k in range(0, count, 4))
    title = _sentence(stock, dice)[:70].rstrip(" .")
    document = Document(
        body, source=f"invented/{n}.html", url=f"https://{publisher.split()[0].lower()}.example/{n}", title=title,
        publisher=publisher, author=stock.speakers.draw(dice) if n % 3 else None, published=published,
    )  # fmt: skip
    identity, at, made = document.id, 0, []
    for text, other in texts:
        start = body.index(text, at)
        at = start + len(text)
        span = Span(start, at)
        made.append(
            _restated(other, identity, span, text)
            if other
            else _statement(identity, span, text, published, stock, dice)
        )
    return Reading(document, tuple(_sections(body)), tuple(made))


def _sections(body: str) -> Iterator[Section]:
    at = 0
    for block in body.split("\n\n"):
        yield Section(Span(at, at + len(block)), "body", None, "a paragraph")
        at += len(block) + 2


def _copy(of: Reading, dice: random.Random, stock: Invented, n: int) -> Reading:
    """The same words under another publisher, some days later."""
    day = (of.document.published or FIRST) + timedelta(days=1 + dice.randrange(5))
    publisher = stock.publishers.draw(dice)
    document = replace(of.document, source=f"invented/{n}.html", url=f"https://{publisher.split()[0].lower()}.example/{n}",
                       publisher=publisher, published=day)  # fmt: skip
    identity = document.id
    return Reading(document, of.sections, tuple(replace(s, document=identity) for s in of.statements))


def _sentence(stock: Invented, dice: random.Random) -> str:
    many = max(6, min(30, round(dice.gauss(16, 5))))
    words = [dice.choice(_SMALL) if dice.random() < 0.4 else stock.drawn.draw(dice) for _ in range(many)]
    return f"{' '.join(words).capitalize()}."


def _again(text: str, dice: random.Random, *, ending: str) -> str:
    """A sentence with one word left out."""
    words = text.rstrip(".").split()
    del words[dice.randrange(len(words))]
    return f"{' '.join(words).capitalize()}{ending}."


def _restated(other: Statement, document: str, span: Span, text: str) -> Statement:
    return replace(other, document=document, span=span, text=text, chain=(), cue=None, cue_text=None)


def _statement(
    document: str, span: Span, text: str, published: date, stock: Invented, dice: random.Random
) -> Statement:
    kind = dice.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
    narrator = dice.random() < 0.5
    speaker = "narrator" if narrator else stock.speakers.draw(dice)
    ids = tuple(dict.fromkeys(stock.actors.draw(dice) for _ in range(dice.choice((0, 1, 1, 2, 2, 3)))))
    event = None
    if dice.random() < (0.8 if kind is Kind.EVENT else 0.25):
        what, quad, cameo = dice.choice(_EVENTS)
        event = EventFrame(what, context=("diplomatic",), cameo=cameo, quad=quad, goldstein=1.0)
    when = _when(kind, published, dice)
    place = stock.places[stock.placed.draw(dice)] if dice.random() < 0.3 else None
    rules = _RULES | ({"speaker": dice.choice(_DOUBTFUL)} if dice.random() < 0.08 else {})
    traces = tuple(Trace(name, rule, Span(span.start, span.start + 5)) for name, rule in rules.items())
    return Statement(
        document, span, text, kind, Form.NARRATION if narrator else Form.INDIRECT, speaker,
        Polarity.NEGATIVE if dice.random() < 0.08 else Polarity.POSITIVE,
        dice.choice((Certainty.CERTAIN, Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE)),
        chain=() if narrator else (Voice(speaker, speaker, Span(span.start, span.start + 5), None, None, "subject"),),
        actors=tuple(stock.names[i] for i in ids), actor_ids=ids,
        issue=stock.issues.draw(dice) if dice.random() < 0.5 else None,
        instrument=stock.instruments.draw(dice) if dice.random() < 0.25 else None, event=event, when=when,
        when_end=when, when_text="that day" if when else None, precision="day" if when else None,
        where=place.name if place else None, place=place, document_voice="the publisher", traces=traces,
    )  # fmt: skip


def _when(kind: Kind, published: date, dice: random.Random) -> date | None:
    if dice.random() > 0.4:
        return None
    ahead = kind in {Kind.EXPECTATION, Kind.AGREEMENT} and dice.random() < 0.6
    return published + timedelta(days=round(dice.expovariate(1 / 40)) if ahead else -dice.randrange(8))
