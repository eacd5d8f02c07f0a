"""Where: countries, divisions, towns, regions, waters and parts of them named in a text."""

from aftertalks.read.places.finder import PlaceFinder

__all__ = ["PlaceFinder"]
