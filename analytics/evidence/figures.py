"""Turns claims into figures: the value retained, the lowest and the highest stated, and who says so.

A disagreement stays one: a figure carries its range and the number of independent sources behind it.
"""

from __future__ import annotations

import pandas as pd

from analytics.evidence.voices import independent_sources, only_copies, strongest
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.measures import MEASURES

FIGURE_COLUMNS = [
    col.INCIDENT_ID,
    col.MEASURE,
    col.VALUE,
    col.LOW,
    col.HIGH,
    col.SOURCES,
    col.INDEPENDENT_SOURCES,
    col.TIER,
    col.PARTIAL,
    col.COPY,
]


def figures(claims: pd.DataFrame, sources: pd.DataFrame, tiers: tuple[str, ...] = tuple(TIERS)) -> pd.DataFrame:
    """One row for each incident and numeric measure that any accepted claim speaks of.

    Parameters
    ----------
    claims : DataFrame
        Checked claims: incident_id, measure, value, low, high, source_id, tier, preferred, partial.
    sources : DataFrame
        Checked sources: source_id, publisher, agency, copy, founding.
    tiers : tuple of str
        The tiers whose claims are taken.

    Returns
    -------
    DataFrame
        incident_id, measure, value (float; missing where no claim of that measure is retained, which is
        not zero), low and high (over all accepted claims), sources (all that speak of it),
        independent_sources, tier and copy (“yes” where they all are copies): of those that state the value
        retained, or of all where none is. No independent source is left where the article that the atlas
        began with alone speaks.
        partial: "yes" where a claim that states the value retained says that it covers a part only; it is a floor.
        Where the tiers accepted leave out the claims that we retain, the value is the one that all the
        accepted claims state, and missing where they state several.
    """
    numeric = [name for name, measure in MEASURES.items() if measure.kind == "number"]
    stated = claims[claims[col.MEASURE].isin(numeric)].copy()
    for name in (col.VALUE, col.LOW, col.HIGH):
        stated[name] = pd.to_numeric(stated[name], errors="raise").astype(float)
    stated[col.LOW] = stated[[col.VALUE, col.LOW]].min(axis=1)
    stated[col.HIGH] = stated[[col.VALUE, col.HIGH]].max(axis=1)
    by = [col.INCIDENT_ID, col.MEASURE]
    taken = stated[stated[col.TIER].isin(tiers)]
    retained = taken[taken[col.PREFERRED] == "yes"]
    table = taken.groupby(by, sort=True).agg(
        **{col.LOW: (col.LOW, "min"), col.HIGH: (col.HIGH, "max"), col.SOURCES: (col.SOURCE_ID, "nunique")}
    )
    table[col.VALUE] = retained.groupby(by)[col.VALUE].first()
    cut_off = table.index.isin(_pairs(stated[stated[col.PREFERRED] == "yes"])) & ~table.index.isin(_pairs(retained))
    table[col.VALUE] = table[col.VALUE].mask(cut_off & (table[col.LOW] == table[col.HIGH]), table[col.LOW])
    table[col.INDEPENDENT_SOURCES] = independent_sources(retained, sources, by).reindex(table.index)
    table[col.TIER] = strongest(retained, sources, by).reindex(table.index)
    table[col.COPY] = only_copies(retained, sources, by).reindex(table.index)
    # where nothing is retained, those who state anything stand behind the range
    behind = {
        col.INDEPENDENT_SOURCES: independent_sources(taken, sources, by),
        col.TIER: strongest(taken, sources, by),
        col.COPY: only_copies(taken, sources, by),
    }
    for name, column in behind.items():
        table[name] = table[name].where(table[name].notna(), column)
    table[col.COPY] = table[col.COPY].map({True: "yes", False: "no"})
    floors = taken[taken[col.PARTIAL] == "yes"].set_index(by)[col.VALUE]
    floors = floors[floors == table[col.VALUE].reindex(floors.index)]
    table[col.PARTIAL] = pd.Series("yes", index=table.index, dtype="str").where(table.index.isin(floors.index))
    table[col.INDEPENDENT_SOURCES] = table[col.INDEPENDENT_SOURCES].astype(int)
    return table.reset_index()[FIGURE_COLUMNS]


def _pairs(claims: pd.DataFrame) -> pd.MultiIndex:
    """The incidents and measures that the claims speak of."""
    return pd.MultiIndex.from_frame(claims[[col.INCIDENT_ID, col.MEASURE]])


def retained(claims: pd.DataFrame, measure: str, tiers: tuple[str, ...] = tuple(TIERS)) -> pd.Series:
    """The value retained for one measure, by incident; incidents without one are absent."""
    rows = claims[(claims[col.MEASURE] == measure) & (claims[col.PREFERRED] == "yes") & claims[col.TIER].isin(tiers)]
    return rows.groupby(col.INCIDENT_ID)[col.VALUE].first().dropna()


def stated_values(claims: pd.DataFrame) -> pd.Series:
    """What each claim states, as one text: its value, or its range where it gives one."""
    return (
        claims[col.VALUE].fillna(claims[col.LOW].astype("str") + "–" + claims[col.HIGH].astype("str")).rename("stated")
    )


def disagreements(claims: pd.DataFrame) -> pd.DataFrame:
    """Incident and measure pairs for which sources give more than one value; `values` counts them."""
    values = claims.assign(stated=stated_values(claims)).groupby([col.INCIDENT_ID, col.MEASURE])["stated"].nunique()
    return values[values > 1].rename("values").reset_index()
