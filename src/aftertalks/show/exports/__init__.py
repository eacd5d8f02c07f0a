"""Exports: the ledger in the forms that other programs read."""
