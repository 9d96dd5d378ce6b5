"""What a figure of a receipt is worked out from, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analytics.geography.levels import Level
from analytics.outputs import held
from analytics.schema import col
from analytics.selection.selection import accepted_tiers
from analytics.statistics.profiles import Profiles


class FigureBasis(held.Basis):
    """What a figure is worked out from."""

    def profiles(self, level: Level) -> Profiles:
        """Everything that is said of each area, whatever incident the selection names."""
        return self.held.profiles(self.selection.without("incident"), level)

    def claims(self, *measures: str) -> pd.DataFrame:
        """The accepted claims on the incidents kept; of some measures, or all that attest to an attack."""
        return self.claims_on(self.kept, *measures)

    def claims_on(self, incidents: pd.DataFrame, *measures: str) -> pd.DataFrame:
        """The accepted claims on some incidents."""
        taken = self.atlas.claims
        taken = taken[taken[col.INCIDENT_ID].isin(incidents[col.INCIDENT_ID])]
        taken = taken[taken[col.TIER].isin(accepted_tiers(self.selection.evidence))]
        if measures:
            return taken[taken[col.MEASURE].isin(measures)]
        sources = self.atlas.sources
        attesting = sources.loc[sources[col.STATISTICAL] != "yes", col.SOURCE_ID]
        return taken[taken[col.SOURCE_ID].isin(attesting)]


class Result(NamedTuple):
    """A figure worked out.

    Attributes
    ----------
    value : float or None
        None where nobody states it, or for a drawing.
    low, high : float or None
        The range over what sources state, where the figure has one.
    rows, claims : DataFrame
        What the figure is made of, and who says so.
    base : tuple of (str, int)
        Names of `words("front.…")` and how many incidents each concerns.
    unit : str
    code : str
        What the value is of, where that was found out too: the year, the service; "cases" where it counts cases
        that are not added up.
    row : mapping or None
        Of a line of the totals, the whole of it (`statistics.totals`).
    partial : bool
        Of a figure of one incident, whether it covers a part only.
    """

    value: float | None
    low: float | None
    high: float | None
    rows: pd.DataFrame
    claims: pd.DataFrame
    base: tuple[tuple[str, int], ...] = ()
    unit: str = ""
    code: str = ""
    row: Mapping[str, Any] | None = None
    partial: bool = False


class Figure(NamedTuple):
    """One figure of the pages.

    Attributes
    ----------
    work : function
        Works it out.
    formula : str
        The key of the words that say how.
    drawing : bool
        Whether it is drawn rather than written.
    of_incident : bool
        Whether the selection must name the incident that it is of.
    of_hospital : bool
        Whether the selection must name the hospital that it is of.
    independent : bool
        Whether it is the same whoever is believed.
    estimated : bool
        Whether its range is an interval of 95 % and not what sources state.
    french : bool
        Whether it counts what is in France alone.
    around : bool
        Whether it is of the geography around hospitals (`words.around`) and no source states it.
    counts : bool
        Whether it counts incidents, which are its rows with their status: claims are told apart in the value itself.
    """

    work: Callable[[FigureBasis], Result]
    formula: str
    drawing: bool = False
    of_incident: bool = False
    independent: bool = False
    estimated: bool = False
    french: bool = False
    counts: bool = False
    around: bool = False
    of_hospital: bool = False

    @property
    def needs(self) -> str:
        """The field of a selection that says what it is of; empty where it is of the whole choice."""
        return "incident" if self.of_incident else "finess" if self.of_hospital else ""


def of_count(rows: pd.DataFrame, claims: pd.DataFrame) -> Result:
    """How many incidents some rows are, with the claims on them among those given."""
    named = rows[[col.INCIDENT_ID, col.STARTED_ON, col.COUNTRY, col.DEPARTMENTS, "status", "strongest_tier"]]
    return Result(len(rows), None, None, named, claims[claims[col.INCIDENT_ID].isin(rows[col.INCIDENT_ID])])


def of_drawing(rows: pd.DataFrame, claims: pd.DataFrame) -> Result:
    """What a drawing shows: it has rows and claims, and no single value."""
    return Result(None, None, None, rows.reset_index(drop=True), claims)
