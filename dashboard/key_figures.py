"""Key figures: each with its range, how many incidents it is based on, and its receipt."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.outputs.html import cards
from analytics.schema import col
from analytics.statistics import totals
from analytics.words import phrases
from dashboard import receipt, say
from dashboard.frame import Run


def key_figures(run: Run) -> None:
    """A row of figures, each with its range, how many incidents it is based on, and its receipt."""
    with figure_row("front"):
        for name, item in run.once("front-figures", lambda: front_figures(run)).items():
            figure(name, item, run)
    if whole := phrases.whole_incidents(run.selection, run.words):
        say.caption(whole)


def front_figures(run: Run) -> dict[str, str]:
    """The figures of the front page as HTML, by the names of their receipts."""
    rows = totals.totals(run.kept, cards.FRONT_MEASURES)
    of_totals = {f"total-{row[col.MEASURE]}": cards.total_item(row, run.words) for row in rows}
    return {"departments": cards.places_item(run.places, run.words), **of_totals}


def figure_row(key: str) -> DeltaGenerator:
    """The frame in which figures stand side by side, as many as the screen has room for."""
    return st.container(horizontal=True, key=f"figures-{key}")


def figure(name: str, item: str, run: Run) -> None:
    """One figure and the button that opens its receipt."""
    with st.container(key=f"figure-{name}", gap=None):
        st.html(f'<dl class="key-figures" lang="{run.words.language}">{item}</dl>')
        receipt.button(name, run)
