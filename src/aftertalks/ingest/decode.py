"""From bytes to letters: byte-order marks, declarations, UTF-8, and a guess only when nothing else is left."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,30})"
    rb"|^\s{0,50}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([A-Za-z0-9_:.-]{2,30})",
    re.IGNORECASE,
)
# Browsers read these labels as Windows-1252, and pages rely on it.
_AS_WINDOWS = {"iso8859-1", "ascii", "latin-1"}
_STATEFUL = ("iso2022", "hz")
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Letters with the encoding that gave them and what is to be said about it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def _codec(label: str | None) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name if label else None
    except (LookupError, ValueError):
        return None
    # Python also has codecs that are no character encodings ("hex", "zlib", "idna"); UTF-7 hides markup.
    if name is None or name in {"hex", "zlib", "bz2", "base64", "quopri", "uu", "rot13", "idna", "punycode", "utf-7"}:
        return None
    if name in {"unicode_escape", "raw-unicode-escape", "unicode-escape", "raw_unicode_escape", "undefined", "mbcs"}:
        return None
    return "cp1252" if name in _AS_WINDOWS else name


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def wide_codec(data: bytes) -> str | None:
    """Name the UTF-16 that text without a byte-order mark is in, by where its zero bytes stand."""
    head = data[:4000]
    if len(head) < 8 or head.count(0) < len(head) // 5:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 20 * max(even, 1) or (odd > 2 and even == 0):
        return "utf-16-le"
    return "utf-16-be" if even > 20 * max(odd, 1) or (even > 2 and odd == 0) else None


def _nearly_utf8(data: bytes) -> Decoded | None:
    """Take text that is UTF-8 but for a few broken bytes (a cut-off letter, a stray byte) as UTF-8."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for b in data if b >= 0xC2) - broken
    if good < 4 or broken > max(1, good // 10):
        return None
    return Decoded(text, "utf-8", (f"{broken} broken byte(s) in UTF-8 text are shown as \ufffd",))


def _guess(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    high = sum(1 for b in data[:_SAMPLE] if b >= 0x80)
    windows = _strict(data, "cp1252")
    if windows is not None and high <= 0.05 * min(len(data), _SAMPLE):
        return Decoded(windows, "cp1252", ("no encoding is declared: read as windows-1252",))
    best = from_bytes(data[:_SAMPLE]).best()
    codec = _codec(best.encoding) if best else None
    codec = codec or "cp1252"
    return Decoded(data.decode(codec, "replace"), codec, (f"no encoding is declared: guessed as {codec}",))


def declared_charset(data: bytes) -> str | None:
    """Return the charset that an HTML page or XML file declares in its first 4,096 bytes, as written."""
    match = _DECLARED.search(data[:4096])
    return (match[1] or match[2]).decode("ascii") if match else None


def decode(data: bytes, *, http_charset: str | None = None) -> Decoded:
    """Turn bytes into letters.

    A byte-order mark decides; then valid UTF-8, since other text is hardly ever valid UTF-8 by chance; then what HTTP
    or the page declares, if the bytes allow it; then UTF-8 with a few broken bytes; then a guess. A declaration that
    is passed over is noted. A byte-order mark is not part of the text.

    Args:
        data: the whole input.
        http_charset: charset of the HTTP header, if any.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec)
    label = http_charset or declared_charset(data)
    declared = _codec(label)
    if (wide := wide_codec(data)) and (text := _strict(data, wide)) is not None:
        return Decoded(text, wide)
    if declared and declared.startswith(_STATEFUL) and (text := _strict(data, declared)) is not None:
        return Decoded(text, declared)
    wrong = f"declared encoding {label} is wrong"
    if (text := _strict(data, "utf-8")) is not None:
        right = text.isascii() or label is None or declared == "utf-8"
        return Decoded(text, "utf-8", () if right else (f"{wrong}: read as utf-8",))
    if declared and not declared.startswith("utf") and (text := _strict(data, declared)) is not None:
        return Decoded(text, declared)
    decoded = _nearly_utf8(data) or _guess(data)
    if label and not (declared == decoded.encoding == "utf-8"):
        return Decoded(decoded.text, decoded.encoding, (f"{wrong}: read as {decoded.encoding}",))
    return decoded


def _marked(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    return Decoded(text, codec, (f"{broken} broken letter(s) are shown as \ufffd",) if broken else ())
