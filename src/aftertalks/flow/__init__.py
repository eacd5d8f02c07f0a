"""The order of the stages: source → document → reading → ledger. The only package that knows it."""
