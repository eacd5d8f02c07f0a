"""Stems: the forms of one word brought together, without a lemmatizer."""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon import load


@lru_cache(maxsize=1)
def _irregular_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for record in load("irregular_verbs"):
        for form in (record["past"] + "/" + record["participle"]).split("/"):
            forms.setdefault(form, record["base"].removesuffix("e"))
    return forms


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut a word's inflection, so that the forms and spellings of one verb or noun share their features.

    Args:
        word: a word in lower case.

    Returns:
        A stem that need not be a word: "announces", "announced" and "announcing" give "announc".
    """
    cut = _cut(word)
    return cut[:-2] + "iz" if len(cut) > 5 and cut.endswith("is") else cut  # emphasised, emphasized


def _cut(word: str) -> str:
    irregular = _irregular_forms().get(word)
    if irregular is not None:
        return irregular
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if len(word) > len(ending) + 2 and word.endswith(ending) and not word.endswith("ss"):
            cut = word[: -len(ending)]
            if ending in {"ing", "ed"} and len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl":
                cut = cut[:-1]
            return cut.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word
