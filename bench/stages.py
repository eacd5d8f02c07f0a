"""Which stage of a reading the time goes to, each stage's own time without that of the stages it calls.

Imported by ``bench/speed.py``; functions are watched by name, so that the reader itself carries no clocks.
"""

from __future__ import annotations

import importlib
import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

STAGES = {
    "sections": ["aftertalks.read.parse:find_sections"],
    "sentences": ["aftertalks.read.parse:split"],
    "tokenise": ["aftertalks.read.parsing.direct:words_of", "spacy.language:Language.make_doc"],
    "embed": ["aftertalks.read.parsing.embedding:Embedding.places", "aftertalks.read.parsing.layout:Layout.__init__"],
    "encode": ["aftertalks.read.parsing.encoder:Encoder.__call__"],
    "arcs": ["aftertalks.read.parsing.arcs:ArcParser.__call__"],
    "tag, fill": [
        "aftertalks.read.parsing.direct:DirectParser._stretch",
        "aftertalks.read.parsing.direct:DirectParser._filled",
    ],
    "times": ["aftertalks.read.reader:find_times"],
    "places": ["aftertalks.read.places:PlaceFinder.find"],
    "actors": ["aftertalks.read.actors:ActorFinder.find", "aftertalks.read.reader:find_people"],
    "quotes": ["aftertalks.read.reader:find_attributions", "aftertalks.read.reader:speaker_resolver"],
    "events": ["aftertalks.read.reader:find_events", "aftertalks.read.reader:find_instruments"],
    "voice": ["aftertalks.read.reader:document_voice"],
    "statements": ["aftertalks.read.statements:StatementBuilder.build"],
}
PARSE = ("sections", "sentences", "tokenise", "embed", "encode", "arcs", "tag, fill")


class Clock:
    """Processor time by stage; what runs inside a watched function counts for the innermost one."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open = ["rest"]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    def watched(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and counts for a stage."""

        def run(*given: Any, **named: Any) -> Any:
            with self._in(stage):
                result = function(*given, **named)
            return self._each(stage, result) if inspect.isgenerator(result) else result

        return run

    @contextmanager
    def _in(self, stage: str) -> Iterator[None]:
        self._turn()
        self._open.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _each(self, stage: str, items: Iterator[Any]) -> Iterator[Any]:
        """A generator works when it is asked for the next item."""
        none = object()
        while True:
            with self._in(stage):
                item = next(items, none)
            if item is none:
                return
            yield item

    def stop(self) -> dict[str, float]:
        """Return seconds by stage."""
        self._turn()
        return dict(self.spent)


@contextmanager
def watching() -> Iterator[Clock]:
    """Watch every stage's functions while the block runs."""
    with ExitStack() as stack:
        clock = Clock()
        for stage, places in STAGES.items():
            for place in places:
                module, _, path = place.partition(":")
                *owners, name = path.split(".")
                owner: Any = importlib.import_module(module)
                for part in owners:
                    owner = getattr(owner, part)
                stack.enter_context(mock.patch.object(owner, name, clock.watched(stage, getattr(owner, name))))
        yield clock


def table(spent: dict[str, float], tokens: int) -> str:
    """Lay out shares and microseconds a token, with the parse's sum."""
    whole = sum(spent.values())
    lines = [f"{'stage':<12} {'share':>6} {'us/token':>9}"]
    rows = [(name, spent.get(name, 0.0)) for name in [*STAGES, "rest"]]
    rows.insert(len(PARSE), ("= parse", sum(spent.get(name, 0.0) for name in PARSE)))
    for name, seconds in rows:
        lines.append(f"{name:<12} {seconds / whole:6.1%} {seconds / tokens * 1e6:9.2f}")
    return "\n".join(lines)
