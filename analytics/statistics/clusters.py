"""Whether neighbouring areas have similar rates: Moran's I, with the chance of seeing as much without any reason."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.schema import col
from analytics.statistics.counts import WEBSITE

FEWEST_AREAS, FEWEST_EVENTS = 10, 20
SIGNIFICANT = 0.05
PERMUTATIONS = 9_999
# the roles of a place from the nearest to the attack to the farthest: an incident stands where its first one is
NEAREST = ("entered", "isolated", "unknown", "served")

Array = npt.NDArray[np.float64]


class Autocorrelation(NamedTuple):
    """What the map allows one to say about clusters.

    Attributes
    ----------
    code : str
        ``clustered`` where areas beside each other are more alike than chance allows at 5 %, else
        ``cannot-conclude``: which is not the same as “not clustered”.
    moran : float
        Moran's I; missing where there are too few areas or events, or where all areas are alike.
    expected : float
        What it would be on average without any cluster: -1 / (areas - 1).
    p_value : float
        The part of the permutations that give as much, the map seen counted among them.
    permutations : int
    areas : int
        How many areas were compared.
    left_out : tuple of str
        Areas without a neighbour or without a known population.
    """

    code: Literal["clustered", "cannot-conclude"]
    moran: float
    expected: float
    p_value: float
    permutations: int
    areas: int
    left_out: tuple[str, ...]


def autocorrelation(
    events: pd.Series,
    exposure: pd.Series,
    neighbours: pd.DataFrame,
    rng: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> Autocorrelation:
    """Moran's I of rates standardised for the population behind them, and its p-value by permutation.

    Raw rates of small populations vary most; standardised by empirical Bayes they have the same variance (Assunção, R.
    M. & Reis, E. A. (1999), A new proposal to adjust Moran's I for population density, Statistics in Medicine 18,
    2147–2162). Weights are the same for each neighbour of an area and add up to 1. The p-value is one-sided, for
    clusters.

    Parameters
    ----------
    events : Series of int, index code
        Events of each area, zero where there were none; each event in one area only (`once_each`).
    exposure : Series of float, index code
        Person-years or bed-years.
    neighbours : DataFrame
        area, neighbour: codes, each pair in both directions (`queen_neighbours`).
    rng : Generator
        Chance, seeded by the caller.
    permutations : int
        How often rates are dealt out anew over the areas.
    """
    known = [code for code in events.index if exposure.get(code, 0) > 0]
    pairs = neighbours[neighbours["area"].isin(known) & neighbours["neighbour"].isin(known)]
    codes = [code for code in known if code in set(pairs["area"])]
    left_out = tuple(sorted(set(events.index) - set(codes)))
    seen = events.loc[codes].to_numpy(float)
    nan = float("nan")
    nothing = Autocorrelation("cannot-conclude", nan, nan, nan, permutations, len(codes), left_out)
    if len(codes) < FEWEST_AREAS or seen.sum() < FEWEST_EVENTS:
        return nothing
    scores = standardised_rates(seen, exposure.loc[codes].to_numpy(float))
    if np.ptp(scores) < 1e-12:
        return nothing
    weights = _row_weights(pairs, codes)
    moran = float(_moran(scores[None, :], weights)[0])
    dealt = _moran(rng.permuted(np.tile(scores, (permutations, 1)), axis=1), weights)
    # equal sums in another order differ by a rounding error, and are as much
    p_value = float((1 + (dealt >= moran - 1e-12).sum()) / (1 + permutations))
    code: Literal["clustered", "cannot-conclude"] = "clustered" if p_value < SIGNIFICANT else "cannot-conclude"
    return Autocorrelation(code, moran, -1 / (len(codes) - 1), p_value, permutations, len(codes), left_out)


def once_each(sites: pd.DataFrame, incident_ids: pd.Series, codes: pd.Index, level: str) -> pd.Series:
    """Incidents of each area, every one counted once, where its attack was nearest: one incident is one unit.

    An incident that touched three neighbours would be a cluster by itself, and a test of whether incidents cluster
    would find it. It stands where a place was entered, else isolated, else touched in a way that is not known; the
    first in the table of sites where there are several. Those that hit websites only are no attack in an area.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id, role and the column named by `level`.
    incident_ids : Series of str
        The incidents that count.
    codes : Index of str
        The areas.
    level : str
        ``department`` or ``region``.

    Returns
    -------
    Series of int, index code
    """
    own = sites[sites[col.INCIDENT_ID].isin(incident_ids) & sites[col.ROLE].ne(WEBSITE)].dropna(subset=[level])
    order = own[col.ROLE].map(NEAREST.index)
    first = own.loc[order.sort_values(kind="stable").index].drop_duplicates(col.INCIDENT_ID)
    return first[level].value_counts().reindex(codes, fill_value=0).astype(int)


def standardised_rates(events: Array, exposure: Array) -> Array:
    """Deviations of rates from the common rate, each over its own standard deviation (Assunção & Reis 1999).

    Parameters
    ----------
    events : array of int, shape (n,)
        Events of each area.
    exposure : array of float, shape (n,)
        Person-years of each area, above zero.

    Returns
    -------
    array of float, shape (n,)
        Zero everywhere where nobody saw anything. Where the estimated variance of an area would not be above zero,
        that of chance alone is taken.
    """
    common = events.sum() / exposure.sum()
    if common == 0:
        return np.zeros(len(events))
    raw = events / exposure
    spread = (exposure * (raw - common) ** 2).sum() / exposure.sum()
    between = spread - common / exposure.mean()
    chance = common / exposure
    variance = np.where(between + chance > 0, between + chance, chance)
    scores: Array = (raw - common) / np.sqrt(variance)
    return scores


def _row_weights(pairs: pd.DataFrame, codes: list[str]) -> Array:
    """A matrix of weights, each row adding up to 1."""
    place = {code: number for number, code in enumerate(codes)}
    weights = np.zeros((len(codes), len(codes)))
    weights[pairs["area"].map(place), pairs["neighbour"].map(place)] = 1.0
    shares: Array = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _moran(scores: Array, weights: Array) -> Array:
    """Moran's I of each row of scores."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    each: Array = (centred * (centred @ weights.T)).sum(axis=1) / (centred**2).sum(axis=1)
    return each
