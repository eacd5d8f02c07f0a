"""Everything in Aftertalks that reads what strangers wrote, each as a function of bytes.

A target may raise what the project raises on purpose (:class:`~aftertalks.model.AftertalksError`); anything else is a
find. So is a broken promise: an offset that does not lead back, an error of more than one line.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from fuzz import ledgers, packages
from fuzz.common import DAY, SETTINGS, file, folder, seen
from fuzz.words import sentence

from aftertalks.model import AftertalksError, Document, InputError

Target = Callable[[bytes], None]
LEXICONS = ("actors", "states", "roles", "offices", "bodies", "media", "metonyms", "people", "organisations", "groups",
            "surname_guards", "homonyms", "regions", "place_words", "cues", "issues")  # fmt: skip
_NUMBERS = itertools.count()


def any_input(data: bytes) -> None:
    """Whatever the bytes are."""
    from aftertalks.ingest.content import Content, read_content

    seen(read_content(Content(data, "fuzz"), SETTINGS))


def named_input(data: bytes) -> None:
    """Bytes under each ending that is read; the first byte picks it."""
    from aftertalks.ingest.source import open_source

    endings = (".txt", ".md", ".html", ".xml", ".jsonl", ".json", ".bin", "")
    seen(open_source(str(file(data[1:], endings[(data[:1] or b"\0")[0] % 8])), settings=SETTINGS))


def html(data: bytes) -> None:
    """A page, whole and as a feed's item."""
    from aftertalks.ingest.html import read_html
    from aftertalks.ingest.textmap import TooManyPiecesError

    page = data.decode("utf-8", "surrogateescape")
    for whole in (False, True):
        try:
            draft = read_html(page, source="fuzz", whole=whole)
        except TooManyPiecesError:
            return
        for at, there, length in draft.offsets.runs:
            assert draft.text[at : at + length] == page[there : there + length]


def markdown(data: bytes) -> None:
    """Markdown."""
    from aftertalks.ingest.markdown import read_markdown

    read_markdown(data.decode("utf-8", "surrogateescape"), source="fuzz")


def plain(data: bytes) -> None:
    """Plain text with a header block."""
    from aftertalks.ingest.plain import read_plain

    read_plain(data.decode("utf-8", "surrogateescape"), source="fuzz")


def feed(data: bytes) -> None:
    """A feed."""
    from aftertalks.ingest.content import Content
    from aftertalks.ingest.feed import read_feed

    seen(read_feed(Content(data, "fuzz"), SETTINGS))


def jsonl(data: bytes) -> None:
    """JSON Lines."""
    from aftertalks.ingest.jsonl import read_lines

    seen(read_lines(data[:100], io.BytesIO(data[100:]), source="fuzz", settings=SETTINGS))


def opml(data: bytes) -> None:
    """A list of feeds."""
    from aftertalks.ingest.opml import feeds_of

    feeds_of(str(file(data, ".opml")))


def sentences(data: bytes) -> None:
    """A file of sentences for the event coder."""
    from aftertalks.ingest.sentence_files import read_sentences

    for item in read_sentences(data, source="fuzz"):
        assert isinstance(item, InputError | tuple)


def robots(data: bytes) -> None:
    """A robots.txt, an ``Retry-After`` header and a redirect."""
    from datetime import UTC, datetime
    from urllib.robotparser import RobotFileParser

    from aftertalks.ingest.fetch import _seconds

    text = data.decode("utf-8", "replace")
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    rules.can_fetch("aftertalks", "http://a.example/b")
    _seconds(text[:200], datetime(2017, 7, 8, tzinfo=UTC))


def events(data: bytes) -> None:
    """A table of event data, plain, zipped or gzipped."""
    from aftertalks.watch.readers import EventFile

    for row in EventFile(file(data, ".csv")).rows():
        assert row.first <= row.last


def event_rows(data: bytes) -> None:
    """The rows below a right line of column names; the first byte picks the family."""
    heads = (
        b"date,place,text,source\n",
        b"id,relid,year,type_of_violence,conflict_name,dyad_name,side_a,side_b,where_prec,date_prec,adm_1,latitude,"
        b"longitude,country,date_start,date_end,best,low,high,source_original,number_of_sources,where_description\n",
        b"event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,"
        b"latitude,longitude,geo_precision,source,fatalities,notes\n",
    )
    events(heads[(data[:1] or b"\0")[0] % len(heads)] + data[1:])


def zones(data: bytes) -> None:
    """Zones in GeoJSON."""
    from aftertalks.watch.zones import Zones

    Zones.read(file(data, ".geojson"))


def probe(data: bytes) -> None:
    """A check that a person edited."""
    from aftertalks.watch.checks.writing import from_yaml

    from_yaml(data.decode("utf-8", "surrogateescape"))


def actors(data: bytes) -> None:
    """A user's actor file; the first byte picks the format."""
    from aftertalks.read.actors.importers import import_actors, write_lexicon

    endings = (".yaml", ".csv", ".txt")
    heads = (b"", b"name,also,code,first,last,role\n", b"", b"stateabb,leader,sdate,smonth,syear,emonth,eyear\n")
    pick = (data[:1] or b"\0")[0] % 4
    found = import_actors(file(heads[pick] + data[1:], endings[pick] if pick < 3 else ".csv"))
    write_lexicon([found], folder() / "written")


def lexicon(data: bytes) -> None:
    """A user's lexicon file, used to find actors, places, cues and issues; the first byte picks which."""
    from aftertalks.lexicon import loader
    from aftertalks.read.actors import ActorFinder
    from aftertalks.read.issues import issues
    from aftertalks.read.places import PlaceFinder
    from aftertalks.read.quotes.cues import cue_table

    place = folder() / f"lexicon{next(_NUMBERS)}"  # a new one each time, since lexicons are kept by their folders
    place.mkdir()
    path = place / f"{LEXICONS[(data[:1] or b'0')[0] % len(LEXICONS)]}.yaml"
    path.write_bytes(data[1:])
    try:
        ActorFinder(folders=(place,)).find("Ann Lee met Sergei Lavrov in Idlib.", published=DAY)
        PlaceFinder(folders=(place,)).find("Ann Lee met Sergei Lavrov in Idlib.", published=DAY)
        cue_table((place,))
        issues((place,))
    finally:
        path.unlink()
        place.rmdir()
        loader.load.cache_clear()


def gold(data: bytes) -> None:
    """An annotated document."""
    from aftertalks.evaluate.gold import load_gold

    place = folder() / "gold"
    place.mkdir(exist_ok=True)
    (place / "a.txt").write_text("Some text.", encoding="utf-8")
    (place / "a.json").write_bytes(data)
    load_gold(place)


def record(data: bytes) -> None:
    """A statement's record as JSON."""
    import json

    from aftertalks.model.record import from_record

    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    from_record(value)


def times(data: bytes) -> None:
    """Time expressions."""
    from aftertalks.read.times import find_times

    text = sentence(data)
    for found in find_times(text, published=DAY):
        assert 0 <= found.span.start < found.span.end <= len(text)


def raw_times(data: bytes) -> None:
    """Time expressions in letters that nobody chose."""
    from aftertalks.read.times import find_times

    find_times(data.decode("utf-8", "surrogateescape"), published=DAY)


def search(data: bytes) -> None:
    """Words that somebody looks for, in an empty ledger and in a full one."""
    words = data.decode("utf-8", "surrogateescape")
    for name in ("words", "speaker", "actor", "issue"):
        ledgers.ledger().find(**{"words": None, name: words})


@lru_cache(maxsize=1)
def _reader() -> Any:
    from aftertalks.read.reader import Reader

    return Reader()


def _whole(text: str) -> None:
    from aftertalks.model.record import from_record, to_record

    reading = _reader().read(Document(text, published=DAY))
    for one in reading.statements:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert from_record(to_record(one)) == one


def reading(data: bytes) -> None:
    """The whole reading of sentences made of telling words and odd letters."""
    _whole(sentence(data))


def raw_reading(data: bytes) -> None:
    """The whole reading of letters that nobody chose."""
    _whole(data.decode("utf-8", "surrogateescape")[:2000])


TARGETS: dict[str, Target] = {
    t.__name__: t
    for t in (any_input, named_input, html, markdown, plain, feed, jsonl, opml, sentences, robots, events, event_rows,
              zones, probe, actors, lexicon, gold, record, times, raw_times, search, reading, raw_reading,
              packages.warc, packages.table, packages.zipped, packages.gzipped, packages.parquet, packages.source_types,
              ledgers.archive, ledgers.dossier, ledgers.decision, ledgers.page, ledgers.form)
}  # fmt: skip


def tried(target: Target, data: bytes) -> Exception | None:
    """Run a target; return what it found, null if nothing."""
    try:
        target(data)
    except AftertalksError as error:
        return None if str(error).strip() else error
    except Exception as error:
        return error
    return None
