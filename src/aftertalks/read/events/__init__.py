"""What is done: PLOVER event frames, and the instruments that a text names."""

from aftertalks.read.events.frames import find_events
from aftertalks.read.events.instruments import find_instruments

__all__ = ["find_events", "find_instruments"]
