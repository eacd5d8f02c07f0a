"""The first ledger: documents, statements with full-text search, entries with voices, judgements, proposals."""

from sqlalchemy import Connection

STEPS = (
    """CREATE TABLE document (
        id TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        url TEXT, title TEXT, publisher TEXT, author TEXT,
        published TEXT,
        language TEXT,
        media_type TEXT NOT NULL,
        text TEXT NOT NULL,
        original TEXT,
        offsets TEXT NOT NULL,
        notes TEXT NOT NULL,
        sections TEXT NOT NULL,
        reading_notes TEXT NOT NULL,
        added_at TEXT NOT NULL,
        read_by TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX document_published ON document (published)",
    """CREATE TABLE statement (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL REFERENCES document (id),
        first INTEGER NOT NULL, last INTEGER NOT NULL,
        text TEXT NOT NULL,
        about TEXT,
        kind TEXT NOT NULL,
        form TEXT NOT NULL,
        speaker TEXT,
        polarity TEXT NOT NULL,
        certainty TEXT NOT NULL,
        instrument TEXT,
        event_type TEXT,
        when_first TEXT, when_last TEXT, deadline TEXT,
        published TEXT,
        record TEXT NOT NULL
    )""",
    "CREATE INDEX statement_document ON statement (document, first)",
    "CREATE INDEX statement_kind ON statement (kind, published)",
    "CREATE INDEX statement_speaker ON statement (speaker COLLATE NOCASE)",
    "CREATE INDEX statement_published ON statement (published)",
    """CREATE TABLE statement_actor (
        name TEXT NOT NULL COLLATE NOCASE,
        actor TEXT NOT NULL,
        statement INTEGER NOT NULL REFERENCES statement (n),
        PRIMARY KEY (name, actor, statement)
    ) WITHOUT ROWID""",
    "CREATE INDEX statement_actor_statement ON statement_actor (statement)",
    """CREATE VIRTUAL TABLE statement_words USING fts5 (
        text, about, speaker, content='statement', content_rowid='n',
        tokenize="porter unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER statement_words_insert AFTER INSERT ON statement BEGIN
        INSERT INTO statement_words (rowid, text, about, speaker) VALUES (new.n, new.text, new.about, new.speaker);
    END""",
    """CREATE TRIGGER statement_words_delete AFTER DELETE ON statement BEGIN
        INSERT INTO statement_words (statement_words, rowid, text, about, speaker)
        VALUES ('delete', old.n, old.text, old.about, old.speaker);
    END""",
    """CREATE TRIGGER statement_words_update AFTER UPDATE ON statement BEGIN
        INSERT INTO statement_words (statement_words, rowid, text, about, speaker)
        VALUES ('delete', old.n, old.text, old.about, old.speaker);
        INSERT INTO statement_words (rowid, text, about, speaker) VALUES (new.n, new.text, new.about, new.speaker);
    END""",
    """CREATE TABLE entry (
        id TEXT PRIMARY KEY,
        book TEXT NOT NULL,
        due_first TEXT, due_last TEXT,
        made_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE INDEX entry_book ON entry (book, due_last)",
    """CREATE TABLE voice (
        entry TEXT NOT NULL REFERENCES entry (id),
        statement TEXT NOT NULL UNIQUE REFERENCES statement (id),
        stance TEXT NOT NULL,
        reason TEXT NOT NULL,
        score REAL,
        added_at TEXT NOT NULL,
        PRIMARY KEY (entry, statement)
    ) WITHOUT ROWID""",
    """CREATE TABLE judgement (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        entry TEXT NOT NULL REFERENCES entry (id),
        judged_by TEXT NOT NULL,
        judged_at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL
    )""",
    "CREATE INDEX judgement_entry ON judgement (entry, n)",
    """CREATE TRIGGER judgement_stays AFTER UPDATE ON judgement BEGIN
        SELECT RAISE (ABORT, 'judgements are append-only');
    END""",
    """CREATE TRIGGER judgement_remains BEFORE DELETE ON judgement BEGIN
        SELECT RAISE (ABORT, 'judgements are append-only');
    END""",
    """CREATE TABLE proposal (
        entry TEXT NOT NULL REFERENCES entry (id),
        statement TEXT NOT NULL REFERENCES statement (id),
        outcome TEXT NOT NULL,
        score REAL NOT NULL,
        reason TEXT NOT NULL,
        made_at TEXT NOT NULL,
        PRIMARY KEY (entry, statement)
    ) WITHOUT ROWID""",
)


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    for step in STEPS:
        connection.exec_driver_sql(step)
