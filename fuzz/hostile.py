"""Runs the real ``aftertalks read`` on texts that were made to break it, one after another.

    python fuzz/hostile.py                        # every input whole; make hostile
    python fuzz/hostile.py --scale 0.05 NAME ...  # some, smaller
    python fuzz/hostile.py --add NAME ...         # also the whole way into a ledger, and what is asked of it

Each input is made anew, read by a process of its own that may have no more than ``--memory`` GB and ``--seconds`` of
the processor, and told in one line: bytes, the processor's seconds, megabytes at most, statements, how it ended. Each is
also read at a quarter of its size; growth is by how much the seconds (above those of an empty run) grew from there: 4 is
linear. A text of more words than are read is told and then made as large as is read. With ``--add`` each is also added
into a new ledger, which is then asked by ``next``, ``search``, ``brief`` and ``export``, a line for each. Exit 1 if a
process crashed, ran out of memory or time, took an error of more than one line, or grew by more than ``--growth``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORDS = "The minister said that the talks on Syria would go on and Russia expects a truce by Sunday "
SENTENCE = WORDS.strip() + ". "
MEASURABLE = 3.0  # seconds below which no growth is told
TOO_MANY = re.compile(r"holds ([\d,]+) words and marks \(the limit is ([\d,]+)\)")
ADD = ("add", "{text}", "--published", "2017-07-08", "--db", "{db}")
ASKED = (  # of the ledger that holds what was added
    ("next", "--as-of", "2017-07-08", "--undated", "--db", "{db}"),
    ("search", "truce", "--limit", "1000", "--db", "{db}"),
    ("brief", "--as-of", "2017-07-08", "--out", "{out}.html", "--db", "{db}"),
    ("export", "--out", "{out}.csv", "--db", "{db}"),
)
Make = Callable[[int], bytes]
INPUTS: dict[str, tuple[str, int, Make]] = {}  # name: ending, size when whole, what makes it


def hostile(ending: str, size: int) -> Callable[[Make], Make]:
    """Note what makes an input, under its name."""

    def note(make: Make) -> Make:
        INPUTS[make.__name__] = (ending, size, make)
        return make

    return note


def _filled(piece: str, letters: int) -> str:
    return (piece * (letters // len(piece) + 1))[:letters]


@hostile(".txt", 10_000_000)
def sentence_without_a_stop(n: int) -> bytes:
    """Words without a full stop."""
    return _filled(WORDS, n).encode()


@hostile(".txt", 10_000_000)
def one_word(n: int) -> bytes:
    """One word among English ones."""
    return (SENTENCE + "a" * n + " " + SENTENCE).encode()


@hostile(".txt", 10_000_000)
def only_punctuation(n: int) -> bytes:
    """Marks, and a sentence so that there is something to read."""
    return (SENTENCE * 3 + _filled(".,;:!?-()[]…—'\"", n)).encode()


@hostile(".txt", 10_000_000)
def one_block(n: int) -> bytes:
    """Plain sentences without a line break."""
    return _filled(SENTENCE, n).encode()


@hostile(".txt", 1_000_000)
def quotes_balanced(n: int) -> bytes:
    """So many quotation marks, each pair around words."""
    return ("“The truce holds,” said Ann Lee. " * (n // 2)).encode()


@hostile(".txt", 1_000_000)
def quotes_unbalanced(n: int) -> bytes:
    """So many that only open."""
    return (SENTENCE + "“truce " * n).encode()


@hostile(".txt", 1_000_000)
def quotes_nested(n: int) -> bytes:
    """Half of them open, then half of them close."""
    return (SENTENCE + "“" * (n // 2) + "the truce holds" + "”" * (n // 2) + " said Ann Lee. " + SENTENCE).encode()


@hostile(".txt", 1_000_000)
def quotes_of_every_kind(n: int) -> bytes:
    """Kinds that do not belong together."""
    return (SENTENCE + _filled("“\"‘'«„”’»‹› the truce that the minister said would hold ", 5 * n)).encode()


@hostile(".html", 1_000_000)
def html_deep(n: int) -> bytes:
    """Elements in elements."""
    return ("<html><body>" + "<div>" * n + f"<p>{SENTENCE * 20}</p>" + "</div>" * n).encode()


@hostile(".html", 1_000_000)
def html_unclosed(n: int) -> bytes:
    """Elements that never end."""
    return ("<html><body>" + f"<p>{SENTENCE * 20}</p>" + "<b><i>x" * (n // 2)).encode()


@hostile(".html", 1_000_000)
def html_attributes(n: int) -> bytes:
    """An element with so many attributes."""
    named = " ".join(f"a{k}='{k}'" for k in range(n))
    return f"<html><body><p {named}>{SENTENCE * 20}</p></body></html>".encode()


@hostile(".html", 10_000_000)
def html_open_tags(n: int) -> bytes:
    """Signs that begin tags and never end them."""
    return (f"<html><body><p>{SENTENCE * 20}</p>" + _filled("<<a <!-- <![CDATA[ &#x", n)).encode()


@hostile(".txt", 5_000_000)
def two_directions(n: int) -> bytes:
    """Bidirectional controls and letters without width inside every word."""
    return "".join(f"{c}\u202e\u200b" if c == "t" else f"{c}\u2066\u200d" if c == "a" else c
                   for c in _filled(SENTENCE, n // 2)).encode()  # fmt: skip


@hostile(".txt", 5_000_000)
def mixed_encodings(n: int) -> bytes:
    """UTF-8, Latin-1 and Windows' quotes in one file; with UTF-16 in it, it is taken for binary as zero bytes are."""
    parts = (SENTENCE.encode(), "Zoë said “so”. ".encode(), "Müller agreed. ".encode("latin-1"),
             "“The truce holds.” ".encode("cp1252"))  # fmt: skip
    whole = b"".join(parts)
    return whole * (n // len(whole))


@hostile(".txt", 2_000_000)
def dates_out_of_range(n: int) -> bytes:
    """Days that there are not."""
    dates = ("31 February 2017", "July 0, 2017", "the year 0", "1 January 99999", "-4 May -200", "July 10, 1" + "0" * 400,
             "32/13/2017", "2017-99-99", "10^400 days", "99999999999999999999 years ago", "29 February 2100", "May 1, 0000")  # fmt: skip
    return "".join(f"Russia said that the truce begins on {dates[k % len(dates)]}. " for k in range(n // 80)).encode()


@hostile(".txt", 1_000_000)
def lines_of_one_letter(n: int) -> bytes:
    """So many lines of one letter."""
    return (SENTENCE + "\n" + "a\n" * n).encode()


@hostile(".txt", 1_000_000)
def line_breaks(n: int) -> bytes:
    """So many line breaks between two sentences."""
    return (SENTENCE + "\n" * n + SENTENCE).encode()


@hostile(".txt", 5_000_000)
def zero_bytes(n: int) -> bytes:
    """Zero bytes between the words."""
    return _filled(SENTENCE.replace(" ", " \0"), n).encode()


@hostile(".jsonl", 1_000_000)
def half_letters(n: int) -> bytes:
    """Halves of letters, as JSON escapes allow them."""
    return b'{"text": "' + (SENTENCE + "\\ud800 \\udfff ").encode() * (n // 100) + b'", "title": "\\ud800"}\n'


@hostile(".jsonl", 10_000_000)
def json_string(n: int) -> bytes:
    """One string of ten megabytes."""
    return json.dumps({"text": _filled(SENTENCE, n), "date": "2017-07-08"}).encode()


@hostile(".json", 1_000_000)
def json_deep(n: int) -> bytes:
    """Lists in lists."""
    return b"[" * n + b"]" * n


@hostile(".jsonl", 1_000_000)
def jsonl_deep(n: int) -> bytes:
    """A field of objects in objects, then a line that can be read."""
    return (
        b'{"text": ' + b'{"a":' * n + b"1" + b"}" * n + b"}\n" + json.dumps({"text": SENTENCE * 3}).encode() + b"\n"
    )


@hostile(".csv", 100_000)
def csv_columns(n: int) -> bytes:
    """So many columns."""
    head = ",".join(["text", "title", *(f"c{k}" for k in range(n))])
    row = ",".join([f'"{SENTENCE}"', "T", *("x" for _ in range(n))])
    return "\n".join([head, row, row, row]).encode()


@hostile(".txt", 2_000_000)
def amounts(n: int) -> bytes:
    """Numbers that no machine word holds."""
    piece = f"Russia agreed to pay ${'9' * 5000} million within {'8' * 3000} days. "
    return _filled(piece, n).encode()


@hostile(".txt", 5_000_000)
def names(n: int) -> bytes:
    """People whom no lexicon knows, all of them different."""
    made = "".join(f"Minister Al{chr(97 + k % 26)}{chr(97 + k // 26 % 26)}{chr(97 + k // 676 % 26)} Be{chr(97 + k * 7 % 26)}r"
                   f" said that talks go on. He agreed. " for k in range(n // 60))  # fmt: skip
    return made.encode()


@hostile(".txt", 2_000_000)
def brackets(n: int) -> bytes:
    """Brackets that only open, and list marks."""
    return (SENTENCE + "(a [" * (n // 8) + SENTENCE + "\n- (1) " * (n // 14)).encode()


@dataclass(frozen=True, slots=True)
class Run:
    """What a process did.

    Args:
        size: bytes of its input.
        cpu: the processor's seconds.
        most: megabytes of memory at most.
        lines: that it printed, of ``read`` a statement each.
        outcome: how it ended; what is wrong begins with ``BAD``.
    """

    size: int
    cpu: float
    most: float
    lines: int
    outcome: str


def run(words: Sequence[str], path: Path, *, memory: float, seconds: int) -> Run:
    """Run the command with these words in a process of its own, with limits.

    Args:
        path: the input, whose place is left out of what is told.
    """

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (int(memory * 2**30), int(memory * 2**30)))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))

    command = [sys.executable, "-m", "aftertalks", *words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent / "src"), os.environ.get("PYTHONPATH", "")])}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, preexec_fn=limits, env=environment)  # noqa: PLW1509  one thread
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = sum(1 for _ in out)
        err.seek(0)
        said = err.read().decode("utf-8", "replace").strip().splitlines()
    cpu = used.ru_utime + used.ru_stime
    told = outcome(process.returncode, said, late=cpu >= seconds)
    return Run(path.stat().st_size, cpu, used.ru_maxrss / 1024, lines, told.replace(str(path), path.name))


def outcome(code: int, said: list[str], *, late: bool) -> str:
    """Say how a process ended."""
    first = said[0][:150] if said else ""
    if code < 0 or late:
        return f"BAD: {'out of time' if late else f'killed by signal {-code}'}: {first}"
    if "Traceback" in " ".join(said) or "internal error" in first or "MemoryError" in first or "memory" in first:
        return f"BAD: {said[-1][:150]}"
    return {0: "read", 1: "set aside"}.get(code, f"BAD: exit {code}") + (f": {first}" if first else "")


class Trial:
    """Inputs in a folder, tried with the limits that were given."""

    def __init__(self, folder: Path, given: argparse.Namespace) -> None:
        self._folder, self._given = folder, given
        path = folder / "empty.txt"
        path.write_text(SENTENCE)
        self.cold = self._run(("read", str(path), "--format", "jsonl"), path).cpu

    def _run(self, words: Sequence[str], path: Path) -> Run:
        return run(words, path, memory=self._given.memory, seconds=self._given.seconds)

    def lines(self, name: str) -> Iterator[tuple[str, bool]]:
        """Yield an input's lines, and whether something is wrong."""
        size = int(INPUTS[name][1] * self._given.scale)
        found = self._tried(name, size)
        yield self._told(name, found["read"])
        many = TOO_MANY.search(found["read"][-1].outcome)
        if many:
            held, most = (int(number.replace(",", "")) for number in many.groups())
            found = self._tried(name, int(size * 0.99 * most / held))
            yield self._told(f"{name}, most", found["read"])
        for step in list(found)[1:]:
            yield self._told(f"  {step}", found[step])

    def _tried(self, name: str, size: int) -> dict[str, list[Run]]:
        """Return what became of an input at a quarter and whole, by step."""
        ending, _, make = INPUTS[name]
        found: dict[str, list[Run]] = {}
        for part in (1.0,) if self._given.once else (0.25, 1.0):
            with tempfile.TemporaryDirectory(dir=self._folder) as place:
                path = Path(place, f"{name}{ending}")
                path.write_bytes(make(int(size * part)))
                read = self._run(("read", str(path), "--format", "jsonl"), path)
                found.setdefault("read", []).append(read)
                if not self._given.add or not read.outcome.startswith("read"):
                    continue
                named = {"text": str(path), "db": f"{place}/a.db", "out": f"{place}/out"}
                for step in (ADD, *ASKED):
                    done = self._run([word.format(**named) for word in step], path)
                    found.setdefault(step[0], []).append(done)
        return found

    def _told(self, name: str, found: list[Run]) -> tuple[str, bool]:
        small, big = found[0], found[-1]
        measured = big.cpu - self.cold > MEASURABLE and len(found) > 1
        growth = (big.cpu - self.cold) / max(small.cpu - self.cold, 0.05) if measured else 0.0
        bad = big.outcome.startswith("BAD") or small.outcome.startswith("BAD") or growth > self._given.growth
        return (
            f"{name:<26} {big.size:>11,} bytes {big.cpu:>7.1f} s {big.most:>6,.0f} MB {big.lines:>7,} lines"
            f"  {f'x{growth:.1f}' if growth else '-':<5} {big.outcome}"
        ), bad


def main() -> int:
    """Run the inputs that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME")
    options.add_argument("--scale", type=float, default=1.0, help="of each input's size (1)")
    options.add_argument("--memory", type=float, default=8, help="gigabytes that a process may have (8)")
    options.add_argument("--seconds", type=int, default=600, help="of the processor that it may take (600)")
    options.add_argument("--growth", type=float, default=8, help="at four times the size from which it is told (8)")
    options.add_argument("--add", action="store_true", help="also add each into a ledger, and ask that")
    options.add_argument("--once", action="store_true", help="only whole, without the quarter from which growth is told")
    given = options.parse_args()
    strange = sorted(set(given.names) - set(INPUTS))
    if strange:
        options.error(f"no input {strange[0]!r}; there are {', '.join(INPUTS)}")
    began, wrong = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="aftertalks-hostile-") as folder:
        trial = Trial(Path(folder), given)
        print(f"{'a sentence':<26} {len(SENTENCE):>11,} bytes {trial.cold:>7.1f} s", flush=True)
        for name in given.names or list(INPUTS):
            for line, bad in trial.lines(name):
                print(line, flush=True)
                wrong += bad
    print(f"{len(given.names or INPUTS)} inputs, {wrong} wrong, {time.monotonic() - began:,.0f} s in all")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
