"""Ingestion: files, folders, addresses and streams become documents whose offsets lead back to the original."""

from aftertalks.ingest.source import open_source

__all__ = ["open_source"]
