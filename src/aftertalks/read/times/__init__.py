"""Finds and resolves the times of a text.

The one verb is :func:`find_times`. Nothing is guessed: a time without a place on the calendar has null days, and its
rule says why.
"""

from aftertalks.read.times.find import find_times

__all__ = ["find_times"]
