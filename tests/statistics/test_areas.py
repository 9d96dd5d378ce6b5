"""Departments, regions and countries of a selection: they hold together, and can be worked out again."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.atlas.published import publish
from analytics.outputs.formats import to_csv, to_json
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, SERVICE_CODES
from analytics.schema.derived import COMPUTED_TABLES
from analytics.selection.selection import Selection
from analytics.statistics import areas, counts
from tests.helpers.small_world import MONTH, TWO_TOWNS

ALL = Selection(evidence="attacker")
PEOPLE_AND_BEDS = ["population", "person_years", "beds", "bed_years"]


@pytest.fixture(scope="module")
def everything(shipped) -> pd.DataFrame:
    """Every shipped incident, with the claims of attackers."""
    return publish(shipped, "attacker")


def table(atlas, incidents, level, **chosen) -> pd.DataFrame:
    return areas.rate_table(atlas, incidents, Selection(evidence="attacker", **chosen), level).set_index("code")


# --- what a selection chooses -----------------------------------------------------------------------------


def test_names_of_areas_choose_rows_and_a_row_keeps_what_its_neighbours_share(small_atlas, small_incidents):
    whole = table(small_atlas, small_incidents, "department")
    one = table(small_atlas, small_incidents, "department", department=("02",))

    assert one.index.tolist() == ["02"]
    # the incident of two towns counts in both of its departments, whichever is asked for
    pd.testing.assert_series_equal(one.loc["02"], whole.loc["02"])


@pytest.mark.parametrize(
    ("chosen", "level", "rows"),
    [
        ({"region": ("84", "01")}, "department", ["01", "971"]),
        ({"department": ("02",)}, "region", ["32"]),
        ({"department": ("02",)}, "country", ["FRA"]),
        ({"country": ("DEU",)}, "department", []),
        ({"country": ("DEU",)}, "country", ["DEU"]),
        ({"country": ("FRA",)}, "region", ["84", "32", "94", "01"]),
        ({"region": ("84",), "department": ("02",)}, "department", []),
    ],
)
def test_an_area_named_keeps_those_it_lies_in_and_those_it_holds(small_atlas, small_incidents, chosen, level, rows):
    assert table(small_atlas, small_incidents, level, **chosen).index.tolist() == rows


def test_everything_else_chooses_incidents(small_atlas, small_incidents):
    assert table(small_atlas, small_incidents, "department", start="2021", end="2021")[col.INCIDENTS].to_dict() == {
        "01": 0,
        "02": 0,
        "2A": 1,
        "971": 0,
    }
    assert areas.counted(small_incidents, Selection(evidence="attacker", incident=MONTH)).tolist() == [MONTH]
    kept = areas.counted(small_incidents, Selection(department=("2A",)))
    assert TWO_TOWNS in kept.tolist()


def test_a_year_alone_has_its_own_exposure(small_atlas, small_incidents):
    row = table(small_atlas, small_incidents, "department", start="2022", end="2022").loc["01"]

    assert row[["person_years", "bed_years", col.INCIDENTS, "rate_per_million"]].tolist() == [1_000_000, 1000, 2, 2.0]


def test_beds_of_a_region_are_those_of_its_departments_and_missing_where_one_is(small_atlas):
    beds = areas.beds(small_atlas, "region")

    assert beds[beds["code"] == "84"].set_index("year")["beds"].to_dict() == {2021: 900, 2022: 1000}
    assert set(areas.beds(small_atlas, "country")["code"]) == {FRANCE}


def test_the_people_of_france_are_missing_where_those_of_a_department_are(small_atlas):
    countries = areas.reference(small_atlas, "country").set_index("code")

    assert pd.isna(countries.loc[FRANCE, "population"])
    assert countries.loc["DEU", "population"] == 80_000_000


# --- the shipped tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rows"), [("departments", 101), ("regions", 18)])
def test_the_exports_have_a_row_for_each_area_and_the_columns_of_the_contract(shipped, held_shipped, name, rows):
    exported = held_shipped.table(name, Selection())

    assert len(exported) == rows
    assert list(exported.columns) == COMPUTED_TABLES[name].names
    assert exported["code"].tolist() == getattr(shipped, name)["code"].tolist()
    assert exported["rate_per_million"].notna().all()


def recomputed(events: float, exposure: float, per: float) -> list[float]:
    """A rate and its interval from a row's own numbers, by another way than ours."""
    if events < 10:
        low = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
        high = stats.chi2.ppf(0.975, 2 * events + 2) / 2
    else:
        z = stats.norm.ppf(0.975)
        low = events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3
        high = (events + 1) * (1 - 1 / (9 * events + 9) + z / (3 * (events + 1) ** 0.5)) ** 3
    return [per * value / exposure for value in (events, low, high)]


@pytest.mark.parametrize("name", ["departments", "regions", "countries"])
def test_rates_and_intervals_can_be_worked_out_from_the_row_s_own_numbers(held_shipped, name):
    exported = held_shipped.table(name, ALL)
    as_csv = list(csv.DictReader(io.StringIO(to_csv(exported).decode(), newline="")))
    as_json = json.loads(to_json(exported, {}))["data"]

    for row, twin in zip(as_csv, as_json, strict=True):
        events = float(row[col.INCIDENTS_WEIGHTED])
        assert events == float(row[col.INCIDENTS]) - float(row[col.INCIDENTS_WEBSITE])
        for exposure, per, columns in (
            ("person_years", 1e6, ("rate_per_million", "rate_low", "rate_high")),
            ("bed_years", 1e4, ("rate_per_10k_beds", "beds_rate_low", "beds_rate_high")),
            ("entity_years", 1e3, ("rate_per_1k_entities", "entities_rate_low", "entities_rate_high")),
        ):
            # an island without inhabitants has none, which is known
            if not float(row[exposure] or 0) or row["reliability"] == "not-a-census":
                assert [row[column] for column in columns] == ["", "", ""]
                continue
            expected = recomputed(events, float(row[exposure]), per)
            assert [float(row[column]) for column in columns] == pytest.approx(expected, rel=1e-9)
            assert [twin[column] for column in columns] == pytest.approx(expected, rel=1e-9)


CHOICES = st.builds(
    Selection,
    evidence=st.sampled_from(["official", "press", "specialist", "attacker"]),
    type=st.lists(st.sampled_from(list(ATTACK_TYPES)), max_size=2, unique=True).map(tuple),
    service=st.lists(st.sampled_from(list(SERVICE_CODES)), max_size=1).map(tuple),
    start=st.sampled_from(["", "2019", "2021-06", "2022-12-03", "2027"]),
    end=st.sampled_from(["", "2018", "2022", "2024-02-29"]),
    q=st.sampled_from(["", "hopital", "chu", "zzz"]),
)


@pytest.mark.slow
@pytest.mark.shipped
@settings(max_examples=8)
@given(selection=CHOICES)
def test_departments_regions_and_france_hold_together_for_every_filter(shipped, everything, selection):
    tables = {
        level: areas.rate_table(shipped, everything, selection, level) for level in ("department", "region", "country")
    }
    ids = areas.counted(everything, selection)
    covered = {level: counts.coverage(shipped.sites, ids, level) for level in tables}
    france = tables["country"].set_index("code").loc[FRANCE]
    in_france = shipped.sites[shipped.sites[col.INCIDENT_ID].isin(ids) & (shipped.sites["country"] == FRANCE)]

    for level in ("department", "region"):
        found, around = tables[level], covered[level]
        # people and beds: the sum over areas is the national figure
        assert found[PEOPLE_AND_BEDS].sum().to_numpy(float) == pytest.approx(france[PEOPLE_AND_BEDS].to_numpy(float))
        # places: with those that lie in no known area
        assert found[col.SITES].sum() + around.unplaced_sites == france[col.SITES] == len(in_france)
        # incidents: each in every area that it touched, once; what that adds is known
        assert found[col.INCIDENTS].sum() == around.summed
        assert around.summed - around.repeats + len(around.unplaced) == around.distinct == france[col.INCIDENTS]


@pytest.mark.shipped
@settings(max_examples=25)
@given(data=st.data())
def test_the_counts_hold_together_for_every_set_of_incidents(shipped, data):
    ids = pd.Series(
        data.draw(st.lists(st.sampled_from(shipped.incidents[col.INCIDENT_ID].tolist()), unique=True)), dtype="str"
    )
    sites = shipped.sites[shipped.sites[col.INCIDENT_ID].isin(ids)]

    for level, areas_of_level in (("department", shipped.departments), ("region", shipped.regions)):
        counted = counts.counts(shipped.sites, ids, pd.Index(areas_of_level["code"]), level)
        around = counts.coverage(shipped.sites, ids, level)

        assert counted[col.SITES].sum() + around.unplaced_sites == (sites["country"] == FRANCE).sum()
        assert counted[col.INCIDENTS].sum() - around.repeats + len(around.unplaced) == around.distinct
        for code in around.several[f"{level}s"].str.split("; ").explode():
            assert counted.loc[code, col.INCIDENTS] >= 1


@pytest.mark.shipped
def test_people_and_beds_of_the_reference_agree_between_the_levels(shipped):
    departments, regions = (areas.reference(shipped, level) for level in ("department", "region"))
    by_region = departments.assign(region=shipped.departments["region"]).groupby("region")["population"].sum()

    assert by_region.to_dict() == regions.set_index("code")["population"].to_dict()
    assert len(shipped.beds) == 101 * 6
    assert shipped.beds["beds"].gt(0).all()


@pytest.mark.shipped
def test_countries_other_than_france_have_no_rate_because_the_record_is_no_census_there(shipped, everything):
    countries = table(shipped, everything, "country")

    assert len(countries) == len(shipped.countries)
    without = countries.drop(FRANCE)
    for column in ("rate_per_million", "rate_low", "rate_high", "rate_per_10k_beds", "beds_rate_low", "beds_rate_high"):
        assert without[column].isna().all()
        assert countries.loc[FRANCE, column] > 0
    assert without["reliability"].eq("not-a-census").all()
    assert without["incidents"].sum() > 0
    assert countries.loc["NAM", "name_en"] == "Namibia"
    # the record of France begins in 2019, that of the others in 2016
    years = (countries["person_years"] / countries["population"].astype(float)).round(6)
    assert years[FRANCE] == pytest.approx(7 + 218 / 365, abs=1e-6)
    assert np.allclose(years.drop(FRANCE).dropna(), 10 + 218 / 365, atol=1e-5)


def test_the_tables_received_are_left_alone(small_atlas, small_incidents):
    before, names = small_incidents.copy(), small_atlas.departments.copy()

    table(small_atlas, small_incidents, "country", department=("02",), start="2020")

    pd.testing.assert_frame_equal(before, small_incidents)
    pd.testing.assert_frame_equal(names, small_atlas.departments)
