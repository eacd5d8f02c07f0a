"""Who says it: quotations, indirect speech and their speakers."""

from aftertalks.read.quotes.attributions import find_attributions, speaker_resolver
from aftertalks.read.quotes.people import find_people

__all__ = ["find_attributions", "find_people", "speaker_resolver"]
