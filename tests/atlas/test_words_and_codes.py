"""What the words and codes of an incident say is held against its claims, events, sources and places."""

from __future__ import annotations

import difflib
import re
import unicodedata
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.atlas import backing
from analytics.record.cells import rows_of
from analytics.schema import col
from tests.helpers.small_world import QUIET, TWO_TOWNS


def changed(table: pd.DataFrame, key: str, value: str, **cells: object) -> pd.DataFrame:
    """The table with cells of one row changed."""
    row = table[key] == value
    assert row.sum() == 1
    return table.assign(**{name: table[name].mask(row, cell) for name, cell in cells.items()})


@given(st.integers(10, 10**8), st.sampled_from(["fr", "en"]))
def test_a_number_is_read_as_its_language_writes_it(number, language):
    written = f"{number:,}".replace(",", "\u202f") if language == "fr" else f"{number:,}"

    assert backing.numbers_in(f"x {written} x", language) == {float(number)}


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("In the night of 11 to 12 May 2021", "en", {12, 2021}),
        ("Dans la nuit du 11 au 12 mai, à 1 h 30", "fr", {12}),
        ("2,4 ou 2,3 millions", "fr", {2400000, 2300000}),
        ("from 8.5 to 14.8 million", "en", {8500000, 14800000}),
        ("Covid-19 at 15:00, MOVEit2", "en", set()),
        ("From 4.30 to 9.30 a.m., then from 4 p.m.", "en", set()),
        ("1.35–1.6 billion", "en", {1.35e9, 1.6e9}),
    ],
)
def test_times_nights_and_ranges(text, language, numbers):
    assert backing.numbers_in(text, language) == numbers


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_that_only_the_summary_says_is_told_in_each_language(small_atlas, language):
    cells = {f"summary_{language}": "4711."}
    incidents = changed(small_atlas.incidents, col.INCIDENT_ID, QUIET, **cells)

    assert list(backing.unbacked_numbers(small_atlas._replace(incidents=incidents))) == [
        f"incidents.csv, {QUIET}, summary_{language}: nothing else of {QUIET} says 4,711"
    ]
    claim = small_atlas.claims.iloc[[0]].assign(incident_id=QUIET, value="4711")
    claims = pd.concat([small_atlas.claims, claim])
    assert list(backing.unbacked_numbers(small_atlas._replace(incidents=incidents, claims=claims))) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_that_only_an_event_says_is_told_in_each_language(small_atlas, language):
    event = small_atlas.events["event_id"].iloc[0]
    incident = small_atlas.events[col.INCIDENT_ID].iloc[0]
    date = {"fr": "Le 1er mai, 4711.", "en": "On 1 May, 4711."}[language]
    told = small_atlas._replace(events=changed(small_atlas.events, "event_id", event, **{f"text_{language}": date}))

    assert list(backing.unbacked_numbers(told)) == [
        f"events.csv, {event}, text_{language}: nothing else of {incident} says 4,711"
    ]
    note = changed(small_atlas.incidents, col.INCIDENT_ID, incident, **{f"note_{language}": "4711"})
    assert list(backing.unbacked_numbers(told._replace(incidents=note))) == []


def test_events_are_in_the_order_of_their_dates(small_atlas):
    assert list(backing.events_out_of_order(small_atlas)) == []
    turned = small_atlas.events.iloc[::-1]

    assert any(TWO_TOWNS in line for line in backing.events_out_of_order(small_atlas._replace(events=turned)))


def test_relations_go_both_ways(small_atlas):
    incidents = changed(small_atlas.incidents, col.INCIDENT_ID, QUIET, related_ids=None)

    assert list(backing.one_way_relations(small_atlas)) == []
    assert list(backing.one_way_relations(small_atlas._replace(incidents=incidents))) == [
        f"incidents.csv, {QUIET}, related_ids: does not name {TWO_TOWNS}, which names it"
    ]


@pytest.mark.shipped
def test_a_point_lies_near_the_town_that_it_names(shipped):
    row = shipped.sites[shipped.sites[col.INSEE].notna() & shipped.sites[col.LATITUDE].notna()].iloc[0]
    sites = changed(shipped.sites, col.SITE_ID, row[col.SITE_ID], latitude=row[col.LATITUDE] + 1)

    assert list(backing.distant_points(shipped)) == []
    told = list(backing.distant_points(shipped._replace(sites=sites)))
    assert told == [f"sites.csv, {row[col.SITE_ID]}: its point lies 111 km from {row[col.COMMUNE]}"]


def test_confidence_is_what_direct_publishers_give(small_atlas):
    incidents = changed(small_atlas.incidents, col.INCIDENT_ID, TWO_TOWNS, confidence="low")
    copies = small_atlas.sources.assign(copy="yes")

    assert list(backing.unruled_confidence(small_atlas)) == []
    told = list(backing.unruled_confidence(small_atlas._replace(incidents=incidents)))
    assert len(told) == 1
    assert told[0].endswith("give high, found low")
    assert all(" 0 direct" in line for line in backing.unruled_confidence(small_atlas._replace(sources=copies)))


def test_ransomware_that_the_attacker_alone_says_is_told(small_atlas):
    kind = small_atlas.claims[col.MEASURE] == col.ATTACK_TYPE
    claims = small_atlas.claims.assign(tier=small_atlas.claims[col.TIER].mask(kind, "attacker"))

    assert list(backing.ransomware_on_hearsay(small_atlas)) == []
    told = list(backing.ransomware_on_hearsay(small_atlas._replace(claims=claims)))
    assert f"incidents.csv, {TWO_TOWNS}, attack_type: nobody who may know says ransomware" in told


@pytest.mark.shipped
@pytest.mark.parametrize("check", backing.CHECKS)
def test_the_record_holds(shipped, check):
    assert list(check(shipped)) == []


# --- one attack is one incident ------------------------------------------------------------------------------

# alike by name, near in time, and not one attack
DIFFERENT = {
    ("fr-brest-chu-2023", "fr-reunion-chu-2023"),  # two university hospitals, Brittany and Réunion
    ("aiims-new-delhi-2022", "safdarjung-2022"),  # two hospitals of New Delhi
}
COMMON = frozenset(
    [
        "hospital",
        "health",
        "healthcare",
        "centre",
        "center",
        "medical",
        "system",
        "regional",
        "university",
        "group",
        "of",
        "the",
        "and",
        "de",
        "la",
        "du",
        "services",
        "county",
        "memorial",
        "general",
        "community",
        "nhs",
        "trust",
        "new",
        "york",
        "united",
        "states",
        "hospitals",
        "clinic",
    ]
)


def plain(name: str) -> str:
    """A name in small letters without accents."""
    return unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()


def alike(one: dict, other: dict) -> bool:
    """Whether two incidents of one country within two months have names that might be one."""
    if one[col.COUNTRY] != other[col.COUNTRY]:
        return False
    months = [int(row[col.STARTED_ON][:4]) * 12 + int(row[col.STARTED_ON][5:7] or 6) for row in (one, other)]
    if abs(months[0] - months[1]) > 2:
        return False
    names = [plain(row["name_en"]) for row in (one, other)]
    own = [set(re.findall(r"[a-z]+", name)) - COMMON for name in names]
    shared = len(own[0] & own[1])
    if shared and shared >= 0.6 * min(map(len, own)):
        return True
    return difflib.SequenceMatcher(None, *names).ratio() > 0.75


@pytest.mark.shipped
def test_no_two_incidents_look_like_one_attack(shipped):
    rows = sorted(rows_of(shipped.incidents), key=lambda row: row[col.INCIDENT_ID])
    found = {
        (one[col.INCIDENT_ID], other[col.INCIDENT_ID])
        for one, other in combinations(rows, 2)
        if alike(one, other) and other[col.INCIDENT_ID] not in str(one[col.RELATED_IDS])
    }

    assert found <= DIFFERENT


@pytest.mark.shipped
def test_every_row_of_the_research_is_told(shipped):
    told = shipped.revisions.set_index(col.INCIDENT_ID)[col.CHANGE]
    incidents, mentions = set(shipped.incidents[col.INCIDENT_ID]), set(shipped.mentions["mention_id"])
    later = shipped.incidents[shipped.incidents[col.ADDED_ON] > shipped.incidents[col.ADDED_ON].min()]

    assert set(told.index[told == "added"]) == set(later[col.INCIDENT_ID])
    assert set(told.index[told.isin(("added", "completed", "corrected"))]) <= incidents
    assert not set(told.index[told.isin(("joined", "mention", "held-back"))]) & incidents
    became = shipped.revisions.dropna(subset=["became"])
    assert set(became["became"]) <= incidents | mentions
    assert set(told.index[told.isin(("joined", "mention"))]) == set(became[col.INCIDENT_ID])
