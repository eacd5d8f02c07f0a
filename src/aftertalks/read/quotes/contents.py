"""Which words are the content of a cue: every reading that the parse and the marks allow, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.read.quotes.cues import Cue
from aftertalks.read.quotes.marks import Quoted
from aftertalks.read.quotes.sources import Range
from aftertalks.read.tree import Tree

_TRIM = frozenset({",", ".", ":", "_SP", "-LRB-", "HYPH"})


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a cue's content.

    Args:
        pattern: the rule that proposes it.
        spans: token ranges, both ends included, in order.
    """

    pattern: str
    spans: tuple[Range, ...]


@dataclass(frozen=True)
class Marked:
    """The quoted stretches of a text in tokens.

    Args:
        quoted: the stretches.
        ranges: their token ranges, marks included.
        inside: for each token the number of its stretch, -1 outside.
    """

    quoted: list[Quoted]
    ranges: list[Range]
    inside: list[int]


def mark_tokens(tree: Tree, quoted: list[Quoted]) -> Marked:
    """Lay quoted stretches over the tokens; a stretch without tokens is dropped."""
    inside = [-1] * len(tree)
    kept: list[Quoted] = []
    ranges: list[Range] = []
    for q in quoted:
        first, last = tree.at(q.span.start), tree.at(q.span.end) - 1
        if first > last:
            continue
        for i in range(first, last + 1):
            inside[i] = len(kept)
        kept.append(q)
        ranges.append((first, last))
    return Marked(kept, ranges, inside)


def trim(tree: Tree, first: int, last: int) -> Range | None:
    """Cut white space and punctuation from both ends of a token range; quotation marks stay."""
    while first <= last and (tree.tag[first] in _TRIM and tree.lower[first] not in "$[("):
        first += 1
    while last >= first and tree.tag[last] in _TRIM and not tree.lower[last].endswith((")", "]", "?", "!")):
        last -= 1
    return (first, last) if first <= last else None


def _is_title(tree: Tree, first: int, last: int) -> bool:
    """Say whether a short stretch is a work's title: every long word begins with a capital."""
    if last - first > 12:
        return False
    words = [tree.text[tree.start[i] : tree.end[i]] for i in range(first, last + 1)]
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]
    return len(long) > 1 and all(w[0].isupper() for w in long) and not all(w.isupper() for w in long)


def is_sentential(tree: Tree, marked: Marked, number: int) -> bool:
    """Say whether a quoted stretch is speech of its own rather than a few borrowed words."""
    first, last = marked.ranges[number]
    inner = marked.quoted[number].inner.of(tree.text).lstrip("[( ")
    if _is_title(tree, first, last):
        return False
    if last - first < 3:
        return inner.rstrip().endswith((".", "!", "?", ",")) and inner[:1].isupper()
    if inner.rstrip().endswith((".", "!", "?", ",", "—", "…")) and inner[:1].isupper():
        return True
    has_subject = any(tree.dep[i] in {"nsubj", "nsubjpass", "expl"} for i in range(first, last + 1))
    return has_subject and inner[:1].isupper()


_STOPPERS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_REACH = 30
"""Most tokens that may stand between a cue and its quotation."""


def _within(rng: Range | None, i: int) -> bool:
    return rng is not None and rng[0] <= i <= rng[1]


def left_quote(tree: Tree, marked: Marked, phrase: Range, sentence: Range) -> int | None:
    """Return the number of the stretch that ends right before the attribution phrase, in its sentence."""
    i = phrase[0] - 1
    floor = max(sentence[0], phrase[0] - _REACH)
    while i >= floor:
        number = marked.inside[i]
        if number >= 0:
            return number
        if tree.tag[i] in _STOPPERS or tree.tag[i] in {"VBN", "VBG", "NN", "NNS", "NNP"}:
            return None
        i -= 1
    return None


def right_quote(tree: Tree, marked: Marked, phrase: Range, sentence: Range) -> int | None:
    """Return the number of the next stretch after the phrase, if nothing finite stands between."""
    for i in range(phrase[1] + 1, min(sentence[1], phrase[1] + _REACH)):
        if marked.inside[i] >= 0:
            return marked.inside[i]
        if tree.tag[i] in _STOPPERS and tree.dep[i] not in {"relcl"} and not _in_relative(tree, i, phrase[1]):
            return None
    return None


def _in_relative(tree: Tree, token: int, after: int) -> bool:
    """Say whether the token stands in a relative clause that begins after ``after``."""
    for _ in range(6):
        if tree.dep[token] in {"relcl", "acl"} and tree.left[token] > after:
            return True
        if tree.head[token] == token:
            return False
        token = tree.head[token]
    return False


def _comma_before(tree: Tree, token: int) -> bool:
    return token > 0 and tree.lower[token - 1] in {",", ":", "—", "–", "--"}


def _only_joiner(tree: Tree, first: int, last: int) -> bool:
    """Say whether the tokens hold nothing but punctuation and a connective ("But", "And then")."""
    return all(tree.tag[i] in {"CC", "RB", "_SP", ",", ":", ".", "``", "''"} for i in range(first, last + 1))


def extend_to_marks(tree: Tree, marked: Marked, rng: Range, sentence: Range) -> Range:
    """Widen a range so that it cuts no quoted stretch in two."""
    first, last = rng
    number = marked.inside[last] if last < len(tree) else -1
    if number >= 0:
        last = max(last, marked.ranges[number][1])
    number = marked.inside[first]
    if number >= 0 and first - marked.ranges[number][0] <= 2:
        first = marked.ranges[number][0]
    return first, last


def _phrase(tree: Tree, cue: Cue, source: Range | None, sentence: Range) -> Range:
    """The attribution phrase: source and cue with what stands between them."""
    first, last = cue.first, cue.last
    aux = [c for c in tree.children[cue.token] if tree.dep[c] in {"aux", "auxpass", "advmod", "neg"} and c < first]
    first = min([first, *[tree.left[c] for c in aux]])
    if source is not None and sentence[0] <= source[0] < sentence[1]:
        first, last = min(first, source[0]), max(last, source[1])
    return first, last


def _quoted_options(tree: Tree, marked: Marked, cue: Cue, phrase: Range, sentence: Range) -> list[Option]:
    found: list[Option] = []
    left = left_quote(tree, marked, phrase, sentence)
    right = right_quote(tree, marked, phrase, sentence)
    if left is not None:
        first, last = marked.ranges[left]
        begins = max(first, sentence[0])
        prefix = (sentence[0], begins - 1)
        ends = tree.text[tree.start[last] - 1] in ",.?!—-…" or tree.lower[last - 1 if last else 0][-1] in ",.?!—-…"
        spans: tuple[Range, ...] = ((first, last),)
        clean = first < sentence[0] or _only_joiner(tree, *prefix)
        if not clean:
            spans = ((sentence[0], last),)
        if right is not None and _comma_before(tree, marked.ranges[right][0]) and clean:
            spans = (*spans, marked.ranges[right])
            found.append(Option("quote-cue-quote", spans))
        elif clean and (ends or is_sentential(tree, marked, left) or _comma_before(tree, phrase[0])):
            found.append(Option("quote-cue", spans))
        elif _comma_before(tree, phrase[0]) or ends:
            found.append(Option("mixed-cue", spans))
    if right is not None and not found:
        first = marked.ranges[right][0]
        direct = _comma_before(tree, first) or (first == phrase[1] + 1 and is_sentential(tree, marked, right))
        if direct and is_sentential(tree, marked, right):
            found.append(Option("cue-quote", (marked.ranges[right],)))
    return found


def _left_clause(tree: Tree, cue: Cue, phrase: Range, sentence: Range) -> Option | None:
    """A clause before the phrase that hangs on it: "The talks failed, he said"; and what follows the phrase."""
    v = cue.token
    ccomp = next((c for c in tree.children[v] if tree.dep[c] in {"ccomp", "parataxis"} and c < phrase[0]), None)
    above = tree.head[v]
    if ccomp is None and tree.dep[v] in {"parataxis", "ccomp", "advcl"} and above < phrase[0] and above != v:
        if not _comma_before(tree, phrase[0]):
            return None
        ccomp = above
    elif ccomp is None and tree.dep[v] in {"parataxis", "ccomp"} and above > phrase[1]:
        ccomp = above
    if ccomp is None:
        return None
    spans: list[Range] = []
    first = min(tree.left[ccomp], phrase[0])
    if first < phrase[0] and (head := trim(tree, max(first, sentence[0]), phrase[0] - 1)):
        spans.append(head)
    last = tree.right[ccomp]
    if last > phrase[1]:
        after = phrase[1] + 1
        while after <= last and tree.lower[after] not in {",", "—", "–", "--"}:
            after += 1
        if tail := trim(tree, after, min(last, sentence[1] - 1)):
            spans.append(tail)
    return Option("clause-cue", tuple(spans)) if spans else None


def _right_clause(tree: Tree, cue: Cue, phrase: Range, sentence: Range) -> list[Option]:
    """Complements after the cue, the likeliest first."""
    v, word = cue.token, cue.word
    rights = [c for c in tree.children[v] if c > cue.last or tree.right[c] > cue.last]
    found: list[Option] = []
    for c in rights:
        dep = tree.dep[c]
        first = max(tree.left[c], cue.last + 1)
        if dep in {"ccomp", "acl", "csubj"} and c > cue.last and (dep != "acl" or cue.kind == "noun"):
            found.insert(0, Option("cue-clause", ((first, tree.right[c]),)))
        elif dep == "xcomp" and (word.takes("to") or word.takes("as") or cue.kind == "noun"):
            start = first
            objects = [o for o in rights if tree.dep[o] in {"dobj", "dative"} and o < c]
            if objects and not any(k.name in {"tell", "ask"} for k in word.classes):
                start = tree.left[objects[0]]
            found.append(Option("cue-infinitive", ((start, tree.right[c]),)))
        elif dep == "dobj" and word.takes("as"):
            tail = [o for o in rights if tree.dep[o] in {"oprd", "xcomp", "prep", "acomp"} and o > c]
            found.append(Option("cue-object-as", ((first, tree.right[tail[-1]] if tail else tree.right[c]),)))
        elif dep in {"dobj", "attr", "oprd"} and word.takes("object"):
            found.append(Option("cue-object", ((first, tree.right[c]),)))
        elif dep == "prep" and tree.lower[c] in word.prepositions():
            found.append(Option("cue-preposition", ((min(c + 1, tree.right[c]), tree.right[c]),)))
    if word.particles and not found and cue.last + 1 < sentence[1]:
        pobj = next((c for c in tree.children[cue.last] if c > cue.last), None)
        if pobj is not None:
            end = max(
                tree.right[x]
                for x in (pobj, *rights)
                if tree.dep[x] in {"pobj", "xcomp", "ccomp", "advcl"} or x == pobj
            )
            found.append(Option("cue-particle", ((cue.last + 1, end),)))
    return found


def _around(tree: Tree, cue: Cue, source: Range, sentence: Range) -> Option | None:
    """The clause around a phrase such as "according to X" or "in his view"."""
    first, last = cue.first, max(source[1], cue.last)
    verb = tree.head[cue.token]
    for _ in range(10):
        if tree.is_verb(verb) and tree.dep[verb] in {"ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis"}:
            break
        if tree.head[verb] == verb:
            break
        verb = tree.head[verb]
    low, high = tree.left[verb], tree.right[verb]
    if first - sentence[0] <= 2:
        low, high = last + 1, sentence[1] - 1
    spans = [trim(tree, max(low, sentence[0]), first - 1) if low < first else None]
    spans.append(trim(tree, last + 1, min(high, sentence[1] - 1)) if high > last else None)
    kept = tuple(s for s in spans if s is not None)
    return Option("clause-phrase", kept) if kept else None


def find_options(tree: Tree, marked: Marked, cue: Cue, source: Range | None) -> list[Option]:
    """Return the readings of a cue's content, the likeliest first; none if it reports nothing.

    Args:
        tree: the parse.
        marked: the quoted stretches.
        cue: the cue.
        source: the tokens of its speaker.
    """
    sentence = tree.bounds[tree.sent[cue.token]]
    if cue.kind in {"phrase", "opinion"}:
        around = _around(tree, cue, source, sentence) if source is not None else None
        return (
            [Option(around.pattern, tuple(extend_to_marks(tree, marked, s, sentence) for s in around.spans))]
            if around
            else []
        )
    phrase = _phrase(tree, cue, source, sentence)
    found = _quoted_options(tree, marked, cue, phrase, sentence) if cue.kind == "verb" else []
    rest: list[Option] = []
    if cue.kind == "verb" and (left := _left_clause(tree, cue, phrase, sentence)) is not None:
        rest.append(left)
    rest += _right_clause(tree, cue, phrase, sentence)
    for option in rest:
        spans = [trim(tree, *s) for s in option.spans]
        widened = tuple(extend_to_marks(tree, marked, s, sentence) for s in spans if s is not None)
        if widened:
            found.append(Option(option.pattern, widened))
    return found
