"""What is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from aftertalks.model import DEFAULT_PIPELINE, AftertalksError, Document, Settings

LEAST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        cure: the exact command that mends it; empty if nothing is wrong.
    """

    name: str
    state: str
    cure: str = ""

    @property
    def fine(self) -> bool:
        """Whether nothing has to be done."""
        return not self.cure


def examine(*, settings: Settings, database: Path | str) -> Iterator[Finding]:
    """Look at Python, the packages, the language pipeline, the lexicon, SQLite and the ledger."""
    yield _python()
    yield Finding("aftertalks", _version("aftertalks") or "run from its source folder")
    yield from _packages()
    pipeline = _pipeline(settings.pipeline)
    yield pipeline
    yield _lexicon(settings)
    if pipeline.fine:
        yield _trial(settings)
    yield _sqlite()
    yield _ledger(database)


def _python() -> Finding:
    found = ".".join(str(n) for n in sys.version_info[:3])
    if sys.version_info[:2] < LEAST_PYTHON:
        return Finding("python", f"{found} is too old", "make demo PYTHON=python3.11")
    return Finding("python", found)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _packages() -> Iterator[Finding]:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        yield Finding("packaging", "missing", f"{sys.executable} -m pip install packaging")
        return
    for line in requires("aftertalks") or ():
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        found = _version(need.name)
        wanted = f'"{need.name}{need.specifier}"'
        if found is None:
            yield Finding(need.name, "missing", f"{sys.executable} -m pip install {wanted}")
        elif not need.specifier.contains(found, prereleases=True):
            state = f"{found}, but {need.specifier} is needed"
            yield Finding(need.name, state, f"{sys.executable} -m pip install {wanted}")
        else:
            yield Finding(need.name, found)


def _pipeline(name: str) -> Finding:
    if importlib.util.find_spec(name) is None and not Path(name).is_dir():
        return Finding("language pipeline", f"{name} is missing", f"{sys.executable} -m pip install {name}")
    try:
        import spacy

        from aftertalks.read.pipeline_files import check

        check(name)
        made = spacy.load(name, exclude=["ner", "lemmatizer", "attribute_ruler"])
    except Exception as error:
        state = f"{name} does not load ({type(error).__name__}: {error})"
        return Finding("language pipeline", state, f"{sys.executable} -m pip install --force-reinstall {name}")
    missing = {"tagger", "parser"} - set(made.pipe_names)
    if missing:
        state = f"{name} has no {' and no '.join(sorted(missing))}"
        return Finding("language pipeline", state, f"aftertalks doctor --pipeline {DEFAULT_PIPELINE}")
    return Finding("language pipeline", f"{name} {made.meta.get('version', '')} with tagger and parser")


def _lexicon(settings: Settings) -> Finding:
    from aftertalks.lexicon.loader import DATA, load

    names = sorted(path.stem for path in DATA.glob("*.yaml"))
    reinstall = f"{sys.executable} -m pip install --force-reinstall --no-deps aftertalks"
    try:
        records = sum(len(load(name, settings.lexicons)) for name in names)
    except AftertalksError as error:
        return Finding("lexicon", str(error), reinstall)
    if not records:
        return Finding("lexicon", "no files", reinstall)
    return Finding("lexicon", f"{records:,} records in {len(names)} files")


def _trial(settings: Settings) -> Finding:
    """Read one sentence: what the parts say of themselves is not yet that they work together."""
    from aftertalks.flow.reading import new_reader

    text = "Russia and Jordan agreed on Friday to open the crossing."
    reinstall = f"{sys.executable} -m pip install --force-reinstall --no-deps aftertalks"
    try:
        reading = new_reader(settings).read(Document(text, published=date(2017, 7, 8)))
    except Exception as error:
        return Finding("trial reading", f"fails ({type(error).__name__}: {error})", reinstall)
    return Finding("trial reading", f"{len(reading.statements)} statement in a sentence")


def _sqlite() -> Finding:
    with sqlite3.connect(":memory:") as memory:
        options = {row[0] for row in memory.execute("PRAGMA compile_options")}
    memory.close()
    if "ENABLE_FTS5" not in options:
        return Finding("sqlite", f"{sqlite3.sqlite_version} without full-text search", "use a Python with FTS5")
    return Finding("sqlite", f"{sqlite3.sqlite_version} with full-text search")


def _ledger(place: Path | str) -> Finding:
    from aftertalks.store import Store
    from aftertalks.store.homes import on_server

    name = "the ledger on its server" if on_server(place) else str(place)
    if not on_server(place) and not Path(place).exists():
        return Finding("ledger", f"{name}: none yet; `aftertalks add FILE` makes it")
    cure = (
        f"aftertalks ledger restore COPY --db {place}"
        if on_server(place)
        else (f"mv {place} {place}.broken && aftertalks add SOURCES --db {place}")
    )
    try:
        with Store(place, create=False) as store:
            name = store.name
            wrong = store.check()
            counts = store.counts()
    except AftertalksError as error:
        return Finding("ledger", str(error), cure)
    if wrong:
        return Finding("ledger", f"{name}: {wrong[0]}", f"aftertalks ledger restore COPY --db NEW, or {cure}")
    held = ", ".join(f"{n:,} {name}{'' if n == 1 else 's'}".replace("entrys", "entries") for name, n in counts.items())
    return Finding("ledger", f"{name}: {held}; sound")
