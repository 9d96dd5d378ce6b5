"""The hospital legal entities that rates are divided by: counted once each, wherever they have beds."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection
from analytics.statistics import areas, profiles
from tools.reference.entities import entities

SAE_FILE = os.environ.get("ATLAS_SAE_FILE")
YEARS = range(2019, 2025)
CODES = ("01", "2A", "69", "75", "976")

SITE = st.tuples(st.sampled_from(("2019", "2020")), st.sampled_from("abcd"), st.sampled_from(CODES), st.integers(0, 2))


@given(st.lists(SITE, max_size=30))
def test_a_legal_entity_counts_once_a_year_by_all_the_departments_where_it_has_beds(sites):
    survey = pd.DataFrame(sites, columns=["annee", "fi_ej", "dep", "lits_total"])
    expected: dict[tuple[str, str], set[str]] = defaultdict(set)
    for year, entity, department, beds in sites:
        if beds:
            expected[year, entity].add(department)

    made = entities(survey)

    assert made[col.ENTITIES].sum() == len(expected)
    for year, departments, number in made.itertuples(index=False):
        same = [codes for (of, _), codes in expected.items() if of == year and codes == set(departments.split("; "))]
        assert len(same) == number > 0


@pytest.mark.shipped
@pytest.mark.parametrize(("year", "number"), [(2019, 1931), (2024, 1832)])
def test_france_has_as_many_legal_entities_with_beds_as_the_survey(shipped, year, number):
    france = shipped.entities_of[col.COUNTRY].set_index([col.CODE, col.YEAR])[col.ENTITIES]

    assert france[FRANCE, year] == number


@pytest.mark.shipped
@pytest.mark.parametrize("level", [col.DEPARTMENT, col.REGION])
@pytest.mark.parametrize("year", YEARS)
def test_areas_add_up_to_france_and_to_what_legal_entities_in_several_are_counted_again(shipped, level, year):
    known = shipped.entities[shipped.entities[col.YEAR] == year]
    region = shipped.departments.set_index(col.CODE)[col.REGION]
    places = known[col.DEPARTMENTS].map(
        lambda codes: len({region[one] if level == col.REGION else one for one in codes})
    )
    again = int(((places - 1) * known[col.ENTITIES]).sum())
    each, france = (shipped.entities_of[one].query(f"year == {year}") for one in (level, col.COUNTRY))

    assert again > 0
    assert each[col.ENTITIES].sum() - again == france[col.ENTITIES].sum() == known[col.ENTITIES].sum()
    assert set(each[col.CODE]) == set(areas.reference(shipped, level)[col.CODE])


@pytest.mark.shipped
@pytest.mark.parametrize(("code", "number"), [("75", 51), ("2A", 10), ("2B", 10), ("971", 22), ("974", 25), ("976", 1)])
def test_paris_corsica_and_overseas_have_theirs(shipped, code, number):
    known = shipped.entities_of[col.DEPARTMENT].set_index([col.CODE, col.YEAR])[col.ENTITIES]

    assert known[code, 2024] == number


@pytest.mark.shipped
@pytest.mark.parametrize("level", [col.DEPARTMENT, col.REGION])
def test_france_is_divided_by_its_legal_entities_once_each(shipped, publish_shipped, level):
    selection = Selection(start="2024", end="2024")
    found = profiles.profiles(shipped, publish_shipped("specialist"), selection, level)
    france, average = profiles.national(found), profiles.average(found)

    assert france[col.ENTITY_YEARS] == pytest.approx(1832)
    assert average[col.ENTITY_YEARS] == pytest.approx(found.areas[col.ENTITY_YEARS].sum())
    assert average[col.ENTITY_YEARS] > france[col.ENTITY_YEARS]
    assert france[col.ENTITIES_RATE] == pytest.approx(1000 * france[col.INCIDENTS_WEIGHTED] / 1832)


@pytest.mark.skipif(SAE_FILE is None, reason="ATLAS_SAE_FILE names no survey")
def test_the_table_is_what_the_survey_gives():
    made = entities(read_csv(Path(str(SAE_FILE)))).astype(str)

    assert made.equals(read_csv(DATA / "reference" / "entities.csv")[list(made)].reset_index(drop=True).astype(str))
