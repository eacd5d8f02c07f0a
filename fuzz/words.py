"""Texts made of bytes: each byte picks a piece, so that a fuzzer walks through sentences instead of letters."""

from __future__ import annotations

PIECES = (
    *" the a of to in on by and or not that which who said says according agreed will would may must could should expects"
    " hopes promised denied refused warned called demanded urges Russia Syria Jordan Israel Moscow Washington Idlib Kyiv"
    " ceasefire truce sanctions treaty zone observers border troops talks minister president envoy spokesman Lavrov"
    " Tillerson Putin Trump Ann Lee UN OSCE EU NATO Minsk START withdraw extend sign violate begin end meet leave".split(" "),
    *"Sunday tomorrow yesterday noon July January Feb. Q3 2017 2018 1/2 07/08/2017 9999 0 1000000000000 two dozen first"
    " last next within days weeks months years before after until since by".split(" "),
    *"he she they it his her their who whom “ ” \" ' ‘ ’ « » „ ( ) [ ] { } , . ; : ! ? … — – - / \\ % $ € # @ & * + =".split(" "),
    "\n", "\n\n", "\n\n\n", "\t", "  ", "\r\n", "\x00", "\x1f", "\u200b", "\u200d", "\u202e", "\u2066", "\u2069",
    "\ufeff", "\u00ad", "\u0301", "\ud800", "\udfff", "\U0001f54a", "\u2028", "\u0085", "İ", "ſ", "ﬁ", "ß", "м", "ه", "中",
    "Mr. ", "U.S. ", "p.m. ", "No. ", "- ", "* ", "# ", "> ", "1. ", "(a) ", "Q: ", "A: ", "MODERATOR: ", "http://x.org/a?b#c",
    "<b>", "</b>", "&amp;", "&#x0;", "aaaaaaaaaaaaaaaaaaaa", "................", "''''''''''", "((((((((((", "“““““““““",
    "AND AND AND AND ", ", and , and , and ", " said said said said", "2017-07-08", "T00:00:00Z", "+25:00", "-0001",
    "on 31 February 2017", "in the year 0", "in 99999999999999999999 days", "10^12", "every other Friday the 13th",
)  # fmt: skip


def sentence(data: bytes, *, most: int = 400) -> str:
    """Return the text that some bytes stand for; a space stands between pieces unless the byte before was odd."""
    return "".join(
        PIECES[b % len(PIECES)] + ("" if n and data[n - 1] >= 224 else " ") for n, b in enumerate(data[:most])
    )
