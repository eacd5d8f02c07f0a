"""Readers of event data: UCDP GED, ACLED, GDELT 2, POLECAT, and Aftertalks' own coded events."""

from aftertalks.watch.readers.coded import rows_of
from aftertalks.watch.readers.families import FAMILIES, Family
from aftertalks.watch.readers.files import EventFile

__all__ = ["FAMILIES", "EventFile", "Family", "rows_of"]
