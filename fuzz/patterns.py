"""Looks for regular expressions that get slow: every pattern of the package against pumped strings.

``python fuzz/patterns.py`` collects each pattern that the package compiles (on import, and while it reads the samples),
searches long strings of its own letters and pieces, and tells those whose time grows faster than the string: a time that
quadruples with four times the length is fine; one that grows sixteenfold means that 20 MB of such letters would take
hours. A string is only made long if the pattern takes some time on a short one, and a pattern gets ``--seconds`` of the
processor for all of its strings, hardest first: enough for all of them, since a linear one takes a few
seconds to be measured; strings that are left over are told and counted in the end, with the worst growth seen. Exit 1
if any pattern is worse than ``--growth``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import itertools
import math
import pkgutil
import re
import re._constants as ops  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]
SHORT, LONG = 2_000, 8_000  # letters
SUSPECT = 0.0004  # seconds for the short string: a square's smallest constant takes more, and it is not made long below
NOTEWORTHY = 0.004  # seconds for the long string: below it nothing can be measured
LETTERS = "aA1 \n\t.,-“\"'(/:<=>&;\u00e9"
LONGEST = 1.0  # seconds for any string; one that takes longer is a find however its time grows
Patterns = dict[tuple[str | bytes, int], str]
ANCHORED = frozenset({"match", "fullmatch"})
BOUNDED = {  # patterns that are slow on long strings, and what keeps the strings short
    "aftertalks.ingest.dates._INLINE": "the first 160 letters of a paragraph",
    "aftertalks.ingest.html_blocks._DUBIOUS": "the first 300 letters of a class attribute",
    "aftertalks.read.structure._patterns": "blocks of 600 letters at most, matched as a whole",
    "aftertalks.read.times.roles._OF": "the 60 letters before a time",
    "aftertalks.ingest.plain._BLANK": "only matched at a place; another pattern of its name is searched",
    "aftertalks.read.sentences._WORD_BEFORE": "the 24 letters before a full stop",
    "aftertalks.ingest.sniff._HTML_INSIDE": "the first 8,000 letters of an input",
    "aftertalks.ingest.sniff._TAG": "the first 65,536 letters of an input, one bounded tag at a time",
}


def collect() -> Patterns:
    """Return every pattern that the package's own code compiles or uses, with where."""
    found: Patterns = {}
    real = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> Any:
        made = real(pattern, flags)
        frame = sys._getframe(1)
        while frame and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back  # type: ignore[assignment]
        name = frame.f_globals.get("__name__", "")
        if name.startswith("aftertalks"):
            found.setdefault((made.pattern, made.flags), f"{name}:{frame.f_lineno}")
        return made

    re._compile = noting  # type: ignore[attr-defined]
    import aftertalks

    for module in pkgutil.walk_packages(aftertalks.__path__, "aftertalks."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from fuzz.targets import TARGETS
    from fuzz.targets import tried as try_target

    for path in (HERE.parent / "samples").iterdir():
        for name in ("any_input", "raw_reading"):
            try_target(TARGETS[name], path.read_bytes() if path.is_file() else b"")
    try_target(TARGETS["search"], b"truce")
    re._compile = real  # type: ignore[attr-defined]
    return found


def methods() -> dict[str, tuple[str, set[str]]]:
    """Return by file and line where a pattern is compiled its name, and what is called on it anywhere."""
    calls: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for path in sorted((HERE.parent / "src").rglob("*.py")):
        module = ".".join(path.relative_to(HERE.parent / "src").with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                calls.setdefault(node.value.id, set()).add(node.attr)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    places[f"{module}:{line}"] = f"{module}.{node.targets[0].id}"
            if isinstance(node, ast.FunctionDef):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    places.setdefault(f"{module}:{line}", f"{module}.{node.name}")
    return {place: (name, calls.get(name.rpartition(".")[2], set())) for place, name in places.items()}


def example(tree: Any) -> str:
    """Return a string that a parsed pattern takes, as far as is easily told."""
    made = ""
    for op, value in tree:
        if op is ops.LITERAL:
            made += chr(value)
        elif op is ops.NOT_LITERAL:
            made += "a" if value != ord("a") else "b"
        elif op is ops.ANY:
            made += "a"
        elif op is ops.IN:
            made += letter(value)
        elif op is ops.BRANCH:
            made += example(value[1][0])
        elif op is ops.SUBPATTERN:
            made += example(value[-1])
        elif op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
            made += example(value[2]) * max(value[0], 1)
        elif op is ops.ATOMIC_GROUP:
            made += example(value)
    return made


def letter(choice: Any) -> str:
    """Return a letter of a set."""
    if choice and choice[0][0] is ops.NEGATE:
        closed = re.compile("|".join(re.escape(chr(v)) for o, v in choice if o is ops.LITERAL) or "$^")
        return next((c for c in "a1 .\n\u00e9" if not closed.match(c)), "\u4e2d")
    for op, value in choice:
        if op is ops.LITERAL:
            return chr(value)
        if op is ops.RANGE:
            return chr(value[0])
        if op is ops.CATEGORY:
            return {ops.CATEGORY_SPACE: " ", ops.CATEGORY_DIGIT: "1"}.get(value, "a")
    return "a"


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what stands before each repeated piece of a pattern, and the piece."""
    for n, (op, value) in enumerate(tree):
        lead = before + example(tree[:n])
        if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
            if value[1] > 8:
                yield lead, example(value[2])
            yield from repeats(value[2], lead)
        elif op is ops.SUBPATTERN:
            yield from repeats(value[-1], lead)
        elif op is ops.ATOMIC_GROUP:
            yield from repeats(value, lead)
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from repeats(branch, lead)


def pumped(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, pieces to be repeated, and ends that may be hard for a pattern."""
    tree = parser.parse(pattern, flags & ~re.DEBUG)
    own = "".join(dict.fromkeys(c for c in pattern if not c.isalnum() and c not in "\\?*+|{}^$"))[:8]
    letters = dict.fromkeys(LETTERS + own)
    for piece in letters:
        yield "", piece, "\x01"
    for a, b in itertools.permutations(list(letters)[:7], 2):
        yield "", a + b, "\x01"
    for lead, piece in dict.fromkeys(repeats(tree)):
        for start in {lead, ""}:
            for end in ("", "\x01"):
                yield start, piece, end
    whole = example(tree)
    if whole:
        yield "", whole, "\x01"
        yield "", whole[:-1], "\x01"
        yield "", whole + " ", "\x01"


class TooSlowError(Exception):
    """A single search took longer than it may."""


def _stop(*_: object) -> None:
    raise TooSlowError


def took(pattern: re.Pattern[Any], text: Any, *, anchored: bool, times: int = 1) -> float:
    """Return the processor's seconds that finding everything in a text takes, or trying at its beginning.

    Args:
        times: how often it is done, for the clock of some machines only ticks every few milliseconds.
    """
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        for _ in range(times):
            if anchored:
                pattern.match(text)
                pattern.fullmatch(text)
            else:
                for _ in pattern.finditer(text):
                    pass
    except TooSlowError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return (time.process_time() - began) / times


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a pattern.

    Args:
        growth: by how much the time grows when the string grows fourfold, at worst; 0 if none took long enough to tell.
        seconds: what the longer string took.
        string: its beginning, what is repeated, and its end.
        strings: how many were tried.
        left: how many were not, for want of time.
    """

    growth: float = 0.0
    seconds: float = 0.0
    string: tuple[str, str, str] = ("", "", "")
    strings: int = 0
    left: int = 0


def hardest(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return a pattern's strings, each once: what its own repeated pieces make before what its letters make."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    strings = [s for s in dict.fromkeys(pumped(source, pattern.flags)) if s[1]]
    return sorted(strings, key=lambda s: len(s[1]) < 2 and not s[0])


def grown(pattern: re.Pattern[Any], string: tuple[str, str, str], *, anchored: bool) -> tuple[float, float]:
    """Return by how much the time grows when a string grows fourfold, and what the longer one takes; 0 if too little."""
    start, piece, end = string
    texts: list[Any] = [start + piece * (n // len(piece)) + end for n in (SHORT, LONG)]
    if isinstance(pattern.pattern, bytes):
        texts = [t.encode("latin-1", "replace") for t in texts]
    first = took(pattern, texts[0], anchored=anchored)
    if first > LONGEST:
        return math.inf, math.inf
    if first < SUSPECT:
        return 0.0, 0.0
    long = took(pattern, texts[1], anchored=anchored)
    if long < NOTEWORTHY:
        return 0.0, long
    times = max(1, min(50, int(0.05 / long)))
    # The least of several: what else the machine does makes a time longer, never shorter.
    short = min(took(pattern, texts[0], anchored=anchored, times=4 * times) for _ in "ab")
    long = min(took(pattern, texts[1], anchored=anchored, times=times) for _ in "ab")
    return (long / max(short, 1e-5), long) if long >= NOTEWORTHY else (0.0, long)


def tried(pattern: re.Pattern[Any], *, anchored: bool, seconds: float) -> Tried:
    """Try a pattern's strings for some seconds of the processor."""
    strings, ends = hardest(pattern), time.process_time() + seconds
    found = Tried()
    n = 0
    for n, string in enumerate(strings, 1):  # noqa: B007
        growth, long = grown(pattern, string, anchored=anchored)
        if growth > found.growth:
            found = Tried(growth, long, string)
        if time.process_time() > ends:
            break
    return replace(found, strings=n, left=len(strings) - n)


def main() -> int:
    """Check every pattern."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--growth", type=float, default=9.0, help="for a string four times as long (9)")
    options.add_argument("--seconds", type=float, default=60.0, help="for each pattern (60)")
    given = options.parse_args()
    signal.signal(signal.SIGPROF, _stop)
    patterns, named = collect(), methods()
    print(f"{len(patterns)} patterns", flush=True)
    made: list[tuple[str, Tried]] = []
    bounded = 0
    for (source, flags), where in patterns.items():
        name, used = named.get(where, (where, {"search"}))
        if name in BOUNDED:
            bounded += 1
            continue
        one = tried(re.compile(source, flags), anchored=bool(used) and used <= ANCHORED, seconds=given.seconds)
        made.append((name, one))
        if one.growth > given.growth:
            start, piece, end = one.string
            print(f"x{one.growth:.0f} {one.seconds:.3f}s {name}\n   {source[:150]!r}", flush=True)
            print(f"   {start[:40]!r} + {piece[:40]!r} * n + {end!r}", flush=True)
        if one.left:
            print(f"   {one.left} of {one.left + one.strings} strings left: {name}", flush=True)
        if len(made) % 25 == 0:
            print(f"   {len(made)} tried, {time.process_time():,.0f} s", flush=True)
    slow = sum(one.growth > given.growth for _, one in made)
    name, at_worst = max(made, key=lambda m: m[1].growth)
    print(f"{len(made)} patterns on {sum(o.strings for _, o in made):,} strings, {bounded} more whose strings are kept short")
    print(f"{sum(o.left for _, o in made):,} strings of {sum(o.left > 0 for _, o in made)} patterns left for want of time")
    print(f"worst growth at four times the length: x{at_worst.growth:.1f}, {name}; {slow} above x{given.growth:g}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
