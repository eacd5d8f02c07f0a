"""Makes a large ledger of a small one quickly: rows are written several times, under other ids and days.

python bench/size.py repeat LEDGER 10
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator

from aftertalks.store.counting import BUCKET, DAYS


def repeat(place: str, times: int) -> Iterator[str]:
    """Write what a file holds several times more, each time a week later, under the ids that follow from it."""
    raw = sqlite3.connect(place, isolation_level=None)
    raw.create_function("document_id", 2, lambda day, text: _hash(f"{day or ''}\n{text}", 16), deterministic=True)
    raw.create_function("short_id", 1, lambda key: _hash(key, 12), deterministic=True)
    raw.create_function("number", 1, lambda identity: int(identity, 16), deterministic=True)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY"):
        raw.execute(f"PRAGMA {pragma}")
    # Indexes, counts and the index of words are made at the end, which is much faster than row by row.
    dropped = raw.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL ORDER BY type"
    ).fetchall()
    for kind, name, _ in reversed(dropped):
        raw.execute(f"DROP {kind} {name}")
    seed = raw.execute("SELECT max(n) FROM statement").fetchone()[0]
    for step in _ORIGINALS:
        raw.execute(step)
    for time_ in range(1, times):
        raw.execute("BEGIN")
        for step in _STEPS:
            raw.execute(
                step,
                {name: value for name, value in (("days", 7 * time_), ("shift", seed * time_)) if f":{name}" in step},
            )
        raw.execute("COMMIT")
        yield f"{seed * (time_ + 1):>12,} statements"
    for _, _, sql in dropped:
        raw.execute(sql)
    for step in _AFTERWARDS:
        raw.execute(step)
        yield f"{step[:60]} …"
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("ANALYZE")
    raw.close()


def _hash(key: str, letters: int) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:letters]


_ORIGINALS = (  # what is repeated, as it was; and under which ids it stands the next time
    "CREATE TEMP TABLE seed_document AS SELECT * FROM document",
    "CREATE TEMP TABLE seed_statement AS SELECT * FROM statement",
    "CREATE TEMP TABLE seed_voice AS SELECT * FROM voice",
    "CREATE INDEX temp.seed_first ON seed_voice (entry, stance, statement)",
    "CREATE TEMP TABLE seed_state AS SELECT * FROM entry_state",
    "CREATE TEMP TABLE seed_then AS SELECT * FROM entry_then",
    "CREATE TEMP TABLE seed_told AS SELECT * FROM voice_told",
    "CREATE TEMP TABLE seed_actor AS SELECT * FROM statement_actor ORDER BY statement",
    "CREATE TEMP TABLE seed_block AS SELECT * FROM block WHERE book > 0",
    "CREATE TEMP TABLE seed_band AS SELECT * FROM document_band",
    "CREATE TEMP TABLE seed_entry AS SELECT * FROM entry",
    "CREATE TEMP TABLE of_document (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_statement (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_entry (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_number (old INTEGER PRIMARY KEY, new INTEGER)",
    "CREATE TEMP TABLE of_key (old INTEGER PRIMARY KEY, new INTEGER)",
    "CREATE TEMP TABLE all_block (key INTEGER, book INTEGER, statement INTEGER)",
)
_AFTERWARDS = (
    "INSERT INTO block SELECT * FROM all_block ORDER BY key, book, statement",
    "INSERT INTO statement_words (statement_words) VALUES ('rebuild')",
    "DELETE FROM actor_month",
    "DELETE FROM speaker_kind",
    """INSERT INTO actor_month SELECT actor, coalesce(substr(published, 1, 7), ''), kind, count(*) FROM statement_actor
    JOIN statement ON n = statement WHERE actor <> '' GROUP BY 1, 2, 3""",
    """INSERT INTO speaker_kind SELECT speaker, kind, count(*) FROM statement WHERE speaker IS NOT NULL
    GROUP BY speaker, kind""",
    "DELETE FROM dossier_entry",
    "DELETE FROM waiting_count",
    f"""INSERT INTO waiting_count SELECT {BUCKET}, known_last / {DAYS}, count(*) FROM entry_state WHERE waits = 1
    GROUP BY 1, 2""",
)
_DAY = "date({0}, '+' || :days || ' days')"
_STEPS = (
    "DELETE FROM of_document", "DELETE FROM of_statement", "DELETE FROM of_entry", "DELETE FROM of_number",
    "DELETE FROM of_key",
    f"INSERT INTO of_document SELECT id, document_id({_DAY.format('published')}, text) FROM seed_document",
    """INSERT INTO of_statement SELECT s.id, short_id(d.new || ':' || s.first || ':' || s.last || ':' || s.kind
    || ':' || coalesce(s.speaker, '')) FROM seed_statement s JOIN of_document d ON d.old = s.document""",
    """INSERT INTO of_entry SELECT e.id, short_id(e.book || ':' || coalesce((SELECT s.new FROM seed_voice v
    JOIN of_statement s ON s.old = v.statement WHERE v.entry = e.id AND v.stance = 'first'),
    e.id || :days)) FROM seed_entry e""",
    "INSERT INTO of_number SELECT number(old), number(new) FROM of_statement",
    "INSERT INTO of_key SELECT number(old), number(new) FROM of_entry",
    f"""INSERT INTO document SELECT o.new, source || '?' || :days, url || '?' || :days, title, publisher, author,
    {_DAY.format('published')}, language, media_type, text, original, offsets, notes, sections, reading_notes, added_at,
    read_by FROM seed_document JOIN of_document o ON o.old = id""",
    f"""INSERT INTO statement SELECT n + :shift, o.new, d.new, first, last, text, about, kind, form, speaker, polarity,
    certainty, instrument, event_type, {_DAY.format('when_first')}, {_DAY.format('when_last')}, deadline,
    {_DAY.format('published')}, replace(replace(replace(record, s.id, o.new), s.document, d.new),
    '"when":"' || coalesce(when_first, '-'), '"when":"' || coalesce({_DAY.format('when_first')}, '-')), issue
    FROM seed_statement s JOIN of_statement o ON o.old = s.id JOIN of_document d ON d.old = s.document ORDER BY n""",
    "INSERT INTO statement_actor SELECT name, actor, statement + :shift FROM seed_actor",
    f"""INSERT INTO entry SELECT o.new, book, {_DAY.format('due_first')}, {_DAY.format('due_last')}, made_at
    FROM seed_entry JOIN of_entry o ON o.old = id""",
    """INSERT INTO voice SELECT e.new, s.new, stance, reason, score, added_at, m.new FROM seed_voice v
    JOIN of_entry e ON e.old = v.entry JOIN of_statement s ON s.old = v.statement
    LEFT JOIN of_statement m ON m.old = v.nearest""",
    """INSERT INTO entry_state SELECT k.new, book, outcome, polarity, instrument, due_first + :days, due_last + :days,
    begins + :days, ends + :days,
    known_first + :days, known_last + :days, waits, asks, doubt, stirred, changed
    FROM seed_state JOIN of_key k ON k.old = e""",
    """INSERT INTO entry_then SELECT k.new, since + :days, until + :days, due_first + :days, due_last + :days, waits
    FROM seed_then JOIN of_key k ON k.old = e""",
    """INSERT INTO voice_told SELECT n + :shift, k.new, day + :days, quad, instrument, place,
    place_name, place_kind, lat, lon, country, place_words, forecaster, firm
    FROM seed_told JOIN of_key k ON k.old = e""",
    "INSERT INTO all_block SELECT key, book, o.new FROM seed_block JOIN of_number o ON o.old = statement",
    "INSERT INTO document_band SELECT band, hash, o.new FROM seed_band JOIN of_document o ON o.old = document",
)  # fmt: skip
