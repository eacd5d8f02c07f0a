"""stub"""
from aftertalks.ingest.plain import read_plain as read_markdown

__all__ = ["read_markdown"]
