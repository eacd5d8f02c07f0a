"""From clauses and mentions to statements: kind, polarity, certainty, time, place and actors of each."""

from aftertalks.read.statements.build import StatementBuilder
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.voices import NARRATOR

__all__ = ["NARRATOR", "Found", "StatementBuilder"]
