"""What a clause's main predicate is: its verb, auxiliaries, negation, subject and complements, read off the parse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aftertalks.lexicon import load, verb_forms
from aftertalks.read.nodes import noted

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_MODALS = {
    "'ll": "will", "’ll": "will", "wo": "will", "'d": "would", "’d": "would", "ca": "can", "sha": "shall",
    "will": "will", "would": "would", "shall": "shall", "should": "should", "must": "must", "may": "may",
    "might": "might", "could": "could", "can": "can", "ought": "ought",
}  # fmt: skip
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'m", "’m", "'re", "’re"})
_BECOMING = frozenset({"become", "becomes", "became"})
_REMAINING = frozenset(verb_forms("remain")) | frozenset(verb_forms("stand"))
_STANCE_CLASSES = frozenset({"ready", "glad", "sorry"})
_HAVE = frozenset(verb_forms("have")) | {"'ve", "’ve"}
_CLAUSAL_NOUNS = frozenset(
    "signal signals message messages hint hints assurance assurances hope hopes view belief impression".split()
)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "nothing", "none", "hardly"})


@lru_cache(maxsize=1)
def verb_classes() -> dict[str, frozenset[str]]:
    """Map a verb form (with its particle, if any) to the classes of ``kinds.yaml`` that hold it."""
    found: dict[str, set[str]] = {}
    for record in load("kinds"):
        for verb in record.get("verbs", ()):
            for form in verb_forms(verb):
                found.setdefault(form, set()).add(record["class"])
    return {form: frozenset(classes) for form, classes in found.items()}


@lru_cache(maxsize=1)
def word_classes() -> dict[str, frozenset[str]]:
    """Map an adjective, noun or phrase to its classes."""
    found: dict[str, set[str]] = {}
    for record in load("kinds"):
        for field in ("adjectives", "nouns"):
            for word in record.get(field, ()):
                found.setdefault(word, set()).add(record["class"])
    return {word: frozenset(classes) for word, classes in found.items()}


@lru_cache(maxsize=1)
def class_records() -> dict[str, dict[str, Any]]:
    """Return the record of each class."""
    return {record["class"]: record for record in load("kinds")}


@dataclass(frozen=True, slots=True)
class Predicate:
    """One clause's predicate.

    Args:
        head: the token that heads the clause.
        verb: the lexical verb in lower case, with its particle or preposition if the lexicon knows the pair.
        classes: the verb's classes, or its complement's where the verb is *be*.
        modal: base form of the modal, ``going to``, ``have to``, ``need to``, ``be to``; null without one.
        modal_token: that modal's token.
        negated: whether the predicate itself is negated.
        subject: the subject's head token; of an infinitive, its controller's.
        complement: adjective or noun after *be*, *become*, *seem*.
        past: whether it is told as past or perfect.
        passive: whether it is passive.
    """

    head: Any
    verb: str
    classes: frozenset[str]
    modal: str | None
    modal_token: Any
    negated: bool
    subject: Any
    complement: Any
    past: bool
    passive: bool


def is_verb(token: Any) -> bool:
    """Say whether a token is tagged as a verb or modal."""
    return token.tag[:2] in {"VB", "MD"}


def _classes_of_verb(head: Any, children: list[Any]) -> tuple[str, frozenset[str]]:
    """Look the verb up with its particle or preposition first."""
    known = verb_classes()
    word = head.lower
    if f"{word} to" in known and any(c.dep == "xcomp" and c.i > head.i for c in children):
        return f"{word} to", known[f"{word} to"]
    for child in children:
        if child.dep in {"prt", "prep", "advmod", "dative"}:
            if word in _BE and any(
                g.dep == "pobj" and any(n.dep == "nummod" for n in g.children) for g in child.children
            ):
                continue  # "has been for two weeks" tells how long
            pair = f"{word} {child.lower}"
            if pair in known:
                return pair, known[pair]
            longer = next((f"{pair} {g.lower}" for g in child.children if f"{pair} {g.lower}" in known), None)
            if longer:
                return longer, known[longer]
    return word, known.get(word, frozenset())


_HELPING = SUBJECTS | {"aux", "auxpass"}
_NO_DUTY = frozenset("do say admit confess note tell add acknowledge concede".split())
"""Verbs after which "have to" obliges nobody: "I have to say that …", "it has to do with …"."""


def _modal(head: Any, children: list[Any]) -> tuple[str | None, Any]:
    for child in children:
        if child.dep in {"aux", "auxpass"} and child.lower in _MODALS and child.tag == "MD" and child.i < head.i:
            return _MODALS[child.lower], child
    if head.lower == "going" and any(c.dep == "xcomp" for c in children):
        return "going to", head
    infinitive = next((c for c in children if c.dep == "xcomp" and any(g.lower == "to" for g in c.lefts)), None)
    if infinitive is not None:
        if head.lower in _HAVE and (infinitive.lower in _NO_DUTY or _not_yet(head, children)):
            return None, None
        if head.lower in _HAVE and head.tag != "VBD":
            return "have to", head
        if head.lower in {"need", "needs"}:
            return "need to", head
        if head.lower in _BE and not any(c.dep in {"attr", "acomp"} for c in children):
            return "be to", head
    twin = head.dep == "conj" and head.tag == head.head.tag == "VBN"
    if twin and not any(c.dep in _HELPING for c in children):
        # "must be extended and made permanent": the second participle too.
        return _modal(head.head, list(head.head.children)) if head.head != head else (None, None)
    if head.dep == "conj" and head.tag == "VB" and not any(c.dep in {"aux", "auxpass"} for c in children):
        # "will suspend the tariff and open …": the second verb stands under the first one's modal.
        return _modal(head.head, list(head.head.children)) if head.head != head else (None, None)
    below_be = head.dep == "xcomp" and head.head.lower in _BE
    if head.tag == "VB" and below_be and any(c.lower == "to" for c in children):
        return "be to", head.head
    return None, None


def _not_yet(head: Any, children: list[Any]) -> bool:
    """Say whether something has not been done: "has yet to respond"."""
    return head.lower in _HAVE and any(c.lower == "yet" for c in children)


def _under_one_negation(head: Any, children: list[Any]) -> bool:
    """Say whether "or" puts a verb under its elder's "not": "may not debate or vote"."""
    elder = head.head
    plain = not any(c.dep in {"aux", "auxpass", "neg"} or c.dep in SUBJECTS for c in children)
    either = any(c.lower == "or" for c in elder.children if elder.i < c.i < head.i)
    return plain and either and any(c.dep == "neg" for c in elder.children)


def _negated(head: Any, children: list[Any], subject: Any, complement: Any) -> bool:
    if _not_yet(head, children) and any(c.dep == "xcomp" for c in children):
        return True
    if head.dep == "conj" and head.tag == "VB" and _under_one_negation(head, children):
        return True
    if any(c.dep == "neg" or (c.lower in _NEGATIONS and c.dep in {"neg", "advmod", "preconj"}) for c in children):
        return True
    for noun in (subject, complement):
        if noun is not None and (
            noun.lower in {"nothing", "nobody", "none"}
            or any(c.lower in {"no", "neither"} and c.dep in {"det", "neg"} for c in noun.lefts)
            or (noun is subject and noun.left.lower in {"no", "not"})
        ):
            return True
    return any(c.dep in {"dobj", "attr"} and any(g.lower == "no" and g.dep == "det" for g in c.lefts) for c in children)


@noted
def find_subject(head: Any) -> Any:
    """Return the subject of a clause's head; a conjunct or infinitive without one takes its governor's."""
    token = head
    for _ in range(6):
        own = next((c for c in token.children if c.dep in SUBJECTS), None)
        if own is not None:
            return own
        if token.dep in {"conj", "xcomp", "advcl", "aux", "auxpass"} and token.head != token:
            if token.dep == "xcomp":
                # "urged X to leave": the object is the one who leaves.
                controlled = next((c for c in token.head.children if c.dep == "dobj" and c.i < token.i), None)
                if controlled is not None:
                    return controlled
            token = token.head
            continue
        return None
    return None


@noted
def predicate(head: Any) -> Predicate:
    """Read the predicate of the clause that ``head`` heads."""
    children = list(head.children)
    verb, classes = _classes_of_verb(head, children)
    complement = next((c for c in children if c.dep in {"acomp", "attr", "oprd"} and c.i > head.i), None)
    modal, modal_token = _modal(head, children)
    subject = find_subject(head)
    if complement is not None and (head.lower in _BE or verb in _BECOMING):
        classes = word_classes().get(complement.lower, frozenset())
    elif complement is not None and verb in _REMAINING:
        # "remain committed to" takes a stance, "remain strong" does not.
        classes |= word_classes().get(complement.lower, frozenset()) & _STANCE_CLASSES
    if complement is None and head.tag == "VBN" and any(is_be(c) for c in children if c.dep == "auxpass"):
        # "is committed to", "are dismayed that": tagged as a passive, used as an adjective.
        perfect = any(c.lower in _HAVE or c.lower == "been" for c in children if c.dep in {"aux", "auxpass"})
        adjective = frozenset() if perfect else word_classes().get(head.lower, frozenset())
        complement, classes = (head, classes | adjective) if adjective else (None, classes)
    auxiliaries = {c.lower for c in children if c.dep in {"aux", "auxpass"}}
    passive = any(c.dep in {"auxpass", "nsubjpass"} for c in children)
    past = head.tag == "VBD" or bool(auxiliaries & (_HAVE | {"was", "were", "did", "had"}))
    return Predicate(
        head, verb, classes, modal, modal_token, _negated(head, children, subject, complement), subject, complement,
        past and modal is None, passive,
    )  # fmt: skip


@noted
def clause_complement(head: Any) -> Any:
    """Return the head of the clause that is this predicate's content ("think [that] …"), if there is one."""
    own = next((c for c in head.children if c.dep == "ccomp" and is_or_has_verb(c)), None)
    if own is not None:
        return own
    for noun in (c for c in head.children if c.dep == "dobj" and c.lower in _CLAUSAL_NOUNS):
        for clause in noun.children:
            if clause.dep in {"acl", "ccomp", "relcl"} and any(g.lower == "that" for g in clause.lefts):
                return clause
    return None


@noted
def infinitive(head: Any) -> Any:
    """Return the head of the predicate's open complement ("want [to leave]"), if there is one."""
    return next((c for c in head.children if c.dep == "xcomp" and is_or_has_verb(c)), None)


def is_be(token: Any) -> bool:
    """Say whether a token is a form of *be*."""
    return token.lower in _BE


@noted
def is_or_has_verb(token: Any) -> bool:
    """Say whether a token is a verb or is held up by a copula or auxiliary."""
    return is_verb(token) or any(c.dep in {"cop", "aux", "auxpass"} for c in token.children)
