"""A filter of areas is about places: tables, maps and counts of places hold those in the area, and agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.drawings import shading
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import THEMES
from analytics.outputs import answers, pictures, receipts
from analytics.outputs.answers import Asked
from analytics.outputs.html import cards
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.words.text import Words

RHONE = Selection(department=("69",))


def test_the_table_of_places_of_the_rhone_has_the_places_of_the_rhone(held_shipped):
    sites = held_shipped.table(col.SITES, RHONE)
    every = held_shipped.table(col.SITES, Selection(department=("69",), places="all"))

    assert set(sites[col.DEPARTMENT]) == {"69"}
    assert len(sites) == int(held_shipped.table(col.DEPARTMENTS, RHONE)[col.SITES].iloc[0])
    assert len(every) > len(sites)
    assert set(every[col.INCIDENT_ID]) == set(sites[col.INCIDENT_ID])


@settings(max_examples=25)
@given(data=st.data())
def test_for_any_area_the_places_are_those_of_its_row_and_no_incident_is_without_one(held_shipped, data):
    level = data.draw(st.sampled_from([col.DEPARTMENT, col.REGION]))
    codes = sorted(getattr(held_shipped.vocabulary, level))
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    start = data.draw(st.sampled_from(["", "2021", "2023-03"]))
    selection = Selection(**{level: tuple(chosen)}, start=start)

    basis = Choice(held_shipped, selection)
    sites, every = (held_shipped.table(col.SITES, one) for one in (selection, Selection(start=start)))
    certain = sites[sites[col.IN_PERIOD] == "certain"]

    assert sites[col.SITE_ID].tolist() == every.loc[every[level].isin(chosen), col.SITE_ID].tolist()
    assert certain[col.SITE_ID].tolist() == basis.places[col.SITE_ID].tolist()
    assert set(basis.places[col.INCIDENT_ID]) == set(basis.kept[col.INCIDENT_ID])
    areas = held_shipped.table(f"{level}s", selection)
    assert areas.loc[areas[col.CODE].isin(chosen), col.SITES].sum() == len(certain)


def test_the_map_and_the_number_of_departments_count_the_places_in_the_area(held_shipped):
    choice = Choice(held_shipped, RHONE)
    drawn = pictures.draw("map", choice, Sheet(Words("en"), THEMES["light"], "wide"))

    assert f"– {len(held_shipped.table(col.SITES, RHONE))} places in France" in drawn.title
    assert receipts.work_out("departments", held_shipped, RHONE).value == 1
    assert "<strong>1</strong>" in cards.places_item(choice.places, Words("en")) or ">1<" in cards.places_item(
        choice.places, Words("en")
    )


@pytest.mark.parametrize(("table", "said"), [(col.INCIDENTS, True), (col.SITES, True), (col.DEPARTMENTS, False)])
def test_an_answer_about_an_area_says_what_its_figures_cover(held_shipped, table, said):
    rows = held_shipped.table(table, RHONE)
    caveats = answers.meta(Asked(table, "json", RHONE), len(rows), rows)["caveats"]

    assert any("places=all" in line for line in caveats) is said


def test_the_name_is_one_of_the_address_and_is_refused_as_others_are(held_shipped):
    read, problems = from_query({"department": ["69"], "places": ["all"]}, held_shipped.vocabulary)
    _, refused = from_query({"places": ["some"]}, held_shipped.vocabulary)

    assert (read.places, problems, read.narrowing) == ("all", [], [("department", "69")])
    assert refused
    assert ("places", "all") in read.to_query()


def test_areas_that_are_not_chosen_have_no_colour_and_no_hatching():
    before = shading.Shading({"01": "#111111", "02": "#222222"}, frozenset({"03", "04"}))

    after = shading.narrowed(before, {"01", "03"})

    assert after.colours == {"01": "#111111"}
    assert after.no_data == {"03"}
    assert shading.narrowed(before, ()) == before
