"""Knowledge as data: YAML records, their loader, and English verb forms."""

from aftertalks.lexicon.inflect import verb_forms
from aftertalks.lexicon.loader import Record, load

__all__ = ["Record", "load", "verb_forms"]
