"""Sentences from results: each rule in both languages, with ratio and interval, and never more than they say."""

from __future__ import annotations

from math import exp, inf, nan
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.schema.codes import RELIABILITIES
from analytics.statistics import clusters, comparison, funnel, intervals, trends
from analytics.words import conclusions, numbers
from analytics.words.conclusions import Expectation
from analytics.words.text import Words
from tests.helpers.typography import misspaced

FRENCH, ENGLISH = Words("fr"), Words("en")
BOTH = (FRENCH, ENGLISH)
THIN = "\u202f"


def plain(text: str) -> str:
    """The text with ordinary spaces, to compare words; French typography is checked on the way."""
    assert misspaced(text) == []
    return text.replace(THIN, " ")


def trend(code, ratio=nan, low=nan, high=nan, over=False, events=20, years=(2019, 2025)):
    return trends.Trend(code, ratio, low, high, 1.0, over, events, years)


# --- numbers ----------------------------------------------------------------------------------------------


def test_an_interval_says_what_it_is():
    assert conclusions.interval(0.5, 2, ENGLISH) == "95% interval: 0.5–2"
    assert plain(conclusions.interval(0.5, inf, FRENCH)) == "intervalle à 95 % : 0,5 – l’infini"


def test_what_chance_does_not_explain_is_set_beside_how_many_are_compared():
    beyond, within = Expectation(9, 2.0, 4.5, 2.1, 8.5), Expectation(3, 1.5, 2.0, 0.41, 5.8)

    for words in BOTH:
        assert words("conclude.caution_many") in conclusions.expected(beyond, "people", "department", words)
        assert words("conclude.caution_many") not in conclusions.expected(within, "people", "department", words)


# --- trends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "french", "english"),
    [
        (trend("rising", 1.5, 1.2, 1.9), "davantage d’attaques ont été connues", "more attacks became known"),
        (trend("falling", 0.5, 0.3, 0.8), "moins d’attaques ont été connues", "fewer attacks became known"),
        (trend("cannot-conclude", 1.1, 0.8, 1.4), "ni à une hausse ni à une baisse", "neither a rise nor a fall"),
    ],
)
def test_a_trend_is_said_with_its_ratio_interval_years_and_caution(result, french, english):
    told = {words.language: conclusions.trend(result, words) for words in BOTH}

    assert french in plain(told["fr"])
    assert english in told["en"]
    for words in BOTH:
        said = told[words.language]
        assert "2019" in said
        assert "2025" in said
        assert words.number(result.ratio, 1) in said
        assert conclusions.interval(result.low, result.high, words) in said
        assert said.endswith(words("conclude.caution_years"))


def test_too_few_events_make_no_trend_whatever_they_look_like():
    said = conclusions.trend(trend("too-few", events=1), ENGLISH)

    assert said.startswith("1 known attack from 2019 to 2025: too few to say whether more or fewer became known")
    assert "(it takes 20, over at least 3 years)" in said
    assert "0 attaque connue de 2019 à 2025" in plain(conclusions.trend(trend("too-few", events=0), FRENCH))


def test_a_period_without_a_year_has_no_trend():
    for words in BOTH:
        assert conclusions.trend(trend("too-few", events=0, years=()), words) == words("conclude.no_years")


def test_years_that_vary_too_much_are_said_to():
    result = trend("rising", 1.5, 1.2, 1.9, over=True)

    for words in BOTH:
        assert words("conclude.overdispersed") in conclusions.trend(result, words)
        assert words("conclude.overdispersed") not in conclusions.trend(result._replace(overdispersed=False), words)


def test_a_trend_of_events_in_the_last_year_alone_is_said_with_the_end_that_it_has():
    years = pd.RangeIndex(2019, 2023)
    result = trends.yearly_trend(pd.Series([0, 0, 0, 24], years), pd.Series(1.0, years))

    said = conclusions.trend(result, ENGLISH)
    assert result.code == "rising"
    assert "infinity" in said
    assert numbers.rate(result.low, ENGLISH) in said


def test_a_trend_says_which_change_could_have_been_seen_and_what_is_left_without_the_thin_year():
    years = pd.RangeIndex(2019, 2027)
    result = trends.yearly_trend(pd.Series([6, 4, 9, 8, 9, 2, 9, 7], years), pd.Series(1.0, years))

    said = {words.language: conclusions.trend(result, words) for words in BOTH}
    assert f"less than about {ENGLISH.percent(result.detectable - 1)} a year" in said["en"]
    assert f"Without 2024, which was searched less: {numbers.ratio(result.without_thin.ratio, ENGLISH)}" in said["en"]
    assert "n’aurait pas pu se voir" in said["fr"]
    assert "Sans 2024" in plain(said["fr"])


@given(st.floats(0.5, 2), st.sampled_from(BOTH))
def test_a_ratio_is_written_as_one_only_where_it_is_one(value, words):
    result = trend("cannot-conclude", value, value / 2, value * 2)

    written = numbers.ratio(value, words)
    assert written in conclusions.trend(result, words)
    assert (written == words.number(1)) == (abs(value - 1) < 5e-7)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=9))
def test_no_trend_is_said_to_rise_or_to_fall(counts):
    years = pd.RangeIndex(2019, 2019 + len(counts))
    result = trends.yearly_trend(pd.Series(counts, years), pd.Series(1.0, years))

    for word in ("rising", "falling", "augmente", "diminue"):
        assert all(word not in conclusions.trend(result, words) for words in BOTH)


# --- two areas --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", get_args(trends.Conclusion))
def test_every_conclusion_on_a_ratio_has_words(code):
    result = trends.RateRatio(code, 2.0, 0.5, 4.0, (4, 8))

    for words in BOTH:
        said = conclusions.rate_ratio(result, "Ain (01)", "Aisne (02)", words)
        plain(said) if words is FRENCH else None
        assert conclusions.interval(0.5, 4, words) in said
        assert "Ain (01)" in said
        assert "Aisne (02)" in said
        assert said.endswith(words("conclude.caution_places"))


def test_a_ratio_that_chance_explains_concludes_nothing():
    result = trends.rate_ratio(10, 100.0, 12, 100.0)

    assert "Le hasard suffit" in conclusions.rate_ratio(result, "A", "B", FRENCH)
    assert "Chance is enough" in conclusions.rate_ratio(result, "A", "B", ENGLISH)


def test_a_ratio_beyond_chance_says_so_and_in_which_direction():
    assert "upwards" in conclusions.rate_ratio(trends.rate_ratio(5, 100.0, 50, 100.0), "A", "B", ENGLISH)
    assert "downwards" in conclusions.rate_ratio(trends.rate_ratio(50, 100.0, 5, 100.0), "A", "B", ENGLISH)


def test_no_event_on_either_side_is_nothing_to_compare():
    result = trends.rate_ratio(0, 1.0, 0, 1.0)

    assert "rien à comparer" in conclusions.rate_ratio(result, "A", "B", FRENCH)
    assert "nothing to compare" in conclusions.rate_ratio(result, "A", "B", ENGLISH)


# --- clusters and the funnel ------------------------------------------------------------------------------


def test_clusters_are_said_with_their_p_value_and_what_was_left_out():
    found = clusters.Autocorrelation("clustered", 0.31, -0.01, 0.0123, 9999, 96, ("971", "972"))

    assert "Moran’s I 0.31; p = 0.01 from 9,999 permutations; 96 areas" in conclusions.clusters(found, ENGLISH)
    assert "2 areas without a neighbour" in conclusions.clusters(found, ENGLISH)
    assert "plus proches que le hasard" in plain(conclusions.clusters(found, FRENCH))


def test_no_cluster_found_is_no_proof_of_none():
    found = clusters.Autocorrelation("cannot-conclude", 0.02, -0.01, 0.3, 999, 96, ())

    assert "Ce n’est pas la preuve du contraire" in plain(conclusions.clusters(found, FRENCH))
    assert "no proof that they do not" in conclusions.clusters(found, ENGLISH)
    assert "without a neighbour" not in conclusions.clusters(found, ENGLISH)


def test_too_few_areas_say_nothing_of_clusters():
    found = clusters.Autocorrelation("cannot-conclude", nan, nan, nan, 999, 4, ())

    for words in BOTH:
        assert conclusions.clusters(found, words) == ""


def test_a_funnel_sets_areas_outside_beside_those_that_chance_puts_there():
    index = pd.Index([f"{number:02}" for number in range(20)])
    found = funnel.funnel(pd.Series([20, *[1] * 19], index), pd.Series(1.0, index))

    said = conclusions.funnel(found, "department", ENGLISH)
    assert said.startswith(f"Of 20 departments, {found.outside['95']} ")
    assert f"would put {ENGLISH.number(found.outside_by_chance['95'], 1)} on average" in said
    assert "20 départements" in plain(conclusions.funnel(found, "department", FRENCH))
    assert "above the 99.8% limits" in conclusions.funnel_place(found, "00", ENGLISH)
    assert conclusions.funnel_place(found, "01", FRENCH) == FRENCH("conclude.place_inside")


def test_an_area_below_the_funnel_is_not_said_to_be_safe():
    index = pd.Index(["a", "b"])
    found = funnel.funnel(pd.Series([0, 40], index), pd.Series(1.0, index))

    assert "does not prove" in conclusions.funnel_place(found, "a", ENGLISH)
    assert "ne prouve pas" in conclusions.funnel_place(found, "a", FRENCH)


def test_a_funnel_without_exposure_compares_nothing():
    found = funnel.funnel(pd.Series([1, 2], ["a", "b"]), pd.Series([nan, nan], ["a", "b"]))

    for words in BOTH:
        assert conclusions.funnel(found, "region", words) == words("conclude.funnel_none")
        assert conclusions.funnel_place(found, "a", words) == ""


# --- observed and expected --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "french", "english"),
    [
        (Expectation(1, 1.4, 0.71, 0.02, 4.0), "moins qu’attendu, mais le hasard suffit", "fewer than expected, but"),
        (Expectation(3, 1.5, 2.0, 0.41, 5.8), "plus qu’attendu, mais le hasard suffit", "more than expected, but"),
        (Expectation(9, 2.0, 4.5, 2.1, 8.5), "plus qu’attendu, et le hasard ne suffit", "more than expected, and"),
        (Expectation(0, 9.0, 0.0, 0.0, 0.41), "moins qu’attendu, et le hasard ne suffit", "fewer than expected, and"),
        (Expectation(2, 2.0, 1.0, 0.12, 3.6), "à peu près ce qu’on attend", "about what one expects"),
        (Expectation(9999, 9800, 1.02, 1.0004, 1.04), "plus qu’attendu, et le hasard ne", "more than expected, and"),
    ],
)
def test_what_is_observed_is_set_beside_what_is_expected(result, french, english):
    for by in (conclusions.PEOPLE, conclusions.BEDS):
        assert french in plain(conclusions.expected(result, by, "department", FRENCH))
        assert english in conclusions.expected(result, by, "region", ENGLISH)
        assert conclusions.interval(result.low, result.high, ENGLISH) in conclusions.expected(
            result, by, "region", ENGLISH
        )


def test_an_expectation_worked_by_hand():
    # 4 events for 4 units of exposure: one expected in the area of one unit, three in the other
    index = pd.Index(["a", "b"])
    table = comparison.observed_expected(pd.Series([2, 2], index), pd.Series([1.0, 3.0], index))
    result = conclusions.expectation_of(table, "a")

    assert (result.observed, result.expected, result.ratio) == (2, 1.0, 2.0)
    assert conclusions.expected(result, "people", "department", ENGLISH) == (
        "Expected at the average rate of departments, for its population: 1; observed: 2. "
        "That is more than expected, but chance is enough to explain it (ratio 2; 95% interval: 0.24–7.22)."
    )


def test_nothing_is_expected_without_exposure():
    result = Expectation(0, nan, nan, nan, nan)

    assert not result.known
    assert not result.beyond_chance
    for words in BOTH:
        assert conclusions.expected(result, "beds", "region", words) == words("conclude.expected_none")


# --- one rate ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", BOTH, ids=["fr", "en"])
def test_how_far_a_rate_can_be_relied_on_is_said_of_each_reliability_in_words_of_its_own(words):
    assert len({conclusions.reliability(code, words) for code in RELIABILITIES}) == len(RELIABILITIES)


def test_zero_has_an_upper_end_and_a_chance_and_is_not_safety():
    # 3.69 over a million person-years; half an attack expected: chance gives zero in 61 % of cases
    high = float(intervals.exact_interval(np.array([0])).high[0])
    said = {
        words.language: conclusions.zero(high, Expectation(0, 0.5, 0.0, 0.0, 7.4), "department", words)
        for words in BOTH
    }

    assert "up to 3.69 per million" in said["en"]
    assert f"zero in {100 * exp(-0.5):.0f}% of cases" in said["en"]
    assert said["en"].endswith("No known attack does not mean no attack.")
    assert "jusqu’à 3,69 par million" in plain(said["fr"])
    assert "zéro dans 61 % des cas" in plain(said["fr"])
    assert said["fr"].endswith("Aucune attaque connue ne veut pas dire aucune attaque.")


def test_zero_without_a_population_says_only_that_it_is_not_safety():
    for words in BOTH:
        assert conclusions.zero(nan, Expectation(0, nan, nan, nan, nan), "region", words) == words("conclude.zero")
