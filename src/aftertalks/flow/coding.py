"""Event coding on its own: sentences in, coded events out; and the events of a ledger as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from aftertalks.flow.reading import new_reader
from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model import ActorMention, Document, InputError, Kind, Polarity, Reading, Settings, Span
from aftertalks.model.events import CodedEvent, CodedSide, EventMention

if TYPE_CHECKING:
    from aftertalks.read.reader import Reader

NOBODY = CodedSide()


def code_sentences(
    found: Iterable[tuple[str, Document] | InputError], *, settings: Settings
) -> Iterator[tuple[str, Document, list[CodedEvent]] | InputError]:
    """Code sentences; errors keep their place.

    Args:
        found: sentences with their ids, each a document of its own, as
            :mod:`aftertalks.ingest.sentence_files` gives them.

    Returns:
        Id, sentence and events; a sentence without any comes with an empty list.
    """
    reader: Reader | None = None
    batch: list[tuple[str, Document]] = []
    for item in found:
        if isinstance(item, InputError):
            if batch:
                reader = reader or new_reader(settings)
                yield from _coded(batch, reader)
                batch = []
            yield item
            continue
        batch.append(item)
        if len(batch) >= settings.batch_size:
            reader = reader or new_reader(settings)
            yield from _coded(batch, reader)
            batch = []
    if batch:
        yield from _coded(batch, reader or new_reader(settings))


def _coded(batch: list[tuple[str, Document]], reader: Reader) -> Iterator[tuple[str, Document, list[CodedEvent]]]:
    from aftertalks.read.events import find_events
    from aftertalks.read.parse import parse_many

    parsed_all = parse_many((d for _, d in batch), settings=reader.settings)
    for (identity, document), parsed in zip(batch, parsed_all, strict=True):
        actors = reader.find_actors(parsed)
        mentions = find_events(parsed, actors=actors)
        rows = [row for n, m in enumerate(mentions, 1) for row in _rows(f"{identity}.{n}", document, m, actors)]
        yield identity, document, rows


def _rows(
    identity: str, document: Document, mention: EventMention, actors: Sequence[ActorMention]
) -> Iterator[CodedEvent]:
    """One row a pair of source and target; both directions where both sides do it."""
    text = document.text
    sources = _sides(mention.sources, mention.frame.actors, actors, text)
    same = bool(mention.frame.actors) and mention.frame.actors == mention.frame.recipients
    targets = sources if same else _sides(mention.targets, mention.frame.recipients, actors, text)
    for number, (source, target) in enumerate(_pairs(sources, targets, same=same), 1):
        yield CodedEvent(
            id=identity if number == 1 else f"{identity}.{number}",
            published=document.published,
            date=document.published,
            dated=False,
            frame=mention.frame,
            source=source,
            target=target,
            text=text,
            trigger=mention.span.of(text),
            rule=mention.rule,
            origin=document.publisher or document.source,
            url=document.url,
        )


def _pairs(
    sources: Sequence[CodedSide], targets: Sequence[CodedSide], *, same: bool
) -> Iterator[tuple[CodedSide, CodedSide]]:
    for source in sources:
        for target in targets:
            if not (same and source.id == target.id):
                yield source, target


def _sides(spans: Sequence[Span], ids: Sequence[str], actors: Sequence[ActorMention], text: str) -> list[CodedSide]:
    """The known actors of some phrases; a phrase that names none comes with its words alone."""
    wanted = set(ids)
    found: dict[str | None, CodedSide] = {}
    for span in spans:
        inside = [a for a in actors if a.actor.id in wanted and a.span.overlaps(span)]
        for a in inside:
            _, _, sector = (a.actor.code or "").rpartition(" ")
            own = sector if sector and sector != a.actor.country else None
            found.setdefault(a.actor.id, CodedSide(a.actor.id, a.actor.name, a.actor.country, own, span.of(text)))
        if not inside:
            found.setdefault(span.of(text), CodedSide(words=span.of(text)))
    return list(found.values()) or [NOBODY]


def events_of(readings: Iterable[Reading]) -> Iterator[CodedEvent]:
    """Return the events that a ledger's statements report, one row a pair of source and target.

    A statement of another kind than ``event`` tells of none that happened; its frame says what is wanted or expected.
    """
    for reading in readings:
        document = reading.document
        for s in reading.statements:
            if s.kind is not Kind.EVENT or s.event is None or s.polarity is Polarity.NEGATIVE:
                continue
            dated = s.when is not None and s.precision in {"day", "time"}
            same = bool(s.event.actors) and s.event.actors == s.event.recipients
            sources = [_by_id(i, s.actors) for i in s.event.actors] or [NOBODY]
            targets = [_by_id(i, s.actors) for i in s.event.recipients] or [NOBODY]
            for number, (source, target) in enumerate(_pairs(sources, targets, same=same), 1):
                yield CodedEvent(
                    id=f"{s.id}.{number}",
                    published=document.published,
                    date=s.when if dated else document.published,
                    dated=dated,
                    frame=s.event,
                    source=source,
                    target=target,
                    text=s.text,
                    place=s.place,
                    place_words=s.where,
                    origin=document.publisher or document.source,
                    url=document.url,
                )


def _by_id(identity: str, named: Sequence[str]) -> CodedSide:
    """A side as far as its id tells: ``state:RUS`` and ``government:RUS:…`` name their country, others none."""
    kind, _, rest = identity.partition(":")
    country = (
        rest[:3] if kind in {"state", "government", "gov", "organisation", "ministry"} and rest[:3].isupper() else None
    )
    sector = "GOV" if kind in {"government", "gov", "ministry"} else None
    return CodedSide(identity, actor_name(identity, named) or identity, country, sector)
