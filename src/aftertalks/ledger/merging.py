"""Whether two statements speak of one proposition, and why. Rather two entries than a wrong merge."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.ledger.barriers import CONTAINED, barrier, opposed
from aftertalks.ledger.occasions import one_occasion
from aftertalks.ledger.proposition import Proposition, compared_words, contained_words, runs_on, shared_words
from aftertalks.ledger.restating import restated
from aftertalks.ledger.wishes import is_will, same_holder
from aftertalks.ledger.words import fold, total_weight
from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model.account import Stance

MERGE_AT = 0.45  # score from which two statements are voices of one entry; this and the next two by the pairs of dev
LEAST_WORDS = 0.5  # weighted share of content words in common (Dice) without which nothing is merged
LEAST_SHARED = 1.9  # weight of the content words in common without which nothing is merged
SHORT_WORDS = 0.75  # share of content words in common, from which
SHORT_SHARED = 1.5  # this weight of them is enough: "the two gave a joint news conference"
FAR_DAYS = 31  # days between two documents, from which
FAR_SHARED = 2.9  # this weight of words must be common
WISH_WORDS = 0.36  # the same two for one side's will in two texts
WISH_SHARED = 2.9
HELD_WITHIN = 0.75  # weighted share of the shorter one's words that stand in the longer, from which, in two texts,
HELD_SHARED = 2.9  # with this weight of words, it is said there once more
_SAID_WITHIN = 0.7  # what a whole sentence within a longer one counts beside the same sentence
_WEIGHTS = {"words": 0.70, "parties": 0.15, "frame": 0.10, "setting": 0.05}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two propositions are.

    Args:
        score: 0..1; 0 if something forbids that they are one.
        reason: the shared features, or what forbids it.
    """

    score: float
    reason: str

    @property
    def merges(self) -> bool:
        """Whether it is enough to call them one proposition."""
        return self.score >= MERGE_AT


def likeness(a: Proposition, b: Proposition) -> Likeness:
    """Compare two propositions."""
    occasion = one_occasion(a, b)
    forbidden = barrier(a, b, wording=occasion is None)
    if occasion and not forbidden:
        return Likeness(1.0, f"merged because {occasion}")
    if forbidden:
        return Likeness(0.0, forbidden)
    ours, theirs = compared_words(a, b)
    shared = ours & theirs
    words = _words_alike(a, b)
    again = restated(a, b)
    if again:
        return Likeness(1.0, f"merged because {again}")
    if _wished_again(a, b, words):
        return Likeness(MERGE_AT, f"{_because(a, b, shared)}, and the same side wants it")
    same_setting = _equal(a.statement.where, b.statement.where) or _equal(a.window, b.window)
    if words < LEAST_WORDS or total_weight(shared) < _least_shared(a, b, words):
        return Likeness(0.0, f"too few words in common ({a.content.as_written(shared)})")
    either = a.parties | b.parties
    parts = {
        "words": words,
        "parties": len(a.parties & b.parties) / len(either) if either else 0.0,
        "frame": float(_equal(a.statement.instrument, b.statement.instrument)),
        "setting": float(same_setting),
    }
    # What neither tells can neither speak for nor against: only the parts that can be compared are weighed.
    told = {"words"} | {name for name, known in _told(a, b).items() if known}
    score = sum(_WEIGHTS[n] * parts[n] for n in told) / sum(_WEIGHTS[n] for n in told)
    return Likeness(round(score, 3), _because(a, b, shared))


def _far(a: Proposition, b: Proposition) -> bool:
    """Whether two texts are so far apart that a few words in common may speak of another matter."""
    if a.statement.document == b.statement.document or a.published is None or b.published is None:
        return False
    if a.window and b.window:
        return False  # the same days are told
    return abs((a.published - b.published).days) > FAR_DAYS


def _least_shared(a: Proposition, b: Proposition, words: float) -> float:
    """The weight of common words that is asked for: more of texts far apart, less of nearly the same words."""
    if _far(a, b):
        return LEAST_SHARED if words >= SHORT_WORDS else FAR_SHARED
    return SHORT_SHARED if words >= SHORT_WORDS else LEAST_SHARED


def _wished_again(a: Proposition, b: Proposition, words: float) -> bool:
    """Whether two texts state one side's will about one thing, in fewer common words than others need."""
    ours, theirs = compared_words(a, b)
    enough = words >= WISH_WORDS and total_weight(ours & theirs) >= WISH_SHARED
    held = is_will(a) and is_will(b) and same_holder(a, b) and not a.parties.isdisjoint(b.parties)
    return enough and words < LEAST_WORDS and held


def _words_alike(a: Proposition, b: Proposition) -> float:
    """The share of the words in common; a sentence that is said once more within a longer one counts nearly whole."""
    contained = contained_words(a, b)
    ours, theirs = compared_words(a, b)
    two_texts = a.statement.document != b.statement.document
    held = two_texts and contained >= HELD_WITHIN and total_weight(ours & theirs) >= HELD_SHARED
    within = held or (contained >= CONTAINED and runs_on(a, b))
    return max(shared_words(a, b), _SAID_WITHIN * contained if within else 0.0)


def _told(a: Proposition, b: Proposition) -> dict[str, bool]:
    x, y = a.statement, b.statement
    return {
        "parties": bool(a.parties or b.parties),
        "frame": bool(x.instrument and y.instrument),
        "setting": bool((x.where and y.where) or (a.window and b.window)),
    }


def _equal(a: object, b: object) -> bool:
    return a is not None and a == b


def _because(a: Proposition, b: Proposition, shared: frozenset[str]) -> str:
    x, y = a.statement, b.statement
    if fold(x.text) == fold(y.text):
        return "merged because the words are the same"
    grounds = [f"the words {a.content.as_written(shared)} are shared"]
    both = [name for i in x.actor_ids if i in b.parties and (name := actor_name(i, x.actors)) is not None]
    if both:
        grounds.append(f"both concern {' and '.join(dict.fromkeys(both))}")
    if _equal(x.instrument, y.instrument):
        grounds.append(f"both are about the instrument {x.instrument}")
    if _equal(x.where, y.where):
        grounds.append(f"both name {x.where}")
    if a.window and b.window:
        grounds.append("their times agree")
    return "merged because " + ", ".join(grounds)


def stance_of(new: Proposition, first: Proposition) -> Stance:
    """Say whether a voice agrees with an entry's first voice or contradicts it."""
    return Stance.CONTRADICTS if opposed(new, first) else Stance.AGREES
