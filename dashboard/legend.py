"""The types of attack as a legend that filters: a click, or a key, keeps those types on the whole page.

A legend that hides a part of a chart would leave the numbers above its bars as they were. This one is the filter of
types itself: headline, figures, tables, files and address follow it.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.drawings.charts.base import Look, type_keys
from analytics.drawings.plotly.charts import Figure
from analytics.schema import col
from dashboard import controls
from dashboard.frame import Run

KEY = "legend-types"


def of_types(run: Run) -> None:
    """The types of attack that the rest of the choice has, each with its colour; those chosen are pressed."""
    words, selection = run.words, run.selection
    keys = run.once("legend-keys", lambda: type_keys(_offered(run), Look(words, run.theme)))
    st.session_state[KEY] = [kind for kind in selection.type if kind in keys]
    colours = (
        f".st-key-{KEY} button:nth-of-type({place}) p::before{{background:{key.fill}}}"
        for place, key in enumerate(keys.values(), start=1)
    )
    st.html(f"<style>{''.join(colours)}</style>")
    st.pills(
        words("timeline.legend"),
        list(keys),
        selection_mode="multi",
        format_func=lambda kind: keys[kind].name,
        key=KEY,
        on_change=lambda: controls.choose(type=tuple(st.session_state[KEY])),
    )


def _offered(run: Run) -> list[str]:
    """The types of the incidents that the choice without its types keeps."""
    whole = run.choice.held.choice(replace(run.selection, type=()))
    return list(dict.fromkeys(whole.kept[col.ATTACK_TYPE]))


def without_types(figure: Figure, run: Run) -> Figure:
    """A figure whose own legend says nothing of the types, which stand above it."""
    names = {key.name for key in type_keys(_offered(run), Look(run.words, run.theme)).values()}
    data = [trace | {"showlegend": trace["showlegend"] and trace.get("name") not in names} for trace in figure["data"]]
    return {**figure, "data": data}
