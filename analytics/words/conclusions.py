"""What a statistical result allows one to say, and what it does not, as sentences in the reader's language.

Rules only: a result goes in, a sentence comes out, with its interval and its caution. Nothing is worked out from data
here, and no sentence says more than its interval does.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import pandas as pd

from analytics.geography.levels import Level
from analytics.schema import col
from analytics.statistics import comparison, trends
from analytics.statistics import funnel as funnels
from analytics.statistics.clusters import Autocorrelation
from analytics.statistics.dispersion import Dispersion
from analytics.words import numbers, periods
from analytics.words.text import Words

MORE, FEWER, AS_EXPECTED = "more", "fewer", "as"
BEYOND, CHANCE = "beyond", "chance"
ABOUT_ONE = 0.05  # a ratio this near to 1 is called as much as expected
PEOPLE, BEDS = "people", "beds"


_EXPECTATION = (comparison.OBSERVED, comparison.EXPECTED, comparison.RATIO, col.LOW, col.HIGH)


class Expectation(NamedTuple):
    """Events of one area against those that the common rate would give: one row of `rates.observed_expected`."""

    observed: float
    expected: float
    ratio: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is anything to compare with: exposure, and some event somewhere."""
        return self.ratio == self.ratio

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval lies on one side of 1."""
        return self.known and (self.low > 1 or self.high < 1)

    @property
    def direction(self) -> str:
        """``more``, ``fewer``, or ``as`` where the ratio is within 5 % of 1 and chance explains the rest."""
        if abs(self.ratio - 1) < ABOUT_ONE and not self.beyond_chance:
            return AS_EXPECTED
        return MORE if self.ratio > 1 else FEWER


def expectation_of(table: pd.DataFrame, code: str) -> Expectation:
    """The row of one area in what `rates.observed_expected` gives."""
    row = table.loc[code].to_dict()
    stated = (float(row[name]) for name in _EXPECTATION)
    return Expectation(*stated)


def interval(low: float, high: float, words: Words) -> str:
    """An interval of 95 % in words."""
    return words("conclude.interval", span=numbers.interval(low, high, words))


# --- over time -------------------------------------------------------------------------------------------------


def trend(result: trends.Trend, words: Words) -> str:
    """Whether known attacks become more or fewer from year to year, and how far that can be relied on."""
    if not result.years:
        return words("conclude.no_years")
    first, last = str(result.years[0]), str(result.years[-1])
    if result.code == "too-few":
        sentence = words(
            "conclude.trend_too_few",
            count=result.events,
            period=periods.within(first, last, words),
            events=trends.FEWEST_EVENTS,
            years=trends.FEWEST_YEARS,
        )
    else:
        sentence = words(
            f"conclude.trend_{result.code}",
            first=first,
            last=last,
            events=words.number(result.events),
            ratio=numbers.ratio(result.ratio, words),
            interval=interval(result.low, result.high, words),
        )
    spread = [words("conclude.overdispersed")] if result.overdispersed else []
    return " ".join([sentence, *spread, *_power(result, words), words("conclude.caution_years")])


def _power(result: trends.Trend, words: Words) -> list[str]:
    """The change that so many events could show at all, and the trend without the years that were searched less."""
    said = []
    if result.detectable == result.detectable:
        said.append(words("conclude.detectable", change=words.percent(result.detectable - 1)))
    if result.without_thin:
        other = result.without_thin
        said.append(
            words(
                "conclude.without_thin",
                years=words.listing([str(year) for year in result.thin]),
                ratio=numbers.ratio(other.ratio, words),
                interval=interval(other.low, other.high, words),
            )
        )
    return said


# --- between areas ---------------------------------------------------------------------------------------------


def rate_ratio(result: trends.RateRatio, first: str, second: str, words: Words) -> str:
    """Whether the rate of a second area differs from that of a first, and whether chance explains it.

    Parameters
    ----------
    result : RateRatio
        The rate of the second area over that of the first (`trends.rate_ratio`).
    first, second : str
        What the areas are called.
    words : Words
    """
    events = sum(result.events)
    if not events:
        sentence = words("conclude.ratio_none", first=first, second=second)
    else:
        sentence = " ".join(
            [
                words(
                    "conclude.ratio",
                    first=first,
                    second=second,
                    ratio=numbers.ratio(result.ratio, words),
                    interval=interval(result.low, result.high, words),
                ),
                words(f"conclude.ratio_{result.code}", count=events, events=trends.FEWEST_COMPARED),
            ]
        )
    return f"{sentence} {words('conclude.caution_places')}"


def p_value(value: float, words: Words) -> str:
    """A p-value to two digits after the point, as many as the draws behind it bear; a smaller one is “< 0.01”."""
    return words.number(value, 2) if value >= 0.005 else f"<\u202f{words.number(0.01, 2)}"


def differ(result: Dispersion, level: Level, words: Words) -> str:
    """Whether the areas of a level differ by more than chance, all taken together; empty where there are too few."""
    if result.code == "too-few":
        return ""
    verdict = f"{result.code}_{level}"
    sentence = words(
        f"conclude.differ_{verdict}",
        events=words.number(result.events),
        share=words.percent(result.p_value, 0 if result.p_value >= 0.01 else 2),
        statistic=words.number(result.chi_squared),
        freedom=words.number(result.freedom),
        p_value=p_value(result.p_value, words),
        draws=words.number(result.draws),
        zeros=words.number(result.zeros),
        expected=words.number(result.zeros_by_chance),
        span=words.span(result.zeros_low, result.zeros_high),
    )
    return f"{sentence} {words(f'conclude.differ_counted_{level}')}"


def clusters(result: Autocorrelation, words: Words) -> str:
    """Whether areas beside each other are more alike than chance makes them; empty where there are too few."""
    if result.moran != result.moran:
        return ""
    key = "conclude.clusters" if result.code == "clustered" else "conclude.clusters_open"
    sentence = words(
        key,
        moran=words.number(result.moran, 2),
        p_value=p_value(result.p_value, words),
        permutations=words.number(result.permutations),
        areas=words.number(result.areas),
    )
    left_out = [words("conclude.left_out", count=len(result.left_out))] if result.left_out else []
    return " ".join([sentence, *left_out, words("conclude.caution_places")])


def funnel(result: funnels.Funnel, level: Level, words: Words) -> str:
    """How many areas lie outside of what chance explains, beside how many would by chance alone."""
    if not result.areas["flag_95"].notna().any():
        return words("conclude.funnel_none")
    return words(
        "conclude.funnel",
        count=result.outside["95"],
        areas=words(f"conclude.areas_{level}", count=int(result.areas["flag_95"].notna().sum())),
        chance=words.number(result.outside_by_chance["95"], 1),
        further=words.number(result.outside["99_8"]),
        further_chance=words.number(result.outside_by_chance["99_8"], 2),
    )


def funnel_place(result: funnels.Funnel, code: str, words: Words) -> str:
    """Where one area lies in the funnel; empty where nothing is expected there."""
    row = result.areas.loc[code]
    if pd.isna(row["flag_95"]):
        return ""
    if row["flag_95"] == "inside":
        return words("conclude.place_inside")
    percent = words.percent(0.998 if row["flag_99_8"] == row["flag_95"] else 0.95, 1)
    key = "conclude.place_above" if row["flag_95"] == "above" else "conclude.place_below"
    return words(key, limits=percent)


def expected(result: Expectation, by: str, level: Level, words: Words) -> str:
    """Whether an area saw fewer or more events than expected, and whether chance explains it.

    Parameters
    ----------
    result : Expectation
    by : str
        ``people`` or ``beds``: what the expectation goes by.
    level : str
        ``department`` or ``region``.
    words : Words
    """
    if not result.known:
        return words("conclude.expected_none")
    counts = words(
        "conclude.expected",
        observed=words.number(result.observed, 1),
        expected=numbers.rate(result.expected, words),
        average=words(f"conclude.average_{level}"),
        by=words(f"conclude.by_{by}"),
    )
    verdict = f"{result.direction}_{BEYOND if result.beyond_chance else CHANCE}"
    sentence = words(
        f"conclude.expected_{verdict}",
        ratio=numbers.rate(result.ratio, words),
        interval=interval(result.low, result.high, words),
    )
    many = [words("conclude.caution_many")] if result.beyond_chance else []
    return " ".join([counts, sentence, *many])


# --- one rate --------------------------------------------------------------------------------------------------


def reliability(code: str, words: Words) -> str:
    """How far a rate can be relied on, from a code of `schema.RELIABILITIES`."""
    return words(f"conclude.reliability_{code}")


def zero(high: float, result: Expectation, level: Level, words: Words) -> str:
    """What an area without a known attack allows one to say: an upper end, and how ordinary a zero is.

    Parameters
    ----------
    high : float
        Upper end of the rate per million inhabitants and year; missing without a population.
    result : Expectation
        By population.
    level : str
    words : Words
    """
    sentences = []
    if result.known:
        sentences.append(
            words(
                "conclude.zero_expected",
                expected=numbers.rate(result.expected, words),
                average=words(f"conclude.average_{level}"),
                chance=words.percent(exp(-result.expected)),
            )
        )
    if high == high:
        sentences.append(words("conclude.zero_high", high=numbers.rate(high, words)))
    sentences.append(words("conclude.zero"))
    return " ".join(sentences)
