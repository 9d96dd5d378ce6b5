"""The official beds of the French incidents: for how many, for which not, and whether the survey says the same.

The survey itself is not shipped. `ATLAS_SAE_FILE` may name a table of it, by year and site: annee, fi, fi_ej,
dep and lits_total.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from analytics.atlas.check import official_beds
from analytics.evidence.figures import figures
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE

pytestmark = pytest.mark.shipped

CHSF = "fr-corbeil-essonnes-chsf-2022"
FIRST_YEAR, LAST_YEAR = 2019, 2024
SAE_FILE = os.environ.get("ATLAS_SAE_FILE")


@pytest.fixture
def french(shipped) -> pd.DataFrame:
    """The French incidents."""
    return shipped.incidents[shipped.incidents[col.COUNTRY] == FRANCE]


@pytest.fixture
def counted(shipped) -> pd.DataFrame:
    """The sites whose beds are known."""
    return shipped.sites[shipped.sites[col.BEDS].notna()]


def test_at_least_48_french_incidents_have_official_beds_and_the_others_say_why_not(shipped, french, counted):
    matched = set(official_beds(shipped)[col.INCIDENT_ID])

    assert len(matched) >= 48
    assert matched == set(counted[col.INCIDENT_ID])
    assert counted[[col.FINESS_ET, col.FINESS_EJ, col.BEDS_YEAR]].notna().all(axis=None)
    assert set(shipped.beds_unmatched[col.INCIDENT_ID]) == set(french[col.INCIDENT_ID]) - matched


def test_corbeil_essonnes_had_831_beds_at_the_end_of_2021(shipped, counted):
    claim = official_beds(shipped).set_index(col.INCIDENT_ID).loc[CHSF]
    site = counted.set_index(col.INCIDENT_ID).loc[CHSF]

    assert (claim[col.VALUE], claim["as_of"], claim[col.PREFERRED]) == ("831", "2021-12-31", "yes")
    assert (site[col.FINESS_EJ], site[col.BEDS], site[col.BEDS_YEAR]) == ("910002773", 831, 2021)


def test_the_beds_are_those_of_the_last_year_before_the_attack_that_the_survey_covers(french, counted):
    started = french.set_index(col.INCIDENT_ID)[col.STARTED_ON].str[:4].astype(int)
    expected = (counted[col.INCIDENT_ID].map(started) - 1).clip(FIRST_YEAR, LAST_YEAR)

    assert counted.loc[counted[col.BEDS_YEAR] != expected, col.SITE_ID].tolist() == []


def test_a_year_that_is_not_the_last_before_the_attack_is_explained(shipped, french):
    started = french.set_index(col.INCIDENT_ID)[col.STARTED_ON].str[:4]
    claims = official_beds(shipped)
    year = claims[col.INCIDENT_ID].map(started)

    for language, first, latest in (
        ("fr", "Premier millésime de la série", "Dernier millésime que nous ayons"),
        ("en", "First year of the series", "The latest year that we have"),
    ):
        notes = claims[f"note_{language}"]
        assert (notes.str.contains(first) == (year == "2019")).all()
        assert (notes.str.contains(latest) == (year == "2026")).all()


def test_an_official_number_of_beds_is_the_one_retained(shipped):
    claims = official_beds(shipped)
    table = figures(shipped.claims, shipped.sources).set_index([col.INCIDENT_ID, col.MEASURE])

    assert (claims[col.PREFERRED] == "yes").all()
    assert claims[col.INCIDENT_ID].is_unique
    for incident, value in zip(claims[col.INCIDENT_ID], claims[col.VALUE], strict=True):
        assert tuple(table.loc[(incident, col.BEDS), [col.VALUE, col.TIER]]) == (float(value), "official")


def test_what_only_an_attacker_claims_has_no_official_beds(shipped):
    claimed = set(shipped.incidents.loc[shipped.incidents[col.STATUS] == "claimed", col.INCIDENT_ID])
    unmatched = shipped.beds_unmatched

    assert set(unmatched.loc[unmatched[col.REASON] == "claim-only", col.INCIDENT_ID]) == claimed


def test_no_hospital_is_counted_twice_in_one_incident(counted):
    numbers = Counter(
        (incident, number)
        for incident, cell in zip(counted[col.INCIDENT_ID], counted[col.FINESS_ET], strict=True)
        for number in split_list(cell)
    )

    assert [pair for pair, count in numbers.items() if count > 1] == []


@pytest.mark.skipif(not SAE_FILE, reason="the survey is not shipped: ATLAS_SAE_FILE names no table of it")
def test_every_official_number_of_beds_is_what_the_survey_says_of_its_finess_numbers(shipped, counted):
    with Path(SAE_FILE or "").open(encoding="utf-8", newline="") as file:
        survey = {(int(row["annee"]), row["fi"]): row for row in csv.DictReader(file)}
    totals: Counter[str] = Counter()

    for site in counted.to_dict("records"):
        found = [survey[site[col.BEDS_YEAR], number] for number in split_list(site[col.FINESS_ET])]
        assert {row["fi_ej"] for row in found} == {site[col.FINESS_EJ]}, site[col.SITE_ID]
        assert sum(int(row["lits_total"]) for row in found) == site[col.BEDS], site[col.SITE_ID]
        # Lyon and AP-HP have hospitals in other departments too; La Réunion's site is a whole area
        assert site[col.DEPARTMENT] in {row["dep"] for row in found}, site[col.SITE_ID]
        totals[site[col.INCIDENT_ID]] += site[col.BEDS]

    claims = official_beds(shipped)
    assert dict(zip(claims[col.INCIDENT_ID], claims[col.VALUE].astype(int), strict=True)) == totals
