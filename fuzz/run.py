"""Fuzzes every reader with inputs that coverage leads to new paths: ``python fuzz/run.py --seconds 600 [TARGET ...]``.

Needs Atheris (``pip install atheris``). Each target runs in a process of its own for its share of the seconds. A find
is written to ``fuzz/finds/TARGET-…``, told once for each place in the code, and the run goes on; an input that takes
longer than ``--slow`` seconds of processor time is one, too, and so is a process that dies, hangs or needs more than 3
GB. In the end
every target tells how many inputs it tried. Exit 1 if anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]
MOST_BYTES = {"reading": 40, "raw_reading": 200, "times": 200}  # longer ones only make them slow
ONE_THREAD = {"OMP_NUM_THREADS": "1", **os.environ}  # threads that wait for each other cost ten times what they gain
SEEDS = HERE.parent / "samples"
EXECUTED = re.compile(r"number_of_executed_units:\s*(\d+)")
RUNNING = re.compile(r"^#(\d+)", re.MULTILINE)


def seeds(folder: Path) -> None:
    """Fill a folder with inputs to begin from: the samples, and small ones of each form."""
    from fuzz.seeds import SMALL

    for path in SEEDS.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes()[:4000])
    for name, data in SMALL.items():
        (folder / name).write_bytes(data)


def place_of(error: BaseException) -> str:
    """Return what tells one find from another: the kind of error and the last line of ours that it went through."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "aftertalks" in f.filename]
    last = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__} at {last}"


def child(name: str, finds: Path, slow: float, flags: list[str]) -> None:
    """Fuzz one target in this process until libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["aftertalks", "fuzz"], enable_loader_override=False):
        from fuzz import targets
    target = targets.TARGETS[name]
    known: set[str] = set()

    def keep(place: str, data: bytes) -> None:
        if place not in known:
            known.add(place)
            path = finds / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
            path.write_bytes(data)
            sys.stderr.write(f"FIND {json.dumps([name, place, str(path)])}\n")

    def one(data: bytes) -> None:
        began = time.process_time()
        error = targets.tried(target, data)
        took = time.process_time() - began
        if error is not None:
            keep(place_of(error), data)
        if took > slow:
            keep(f"slow: about {round(took)} s", data)

    one(b"")  # loading a lexicon or the language pipeline is no slow input
    known.clear()
    atheris.Setup([sys.argv[0], *flags], one)
    atheris.Fuzz()


def fuzz(name: str, seconds: float, slow: float, finds: Path) -> tuple[int, list[list[str]]]:
    """Fuzz one target in processes of their own; return how many inputs were tried and what was found."""
    tried, found, ends = 0, {}, time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="aftertalks-corpus-") as corpus:
        seeds(Path(corpus))
        while (left := int(ends - time.monotonic())) > 2 or not tried:
            flags = [corpus, f"-max_total_time={max(left, 3)}", "-timeout=600", "-report_slow_units=600", "-rss_limit_mb=3000", "-print_final_stats=1",
                     f"-max_len={MOST_BYTES.get(name, 6000)}", f"-artifact_prefix={finds}/{name}-", "-verbosity=1"]  # fmt: skip
            command = [sys.executable, __file__, "--child", name, "--finds", str(finds), "--slow", str(slow)]
            done = subprocess.run([*command, "--", *flags], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=ONE_THREAD)
            said = done.stderr.decode("utf-8", "replace")
            for line in said.splitlines():
                if line.startswith("FIND "):
                    find = json.loads(line[5:])
                    found[find[1]] = find
            counts = EXECUTED.findall(said) or RUNNING.findall(said)
            tried += int(counts[-1]) if counts else 0
            if done.returncode:
                why = next((li for li in said.splitlines() if "ERROR: libFuzzer" in li), said[-2000:])
                found[why] = [name, why, str(finds)]
                if not counts:
                    break
    return tried, list(found.values())


def main() -> int:
    """Fuzz the targets that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("targets", nargs="*")
    options.add_argument("--seconds", type=float, default=600, help="for all targets together (600)")
    options.add_argument("--slow", type=float, default=5, help="seconds from which an input is a find (5)")
    options.add_argument("--finds", type=Path, default=HERE / "finds")
    options.add_argument("--child")
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    given = options.parse_args(sys.argv[1:split])
    given.finds.mkdir(parents=True, exist_ok=True)
    if given.child:
        child(given.child, given.finds, given.slow, sys.argv[split + 1 :])
        return 0
    from fuzz.targets import TARGETS

    names = given.targets or list(TARGETS)
    strange = sorted(set(names) - set(TARGETS))
    if strange:
        options.error(f"no target {strange[0]!r}; there are {', '.join(TARGETS)}")
    total, finds = 0, []
    for name in names:
        tried, found = fuzz(name, given.seconds / len(names), given.slow, given.finds)
        print(f"{name:<14} {tried:>10,} inputs  {len(found):>3} finds", flush=True)
        for _, place, path in found:
            print(f"   {place}\n   {os.path.relpath(path)}", flush=True)
        total += tried
        finds += found
    print(f"{'all':<14} {total:>10,} inputs  {len(finds):>3} finds")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
