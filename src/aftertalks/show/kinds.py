"""How each kind and book looks everywhere: a letter and a mark beside its colour, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.model import Book, Kind


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind is shown.

    Args:
        letter: one letter, unique among kinds.
        terminal: a rich style.
        line: CSS underline style and thickness, which tell kinds apart without colour.
        means: what the kind is, for legends.
    """

    letter: str
    terminal: str
    line: str
    means: str


LOOKS: dict[Kind, Look] = {
    Kind.AGREEMENT: Look("A", "green", "solid .14em", "undertaken together, or a term of such an undertaking"),
    Kind.POSITION: Look("P", "magenta", "double", "wanted, offered, supported, rejected or announced by one side"),
    Kind.RECOMMENDATION: Look("R", "yellow", "dashed", "what somebody says should or must be done"),
    Kind.EXPECTATION: Look("X", "cyan", "wavy", "forecast, hope or schedule"),
    Kind.EVENT: Look("E", "blue", "dotted", "reported as having happened or being so"),
    Kind.ASSESSMENT: Look("S", "bright_black", "solid .05em", "evaluation or explanation"),
}

BOOKS: dict[Book, str] = {
    Book.AGREED: "green",
    Book.WANTED: "magenta",
    Book.EXPECTED: "cyan",
    Book.HAPPENED: "blue",
}
