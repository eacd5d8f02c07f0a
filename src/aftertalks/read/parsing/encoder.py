"""Puts each word's vector into its context: convolutions over three words, a few hundred words at a time."""

from __future__ import annotations

import numpy as np

from aftertalks.read.parsing.embedding import Embedding
from aftertalks.read.parsing.weights import Floats, Ints, Layer, Network

_BLOCK = 512
"""Words computed at once, so that what a layer makes stays in the processor's second cache."""


class Encoder:
    """Encodes words in context.

    Args:
        network: the pipeline's network.
    """

    def __init__(self, network: Network) -> None:
        self._layers = network.layers
        self._width = network.width
        self.reach = len(network.layers)
        rows = _BLOCK + 2 * self.reach
        self._window = np.ones((rows, 3 * self._width + 1), dtype=np.float32)
        self._pieces = np.empty((rows, network.layers[0].weights.shape[1]), dtype=np.float32)

    def __call__(self, places: Ints, table: Embedding) -> Floats:
        """Encode rows.

        Args:
            places: for each row its place in ``table``, with ``reach`` more rows before and after.
            table: the words' vectors.

        Returns:
            A vector a row, without the rows before and after.
        """
        n = len(places) - 2 * self.reach
        out = np.empty((n, self._width), dtype=np.float32)
        for start in range(0, n, _BLOCK):
            end = min(n, start + _BLOCK)
            out[start:end] = self._block(places[start : end + 2 * self.reach], table)
        return out

    def _block(self, places: Ints, table: Embedding) -> Floats:
        x = table.vectors.take(places, axis=0)
        for depth, layer in enumerate(self._layers, 1):
            n = len(places) - 2 * depth
            pieces = self._first(places, table) if depth == 1 else self._convolved(x, depth, layer)
            x[depth : depth + n] += _normal(_maxout(pieces, self._width), layer)
        inner: Floats = x[self.reach : len(x) - self.reach]
        return inner

    def _first(self, places: Ints, table: Embedding) -> Floats:
        """The first convolution by what is known of each word as left, middle and right one."""
        left, middle, right = table.parts
        pieces = self._pieces[: len(places) - 2]
        np.take(left, places[:-2], axis=0, out=pieces, mode="clip")
        pieces += middle.take(places[1:-1], axis=0)
        pieces += right.take(places[2:], axis=0)
        return pieces

    def _convolved(self, x: Floats, depth: int, layer: Layer) -> Floats:
        n = len(x) - 2 * depth
        window, width = self._window[:n], self._width
        for i in range(3):
            window[:, i * width : (i + 1) * width] = x[depth - 1 + i : depth - 1 + i + n]
        return np.dot(window, layer.weights, out=self._pieces[:n])


def _maxout(pieces: Floats, width: int) -> Floats:
    best: Floats = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
    for start in range(2 * width, pieces.shape[1], width):
        np.maximum(best, pieces[:, start : start + width], out=best)
    return best


def _normal(x: Floats, layer: Layer) -> Floats:
    """Layer norm, in place."""
    x -= x.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", x, x)
    spread /= np.float32(x.shape[1])
    spread += np.float32(1e-8)
    x *= (1 / np.sqrt(spread))[:, None]
    x *= layer.scale
    x += layer.shift
    return x
