"""An almost empty page: a dial and a title that follows it. `clicks` measures it in the same run as the dashboard."""

import streamlit as st

st.set_page_config(layout="wide")
with st.container(key="dial"):
    chosen = st.segmented_control("dial", ["a", "b", "c", "d", "e"], default="d", required=True)
st.title(f"{chosen} chosen")
