"""The words of a search: what is the same word, and in which reading they are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.schema import col
from analytics.selection.search_words import looked_into, readings, spelled
from analytics.selection.selection import Selection

BREST, ANYTHING = "fr-brest-chu-2023", "attacker"


def kept(held_shipped, text):
    choice = Selection(q=text, evidence=ANYTHING)
    return set(choice.keep(held_shipped.published(ANYTHING))[col.INCIDENT_ID])


@pytest.mark.parametrize(
    "text",
    ["hôpital Brest", "hôpital de Brest", "CHRU Brest", "CHU Brest", "centre hospitalier brest", "clinique Brest"],
)
def test_a_hospital_is_kept_by_each_of_its_names(held_shipped, text):
    assert BREST in kept(held_shipped, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AP-HP", "aphp"),
        ("St-Denis", "saint denis"),
        ("L’Haÿ", "l hay"),
        ("Assistance publique-hôpitaux de Paris", "aphp"),
    ],
)
def test_spellings_of_one_thing_keep_the_same(held_shipped, one, other):
    assert kept(held_shipped, one) == kept(held_shipped, other)


def test_a_generic_word_counts_where_something_has_it(held_shipped):
    cliniques, everything = kept(held_shipped, "clinique"), kept(held_shipped, "")

    assert 0 < len(cliniques) < len(everything)
    assert kept(held_shipped, "clinique rennes") <= cliniques


def test_a_word_is_found_from_its_beginning_and_not_within(held_shipped):
    texts = held_shipped.published(ANYTHING).set_index(col.INCIDENT_ID)[col.SEARCH_TEXT]

    assert kept(held_shipped, "versail") == kept(held_shipped, "versailles")
    assert all(f" {'ain'}" in f" {texts[code]}" for code in kept(held_shipped, "ain"))


def test_what_nobody_wrote_keeps_nothing(held_shipped):
    assert kept(held_shipped, "zzzz") == set()
    assert kept(held_shipped, "hôpital zzzz") == set()


@given(st.text())
def test_the_words_of_any_text_are_compared_as_they_are_looked_for(text):
    assert set(spelled(text).split()) <= set(looked_into(text).split())
    for reading in readings(text):
        assert all(reading)
