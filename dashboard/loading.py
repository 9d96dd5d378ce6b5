"""The only cache: the atlas, read once, and the tables that are costly to put together again.

What comes from here is shared by every reader and must never be changed in place.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.atlas import atlas as atlases
from analytics.atlas.atlas import Atlas
from analytics.atlas.published import publish
from analytics.geography import labels, levels, tiles
from analytics.geography.levels import Level
from analytics.geography.neighbours import queen_neighbours
from analytics.outputs.held import Kept
from analytics.record import corrections, manifest
from analytics.schema import codes, col
from analytics.schema.codes import OVERSEAS_DEPARTMENTS
from analytics.selection.selection import Selection
from analytics.statistics import areas
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import MEASURES
from analytics.statistics.profiles import Profiles


@st.cache_resource(show_spinner=False)
def atlas() -> Atlas:
    """The whole atlas, checked and placed."""
    return atlases.load()


@st.cache_resource(show_spinner=False)
def published(evidence: str) -> pd.DataFrame:
    """Incidents with their figures, for the claims of one level of evidence."""
    return publish(atlas(), evidence)


@st.cache_resource(show_spinner=False)
def changes() -> pd.DataFrame:
    """What changed from one version of the data to the next: version, date, text_fr, text_en; the latest first."""
    return corrections.read_changes()


@st.cache_resource(show_spinner=False)
def fingerprint() -> str:
    """SHA-256 of all facts and corrections."""
    return manifest.fingerprint()


@st.cache_resource(show_spinner=False, max_entries=64)
def profiles(selection: Selection, level: Level) -> Profiles:
    """Everything that is said of each area, for one selection."""
    return area_profiles.profiles(atlas(), published(selection.evidence), selection, level)


@st.cache_resource(show_spinner=False, max_entries=64)
def rate_table(selection: Selection, level: Level) -> pd.DataFrame:
    """The counts and yearly rates of each area alone, by code: what of `profiles` costs little."""
    return areas.rate_table(atlas(), published(selection.evidence), selection, level).set_index(col.CODE)


@st.cache_resource(show_spinner=False)
def breaks(level: Level, measure: str) -> tuple[float, ...]:
    """Class breaks of one measure, chosen once from the whole record: no filter moves them."""
    return MEASURES[measure].breaks(profiles(Selection(), level).areas)


@st.cache_resource(show_spinner=False)
def kits() -> Kept:
    """The kits last made, by selection, as long as there is room for them."""
    return Kept()


@st.cache_resource(show_spinner=False)
def classes() -> dict[tuple[str, str], tuple[float, ...]]:
    """Class breaks by level and measure as far as pictures have asked for them; filled by `gallery.Choice`."""
    return {}


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
