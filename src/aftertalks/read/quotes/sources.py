"""Which words of the sentence stand for the speaker of a cue."""

from __future__ import annotations

from collections.abc import Sequence

from aftertalks.read.quotes.cues import Cue
from aftertalks.read.tree import SUBJECTS, Tree

Range = tuple[int, int]
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "WP", "WDT", "EX", "JJ", "PRP$", "FW"})
_NO_HEAD = frozenset({"RB", "MD", "VBD", "VBZ", "VBP", ",", "_SP", "CC", ":"})
_TAILS = frozenset({"relcl", "punct", "acl", "advcl", "parataxis", "cc"})
_CHANNELS = frozenset(
    "twitter facebook telegram instagram youtube x television tv radio weibo media website blog truth social".split()
)
_LETTERS = frozenset("message statement letter post tweet note communique communiqué release video".split())
_CLOSING = frozenset({'"', "”", "''", "’", "»", "'"})
_LIGHT = frozenset("make give issue offer express voice have repeat raise release deliver hold share".split())


def noun_phrase(tree: Tree, head: int, *, limit: int | None = None) -> Range:
    """Return the tokens of the noun phrase around ``head``: its subtree without clauses hanging on its end.

    Args:
        limit: tokens from here on are left out (the cue, when the parser put it inside the phrase).
    """
    if tree.tag[head] == "PRP":
        return head, head
    first, last = tree.left[head], tree.right[head]
    for child in tree.children[head]:
        if child > head and tree.dep[child] in {"relcl", "parataxis", "advcl", "ccomp", "npadvmod"}:
            last = min(last, tree.left[child] - 1)
    if limit is not None and head < limit <= last:
        last = limit - 1
    if limit is not None and first <= limit < head:
        first = limit + 1
    if last > head and tree.tag[last] == "POS":
        last -= 1
    while last > head and (tree.dep[last] == "punct" or tree.tag[last] in {",", ":", "_SP", "-RRB-", "''", "``"}):
        if tree.lower[last] in {")", "]"}:
            break
        last -= 1
    while last > head and tree.tag[last] in {"CC", "IN", "RB"}:
        last -= 1  # "the panel, as well as"
    while last > head and tree.tag[last] in {",", ":", "_SP"}:
        last -= 1
    while first < head and (tree.tag[first] in {",", ":", "_SP", "''", "``", "CC"} or tree.dep[first] == "punct"):
        first += 1
    return first, last


def _subject(tree: Tree, verb: int) -> int | None:
    """Return the head of a verb's own subject."""
    subject = tree.child(verb, SUBJECTS)
    if subject is None or tree.dep[subject].startswith("csubj"):
        return None
    return subject


def _is_passive(tree: Tree, verb: int) -> bool:
    return any(tree.dep[c] in {"auxpass", "nsubjpass"} for c in tree.children[verb])


def _agent(tree: Tree, verb: int) -> int | None:
    by = tree.child(verb, {"agent"})
    if by is None:
        by = next((c for c in tree.children[verb] if tree.dep[c] == "prep" and tree.lower[c] == "by"), None)
    return tree.child(by, {"pobj"}) if by is not None else None


def subject_of(tree: Tree, verb: int) -> int | None:
    """Return the head of the phrase that acts in ``verb``, through co-ordination, participles and infinitives."""
    quoting = _quoting_verb(tree, verb)
    if quoting is not None and not _is_passive(tree, quoting):
        return tree.child(quoting, {"dobj"})
    seen = 0
    while seen < 12:
        seen += 1
        if _is_passive(tree, verb):
            agent = _agent(tree, verb)
            if agent is not None or seen == 1:
                return agent
        own = _subject(tree, verb)
        if own is not None:
            return own
        dep, head = tree.dep[verb], tree.head[verb]
        if head == verb:
            return None
        if dep in {"conj", "xcomp", "advcl", "parataxis", "ccomp", "dep"}:
            verb = head
        elif dep == "acl" and tree.lower[head] in _CHANNELS and tree.dep[head] == "pobj":
            verb = tree.head[head]  # "posted a message on Twitter blaming …": who posted it
        elif dep == "acl" and tree.lower[head] in _LETTERS and tree.dep[head] == "dobj":
            verb = tree.head[head]  # "issued a statement blaming …": who issued it
        elif dep in {"acl", "relcl"}:
            return head if tree.tag[verb] in {"VBG", "VB"} or dep == "relcl" else _agent(tree, verb)
        elif dep in {"pcomp", "prep", "pobj"}:
            while tree.dep[verb] in {"pcomp", "prep", "pobj"} and tree.head[verb] != verb:
                verb = tree.head[verb]
            if not tree.is_verb(verb):
                return None
        elif tree.is_verb(head) or tree.tag[head] == "MD":
            verb = head
        else:
            return None
    return None


_QUOTES = frozenset("quote quotes quoted quoting cite cites cited citing report reports reported".split())


def _quoting_verb(tree: Tree, verb: int) -> int | None:
    """ "quoted X as saying": the verb that quotes."""
    prep = tree.head[verb]
    if tree.dep[verb] in {"pcomp", "prep"} and tree.lower[prep] == "as" and tree.lower[tree.head[prep]] in _QUOTES:
        return tree.head[prep]
    return None


def find_via(tree: Tree, cue: Cue) -> tuple[Range, Range] | None:
    """Find who reports and who is reported where one sentence names both: "X, citing Y, said", "X quoted Y as saying".

    Returns:
        The tokens of the reporter and of the one reported, or None.
    """
    if cue.kind != "verb":
        return None
    quoting = _quoting_verb(tree, cue.token)
    if quoting is not None and not _is_passive(tree, quoting):
        cited, reporter = tree.child(quoting, {"dobj"}), subject_of(tree, quoting)
        if cited is not None and reporter is not None:
            return noun_phrase(tree, reporter, limit=quoting), noun_phrase(tree, cited)
    reporter = subject_of(tree, cue.token)
    if reporter is None:
        return None
    for c in (*tree.children[cue.token], *tree.children[reporter]):
        if tree.lower[c] in {"citing", "quoting"} and (cited := tree.child(c, {"dobj"})) is not None:
            return noun_phrase(tree, reporter, limit=min(c, cue.token)), noun_phrase(tree, cited)
    return None


def _noun_source(tree: Tree, noun: int) -> Range | None:
    """The source of "X's claim", "a claim by X", "X made the claim"."""
    poss = tree.child(noun, {"poss"})
    if poss is not None:
        return noun_phrase(tree, poss, limit=noun)
    for child in tree.children[noun]:
        if tree.lower[child] in {"by", "from"} and (pobj := tree.child(child, {"pobj"})) is not None:
            return noun_phrase(tree, pobj)
    head = tree.head[noun]
    if tree.dep[noun] in {"dobj", "attr", "pobj"}:
        while tree.dep[head] == "prep":
            head = tree.head[head]
        if tree.is_verb(head) and (subject := subject_of(tree, head)) is not None:
            return noun_phrase(tree, subject, limit=head)
    return None


def _after(tree: Tree, token: int) -> Range | None:
    """The noun phrase that follows a phrase such as "according to"."""
    stop = tree.bounds[tree.sent[token]][1]
    nxt = token + 1
    if nxt >= stop:
        return None
    head = nxt
    seen = 0
    while tree.head[head] != head and tree.head[head] > token and tree.left[tree.head[head]] > token and seen < 30:
        head, seen = tree.head[head], seen + 1
    while head < stop and tree.tag[head] not in _NOMINAL and head < nxt + 8:
        head += 1
    return noun_phrase(tree, head) if head < stop and tree.tag[head] in _NOMINAL else None


def find_source(tree: Tree, cue: Cue, inside: Sequence[int] = ()) -> Range | None:
    """Return the tokens that stand for the cue's speaker, or None where the sentence names none.

    Args:
        tree: the parse.
        cue: the cue.
        inside: for each token the number of the quoted stretch it stands in; a speaker of a cue outside quotations
            stands outside too.
    """
    found = _parsed_source(tree, cue)
    if inside and found is not None and cue.kind == "verb" and inside[cue.token] < 0 and inside[found[0]] >= 0:
        return _beside(tree, cue, inside)
    return found


def _beside(tree: Tree, cue: Cue, inside: Sequence[int]) -> Range | None:
    """The words between a quotation and its cue, else the noun phrase behind the cue: the parser was misled."""
    first, stop = tree.bounds[tree.sent[cue.token]]
    begin = cue.first
    while begin > first and inside[begin - 1] < 0:
        begin -= 1
    while begin < cue.first and (tree.tag[begin] in _NO_HEAD or tree.dep[begin] == "punct"):
        begin += 1
    last = cue.first - 1
    while last > begin and tree.tag[last] in _NO_HEAD:
        last -= 1
    if begin <= last and any(tree.tag[i] in _NOMINAL for i in range(begin, last + 1)):
        return begin, last
    nxt = cue.last + 1
    if nxt < stop and inside[nxt] < 0 and tree.tag[nxt] in {"NNP", "NNPS", "DT", "PRP", "NN", "NNS"}:
        return _after(tree, cue.last)
    return None


def _parsed_source(tree: Tree, cue: Cue) -> Range | None:
    if cue.kind == "phrase":
        return _after(tree, cue.last)
    if cue.kind == "opinion":
        poss = tree.child(cue.last, {"poss"})
        return noun_phrase(tree, poss, limit=cue.last) if poss is not None else None
    if cue.kind == "noun":
        return _noun_source(tree, cue.token)
    text = read_text(tree, cue)
    if text is not None:
        return noun_phrase(tree, text)
    subject = subject_of(tree, cue.token)
    if subject is None:
        return _inverted(tree, cue)
    if tree.dep[cue.token] == "relcl" and tree.head[cue.token] == subject:
        return noun_phrase(tree, subject, limit=cue.token)
    return noun_phrase(tree, subject, limit=cue.token)


def read_text(tree: Tree, cue: Cue) -> int | None:
    """ "“…,” read the statement": the text that read so, which the parser takes for what was read.

    Args:
        tree: the parse.
        cue: the cue.

    Returns:
        The token of the text's noun; None where the cue is no such verb.
    """
    first = tree.bounds[tree.sent[cue.token]][0]
    if tree.lower[cue.token] not in {"read", "reads"} or tree.lower[max(first, cue.first - 1)] not in _CLOSING:
        return None
    found = tree.child(cue.token, {"dobj"})
    return found if found is not None and tree.lower[found] in _LETTERS else None


def _inverted(tree: Tree, cue: Cue) -> Range | None:
    """The parser's misses: a name directly before or after a finite cue."""
    if tree.tag[cue.token] not in {"VBD", "VBZ", "VBP"}:
        return None
    first, stop = tree.bounds[tree.sent[cue.token]]
    before, after = cue.first - 1, cue.last + 1
    named = before >= first and tree.tag[before] in {"NNP", "PRP", "NNPS"}
    misread = (
        before >= first and tree.dep[cue.token] == "acl" and tree.head[cue.token] == before
    )  # "The envoy called on"
    if named or misread:
        head = before
        while tree.dep[head] in {"pobj", "prep"} and first <= tree.head[head] < head:
            head = tree.head[head]  # "the President of Russia underscored"
        return noun_phrase(tree, head, limit=cue.first)
    if after < stop and tree.tag[after] in {"NNP", "NNPS"} and tree.tag[cue.last] not in {"IN", "RP", "TO"}:
        end = after
        while end + 1 < stop and tree.tag[end + 1] in {"NNP", "NNPS"}:
            end += 1
        return after, end
    return None
