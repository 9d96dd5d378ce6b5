"""A reading is of an incident, and adds up; an incident without one was not read again."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas.backing import NOT_READ, THIRD, unsound_readings
from analytics.schema import col
from analytics.schema.codes import MENDED_KINDS
from analytics.words import method
from analytics.words.text import Words
from tests.helpers.small_world import TWO_TOWNS


def changed(atlas, incident: str, **cells: object):
    """The atlas with cells of one reading changed."""
    rows = atlas.readings
    row = rows[col.INCIDENT_ID] == incident
    return atlas._replace(readings=rows.assign(**{name: rows[name].mask(row, cell) for name, cell in cells.items()}))


def test_the_small_world_has_nothing_to_say_of_its_readings(small_atlas):
    assert list(unsound_readings(small_atlas)) == []


@pytest.mark.parametrize("words", [Words("fr"), Words("en")], ids=["fr", "en"])
def test_an_incident_without_a_row_is_one_that_was_not_read_again(small_atlas, small_incidents, words):
    """A new incident needs none; a sample alone is no reading of the whole."""
    rows = small_atlas.readings
    without = rows[rows[col.INCIDENT_ID] != TWO_TOWNS]
    sampled = rows.assign(reading=rows[col.READING].mask(rows[col.INCIDENT_ID] == TWO_TOWNS, "sample"))
    whole = set(rows.loc[rows[col.HOW] != NOT_READ, col.INCIDENT_ID])
    for left, read in ((rows, len(whole)), (without, len(whole) - 1), (sampled, len(whole) - 1)):
        atlas = small_atlas._replace(readings=left)
        assert list(unsound_readings(atlas)) == []
        said = {section.topic: section.body for section in method.sections(atlas, small_incidents, words)}
        assert words("method.unread", count=len(atlas.incidents) - read) in said["remains"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"wrong": 31}, "more statements in error than compared, or more false than in error"),
        ({"false_or_misattributed": 4}, "more statements in error than compared, or more false than in error"),
        ({"wrong": pd.NA}, "2 counts for an incident that is stored-pages"),
        ({"how": "not-read"}, "3 counts for an incident that is not-read"),
    ],
)
def test_a_reading_that_does_not_add_up_is_told(small_atlas, cells, told):
    assert list(unsound_readings(changed(small_atlas, TWO_TOWNS, **cells))) == [
        f"readings.csv, {TWO_TOWNS}.third: {told}"
    ]


def test_what_was_read_must_be_an_incident_or_have_been_one(small_atlas):
    once_more = small_atlas.readings.tail(1).assign(reading_id="gone.third", incident_id="gone")
    with_gone = small_atlas._replace(readings=pd.concat([small_atlas.readings, once_more]))

    (problem,) = unsound_readings(with_gone)
    assert problem == "readings.csv, gone.third: gone is neither an incident nor in revisions.csv"
    told = small_atlas.revisions.tail(1).assign(incident_id="gone")
    assert list(unsound_readings(with_gone._replace(revisions=told))) == []


@pytest.mark.shipped
def test_of_the_record_each_incident_is_read_or_listed_and_what_was_mended_is_said(shipped):
    rows = shipped.readings
    third = rows[rows[col.READING] == THIRD]

    assert list(unsound_readings(shipped)) == []
    assert set(shipped.incidents[col.INCIDENT_ID]) <= set(third[col.INCIDENT_ID])
    read = third[third[col.HOW] != NOT_READ]
    assert len(read) >= 300
    assert set(read[col.READ_ON]) <= {"2026-11-28", "2026-11-29"}
    mended = read[read[col.CHANGES] > 0]
    assert mended[col.MENDED].notna().all()
    assert read.loc[read[col.CHANGES] == 0, col.MENDED].isna().all()
    assert {code for cell in mended[col.MENDED] for code in cell.split("; ")} == set(MENDED_KINDS)
