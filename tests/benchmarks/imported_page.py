"""A page with nothing but the map of an imported table, made here: `imported_app` serves it.

``?rows=100000`` says how many rows, ``?abroad=no`` leaves all but France out.
"""

import streamlit as st

from analytics.drawings.maps.imported import imported_places
from analytics.words.text import Words
from dashboard import frame, loading
from dashboard.imported_map import imported_map
from tests.helpers.imported_rows import made_rows


@st.cache_resource
def places(size: int, abroad: bool):
    return imported_places(made_rows(size, abroad=abroad), loading.label_points)


st.set_page_config(layout="wide")
asked = st.query_params
words = Words(asked.get("lang", "en"))
with st.container(key="dial"):
    chosen = st.segmented_control("dial", ["a", "b", "c", "d", "e"], default="d", required=True)
st.title(f"{chosen} chosen")
found = places(int(asked.get("rows", "10000")), asked.get("abroad", "yes") == "yes")
imported_map(found, words, frame.theme(), "imported")
