"""Licences of what others made of the pages, the map and the charts, and where those of the data are."""

from __future__ import annotations

import streamlit as st

from analytics.outputs.html import third_parties
from dashboard import say
from dashboard.frame import Run


def page(run: Run) -> None:
    """The page: ours in a sentence, the parts of others in a table, each licence whole."""
    words = run.words
    say.heading(words("licences.title"), 1)
    say.text(words("licences.subtitle"))
    say.marked(words("licences.ours"))
    say.heading(words("licences.parts"))
    st.html(third_parties.parts(words))
    say.marked(third_parties.bundled(words))
    say.heading(words("licences.texts"))
    st.html(third_parties.texts(words))
