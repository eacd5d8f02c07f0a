"""Pictures of checks and events, as SVG."""

from aftertalks.watch.pictures.chart import weekly_chart
from aftertalks.watch.pictures.event_map import event_map

__all__ = ["event_map", "weekly_chart"]
