"""What pages work with, kept for all readers: the one cache of the atlas, and shapes that no choice changes.

What comes from here is shared by every reader and must never be changed in place.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.atlas.atlas import Atlas
from analytics.geography import labels, levels, tiles
from analytics.geography.levels import Level
from analytics.geography.neighbours import queen_neighbours
from analytics.outputs.held import Held
from analytics.schema import codes
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from analytics.selection.selection import Selection
from analytics.statistics.profiles import Profiles


@st.cache_resource(show_spinner=False)
def held() -> Held:
    """The one cache: what pages, API and downloads of this server share."""
    return Held()


def atlas() -> Atlas:
    """The whole atlas, checked and placed."""
    return held().atlas


def published(evidence: str) -> pd.DataFrame:
    """Incidents with their figures, for the claims of one level of evidence."""
    return held().published(evidence)


def profiles(selection: Selection, level: Level) -> Profiles:
    """Everything that is said of each area, for one selection."""
    return held().profiles(selection, level)


def rate_table(selection: Selection, level: Level) -> pd.DataFrame:
    """The counts and yearly rates of each area alone, by code: what of `profiles` costs little."""
    return held().rates(selection, level)


def breaks(level: Level, measure: str) -> tuple[float, ...]:
    """Class breaks of one measure, chosen once from the whole record: no filter moves them."""
    return held().breaks(level, measure)


@st.cache_resource(show_spinner=False)
def label_points(level: Level) -> pd.DataFrame:
    """Where a circle for each area stands: code, latitude, longitude."""
    if level == "country":
        return labels.label_points(levels.read_countries())
    return labels.label_points(levels.read_regions() if level == "region" else levels.read_departments())


@st.cache_resource(show_spinner=False)
def tile_layout(level: Level) -> pd.DataFrame:
    """The tile of each area: code, row, column."""
    if level == "region":
        return tiles.layout(levels.read_regions(), tuple(codes.OVERSEAS_REGIONS.values()))
    return tiles.layout(levels.read_departments(), OVERSEAS_DEPARTMENTS)


@st.cache_resource(show_spinner=False)
def neighbours() -> pd.DataFrame:
    """The pairs of departments that share a border."""
    return queen_neighbours(levels.read_departments())
