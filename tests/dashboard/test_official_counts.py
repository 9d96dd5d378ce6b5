"""Where official counts exist: a mark in the table of countries, the figures of the one chosen, and where we read."""

from __future__ import annotations

import pytest

from analytics.schema.codes import COMPARISONS
from analytics.words.official import country_names, marks, searched_table
from analytics.words.text import Words
from tests.helpers.pages import opened, unfolded

ENGLISH, FRENCH = Words("en"), Words("fr")

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


def test_every_country_is_marked_by_what_its_official_counts_allow(shipped):
    told = dict(zip(["DEU", "JPN", "GBR", "BRA"], marks(["DEU", "JPN", "GBR", "BRA"], shipped, ENGLISH), strict=True))

    assert told == {
        "DEU": ENGLISH.label(COMPARISONS, "ratio"),
        "JPN": ENGLISH.label(COMPARISONS, "beside"),
        "GBR": ENGLISH.label(COMPARISONS, "context"),
        "BRA": "none known",
    }


def test_every_country_of_which_something_is_held_is_listed_with_the_languages_read(shipped):
    for words in (ENGLISH, FRENCH):
        table = searched_table(shipped, words).set_index(words("regions.area"))
        names = country_names(shipped, words)
        held = set(shipped.incidents["country"]) | set(shipped.national_series["country"])

        assert set(table.index) == {names[code] for code in held}
        assert (table[words("official.languages")] != "").all()
        assert table[words("official.ours")].sum() == len(shipped.incidents)
        assert table[words("official.figures")].sum() == len(shipped.national_series)
    korea = searched_table(shipped, ENGLISH).set_index(ENGLISH("regions.area")).loc["South Korea"]
    assert "Korean" in korea[ENGLISH("official.languages")]


def test_the_world_shows_the_figures_of_the_country_chosen_and_no_others():
    page = unfolded("world", lang="en", country="PRT")

    assert not page.exception
    table = next(each.value for each in page.table)
    assert table[ENGLISH("unseen.values")].tolist() == [r"2022: 83\*; 2023: 171 or 107"]  # as Markdown has it
    assert table[ENGLISH("official.beside")].tolist() == [ENGLISH.label(COMPARISONS, "context")]
    read_in = table[ENGLISH("official.read_in")].iloc[0]
    assert "TSF" in read_in
    assert "Público" in read_in
    assert "CNCS" in table[ENGLISH("official.who")].iloc[0]


def test_the_doubtful_figure_of_italy_is_in_no_table_of_figures():
    page = unfolded("world", lang="en", country="ITA")
    table = page.table[0].value

    values = table.loc[table.index.str.startswith("Ransomware events"), ENGLISH("unseen.values")].iloc[0]
    assert "51" not in values
    assert r"2024: 10\*" in values


def test_what_is_folded_away_is_not_made():
    page = opened("world", lang="en", country="USA")

    assert not page.exception
    assert [table.value for table in page.table] == []


@pytest.mark.parametrize("country", ["USA", "FRA", "ITA", "ESP", "BEL", "AUS", "GBR"])
def test_the_timeline_of_any_country_opens_with_everything_unfolded(country):
    page = unfolded("timeline", lang="fr", country=country)

    assert not page.exception
