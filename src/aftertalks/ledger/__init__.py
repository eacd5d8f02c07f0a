"""Identity, merging, progress and outcome of the ledger's entries. Pure: nothing is stored or printed here."""
