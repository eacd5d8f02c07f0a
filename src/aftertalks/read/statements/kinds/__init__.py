"""What kind of statement a clause makes."""

from aftertalks.read.statements.kinds.context import Context, Verdict
from aftertalks.read.statements.kinds.deciding import classify
from aftertalks.read.statements.kinds.stances import lets_us
from aftertalks.read.statements.kinds.words import cue_classes, lead_kind

__all__ = ["Context", "Verdict", "classify", "cue_classes", "lead_kind", "lets_us"]
