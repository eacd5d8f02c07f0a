"""Trees that the parser gets wrong, mended where the words leave no choice; right ones stay as they are."""

from __future__ import annotations

import pytest

from aftertalks.read.mending import Arcs, mend

# Each token as word/tag/label/head's number, in the tree that the parser gives.
SAID = (
    "The/DT/det/1 front/NN/nsubj/2 said/VBD/ROOT/2 dozens/NNS/dobj/2 of/IN/prep/3 rebel/NN/pobj/4 soldiers/NNS/nsubj/7"
    " fled/VBD/ccomp/2 ././punct/2"
)
CLAIMED = (
    "Marchers/NNS/nsubj/2 have/VBP/aux/2 claimed/VBN/ROOT/2 Oslo/NNP/dobj/2 ,/,/punct/2 too/RB/advmod/2 ,/,/punct/2"
    " is/VBZ/aux/8 arming/VBG/conj/2 them/PRP/dobj/8"
)
BEATEN = (
    "The/DT/det/1 north/NN/nsubj/2 beat/VBD/ROOT/2 Oslo/NNP/dobj/2 and/CC/cc/3 Bergen/NNP/conj/3 would/MD/aux/7"
    " surrender/VB/conj/2"
)
TOLD = "He/PRP/nsubj/1 told/VBD/ROOT/1 reporters/NNS/dobj/1 he/PRP/nsubj/4 had/VBD/relcl/2 a/DT/det/6 plan/NN/dobj/4"
SPEAKING = (
    "On/IN/prep/3 Monday/NNP/pobj/0 Holm/NNP/nsubj/3 speaking/VBG/ROOT/3 to/IN/prep/3 the/DT/det/6 press/NN/pobj/4"
    " called/VBD/acl/6 it/PRP/dobj/7 void/JJ/oprd/7 ././punct/3"
)


def arcs(tree: str) -> tuple[list[str], Arcs]:
    parts = [token.rsplit("/", 3) for token in tree.split()]
    heads = [int(part[3]) for part in parts]
    children: list[list[int]] = [[] for _ in parts]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    words = [part[0] for part in parts]
    return words, Arcs([w.lower() for w in words], [p[1] for p in parts], [p[2] for p in parts], heads, children)


def mended(tree: str) -> dict[str, tuple[str, str]]:
    words, found = arcs(tree)
    assert mend(found) == 1
    return {w: (found.dep[i], words[found.head[i]]) for i, w in reversed(list(enumerate(words)))}


def test_what_is_said_is_a_clause_not_its_first_noun() -> None:
    found = mended(SAID)
    assert found["dozens"] == ("nsubj", "fled")
    assert found["fled"] == ("ccomp", "said")


def test_a_verb_that_does_not_fit_the_speaker_belongs_to_the_noun_behind_him() -> None:
    found = mended(CLAIMED)
    assert found["Oslo"] == ("nsubj", "arming")
    assert found["arming"] == ("ccomp", "claimed")


def test_a_finite_verb_right_behind_a_second_noun_has_it_as_subject() -> None:
    found = mended(BEATEN)
    assert found["Bergen"] == ("nsubj", "surrender")
    assert found["and"] == ("cc", "beat")


def test_what_somebody_is_told_is_no_relative_clause() -> None:
    assert mended(TOLD)["had"] == ("ccomp", "told")


def test_a_participle_heads_no_sentence() -> None:
    found = mended(SPEAKING)
    assert found["called"] == ("ROOT", "called")
    assert found["Holm"] == ("nsubj", "called")
    assert found["speaking"] == ("acl", "Holm")
    assert found["On"] == ("prep", "called")


@pytest.mark.parametrize(
    ("tree", "change"),
    [
        (SAID, ("said/VBD", "named/VBD")),  # people and things are named
        (SAID, ("dozens/NNS", "Monday/NNP")),  # said on Monday
        (CLAIMED, ("is/VBZ", "are/VBP")),  # the marchers arm them
        (BEATEN, ("Bergen/NNP/conj/3", "and/CC/cc/2")),  # one subject for both verbs
        (TOLD, ("he/PRP", "whom/WP")),  # a relative clause indeed
        (TOLD, ("plan/NN/dobj/4", "plan/NN/npadvmod/4")),  # it lacks what the noun gives
        (SPEAKING, ("On/IN/prep/3", "was/VBD/aux/3")),  # the participle is finite with its helper
    ],
)
def test_other_trees_stay(tree: str, change: tuple[str, str]) -> None:
    assert change[0] in tree
    _, found = arcs(tree.replace(*change))
    before = (list(found.head), list(found.dep))
    assert mend(found) == 0
    assert (found.head, found.dep) == before


@pytest.mark.parametrize("tree", [SAID, CLAIMED, BEATEN, TOLD, SPEAKING])
def test_every_mended_tree_is_a_tree(tree: str) -> None:
    _, found = arcs(tree)
    mend(found)
    for i in range(len(found.head)):
        seen, node = set(), i
        while found.head[node] != node:
            assert node not in seen
            seen.add(node)
            assert node in found.children[found.head[node]]
            node = found.head[node]
    assert sum(len(c) for c in found.children) == sum(h != i for i, h in enumerate(found.head))
