"""Tables, migrations and search of the ledger; SQLite by default."""

from aftertalks.store.filtering import Query
from aftertalks.store.searching import Hit
from aftertalks.store.store import Store

__all__ = ["Hit", "Query", "Store"]
