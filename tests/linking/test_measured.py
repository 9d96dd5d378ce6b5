"""How well linking links, on the half of the labels that was kept: precision and recall by feed, which may not fall."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from analytics.feeds import importing
from analytics.feeds.registry import feed_of
from analytics.linking import linking, measuring, model
from analytics.linking.labels import Label, kept_for_the_test, labels
from analytics.record.cells import rows_of

pytestmark = pytest.mark.shipped
FOLDER = os.environ.get("ATLAS_FEEDS_FOLDER")
FILES = {
    "hhs-ocr": "hhs_ocr/breach_report_archive_2024-10.csv",
    "veris": "vcdb/vcdb_naics622_subset.json",
    "eurepoc": "eurepoc/EuRepoC_Global_Database_1.1.csv",
}
# right of proposed, then found of labelled, on the half that was kept
REACHED = {"hhs-ocr": ((24, 26), (24, 32)), "veris": ((9, 9), (3, 4))}


def shares(found: measuring.Measured) -> tuple[tuple[int, int], tuple[int, int]]:
    return (found.precision.hits, found.precision.of), (found.recall.hits, found.recall.of)


@pytest.fixture(scope="module")
def kept_links(shipped):
    return [row for row in rows_of(shipped.register_links) if row["half"] == "test"]


def judged(rows):
    """What was decided by reading both sides, by incident and row."""
    return {
        (row["incident_id"], f"{row['register']}:{row['row']}"): row["judgement"]
        for row in rows
        if row["judged_by"] == "reading"
    }


def measured(rows):
    told = [row for row in rows if row["judged_by"] in ("source", "address")]
    named = [Label(row["incident_id"], f"{row['register']}:{row['row']}", row["judged_by"], "") for row in told]
    proposed = [
        model.Pair(f"atlas:{row['incident_id']}", f"{row['register']}:{row['row']}", float(row["probability"]))
        for row in rows
        if pd.notna(row["probability"])
    ]
    return measuring.measured(proposed, named, judged(rows), {row["incident_id"] for row in rows})


def test_the_kept_half_is_linked_as_well_as_the_note_says(kept_links):
    assert {feed: shares(found) for feed, found in measured(kept_links).items()} == REACHED


def test_every_pair_proposed_was_judged_or_says_that_it_was_not(shipped):
    for row in rows_of(shipped.register_links):
        assert (row["judgement"] == "open") == (row["judged_by"] == "nobody"), row
        assert row["half"] == ("test" if kept_for_the_test(row["incident_id"]) else "learning")


def test_a_wrong_pair_lowers_precision_a_missed_one_recall_and_one_unread_neither():
    named = [Label("a", "veris:1", "source", ""), Label("b", "veris:2", "source", "")]
    proposed = [model.Pair("atlas:a", f"veris:{row}", 0.9) for row in "1378"]
    found = measuring.measured(
        proposed, named, {("a", "veris:3"): measuring.OTHER, ("a", "veris:7"): measuring.SAME}, {"a", "b"}
    )

    assert shares(found["veris"]) == ((2, 3), (1, 2))
    assert [pair.right for pair in found["veris"].open] == ["veris:8"]
    assert found["veris"].precision.low < 2 / 3 < found["veris"].precision.high


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="the feeds are not shipped: ATLAS_FEEDS_FOLDER names no folder of them")
def test_whole_registers_give_the_pairs_that_are_shipped_and_reach_what_the_note_says(shipped, tmp_path):
    for name, file in FILES.items():
        importing.run(feed_of(name), [Path(FOLDER or "") / file], tmp_path / name)
    records, _ = linking.read(shipped, [tmp_path / name for name in FILES])
    proposed = [pair for pair in model.proposed(records) if linking.is_with_ours(pair)]
    rows = rows_of(shipped.register_links)
    incidents = {incident for incident in shipped.incidents["incident_id"] if kept_for_the_test(incident)}
    found = measuring.measured(proposed, labels(shipped, records), judged(rows), incidents)

    assert {feed: shares(each) for feed, each in found.items()} == REACHED
    assert {(pair.left[6:], pair.right, pair.probability) for pair in proposed} == {
        (row["incident_id"], f"{row['register']}:{row['row']}", float(row["probability"]))
        for row in rows
        if pd.notna(row["probability"])
    }
