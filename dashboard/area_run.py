"""What one run of a page of areas works with: the level, the measure, and what is said of each area."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.geography.levels import Level
from analytics.statistics.area_measures import AreaMeasure, of_level
from analytics.statistics.areas import reference
from analytics.statistics.profiles import Profiles
from dashboard import areas as parts
from dashboard import controls, loading
from dashboard.frame import Run


class AreaRun(NamedTuple):
    """What one run of a page of areas works with.

    Attributes
    ----------
    smooth : whether the measure is shown smoothed.
    profiles : what is said of each area, for the choice without its areas.
    names : the name of each area, by code.
    picked : the codes that the reader chose.
    """

    run: Run
    level: Level
    measure_name: str
    measure: AreaMeasure
    smooth: bool
    profiles: Profiles
    names: dict[str, str]
    picked: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """One row an area."""
        return self.profiles.areas


def area_run(run: Run, level: Level) -> AreaRun:
    """What a page of areas works with, as the address has it; a measure that the level does not have is its first."""
    measures = of_level(level)
    asked = controls.shown(controls.MEASURE)
    name = asked if asked in measures else next(iter(measures))
    measure = measures[name]
    smooth = controls.shown(controls.SMOOTH) == "yes" and bool(measure.smoothed)
    profiles = loading.profiles(run.selection.everywhere(), level)
    names = parts.names_of(reference(run.atlas, level), run.words)
    picked = [code for code in getattr(run.selection, level) if code in profiles.areas.index]
    return AreaRun(run, level, name, measure, smooth, profiles, names, picked)
