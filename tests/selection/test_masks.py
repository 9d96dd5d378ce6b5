"""The masks of a table: every choice keeps what its filters say row by row, and what was worked out is not again."""

from __future__ import annotations

import gc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from analytics.record.cells import split_list
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection import masks
from analytics.selection.filters import FILTERS
from analytics.selection.search_words import readings
from analytics.selection.selection import Selection
from tests.benchmarks import growth
from tests.selection.test_selection import SELECTIONS

LISTS = {
    "region": col.REGIONS,
    "department": col.DEPARTMENTS,
    "service": col.SERVICES,
    "group": col.COUNTRY_GROUPS,
    "hospital": col.HOSPITAL_KINDS,
    "capacity": col.HOSPITAL_SIZES,
    "ownership": col.HOSPITAL_STATUSES,
}
CELLS = {"country": col.COUNTRY, "type": col.ATTACK_TYPE, "sector": col.SECTOR, "severity": col.SEVERITY}


def day(of, text: str) -> pd.Timestamp:
    return of(pd.Series([text])).iloc[0]


def having(text: str, rows: list[dict]) -> set[str]:
    """The incidents that have the words of a search, in the strictest reading that finds one."""
    found: set[str] = set()
    for reading in readings(text):
        found = {
            row[col.INCIDENT_ID]
            for row in rows
            if all(any(f" {word}" in f" {row[col.SEARCH_TEXT]}" for word in alike) for alike in reading)
        }
        if found:
            break
    return found


def keeps(choice: Selection, row: dict, rows: list[dict], *, certain: bool) -> bool:
    """What a choice says of one incident, filter by filter, as the contract has it."""
    begins, ends = (day(of, row[col.STARTED_ON]) for of in (first_day, last_day))
    from_, to = (begins, ends) if certain else (ends, begins)
    order = list(TIERS)
    claimed = row[col.STATUS] == "claimed" and choice.evidence != order[-1]
    return (
        all(not getattr(choice, name) or row[column] in getattr(choice, name) for name, column in CELLS.items())
        and all(not (c := getattr(choice, name)) or set(c) & set(split_list(row[of])) for name, of in LISTS.items())
        and (not choice.start or from_ >= day(first_day, choice.start))
        and (not choice.end or to <= day(last_day, choice.end))
        and row[col.STRONGEST_TIER] in order[: order.index(choice.evidence) + 1]
        and not claimed
        and row[col.INCIDENT_ID] in having(choice.q, rows)
    )


@settings(max_examples=60, deadline=None)
@given(choice=SELECTIONS)
def test_a_choice_keeps_what_each_of_its_filters_keeps_of_each_row(small_incidents, choice):
    rows = small_incidents.to_dict("records")
    certain = [keeps(choice, row, rows, certain=True) for row in rows]
    at_all = [keeps(choice, row, rows, certain=False) for row in rows]

    assert choice.certain(small_incidents).tolist() == certain
    assert choice.in_doubt(small_incidents).tolist() == [b and not a for a, b in zip(certain, at_all, strict=True)]
    assert choice.count(small_incidents) == len(choice.keep(small_incidents)) == sum(certain)


@settings(max_examples=60, deadline=None)
@given(choice=SELECTIONS)
def test_what_is_remembered_is_what_would_be_worked_out_anew(small_incidents, choice):
    held = small_incidents.copy()
    remembered = masks.remember(held)

    assert masks.of(held) is remembered
    assert masks.of(small_incidents) is not remembered
    for found in (choice.certain, choice.in_doubt):
        np.testing.assert_array_equal(found(held), found(small_incidents))


def test_a_filter_looks_into_a_table_once(small_incidents):
    looked, asked = [], []

    def keeping(rows):
        looked.append(len(rows))
        return lambda value: asked.append(value) or np.ones(len(rows), dtype=bool)

    held = small_incidents.copy()
    remembered = masks.remember(held)
    for values in (("a",), ("a", "b"), ("b", "a")):
        masks.of(held).any_of(keeping, values)

    assert (looked, asked) == ([len(held)], ["a", "b"])
    assert masks.of(held) is remembered


def test_masks_are_forgotten_with_the_table():
    held = pd.DataFrame({"a": [1]})
    identity, known = id(held), masks.remember(held)
    del held, known
    gc.collect()

    assert identity not in masks._REMEMBERED


@pytest.mark.parametrize("tier", TIERS)
def test_counting_copies_no_table(small_incidents, monkeypatch, tier):
    held = small_incidents.copy()
    remembered = masks.remember(held)
    choices = [Selection(evidence=tier), Selection(evidence=tier, department=("01",), start="2021", q="chu")]
    expected = [len(choice.keep(held)) for choice in choices]
    monkeypatch.setattr(pd.DataFrame, "__getitem__", lambda *_: pytest.fail("a table was cut to be counted"))

    assert [choice.count(held) for choice in choices] == expected
    assert remembered


def test_every_filter_of_places_says_what_it_keeps_of_incidents_too():
    assert all(each.keep for each in FILTERS.values() if each.keep_place)


def test_the_benchmark_of_growth_compares_what_it_counts_with_what_it_keeps(small_incidents):
    found = growth.measured(small_incidents, ["01", "02", "2A", "971", "75"], 20)

    assert found.incidents == 20
    assert all(number >= 0 for number in found)
