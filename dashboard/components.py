"""Pieces of a page that more than one view shows."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from analytics.drawings.leaflet import maps

# A frame stands on a line of text, which takes this many pixels below it.
LINE = 8


def show_map(
    base: maps.AtlasMap,
    overlay: maps.Overlay,
    key: str,
    height: int = 520,
) -> maps.Click | None:
    """Show a map; the click that the reader just made, once, or None.

    Panning and zooming never run the page again. A click is handed over in the run that it causes and not in
    the runs after it, so that a choice that was taken back does not come back by itself.

    Parameters
    ----------
    base : a new base map for each run (`maps.france_map`); a map used twice would rebuild its frame.
    overlay : from `maps.overlay`.
    key : page and meaning, as for any widget.
    height : in pixels.
    """
    # The frame has no height until its map is there; the container keeps the room, so that nothing jumps.
    with st.container(height=height + LINE, border=False, key=f"{key}-room"):
        value = st_folium(
            base,
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=["last_object_clicked_tooltip"],
            feature_group_to_add=overlay,
        )
    click = maps.clicked(value)
    seen = f"{key}-seen"
    if click is None or st.session_state.get(seen) == click.at:
        return None
    st.session_state[seen] = click.at
    return click
