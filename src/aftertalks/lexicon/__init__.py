"""Knowledge as data: YAML records and their loader."""

from aftertalks.lexicon.loader import Record, load

__all__ = ["Record", "load"]
