"""Writes what an installed Aftertalks is made of as a CycloneDX 1.5 list: ``python scripts/sbom.py > sbom.json``."""

from __future__ import annotations

import json
import sys

from aftertalks.flow.licences import Part, packages


def component(part: Part) -> dict[str, object]:
    """Return a package as CycloneDX has it; a licence that the package does not name is left out, with the reason."""
    name, version = part.name, part.version
    made: dict[str, object] = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
    }
    if part.licence is None:
        return made | {"properties": [{"name": "licence unknown", "value": part.reason}]}
    return made | {"licenses": [{"license": {"name": part.licence}}]}


def main() -> None:
    """Write the list, sorted, so that the same installation gives the same bytes."""
    own, *others = packages()
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(own) | {"type": "application"}},
        "components": [component(part) for part in others],
    }
    json.dump(made, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
