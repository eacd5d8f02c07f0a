"""What an installed Aftertalks is made of, and on what terms: packages, the language pipeline, data files of others.

Callable: :func:`parts`, :func:`packages`. Nothing is guessed: a package's licence is what its own metadata say, a data
file's what ``origins.yaml`` records, and where neither says anything the licence is null with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources, util
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

OWN = "aftertalks"
LONGEST = 100  # letters of a name; what is longer is a licence's text
FOR_BUILDERS = ("bench", "dev", "exports", "fuzz")  # extras looked at last: what others ask for is told as theirs
_CLASS = "License :: "
_NO_NAMES = frozenset({"", "unknown", "none", "osi approved", "dual license", "license", "see license"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that Aftertalks is made of.

    Args:
        sort: ``package``, ``pipeline`` or ``data``.
        name: a package's name, or a file's place in the package.
        version: of a package or pipeline; null for a file.
        licence: in its own words; null if unknown.
        reason: why the licence is null; empty if it is not.
        said_in: where the licence stands.
        needed_by: ``aftertalks``, or the extra that asks for the package; empty for files.
        notes: where data come from and what was done to them.
    """

    sort: str
    name: str
    licence: str | None
    version: str | None = None
    reason: str = ""
    said_in: str = ""
    needed_by: str = ""
    notes: str = ""


def parts(*, pipeline: str) -> Iterator[Part]:
    """Yield Aftertalks itself, what it needs and is installed, the pipeline's data, and data files of others."""
    made = list(packages(extras=True))
    yield from made
    yield from _pipeline(pipeline)
    for record in origins():
        yield _data(record)
    own = made[0].licence
    yield Part(
        sort="data", name="every other file of the package", licence=own, said_in=made[0].said_in,
        reason=made[0].reason, notes="Aftertalks' own, written by hand",
    )  # fmt: skip


def packages(*, extras: bool = False) -> Iterator[Part]:
    """Yield Aftertalks and every installed package that it needs, itself first, then by name.

    Args:
        extras: also what is installed of the optional extras.
    """
    found: dict[str, Part] = {}
    _walk(OWN, "", OWN, found)
    own = found.get(OWN)
    if own is None:
        yield Part(sort="package", name=OWN, licence=None, reason="it is not installed, and what it needs is not known")
        return
    for extra in _extras() if extras else ():
        _walk(OWN, extra, f"[{extra}]", found)
    yield own
    yield from sorted((p for p in found.values() if p is not own), key=lambda p: p.name.lower())


def licence_of(found: Distribution) -> tuple[str | None, str]:
    """Return what a package's metadata say of its licence, and in which field; null with a reason if nothing.

    Read in this order: ``License-Expression``, the classifiers, the first line of ``License`` where it is a name.
    """
    data = found.metadata
    if _named(said := _field(found, "License-Expression")):
        return said, "License-Expression"
    classes = [c.removeprefix(_CLASS) for c in data.get_all("Classifier") or () if c.startswith(_CLASS)]
    if named := [last for c in classes if _named(last := c.rpartition(" :: ")[2])]:
        return "; ".join(named), "classifiers"
    given = _field(found, "License")
    first = given.partition("\n")[0].strip()
    if _named(first) and not first.lower().startswith("copyright"):
        return first, "License"
    files = ", ".join(data.get_all("License-File") or ())
    why = "its metadata hold a text instead of a name" if given and _named(first) else "its metadata name none"
    return None, why + (f"; see its {files}" if files else "")


def origins() -> list[dict[str, str | None]]:
    """Return the records of ``origins.yaml``: data files that are not Aftertalks' own."""
    import yaml

    text = (resources.files(OWN) / "origins.yaml").read_text(encoding="utf-8")
    held: list[dict[str, str | None]] = yaml.safe_load(text)
    return held


def _field(found: Distribution, name: str) -> str:
    return next(iter(found.metadata.get_all(name) or ()), "").strip()


def _named(said: str) -> bool:
    return said.strip().lower() not in _NO_NAMES and len(said.strip()) <= LONGEST


def _extras() -> list[str]:
    try:
        named = distribution(OWN).metadata.get_all("Provides-Extra") or []
    except PackageNotFoundError:
        return []
    return sorted(named, key=lambda n: (n in FOR_BUILDERS, n))


def _walk(name: str, extra: str, needed_by: str, found: dict[str, Part]) -> None:
    """Note a package and everything that it needs here, each once; an extra of it only looks at what that adds."""
    from packaging.requirements import Requirement

    waiting, seen = [(name, extra)], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        try:
            package = distribution(one[0])
        except PackageNotFoundError:
            continue
        key = _key(package.metadata["Name"])
        found.setdefault(key, _package(package, needed_by))
        for line in package.requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": one[1]}):
                waiting += [(_key(need.name), wanted) for wanted in ("", *sorted(need.extras))]


def _key(name: str) -> str:
    return name.lower().replace("_", "-")


def _package(found: Distribution, needed_by: str) -> Part:
    licence, where = licence_of(found)
    return Part(
        sort="package", name=found.metadata["Name"], version=found.version, licence=licence,
        reason="" if licence else where, said_in=where if licence else "", needed_by=needed_by,
    )  # fmt: skip


def _pipeline(name: str) -> Iterator[Part]:
    """Yield what a language pipeline's own description says of its terms and of what it was trained on."""
    found = None if Path(name).is_dir() else util.find_spec(name)
    folder = Path(found.origin).parent if found and found.origin else Path(name)
    try:
        meta: Mapping[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield Part(sort="pipeline", name=name, licence=None, reason="it is not installed, or has no meta.json")
        return
    sources = [s for s in meta.get("sources") or () if isinstance(s, dict)]
    notes = "; ".join(f"{s.get('name')} ({s.get('license') or 'terms not stated'})" for s in sources)
    said = str(meta.get("license") or "")
    yield Part(
        sort="pipeline", name=name, version=str(meta["version"]) if "version" in meta else None, licence=said or None,
        reason="" if said else "its meta.json names none", said_in="meta.json" if said else "",
        notes=f"trained on {notes}" if notes else "",
    )  # fmt: skip


def _data(record: Mapping[str, str | None]) -> Part:
    name = f"{record['file']}, {record['part']}" if record.get("part") else str(record["file"])
    told = [str(record["from"]), str(record.get("address") or "")]
    told += [str(record.get("notice") or ""), f"changed: {record['changed']}" if record.get("changed") else ""]
    licence = record["licence"]
    return Part(
        sort="data", name=name, licence=licence, reason=record.get("reason") or "",
        said_in="origins.yaml" if licence else "", notes="; ".join(t for t in told if t),
    )  # fmt: skip
