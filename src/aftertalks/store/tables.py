"""The tables as SQLAlchemy Core sees them; the migrations make them, and a test holds the two together."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, SmallInteger, Table

from aftertalks.store.dialect import AnyText

metadata = MetaData()


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, AnyText) for name in names]


document = Table(
    "document", metadata, Column("id", AnyText, primary_key=True),
    *_texts("source", "url", "title", "publisher", "author", "published", "language", "media_type", "text", "original",
            "offsets", "notes", "sections", "reading_notes", "added_at", "read_by"),
)  # fmt: skip

statement = Table(
    "statement", metadata,
    Column("n", Integer, primary_key=True), *_texts("id", "document"),
    Column("first", Integer), Column("last", Integer),
    *_texts("text", "about", "kind", "form", "speaker", "polarity", "certainty", "instrument", "event_type",
            "when_first", "when_last", "deadline", "published", "record", "issue"),
)  # fmt: skip

statement_actor = Table("statement_actor", metadata, *_texts("name", "actor"), Column("statement", Integer))

actor_month = Table("actor_month", metadata, *_texts("actor", "month", "kind"), Column("statements", Integer))

entry = Table(
    "entry", metadata, Column("id", AnyText, primary_key=True), *_texts("book", "due_first", "due_last", "made_at")
)

voice = Table(
    "voice",
    metadata,
    *_texts("entry", "statement", "stance", "reason"),
    Column("score", Float),
    *_texts("added_at", "nearest"),
)

judgement = Table(
    "judgement", metadata, Column("n", Integer, primary_key=True),
    *_texts("entry", "judged_by", "judged_at", "outcome", "reason", "evidence", "until", "details"),
)  # fmt: skip

proposal = Table(
    "proposal", metadata, *_texts("entry", "statement", "outcome"), Column("score", Float), *_texts("reason", "made_at")
)

document_band = Table("document_band", metadata, Column("band", Integer), *_texts("hash", "document"))

document_repeat = Table(
    "document_repeat", metadata, *_texts("document", "original", "repeat"), Column("share", Float),
    *_texts("reason", "noted_at"),
)  # fmt: skip

statement_standing = Table(
    "statement_standing", metadata, Column("statement", AnyText, primary_key=True),
    *_texts("standing", "other", "noted_at"),
)  # fmt: skip

decision = Table(
    "decision", metadata, Column("n", Integer, primary_key=True),
    *_texts("id", "topic", "action", "decided_by", "decided_at", "document"),
    Column("first", Integer), Column("last", Integer), *_texts("words", "field", "value", "machine"),
    Column("score", Float), *_texts("reason", "entry", "undoes"),
)  # fmt: skip

set_aside = Table(
    "set_aside", metadata, Column("id", AnyText, primary_key=True),
    *_texts("document", "record", "entry", "stance", "voice_reason"), Column("voice_score", Float),
    *_texts("voice_added_at", "why", "successor", "set_at"),
)  # fmt: skip

entry_joined = Table(
    "entry_joined", metadata, Column("entry", AnyText, primary_key=True), *_texts("into", "reason", "joined_at")
)

dossier = Table("dossier", metadata, Column("name", AnyText, primary_key=True), *_texts("query", "made_at"))

dossier_entry = Table(
    "dossier_entry", metadata, Column("dossier", AnyText, primary_key=True),
    Column("e", BigInteger, primary_key=True, autoincrement=False),
)  # fmt: skip

looked = Table("looked", metadata, *_texts("reader", "dossier", "looked_at"))

block = Table(
    "block", metadata, Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("book", SmallInteger, primary_key=True, autoincrement=False),
    Column("statement", BigInteger, primary_key=True, autoincrement=False),
)  # fmt: skip

entry_touched = Table("entry_touched", metadata, Column("entry", AnyText, primary_key=True))

entry_state = Table(
    "entry_state", metadata, Column("e", BigInteger, primary_key=True, autoincrement=False),
    *_texts("book", "outcome", "polarity", "instrument"),
    *(Column(name, Integer) for name in ("due_first", "due_last", "begins", "ends", "known_first", "known_last")),
    Column("waits", Integer), Column("asks", Integer),
    Column("doubt", Float), Column("stirred", AnyText), Column("changed", BigInteger),
)  # fmt: skip

entry_then = Table(
    "entry_then", metadata, Column("e", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Integer) for name in ("until", "due_first", "due_last", "waits")),
)  # fmt: skip

waiting_count = Table(
    "waiting_count", metadata, Column("due", Integer, primary_key=True, autoincrement=False),
    Column("known", Integer, primary_key=True, autoincrement=False), Column("entries", Integer),
)  # fmt: skip

voice_told = Table(
    "voice_told", metadata, Column("n", Integer, primary_key=True, autoincrement=False), Column("e", BigInteger),
    Column("day", Integer), *_texts("quad", "instrument", "place", "place_name", "place_kind"), Column("lat", Float),
    Column("lon", Float), *_texts("country", "place_words", "forecaster"), Column("firm", Integer),
)  # fmt: skip

speaker_kind = Table("speaker_kind", metadata, *_texts("speaker", "kind"), Column("statements", Integer))
