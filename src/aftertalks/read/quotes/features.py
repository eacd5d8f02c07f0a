"""What the learned ranker looks at: features of cues, of the side their content is on, and of its edges.

Features are short strings; each model is a table from such strings to weights. Those of a side and of its edges are
looked up in that side's own table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from aftertalks.read.quotes.candidates import Edge, Frame, is_mark
from aftertalks.read.quotes.contents import Marked
from aftertalks.read.quotes.cues import cue_table
from aftertalks.read.quotes.stems import stem
from aftertalks.read.tree import Tree

_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PRONOUNS = frozenset("he she they i we it who which that you this these those".split())
_JOINED = frozenset({"conj", "advcl", "parataxis"})
_DASHES = frozenset({"—", "–", "--", "-", "("})
END = "</s>"


_LIMITS = (0, 1, 2, 3, 5, 8, 12, 20, 35, 60)
_BUCKETS = (*map(str, _LIMITS), "99")


def _bucket(n: int) -> str:
    return _BUCKETS[bisect_left(_LIMITS, n)]


def _places(tree: Tree, name: str, holds: Callable[[int], bool]) -> list[int]:
    """The tokens of a text for which something holds; edges by the dozen ask for those in their stretch."""
    if name not in tree.cache:
        tree.cache[name] = [i for i in range(len(tree)) if holds(i)]
    found: list[int] = tree.cache[name]
    return found


def _within(places: list[int], start: int, stop: int) -> list[int]:
    return places[bisect_left(places, start) : bisect_left(places, stop)]


def _first_within(places: list[int], start: int, stop: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) and places[at] < stop else None


def _first_finite(tree: Tree, start: int, stop: int) -> int | None:
    """The first finite verb of a stretch."""
    return _first_within(_places(tree, "finite", lambda i: tree.tag[i] in _FINITE), start, stop)


def _only_marks(tree: Tree, start: int, stop: int) -> bool:
    return _first_word(tree, start, stop) is None


def _first_word(tree: Tree, start: int, stop: int) -> int | None:
    return _first_within(_places(tree, "words", lambda i: not is_mark(tree, i)), start, stop)


def _low(tree: Tree, i: int, stop: int) -> str:
    return tree.lower[i] if 0 <= i < stop else END


def _tag(tree: Tree, i: int, stop: int) -> str:
    return tree.tag[i] if 0 <= i < stop else END


def _source_kind(tree: Tree, frame: Frame) -> str:
    if frame.source is None:
        return "none"
    first, last = frame.source
    if first == last and tree.lower[first] in _PRONOUNS:
        return tree.lower[first]
    head = next((i for i in range(first, last + 1) if not first <= tree.head[i] <= last), last)
    return tree.tag[head]


def _source_head(tree: Tree, frame: Frame) -> str:
    if frame.source is None:
        return "none"
    first, last = frame.source
    head = next((i for i in range(first, last + 1) if not first <= tree.head[i] <= last), last)
    return stem(tree.lower[head]) if tree.tag[head] in {"NN", "NNS"} else tree.tag[head]


def _where(frame: Frame, token: int) -> str:
    return "<" if token < frame.cue.token else ">"


def _mark_state(tree: Tree, marked: Marked, frame: Frame) -> list[str]:
    """How quoted stretches stand to the phrase."""
    out = []
    if frame.left >= 0:
        last = marked.ranges[frame.left][1]
        point = tree.text[max(tree.end[last] - 2, 0)]
        out.append(f"ql:{point if not point.isalnum() else 'w'}:{_bucket(frame.phrase[0] - last)}")
    if frame.right >= 0:
        first, last = marked.ranges[frame.right]
        inner = marked.quoted[frame.right].inner.of(tree.text)[:1]
        gap = _low(tree, first - 1, frame.sentence[1])
        gap = gap if not gap.isalnum() else "w"
        out.append(f"qr:{gap}:{'A' if inner.isupper() else 'a'}:{_bucket(first - frame.phrase[1])}")
        out.append(f"qrlen:{_bucket(last - first)}")
    if marked.inside[frame.sentence[0]] >= 0:
        out.append("qs")
    return out or ["q0"]


def context(tree: Tree, marked: Marked, frame: Frame) -> list[str]:
    """Return the features of a cue in its sentence, shared by all models as their ground."""
    cue = frame.cue
    v, lemma = cue.token, f"{cue.kind[0]}:{stem(tree.lower[cue.token])}"
    if cue.last != cue.token and cue.kind == "verb":
        lemma += "+" + tree.lower[cue.last]
    stop = frame.sentence[1]
    kids: list[str] = []
    for c in tree.children[v]:
        dep = tree.dep[c]
        if dep in {"prep", "mark", "prt", "aux", "advmod", "det", "neg"}:
            kids.append(f"{dep}={tree.lower[c]}{_where(frame, c)}")
        elif dep != "punct":
            kids.append(dep + _where(frame, c))
    source = _source_kind(tree, frame)
    head = tree.head[v]
    feats = [
        f"L={lemma}", f"t={tree.tag[v]}", f"d={tree.dep[v]}", f"s={source}", f"sh={_source_head(tree, frame)}",
        f"L={lemma}&d={tree.dep[v]}", f"L={lemma}&t={tree.tag[v]}", f"t={tree.tag[v]}&d={tree.dep[v]}",
        f"h={stem(tree.lower[head])}&d={tree.dep[v]}", f"n1={_low(tree, cue.last + 1, stop)}",
        f"n1t={_tag(tree, cue.last + 1, stop)}", f"p1={_low(tree, cue.first - 1, stop)}",
        f"L={lemma}&n1={_low(tree, cue.last + 1, stop)}", f"L={lemma}&p1={_low(tree, cue.first - 1, stop)}",
        f"L={lemma}&s={source}", f"n2={_tag(tree, cue.last + 1, stop)}&{_tag(tree, cue.last + 2, stop)}",
        f"pp={_low(tree, frame.phrase[0] - 1, stop)}", f"pn={_low(tree, frame.phrase[1] + 1, stop)}",
        f"L={lemma}&n1t={_tag(tree, cue.last + 1, stop)}",
    ]  # fmt: skip
    for cls in cue.word.classes:
        feats.append(f"c={cls.name}")
        feats += [f"c={cls.name}&k={k}" for k in kids if k[0] in "cxdpa"]
    feats += [f"k={k}" for k in kids]
    feats += [f"L={lemma}&k={k}" for k in kids]
    marks = _mark_state(tree, marked, frame)
    feats += marks
    feats += [f"L={lemma}&{m[:4]}" for m in marks]
    if frame.phrase[0] == frame.sentence[0]:
        feats.append("first")
    if _only_marks(tree, frame.phrase[1] + 1, stop):
        feats.append("last")
    return feats


def side_features(tree: Tree, frame: Frame, ground: list[str]) -> list[str]:
    """Return the features of taking the content from one side or both; which one, the table tells."""
    first, stop = frame.sentence
    before, after = frame.phrase[0] - first, stop - frame.phrase[1] - 1
    verb_before = _first_finite(tree, first, frame.phrase[0]) is not None
    verb_after = _first_finite(tree, frame.phrase[1] + 1, stop) is not None
    dep = tree.dep[frame.cue.token]
    return [
        *ground,
        f"vb={verb_before}&va={verb_after}",
        f"nb={_bucket(max(before, 0))}",
        f"na={_bucket(max(after, 0))}",
        f"pp={_low(tree, frame.phrase[0] - 1, stop)}&pn={_low(tree, frame.phrase[1] + 1, stop)}",
        f"pos={'first' if frame.phrase[0] == first else 'x'}&d={dep}&q={frame.left >= 0}{frame.right >= 0}",
    ]


def start_features(tree: Tree, marked: Marked, frame: Frame, edge: Edge, side: str, rank: int) -> list[str]:
    """Return the features of content that begins at ``edge``."""
    token, stop = edge.token, frame.sentence[1]
    cue = frame.cue
    lemma = f"{cue.kind[0]}:{stem(tree.lower[cue.token])}"
    word, tag = tree.lower[token], tree.tag[token]
    word_b = _low(tree, token - 1, stop)
    distance = _bucket(token - cue.last if side != "L" else token - frame.sentence[0])
    number = marked.inside[token]
    quote = "o" if number >= 0 and marked.ranges[number][0] == token else "i" if number >= 0 else "-"
    base = [
        f"o={edge.origin}", f"w={word}", f"t={tag}", f"b={word_b}", f"dist={distance}", f"q={quote}", f"rank={rank}",
        f"o={edge.origin}&w={word}", f"o={edge.origin}&t={tag}", f"L={lemma}&o={edge.origin}",
        f"o={edge.origin}&b={word_b}",
        f"o={edge.origin}&rank={rank}", f"L={lemma}&w={word}", f"L={lemma}&b={word_b}", f"o={edge.origin}&q={quote}",
        f"q={quote}&b={word_b}", f"d={tree.dep[token]}&o={edge.origin}", f"wb={word}&{word_b}",
        f"o={edge.origin}&dist={distance}",
        f"in={tree.dep[tree.head[token]]}&o={edge.origin}",
    ]  # fmt: skip
    last = frame.phrase[0] - 1 if side == "L" else min(max(token, tree.right[token]), stop - 1)
    if token < stop:
        piece = _piece(tree, max(token, frame.sentence[0]), last, cue.token)
        base += [*piece, *[f"{x}&o={edge.origin}" for x in piece], f"L={lemma}&{piece[0]}"]
    base += [f"c={c.name}&o={edge.origin}" for c in cue.word.classes]
    base += [f"c={c.name}&w={word}" for c in cue.word.classes]
    return base


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split())
_SPEECH = frozenset({"say", "tell", "write", "announce", "claim", "admit", "suggest", "warn", "deny", "demand", "ask"})


def _word(tree: Tree, i: int) -> str:
    return "DAY" if tree.lower[i] in _DAYS else tree.lower[i]


def _reports(tree: Tree, node: int) -> str:
    """Say whether a predicate is itself a reporting verb, and whether it has a subject of its own."""
    words = cue_table().verbs.get(tree.lower[node], ()) if tree.is_verb(node) else ()
    speech = any(c.name in _SPEECH for w in words for c in w.classes)
    own = any(tree.dep[c] in _SUBJECT for c in tree.children[node])
    return ("s" if speech else "v" if tree.is_verb(node) else "-") + ("+" if own else "")


def _inner_reports(tree: Tree, frame: Frame, start: int, token: int) -> str:
    """The strongest sign that the content runs into another report: a co-ordinate reporting verb inside it.

    ``s``: a verb of speech without a subject of its own, ``s=`` also in the cue's own tense; ``s+`` with a subject.
    """
    signs = set()
    joined = _places(tree, "joined", lambda i: tree.dep[i] in _JOINED and tree.is_verb(i))
    for i in _within(joined, start, min(token + 1, start + 100)):
        if tree.left[i] > start:
            sign = _reports(tree, i)
            same = tree.tag[i] == tree.tag[frame.cue.token] and tree.dep[i] == "conj"
            signs.add(sign + "=" if same else sign)
    return next((s for s in ("s=", "s+", "s+=", "s", "v=") if s in signs), "-")


def _piece(tree: Tree, first: int, last: int, cue: int) -> list[str]:
    """What a stretch that may be content is, as a whole: its uppermost token, and whether it holds a finite verb."""
    node = first
    for _ in range(20):
        head = tree.head[node]
        if head == node or not first <= head <= last:
            break
        node = head
    above = tree.head[node]
    to = "cue" if above == cue else "self" if above == node else "<" if above < first else ">"
    finite = _first_finite(tree, first, min(last + 1, first + 60)) is not None
    subject = any(tree.dep[c] in _SUBJECT and first <= c <= last for c in tree.children[node])
    return [
        f"pc={tree.dep[node]}:{to}",
        f"pct={tree.tag[node][:2]}:{finite}:{subject}",
        f"pcs={tree.dep[node]}:{to}:{finite}:{subject}",
    ]


def _remainder(tree: Tree, frame: Frame, token: int) -> list[str]:
    """What is left of the sentence after the content."""
    stop = frame.sentence[1]
    i = _first_word(tree, token + 1, stop)
    if i is None:
        return ["rest=none"]
    first = _word(tree, i)
    node = i
    for _ in range(10):
        head = tree.head[node]
        if head == node or tree.left[head] != i:
            break
        node = head
    holder = tree.head[node]
    to = "cue" if holder == frame.cue.token else "in" if holder > frame.cue.last and holder <= token else "up"
    subject = next(
        (
            tree.lower[c] if tree.lower[c] in _PRONOUNS else tree.tag[c]
            for c in tree.children[node]
            if tree.dep[c] in _SUBJECT
        ),
        "0",
    )
    reports = _reports(tree, node)
    return [
        f"r={tree.dep[node]}:{to}", f"rw={first}", f"rw={first}&r={tree.dep[node]}:{to}",
        f"rt={tree.tag[node]}&r={tree.dep[node]}:{to}", f"rs={subject}&rw={first}", f"rl={_bucket(stop - i)}",
        f"rs={subject}&r={tree.dep[node]}&rt={tree.tag[node]}", f"rd={tree.dep[i]}",
        f"rh={tree.dep[holder]}&r={tree.dep[node]}:{to}",
        f"rr={reports}&r={tree.dep[node]}:{to}", f"rr={reports}&rs={subject}",
        f"rr={reports}&rw={first}",
        f"rr={reports}&same={tree.tag[node] == tree.tag[frame.cue.token]}&rs={subject}&{tree.dep[node]}:{to}",
    ]  # fmt: skip


def end_features(tree: Tree, marked: Marked, frame: Frame, start: int, edge: Edge) -> list[str]:
    """Return the features of content that begins at ``start`` and ends at ``edge``."""
    token, stop = edge.token, frame.sentence[1]
    cue = frame.cue
    lemma = f"{cue.kind[0]}:{stem(tree.lower[cue.token])}"
    after, after2 = _low(tree, token + 1, stop), _low(tree, token + 2, stop)
    number, opening = marked.inside[token], marked.inside[start]
    quote = "e" if number >= 0 and marked.ranges[number][1] == token else "i" if number >= 0 else "-"
    if opening >= 0 and marked.ranges[opening][0] == start:
        quote += "s" if opening == number else "o"
    later = max(marked.inside[token + 1 : min(stop, token + 60)], default=-1) > max(number, opening)
    whole = _only_marks(tree, token + 1, stop)
    first = _first_finite(tree, start, min(token + 1, start + 120))
    finite = first is not None
    base = [
        f"o={edge.origin}", f"a={after}", f"a2={after}&{after2}", f"t={tree.tag[token]}", f"q={quote}", f"ql={later}",
        f"n={_bucket(token - start + 1)}", f"whole={whole}", f"L={lemma}&o={edge.origin}", f"o={edge.origin}&a={after}",
        f"w={tree.lower[token]}", f"fin={finite}&whole={whole}", f"L={lemma}&whole={whole}",
        f"d={tree.dep[cue.token]}&o={edge.origin}",
        f"q={quote}&a={after}", f"at={_tag(tree, token + 1, stop)}&{_tag(tree, token + 2, stop)}",
        f"k={cue.kind[0]}&n={_bucket(token - start + 1)}&fin={finite}", f"L={lemma}&a={after}",
        f"o={edge.origin}&fin={finite}", f"st={tree.lower[start]}&whole={whole}",
        f"cued={tree.dep[cue.token]}&whole={whole}",
    ]  # fmt: skip
    verb = tree.tag[first] if first is not None and first < start + 40 else "0"
    dashed = _places(tree, "dashes", lambda i: tree.lower[i] in _DASHES)
    dashes = len(_within(dashed, start, min(token + 1, start + 100)))
    inner = _inner_reports(tree, frame, start, token)
    rest = _remainder(tree, frame, token)
    base += rest
    base += [f"ir={inner}", f"ir={inner}&whole={whole}", f"dash={dashes % 2}&a={after}", f"cv={verb}&{rest[0]}"]
    base += [f"cv={verb}&{r}" for r in rest[3:4]]
    base += [
        f"cvt={verb}&ct={tree.tag[cue.token]}&{rest[0]}",
        f"c0={cue.word.classes[0].name if cue.word.classes else '0'}&{rest[0]}",
    ]
    base += [f"L={lemma}&{r}" for r in rest[:2]]
    base += [f"fin={finite}&{r}" for r in rest[:4]]
    base += [f"k={cue.kind[0]}&d={tree.dep[cue.token]}&{rest[0]}"]
    return base
