"""Looks for regular expressions that get slow: every pattern of the package against pumped strings.

``python fuzz/patterns.py`` collects each pattern that the package compiles (on import, and while it reads the samples),
searches long strings of its own letters and pieces, and tells those whose time grows faster than the string. A time that doubles with the length is fine; one that quadruples means that 20 MB of such letters would
take hours. Exit 1 if any pattern is worse than ``--growth``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import itertools
import pkgutil
import re
import re._constants as ops  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]
SHORT, LONG = 2_000, 8_000  # letters
NOTEWORTHY = 0.004  # seconds for the long string: below it nothing can be measured
LETTERS = "aA1 \n\t.,-“\"'(/:<=>&;\u00e9"
Patterns = dict[tuple[str | bytes, int], str]
ANCHORED = frozenset({"match", "fullmatch"})
BOUNDED = {  # patterns that are slow on long strings, and what keeps the strings short
    "aftertalks.ingest.dates._INLINE": "the first 160 letters of a paragraph",
    "aftertalks.ingest.html_blocks._DUBIOUS": "the first 300 letters of a class attribute",
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
    from fuzz.targets import TARGETS, tried

    for path in (HERE.parent / "samples").iterdir():
        for name in ("any_input", "raw_reading"):
            tried(TARGETS[name], path.read_bytes() if path.is_file() else b"")
    tried(TARGETS["search"], b"truce")
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


def took(pattern: re.Pattern[Any], text: Any, *, anchored: bool) -> float:
    """Return the processor's seconds that finding everything in a text takes, or trying at its beginning."""
    began = time.process_time()
    if anchored:
        pattern.match(text)
        pattern.fullmatch(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - began


def worst(pattern: re.Pattern[Any], *, anchored: bool) -> tuple[float, float, tuple[str, str, str]]:
    """Return by how much the time grows when the string grows fourfold, the seconds, and the string."""
    found = (0.0, 0.0, ("", "", ""))
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    for start, piece, end in pumped(source, pattern.flags):
        if not piece:
            continue
        made = [start + piece * (n // len(piece)) + end for n in (SHORT, LONG)]
        texts = made if isinstance(pattern.pattern, str) else [t.encode("latin-1", "replace") for t in made]
        long = took(pattern, texts[1], anchored=anchored)
        if long < NOTEWORTHY:
            continue
        growth = min(took(pattern, texts[1], anchored=anchored) / max(min(took(pattern, texts[0], anchored=anchored) for _ in "ab"), 1e-9) for _ in "ab")
        found = max(found, (growth, long, (start, piece, end)))
    return found


def main() -> int:
    """Check every pattern."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--growth", type=float, default=9.0, help="for a string four times as long (9)")
    given = options.parse_args()
    slow = []
    patterns, named = collect(), methods()
    for (source, flags), where in patterns.items():
        name, used = named.get(where, (where, {"search"}))
        if name in BOUNDED:
            continue
        anchored = bool(used) and used <= ANCHORED
        growth, seconds, (start, piece, end) = worst(re.compile(source, flags), anchored=anchored)
        if growth > given.growth:
            slow.append(where)
            print(f"x{growth:.0f} {seconds:.3f}s {name}\n   {source[:150]!r}", flush=True)
            print(f"   {start[:40]!r} + {piece[:40]!r} * n + {end!r}", flush=True)
    print(f"{len(patterns)} patterns, {len(slow)} grow faster than their strings")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
