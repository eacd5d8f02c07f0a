"""Quotations without a cue of their own: signed ones, continued ones, and those whose speaker only goes on."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from aftertalks.model import Attribution, Form, Section, Span, Voice
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.contents import Marked, is_sentential
from aftertalks.read.quotes.ordering import in_order
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.tree import Tree

_SIGNED = re.compile(
    r"[\s\u00a0]*(?P<dash>[―—–]|--?)[\s\u00a0]*(?P<name>[A-Z][\w.’'-]*(?:[ ,]+[\w.’'()-]+){0,9})[\s\u00a0.]*(?=\n|$)"
)
_LABEL = re.compile(r"(?P<name>[A-Z][\w.’'-]*(?: [A-Z(][\w.’')-]*){0,7}):\s*")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GAP = 300
"""Most letters between an attribution phrase and the quotation that continues it in the same sentence."""


class Leftovers:
    """Gives quotations without a cue of their own to a speaker, if the text tells whom.

    Args:
        parsed: the parse.
        tree: the same, as lists.
        marked: the quoted stretches.
        resolver: names speakers.
    """

    def __init__(self, parsed: Parsed, tree: Tree, marked: Marked, resolver: SpeakerResolver) -> None:
        self._parsed, self._tree, self._marked, self._resolver = parsed, tree, marked, resolver

    def attach(self, found: list[Attribution]) -> list[Attribution]:
        """Return the attributions with continued quotations added to them or set behind them."""
        out = sorted(found, key=in_order)
        taken = sorted((c.start, c.end) for a in out for c in a.contents)
        starts = [s for s, _ in taken]
        for number, quoted in enumerate(self._marked.quoted):
            i = bisect_right(starts, quoted.span.end - 1) - 1
            if any(taken[k][1] > quoted.span.start for k in range(max(0, i - 2), i + 1)):
                continue
            section = self._parsed.section_at(quoted.span.start)
            if section is not None and section.role in {"body", "list"}:
                self._place(out, number, quoted.span, section)
        return sorted(out, key=in_order)

    def _place(self, out: list[Attribution], number: int, quoted: Span, section: Section) -> None:
        at = bisect_right(out, quoted.start, key=lambda a: a.clause.start)
        signed = self._signature(quoted)
        if signed is not None:
            out.insert(at, signed)
            return
        near = [k for k in range(at - 1, max(-1, at - 5), -1) if out[k].clause.end <= quoted.start
                and len(out[k].voices) == 1]  # fmt: skip
        led = self._tree.text[max(0, quoted.start - 4) : quoted.start].rstrip().endswith(":")
        going = None if led else next((k for k in near if self._continues(out[k], number, quoted, section)), None)
        if going is not None:
            last = out[going]
            out[going] = replace(
                last, contents=(*last.contents, quoted), rule=last.rule.removesuffix("+continued") + "+continued",
                clause=Span(last.clause.start, quoted.end),
            )  # fmt: skip
            return
        before = near[0] if near else None
        if not is_sentential(self._tree, self._marked, number):
            return
        if not led and at < len(out) and section.span.contains(out[at].clause) and self._begins(out[at], quoted):
            later = out[at]
            out[at] = replace(
                later, contents=(quoted, *later.contents), clause=Span(quoted.start, later.clause.end),
                rule=later.rule + "+begun",
            )  # fmt: skip
            return
        voice = self._voice_before(out[before] if before is not None else None, quoted, section)
        if voice is not None:
            named = self._labelled(quoted, section) is not None
            rule = "name and colon" if named else "quotation without a cue"
            added = Attribution((voice,), None, None, (quoted,), Form.DIRECT, rule, quoted, certain=named)
            out.insert(at, added)

    def _signature(self, quoted: Span) -> Attribution | None:
        """ "…" ― Name, at the end of its line."""
        match = _SIGNED.match(self._tree.text, quoted.end, quoted.end + 140)
        if match is None:
            return None
        name = Span(match.start("name"), match.end("name"))
        dash = Span(match.start("dash"), match.end("dash"))
        voice = self._resolver.resolve(name)
        return Attribution(
            (voice,), dash, None, (quoted,), Form.DIRECT, "signed quotation", Span(quoted.start, name.end)
        )

    def _continues(self, last: Attribution, number: int, quoted: Span, section: Section) -> bool:
        """Say whether a stretch goes on with an attribution before it."""
        tree = self._tree
        gap = tree.text[last.clause.end : quoted.start]
        if last.form is Form.INDIRECT:
            return False
        if not any(c.isalnum() for c in gap):
            same = section.span.contains(Span(last.clause.end - 1, last.clause.end))
            return same or self._open_before(number)
        first = tree.at(quoted.start)
        if (
            len(gap) > _GAP
            or last.cue is None
            or first >= len(tree)
            or not gap.rstrip().endswith((",", ".", ":", "—", "-"))
        ):
            return False
        begin = tree.at(last.clause.end)
        if tree.sent[tree.at(last.cue.start)] != tree.sent[max(first - 1, 0)]:
            return False
        if first == tree.bounds[tree.sent[first]][0] and last.contents[-1].end <= last.cue.start:
            return True  # "…," said Ann Lee, who … . "…"
        return not any(tree.tag[i] in _FINITE and tree.dep[i] != "relcl" for i in range(begin, first))

    def _open_before(self, number: int) -> bool:
        """Say whether the stretch before was left open at the end of its block, as quotations of several blocks are."""
        return number > 0 and not self._marked.quoted[number - 1].closed

    def _begins(self, later: Attribution, quoted: Span) -> bool:
        gap = self._tree.text[quoted.end : later.clause.start]
        return later.form is not Form.INDIRECT and not any(c.isalnum() for c in gap)

    def _voice_before(self, last: Attribution | None, quoted: Span, section: Section) -> Voice | None:
        """The subject of the words before the quotation, else who spoke last in the block or right before it."""
        subject = self._labelled(quoted, section) or self._subject_before(quoted, section)
        if subject is not None:
            return subject
        if last is None or last.voices[-1].name is None:
            return None
        if last.clause.start >= section.span.start and last.form is not Form.INDIRECT:
            return replace(last.voices[-1], rule="goes on after the words between")
        if last.clause.start >= section.span.start and self._next_sentence(last, quoted):
            return replace(last.voices[-1], span=None, rule="goes on from the report right before")
        if quoted.start == section.span.start and self._parsed.section_at(last.clause.start) is not None:
            return replace(last.voices[-1], span=None, rule="goes on from the paragraph before")
        return None

    def _next_sentence(self, last: Attribution, quoted: Span) -> bool:
        """Say whether a stretch opens the sentence right behind that of a report."""
        tree = self._tree
        first, end = tree.at(quoted.start), tree.at(last.clause.end) - 1
        opens = first < len(tree) and tree.bounds[tree.sent[first]][0] == first
        return opens and 0 <= end < first and tree.sent[first] - tree.sent[end] == 1

    def _labelled(self, quoted: Span, section: Section) -> Voice | None:
        """ "Name: “…”" at the head of a block."""
        match = _LABEL.fullmatch(self._tree.text, section.span.start, quoted.start)
        return self._resolver.resolve(Span(match.start("name"), match.end("name"))) if match else None

    def _subject_before(self, quoted: Span, section: Section) -> Voice | None:
        tree = self._tree
        first = tree.at(quoted.start)
        if first >= len(tree):
            return None
        sentence = tree.bounds[tree.sent[first]]
        begin = sentence[0] if sentence[0] < first else max(sentence[0] - 1, 0)
        low = tree.bounds[tree.sent[begin]][0]
        subject = next(
            (
                i
                for i in range(max(low, first - 80), first)
                if tree.dep[i] == "nsubj" and tree.start[i] >= section.span.start and self._marked.inside[i] < 0
            ),
            None,
        )
        if subject is None:
            return None
        words = tree.span(tree.left[subject], tree.right[subject]) if tree.right[subject] < first else None
        voice = self._resolver.resolve(words if words is not None and len(words) < 120 else tree.span(subject, subject))
        if self._resolver.kind_of(voice) is None:
            return None
        return replace(voice, rule=f"subject of the words before: {voice.rule}")
