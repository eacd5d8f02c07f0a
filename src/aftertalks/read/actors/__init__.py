"""Who acts: states, governments, organisations, groups, offices and people in a text."""

from aftertalks.read.actors.finder import ActorFinder

__all__ = ["ActorFinder"]
