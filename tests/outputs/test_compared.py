"""Things side by side: each figure is that of the file of the thing, and nothing is left out unsaid."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.drawings.charts.base import Look
from analytics.drawings.theme import LIGHT
from analytics.outputs import compared, compared_files, pictures, receipts
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.small_world import QUIET, TWO_TOWNS

ENGLISH = Words("en")


@pytest.mark.shipped
@settings(max_examples=12, deadline=None)
@given(st.data())
def test_every_figure_of_an_incident_is_the_one_of_its_file(held_shipped, data):
    known = list(held_shipped.atlas.incidents[col.INCIDENT_ID])
    chosen = tuple(data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)))
    selection = Selection(compare=chosen, evidence=data.draw(st.sampled_from(["official", "press", "attacker"])))

    table = compared_files.table(held_shipped, selection, ENGLISH)

    stated = held_shipped.atlas.stated(selection.evidence)
    stated = stated[stated[col.MEASURE].map(lambda name: MEASURES[name].is_amount)]
    assert len(table) == stated[col.INCIDENT_ID].isin(chosen).sum()
    labels = {measure.label.en: name for name, measure in MEASURES.items()}
    for row in rows_of(table):
        same = stated[(stated[col.INCIDENT_ID] == row["thing"]) & (stated[col.MEASURE] == labels[row["figure"]])]
        (figure,) = rows_of(same)
        for name in (col.VALUE, col.LOW, col.HIGH, col.TIER):
            assert row[name] == figure[name] or (pd.isna(row[name]) and pd.isna(figure[name]))
        assert f"receipt=incident-{labels[row['figure']]}" in row["check"]
        assert row["said_by"]


@pytest.mark.shipped
@pytest.mark.parametrize(
    ("value", "table", "code"), [("department-78", "departments", "78"), ("country-DEU", "countries", "DEU")]
)
def test_the_figures_of_an_area_are_those_of_its_table(held_shipped, value, table, code):
    made = compared_files.table(held_shipped, Selection(compare=(value,)), ENGLISH).set_index("figure")
    rows = held_shipped.table(table, Selection()).set_index(col.CODE)

    assert made.loc["Incidents", col.VALUE] == rows.loc[code, col.INCIDENTS]
    assert ("Per million and year" in made.index) == (table == "departments")


@pytest.mark.shipped
@pytest.mark.parametrize("level", ["department", "region", "country"])
def test_the_receipt_of_an_area_gives_the_number_of_its_table(held_shipped, level):
    some = {"department": ["78", "93", "971", "23"], "region": ["11", "53"], "country": ["FRA", "DEU", "SWE", "USA"]}
    for choice in (Selection(), Selection(evidence="attacker", start="2021"), Selection(type=("ransomware",), q="CHU")):
        rows = held_shipped.profiles(choice, level).areas
        for code in some[level]:
            one = compared.Thing(level, code)
            address = compared_files.check_area("touching", one, choice)
            asked = receipts.read_address(address, held_shipped.atlas)
            assert asked.name == f"touching-{level}"
            assert receipts.work_out(asked.name, held_shipped, asked.selection).value == rows.loc[code, col.INCIDENTS]


@pytest.mark.shipped
def test_the_year_in_which_a_hospital_opened_is_no_figure_of_an_attack(held_shipped):
    claims = held_shipped.atlas.claims
    incident = str(claims.loc[claims[col.MEASURE] == "year_opened", col.INCIDENT_ID].iloc[0])
    made = compared_files.table(held_shipped, Selection(compare=(incident,), evidence="attacker"), ENGLISH)

    assert len(made)
    assert MEASURES["year_opened"].label.en not in set(made["figure"])


def test_a_thing_that_is_not_known_is_reported_and_one_named_twice_counts_once(small_atlas):
    read, problems = from_query({"compare": [QUIET, QUIET, "region-84", "region-99"]}, small_atlas.vocabulary)

    assert read.compare == (QUIET, "region-84")
    assert [(one.name, one.value, one.narrows) for one in problems] == [("compare", "region-99", False)]


def test_the_tray_narrows_nothing(held_small):
    assert held_small.choice(Selection(compare=(QUIET,))).selection == Selection()
    assert Selection(compare=(QUIET,)).narrowing == []


def test_timelines_begin_on_the_first_day_on_which_each_may_have_begun(held_small):
    chosen = Selection(compare=(TWO_TOWNS, QUIET), evidence="attacker")
    choice = pictures.Choice(held_small, chosen)

    chart = pictures.described("side-by-side", choice, Look(ENGLISH, LIGHT))

    panel = chart.blocks[0].panels[0]
    assert (panel.axis.low, len(panel.slots)) == (1, 2)
    assert [value.partition(":")[0] for value in chart.values] == ["Two Towns Hospitals", f"Hospital {QUIET}"]


def test_seven_things_are_six_and_one_that_is_said(held_small):
    every = [*held_small.atlas.incidents[col.INCIDENT_ID], "region-84"]
    answer = compared_files.answer(held_small, Selection(compare=tuple(every), evidence="attacker"))

    assert len(every) == compared.MOST + 1
    assert answer["meta"]["left_out"] == ["region-84"]
