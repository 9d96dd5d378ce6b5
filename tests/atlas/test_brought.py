"""What somebody brought as an atlas: each accepted row is an incident or left out with its reason."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas import brought
from analytics.atlas.brought import File
from analytics.atlas.published import publish
from analytics.feeds import importing
from analytics.outputs.bringing import accepted
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.tables import IMPORTED
from analytics.words.brought import describer
from tests.feeds.made import HHS, VCDB, feed

pytestmark = pytest.mark.shipped
FILE = File("breaches.csv", "Registre", "Register")


def imported(name, path, tmp_path) -> pd.DataFrame:
    """The rows that an import accepts."""
    importing.run(feed(name), [path], tmp_path / "out", 3)
    return accepted(tmp_path / "out")


@pytest.fixture
def rows(tmp_path) -> pd.DataFrame:
    return imported("hhs-ocr", HHS, tmp_path)


def table(*given: dict) -> pd.DataFrame:
    """Imported rows with some cells; the others are those of an attack with a date and a country."""
    usual = {
        **dict.fromkeys(IMPORTED.names),
        col.FEED: "f",
        col.FILE: "a.csv",
        col.PLACE: "line 2",
        col.ORGANISATION: "A",
        col.CYBER: "yes",
        col.HEALTH: "yes",
        col.COUNTRY: "FRA",
        col.STARTED_ON: "2021-02-09",
        col.PLACED_BY: "gazetteer",
        col.PLACE_PRECISION: "country",
    }
    made = pd.DataFrame([usual | each for each in given], columns=IMPORTED.names).astype("string")
    return made.astype({col.PEOPLE_AFFECTED: "Int64", col.LATITUDE: float, col.LONGITUDE: float})


def alone(rows, atlas):
    return brought.atlas_of(brought.sort_out(rows, atlas).shown, FILE, atlas, describer(FILE.name))


@pytest.mark.parametrize(("name", "path"), [("hhs-ocr", HHS), ("veris", VCDB)])
def test_every_accepted_row_is_shown_or_left_out_with_a_reason(name, path, tmp_path, shipped):
    rows = imported(name, path, tmp_path)
    found = brought.sort_out(rows, shipped)
    atlas = brought.atlas_of(found.shown, FILE, shipped, describer(FILE.name))

    assert len(rows) == len(found.shown) + sum(found.left_out.values())
    assert len(found.shown) == len(atlas.incidents) == len(atlas.sites) == atlas.incidents[col.INCIDENT_ID].nunique()
    assert 0 < len(found.shown) < len(rows)


def test_a_row_is_left_out_for_the_first_reason_that_holds(shipped):
    rows = table(
        {},
        {col.CYBER: "no", col.HEALTH: "no"},
        {col.HEALTH: "no", col.COUNTRY: None},
        {col.STARTED_ON: None, col.COUNTRY: None},
        {col.STARTED_ON: None, col.REPORTED_ON: "2021-09-09", col.DOUBTS: "shared-instant"},
        {col.COUNTRY: None},
        {col.COUNTRY: "ZZZ"},
        {col.STARTED_ON: None, col.REPORTED_ON: "2022-01-05", col.CYBER: None, col.HEALTH: None},
    )

    found = brought.sort_out(rows, shipped)

    assert found.left_out == {"no-attack": 1, "no-health": 1, "no-date": 2, "no-country": 2}
    assert found.shown["day"].to_list() == ["2021-02-09", "2022-01-05"]
    assert found.reported == 1
    assert found.without_country.index.to_list() == [5, 6]  # what is lacking otherwise too is not among them
    assert found.without_country["day"].to_list() == ["2021-02-09"] * 2


def test_the_file_is_the_one_source_and_says_what_its_rows_say(rows, shipped):
    atlas = alone(rows, shipped)
    published = publish(atlas, "official")
    shown = brought.sort_out(rows, shipped).shown
    counted = shown[~shown[col.DOUBTS].fillna("").str.contains("placeholder")][col.PEOPLE_AFFECTED]

    assert atlas.sources[col.PUBLISHER].to_list() == [FILE.name]
    assert set(atlas.claims[col.SOURCE_ID]) == {brought.SOURCE}
    assert published[col.STRONGEST_TIER].eq("official").all()
    assert published[col.INDEPENDENT_SOURCES].eq(1).all()
    assert published["people_affected"].sum() == counted.sum() > 0
    assert published[col.STARTED_ON].to_list() == shown["day"].to_list()
    assert set(published[col.NAME_EN]) >= set(shown[col.ORGANISATION].dropna())


def test_a_number_that_nobody_has_counted_yet_is_no_figure(shipped):
    atlas = alone(
        table({col.PEOPLE_AFFECTED: 501, col.DOUBTS: "placeholder-count"}, {col.PEOPLE_AFFECTED: 501}), shipped
    )

    assert publish(atlas)["people_affected"].to_list()[1] == 501
    assert pd.isna(publish(atlas)["people_affected"].to_list()[0])


def test_what_attackers_alone_say_counts_only_when_asked_for(shipped):
    atlas = alone(table({col.TIER: "attacker"}, {col.TIER: None}), shipped)

    assert atlas.incidents[col.STATUS].to_list() == ["claimed", "confirmed"]
    assert publish(atlas)[col.STRONGEST_TIER].to_list() == ["attacker", brought.UNSAID_TIER]


def test_a_row_of_a_department_is_in_its_region(shipped):
    atlas = alone(
        table({col.DEPARTMENT: "78", col.LATITUDE: 48.8, col.LONGITUDE: 2.1, col.PLACE_PRECISION: "commune"}), shipped
    )
    (site,) = rows_of(pd.DataFrame(atlas.sites))

    assert (site[col.DEPARTMENT], site[col.REGION], site[col.POINT_PRECISION]) == ("78", "11", "commune")
    assert (site["geometry"].y, site["geometry"].x) == (48.8, 2.1)
    assert publish(atlas)[col.REGIONS].to_list() == ["11"]


def test_nothing_of_the_record_is_in_a_file_alone(rows, shipped):
    atlas = alone(rows, shipped)

    for name in (col.INCIDENTS, col.SITES, col.CLAIMS, col.EVENTS, col.DISAGREEMENTS, col.READINGS):
        own, record = getattr(atlas, name), getattr(shipped, name)
        assert own.columns.to_list() == record.columns.to_list(), name
        if col.INCIDENT_ID in record:
            assert not set(own[col.INCIDENT_ID]) & set(record[col.INCIDENT_ID]), name
    assert atlas.departments is shipped.departments


def test_beside_the_record_both_are_whole_and_the_record_is_as_it_was(rows, shipped):
    before = shipped.incidents.copy()
    own = alone(rows, shipped)
    both = brought.beside(shipped, own)

    pd.testing.assert_frame_equal(shipped.incidents, before)
    for name in (col.INCIDENTS, col.SITES, col.CLAIMS, col.SOURCES):
        assert len(getattr(both, name)) == len(getattr(shipped, name)) + len(getattr(own, name)), name
        assert getattr(both, name).dtypes.to_dict() == getattr(shipped, name).dtypes.to_dict(), name


@pytest.mark.parametrize("evidence", TIERS)
def test_both_come_to_what_each_comes_to(evidence, rows, shipped, publish_shipped):
    """What is said of an incident does not depend on the others: pages of both are put together from each."""
    own = alone(rows, shipped)
    record = publish_shipped(evidence)
    together = pd.concat([record, publish(own, evidence).astype(record.dtypes.to_dict())], ignore_index=True)

    pd.testing.assert_frame_equal(publish(brought.beside(shipped, own), evidence), together, check_dtype=False)


def test_what_a_row_says_in_words_is_said_in_both_languages(shipped):
    atlas = alone(table({col.ACTOR: "a gang"}, {col.ORGANISATION: None}), shipped)
    said = atlas.claims[atlas.claims[col.MEASURE].isin(["organisation_name", "actor"])]

    assert said[col.VALUE].to_list() == ["A", "a gang", "Not named (line 2)"]
    assert said[col.VALUE_FR].to_list() == ["A", "a gang", "Sans nom (ligne 2)"]
