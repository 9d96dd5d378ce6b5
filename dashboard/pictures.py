"""What several pages show in the same way: the headline, the row of key figures, source lines, table twins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.atlas.published import in_france
from analytics.drawings import legends
from analytics.drawings.charts.base import Block, Chart, Look
from analytics.drawings.leaflet import maps
from analytics.drawings.plotly import charts
from analytics.outputs.html import cards
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.phrases import (
    busiest_year,
    claims_sentence,
    count_sentence,
    service_hit_most,
    service_sentence,
    year_sentence,
)
from analytics.words.text import Words
from dashboard import receipt
from dashboard.frame import Run


def headline(run: Run, page: str) -> None:
    """The sentence of the page, and what it does not mean."""
    kept, words = run.kept, run.words
    finding = {"timeline": year_sentence, "impact": service_sentence}.get(page, count_sentence)
    st.markdown(f"# {finding(kept, words)}")
    st.markdown(f"{words(f'{page}.subtitle')} {claims_sentence(kept, run.chosen.selection, words)}".rstrip())


def headline_numbers(kept: pd.DataFrame, page: str) -> list[tuple[str, int]]:
    """The figures that the sentence of a page holds, by the names of their receipts."""
    found = {"timeline": busiest_year, "impact": service_hit_most}.get(page, lambda _: None)(kept)
    if found:
        return [("busiest-year" if page == "timeline" else "service", found[1])]
    french = len(in_france(kept))
    every = [("incidents", len(kept))]
    return every if french in (0, len(kept)) else [*every, ("incidents-france", french)]


def key_figures(totals: pd.DataFrame, run: Run) -> None:
    """A row of figures, each with its range, how many incidents it is based on, and its receipt."""
    with figure_row("front"):
        figure("departments", cards.places_item(run.kept, run.words), run)
        for row in rows_of(totals.reset_index()):
            total_figure(row, run)


def figure_row(key: str) -> DeltaGenerator:
    """The frame in which figures stand side by side, as many as the screen has room for."""
    return st.container(horizontal=True, key=f"figures-{key}")


def total_figure(row: Mapping[str, Any], run: Run) -> None:
    """One total with its receipt."""
    figure(f"total-{row[col.MEASURE]}", cards.total_item(row[col.MEASURE], row, run.words), run)


def figure(name: str, item: str, run: Run) -> None:
    """One figure and the button that opens its receipt."""
    with st.container(key=f"figure-{name}", gap=None):
        st.html(f'<dl class="key-figures" lang="{run.words.language}">{item}</dl>')
        receipt.button(name, run)


def source_line(words: Words, source: str) -> None:
    """Under each figure: its source and the date of the data."""
    st.caption(words("figure.source", source=source, date=words.when(DATA_DATE.isoformat())))


def chart(described: Chart | Block, key: str, run: Run, alt: str, height: float | None = None) -> None:
    """Show a chart, or a part of one."""
    blocks = described.blocks if isinstance(described, Chart) else [described]
    figure = charts.figure(blocks, Look(run.words, run.theme), height)
    st.plotly_chart(figure, theme=None, config=charts.CONFIG, key=key, alt=alt)


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
        return words("headline.none")
    return words(
        "figure.by_year_alt",
        count=int(total.max()),
        year=str(total.idxmax()),
        first=str(total.index.min()),
        last=str(total.index.max()),
    )


def map_words(words: Words, france: bool) -> dict[str, str]:
    """All words that a map and its legends take."""
    names = (*maps.OVERLAY_WORDS, *legends.LEGEND_WORDS, *legends.CIRCLES_LEGEND_WORDS, *legends.MARKS_LEGEND_WORDS)
    own = {name: words(f"map.{name}") for name in names if name != "lang" and name not in ATTACK_TYPES}
    if not france:
        own["attribution"] = words("map.attribution_world")
    return {**own, "lang": words.language, **{kind: words.label(ATTACK_TYPES, kind) for kind in ATTACK_TYPES}}


def downloads(file_of: Callable[[str], bytes], stem: str, key: str, words: Words) -> None:
    """The rows shown as files in both dialects, each built when it is asked for.

    Parameters
    ----------
    file_of : callable
        The file of a dialect.
    stem : str
        What the file holds; the version and the date are added.
    key : str
        Begins the key of both buttons.
    """
    with st.container(horizontal=True, key="downloads"):
        for dialect, ending in (("rfc4180", ""), ("excel-fr", "_excel-fr")):
            st.download_button(
                words(f"download.{dialect}"),
                data=partial(file_of, dialect),
                file_name=f"{stem}_{DATA_VERSION}_{DATA_DATE.isoformat()}{ending}.csv",
                mime="text/csv",
                key=f"{key}-{dialect}",
                on_click="ignore",
            )
