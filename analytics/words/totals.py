"""A line of the totals in words: what it comes to, how its cases are spread, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.statistics.totals import (
    BASED_ON,
    BEDS_DATA_ONLY,
    BEYOND,
    CASES,
    LINES,
    LOWER,
    MEDIAN,
    NOT_RETAINED,
    PAID,
    PAID_UNKNOWN,
    PARTIAL,
    REFUSED,
    REPEATED,
    TOTAL,
    UNTOLD,
    UPPER,
    WITHOUT,
    Case,
)
from analytics.words.text import UNKNOWN, Words

MONEY = ("EUR", "USD")
PAID_MORE = "ransom_yes_more"  # beside those whose sum is known
Row = Mapping[str, Any]  # a row of `statistics.totals.totals`


class Told(NamedTuple):
    """What a line says: its value, its range, and notes, one sentence each without a full stop."""

    value: str
    span: str
    notes: list[str]


def label(line: str, words: Words) -> str:
    """What a line of the totals is called."""
    if line == col.BEDS:
        return words("total.beds")
    if line == BEDS_DATA_ONLY:
        return words("total.beds_data_only")
    return MEASURES[line].label.in_language(words.language)


def told(row: Row, words: Words) -> Told:
    """The total as a lower bound where it is one; of too few cases the cases themselves, and no total."""
    unit = MEASURES[LINES[row[col.MEASURE]].measure].unit
    decimals = 1 if unit == "GB" else 0
    if not row[BASED_ON]:
        known = pd.notna(row[BEYOND])
        return Told(UNKNOWN, words("front.at_most", high=words.number(row[BEYOND], decimals)) if known else "", [])
    span = "" if row[col.LOW] == row[col.HIGH] else words.span(row[col.LOW], row[col.HIGH], decimals)
    if pd.notna(row[TOTAL]):
        value = words.measured(row[TOTAL], unit)
        notes = [*_spread(row, unit, words), _largest(row, unit, words)]
        notes += [words("total.nominal")] if unit in MONEY else []
    else:
        value = words("total.cases", count=row[BASED_ON])
        notes = _spread(row, unit, words) or [_case(case, unit, words) for case in row[CASES]]
    if pd.notna(row[BEYOND]):
        high = words.measured(row[BEYOND], unit)
        notes.append(words("total.beyond", count=row[NOT_RETAINED], high=high))
    if pd.isna(row[TOTAL]):
        return Told(value, words("total.listed"), notes)
    return Told(floor(value, bool(row[PARTIAL]), words), words("front.span", span=span) if span else "", notes)


def floor(value: str, partial: bool, words: Words) -> str:
    """A value as it is written: at least so much where it covers a part only."""
    return words("total.at_least", value=value) if partial else value


def base(row: Row) -> tuple[tuple[str, int], ...]:
    """Names of `words("front.…")` and how many incidents each concerns; none of those that concern nobody."""
    names: tuple[str, ...] = (PARTIAL, REPEATED, NOT_RETAINED)
    if pd.notna(row[TOTAL]):  # of cases that are listed one sees how many there are
        names = (BASED_ON, *names)
    counts = tuple((name, int(row[name])) for name in names if row[name])
    if REFUSED not in row:
        return (*counts, (WITHOUT, int(row[WITHOUT]))) if row[WITHOUT] else counts
    if not row[WITHOUT]:
        return counts
    # that none is said to have paid is an answer too, beside those said to have refused
    paid = PAID_MORE if row[BASED_ON] or row[NOT_RETAINED] else PAID
    told = ((REFUSED, int(row[REFUSED])), (paid, int(row[PAID]))) if row[REFUSED] or row[PAID] else ()
    return (*counts, *told, *((name, int(row[name])) for name in (PAID_UNKNOWN, UNTOLD) if row[name]))


def _spread(row: Row, unit: str, words: Words) -> list[str]:
    if pd.isna(row[MEDIAN]):
        return []
    median, lower, upper = (words.measured(row[name], unit) for name in (MEDIAN, LOWER, UPPER))
    return [words("total.median", median=median, lower=lower, upper=upper)]


def _largest(row: Row, unit: str, words: Words) -> str:
    largest = row[CASES][0]
    rest = row[TOTAL] - largest.value
    return words(
        "total.largest",
        name=largest.name.in_language(words.language),
        value=floor(words.measured(largest.value, unit), largest.partial, words),
        share=words.percent(largest.value / row[TOTAL] if row[TOTAL] else 0),
        rest=floor(words.measured(rest, unit), row[PARTIAL] > largest.partial, words),
    )


def _case(case: Case, unit: str, words: Words) -> str:
    value = floor(words.measured(case.value, unit), case.partial, words)
    year = f" ({case.year})" if unit in MONEY else ""  # an amount stays in the money of its year
    return f"{case.name.in_language(words.language)}{year}{words('card.colon')}{value}"
