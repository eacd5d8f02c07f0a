"""Dated occasions: two reports of one act on one day are one proposition, whatever words they choose.

"Putin and Erdogan talked by telephone on 8 June" and "The Turkish leader called the Kremlin on Saturday" have hardly a
word in common. What they share is the book, the exact day, the kind of act and who takes part. Such statements of
*different* documents are one; within one text two sentences about one day mostly tell two sides of it.
"""

from __future__ import annotations

from datetime import date

from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Book, Form

_BOOKS = frozenset({Book.HAPPENED, Book.AGREED, Book.EXPECTED})
_SIDES = ("state:", "org:", "group:")
_TALKS = "talks"  # the instrument that every CONSULT is, named or not
LEAST_PARTIES = 2  # sides in common by which an act without an instrument is known
_SETTLING = frozenset({"AGREE", "CONSULT", "RETREAT", "CONCEDE"})  # PLOVER types of which two sides have one a day


def exact_day(p: Proposition) -> date | None:
    """Return the one day of a proposition; null if its time is unknown or longer."""
    return p.window[0] if p.window and p.window[0] == p.window[1] else None


def act(p: Proposition) -> str | None:
    """Return what is done, as far as it can be compared: the instrument and what becomes of it, or the PLOVER type.

    Null for acts of which one day may hold several (a statement, an attack), unless of one instrument.
    """
    s = p.statement
    if p.book not in _BOOKS or s.form is Form.DIRECT:
        return None
    done = s.event.type if s.event is not None and not s.event.auxiliary else None
    if done is None or (s.instrument is None and done not in _SETTLING):
        return None
    return done if s.instrument in {None, _TALKS} else f"{s.instrument} {done}"


def sides(p: Proposition) -> frozenset[str]:
    """Return the states, bodies and groups that take part."""
    return frozenset(i for i in p.parties if i.startswith(_SIDES))


def one_occasion(a: Proposition, b: Proposition) -> str | None:
    """Say by what two propositions of different documents are the same dated act; null if nothing shows it."""
    day, what = exact_day(a), act(a)
    if a.statement.document == b.statement.document or day is None or what is None:
        return None
    if day != exact_day(b) or what != act(b) or a.statement.polarity is not b.statement.polarity:
        return None
    both = sides(a) & sides(b)
    if len(both) < LEAST_PARTIES:
        return None
    return f"both tell of the same {what.lower()} on {day.isoformat()} of the same parties"


def occasion_key(p: Proposition) -> str | None:
    """Return the name of the block in which reports of the same dated act meet; null without a day or act."""
    day, what = exact_day(p), act(p)
    return f"occasion {p.book} {day.isoformat()} {what}" if day is not None and what is not None else None
