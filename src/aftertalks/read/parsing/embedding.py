"""Each word's vector, computed once for all its occurrences and kept from window to window."""

from __future__ import annotations

import numpy as np

from aftertalks.read.parsing.weights import Floats, Ints, Keys, Network

LIMIT = 16_384
"""Most words kept: four kilobytes each. What does not fit makes the table begin anew."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


def keys_of(attributes: Keys) -> Keys:
    """Fold rows of attributes into one key each; 0 is kept for "no word".

    Args:
        attributes: shape ``(n, columns)``.

    Returns:
        Shape ``(n,)``. Rows that differ get keys that differ, as surely as 64 bits can tell.
    """
    keys = np.zeros(len(attributes), dtype=np.uint64)
    for column in attributes.T:
        keys ^= column
        keys *= _MIX
        keys ^= keys >> _FOLD
    keys[keys == 0] = 1
    return keys


class Embedding:
    """Vectors of words, and what the first convolution makes of each as left, middle and right word.

    Args:
        network: the pipeline's network.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._begin(LIMIT)

    def _begin(self, room: int) -> None:
        """Make empty tables; memory that is not written to costs nothing."""
        width = self._network.width
        weights = self._network.layers[0].weights
        self._known = {0: 0}
        self.vectors: Floats = np.empty((room, width), dtype=np.float32)
        self.parts: tuple[Floats, ...] = tuple(np.empty((room, weights.shape[1]), dtype=np.float32) for _ in range(3))
        for table in (self.vectors, *self.parts):
            table[0] = 0
        self.parts[1][0] = weights[-1]

    def __len__(self) -> int:
        return len(self._known)

    def places(self, keys: Keys, attributes: Keys, owners: Ints) -> Ints:
        """Say at which place of the tables each key stands; words not yet known are computed.

        Args:
            keys: a key a row, 0 for "no word".
            attributes: attributes of all words.
            owners: for each row the word in ``attributes``; anything where the key is 0.
        """
        distinct, first, which = np.unique(keys, return_index=True, return_inverse=True)
        names = distinct.tolist()
        new = [i for i, name in enumerate(names) if name not in self._known]
        if len(self._known) + len(new) > len(self.vectors):
            self._begin(max(LIMIT, len(names) + 1))
            new = [i for i, name in enumerate(names) if name]
        if new:
            self._add([names[i] for i in new], attributes[owners[first[new]]])
        known = self._known
        found: Ints = np.array([known[name] for name in names], dtype=np.intp)[which]
        return found

    def _add(self, names: list[int], attributes: Keys) -> None:
        start, end = len(self._known), len(self._known) + len(names)
        vectors = self._network.embed(np.ascontiguousarray(attributes))
        weights, width = self._network.layers[0].weights, self._network.width
        self.vectors[start:end] = vectors
        for i, part in enumerate(self.parts):
            np.dot(vectors, weights[i * width : (i + 1) * width], out=part[start:end])
        self.parts[1][start:end] += weights[-1]
        self._known.update(zip(names, range(start, end), strict=True))
