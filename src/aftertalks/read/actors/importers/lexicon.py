"""Imported actors as a lexicon file that ``ActorFinder(folders=...)`` reads."""

from __future__ import annotations

from pathlib import Path

import yaml

from aftertalks.read.actors.importers.records import CodeSpell, Import

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _cased(name: str) -> str:
    """Return a name in capitals as names are printed; short ones may be short forms and stay ("UN")."""
    if not name.isupper():
        return name
    return " ".join(w if len(w) < 4 and " " not in name else w.title() for w in name.split())


def _period(spell: CodeSpell) -> str:
    if spell.first is None and spell.last is None:
        return spell.code
    return f"{spell.code} {spell.first or ''}/{spell.last or ''}"


def write_lexicon(imports: list[Import], folder: Path) -> Path:
    """Write imported actors as ``actors.yaml`` into a folder for ``ActorFinder(folders=(folder,))``.

    Args:
        imports: what was read; records of one name are joined.
        folder: the user's lexicon folder; made if it does not exist.

    Returns:
        The file written.
    """
    records: dict[str, dict[str, object]] = {}
    for found in imports:
        for actor in found.actors:
            name = _cased(actor.name)
            record = records.setdefault(name, {"name": name, "also": [], "codes": [], "source": found.source})
            further = {"also": [_cased(a) for a in actor.also], "codes": [_period(c) for c in actor.codes]}
            for key, values in further.items():
                kept = record[key]
                assert isinstance(kept, list)
                kept.extend(v for v in values if v not in kept)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "actors.yaml"
    path.write_text(
        yaml.dump(list(records.values()), Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return path
