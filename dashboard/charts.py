"""Charts as a page shows them: in the width of the screen, with words that stand for them and their source."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Block, Chart, Look
from analytics.drawings.charts.by_year import partial_years
from analytics.drawings.plotly import charts
from analytics.drawings.plotly.charts import Figure, Plain
from analytics.schema.version import DATA_DATE, KNOWN_UNTIL
from analytics.words.text import Words
from dashboard import say
from dashboard.frame import Run


def source_line(words: Words, source: str) -> None:
    """Under each figure: its source and the date of the data."""
    say.caption(words("figure.source", source=source, date=words.when(DATA_DATE.isoformat())))


def figure_of(described: Chart | Block, run: Run, height: float | None = None) -> Figure:
    """A chart, or a part of one, as the page draws it in the reader's language and theme."""
    blocks = described.blocks if isinstance(described, Chart) else [described]
    return charts.figure(blocks, Look(run.words, run.theme), height)


def show(figure: Figure, key: str, alt: str, **options: Any) -> Any:  # noqa: ANN401 - as st.plotly_chart has it
    """Show a figure, which is not changed: one that was made once serves all readers."""
    return st.plotly_chart(Plain(figure), theme=None, config=charts.CONFIG, key=key, alt=alt, **options)


def of_choice(
    describe: Callable[[pd.DataFrame, str, Look], Chart], key: str, run: Run, alt: str, height: float | None = None
) -> None:
    """Show a chart of the incidents kept, built once for all who make the choice."""
    look = Look(run.words, run.theme)
    show(run.once(f"chart-{key}", lambda: figure_of(describe(run.kept, "", look), run, height)), key, alt)


def answering(
    describe: Callable[[pd.DataFrame, str, Look], Chart],
    key: str,
    run: Run,
    alt: str,
    dress: Callable[[Figure, Run], Figure] = lambda figure, _: figure,
    height: float | None = None,
) -> str | None:
    """Show a chart whose bars can be chosen, of the incidents kept unless it says otherwise; the code of the one.

    `dress` changes what the page says elsewhere; the figure that it is given serves other pages too.
    """
    look = Look(run.words, run.theme)
    figure = run.once(f"chart-{key}", lambda: dress(figure_of(describe(run.kept, "", look), run, height), run))
    return _picked(show(figure, key, alt, on_select="rerun", selection_mode="points"))


def _picked(event: Any) -> str | None:  # noqa: ANN401 - as st.plotly_chart gives it
    """The code of the mark that was chosen in a figure."""
    for point in event.selection.points:
        code = point.get("customdata")
        return str(code[0] if isinstance(code, list) else code)
    return None


def in_two_widths(
    describe: Callable[[Look], Chart],
    key: str,
    run: Run,
    alt: str,
    once: Callable[[str, Callable[[], Figure], str], Figure] | None = None,
) -> str | None:
    """Show a chart that is another one on a narrow screen; the code of the mark that was chosen in it.

    The style sheet shows one of the two: the server does not know how wide the reader's screen is. `once` keeps them,
    where it is not the whole choice that they are made of.
    """
    kept = once or run.once
    for width in ("wide", "narrow"):
        look = Look(run.words, run.theme, width == "narrow")
        with st.container(key=f"{width}-figure-{key}"):  # the style sheet knows how the key begins
            figure = kept(f"chart-{key}", partial(_described, describe, look), width)
            code = _picked(show(figure, f"{key}-{width}", alt, on_select="rerun", selection_mode="points"))
        if code:
            return code
    return None


def _described(describe: Callable[[Look], Chart], look: Look) -> Figure:
    return charts.figure(describe(look).blocks, look)


def by_year_alt(counts: pd.DataFrame, words: Words) -> str:
    """The strip of years in one sentence: the year with most incidents."""
    totals, years = counts.to_numpy().sum(axis=1).tolist(), counts.index.to_list()
    if not totals:
        return words("drawing.nothing")
    most = max(totals)
    busiest = years[totals.index(most)]
    return words("figure.by_year_alt", count=most, year=str(busiest), first=str(years[0]), last=str(years[-1]))


def years_note(counts: pd.DataFrame, words: Words) -> None:
    """What a chart by year says of its years below it, as its picture does; nothing of what is not drawn."""
    for note in partial_years(counts.index, KNOWN_UNTIL, words)[1]:
        say.caption(note)
