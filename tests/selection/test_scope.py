"""One scope, France or the world: what an address says of it, and what of a choice is within it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.schema.codes import FRANCE
from analytics.selection.address import from_query
from analytics.selection.selection import LANGUAGES, SCOPES, Selection, usual_scope

areas = st.builds(
    Selection,
    country=st.sampled_from([(), ("FRA",), ("DEU",), ("DEU", "FRA")]),
    region=st.sampled_from([(), ("53",)]),
    department=st.sampled_from([(), ("29", "78")]),
    type=st.sampled_from([(), ("ransomware",)]),
    evidence=st.sampled_from(["official", "specialist", "attacker"]),
    start=st.sampled_from(["", "2022"]),
    lang=st.sampled_from(LANGUAGES),
)


@pytest.mark.parametrize("said", [["world"], ["World"], ["monde"], ["world", "DEU"]])
def test_the_world_is_every_country(small_atlas, said):
    read = from_query({"country": said, "type": ["ransomware"]}, small_atlas.vocabulary)

    assert read == (Selection(type=("ransomware",)), [])


@pytest.mark.parametrize(
    ("choice", "scope"),
    [
        ({}, "world"),
        ({"country": ("FRA",)}, "france"),
        ({"country": ("DEU",)}, "world"),
        ({"country": ("DEU", "FRA")}, "world"),
        ({"region": ("53",)}, "france"),
        ({"department": ("29",)}, "france"),
        ({"country": ("FRA",), "department": ("29",)}, "france"),
        ({"type": ("ransomware",)}, "world"),
    ],
)
def test_where_a_choice_lies(choice, scope):
    assert Selection(**choice).scope == scope


@given(areas, st.sampled_from(SCOPES))
def test_another_scope_changes_the_areas_and_nothing_else(choice, scope):
    moved = choice.scoped(scope)

    assert moved.scope == scope
    assert moved.everywhere() == choice.everywhere()
    assert [pair for pair in moved.narrowing_scope if pair[0] == "country"] == []


@given(areas)
def test_france_alone_is_the_scope_and_anything_else_narrows(choice):
    apart = set(choice.narrowing) - set(choice.narrowing_scope)

    assert apart == ({("country", FRANCE)} if choice.country == (FRANCE,) else set())


@given(areas)
def test_the_address_of_a_page_says_the_world_where_the_page_would_take_france(choice):
    pairs = choice.to_page()

    assert [pair for pair in pairs if pair != ("country", "world")] == choice.to_query()
    assert (("country", "world") in pairs) == (not choice.narrowing and usual_scope(choice.lang) == "france")
