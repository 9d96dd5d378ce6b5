"""Registers of others beside ours, by country and year: what they have and we know or not, what we have and they lack.

Two lists set side by side, and nothing more: no estimate of what is in neither. Capture and recapture would need lists
that are made apart from each other; ours reads these registers, and they read the same press.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from analytics.schema import col
from analytics.schema.codes import CODE_LISTS

SAME = "same"
COUNTED = (col.ROWS, col.KNOWN, col.UNKNOWN)
_FROM_THEIRS = (col.ROWS, col.KNOWN)
OF_OURS = (col.OURS, col.LACKING)


class Copy(NamedTuple):
    """The copy of a register that was read.

    Attributes
    ----------
    first, last : the years that it holds whole, and in which we looked for incidents.
    countries : to which it is limited; all where empty.
    """

    first: int
    last: int
    countries: frozenset[str] = frozenset()


# our record of countries other than France begins in 2016; last are the years that each copy holds whole
COPIES = {
    "hhs-ocr": Copy(2016, 2020, frozenset({"USA"})),
    "veris": Copy(2016, 2019),
    "eurepoc": Copy(2016, 2022),
}


def beside(
    counts: pd.DataFrame,
    links: pd.DataFrame,
    incidents: pd.DataFrame,
    countries: Collection[str] = (),
    years: tuple[int, int] = (0, 9999),
) -> pd.DataFrame:
    """Each register, country and year from 2016: rows, known, unknown, ours, lacking.

    Parameters
    ----------
    counts, links : DataFrame
        `register_counts` and `register_links`.
    incidents : DataFrame
        Ours: incident_id, country, started_on.
    countries : collection of str
        Those to keep; all where it is empty.
    years : first and last year to keep

    Returns
    -------
    DataFrame
        ours and lacking are missing in years that the copy does not hold whole.
    """
    keys = [col.REGISTER, col.COUNTRY, col.YEAR]
    theirs = counts.assign(**{name: counts[name].astype(int) for name in (col.YEAR, col.ROWS)}).set_index(keys)
    same = links[(links[col.JUDGEMENT] == SAME) & links[col.DATED].notna() & links[col.COUNTRY].notna()]
    same = same.assign(**{col.YEAR: same[col.DATED].str[:4].astype(int)})
    theirs[col.KNOWN] = same.drop_duplicates([col.REGISTER, col.ROW]).groupby(keys).size()
    table = theirs.join(_ours(incidents, links), how="outer")
    table[[*_FROM_THEIRS]] = table[[*_FROM_THEIRS]].fillna(0).astype(int)
    table[col.UNKNOWN] = table[col.ROWS] - table[col.KNOWN]
    table = table.reset_index()
    whole = [
        COPIES[name].first <= year <= COPIES[name].last
        for name, year in zip(table[col.REGISTER], table[col.YEAR], strict=True)
    ]
    table[[*OF_OURS]] = table[[*OF_OURS]].fillna(0).where(pd.Series(whole, index=table.index)).astype("Int64")
    first = table[col.REGISTER].map({name: copy.first for name, copy in COPIES.items()})
    kept = (table[col.YEAR] >= first) & table[col.YEAR].between(*years)
    if countries:
        kept &= table[col.COUNTRY].isin(countries)
    order = {name: place for place, name in enumerate(CODE_LISTS["registers"])}
    table = table[kept].assign(order=lambda rows: rows[col.REGISTER].map(order))
    return table.sort_values(["order", col.COUNTRY, col.YEAR], ignore_index=True)[[*keys, *COUNTED, *OF_OURS]]


def _ours(incidents: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Ours of each register, country and year that it holds whole, and of how many of them it has no row."""
    each = incidents[[col.INCIDENT_ID, col.COUNTRY]].assign(**{col.YEAR: incidents[col.STARTED_ON].str[:4].astype(int)})
    found = []
    for name, copy in COPIES.items():
        of_copy = each[each[col.YEAR].between(copy.first, copy.last)]
        if copy.countries:
            of_copy = of_copy[of_copy[col.COUNTRY].isin(copy.countries)]
        there = links[(links[col.REGISTER] == name) & (links[col.JUDGEMENT] == SAME)][col.INCIDENT_ID]
        lacking = ~of_copy[col.INCIDENT_ID].isin(there)
        found.append(of_copy.assign(**{col.REGISTER: name}).assign(**{col.LACKING: lacking}))
    grouped = pd.concat(found).groupby([col.REGISTER, col.COUNTRY, col.YEAR])[col.LACKING]
    return pd.DataFrame({col.OURS: grouped.size(), col.LACKING: grouped.sum()})


def summed(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows of one register added up by year or by country; missing where no year of it is whole.

    Parameters
    ----------
    table : DataFrame
        As `beside` gives it, of one register.
    by : str
        year or country.
    """
    return table.groupby(by)[[*COUNTED, *OF_OURS]].sum(min_count=1).reset_index()
