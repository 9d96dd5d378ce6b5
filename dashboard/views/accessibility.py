"""Accessibility: what conforms, what does not, how that was checked, whom to tell."""

from __future__ import annotations

import streamlit as st

from analytics.words.declared import declaration
from dashboard.frame import Run


def page(run: Run) -> None:
    """The page: the declaration, section by section."""
    st.markdown(f"# {run.words('accessibility.title')}")
    st.markdown(run.words("accessibility.subtitle"))
    for section in declaration(run.words):
        st.markdown(f"## {section.title}")
        st.markdown(section.body)
