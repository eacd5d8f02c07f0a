"""Scores readings against a folder of hand-annotated documents.

A gold folder holds, for each document, ``NAME.txt`` (the text) and ``NAME.json``::

    {"document": "NAME.txt", "date": "2017-07-07", "statements": [
        {"start": 0, "end": 62, "kind": "agreement", "speaker": "narrator", "form": "narration",
         "polarity": "positive", "actors": ["Russia"], "when": "2017-07-09", "where": "Syria",
         "alt_kind": ["expectation"]}]}

``start`` and ``end`` are code-point offsets, end exclusive. ``alt_kind``, ``alt_speaker``, ``alt_form``,
``alt_polarity``, ``alt_when`` and ``alt_where`` list values that are right too. A
``source_type`` beside ``date`` may name the sort of source. Agreements, expectations, positions and
recommendations are annotated without exception; events and assessments only where they matter, so that a further
one is no error.

How it counts: found and gold statement pair one to one where the words they cover overlap by half (intersection over
union); best overlap first, with an advantage for the same kind. ``kind`` is the F1 over the four kinds annotated
without exception; ``kind_speaker`` needs the speaker too, ``full`` also polarity and time. ``found`` is the share of
all gold statements that are paired. Speaker, form and polarity are accuracies over pairs; ``when``, ``where`` and
``actors`` are F1.
"""

from aftertalks.evaluate.gold import Gold, load_gold, load_types
from aftertalks.evaluate.same import same_name, same_speaker
from aftertalks.evaluate.scoring import pair, score

__all__ = ["Gold", "load_gold", "load_types", "pair", "same_name", "same_speaker", "score"]
