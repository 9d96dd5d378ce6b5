"""The register of hospitals beside the record: beds where they are, and which incidents named which hospital."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas import register
from analytics.atlas.atlas import load
from analytics.schema import col
from analytics.selection.selection import Selection
from tests.helpers.small_hospitals import REFERENCE_ROWS
from tests.helpers.small_world import written

BEDS = pd.DataFrame(
    [("s1", "e1", 2019), ("s2", "e1", 2019), ("s1", "e2", 2024), ("s2", "e1", 2024), ("s3", "e2", 2024)],
    columns=[col.FINESS_ET, col.FINESS_EJ, col.YEAR],
)
INCIDENTS = pd.DataFrame([("old", "2017"), ("new", "2025-03-01")], columns=[col.INCIDENT_ID, col.STARTED_ON])


def named(*rows: tuple[str, str | None, str | None, int | None]) -> list[tuple[str, str, str]]:
    """Hospital, incident and how it was named, of places: incident, FINESS sites, legal entity, year of the beds."""
    columns = [col.INCIDENT_ID, col.FINESS_ET, col.FINESS_EJ, col.BEDS_YEAR]
    sites = pd.DataFrame(rows, columns=columns).astype({col.BEDS_YEAR: "Int64"})
    sites = sites.assign(**{col.SITE_ID: "p", col.ROLE: "entered"})
    found = register.incidents_of(sites, INCIDENTS, BEDS)
    return list(found[[col.FINESS_ET, col.INCIDENT_ID, register.NAMED]].itertuples(index=False, name=None))


def test_sites_that_are_named_are_hit_as_sites():
    assert named(("new", "s1; s3", "e2", 2024)) == [("s1", "new", "site"), ("s3", "new", "site")]


def test_an_entity_named_alone_names_all_its_sites_of_the_year_before_and_says_so():
    assert named(("new", None, "e2", None)) == [("s1", "new", "entity"), ("s3", "new", "entity")]
    assert named(("old", None, "e1", None)) == [("s1", "old", "entity"), ("s2", "old", "entity")]
    assert named(("new", None, "e1", 2019)) == [("s1", "new", "entity"), ("s2", "new", "entity")]


def test_a_place_without_a_number_names_no_hospital():
    assert named(("new", None, None, None)) == []


def test_a_hospital_has_the_beds_of_its_last_year(small_atlas):
    first = small_atlas.hospitals.set_index(col.FINESS_ET).loc["010000001"]

    assert first[[col.BEDS_YEAR, col.ACUTE, col.BEDS, col.REGION]].tolist() == [2021, 380, 390, "84"]
    assert small_atlas.beds_sites[[col.FINESS_ET, col.BEDS_YEAR, col.BEDS]].to_numpy().tolist()[:2] == [
        ["010000001", 2020, 200],
        ["010000001", 2021, 390],
    ]


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "said"),
    [
        ("hospitals", 0, "latitude", "146", ("line 2", "latitude: out-of-range", "found “146”", "at most 90")),
        ("hospitals", 1, "kind", "clinic", ("line 3", "kind: not-a-code", "found “clinic”", "hospital")),
        ("hospitals", 1, "insee", "99999", ("line 3", "insee: not-a-code", "01001, 01002")),
        ("hospital_beds", 2, "finess_et", "1", ("line 4", "unknown-reference", "a row of hospitals that passes")),
        ("hospital_beds", 1, "year", "2020", ("line 3", "repeated-key", "a key that no earlier row has")),
        ("hospital_beds", 0, "acute", "many", ("line 2", "acute: not-a-number", "found “many”", "integer")),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside_with_file_line_column_and_what_was_expected(
    tmp_path, monkeypatch, table, row, column, cell, said
):
    spoilt = {name: [dict(each) for each in rows] for name, rows in REFERENCE_ROWS.items()}
    spoilt[table][row][column] = cell
    monkeypatch.setattr("tests.helpers.small_world.REFERENCE_ROWS", spoilt)

    found = load(written(tmp_path / "data")).checked

    problem = found.problems[found.problems["table"] == table].iloc[0]
    told = f"line {problem.line}, {problem.column}: {problem.rule}, found “{problem.found}”, {problem.expected}"
    assert all(part in told for part in said), told
    assert len(found.aside[table]) >= 1


def test_hospitals_are_chosen_by_area_and_name_the_incidents_of_the_choice(held_small):
    assert len(held_small.table("hospitals", Selection())) == 3
    assert held_small.table("hospitals", Selection(department=("971",)))["name"].tolist() == ["CH d’outre-mer"]
    assert held_small.table("hospitals", Selection(country=("DEU",))).empty
    assert len(held_small.table("hospitals", Selection(group=("eu",)))) == 3


@pytest.mark.shipped
def test_the_hospitals_of_the_record_are_all_in_the_register(shipped, held_shipped):
    listed = held_shipped.table("hospitals", Selection(evidence="attacker")).set_index(col.FINESS_ET)
    numbers = shipped.sites[col.FINESS_ET].dropna().str.split("; ").explode()

    assert set(numbers) <= set(listed.index)
    assert "fr-dax-2021" in listed.loc["400000105", col.INCIDENT_IDS]
    assert listed[listed[col.INCIDENT_IDS].notna()].index.nunique() == numbers.nunique()
    official = held_shipped.table("hospitals", Selection(evidence="official"))[col.INCIDENT_IDS].notna().sum()
    assert official < listed[col.INCIDENT_IDS].notna().sum()
