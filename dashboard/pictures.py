"""What several pages show in the same way: the headline, the row of key figures, source lines, table twins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics import figures, impact
from analytics.atlas import in_france
from analytics.impact import BASED_ON, NOT_RETAINED, TOTAL, WITHOUT
from analytics.maps import safe
from analytics.records import rows_of, split_list
from analytics.schema import (
    ATTACK_TYPES,
    COUNTRY,
    DEPARTMENTS,
    HIGH,
    LOW,
    MEASURE,
    MEASURES,
    SERVICE_CODES,
    SERVICES,
    STARTED_ON,
    STATUS,
)
from analytics.selection import Selection
from analytics.text import Words
from analytics.version import DATA_DATE, KNOWN_UNTIL

FRONT_MEASURES = ("patients_transferred", "people_affected", "beds")


def headline(kept: pd.DataFrame, selection: Selection, words: Words, page: str = "explore") -> None:
    """The sentence of the page: how many, how many in France, over which period; then what it does not mean."""
    finding = {"timeline": busiest_year, "impact": service_hit_most}.get(page, sentence)
    st.markdown(f"# {finding(kept, words)}")
    claimed = int((kept[STATUS] == "claimed").sum())
    lines = [words(f"{page}.subtitle")]
    if claimed:
        lines.append(words("headline.claims_in", count=claimed))
    elif not selection.narrowing:
        lines.append(words("headline.claims_out"))
    st.markdown(" ".join(lines))


def sentence(kept: pd.DataFrame, words: Words) -> str:
    """What is known, in one sentence: "103 publicly documented attacks, 60 in France, from 2016 to 2026"."""
    if kept.empty:
        return words("headline.none")
    years = kept[STARTED_ON].str[:4]
    first, last = years.min(), years.max()
    period = words("headline.year", year=last) if first == last else words("headline.years", first=first, last=last)
    french = len(in_france(kept))
    if french == len(kept):
        return words("headline.france", count=len(kept), period=period)
    if not french:
        return words("headline.abroad", count=len(kept), period=period)
    return words("headline.both", count=len(kept), french=words.number(french), period=period)


def busiest_year(kept: pd.DataFrame, words: Words) -> str:
    """The finding of the timeline; the plain sentence where one year alone is left, or two share the rank."""
    years = kept[STARTED_ON].str[:4].value_counts()
    if len(years) < 2 or years.iloc[0] == years.iloc[1]:
        return sentence(kept, words)
    return words("headline.timeline", count=int(years.iloc[0]), year=str(years.index[0]), of=words.number(len(kept)))


def service_hit_most(kept: pd.DataFrame, words: Words) -> str:
    """The finding of the impact page; the plain sentence where no service comes first."""
    counts = impact.services_hit(kept)
    if len(counts) < 2 or counts.iloc[0] == counts.iloc[1]:
        return sentence(kept, words)
    named = int(kept[SERVICES].notna().sum())
    service = words.label(SERVICE_CODES, counts.index[0])
    return words("headline.impact", count=int(counts.iloc[0]), service=service, of=words.number(named))


def key_figures(totals: pd.DataFrame, kept: pd.DataFrame, words: Words) -> None:
    """A row of figures, each with its range and how many incidents it is based on."""
    departments = {code for cell in kept[DEPARTMENTS] for code in split_list(cell)}
    items = [
        _item(
            words("front.departments"),
            words.number(len(departments)),
            "",
            words("front.countries", count=kept[COUNTRY].nunique()),
        )
    ]
    items += [figure_item(row[MEASURE], row, words) for row in rows_of(totals.reset_index())]
    st.html(f'<dl class="key-figures" lang="{words.language}">{"".join(items)}</dl>')


def figure_item(measure: str, row: Mapping[str, Any], words: Words) -> str:
    """One figure as HTML: its total, its range, its base, and for how many incidents nobody states it."""
    label, unit = MEASURES[measure].label.in_language(words.language), MEASURES[measure].unit
    decimals = 1 if unit == "GB" else 0
    value = words.measured(row[TOTAL], unit)
    span = ""
    if not pd.isna(row[TOTAL]) and row[LOW] != row[HIGH]:
        span = words("front.span", span=words.span(row[LOW], row[HIGH], decimals))
    base = [
        words(f"front.{name}", count=int(row[column]))
        for name, column in (("based_on", BASED_ON), ("not_retained", NOT_RETAINED), ("without", WITHOUT))
        if row[column]
    ]
    return _item(label, value, span, words("semicolon").join(base))


def _item(label: str, value: str, span: str, base: str) -> str:
    extra = f'<span class="span">{safe(span)}</span>' if span else ""
    return (
        f"<div><dt>{safe(label)}</dt><dd><strong>{safe(value)}</strong> {extra}"
        f'<span class="base">{safe(base)}</span></dd></div>'
    )


def source_line(words: Words, source: str) -> None:
    """Under each figure: its source and the date of the data."""
    st.caption(words("figure.source", source=source, date=words.when(DATA_DATE.isoformat())))


def in_two_widths(draw: Callable[[int], go.Figure], key: str, alt: str) -> str | None:
    """Show a figure that names incidents, with short names on a narrow screen; the incident that was chosen in it.

    The style sheet shows one of the two: the server does not know how wide the reader's screen is.
    """
    for width, length in (("wide", figures.NAME_LENGTH), ("narrow", figures.NARROW_NAME_LENGTH)):
        with st.container(key=f"{width}-figure"):
            event = st.plotly_chart(
                draw(length),
                theme=None,
                config=figures.CONFIG,
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


def year_table(counts: pd.DataFrame, words: Words, extra: dict[str, pd.Series] | None = None) -> pd.DataFrame:
    """Counts by year as a table with names of columns in the language; the last year says that it is partial."""
    shown = counts.rename(columns={kind: words.label(ATTACK_TYPES, kind) for kind in counts.columns})
    shown.insert(0, words("table.all"), counts.sum(axis=1))
    for name, column in (extra or {}).items():
        shown[name] = column.reindex(shown.index)
    shown.index = [
        f"{year}{words('figure.partial_mark')}" if year >= KNOWN_UNTIL.year else str(year) for year in shown.index
    ]
    return shown.rename_axis(words("table.year"))
