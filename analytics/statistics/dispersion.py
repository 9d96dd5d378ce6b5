"""Whether areas differ more than chance makes them, all taken together: what has to be said before any map of rates."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analytics.statistics.clusters import FEWEST_AREAS, FEWEST_EVENTS

SIGNIFICANT = 0.05
DRAWS = 9_999
NAN = float("nan")

Code = Literal["chance", "beyond-chance", "too-few"]


class Dispersion(NamedTuple):
    """How far the counts of areas lie from what their populations lead to expect, and how far chance would take them.

    Attributes
    ----------
    code : str
        ``beyond-chance`` where fewer than 5 % of the draws lie as far from what is expected, ``chance`` where more do:
        which is no proof that all areas are equal; ``too-few`` below twenty events or ten areas.
    chi_squared : float
        Pearson's: the sum over areas of (seen - expected)² / expected.
    freedom : int
        The areas less one.
    p_value : float
        The part of the draws that lie as far, what was seen counted among them.
    zeros : int
        Areas without an event.
    zeros_by_chance, zeros_low, zeros_high : float
        How many chance leaves without one: the mean of the draws, and what 95 % of them lie between.
    draws : int
    events : int
    """

    code: Code
    chi_squared: float
    freedom: int
    p_value: float
    zeros: int
    zeros_by_chance: float
    zeros_low: float
    zeros_high: float
    draws: int
    events: int


def dispersion(observed: pd.Series, exposure: pd.Series, rng: np.random.Generator, draws: int = DRAWS) -> Dispersion:
    """Pearson's test of whether all areas have one rate, by Monte Carlo: expected counts are too small for chi-squared.

    As many events as were seen are dealt out over the areas again and again, each area drawing by its exposure: given
    their sum, Poisson counts of one common rate are multinomial (Potthoff, R. F. & Whittinghill, M. (1966), Testing for
    homogeneity II: the Poisson distribution, Biometrika 53, 183–190; Hope, A. C. A. (1968), A simplified Monte Carlo
    significance test procedure, Journal of the Royal Statistical Society B 30, 582–598, for the p-value).

    Parameters
    ----------
    observed : Series of int
        Events of each area.
    exposure : Series of float
        Person-years of each area; an area without any is left out.
    rng : Generator
        Chance, seeded by the caller (`chance.generator`).
    draws : int
        How often the events are dealt out.
    """
    people = pd.to_numeric(exposure.reindex(observed.index)).astype(float)
    people = people[people > 0]
    seen = observed[people.index].to_numpy(int)
    events, areas = int(seen.sum()), len(seen)
    if events < FEWEST_EVENTS or areas < FEWEST_AREAS:
        return Dispersion("too-few", NAN, max(areas - 1, 0), NAN, int((seen == 0).sum()), NAN, NAN, NAN, draws, events)
    share = people.to_numpy() / people.sum()
    dealt = rng.multinomial(events, share, size=draws)
    far, chances = (((counts - events * share) ** 2 / (events * share)).sum(axis=-1) for counts in (seen, dealt))
    # equal sums in another order differ by a rounding error, and are as much
    p_value = float((1 + (chances >= far - 1e-9).sum()) / (1 + draws))
    zeros = (dealt == 0).sum(axis=1)
    low, high = (float(end) for end in np.quantile(zeros, [0.025, 0.975]))
    code: Code = "beyond-chance" if p_value < SIGNIFICANT else "chance"
    none = int((seen == 0).sum())
    return Dispersion(code, float(far), areas - 1, p_value, none, float(zeros.mean()), low, high, draws, events)
