"""Trees that the parser gets wrong, mended where the words leave no choice; right ones stay as they are."""

from __future__ import annotations

import pytest

from aftertalks.model import Document
from aftertalks.read.parse import parse


def heads(text: str) -> dict[str, tuple[str, str]]:
    tree = parse(Document(text)).tree
    return {tree.words[i]: (tree.dep[i], tree.words[tree.head[i]]) for i in reversed(range(len(tree)))}


def test_what_is_said_is_a_clause_not_its_first_noun() -> None:
    found = heads(
        "The SDF said hundreds of ISIS (Islamic State of Iraq and Syria) fighters escaped from a camp at Ain Issa."
    )
    assert found["hundreds"] == ("nsubj", "escaped")
    assert found["escaped"] == ("ccomp", "said")


def test_a_verb_that_does_not_fit_the_speaker_belongs_to_the_noun_behind_him() -> None:
    found = heads(
        "Protesters have claimed Iran, especially, amongst other outside parties, is unduly influencing them."
    )
    assert found["Iran"] == ("nsubj", "influencing")
    assert found["influencing"] == ("ccomp", "claimed")


def test_a_finite_verb_right_behind_a_second_noun_has_it_as_subject() -> None:
    found = heads("The statement also said US troops had defeated ISIS and Turkey would be moving into Northern Syria.")
    assert found["Turkey"] == ("nsubj", "moving")


def test_what_somebody_is_told_is_no_relative_clause() -> None:
    found = heads('She informed police she had diplomatic immunity, but "that she had no plans to leave the country".')
    assert found["had"] == ("ccomp", "informed")


def test_a_participle_heads_no_sentence() -> None:
    found = heads(
        "On Tuesday, Greek prime minister Kyriakos Mitsotakis speaking to the Atlantic Council think tank called the "
        'border agreement "null and void" and "geographically ridiculous".'
    )
    assert found["called"] == ("ROOT", "called")
    assert found["Mitsotakis"] == ("nsubj", "called")
    assert found["speaking"] == ("acl", "Mitsotakis")


@pytest.mark.parametrize(
    ("text", "word", "hangs"),
    [
        ("The rebels beat the army and the police and would go on.", "police", "army"),
        ("The minister said Monday the talks had resumed.", "talks", "resumed"),
        ("He met the ministers of France and Germany left the talks.", "met", "met"),
    ],
)
def test_other_trees_stay(text: str, word: str, hangs: str) -> None:
    assert heads(text)[word][1] == hangs


def test_every_mended_tree_is_a_tree() -> None:
    texts = (
        "The SDF said hundreds of ISIS (Islamic State of Iraq and Syria) fighters escaped from a camp.",
        "Protesters have claimed Iran, amongst others, is influencing them.",
        "Greek prime minister Kyriakos Mitsotakis speaking to the think tank called the agreement void.",
    )
    for text in texts:
        tree = parse(Document(text)).tree
        for i in range(len(tree)):
            seen, node = set(), i
            while tree.head[node] != node:
                assert node not in seen
                seen.add(node)
                assert node in tree.children[tree.head[node]]
                node = tree.head[node]
            assert tree.left[i] <= i <= tree.right[i]
