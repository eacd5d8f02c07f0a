"""Watches what happened: event data, checks, verdicts, zones and their pictures."""
