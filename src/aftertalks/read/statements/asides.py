"""Times that tell when something else is: "the agreements reached today", "ahead of the meeting in October"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aftertalks.lexicon import verb_forms
from aftertalks.model import TimeMention
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.predicates import is_verb

ASIDE = "time of another matter"
"""Rule of a time that hangs on something only mentioned, where the content has no time of its own."""

_OTHER_MATTER = frozenset("ahead before after following since despite pending light upon".split())
"""Prepositions and conjunctions after which another matter is named: "ahead of its replenishment in July"."""
_BRINGS_IN = frozenset({"prep", "advmod", "mark", "pcomp"})
_MODIFIERS = frozenset({"acl", "relcl"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_APART = _OTHER_MATTER - {"after", "following", "upon"}
"""Those after which a time cannot be the content's own as well."""
_PLANNED = frozenset(f for verb in "plan schedule expect slate set due intend".split() for f in verb_forms(verb))
"""Verbs of a modifier that tells what is to come: "the dialogue planned in October"."""
_COMING = frozenset({"VBZ", "VBP", "VBG"})
_BEGINNINGS = frozenset(f for verb in "begin start take enter come".split() for f in verb_forms(verb))
"""Verbs whose present tells what is to come: "the rules, which take effect on July 10"."""
_STEPS = 16


def is_aside(mention: TimeMention, found: Found, chain: set[int]) -> bool:
    """Say whether a time belongs to something that the content only mentions.

    It does if, on the way up to the content's predicate, stand a noun that possesses the time ("today's talks", unless
    they are still to come), a preposition that brings in another matter, or a modifier that does not look ahead.

    Args:
        mention: a time in the content.
        found: the document's mentions.
        chain: indices of the content's predicate, its auxiliaries and open complements.
    """
    published = found.parsed.document.published
    begun = published is not None and mention.first is not None and mention.first <= published
    path = list(_path(mention, found, chain))
    if any(t.dep == "poss" for t in path[:1]) and begun:
        return True
    for token in path:
        if token.dep in _MODIFIERS and is_verb(token):
            return not _looks_ahead(token)
        if token.lower in _OTHER_MATTER and token.dep in _BRINGS_IN:
            return True
    return _stands_apart(mention, found, chain)


def _stands_apart(mention: TimeMention, found: Found, chain: set[int]) -> bool:
    """Say whether the words just before a time bring in another matter, whatever the parse hangs the time on."""
    tokens = [t for t in found.parsed.tokens(mention.span) if not t.is_space]
    if not tokens or tokens[0].i == 0:
        return False
    before = found.parsed.nodes[tokens[0].i - 1]
    if before.dep == "prep" and before.i > 0:
        before = found.parsed.nodes[before.i - 1]
    return any(t.lower in _APART and t.dep in _BRINGS_IN for t in _up(before, chain))


def _up(token: Any, chain: set[int]) -> Iterator[Any]:
    """Yield a token and what stands above it, below the content's predicate."""
    for _ in range(_STEPS):
        if token.i in chain:
            return
        yield token
        if token.head == token:
            return
        token = token.head


def _path(mention: TimeMention, found: Found, chain: set[int]) -> Iterator[Any]:
    """Yield the tokens from a time's head up to the content's predicate, without the preposition of the time itself."""
    tokens = [t for t in found.parsed.tokens(mention.span) if not t.is_space]
    inside = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in inside), None)
    own = True
    for token in _up(root, chain) if root is not None else ():
        if token.dep != "prep" or token.i in inside or not own:
            yield token
        own = own and token.i in inside


def _looks_ahead(verb: Any) -> bool:
    """Say whether a modifier's verb tells what is to come."""
    if verb.lower in _PLANNED or (verb.lower in _BEGINNINGS and verb.tag in _COMING):
        return True
    if any(c.dep == "xcomp" for c in verb.children):
        return True
    auxiliaries = [c for c in verb.children if c.dep in _AUXILIARIES]
    return any(c.tag in {"MD", "TO"} for c in auxiliaries) or (verb.tag == "VBG" and not auxiliaries)
