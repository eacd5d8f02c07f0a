"""The one exception tree. Every message names the place and the cure."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # what would end a line or change a terminal


class AftertalksError(Exception):
    """Root of everything Aftertalks raises on purpose."""


class InputError(AftertalksError):
    """An input that cannot be read; the rest of the batch goes on.

    Args:
        source: file, URL or ``-`` that was being read.
        problem: what is wrong, in one line.
        cure: what the user can do about it.
    """

    def __init__(self, source: str, problem: str, cure: str) -> None:
        super().__init__(_UNSEEN.sub(_named, f"{source}: {problem}; {cure}"))
        self.source, self.problem, self.cure = source, problem, cure

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """Travel between processes whole: an exception is otherwise made anew from its message alone."""
        return type(self), (self.source, self.problem, self.cure)


class LexiconError(AftertalksError):
    """A lexicon file or record that breaks its schema."""


class LedgerError(AftertalksError):
    """A ledger that cannot be opened, read or written."""


class ModelMissingError(AftertalksError):
    """The language pipeline is not installed."""


class UsageError(AftertalksError):
    """A call that makes no sense as asked; exit code 2 on the command line."""


def _named(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
