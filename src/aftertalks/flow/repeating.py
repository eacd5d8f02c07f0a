"""Recognises copies and editions as documents are added, and marks the statements that stand elsewhere or no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftertalks.ledger.copies import Repeat, bands, compare, repeated_words, shingles
from aftertalks.model import Document
from aftertalks.model.account import Standing
from aftertalks.store import repeats

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer

MOST = 20  # documents that a new one is compared with


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document with its place in time: published, then added."""

    document: Document
    added: str

    @property
    def age(self) -> tuple[bool, str, str]:
        day = self.document.published
        return (day is None, day.isoformat() if day else "", self.added)


def note_repeats(writer: Writer, document: Document) -> Repeat | None:
    """Keep the sketch of a document that was just stored, and what it repeats or what repeats it.

    Of several documents with the same words, the one published first is the original, of equals the one that was added
    first. Of several editions the one published last tells what still stands.

    Returns:
        How it repeats an earlier document, or an earlier added one repeats it; null if it does neither.
    """
    connection = writer.connection
    sketch = bands(shingles(document.text))
    near = repeats.at_same_place(connection, document, most=MOST) + repeats.sharing(connection, sketch, most=MOST)
    repeats.put_bands(connection, document.id, sketch)
    new = _Kept(document, writer.now.isoformat(timespec="seconds"))
    strongest: tuple[float, Repeat] | None = None
    for one, added in repeats.documents(connection, list(dict.fromkeys(near))):
        old = _Kept(one, added)
        like = compare(document, one)
        if like.repeat is None or one.id == document.id:
            continue
        _note(writer, new, old, like.repeat, share=like.share, reason=like.reason)
        strongest = max(strongest or (0.0, like.repeat), (like.share, like.repeat), key=lambda s: s[0])
    return strongest[1] if strongest else None


def _note(writer: Writer, new: _Kept, old: _Kept, repeat: Repeat, *, share: float, reason: str) -> None:
    """Mark the younger of two as a copy of the older, or the earlier of two editions by the later."""
    first, second = sorted((new, old), key=lambda kept: kept.age)
    repeating, original = (second, first) if repeat is Repeat.COPY else (first, second)
    known = repeats.originals(writer.connection, [repeating.document.id]).get(repeating.document.id)
    if known is not None and not _closer(writer, known, original, repeat):
        if repeat is Repeat.COPY:
            _mark_rest(writer, repeating.document, original.document)
        return
    repeats.put_repeat(
        writer.connection,
        {
            "document": repeating.document.id, "original": original.document.id, "repeat": repeat.value,
            "share": round(share, 3), "reason": reason, "noted_at": writer.now.isoformat(timespec="seconds"),
        },
    )  # fmt: skip
    _mark(writer, repeating.document, original.document, repeat)


def _closer(writer: Writer, known: str, found: _Kept, repeat: Repeat) -> bool:
    """Whether a newly found original takes the place of the known: an older source, or a later edition."""
    ((document, added),) = repeats.documents(writer.connection, [known])
    other = _Kept(document, added)
    return found.age < other.age if repeat is Repeat.COPY else found.age > other.age


def _mark(writer: Writer, repeating: Document, original: Document, repeat: Repeat) -> None:
    """A copy's own sentences still count; an earlier edition's, only while the later has them."""
    there = repeated_words(original.text)
    here, gone = (Standing.COPIED, None) if repeat is Repeat.COPY else (Standing.EARLIER, Standing.WITHDRAWN)
    marks = [
        (identity, here if repeated_words(words) in there else gone, original.id)
        for identity, words in repeats.texts_of(writer.connection, repeating.id)
    ]
    repeats.mark(writer.connection, marks, stamp=writer.now.isoformat(timespec="seconds"))


def _mark_rest(writer: Writer, repeating: Document, other: Document) -> None:
    """Mark what a copy has from another than its original, and what was not marked yet."""
    there = repeated_words(other.text)
    held = repeats.texts_of(writer.connection, repeating.id)
    marked = repeats.standings(writer.connection, [identity for identity, _ in held])
    marks = [(i, Standing.COPIED, other.id) for i, words in held if i not in marked and repeated_words(words) in there]
    repeats.mark(writer.connection, marks, stamp=writer.now.isoformat(timespec="seconds"))


def sketch_earlier(writer: Writer, *, but: str) -> None:
    """Keep the sketches of documents that were added before sketches were kept.

    Args:
        but: id of a document that is left out.
    """
    for identity in repeats.unsketched(writer.connection):
        for document, _ in repeats.documents(writer.connection, [identity] if identity != but else []):
            repeats.put_bands(writer.connection, document.id, bands(shingles(document.text)))
