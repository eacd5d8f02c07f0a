"""Who stands first among a statement's actors: whose position it is, or who acts."""

from __future__ import annotations

from typing import Any

from aftertalks.model import Form, Kind
from aftertalks.read.statements.fields import name_at
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.parties import side_of
from aftertalks.read.statements.predicates import predicate
from aftertalks.read.statements.split import Judged
from aftertalks.read.statements.voices import NARRATOR

_HELD = frozenset({"support", "oppose", "refuse", "want", "demand", "recognise"})
"""Rules of positions whose holder is the subject of the verb."""
_OTHERS = frozenset({"they", "he", "she", "it", "them"})


def first_actors(found: Found, judged: Judged, speaker: str | None) -> tuple[str, ...]:
    """Name who stands first among a statement's actors.

    Args:
        found: the document's mentions.
        judged: the statement with its kind.
        speaker: who says it.

    Returns:
        The holder of a position, else who acts, if a name tells; empty where the words leave it open.
    """
    subject = predicate(judged.head).subject
    if judged.verdict.kind is Kind.POSITION and speaker not in (None, NARRATOR):
        if judged.verdict.rule == "aim-is" and _of_others_aim(judged.verdict.token):
            return ()
        other = _holder_told_of(found, judged, subject, str(speaker))
        if other is None and _is_of_others(judged, subject):
            return ()
        return (other,) if other is not None else tuple(str(speaker).split("; "))
    layer = predicate(judged.head).classes & {"opinion", "hope"}
    if subject is not None and subject.lower == "i" and not layer and speaker not in (None, NARRATOR):
        return (str(speaker),)
    mention = name_at(found, subject) if subject is not None else None
    plain = mention is not None and mention.actor.kind in {"person", "state"} and mention.form != "metonym"
    return (mention.actor.name,) if mention is not None and plain else ()


def _of_others_aim(noun: Any) -> bool:
    """Whether an aim is told of somebody else: "its tasks are to …"."""
    return any(c.dep == "poss" and c.lower not in {"our", "my"} for c in noun.children)


def _is_of_others(judged: Judged, subject: Any) -> bool:
    """Whether people whom no name tells hold what a speaker tells of: "the participants supported the idea"."""
    attribution, token = judged.clause.attribution, judged.verdict.token
    if attribution is None or subject is None or judged.verdict.rule not in _HELD:
        return False
    others = subject.lower in _OTHERS and attribution.form is Form.DIRECT
    passive = subject.dep == "nsubjpass"
    if not others and not passive and (subject.tag not in {"NN", "NNS"} or subject.dep != "nsubj"):
        return False
    told = attribution.cue is None or not attribution.cue.start <= token.start < attribution.cue.end
    inside = any(c.start <= subject.start < c.end for c in attribution.contents)
    return told and inside and token == judged.head


def _holder_told_of(found: Found, judged: Judged, subject: Any, speaker: str) -> str | None:
    """Who holds a position that somebody else tells of ("Trump does not want sanctions, Suslov said"), or whose
    side says "we"."""
    attribution = judged.clause.attribution
    if attribution is None or subject is None or judged.verdict.rule.startswith("cue-"):
        return None  # "Norway urged Turkey to halt": what is wanted is told by the cue, so its speaker wants it
    if subject.lower == "we" and len(attribution.voices) == 1 and attribution.form is not Form.INDIRECT:
        return side_of(found, attribution.voices[-1])
    token = judged.verdict.token
    cue = attribution.cue
    agent = next((g for c in judged.head.children if c.dep == "agent" for g in c.children), None)
    passive = subject.dep == "nsubjpass" and judged.verdict.rule in _HELD
    subject = agent if passive and agent is not None else subject
    mention = name_at(found, subject) if agent is not None or not passive else None
    told = cue is None or not cue.start <= token.start < cue.end
    if mention is None or not told or mention.actor.name == speaker or mention.form == "metonym":
        return None
    own = any(c.start <= subject.start < c.end for c in attribution.contents)
    return mention.actor.name if own and mention.actor.kind in {"person", "state", "government"} else None
