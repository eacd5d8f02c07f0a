"""The event table, its builder and its form on disk."""

from aftertalks.watch.table.builder import TableBuilder
from aftertalks.watch.table.disk import load, save
from aftertalks.watch.table.table import EventTable, Evidence

__all__ = ["EventTable", "Evidence", "TableBuilder", "load", "save"]
