"""The spaCy component, the exports on unusual texts, and free indirect continuations."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.model import DEFAULT_PIPELINE, Attribution, Document, UsageError
from aftertalks.read.parse import parse
from aftertalks.read.quotes import find_attributions, find_people
from aftertalks.read.quotes.component import NAME, add_to
from aftertalks.read.quotes.exports import to_brat, to_plain
from aftertalks.read.quotes.ordering import in_order


@pytest.fixture(scope="module")
def nlp():
    import warnings

    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.load(DEFAULT_PIPELINE, exclude=["ner", "lemmatizer", "attribute_ruler"])


def found_in(text: str, **given: object) -> list[Attribution]:
    parsed = parse(Document(text))
    return find_attributions(parsed, actors=find_people(parsed), **given)  # type: ignore[arg-type]


def test_the_factory_takes_its_config(nlp) -> None:
    nlp.add_pipe(NAME, config={"scope": "all", "learned": False})
    doc = nlp("“We agree,” Ann Lee said.")
    assert [v.name for a in doc._.attributions for v in a.voices] == ["Ann Lee"]
    assert nlp.get_pipe_meta(NAME).factory == NAME
    nlp.remove_pipe(NAME)
    assert add_to(add_to(nlp)).pipe_names.count(NAME) == 1
    nlp.remove_pipe(NAME)


def test_a_scope_that_there_is_none_of(nlp) -> None:
    with pytest.raises(UsageError, match="no scope named"):
        nlp.add_pipe(NAME, config={"scope": "everything"})


def test_the_component_is_found_without_an_import() -> None:
    from importlib.metadata import entry_points

    names = {e.name: e.value for e in entry_points(group="spacy_factories")}
    assert names.get(NAME, "").startswith("aftertalks.read.quotes.component:")


ODD = [
    "",
    "“",
    "“” ‘’ \" '",
    "Ann Lee said: “One\n\n“Two\n\n“Three.”",
    "\u202e“We agree,” Ann Lee said.\u200b",
    "“" * 400 + "We agree," + "”" * 400 + " Ann Lee said.",
    "Ann Lee said that Bob Ray said that Cy Fox said that it was late.",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_exports_of_unusual_texts(text: str) -> None:
    found = found_in(text)
    for record in to_plain(text, found):
        json.dumps(record)
        for name in ("sources", "cues", "contents"):
            assert all(0 <= a < b <= len(text) for a, b in record[name])
    for line in to_brat(text, found).splitlines():
        kind, _, rest = line.partition("\t")
        if kind.startswith("T"):
            where, _, words = rest.partition(" ")[2].partition("\t")
            pieces = [tuple(map(int, p.split())) for p in where.split(";")]
            assert " ".join(text[a:b] for a, b in pieces) == words


def test_a_chain_has_its_links_outermost_first() -> None:
    text = "Reuters, citing officials, reported that the border had reopened."
    (found,) = found_in(text)
    assert [v.text for v in found.voices] == ["Reuters", "officials"]


def test_a_continuation_told_by_its_tense_is_uncertain() -> None:
    text = "The minister said the army had left the town. It would return to its bases by Friday."
    told = [a for a in found_in(text) if a.rule == "free indirect"]
    assert [(a.certain, a.cue, a.contents[0].of(text)) for a in told] == [
        (False, None, "It would return to its bases by Friday.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said the army had left. The weather would be fine if it did not rain.",  # a condition of its own
        "“The army left,” the minister said. It would return by Friday.",  # direct speech has no backshift
        "The minister says the army has left. It would return by Friday.",  # nor has the present
    ],
)
def test_what_does_not_go_on_with_a_report(text: str) -> None:
    assert [a for a in found_in(text) if a.rule == "free indirect"] == []


_WORDS = st.sampled_from(
    "Ann Lee said that it would not leave . “ ” \n\n he told citing Reuters , officials if The army".split(" ")
)


@given(st.lists(_WORDS, max_size=40))
@settings(max_examples=60, deadline=None)
def test_attributions_are_in_order_and_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = found_in(text)
    assert [in_order(a) for a in found] == sorted(in_order(a) for a in found)
    for a in found:
        assert a.voices and a.contents
        assert all(0 <= c.start < c.end <= len(text) for c in a.contents)
