"""Areas by year in small charts: both renderers draw what the tables count, and what does not add up is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.drawings.charts import base
from analytics.drawings.plotly import charts
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import area_charts, pictures, receipts
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS
from analytics.selection.selection import Selection
from analytics.statistics import profiles
from analytics.statistics.groups import by_group
from analytics.words import years
from analytics.words.text import Words
from tests.helpers.svg import told

pytestmark = pytest.mark.shipped

ENGLISH, FRENCH = Words("en"), Words("fr")
CHOICES = [
    Selection(),
    Selection(evidence="attacker"),
    Selection(type=("ransomware",), start="2021", end="2024-06"),
    Selection(region=("11", "84"), department=("69",), incident="fr-dax-2021"),
    Selection(country=("DEU",), group=("eu",), severity=("care-affected",)),
]
KINDS = {"region": {}, "department": {"region": ("84",)}, "country": {}, "group": {}}


def drawn(kind: str, held, selection: Selection, words: Words = ENGLISH, narrow: bool = False) -> base.Block:
    choice = Choice(held, selection)
    (block,) = pictures.described(f"years-{kind}", choice, base.Look(words, LIGHT, narrow)).blocks
    return block


def bars(panel: base.Panel) -> dict[str, int]:
    """The height of the bars of a panel, those of claims on the others, by their codes."""
    heights: dict[str, int] = {}
    for mark in panel.marks:
        for code, value in zip(mark.codes, mark.values, strict=True) if isinstance(mark, base.Bars) else ():
            heights[code] = heights.get(code, 0) + int(value)
    return heights


@pytest.mark.parametrize("selection", CHOICES)
@pytest.mark.parametrize("level", ["region", "country"])
def test_each_panel_has_the_counts_by_year_of_its_area_whatever_areas_are_chosen(held_shipped, level, selection):
    table = profiles.by_year(held_shipped.atlas, held_shipped.published(selection.evidence), selection, level)
    counts = table.groupby([col.CODE, col.YEAR])[col.INCIDENTS].sum()
    block = drawn(level, held_shipped, selection)

    seen = {code: height for panel in block.panels for code, height in bars(panel).items()}
    named = {code.partition("-")[2].partition(":")[0] for code in seen}
    assert seen == {f"{level}-{code}:{year}": count for (code, year), count in counts.items() if code in named}
    if level == "region":
        assert named == set(held_shipped.atlas.regions[col.CODE])
    elif not selection.group:
        touched = counts.groupby(level=0).sum()
        assert len(named) == min(years.MOST_DRAWN, (touched > 0).sum())
        assert touched[list(named)].min() >= touched.drop(list(named)).max()


@pytest.mark.parametrize("selection", CHOICES[:3])
@pytest.mark.parametrize("kind", KINDS)
def test_panels_and_what_they_say_of_incidents_of_several_areas_add_up_to_the_choice(held_shipped, kind, selection):
    found = area_charts.panels(kind, Choice(held_shipped, replace(selection, **KINDS[kind])), ENGLISH)
    published = held_shipped.published(selection.evidence)
    whole = selection.keep(published)
    if kind == "group":
        expected = by_group(whole, held_shipped.atlas.country_groups).set_index("group")[col.INCIDENTS]
        assert found.totals.to_dict() == expected.to_dict()
        assert found.years.distinct + found.years.unplaced == len(whole)
        return
    own = area_charts.behind(kind, replace(selection, **KINDS[kind])).keep(published)
    sites = held_shipped.atlas.sites
    pairs = sites[sites[col.INCIDENT_ID].isin(own[col.INCIDENT_ID]) & sites[kind].isin(found.totals.index)]
    pairs = pairs[[col.INCIDENT_ID, kind]].drop_duplicates()
    again = pairs[col.INCIDENT_ID].duplicated().sum()

    assert found.totals.sum() == len(pairs)
    assert found.totals.sum() - again == found.years.distinct
    if kind != "department":  # of a region it is not known whether they lie in it
        assert found.years.distinct + found.years.unplaced == len(own)
    noted = f"{found.years.distinct} distinct incidents, {found.totals.sum()}"
    assert (noted in " ".join(years.notes(found, ENGLISH))) == bool(again)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_both_renderers_draw_every_panel_on_the_same_axes(held_shipped, kind, narrow):
    selection = Selection(evidence="attacker", **KINDS[kind])
    block = drawn(kind, held_shipped, selection, narrow=narrow)
    figure = go.Figure(charts.figure([block], base.Look(ENGLISH, LIGHT, narrow)))
    picture = pictures.draw(
        f"years-{kind}", Choice(held_shipped, selection), Sheet(ENGLISH, size="narrow" if narrow else "wide")
    )

    assert block.page_wide == (2 if narrow else 4)
    assert len({panel.axis._replace(ticks=()) for panel in block.panels}) == 1
    assert len({tuple(panel.slots) for panel in block.panels}) == 1
    described = [list(bars(panel).values()) for panel in block.panels]
    traced = [
        list(map(sum, zip(*(one.y for one in figure.data if one.type == "bar" and one.xaxis == axis), strict=True)))
        for axis in dict.fromkeys(one.xaxis for one in figure.data)
    ]
    assert traced == described
    layout = figure.to_dict()["layout"]
    assert len({tuple(layout[name]["range"]) for name in layout if name.startswith("yaxis")}) == 1
    for panel in block.panels:
        assert any(note.text.startswith(f"<b>{panel.heading[:20]}") for note in figure.layout.annotations)
    numbers = re.findall(r'font-size="12" [^>]*font-weight="600">(\d+)<', picture.svg)
    assert sum(map(int, numbers)) == sum(map(sum, described)) > 0
    assert all(float(size) >= 12 for size in re.findall(r'font-size="([\d.]+)"', picture.svg))


@pytest.mark.parametrize(("words", "none"), [(FRENCH, "0 connue"), (ENGLISH, "0 known")])
def test_an_area_without_a_known_attack_has_its_panel_and_says_zero(held_shipped, words, none):
    block = drawn("region", held_shipped, Selection(), words)
    mayotte = next(panel for panel in block.panels if panel.heading == "Mayotte")

    assert mayotte.beneath == none
    assert set(bars(mayotte).values()) == {0}
    assert none in told(pictures.draw("years-region", Choice(held_shipped, Selection()), Sheet(words)).svg)


def test_the_year_that_is_not_over_is_hatched_and_the_thin_one_is_named(held_shipped):
    block = drawn("region", held_shipped, Selection())
    said = told(pictures.draw("years-region", Choice(held_shipped, Selection()), Sheet(ENGLISH)).svg)

    assert {mark.hatched for panel in block.panels for mark in panel.marks if isinstance(mark, base.Bars)} == {
        frozenset({7})
    }
    assert "2024 is thinly documented" in said
    assert "Hatched year: incomplete" in said


def test_most_come_first_and_ties_stand_in_the_order_of_the_alphabet_without_accents(held_shipped):
    found = area_charts.panels("country", Choice(held_shipped, Selection()), FRENCH)
    names = [found.names[code] for code in found.totals.index]

    assert list(found.totals) == sorted(found.totals, reverse=True)
    assert names.index("Îles Vierges des États-Unis") < names.index("Pays-Bas") < names.index("Pologne")
    groups = area_charts.panels("group", Choice(held_shipped, Selection()), FRENCH)
    assert list(groups.totals.index) == list(COUNTRY_GROUPS)


def test_of_a_group_its_countries_are_drawn_and_of_a_region_its_departments(held_shipped):
    members = held_shipped.atlas.country_groups
    members = set(members.loc[members["group"] == "eu", col.COUNTRY])
    union = area_charts.panels("country", Choice(held_shipped, Selection(group=("eu",), country=("USA",))), ENGLISH)
    assert set(union.drawn) <= members
    assert pictures.draw(
        "years-country", Choice(held_shipped, Selection(group=("eu",))), Sheet(ENGLISH)
    ).title.startswith("European Union – ")

    departments = held_shipped.atlas.departments
    own = set(departments.loc[departments[col.REGION] == "11", col.CODE])
    region = area_charts.panels("department", Choice(held_shipped, Selection(region=("11",))), ENGLISH)
    assert set(region.drawn) == own
    assert "(Île-de-France)" in years.subtitle(region, ENGLISH)


def test_countries_without_room_are_told_and_are_in_the_table(held_shipped):
    found = area_charts.panels("country", Choice(held_shipped, Selection()), ENGLISH)
    table = years.table(found, ENGLISH)
    left_out = len(found.totals) - years.MOST_DRAWN

    assert left_out > 0
    assert f"{left_out} others, with 2 incidents at most" in " ".join(years.notes(found, ENGLISH))
    assert len(table) == len(found.totals)
    assert list(table["All years"]) == list(found.totals)
    assert table[[str(year) for year in found.each]].to_numpy().sum() == found.totals.sum()
    assert "In France nothing was searched for before 2019." in years.notes(found, ENGLISH)


def test_the_receipt_has_the_rows_of_the_panels(held_shipped):
    for kind, more in KINDS.items():
        selection = Selection(evidence="attacker", lang="en", **more)
        result = receipts.work_out(f"years-{kind}", held_shipped, selection)
        found = area_charts.panels(kind, Choice(held_shipped, selection), ENGLISH)

        again = receipts.work_out(f"years-{kind}", held_shipped, replace(selection, lang="fr"))
        pd.testing.assert_frame_equal(again.rows, result.rows)  # a receipt quoted in one language holds in the other
        assert result.rows.groupby(col.CODE)[col.INCIDENTS].sum().to_dict() == found.totals.to_dict()
        assert len(result.claims)


@pytest.mark.parametrize(
    ("kind", "selection", "said"),
    [
        ("region", Selection(q="dax"), "Attacks known in one region of 18: Nouvelle-Aquitaine, 1"),
        ("region", Selection(q="zzz"), "No attack known in any of 18 regions"),
        ("country", Selection(q="zzz"), "No attack known in any country"),
        ("group", Selection(q="dax"), "Attacks known in one WHO region of 6: WHO European Region, 1"),
    ],
)
def test_the_finding_is_true_of_few_and_of_none(held_shipped, kind, selection, said):
    assert years.finding(area_charts.panels(kind, Choice(held_shipped, selection), ENGLISH), ENGLISH) == said
