"""What the pictures of charts say is true: the numbers of their receipts, and what is lacking."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.outputs import pictures, receipts
from analytics.outputs.pictures import PICTURES, Choice
from analytics.selection.selection import Selection
from analytics.statistics import profiles
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import MONTH, TWO_TOWNS
from tests.helpers.svg import told

FRENCH, ENGLISH = Words("fr"), Words("en")
SIZES = ["wide", "narrow"]


def rows(name: str, choice: Choice) -> pd.DataFrame:
    """What the receipt of a picture says is behind it."""
    found = receipts.work_out(PICTURES[name].receipt, choice.held, choice.selection)
    return found.rows


def test_the_trend_draws_the_counts_of_its_receipt_whatever_areas_and_incident_the_choice_names(shipped, published):
    choice = Choice(held_of(shipped, published), Selection(department=("78",), incident="fr-versailles-2022"))
    picture = pictures.draw("trend", choice, Sheet(ENGLISH))
    behind = rows("trend", choice)

    assert behind["incidents"].sum() > 50
    for year, count in zip(behind["year"], behind["incidents"], strict=True):
        assert f"{year}: {count}" in picture.alt
    said = told(picture.svg)
    assert ENGLISH("kit.map_everything") in said
    assert "78" not in said
    assert "versailles" not in said
    assert picture.svg.count("url(#partial)") == 1


def test_a_rise_of_some_kinds_only_is_not_told_as_one_of_all(shipped, published):
    thefts = Choice(held_of(shipped, published), Selection(type=("data-theft",)))
    hospitals = Choice(held_of(shipped, published), Selection(sector=("hospital",)))

    assert pictures.draw("trend", thefts, Sheet(ENGLISH)).title.startswith("Data theft – ")
    assert pictures.draw("trend", hospitals, Sheet(ENGLISH)).title.startswith("Hospital hit – ")
    whole = Choice(held_of(shipped, published), Selection())
    assert " – " not in pictures.draw("trend", whole, Sheet(ENGLISH)).title


@pytest.mark.parametrize("level", ["department", "region"])
def test_the_funnel_has_a_point_for_each_area_with_something_expected(shipped, published, level):
    choice = Choice(held_of(shipped, published), Selection(**{level: ("11" if level == "region" else "78",)}))
    picture = pictures.draw(f"funnel-{level}", choice, Sheet(ENGLISH))
    behind = rows(f"funnel-{level}", choice)
    placed = behind[behind["ratio"].notna()]

    rings = 2  # the area chosen, and the legend
    assert picture.svg.count("<circle") == len(placed) + rings
    for _, row in placed.iterrows():
        assert f"({row['code']}): Observed: {row['observed']}," in picture.alt or level == "region"
    assert picture.alt.count("Observed: ") == len(placed)
    assert ENGLISH("drawing.funnel_note") in told(picture.svg)
    assert ENGLISH("kit.map_everything") in told(picture.svg)


def test_areas_without_a_denominator_have_no_point_and_are_named(small_atlas, accepted):
    picture = pictures.draw("funnel-department", Choice(held_of(small_atlas, accepted), Selection()), Sheet(ENGLISH))

    assert "1 area without a denominator has no point" in told(picture.svg)
    assert "(2A)" in picture.alt
    assert picture.svg.count("<circle") == 3


@pytest.mark.parametrize(("level", "codes"), [("department", ("75", "69")), ("region", ("84", "11"))])
def test_the_comparison_holds_the_years_of_its_receipt_and_the_rates_of_the_table(shipped, published, level, codes):
    choice = Choice(held_of(shipped, published), Selection(**{level: codes}))
    picture = pictures.draw(f"compare-{level}", choice, Sheet(ENGLISH))
    table = profiles.profiles(shipped, published, Selection(), level).areas
    behind = rows(f"compare-{level}", choice)
    each = picture.alt.removeprefix(f"{picture.title}. ").split("; ")

    assert len(each) == len(codes) + 1  # and their average
    for code, said in zip(codes, each, strict=False):
        own = behind[behind["code"] == code]
        assert f"{own['incidents'].sum()} incidents" in said
        for year, count in zip(own["year"], own["incidents"], strict=True):
            assert f"{year}: {count}" in said
        assert f"{table.loc[code, 'rate_per_million']:.2f}".rstrip("0") in said
    assert each[-1].startswith(f"{level.capitalize()}s on average: ")


def test_two_areas_without_known_people_are_not_compared(small_atlas, accepted):
    choice = Choice(held_of(small_atlas, accepted), Selection(department=("01", "2A")))
    picture = pictures.draw("compare-department", choice, Sheet(ENGLISH))

    assert ENGLISH("chart.no_rate") in told(picture.svg)
    assert "None" not in picture.alt


def test_the_timeline_has_a_mark_for_each_incident_kept_and_its_years_as_words(small_atlas, accepted):
    choice = Choice(held_of(small_atlas, accepted), Selection())
    picture = pictures.draw("timeline", choice, Sheet(ENGLISH))
    behind = rows("timeline", choice)

    for year, count in behind["started_on"].str[:4].value_counts().items():
        own = next(part for part in picture.alt.split("; ") if f"{year}:" in part)
        assert f" {count} incident" in own
    sizes = 1 if accepted["severity"].nunique() == 1 else 2
    legend = accepted["attack_type"].nunique() + sizes
    assert len(re.findall(r'<path d="M[^"]+Z"', picture.svg)) == len(behind) + legend


def test_official_counts_are_those_of_the_series_and_a_year_without_one_is_a_dash(shipped, published):
    choice = Choice(held_of(shipped, published), Selection(department=("78",), start="2024"))
    picture = pictures.draw("official", choice, Sheet(ENGLISH))
    behind = rows("official", choice)
    whole_years = behind[behind["year"].str.fullmatch(r"\d{4}")]

    assert len(whole_years) > 7
    for year, value in zip(whole_years["year"], whole_years["value"], strict=True):
        assert f"{year}: {value:.0f}" in picture.alt
    assert "2022: —" in picture.alt
    said = told(picture.svg)
    assert ENGLISH("drawing.official_scope") in said
    assert ENGLISH("drawing.official_missing") in said
    assert "78" not in said.replace("178", "")


def test_what_we_do_not_see_is_beside_the_official_figures_of_the_same_year(shipped, published):
    choice = Choice(held_of(shipped, published), Selection(department=("78",), start="2024"))
    picture = pictures.draw("visibility", choice, Sheet(ENGLISH))
    behind = rows("visibility", choice)

    for _, row in behind[behind["declared_high"].notna() & behind["ours"].notna()].iterrows():
        own = next(
            part for part in picture.alt.split("; ") if part.removeprefix(f"{picture.title}. ")[:4] == str(row["year"])
        )
        assert f"Our French incidents {row['ours']}" in own
        assert f"Declared to CERT Santé {row['declared_high']:.0f}" in own
        assert ENGLISH.percent(float(row["ratio_high"]), 1) in own
    assert ENGLISH("kit.map_everything") in told(picture.svg)
    assert "78" not in told(picture.svg).replace("178", "")


def test_of_another_country_chosen_alone_both_are_of_that_country(shipped, published):
    choice = Choice(held_of(shipped, published), Selection(country=("DEU",), start="2024"))
    picture = pictures.draw("visibility", choice, Sheet(ENGLISH))
    behind = rows("visibility", choice).set_index("year")

    assert behind["declared_high"].dropna().to_dict() == {2019: 61, 2020: 55, 2021: 35, 2022: 35, 2023: 21}
    assert "2023: Our incidents 1, Registered, critical hospitals 21, Ratio 4.8%" in picture.alt
    assert "2024: Our incidents 4;" in picture.alt  # no official count of the whole year, so no ratio
    said = told(picture.svg)
    assert "Germany" in said
    assert "French" not in said
    assert "CERT Santé" not in said
    assert "Bundestag" in said
    assert "Deutsches Ärzteblatt" in said
    assert "silence" in said


@pytest.mark.parametrize("size", SIZES)
def test_the_timeline_of_an_incident_tells_each_event_at_its_date(shipped, published, size):
    choice = Choice(held_of(shipped, published), Selection(incident="fr-versailles-2022", start="2025"))
    picture = pictures.draw("incident-events", choice, Sheet(FRENCH, size=size))
    behind = rows("incident-events", choice)

    assert len(behind) > 5
    for _, row in behind.iterrows():
        assert f"{FRENCH.when(row['occurred_on'])}{FRENCH('card.colon')}{row['text_fr']}" in picture.alt
        assert row["text_fr"] in told(picture.svg)
    precise = behind["occurred_precision"] == "day"
    assert len(re.findall(r'<path d="M[^"]+Z"', picture.svg)) == precise.sum()
    assert picture.svg.count('fill-opacity="1"') == (~precise).sum()


def test_an_event_without_a_date_has_no_mark_and_is_told_all_the_same(small_atlas, accepted):
    undated = small_atlas.events.assign(
        occurred_on=small_atlas.events["occurred_on"].where(lambda days: days != "2023-03")
    )
    choice = Choice(held_of(small_atlas._replace(events=undated), accepted), Selection(incident=TWO_TOWNS))
    picture = pictures.draw("incident-events", choice, Sheet(ENGLISH))

    assert "—: Something took place." in picture.alt
    assert len(re.findall(r'<path d="M[^"]+Z"', picture.svg)) == 1


def test_one_incident_or_one_event_has_a_timeline_too(small_atlas, accepted):
    for name in ("timeline", "incident-events"):
        picture = pictures.draw(name, Choice(held_of(small_atlas, accepted), Selection(incident=MONTH)), Sheet(ENGLISH))
        assert "2021" in picture.alt
