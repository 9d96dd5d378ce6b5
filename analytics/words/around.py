"""The geography around a hospital, or around those of an incident, in sentences that say what it is and is not.

Each function takes a row of `catchments` or of `incident_catchments`. Estimates are written with two digits, and never
as a population served.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import UNFIT_REASONS
from analytics.words.text import Words

Row = Mapping[str, Any]

PEOPLE = (col.PEOPLE_MODEL, col.PEOPLE_NEAREST_100, col.PEOPLE_NEAREST)
DISTANCES = (col.EXTRA_KM_100, col.EXTRA_KM)
PEOPLE_OF = 2023  # the year of the populations of communes (Mayotte: 2017)
FIGURES = (*PEOPLE[:2], *DISTANCES, col.BEDS_ELSEWHERE)  # those that have a receipt


def people(value: float, words: Words) -> str:
    r"""A number of people with two digits, as an estimate is written.

    >>> people(239273, Words("fr")), people(9876, Words("en")), people(7, Words("en"))
    ('240\u202f000', '9,900', '7')
    """
    return words.number(_two_digits(value))


def kilometres(value: float, words: Words) -> str:
    r"""A distance: whole kilometres from ten on, tenths below; one that is next to nothing says so.

    >>> [kilometres(value, Words("fr")) for value in (19.79, 4.44, 0.02)]
    ['20\u202fkm', '4,4\u202fkm', 'moins de 0,1\u202fkm']
    """
    if value < 0.1:
        return words("around.next_to_nothing")
    return words("around.km", value=words.number(value, 0 if value >= 9.95 else 1))


def next_hospital(row: Row, words: Words) -> str:
    """How much farther the next large hospital is, and how many beds others have near: a fact of geography."""
    sites = _sites(row)
    if pd.notna(row[col.EXTRA_KM_100]):
        told = words("around.farther", count=sites, km=kilometres(row[col.EXTRA_KM_100], words))
    else:
        told = words("around.no_other" if row[col.PEOPLE_NEAREST_100] else "around.nobody", count=sites)
    return f"{told}{words('semicolon')}{words('around.elsewhere', count=int(row[col.BEDS_ELSEWHERE]))}."


def estimate(row: Row, words: Words, stated: tuple[float, float] | None = None) -> str:
    """Who might come, as an estimate that says what it is; why there is none, where the model is unfit.

    Parameters
    ----------
    row : mapping
    words : Words
    stated : tuple of float, optional
        The lowest and the highest population that sources state.
    """
    if pd.notna(row[col.UNFIT]) and row[col.UNFIT]:
        return words("around.unfit", reasons=unfit(row, words))
    beside = ""
    if stated is not None:
        low, high = (words.number(end) for end in stated)
        said = low if low == high else words("around.span", low=low, high=high)
        beside = f"{words('semicolon')}{words('around.stated', said=said)}"
    return words("around.estimate", people=people(row[col.PEOPLE_MODEL], words), span=_span(row, words), beside=beside)


def unfit(row: Row, words: Words) -> str:
    """Why the model is not for it, all reasons together."""
    return words.listing([words.label(UNFIT_REASONS, code) for code in split_list(row[col.UNFIT])])


def figure(name: str, row: Row, words: Words) -> str:
    """One of the figures as a cell or a receipt writes it.

    Parameters
    ----------
    name : str
        A column of `FIGURES`.
    """
    if name == col.PEOPLE_MODEL:
        if pd.notna(row[col.UNFIT]) and row[col.UNFIT]:
            return words("around.not_estimated", reasons=unfit(row, words))
        return words("around.figure_model", people=people(row[name], words), span=_span(row, words))
    if name in PEOPLE:
        return words("around.figure_people", people=people(row[name], words))
    if name == col.BEDS_ELSEWHERE:
        return words("around.figure_beds", count=int(row[name]))
    return words("around.no_distance") if pd.isna(row[name]) else kilometres(row[name], words)


def scope(rows: Sequence[Row], words: Words) -> str:
    """What the figures of an incident cover: its hospitals with acute beds, in the year of their beds."""
    if not rows:
        return words("around.no_row")
    return words("around.scope", count=_sites(rows[0]), year=f"{rows[0][col.YEAR]}", people=f"{PEOPLE_OF}")


def _span(row: Row, words: Words) -> str:
    low, high = (people(row[name], words) for name in (col.PEOPLE_MODEL_LOW, col.PEOPLE_MODEL_HIGH))
    if low == high:
        return words("around.model")
    return words("around.models", span=words("around.span", low=low, high=high))


def _sites(row: Row) -> int:
    return len(split_list(row[col.FINESS_ET]))


def _two_digits(value: float) -> int:
    return int(round(value, 1 - floor(log10(value)))) if value >= 1 else 0
