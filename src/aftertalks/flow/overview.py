"""Every entry and voice as columns of numbers, so that what names whom on what is counted over all of them at once.

The columns are read once and afterwards only what has changed; what is found are places in the columns, and only the
entries that are shown are loaded.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aftertalks.flow import coded
from aftertalks.flow.coded import UNDATED, Codes, Ints
from aftertalks.ledger.status import OPEN
from aftertalks.model import Book
from aftertalks.store import columns
from aftertalks.store.state import name

if TYPE_CHECKING:
    from aftertalks.store import Store

Mask = NDArray[np.bool_]


class Overview:
    """The columns as they were at one moment; never changed, so that several requests can share them.

    Args:
        entry: key, change, book, outcome, polarity, instrument, first and last day of the due window, first and last
            day on which it is due or happened, of every entry, a row each.
        voice: number, entry, day, quad class, instrument and place of every voice.
        named: number of the statement and actor, for every actor that a statement names.
        words: the words that the columns' numbers stand for, by column.
    """

    def __init__(self, entry: Ints, voice: Ints, named: Ints, words: dict[str, Codes]) -> None:
        at = np.lexsort((entry[0], entry[7]))  # soonest due first
        self._entry = entry[:, at]
        self.id, self.changed, self.book, self.outcome, self.polarity, self.instrument = self._entry[:6]
        self.first, self.last, self.begins, self.ends = self._entry[6:]
        self.words = words
        self._by_id = np.argsort(self.id)
        self._voice = voice[:, np.argsort(voice[0])]
        self.n, self._of, self.day, self.quad, self._own, self.place = self._voice
        self.of = self._places(self._of)
        self._named = named
        self.change = int(self.changed.max()) if self.id.size else 0

    def _places(self, ids: Ints) -> Ints:
        """Where the entries of some keys stand."""
        if not self.id.size:
            return np.zeros(0, dtype=np.int64)
        at = np.argsort(ids)  # what is sought in its order is found in one walk
        found = np.empty_like(at)
        found[at] = np.searchsorted(self.id[self._by_id], ids[at])
        return np.asarray(self._by_id[np.minimum(found, self.id.size - 1)], dtype=np.int64)

    def renewed(self, store: Store) -> Overview:
        """Return the columns as they are now."""
        with store.asking() as connection:
            entry = coded.entries(columns.entries(connection, after=self.change), self.words)
            gone = entry[0]
            kept = self._entry[:, ~np.isin(self.id, gone)]
            entry = np.concatenate((kept, entry), axis=1)
            if entry.shape[1] != columns.count(connection):
                return loaded(store)
            voice = coded.voices(columns.voices(connection, gone.tolist()), self.words)
            named = coded.named(columns.actors(connection, voice[0].tolist()), self.words)
            stays = self._voice[:, ~(np.isin(self._of, gone) | np.isin(self.n, voice[0]))]
            rest = self._named[:, np.isin(self._named[0], stays[0])]
        return Overview(
            entry, np.concatenate((stays, voice), axis=1), np.concatenate((rest, named), axis=1), self.words
        )

    @cached_property
    def instruments(self) -> tuple[Ints, Ints]:
        """Entry and instrument, for all that voices of an entry are about; one that names none is about the entry's."""
        own = np.where(self._own >= 0, self._own, self.instrument[self.of]) if self.id.size else self._own
        return self._unique(self.of[own >= 0], own[own >= 0])

    @cached_property
    def naming(self) -> tuple[Ints, Ints]:
        """Actor and voice, for every actor that a voice names, by actor."""
        if not self.n.size:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.n, self._named[0]), self.n.size - 1)
        there = self.n[at] == self._named[0]
        return self._unique(self._named[1][there], at[there])

    @cached_property
    def actors(self) -> tuple[Ints, Ints]:
        """Actor and entry, for every actor that an entry names, by actor."""
        who, voice = self.naming
        return self._unique(who, self.of[voice])

    @cached_property
    def waiting(self) -> Mask:
        """For every entry, whether its outcome is open and it is due some day, or was agreed without one."""
        outcomes = [self.words["outcome"].get(outcome.value) for outcome in OPEN]
        forward = (self.last != UNDATED) & ~self.has("book", Book.HAPPENED.value)
        return np.asarray(np.isin(self.outcome, outcomes) & (forward | self.has("book", Book.AGREED.value)))

    @cached_property
    def _place_ids(self) -> tuple[Codes, Ints]:
        """The ids of places, and the id's number for each number of a place as it was told."""
        ids = Codes()
        return ids, ids.of([told[0] for told in self.words["place"].words])

    def at_place(self, identity: str) -> Ints:
        """Return the places in the columns of entries of which a voice tells a place of the gazetteer, by its id."""
        ids, of = self._place_ids
        told = np.flatnonzero(of == ids.get(identity))
        return np.unique(self.of[np.isin(self.place, told)])

    def places_of(self, entries: Mask) -> dict[tuple[str, str], int]:
        """Return ids and names of the places that some entries tell, with how many do, most frequent first."""
        _, of = self._place_ids
        voices = np.flatnonzero(entries[self.of] & (self.place >= 0)) if self.n.size else self.of
        _, which = self._unique(self.of[voices], of[self.place[voices]])
        counts = np.bincount(which, minlength=1)
        names = {n: told[:2] for n, told in zip(of.tolist(), self.words["place"].words, strict=False)}
        order = sorted(np.flatnonzero(counts).tolist(), key=lambda n: (-int(counts[n]), names[n]))
        return {names[n]: int(counts[n]) for n in order}

    @cached_property
    def stands(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Actor, instrument, stand and number of entries; stands are 0 agreed, 1 wanted, 2 wanted not to be."""
        agreed, wanted = (self.has("book", word) for word in ("agreed", "wanted"))
        stand = np.where(agreed, 0, np.where(wanted, np.where(self.has("polarity", "negative"), 2, 1), -1))
        about, what = self.instruments
        who, entry = self.actors
        at = np.argsort(entry, kind="stable")
        first, last = (np.searchsorted(entry[at], about, side=side) for side in ("left", "right"))
        many = np.where(stand[about] >= 0, last - first, 0) if about.size else about
        starts = np.repeat(first - (np.cumsum(many) - many), many)
        actor = who[at[starts + np.arange(starts.size)]] if starts.size else starts
        keys = (actor << 24) | (np.repeat(what, many) << 4) | np.repeat(stand[about], many)
        found, counts = np.unique(keys, return_counts=True)
        return found >> 24, (found >> 4) & 0xFFFFF, found & 0xF, np.asarray(counts, dtype=np.int64)

    @staticmethod
    def _unique(one: Ints, other: Ints) -> tuple[Ints, Ints]:
        pairs = np.sort((one << 32) | other)
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]  # np.unique looks for equals before it sorts, which takes longer
        return pairs >> 32, pairs & 0xFFFFFFFF

    @staticmethod
    def _slice(pairs: tuple[Ints, Ints], of: int) -> Ints:
        first, last = np.searchsorted(pairs[0], [of, of + 1])
        return pairs[1][first:last]

    def entries_naming(self, actor: str) -> Ints:
        """Return the places of entries that name an actor, by id."""
        return self._slice(self.actors, self.words["actor"].get(actor))

    def voices_naming(self, *who: str) -> Ints:
        """Return the places of voices that name all of some actors, by id."""
        found = [self._slice(self.naming, self.words["actor"].get(actor)) for actor in who]
        both = found[0]
        for more in found[1:]:
            both = np.intersect1d(both, more, assume_unique=True)
        return both

    def entries_of(self, statements: Sequence[int]) -> Ints:
        """Return the places of entries of which some statements, by number, are voices."""
        return self.of[np.isin(self.n, np.array(statements, dtype=np.int64))]

    def about(self, instrument: str) -> Ints:
        """Return the places of entries that are about an instrument."""
        entry, what = self.instruments
        return np.asarray(entry[what == self.words["instrument"].get(instrument)], dtype=np.int64)

    def mask(self, places: Ints) -> Mask:
        """Return for every entry whether its place is among some."""
        made = np.zeros(self.id.size, dtype=np.bool_)
        made[places] = True
        return made

    def has(self, column: str, word: str) -> Mask:
        """Return for every entry whether a column (book, outcome, polarity) has a word."""
        return np.asarray(getattr(self, column) == self.words[column].get(word))

    def due_in(self, first: date, last: date) -> Mask:
        """Return for every entry whether its due window meets some days."""
        dated = self.last != UNDATED
        return np.asarray(dated & (self.first <= last.toordinal()) & (self.last >= first.toordinal()))

    def progress(self, day: date) -> Ints:
        """Return for every entry where it stands against its date: 0 undated, 1 not due, 2 due, 3 overdue."""
        at = day.toordinal()
        made = np.where(self.first > at, 1, np.where(self.last >= at, 2, 3))
        return np.where(self.last == UNDATED, 0, made)

    def counted(self, column: str, values: Ints) -> dict[str, int]:
        """Return how often each word of a column is among some numbers, most frequent first."""
        found = np.bincount(values[values >= 0])
        order = sorted(np.flatnonzero(found).tolist(), key=lambda n: -int(found[n]))
        return {str(self.words[column].words[n]): int(found[n]) for n in order}

    def names(self, places: Ints) -> list[str]:
        """Return the ids of entries."""
        return [name(n) for n in self.id[places].tolist()]


def loaded(store: Store) -> Overview:
    """Read every column."""
    words = {what: Codes() for what in ("book", "outcome", "polarity", "instrument", "quad", "place", "actor")}
    with store.asking() as connection:
        entry = coded.entries(columns.entries(connection, after=-1), words)
        voice = coded.voices(columns.voices(connection), words)
        return Overview(entry, voice, coded.all_named(columns.namings(connection), words), words)


class Held:
    """The overview of a ledger, read anew only where the ledger has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._stamp: tuple[object, ...] = ()
        self._held: Overview | None = None

    def now(self) -> Overview:
        """Return the overview of the ledger as it is now."""
        with self._lock:
            stamp = self._store.stamp()
            if self._held is None:
                self._held = loaded(self._store)
            elif stamp != self._stamp:
                self._held = self._held.renewed(self._store)
            self._stamp = stamp
            return self._held
