"""The measures of areas that a reader can choose: each is one entry here, and every page, picture and address has it.

What a measure is called and how it is told stands in the locale files under its name: ``area.NAME``,
``area.definition_NAME``, ``area.none_NAME`` and ``area.told_NAME``, which holds its unit; for counts also
``area.circles_NAME`` and ``drawing.circles_NAME``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from analytics.geography.levels import Level
from analytics.schema import col
from analytics.statistics import profiles, rates
from analytics.statistics.classes import head_tail_breaks

FRENCH_LEVELS: tuple[Level, ...] = ("department", "region")

# Years of exposure below which a yearly rate has no class: one incident would be in the highest.
CLASSES_FROM_YEARS = 2

# What is counted of a table of areas and of the column of a measure.
Count = Callable[[pd.DataFrame, str], int]


def _all(areas: pd.DataFrame, _: str) -> int:
    return len(areas)


def _touched(areas: pd.DataFrame, _: str) -> int:
    return int((areas[col.INCIDENTS] > 0).sum())


def _known(areas: pd.DataFrame, column: str) -> int:
    return int(areas[column].notna().sum())


def _above_zero(areas: pd.DataFrame, column: str) -> int:
    return int((areas[column].astype(float) > 0).sum())


@dataclass(frozen=True)
class Finding:
    """What a map of a measure shows, in a sentence.

    Attributes
    ----------
    words : str
        The sentence, a key of ``drawing`` in the locale files, with ``{level}`` where each level has its own.
    count, of : function
        The number that the sentence is about, and the number that this one is among.
    """

    words: str = "touched_{level}"
    count: Count = _touched
    of: Count = _all

    def key(self, level: Level) -> str:
        """The key of the sentence at a level."""
        return self.words.format(level=level)


TOUCHED = Finding()


@dataclass(frozen=True)
class AreaMeasure:
    """One measure that a map of areas can show.

    Attributes
    ----------
    column : str
        The column of `profiles.profiles` that holds it.
    kind : ``count`` is drawn as circles, ``ratio`` as colour: a colour on a large area would exaggerate a count.
    decimals : int
        Zero for counts and for shares; a rate is written as all rates are (`words.numbers.rate`).
    percent : bool
        Whether the column holds a share between 0 and 1.
    smoothed : str
        The column of the smoothed value; empty where there is none.
    ends : tuple of str
        The columns of the interval; empty where there is none.
    levels : tuple of str
        The levels of areas for which it is known.
    finding : Finding
    at_least, cut, left_out : str
        The columns that say where a value is a minimum, where it was cut to 100 %, and how many incidents are not in
        it; empty where there is no such column.
    circle_unit : int
        How many of it a circle of one stands for.
    """

    column: str
    kind: Literal["count", "ratio"]
    decimals: int = 0
    percent: bool = False
    smoothed: str = ""
    ends: tuple[str, ...] = ()
    levels: tuple[Level, ...] = get_args(Level)
    finding: Finding = TOUCHED
    at_least: str = ""
    cut: str = ""
    left_out: str = ""
    circle_unit: int = 1

    @property
    def is_rate(self) -> bool:
        """Whether it is a yearly rate, with an interval."""
        return self.kind == "ratio" and bool(self.ends)

    def breaks(self, whole: pd.DataFrame) -> tuple[float, ...]:
        """Its class breaks, from the areas of the whole record: no filter moves them."""
        return head_tail_breaks(whole[self.column].astype(float))

    def fragile(self, values: pd.Series, reliability: pd.Series) -> pd.Series:
        """Whether each value is drawn as fragile: a rate above zero on fewer than twenty incidents."""
        return (values > 0) & reliability.ne("stable") & self.is_rate


def _yearly(rate: rates.YearlyRate, smoothed: str) -> AreaMeasure:
    return AreaMeasure(rate.rate, "ratio", 2, smoothed=smoothed, ends=(rate.low, rate.high), levels=FRENCH_LEVELS)


MEASURES: dict[str, AreaMeasure] = {
    "incidents": AreaMeasure(col.INCIDENTS, "count"),
    "rate": _yearly(rates.BY_PEOPLE, profiles.SMOOTHED),
    "beds-rate": _yearly(rates.BY_BEDS, profiles.SMOOTHED_BEDS),
    "entities-rate": _yearly(rates.BY_ENTITIES, profiles.SMOOTHED_ENTITIES),
    "beds-share": AreaMeasure(
        profiles.SHARE,
        "ratio",
        percent=True,
        levels=FRENCH_LEVELS,
        finding=Finding("share_{level}", _above_zero),
        at_least=profiles.SHARE_IS_LOW,
        cut=profiles.SHARE_IS_CUT,
    ),
    "bed-days": AreaMeasure(
        profiles.BED_DAYS,
        "count",
        ends=(f"{profiles.BED_DAYS}_low", f"{profiles.BED_DAYS}_high"),
        levels=FRENCH_LEVELS,
        finding=Finding("bed_days_{level}", _known, _touched),
        left_out=profiles.BED_DAYS_LEFT_OUT,
        circle_unit=10_000,
    ),
}


def of_level(level: Level) -> dict[str, AreaMeasure]:
    """The measures of a level of areas, by name."""
    return {name: measure for name, measure in MEASURES.items() if level in measure.levels}


def measure_of(name: str, level: Level) -> AreaMeasure:
    """A measure of a level; ValueError, naming those there are, where it has no such measure."""
    known = of_level(level)
    if name not in known:
        raise ValueError(f"the map has no measure “{name}”; it has {', '.join(known)}")
    return known[name]
