"""Key figures: each with its range, how many incidents it is based on, and its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.outputs.html import cards
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words import phrases
from dashboard import receipt
from dashboard.frame import Run


def key_figures(totals: pd.DataFrame, run: Run) -> None:
    """A row of figures, each with its range, how many incidents it is based on, and its receipt."""
    with figure_row("front"):
        figure("departments", cards.places_item(run.places, run.words), run)
        for row in rows_of(totals.reset_index()):
            total_figure(row, run)
    if whole := phrases.whole_incidents(run.selection, run.words):
        st.caption(whole)


def figure_row(key: str) -> DeltaGenerator:
    """The frame in which figures stand side by side, as many as the screen has room for."""
    return st.container(horizontal=True, key=f"figures-{key}")


def total_figure(row: Mapping[str, Any], run: Run) -> None:
    """One total with its receipt."""
    figure(f"total-{row[col.MEASURE]}", cards.total_item(row, run.words), run)


def figure(name: str, item: str, run: Run) -> None:
    """One figure and the button that opens its receipt."""
    with st.container(key=f"figure-{name}", gap=None):
        st.html(f'<dl class="key-figures" lang="{run.words.language}">{item}</dl>')
        receipt.button(name, run)
