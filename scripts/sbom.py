"""Writes what an installed Aftertalks is made of as a CycloneDX 1.5 list: ``python scripts/sbom.py > sbom.json``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement


def needed(name: str) -> Iterator[Distribution]:
    """Yield a package and everything that it needs here, each once."""
    waiting, seen = [name], set()
    while waiting:
        key = waiting.pop().lower().replace("_", "-")
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(key)
        except PackageNotFoundError:
            continue
        yield found
        for line in found.requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                waiting.append(need.name)


def licence(found: Distribution) -> str:
    """Return what a package says of its licence, in its own words."""
    said = found.metadata.get("License-Expression") or found.metadata.get("License") or ""
    classes = found.metadata.get_all("Classifier") or ()
    named = [c.rpartition(" :: ")[2] for c in classes if c.startswith("License")]
    return (said.strip().splitlines() or named or ["not stated"])[0][:100]


def component(found: Distribution) -> dict[str, object]:
    """Return a package as CycloneDX has it."""
    name, version = found.metadata["Name"], found.version
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
        "licenses": [{"license": {"name": licence(found)}}],
    }


def main() -> None:
    """Write the list, sorted, so that the same installation gives the same bytes."""
    parts = sorted((component(d) for d in needed("aftertalks")), key=lambda c: str(c["name"]).lower())
    own = [c for c in parts if c["name"] == "aftertalks"]
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own[0] | {"type": "application"} if own else {}},
        "components": [c for c in parts if c["name"] != "aftertalks"],
    }
    json.dump(made, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
