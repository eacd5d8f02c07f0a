"""Pictures of checks and events, as SVG."""

from aftertalks.watch.pictures.chart import weekly_chart
from aftertalks.watch.pictures.check_map import area_zones, check_map
from aftertalks.watch.pictures.event_map import event_map
from aftertalks.watch.pictures.files import png, write_picture

__all__ = ["area_zones", "check_map", "event_map", "png", "weekly_chart", "write_picture"]
