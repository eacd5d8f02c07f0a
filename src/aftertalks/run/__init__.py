"""Running work in several processes, on this machine or on many."""

from aftertalks.run.ray_workers import RayWorkers
from aftertalks.run.workers import Workers

__all__ = ["RayWorkers", "Workers"]
