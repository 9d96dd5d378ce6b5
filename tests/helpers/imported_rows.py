"""The rows of an imported table as many as one likes, with the columns that a map takes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.record.files import DATA, read_csv
from analytics.schema import col

SEED = 20_260_101


def made_rows(size: int, *, abroad: bool = True) -> pd.DataFrame:
    """As many rows, spread over the towns of France as people are.

    Every tenth is known to a US state alone, every fiftieth to a country alone, every hundredth has no place; without
    ``abroad``, all are in France and have a point.
    """
    chance = np.random.default_rng(SEED)
    communes = read_csv(DATA / "reference" / "communes.csv")
    people = communes[col.POPULATION].astype(float).to_numpy()
    town = communes.iloc[chance.choice(len(communes), size, p=people / people.sum())].reset_index(drop=True)
    point = town[[col.LATITUDE, col.LONGITUDE]].astype(float) + chance.normal(0, 0.02, (size, 2))
    rows = pd.DataFrame({col.COUNTRY: "FRA", col.STATE: None, col.DEPARTMENT: town[col.DEPARTMENT]}).join(point)
    if not abroad:
        return rows
    states = read_csv(DATA / "reference" / "us_states.csv")[col.CODE]
    place, number = [col.LATITUDE, col.LONGITUDE], np.arange(size)
    for every, first, country in ((10, 1, "USA"), (50, 2, "DEU"), (100, 3, None)):
        here = number % every == first
        rows.loc[here, [*place, col.DEPARTMENT]] = None
        rows.loc[here, col.COUNTRY] = country
    rows.loc[number % 10 == 1, col.STATE] = chance.choice(states, (number % 10 == 1).sum())
    return rows
