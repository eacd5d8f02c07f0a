"""Running work in several processes."""

from aftertalks.run.workers import Workers

__all__ = ["Workers"]
