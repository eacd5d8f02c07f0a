"""Whose words a clause's are: an attribution that counts, a stance taken in words, or the document's own voice."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from aftertalks.model import Attribution, Form, Kind, Trace, Voice
from aftertalks.read.events.codes import MATERIAL_CONFLICT
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.kinds import cue_classes
from aftertalks.read.statements.predicates import class_records, predicate, word_classes
from aftertalks.read.statements.split import Judged
from aftertalks.read.statements.utterers import can_utter

NARRATOR = "narrator"
_LONGEST_HOLDER = 120  # characters of a subject; of a longer one the head noun alone is resolved
_STANCES = frozenset({"stressed-the-need", "stance", "stance-against", "own-undertaking"})
_JOINT = re.compile(
    r"(?:[^:]{1,60}: )?(?:[\w.’'&/-]+ ){0,6}?(?:joint (?:\w+ ){0,2}(?:statement|communiqu[eé]|declaration)"
    r"|communiqu[eé]|memorandum|declaration|protocol|package of measures|agreement between)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:issue|sign|release|adopt|publish|reject|welcome|hail|back|slam|condemn|denounce|urge|say|seek|approve|endorse"
    r"|unveil|announce|agree|call|present|draft|demand|ratify)(?:s|d|es|ed|ing)?\b",
    re.IGNORECASE,
)
"""Verbs of a headline that tells of a statement rather than being its title."""
_WE = re.compile(r"[“\"]?(?:\w+ ){0,12}?We, (?:the )?[A-Z\w]")
_PARTIES = re.compile(
    r"\b(the (part(ies|icipants)|sides|leaders|presidents|ministers)"
    r"|(the )?(two|both) (sides|parties|countries|leaders)|they|we)\b",
    re.I,
)
_OCCASION = re.compile(
    r"(?:the |an? )?(?:[a-z]+ ){0,2}(?:exchange|talks|meeting|discussions?|conversation|summit|visit|negotiations"
    r"|session|consultations)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:my|our) (?:\w+ )?"
    r"(?:administration|government|delegation|country|team|side|countries|governments|nations|leaders)\b",
    re.IGNORECASE,
)
_UTTERING = frozenset(
    "use used using uses take took taken write wrote speak spoke issue issued issues release released post posted posts"
    " tweet tweeted telephone telephoned call called phone phoned address addressed go went publish published".split()
)
"""Verbs whose purpose may be uttered with them: "used the speech to condemn …"; a purpose of others is none."""
_UNNAMED = frozenset({"identified", "named", "quoted"})
_CALENDAR = frozenset("day days week weeks month months year years hours ago earlier".split())
_CONTENT_TAGS = frozenset({"NN", "VB", "PR", "JJ"})


class Said(NamedTuple):
    """Who says a statement: the name (null where the text does not tell), the chain, the form, and why."""

    name: str | None
    chain: tuple[Voice, ...]
    form: Form
    trace: Trace


def is_joint(found: Found) -> bool:
    """Say whether a document is itself the utterance of several parties."""
    sections, text = found.parsed.sections, found.parsed.document.text
    head = next((s for s in sections if s.role == "title"), None)
    title = found.parsed.document.title or (head.span.of(text) if head else "")
    body = next((s for s in sections if s.readable), None)
    names_parties = bool(_PARTIES.search(text, body.span.start if body else 0))
    if body is not None and _WE.match(text, body.span.start) and not any(s.role == "speaker" for s in sections):
        return True
    others = [a.cue for a in found.attributions if a.cue is not None and not _is_own_voice(a)]
    cues = [cue for cue in others if body is not None and body.span.contains(cue)]
    verbs = [t for cue in cues for t in found.parsed.tokens(cue) if t.tag == "VBD"]
    spoken = any(s.role == "speaker" for s in sections) or bool(verbs)
    match = _JOINT.match(title.strip())
    titled = match is not None and _REPORTED.search(match.group()) is None
    return titled and names_parties and not spoken


class Voices:
    """Tells whose the words of one document are.

    Args:
        found: everything the finders found in it.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self.joint = is_joint(found)

    def speaks(self, attribution: Attribution) -> bool:
        """Say whether an attribution reports words; else the narrator tells what its cue tells."""
        own = _is_own_voice(attribution) or (self.joint and _names_parties(attribution.voices[-1].text))
        thing = _is_thing(attribution.voices[-1])
        return not (own or thing or _is_deed(attribution) or self._is_blow(attribution) or self._is_unsaid(attribution))

    def cue_token(self, attribution: Attribution | None) -> Any:
        """Return the first token of an attribution's cue; None without one."""
        if attribution is None or attribution.cue is None:
            return None
        tokens = [t for t in self._found.parsed.tokens(attribution.cue) if not t.is_space]
        return tokens[0] if tokens else None

    def _is_blow(self, attribution: Attribution) -> bool:
        """Say whether a cue that may stand for words ("attacked the plan") is a blow here ("attacked the town")."""
        token = self.cue_token(attribution)
        if token is None or not attribution.rule.startswith("cue-object") or attribution.form is not Form.INDIRECT:
            return False
        event = self._found.event_of(token.i)
        return event is not None and event.frame.quad == MATERIAL_CONFLICT

    def _is_unsaid(self, attribution: Attribution) -> bool:
        """Say whether no words were uttered: a condition, a noun's description, talks that "show", an agreement."""
        token = self.cue_token(attribution)
        if token is None or attribution.form is not Form.INDIRECT:
            return False
        voice = attribution.voices[-1]
        if voice.rule == "kept as described" and _OCCASION.match(voice.text):
            return True
        if token.tag in {"NN", "NNS"}:
            if token.dep == "pobj" and "aim" in word_classes().get(token.lower, ()):
                return True  # "will meet next week with the aim to conclude the deal"
            return token.lower in class_records()["reach"]["objects"]
        if attribution.rule.startswith("cue-object") and self._only_time(attribution):
            return True
        if token.dep == "pcomp" and token.head.lower == "in":
            return True  # "the commitment made in supporting the pause"
        if token.lower.startswith("defend") and any(c.lower in {"against", "from"} for c in token.children):
            return True  # "they defend their freedom from aggression"
        if token.dep == "acl":  # "the plan announced by X", "initiatives to endorse the terms"
            return token.tag == "VBN" or (token.tag == "VB" and token.head.tag in {"NN", "NNS"})
        if token.tag == "VB" and token.dep == "advcl" and any(c.lower == "to" for c in token.lefts):
            return token.head.lower not in _UTTERING  # "worked with the agencies to encourage a settlement"
        if any(t.lower in _UNNAMED for c in attribution.contents for t in self._found.parsed.tokens(c)[:4]):
            return True  # "who asked not to be named"
        return token.dep != "ccomp" and any(c.dep == "mark" and c.lower in {"if", "unless"} for c in token.lefts)

    def _only_time(self, attribution: Attribution) -> bool:
        """Say whether the content only tells when: "… first announced seven days earlier"."""
        contents = attribution.contents
        words = [t for c in contents for t in self._found.parsed.tokens(c) if t.tag[:2] in _CONTENT_TAGS]
        times = [m.span for c in contents for m in self._found.times_in(c)]
        return all(t.lower in _CALENDAR or any(s.start <= t.start < s.end for s in times) for t in words)

    def said(self, judged: Judged) -> Said:
        """Name the speaker: the attribution's, the subject of a stance that is taken in words, or the narrator."""
        attribution = judged.clause.attribution
        if attribution is not None:
            voice = attribution.voices[-1]
            doubt = "" if attribution.certain else "; uncertain"
            trace = Trace("speaker", f"{attribution.rule}: {voice.rule}{doubt}", voice.span)
            return Said(_names(voice), _links(attribution.voices), attribution.form, trace)
        holder = self._holder(judged)
        if holder is not None:
            trace = Trace("speaker", f"stance: {holder.rule}", holder.span)
            return Said(_names(holder), (holder,), Form.INDIRECT, trace)
        return Said(NARRATOR, (), Form.NARRATION, Trace("speaker", "the document's own voice"))

    def _holder(self, judged: Judged) -> Voice | None:
        """Find who takes a narrated stance in words ("X denounced …"): the subject speaks."""
        p = predicate(judged.head)
        spoken = any(class_records()[c].get("speech") for c in p.classes if c in class_records())
        spoken = judged.verdict.kind is Kind.POSITION and spoken
        spoken = spoken or judged.verdict.rule in _STANCES
        if not spoken or p.subject is None or p.passive or p.modal or p.subject.lower in {"i", "we"}:
            return None
        subject = p.subject
        phrase = subject.phrase
        words = phrase.of(self._found.parsed.document.text)
        if _OURS.match(words) or (self.joint and _names_parties(words)):
            return None
        short = len(phrase) < _LONGEST_HOLDER
        holder = self._found.speaker_of(phrase if short else subject.span)
        return None if _is_thing(holder) else holder


def _names_parties(words: str) -> bool:
    """Say whether words mean the parties of a joint statement: "the parties", "both sides"."""
    return bool(_PARTIES.fullmatch(re.sub(r"^[Tt]he (?!two)", "the ", words)))


def _is_deed(attribution: Attribution) -> bool:
    """Say whether a cue tells a deed or a wish, not words: "agreed to …", "seeks to …"; the narrator tells it."""
    if attribution.cue_lemma is None or attribution.form is Form.DIRECT or attribution.rule == "cue-clause":
        return False
    classes = cue_classes(attribution.cue_lemma)
    spoken = any(class_records()[c].get("speech") for c in classes)
    return bool(classes & {"agree", "undertake", "want", "refuse", "recognise"}) and not spoken


def _is_own_voice(attribution: Attribution) -> bool:
    """Say whether the document's own "I" or "we" speaks: "I welcome the truce" in a statement is the narrator's."""
    voice = attribution.voices[-1]
    first = all(v.name is None and v.rule.startswith("first person") for v in attribution.voices)
    return first or (len(attribution.voices) == 1 and _OURS.match(voice.text) is not None)


def _is_thing(voice: Voice) -> bool:
    """Say whether a voice that no list resolves is a thing ("the current situation underscores …")."""
    return voice.rule.startswith("kept as described") and not can_utter(voice.name or voice.text)


def _names(voice: Voice) -> str | None:
    names = [n for n in (voice.name, *voice.also) if n]
    return "; ".join(dict.fromkeys(names)) or None


def _links(voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
    """A chain without the links in which a speaker reports himself ("he said that he thinks …")."""
    kept: list[Voice] = []
    for voice in voices:
        if kept and (voice.name or voice.text).lower() == (kept[-1].name or kept[-1].text).lower():
            kept.pop()
        kept.append(voice)
    return tuple(kept)
