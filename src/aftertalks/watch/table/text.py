"""Columns of words: coded ones that repeat, and long ones kept as bytes."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]


class Coder:
    """Gives each different value a number, in the order in which they come; null is 0."""

    def __init__(self) -> None:
        self.values: list[Any] = [None]
        self._numbers: dict[Hashable, int] = {None: 0}
        self.column = array("i")

    def add(self, value: Hashable) -> None:
        """Append the number of ``value`` to the column."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        self.column.append(number)


class TextBuilder:
    """Gathers words that seldom repeat."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("q")

    def add(self, text: str | None) -> None:
        """Append one cell; null and empty are the same."""
        if text:
            self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def done(self) -> TextColumn:
        """Return the column."""
        ends = np.frombuffer(self._ends, np.int64) if len(self._ends) else np.zeros(0, np.int64)
        return TextColumn(np.frombuffer(self._bytes, np.uint8) if self._bytes else np.zeros(0, np.uint8), ends)


class TextColumn:
    """Words by row number, as UTF-8 bytes end to end.

    Args:
        data: the bytes.
        ends: where each row's words end.
    """

    def __init__(self, data: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.data, self.ends = data, ends
        self._view = memoryview(data)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, row: int) -> str | None:
        start = int(self.ends[row - 1]) if row else 0
        end = int(self.ends[row])
        return str(self._view[start:end], "utf-8", "surrogatepass") if end > start else None

    def many(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the words of many rows, an empty string for none."""
        ends = self.ends[rows].tolist()
        starts = np.where(rows > 0, self.ends[rows - 1], 0).tolist()
        view = self._view
        return [str(view[a:b], "utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=True)]
