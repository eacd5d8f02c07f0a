"""The ledger for assistants that speak the Model Context Protocol: read, search, next, show and check."""
