"""Charts as a page shows them: in the width of the screen, with words that stand for them and their source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Block, Chart, Look
from analytics.drawings.plotly import charts
from analytics.schema.version import DATA_DATE
from analytics.words.text import Words
from dashboard.frame import Run


def source_line(words: Words, source: str) -> None:
    """Under each figure: its source and the date of the data."""
    st.caption(words("figure.source", source=source, date=words.when(DATA_DATE.isoformat())))


def chart(described: Chart | Block, key: str, run: Run, alt: str, height: float | None = None) -> None:
    """Show a chart, or a part of one."""
    blocks = described.blocks if isinstance(described, Chart) else [described]
    figure = charts.figure(blocks, Look(run.words, run.theme), height)
    _show(figure, key, alt)


def _show(figure: dict[str, Any], key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key=key, alt=alt)


def of_choice(
    describe: Callable[[pd.DataFrame, str, Look], Chart], key: str, run: Run, alt: str, height: float | None = None
) -> None:
    """Show a chart of the incidents kept, built once for all who make the choice."""
    look = Look(run.words, run.theme)
    figure = run.once(f"chart-{key}", lambda: charts.figure(describe(run.kept, "", look).blocks, look, height))
    _show(figure, key, alt)


def in_two_widths(describe: Callable[[Look], Chart], key: str, run: Run, alt: str) -> str | None:
    """Show a chart that names incidents, with short names on a narrow screen; the incident that was chosen in it.

    The style sheet shows one of the two: the server does not know how wide the reader's screen is.
    """
    for width in ("wide", "narrow"):
        look = Look(run.words, run.theme, width == "narrow")
        with st.container(key=f"{width}-figure"):
            event = st.plotly_chart(
                charts.figure(describe(look).blocks, look),
                theme=None,
                config=charts.CONFIG,
                key=f"{key}-{width}",
                on_select="rerun",
                selection_mode="points",
                alt=alt,
            )
        for point in event.selection.points:
            code = point.get("customdata")
            return str(code[0] if isinstance(code, list) else code)
    return None


def by_year_alt(counts: pd.DataFrame, words: Words) -> str:
    """The strip of years in one sentence: the year with most incidents."""
    total = counts.sum(axis=1)
    if total.empty:
        return words("drawing.nothing")
    return words(
        "figure.by_year_alt",
        count=int(total.max()),
        year=str(total.idxmax()),
        first=str(total.index.min()),
        last=str(total.index.max()),
    )
