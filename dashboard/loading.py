"""The only cache: the atlas, read once, and the tables that are costly to put together again.

What comes from here is shared by every reader and must never be changed in place.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import atlas as atlases
from analytics import maps, rates, store
from analytics.atlas import Atlas
from analytics.schema import DEPARTMENT, INCIDENT_ID


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


@st.cache_resource(show_spinner=False)
def department_breaks() -> tuple[float, ...]:
    """Class breaks of incidents per million inhabitants, chosen once: no selection can go above all incidents."""
    everything = atlas()
    table = rates.by_area(everything.sites, everything.incidents[INCIDENT_ID], everything.departments, DEPARTMENT)
    return maps.class_breaks(table[rates.RATE_PER_MILLION])
