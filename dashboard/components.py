"""The map as a page shows it, with the click that a reader makes in it, and what a page folds away."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit_folium import st_folium

from analytics.drawings import legends
from analytics.drawings.leaflet import maps
from analytics.schema.codes import ATTACK_TYPES
from analytics.words.text import Words
from dashboard import say

# A frame stands on a line of text, which takes this many pixels below it.
LINE = 8
FOLD = "fold-"  # begins the key of what is folded away


@contextmanager
def folded(label: str, name: str) -> Iterator[bool]:
    """A part of a page that is folded away: what is in it is made, and sent, while the reader has it open.

    Yields
    ------
    bool
        Whether it is open.
    """
    fold = say.expander(label, key=f"{FOLD}{name}", on_change="rerun")
    with fold:
        yield bool(fold.open)


def forget_unless(key: str, offered: Container[object]) -> None:
    """Forget what was chosen in a list that another choice no longer offers."""
    if st.session_state.get(key) not in offered:
        st.session_state.pop(key, None)


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
            render=False,  # of its page, which nobody sees
        )
    click = maps.clicked(value)
    seen = f"{key}-seen"
    if click is None or st.session_state.get(seen) == click.at:
        return None
    st.session_state[seen] = click.at
    return click


def map_words(words: Words, france: bool) -> dict[str, str]:
    """All words that a map and its legends take."""
    names = (*maps.OVERLAY_WORDS, *legends.LEGEND_WORDS, *legends.CIRCLES_LEGEND_WORDS, *legends.MARKS_LEGEND_WORDS)
    own = {name: words(f"map.{name}") for name in names if name != "lang" and name not in ATTACK_TYPES}
    if not france:
        own |= {"attribution": words("map.attribution_world"), "enlarged": words("map.enlarged_world")}
    return {**own, "lang": words.language, **{kind: words.label(ATTACK_TYPES, kind) for kind in ATTACK_TYPES}}
