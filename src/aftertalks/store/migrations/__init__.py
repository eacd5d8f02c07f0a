"""Numbered steps of the schema; each module has ``upgrade(connection)`` and is applied once, in order."""
