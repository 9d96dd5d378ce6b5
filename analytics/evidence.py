"""Turns claims into figures: the value retained, the lowest and the highest stated, and who says so.

A disagreement stays one: a figure carries its range and the number of independent sources behind it.
"""

from __future__ import annotations

import pandas as pd

from analytics.schema import (
    AGENCY,
    COPY,
    HIGH,
    INCIDENT_ID,
    INDEPENDENT_SOURCES,
    LOW,
    MEASURE,
    MEASURES,
    PREFERRED,
    PUBLISHER,
    SOURCE_ID,
    SOURCES,
    STATISTICAL,
    STRONGEST_TIER,
    TIER,
    TIERS,
    VALUE,
)

FIGURE_COLUMNS = [INCIDENT_ID, MEASURE, VALUE, LOW, HIGH, SOURCES, INDEPENDENT_SOURCES, TIER]


def figures(claims: pd.DataFrame, sources: pd.DataFrame, tiers: tuple[str, ...] = tuple(TIERS)) -> pd.DataFrame:
    """One row for each incident and numeric measure that any accepted claim speaks of.

    Parameters
    ----------
    claims : DataFrame
        Checked claims: incident_id, measure, value, low, high, source_id, tier, preferred.
    sources : DataFrame
        Checked sources: source_id, publisher, agency, copy.
    tiers : tuple of str
        The tiers whose claims are taken.

    Returns
    -------
    DataFrame
        incident_id, measure, value (float; missing where no claim of that measure is retained, which is
        not zero), low and high (over all accepted claims), sources (all that speak of it),
        independent_sources and tier: of those that state the value retained, or of all where none is.
        Where the tiers accepted leave out the claims that we retain, the value is the one that all the
        accepted claims state, and missing where they state several.
    """
    numeric = [name for name, measure in MEASURES.items() if measure.kind == "number"]
    stated = claims[claims[MEASURE].isin(numeric)].copy()
    for name in (VALUE, LOW, HIGH):
        stated[name] = pd.to_numeric(stated[name], errors="raise").astype(float)
    stated[LOW] = stated[[VALUE, LOW]].min(axis=1)
    stated[HIGH] = stated[[VALUE, HIGH]].max(axis=1)
    by = [INCIDENT_ID, MEASURE]
    taken = stated[stated[TIER].isin(tiers)]
    retained = taken[taken[PREFERRED] == "yes"]
    table = taken.groupby(by, sort=True).agg(
        **{LOW: (LOW, "min"), HIGH: (HIGH, "max"), SOURCES: (SOURCE_ID, "nunique")}
    )
    table[VALUE] = retained.groupby(by)[VALUE].first()
    cut_off = table.index.isin(_pairs(stated[stated[PREFERRED] == "yes"])) & ~table.index.isin(_pairs(retained))
    table[VALUE] = table[VALUE].mask(cut_off & (table[LOW] == table[HIGH]), table[LOW])
    table[INDEPENDENT_SOURCES] = independent_sources(retained, sources, by).reindex(table.index)
    table[TIER] = strongest(retained, by).reindex(table.index)
    # where nothing is retained, those who state anything stand behind the range
    table = table.fillna({INDEPENDENT_SOURCES: independent_sources(taken, sources, by), TIER: strongest(taken, by)})
    table[INDEPENDENT_SOURCES] = table[INDEPENDENT_SOURCES].astype(int)
    return table.reset_index()[FIGURE_COLUMNS]


def _pairs(claims: pd.DataFrame) -> pd.MultiIndex:
    """The incidents and measures that the claims speak of."""
    return pd.MultiIndex.from_frame(claims[[INCIDENT_ID, MEASURE]])


def voices(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Whose voice each claim is, in the order of the claims: the agency whose text is repeated, else the publisher."""
    known = sources.set_index(SOURCE_ID)
    told = claims[SOURCE_ID].map(known[AGENCY])
    return told.fillna(claims[SOURCE_ID].map(known[PUBLISHER])).rename("voice")


def independent_sources(claims: pd.DataFrame, sources: pd.DataFrame, by: list[str]) -> pd.Series:
    """How many voices stand behind each group of claims; repeats of one agency dispatch are one voice.

    A voice is the agency whose text is repeated, or else the publisher. Copies by third parties count only
    where nothing but copies is left, and then as one.
    """
    told = claims[[*by]].assign(
        voice=voices(claims, sources), copied=claims[SOURCE_ID].map(sources.set_index(SOURCE_ID)[COPY])
    )
    direct = told[told["copied"] == "no"].groupby(by)["voice"].nunique()
    return direct.reindex(told.groupby(by).size().index, fill_value=0).clip(lower=1)


def strongest(claims: pd.DataFrame, by: list[str]) -> pd.Series:
    """The strongest tier in each group of claims."""
    order = {tier: rank for rank, tier in enumerate(TIERS)}
    names = dict(enumerate(TIERS))
    return claims[TIER].map(order).groupby([claims[name] for name in by]).min().map(names)


def support(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """For each incident: its sources, how many are independent, and the strongest tier that speaks of it.

    Reference statistics are left out: they count the beds of a hospital, and attest to no attack on it.

    Returns
    -------
    DataFrame, index incident_id
        sources, independent_sources, strongest_tier.
    """
    by = [INCIDENT_ID]
    claims = claims[~claims[SOURCE_ID].isin(sources.loc[sources[STATISTICAL] == "yes", SOURCE_ID])]
    return pd.DataFrame(
        {
            SOURCES: claims.groupby(INCIDENT_ID)[SOURCE_ID].nunique(),
            INDEPENDENT_SOURCES: independent_sources(claims, sources, by),
            STRONGEST_TIER: strongest(claims, by),
        }
    )


def retained(claims: pd.DataFrame, measure: str, tiers: tuple[str, ...] = tuple(TIERS)) -> pd.Series:
    """The value retained for one measure, by incident; incidents without one are absent."""
    rows = claims[(claims[MEASURE] == measure) & (claims[PREFERRED] == "yes") & claims[TIER].isin(tiers)]
    return rows.groupby(INCIDENT_ID)[VALUE].first().dropna()


def stated_values(claims: pd.DataFrame) -> pd.Series:
    """What each claim states, as one text: its value, or its range where it gives one."""
    return claims[VALUE].fillna(claims[LOW].astype("str") + "–" + claims[HIGH].astype("str")).rename("stated")


def disagreements(claims: pd.DataFrame) -> pd.DataFrame:
    """Incident and measure pairs for which sources give more than one value; `values` counts them."""
    values = claims.assign(stated=stated_values(claims)).groupby([INCIDENT_ID, MEASURE])["stated"].nunique()
    return values[values > 1].rename("values").reset_index()
