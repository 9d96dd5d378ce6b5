"""The only cache: the atlas, read once, and the tables that are costly to put together again.

What comes from here is shared by every reader and must never be changed in place.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import atlas as atlases
from analytics import classes as class_breaks
from analytics import geography, maps, rates, spatial, store, tiles
from analytics import profiles as area_profiles
from analytics.api import Kept
from analytics.atlas import Atlas
from analytics.geography import Level
from analytics.profiles import Profiles
from analytics.schema import DEPARTMENT, INCIDENT_ID, OVERSEAS_DEPARTMENTS
from analytics.selection import Selection


@st.cache_resource(show_spinner=False)
def atlas() -> Atlas:
    """The whole atlas, checked and placed."""
    return atlases.load()


@st.cache_resource(show_spinner=False)
def published(evidence: str) -> pd.DataFrame:
    """Incidents with their figures, for the claims of one level of evidence."""
    return atlases.publish(atlas(), evidence)


@st.cache_resource(show_spinner=False)
def changes() -> pd.DataFrame:
    """What changed from one version of the data to the next: version, date, text_fr, text_en; the latest first."""
    return store.read_changes()


@st.cache_resource(show_spinner=False)
def fingerprint() -> str:
    """SHA-256 of all facts and corrections."""
    return store.fingerprint()


@st.cache_resource(show_spinner=False, max_entries=64)
def profiles(selection: Selection, level: Level) -> Profiles:
    """Everything that is said of each area, for one selection."""
    return area_profiles.profiles(atlas(), published(selection.evidence), selection, level)


@st.cache_resource(show_spinner=False)
def breaks(level: Level, measure: str) -> tuple[float, ...]:
    """Class breaks of one measure, chosen once from the whole record: no filter moves them."""
    table = profiles(Selection(), level).areas
    return class_breaks.head_tail_breaks(table[area_profiles.MEASURES[measure].column].astype(float))


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
        return geography.label_points(geography.read_countries())
    return geography.label_points(geography.read_regions() if level == "region" else geography.read_departments())


@st.cache_resource(show_spinner=False)
def tile_layout(level: Level) -> pd.DataFrame:
    """The tile of each area: code, row, column."""
    if level == "region":
        return tiles.layout(geography.read_regions(), tuple(maps.OVERSEAS_REGIONS.values()))
    return tiles.layout(geography.read_departments(), OVERSEAS_DEPARTMENTS)


@st.cache_resource(show_spinner=False)
def neighbours() -> pd.DataFrame:
    """The pairs of departments that share a border."""
    return spatial.queen_neighbours(geography.read_departments())


@st.cache_resource(show_spinner=False)
def department_breaks() -> tuple[float, ...]:
    """Class breaks of incidents per million inhabitants, chosen once: no selection can go above all incidents."""
    everything = atlas()
    table = rates.by_area(everything.sites, everything.incidents[INCIDENT_ID], everything.departments, DEPARTMENT)
    return maps.class_breaks(table[rates.RATE_PER_MILLION])
