"""What one run of a page of areas works with: the level, the measure, and what is said of each area."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import pandas as pd

from analytics.geography.levels import Level
from analytics.outputs.area_facts import row_of
from analytics.outputs.held import Basis
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.area_measures import AreaMeasure, of_level
from analytics.statistics.areas import chosen, reference
from analytics.statistics.profiles import Profiles
from analytics.words import phrases
from analytics.words.text import Words
from dashboard import controls, loading
from dashboard.frame import Run, Value


def names_of(areas: pd.DataFrame, words: Words) -> dict[str, str]:
    """The name of each area in the reader's language, by code."""
    return dict(zip(areas[col.CODE], areas[words.column("name")], strict=True))


class AreaRun(NamedTuple):
    """What one run of a page of areas works with.

    Attributes
    ----------
    everywhere : what is worked out of the choice without its areas.
    smooth : whether the measure is shown smoothed.
    profiles : what is said of each area, for the choice without its areas.
    names : the name of each area, by code.
    picked : the codes that the reader chose.
    """

    run: Run
    everywhere: Basis
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

    @property
    def counted(self) -> pd.DataFrame:
        """The incidents that are counted, those of the choice without its areas."""
        return self.everywhere.kept

    def row(self, code: str) -> pd.Series:
        """What is said of one area."""
        return self.of_level("row", lambda: row_of(self.table, code), code)

    @property
    def outlined(self) -> list[str]:
        """The areas chosen, and the members of the groups of countries chosen."""
        groups = self.level == col.COUNTRY and self.run.selection.group
        return self.picked or (chosen(self.run.atlas, self.run.selection, self.level) if groups else [])

    @property
    def values(self) -> pd.Series:
        """The measure of each area, as it is shown."""
        column = self.measure.smoothed if self.smooth else self.measure.column
        return self.table[column].astype(float)

    @property
    def breaks(self) -> tuple[float, ...]:
        """The classes of the measure."""
        return loading.held().breaks(self.level, self.measure_name, self.run.selection)

    @property
    def notes(self) -> dict[str, str]:
        """What is said of each area, by code."""
        return self.of_measure(
            "notes",
            lambda: {
                row[col.CODE]: phrases.area_told(row, self.measure_name, self.run.words)
                for row in rows_of(self.table.rename_axis(col.CODE).reset_index())
            },
        )

    def of_level(self, name: str, make: Callable[[], Value], *more: Hashable) -> Value:
        """What is shown of the level under a name, whatever measure is seen: made once a language and a theme.

        It is kept with the choice without its areas: it must not depend on those that are chosen.
        """
        return self.everywhere.once((name, self.level, self.run.words, self.run.theme.name, *more), make)

    def of_measure(self, name: str, make: Callable[[], Value]) -> Value:
        """The same of one measure, smoothed or not."""
        return self.of_level(name, make, self.measure_name, self.smooth)

    def of_picked(self, name: str, make: Callable[[], Value]) -> Value:
        """What is shown of the areas chosen: kept with the whole choice."""
        return self.run.once(name, make, self.level)

    def incidents_of(self, code: str) -> list[dict[str, Any]]:
        """The published incidents of one area that count."""
        rows, own = self.of_level("incidents", self._by_area)
        return [rows[incident] for incident in own.get(code, ())]

    def _by_area(self) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
        """The incidents that count, and which of them touched each area."""
        rows = {row[col.INCIDENT_ID]: row for row in rows_of(self.counted)}
        sites = self.run.atlas.sites
        pairs = set(zip(sites[self.level], sites[col.INCIDENT_ID], strict=True))
        codes = set(sites[self.level].dropna())
        return rows, {code: [incident for incident in rows if (code, incident) in pairs] for code in codes}


def area_run(run: Run, level: Level) -> AreaRun:
    """What a page of areas works with, as the address has it; a measure that the level does not have is its first."""
    measures = of_level(level)
    asked = controls.shown(controls.MEASURE)
    name = asked if asked in measures else next(iter(measures))
    measure = measures[name]
    # smoothed, an area without an incident is above zero too: without classes it would look like those with one
    classed = bool(loading.held().breaks(level, name, run.selection))
    smooth = controls.shown(controls.SMOOTH) == "yes" and bool(measure.smoothed) and classed
    everywhere = loading.held().choice(run.selection.everywhere())
    profiles = loading.held().profiles(everywhere.selection, level)
    names = everywhere.once(("names", level, run.words), lambda: names_of(reference(run.atlas, level), run.words))
    picked = [code for code in getattr(run.selection, level) if code in profiles.areas.index]
    return AreaRun(run, everywhere, level, name, measure, smooth, profiles, names, picked)
