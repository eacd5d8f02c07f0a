"""Targets: inputs that hold other inputs, or rows. A first byte picks whether bytes come as they are or well wrapped."""

from __future__ import annotations

import gzip
import io
import zipfile

from fuzz.common import SETTINGS, file, seen

HEADERS = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Type: application/http\r\nContent-Length: "
LONGEST_TABLE = 100  # cells of a made Parquet table


def warc(data: bytes) -> None:
    """A web archive; or well-formed records whose content is anything, parted by the byte FF."""
    from aftertalks.ingest.warc import read_warc

    if (data[:1] or b"\0")[0] % 2:
        records = (HEADERS + b"%d\r\n\r\n" % len(body) + body + b"\r\n\r\n" for body in data[1:].split(b"\xff"))
        data = b"\0" + b"".join(records)
    seen(read_warc(io.BytesIO(data[1:]), source="fuzz", settings=SETTINGS))


def table(data: bytes) -> None:
    """A table of texts; the first byte picks a right heading, or none."""
    from aftertalks.ingest.tabular import read_csv, table_text

    heads = (b"", b"text,date,title,url\n", b"text;date;title\n", b"body\tpublished\n")
    whole = heads[(data[:1] or b"\0")[0] % len(heads)] + data[1:]
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        seen(read_csv(table_text(whole, encoding), source="fuzz", settings=SETTINGS))


def zipped(data: bytes) -> None:
    """A zip as it is; or one of names and contents that the byte FF parts."""
    from aftertalks.ingest.source import open_source

    if (data[:1] or b"\0")[0] % 2:
        parts, out = data[1:].split(b"\xff"), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, inner in zip(parts[::2], parts[1::2], strict=False):
                packed.writestr((name.decode("utf-8", "replace").replace("\0", "") or "a") + ".txt", inner)
        data = b"\0" + out.getvalue()
    seen(open_source(str(file(data[1:], ".zip")), settings=SETTINGS))


def gzipped(data: bytes) -> None:
    """Gzip as it is; or well packed, then cut and changed in one place as the first bytes say."""
    from aftertalks.ingest.source import open_source

    how, at, change = (*data[:3], 0, 0, 0)[:3]
    if how % 3:
        packed = bytearray(gzip.compress(data[3:], mtime=0))
        if how % 3 == 2:
            packed[at % len(packed)] ^= change
            del packed[len(packed) - (how >> 4) :]
        data = b"\0\0\0" + bytes(packed)
    for ending in (".gz", ".jsonl.gz", ".csv.gz", ".warc.gz"):
        seen(open_source(str(file(data[3:], ending)), settings=SETTINGS))


def parquet(data: bytes) -> None:
    """Parquet as it is, changed in one place, or a table of odd columns; for texts and for event data."""
    from aftertalks.ingest.parquet import read_parquet
    from aftertalks.watch.readers import EventFile

    how = (data[:1] or b"\0")[0] % 3
    whole = data[1:]
    if how:
        whole = bytearray(_columns(data[1:] if how == 2 else b"\x00\x03abc"))
        for at, change in zip(data[1:40:2], data[2:40:2], strict=False) if how == 1 else ():
            whole[-1 - at * len(whole) // 256] ^= change
    seen(read_parquet(io.BytesIO(bytes(whole)), source="fuzz", settings=SETTINGS))
    for _ in EventFile(file(bytes(whole), ".parquet")).rows():
        pass


def _columns(data: bytes) -> bytes:
    """Return a Parquet file whose columns have types and cells that the bytes pick."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = (pa.string(), pa.large_string(), pa.binary(), pa.int64(), pa.date32(), pa.timestamp("ns"), pa.float64(),
             pa.list_(pa.string()), pa.struct([("a", pa.string())]), pa.bool_(), pa.null(), pa.time64("us"))  # fmt: skip
    names = ("text", "body", "date", "title", "url", "published", "event_id", "event_date", "event_type", "latitude")
    made = {}
    for n, byte in enumerate((data or b"\0")[:6]):
        kind = types[byte % len(types)]
        cell = data[6:LONGEST_TABLE].decode("utf-8", "replace") if n % 2 else data[6:LONGEST_TABLE]
        values = (cell, byte, float(byte), [str(cell)], {"a": str(cell)}, None, byte > 99)
        made[names[(byte + n) % len(names)]] = _array(values, kind)
    out = io.BytesIO()
    pq.write_table(pa.table(made), out)
    return out.getvalue()


def _array(values: tuple[object, ...], kind: object) -> object:
    """Return a column with those of some values that fit its type, and null for the rest."""
    import pyarrow as pa

    held: list[object] = []
    for value in values:
        try:
            pa.array([*held, value], type=kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            held.append(None)
        else:
            held.append(value)
    return pa.array(held, type=kind)


def source_types(data: bytes) -> None:
    """A table of sorts of sources for `evaluate --types`; the first byte picks a right heading, or none."""
    from aftertalks.evaluate.gold import load_types

    load_types(file((b"document,source_type\n" if (data[:1] or b"\0")[0] % 2 else b"") + data[1:], ".csv"))
