"""Licences of what others made of the pages, the map and the charts, and where those of the data are."""

from __future__ import annotations

import streamlit as st

from analytics.outputs.html import third_parties
from dashboard.frame import Run


def page(run: Run) -> None:
    """The page: ours in a sentence, the parts of others in a table, each licence whole."""
    words = run.words
    st.markdown(f"# {words('licences.title')}")
    st.markdown(words("licences.subtitle"))
    st.markdown(words("licences.ours"))
    st.markdown(f"## {words('licences.parts')}")
    st.html(third_parties.parts(words))
    st.markdown(third_parties.bundled(words))
    st.markdown(f"## {words('licences.texts')}")
    st.html(third_parties.texts(words))
