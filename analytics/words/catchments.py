"""The geography around hospitals in words: where people would go, who lives near, and why an estimate is not made."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log10
from typing import Any, NamedTuple

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import UNFIT_REASONS
from analytics.words import hospitals
from analytics.words.text import Words

Row = Mapping[str, Any]


class Stated(NamedTuple):
    """The people served that sources state, from the lowest to the highest.

    Attributes
    ----------
    whole : whether they say so of what the hospital is part of, and not of it alone.
    """

    low: float
    high: float
    whole: bool = False


def rounded(people: float) -> int:
    """A number of people with two digits, as an estimate is written.

    >>> [rounded(people) for people in (239_412, 12_400, 87, 0)]
    [240000, 12000, 87, 0]
    """
    if people < 10:
        return round(people)
    size = int(10 ** (floor(log10(people)) - 1))
    return round(people / size) * size


def farther(row: Row, sites: int, names: Mapping[str, str], words: Words) -> str:
    """How much farther the next hospital of at least 100 acute beds is for those who live nearest, or why none is.

    Parameters
    ----------
    row : mapping
        One row of the catchments.
    sites : int
        How many hospitals it is of, taken together.
    names : mapping of str to str
        What hospitals are called, by FINESS number.
    words : Words
    """
    if pd.isna(row[col.EXTRA_KM_100]):
        return words("catchment.nobody" if not row[col.PEOPLE_NEAREST] else "catchment.no_other", count=sites)
    where = names[row[col.NEXT_100]]
    return words(
        "catchment.farther", count=sites, distance=hospitals.away(float(row[col.EXTRA_KM_100]), words), hospital=where
    )


def elsewhere(row: Row, words: Words) -> str:
    """The acute beds of others within 30 km."""
    return words("catchment.elsewhere", count=int(row[col.BEDS_ELSEWHERE]))


def nearest(row: Row, sites: int, words: Words) -> str:
    """How many people live nearer than to any other hospital of at least 100 acute beds."""
    people = rounded(float(row[col.PEOPLE_NEAREST_100]))
    if not people:
        return words("catchment.nearest_none", count=sites)
    return words("catchment.nearest", count=sites, people=words.number(people))


def estimate(row: Row, stated: Stated | None, words: Words) -> str:
    """The estimate of people with its range and what it is, or why there is none; then what sources state."""
    reasons = split_list(row[col.UNFIT])
    if reasons:
        said = words(
            "catchment.unfit", why=words("semicolon").join(words.label(UNFIT_REASONS, reason) for reason in reasons)
        )
    else:
        ends = (float(row[name]) for name in (col.PEOPLE_MODEL_LOW, col.PEOPLE_MODEL_HIGH))
        low, high = (words.number(rounded(end)) for end in ends)
        people = words.number(rounded(float(row[col.PEOPLE_MODEL])))
        said = words("catchment.estimate", people=people, low=low, high=high)
    if stated is None:
        return f"{said} {words('catchment.not_stated')}"
    people = words.number(stated.low)
    if stated.low != stated.high:
        people = words("catchment.from_to", low=people, high=words.number(stated.high))
    return f"{said} {words('catchment.stated_whole' if stated.whole else 'catchment.stated', people=people)}"
