"""What pages work with, kept for all readers: the one cache of the atlas, and shapes that no choice changes.

What comes from here is shared by every reader and must never be changed in place.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.atlas.brought import Side
from analytics.geography import labels, levels, tiles
from analytics.geography.levels import Level
from analytics.geography.neighbours import queen_neighbours
from analytics.outputs import workshop as workshops
from analytics.outputs.brought import Brought
from analytics.outputs.held import Held, Recent
from analytics.outputs.works import Work
from analytics.outputs.workshop import Workshop
from analytics.schema import codes

KEPT_PARTS = 500  # of the files of incidents

OUTLINES: Mapping[Level, Callable[[], gpd.GeoDataFrame]] = {
    "department": levels.read_departments,
    "region": levels.read_regions,
    "country": levels.read_countries,
}


SHOWN = "shown-brought"  # in the session: the file that the page shows, and from which side


@st.cache_resource(show_spinner=False)
def record() -> Held:
    """The one cache of the record: what pages, API and downloads of this server share."""
    return Held()


def shown() -> tuple[Brought, Side] | None:
    """What this page shows of a file that its reader brought, and beside what; None where it shows the record."""
    found: tuple[Brought, Side] | None = st.session_state.get(SHOWN)
    return found


def held() -> Held:
    """What this page is of: the record, or what its reader brought."""
    found = shown()
    return (found[0].held(found[1]) if found else None) or record()


@st.cache_resource(show_spinner=False)
def workshop() -> Workshop:
    """Where what takes long is made, for pages and API alike."""
    return workshops.of_processes(record())


@st.cache_resource(show_spinner=False)
def files() -> Recent[Any]:
    """What is said of single incidents, whoever asks: the parts of their files last asked for."""
    return Recent(KEPT_PARTS)


def parts() -> Recent[Any]:
    """The same of what this page is of: nothing of a reader's file is kept where others are."""
    found = shown()
    return found[0].parts if found else files()


def on_demand(work: Work) -> Callable[[], bytes]:
    """What makes a work when its button is pressed, for as long as the reader of this page is there."""
    context = get_script_run_ctx()
    session = context.session_id if context else ""

    def made() -> bytes:
        # nobody takes the empty file: it is that of a session that has ended
        return workshop().made(work, lambda: runtime.get_instance().is_active_session(session)) or b""

    return made


def warm() -> None:
    """Make what every page needs before the first reader comes.

    The collector of garbage does not look at it again: with it, a full collection holds every reader for 0.3 seconds.
    """
    workshop().warm()  # its processes read the record meanwhile
    record().warm()
    _ = record().finder
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def label_points(level: Level) -> pd.DataFrame:
    """Where a circle for each area stands: code, latitude, longitude."""
    return labels.label_points(OUTLINES[level]())


@st.cache_resource(show_spinner=False)
def tile_layout(level: Level) -> pd.DataFrame:
    """The tile of each area: code, row, column."""
    overseas = tuple(codes.OVERSEAS_REGIONS.values()) if level == "region" else codes.OVERSEAS_DEPARTMENTS
    return tiles.layout(OUTLINES[level](), overseas)


@st.cache_resource(show_spinner=False)
def neighbours() -> pd.DataFrame:
    """The pairs of departments that share a border."""
    return queen_neighbours(levels.read_departments())
