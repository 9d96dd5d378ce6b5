"""Whether the areas of a choice differ more than chance makes them, and whether neighbours are alike."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import chance
from analytics.statistics.clusters import Autocorrelation, autocorrelation, once_each
from analytics.statistics.dispersion import Dispersion, dispersion
from analytics.statistics.profiles import Profiles, whole_events


def dispersion_of(found: Profiles, selection: Selection, level: Level) -> Dispersion:
    """Whether the areas of a level differ by more than chance, by population, for the choice of the profiles."""
    table = found.areas
    return dispersion(whole_events(table), table[col.PERSON_YEARS], chance.generator(selection, f"dispersion-{level}"))


def clusters_of(atlas: Atlas, found: Profiles, selection: Selection, neighbours: pd.DataFrame) -> Autocorrelation:
    """Whether neighbouring departments are alike, every incident counting once, for the choice of the profiles."""
    table = found.areas
    events = once_each(atlas.sites, found.incidents, table.index, col.DEPARTMENT)
    return autocorrelation(
        events, table[col.PERSON_YEARS], neighbours, chance.generator(selection, "clusters-department")
    )
