"""The weights of a pipeline of known make, laid out for the direct way; None for any other make.

Known is what spaCy's small pipelines are: hashed embeddings, convolutions over three words with maxout and layer norm
(``spacy.MultiHashEmbed.v2``, ``spacy.MaxoutWindowEncoder.v2``), a softmax tagger and a greedy arc-eager parser that
both listen to the one encoder (``spacy.Tagger.v2``, ``spacy.TransitionBasedParser.v2`` over eight context words).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
CONTEXT = 8
"""Words that the parser looks at: two of the buffer, three of the stack, the nearest children of two of them."""
NEVER = np.float32(-3e38)

_EMBED = "extract_features>>list2ragged>>with_array({})>>with_array(maxout>>layernorm>>dropout)>>ragged2list"
_HASH = "ints-getitem>>hashembed"
_CONVOLUTION = "residual(expand_window>>maxout>>layernorm>>dropout)"


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One convolution: ``maxout(window @ weights)``, normalised, scaled and shifted.

    Args:
        weights: shape ``(3 * width + 1, pieces * width)``, piece by piece; the last row is the bias.
        scale: shape ``(width,)``.
        shift: shape ``(width,)``.
    """

    weights: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Affine:
    """``x @ weights + bias``."""

    weights: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Apply it to rows."""
        out: Floats = x @ self.weights
        out += self.bias
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """All that tagging and parsing need of a pipeline.

    Args:
        columns: the token attributes that are embedded.
        embed: from rows of attributes, shape ``(n, columns)``, to vectors, shape ``(n, width)``.
        layers: the convolutions.
        tagger: from vectors to a score a tag.
        tags: each tag's key in the string store.
        narrow: from vectors to the parser's narrower ones.
        hidden: from the context's vectors side by side, each with a last 1 for "no such word", to two pieces.
        scores: from the hidden layer to a score a move.
        kinds: each move's kind.
        labels: each move's label, as a key in the string store.
        lifted: whether the move's label names a head to be looked for afterwards (pseudo-projective parsing).
    """

    columns: tuple[str, ...]
    embed: Callable[[Keys], Floats]
    layers: tuple[Layer, ...]
    tagger: Affine
    tags: Keys
    narrow: Affine
    hidden: Affine
    scores: Affine
    kinds: npt.NDArray[np.int8]
    labels: Keys
    lifted: Flags

    @property
    def width(self) -> int:
        """Length of a word's vector."""
        return len(self.layers[0].scale)


def network_of(nlp: Any) -> Network | None:
    """Take the weights out of a pipeline.

    Args:
        nlp: a spaCy pipeline.

    Returns:
        The network, or None where the pipeline's make is not exactly the known one.
    """
    if list(nlp.pipe_names) != ["tok2vec", "tagger", "parser"]:
        return None
    try:
        (_, tok2vec), (_, tagger), (_, parser) = nlp.pipeline
        return _taken(tok2vec, tagger, parser, nlp.vocab.strings)
    except (AttributeError, IndexError, KeyError, ValueError):
        return None


def _taken(tok2vec: Any, tagger: Any, parser: Any, strings: Any) -> Network | None:
    embed, encode = tok2vec.model.layers
    convolutions = encode.layers[0].layers
    hashes = embed.layers[2].layers[0].layers
    known = (
        embed.name == _EMBED.format("|".join([_HASH] * len(hashes)))
        and {c.name for c in convolutions} == {_CONVOLUTION}
        and encode.attrs["pad"] == len(convolutions) >= 2
        and tagger.model.name == "tok2vec-listener>>with_array(softmax)"
        and parser.model.layers[0].name == "tok2vec-listener>>list2array>>linear"
        and _greedy(parser)
    )
    if not known or tagger.cfg["overwrite"]:
        return None
    layers = tuple(_layer(c) for c in convolutions)
    moves = [(name[0], name[2:]) for name in parser.move_names]
    softmax, narrow = tagger.model.layers[1].layers[0], parser.model.layers[0].layers[2]
    return Network(
        columns=tuple(embed.layers[0].attrs["columns"]),
        embed=lambda rows: embed.layers[3].predict(embed.layers[2].predict(rows)),
        layers=layers,
        tagger=_affine(softmax),
        tags=np.array([strings.add(label) for label in tagger.labels], dtype=np.uint64),
        narrow=_affine(narrow),
        hidden=_hidden(parser.model.get_ref("lower")),
        scores=_scores(parser, ["SDLRB".index(kind) for kind, _ in moves]),
        kinds=np.array(["SDLRB".index(kind) for kind, _ in moves], dtype=np.int8),
        labels=np.array([strings[label] if label else 0 for _, label in moves], dtype=np.uint64),
        lifted=np.array(["||" in label for _, label in moves]),
    )


def _greedy(parser: Any) -> bool:
    """Whether the parser takes its best move at every step and has nothing that the direct way leaves out."""
    lower = parser.model.get_ref("lower")
    return bool(
        parser.cfg["beam_width"] == 1
        and not parser.cfg["learn_tokens"]
        and parser.model.attrs["has_upper"]
        and not parser.model.attrs["unseen_classes"]
        and (lower.get_dim("nF"), lower.get_dim("nP")) == (CONTEXT, 2)
        and len(parser.move_names) == parser.model.get_ref("upper").get_dim("nO")
        and [name[:1] for name in parser.move_names[:2]] == ["S", "D"]
    )


def _only(model: Any, name: str) -> Any:
    (found,) = (node for node in model.walk() if node.name == name)
    return found


def _layer(convolution: Any) -> Layer:
    maxout, norm = _only(convolution, "maxout"), _only(convolution, "layernorm")
    if _only(convolution, "expand_window").attrs["window_size"] != 1:
        raise ValueError("a window of another size")
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, taken = weights.shape
    if taken != 3 * width or pieces < 2:
        raise ValueError("another convolution")
    rows = weights.transpose(1, 0, 2).reshape(pieces * width, taken).T
    both = np.concatenate([rows, bias.T.reshape(1, -1)])
    return Layer(np.ascontiguousarray(both, dtype=np.float32), norm.get_param("G"), norm.get_param("b"))


def _affine(linear: Any) -> Affine:
    return Affine(np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b"))


def _hidden(lower: Any) -> Affine:
    """The precomputed layer, with the vector for "no such word" as the weights of one more input a word."""
    weights, pad = lower.get_param("W"), lower.get_param("pad")[0]
    words, out, pieces, taken = weights.shape
    both = np.empty((words, taken + 1, pieces, out), dtype=np.float32)
    both[:, :taken] = weights.transpose(0, 3, 2, 1)
    both[:, taken] = pad.transpose(0, 2, 1)
    bias = np.ascontiguousarray(lower.get_param("b").T.reshape(-1))
    return Affine(both.reshape(words * (taken + 1), pieces * out), bias)


def _scores(parser: Any, kinds: list[int]) -> Affine:
    """The last layer; a break never comes, as every sentence's begin is given."""
    found = _affine(parser.model.get_ref("upper"))
    bias = found.bias.copy()
    bias[np.array(kinds) == BREAK] = NEVER
    return Affine(found.weights, bias)
