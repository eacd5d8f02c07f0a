"""What pages and lists ask of whole ledgers, kept beside the entries: their state, what their voices tell, who speaks.

All of it follows from the other tables: ``entry_touched`` names, by triggers, the entries of which something has
changed, and whoever wrote settles them before the transaction ends. Entries that were there before are all touched.
"""

from sqlalchemy import Connection

_T = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_STEPS = (
    """CREATE TABLE entry_touched (entry {T} NOT NULL PRIMARY KEY){bare}""",
    """CREATE TABLE entry_state (
        e BIGINT NOT NULL PRIMARY KEY, book {T} NOT NULL, outcome {T} NOT NULL, polarity {T} NOT NULL, instrument {T},
        due_first INTEGER, due_last INTEGER, begins INTEGER, ends INTEGER,
        known_first INTEGER NOT NULL, known_last INTEGER NOT NULL,
        waits INTEGER NOT NULL, asks INTEGER NOT NULL, doubt {real} NOT NULL,
        stirred {T} NOT NULL, changed BIGINT NOT NULL
    ){bare}""",
    """CREATE INDEX entry_state_waits ON entry_state (due_last, due_first, e, known_first, known_last, book)
    WHERE waits = 1""",
    "CREATE INDEX entry_state_known ON entry_state (known_first, known_last)",
    "CREATE INDEX entry_state_span ON entry_state (known_last, known_first) WHERE known_first < known_last",
    """CREATE INDEX entry_state_asks ON entry_state (doubt, known_first, known_last, asks, due_first, due_last)
    WHERE asks > 0""",
    "CREATE INDEX entry_state_stirred ON entry_state (stirred)",
    "CREATE INDEX entry_state_changed ON entry_state (changed)",
    """CREATE TABLE voice_told (
        n INTEGER NOT NULL PRIMARY KEY, e BIGINT NOT NULL, day INTEGER, quad {T}, instrument {T}, place {T},
        place_name {T}, place_kind {T}, lat {real}, lon {real}, country {T}, place_words {T}, forecaster {T},
        firm INTEGER
    )""",
    "CREATE INDEX voice_told_forecaster ON voice_told (forecaster, day, e, firm) WHERE forecaster IS NOT NULL",
    "CREATE INDEX voice_told_entry ON voice_told (e)",
    """CREATE TABLE speaker_kind (
        speaker {T} NOT NULL, kind {T} NOT NULL, statements INTEGER NOT NULL, PRIMARY KEY (speaker, kind)
    ){bare}""",
    "DROP INDEX statement_speaker",
    "CREATE INDEX statement_speaker ON statement (speaker, published)",
    "CREATE INDEX document_url ON document (url)",
    "CREATE INDEX document_title ON document (title, publisher)",
    """INSERT INTO speaker_kind SELECT speaker, kind, count(*) FROM statement WHERE speaker IS NOT NULL
    GROUP BY speaker, kind""",
    "INSERT INTO entry_touched SELECT DISTINCT entry FROM voice",
)
_ADD = """INSERT INTO speaker_kind (speaker, kind, statements) SELECT new.speaker, new.kind, 1
    WHERE new.speaker IS NOT NULL ON CONFLICT (speaker, kind) DO UPDATE SET statements = speaker_kind.statements + 1;"""
_TAKE = """UPDATE speaker_kind SET statements = statements - 1 WHERE speaker = old.speaker AND kind = old.kind;
    DELETE FROM speaker_kind WHERE speaker = old.speaker AND kind = old.kind AND statements = 0;"""
_BOOKS = {"": 0, "agreed": 1, "wanted": 2, "expected": 3, "happened": 4}
_NEW, _OLD = "SELECT new.entry WHERE true", "SELECT old.entry WHERE true"  # SQLite reads ON CONFLICT only after a WHERE
_OF = "SELECT v.entry FROM voice v WHERE v.statement = "
_TOUCHES = {  # by table and event: which entries
    ("voice", "INSERT"): (_NEW,),
    ("voice", "DELETE"): (_OLD,),
    ("voice", "UPDATE"): (_OLD, _NEW),
    ("judgement", "INSERT"): (_NEW,),
    ("judgement", "UPDATE"): (_NEW,),
    ("proposal", "INSERT"): (_NEW,),
    ("proposal", "DELETE"): (_OLD,),
    ("proposal", "UPDATE"): (_OLD, _NEW),
    ("statement_standing", "INSERT"): (_OF + "new.statement",),
    ("statement_standing", "DELETE"): (_OF + "old.statement",),
    ("statement", "UPDATE"): (_OF + "new.id",),
    ("decision", "INSERT"): ("SELECT new.entry WHERE new.entry IS NOT NULL",),
    ("entry_joined", "INSERT"): (_NEW, _NEW.replace("entry", '"into"')),
    ("entry_joined", "DELETE"): (_OLD, _OLD.replace("entry", '"into"')),
}


def upgrade(connection: Connection) -> None:
    """Make the tables, count the speakers, and touch every entry."""
    server = connection.dialect.name == "postgresql"
    names = {
        "T": _T[connection.dialect.name], "bare": "" if server else " WITHOUT ROWID",
        "real": "DOUBLE PRECISION" if server else "REAL",
    }  # fmt: skip
    for step in _STEPS:
        connection.exec_driver_sql(step.format(**names))
    if server:  # an index of a file can be read from its end, whatever comes last
        connection.exec_driver_sql(
            "CREATE INDEX statement_newest ON statement (published DESC NULLS LAST, document, first)"
        )
    _number_blocks(connection, names)
    for (table, event), which in _TOUCHES.items():
        body = "".join(f"INSERT INTO entry_touched {one} ON CONFLICT (entry) DO NOTHING; " for one in which)
        _trigger(connection, f"{table}_{event.lower()}_touches", table, event, body)
    _trigger(connection, "speaker_kind_insert", "statement", "INSERT", _ADD)
    _trigger(connection, "speaker_kind_delete", "statement", "DELETE", _TAKE)
    _trigger(connection, "speaker_kind_update", "statement", "UPDATE", _TAKE + _ADD, of="speaker, kind")


def _trigger(connection: Connection, name: str, table: str, event: str, body: str, *, of: str = "") -> None:
    when = f"{event} OF {of}" if of else event
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body} END")
        return
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    )
    connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _number_blocks(connection: Connection, names: dict[str, str]) -> None:
    """Write books and statements of blocks as numbers, which take half the room; the order of ids stays."""
    connection.exec_driver_sql("ALTER TABLE block RENAME TO block_text")
    connection.exec_driver_sql(
        "CREATE TABLE block (key BIGINT NOT NULL, book SMALLINT NOT NULL, statement BIGINT NOT NULL,"
        f" PRIMARY KEY (key, book, statement)){names['bare']}"
    )
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    put = f"INSERT INTO block VALUES ({mark}, {mark}, {mark})"
    found = connection.exec_driver_sql("SELECT key, book, statement FROM block_text ORDER BY key, book, statement")
    for some in found.partitions(10_000):
        made = [(key, _BOOKS[book], int(statement, 16) if book else 0) for key, book, statement in some]
        connection.exec_driver_sql(put, made)
    connection.exec_driver_sql("DROP TABLE block_text")
