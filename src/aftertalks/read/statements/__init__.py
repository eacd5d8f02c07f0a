"""From clauses and mentions to statements: kind, polarity, certainty, time, place and actors of each."""

from aftertalks.read.statements.build import NARRATOR, StatementBuilder
from aftertalks.read.statements.found import Found

__all__ = ["NARRATOR", "Found", "StatementBuilder"]
