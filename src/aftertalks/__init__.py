"""Aftertalks: a sourced ledger of what international talks agreed, and whether it happened."""
