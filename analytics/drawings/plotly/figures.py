"""Plotly drawings: the timeline, counts by year, services hit, days to recover.

Each takes a table and returns a figure; it reads no file and knows no page. Words come through `Words`,
colours through `Theme`. Everything that a figure says stands in a table on the same page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from analytics.drawings import plots
from analytics.drawings.theme import SANS, Theme, mark_style
from analytics.record.cells import rows_of
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, EVENT_KINDS, SERVICE_CODES
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW
from analytics.statistics.periods import is_partial
from analytics.words.text import UNKNOWN, Words

ROW_HEIGHT = 22
NAME_LENGTH = 60
NARROW_NAME_LENGTH = 26  # for a phone


def timeline(
    incidents: pd.DataFrame, words: Words, theme: Theme, known_until: date, name_length: int = NAME_LENGTH
) -> go.Figure:
    """Every incident from its start to its recovery on one time axis, the latest at the bottom.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents: incident_id, name_fr and name_en, started_on, started_precision, attack_type,
        days_to_recover with its `_low` and `_high`.
    words, theme : Words, Theme
    known_until : date
        Where our knowledge ends; drawn as a line.
    name_length : int
        Longest name written beside a mark; longer ones are cut.

    Returns
    -------
    Figure
        A start known to the day is a mark; to the month or the year, a bar as long as the doubt. A recovery is a
        line, thin over its range; an end that nobody states is a short dotted stub without an end mark. Each
        mark carries its incident_id as `customdata`.
    """
    rows = plots.by_start(incidents)
    figure = go.Figure()
    if rows.empty:
        return dressed(figure, words, theme, 120)
    _draw_ends(figure, rows, words, theme)
    for kind in ATTACK_TYPES:
        _draw_starts(figure, rows[rows[col.ATTACK_TYPE] == kind], kind, words, theme)
    _draw_names(figure, rows, words, theme, name_length)
    figure.update_yaxes(range=[len(rows) - 0.3, -1], visible=False, fixedrange=True)
    start = rows["first"].min() - timedelta(days=20)
    end = max(rows["last"].max(), pd.Timestamp(known_until)) + timedelta(days=40)
    figure.update_xaxes(range=[start, end], side="top", showgrid=True, gridcolor=theme.line, fixedrange=True)
    if rows["last"].max().year == known_until.year:
        figure.add_vline(x=pd.Timestamp(known_until), line={"color": theme.muted, "width": 1, "dash": "dot"})
    height = 110 + ROW_HEIGHT * len(rows)
    dressed(figure, words, theme, height)
    # the axis is on top too: the legend stands above it
    figure.update_layout(margin={"t": 84}, legend={"y": 1 + 30 / (height - 112)})
    return figure


def _draw_ends(figure: go.Figure, rows: pd.DataFrame, words: Words, theme: Theme) -> None:
    """Lines from the start to the recovery: thick as far as all agree, thin over the range, dotted if unknown."""
    lines: dict[str, dict[str, object]] = {
        "recovery": {"width": 5},
        "recovery_range": {"width": 2},
        "end_unknown": {"width": 1.5, "dash": "dot"},
    }
    for name, spans in plots.recovery_spans(rows).items():
        x: list[pd.Timestamp | None] = []
        y: list[int | None] = []
        for span in spans:
            x += [span.start, span.end, None]
            y += [span.row, span.row, None]
        figure.add_trace(
            go.Scatter(
                x=x,
                y=y,
                mode="lines",
                name=words(f"figure.{name}"),
                line={"color": theme.muted, **lines[name]},
                hoverinfo="skip",
                opacity=0.75,
            )
        )


def _draw_starts(figure: go.Figure, rows: pd.DataFrame, kind: str, words: Words, theme: Theme) -> None:
    colour = theme.attack_types[kind]
    vague = rows[rows[col.STARTED_PRECISION] != "day"]
    x: list[pd.Timestamp | None] = []
    y: list[int | None] = []
    for row in vague.index:
        x += [rows["first"][row], rows["last"][row], None]
        y += [row, row, None]
    if x:
        figure.add_trace(
            go.Scatter(
                x=x, y=y, mode="lines", line={"color": colour, "width": 9}, opacity=0.45, hoverinfo="skip",
                showlegend=False,
            )
        )  # fmt: skip
    middle = rows["first"] + (rows["last"] - rows["first"]) / 2
    figure.add_trace(
        go.Scatter(
            x=middle,
            y=rows.index,
            mode="markers",
            name=words.label(ATTACK_TYPES, kind),
            marker={"symbol": mark_style(kind).symbol, "color": colour, "size": 9},
            customdata=rows[col.INCIDENT_ID],
            text=[_told(row, words) for row in rows_of(rows)],
            hovertemplate="%{text}<extra></extra>",
            visible=True if len(rows) else "legendonly",
            showlegend=bool(len(rows)),
        )
    )


def _told(row: dict[str, object], words: Words) -> str:
    """What hovering says: the name, the date, the recovery."""
    lines = [f"<b>{row[words.column('name')]}</b>", words.when(row[col.STARTED_ON]), plots.recovered(row, words)]
    return "<br>".join(lines)


def _draw_names(figure: go.Figure, rows: pd.DataFrame, words: Words, theme: Theme, name_length: int) -> None:
    """Names beside their marks, on the side where there is room."""
    begin, end = rows["first"].min(), rows["last"].max()
    half = begin + (end - begin) / 2
    for right, side in ((True, "middle right"), (False, "middle left")):
        part = rows[(rows["last"] < half) == right]
        shown = part[f"{col.DAYS_TO_RECOVER}_high"].fillna(plots.UNKNOWN_END_DAYS)
        gap = (end - begin) / 90
        x = part["last"] + pd.to_timedelta(shown, unit="D") + gap if right else part["first"] - gap
        figure.add_trace(
            go.Scatter(
                x=x,
                y=part.index,
                mode="text",
                text=[plots.short(name, name_length) for name in part[words.column("name")]],
                textposition=side,
                textfont={"size": 12, "color": theme.text},
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
            )
        )


def events(rows: pd.DataFrame, words: Words, theme: Theme) -> go.Figure:
    """The timeline of one incident: one row for each kind of event, in the order in which the kinds begin.

    Parameters
    ----------
    rows : DataFrame
        Timeline lines of one incident, by date: occurred_on (year, month or day), kind, text_fr, text_en.

    Returns
    -------
    Figure
        An event known to the day is a mark; to the month or the year, a bar as long as the doubt.
    """
    dated = rows.dropna(subset=[col.OCCURRED_ON])
    first, last = first_day(dated[col.OCCURRED_ON]), last_day(dated[col.OCCURRED_ON])
    kinds = list(dict.fromkeys(dated[col.KIND]))
    figure = go.Figure()
    for place, kind in enumerate(kinds):
        own = dated[dated[col.KIND] == kind]
        for row in own.index:
            precise = first[row] == last[row]
            figure.add_trace(
                go.Scatter(
                    x=[first[row], last[row]],
                    y=[place, place],
                    mode="markers" if precise else "lines",
                    marker={"color": theme.text, "size": 10, "symbol": "circle"},
                    line={"color": theme.muted, "width": 9},
                    text=[wrapped(f"{words.when(own[col.OCCURRED_ON][row])} – {own[words.column('text')][row]}")] * 2,
                    hovertemplate="%{text}<extra></extra>",
                    showlegend=False,
                )
            )
    figure.update_xaxes(
        range=list(plots.around(first, last)),
        side="top",
        gridcolor=theme.line,
        fixedrange=True,
        tickformat="%d/%m/%Y" if words.language == "fr" else "%d %b %Y",
        nticks=3,  # as many as stand upright on a phone
        tickangle=0,
    )
    figure.update_yaxes(
        range=[len(kinds) - 0.4, -0.6],
        tickvals=list(range(len(kinds))),
        ticktext=[words.label(EVENT_KINDS, kind) for kind in kinds],
        automargin=True,
        gridcolor=theme.line,
        zeroline=False,
        fixedrange=True,
    )
    return dressed(figure, words, theme, 80 + 30 * len(kinds))


def wrapped(text: str, width: int = 60) -> str:
    """A text on as many lines as it needs; a name is never cut short."""
    return "<br>".join(textwrap.wrap(text, width))


def by_year(counts: pd.DataFrame, words: Words, theme: Theme, known_until: date) -> go.Figure:
    """Incidents by year and type as stacked bars; a year that is not over is hatched and named so.

    Parameters
    ----------
    counts : DataFrame
        As `trends.per_year` gives it.
    """
    figure = go.Figure()
    x = [str(year) for year in counts.index]
    for kind in ATTACK_TYPES:
        figure.add_trace(
            go.Bar(
                x=x,
                y=counts[kind],
                name=words.label(ATTACK_TYPES, kind),
                marker={
                    "color": theme.attack_types[kind],
                    "pattern": hatching(counts.index, theme, known_until),
                    "line": {"color": theme.paper, "width": 1},
                },
                hovertemplate="%{x} · %{fullData.name} : %{y}<extra></extra>"
                if words.language == "fr"
                else "%{x} · %{fullData.name}: %{y}<extra></extra>",
            )
        )
    total = counts.sum(axis=1)
    figure.add_trace(
        go.Scatter(
            x=x,
            y=total,
            mode="text",
            text=[words.number(count) for count in total],
            textposition="top center",
            textfont={"color": theme.text, "size": 13},
            hoverinfo="skip",
            showlegend=False,
            cliponaxis=False,
        )
    )
    figure.update_layout(barmode="stack", bargap=0.25, legend={"traceorder": "normal"})
    ticks = year_ticks(counts.index, words, known_until)
    figure.update_xaxes(type="category", tickvals=x, ticktext=ticks, tickangle=0)
    figure.update_yaxes(
        automargin=True,
        gridcolor=theme.line,
        zeroline=False,
        rangemode="tozero",
        tickformat="d",
        range=[0, max(5, total.max() * 1.15)],
    )
    return dressed(figure, words, theme, 340)


def year_table(
    counts: pd.DataFrame, words: Words, known_until: date, extra: dict[str, pd.Series] | None = None
) -> pd.DataFrame:
    """Counts by year as a table with names of columns in the language; the last year says that it is partial."""
    shown = counts.rename(columns={kind: words.label(ATTACK_TYPES, kind) for kind in counts.columns})
    shown.insert(0, words("table.all"), counts.sum(axis=1))
    for name, column in (extra or {}).items():
        shown[name] = column.reindex(shown.index)
    shown.index = [
        f"{year}{words('figure.partial_mark')}" if year >= known_until.year else str(year) for year in shown.index
    ]
    return shown.rename_axis(words("table.year"))


def hatching(years: Iterable[int], theme: Theme, known_until: date) -> dict[str, object]:
    """The pattern of bars by year: hatched where the year is not over."""
    return {
        "shape": ["/" if is_partial(year, known_until) else "" for year in years],
        "fillmode": "overlay",
        "fgcolor": theme.paper,
        "fgopacity": 1,
        "size": 6,
        "solidity": 0.35,
    }


def year_ticks(years: Iterable[int], words: Words, known_until: date) -> list[str]:
    """What an axis writes below each year: the year, and that it is partial where it is not over."""
    partial = words("figure.partial_tick")
    return [f"{year}<br>{partial}" if is_partial(year, known_until) else str(year) for year in years]


def official_by_year(years: list[int], official: pd.DataFrame, words: Words, theme: Theme) -> go.Figure:
    """The official count of each year; a year for which we know none says so and has no bar.

    Parameters
    ----------
    years : list of int
        The years of the figure beside it.
    official : DataFrame
        As `trends.official_counts` gives it.
    """
    found = official.reindex(years)
    labels = [
        UNKNOWN if pd.isna(high) else words.span(low, high)
        for low, high in zip(found[OFFICIAL_LOW], found[OFFICIAL_HIGH], strict=True)
    ]
    x = [str(year) for year in years]
    figure = go.Figure(
        [
            go.Bar(
                x=x,
                y=found[OFFICIAL_HIGH],
                marker={"color": theme.ramp[2], "line": {"width": 0}},
                hoverinfo="skip",
                showlegend=False,
            ),
            go.Scatter(
                x=x,
                y=found[OFFICIAL_HIGH].fillna(0),
                mode="text",
                text=labels,
                textposition="top center",
                textfont={"color": theme.text, "size": 12},
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
            ),
        ]
    )
    figure.update_layout(bargap=0.25)
    figure.update_xaxes(type="category")
    top = found[OFFICIAL_HIGH].max()
    figure.update_yaxes(visible=False, range=[0, 1 if pd.isna(top) else top * 1.2])
    return dressed(figure, words, theme, 240)


def unseen(table: pd.DataFrame, words: Words, theme: Theme) -> go.Figure:
    """Our count of each year and the official ones, as points on one logarithmic line: the gap is what is not seen.

    Parameters
    ----------
    table : DataFrame, index year
        As `visibility.beside_official` gives it; what is missing has no point.
    """
    figure = go.Figure()
    rows = list(range(len(table)))
    ends = table[["ours", "declared_high"]].astype(float)
    for row, (ours, declared) in zip(rows, ends.itertuples(index=False), strict=True):
        if ours > 0 and declared > 0:
            figure.add_trace(
                go.Scatter(
                    x=[ours, declared],
                    y=[row, row],
                    mode="lines",
                    line={"color": theme.line, "width": 2},
                    hoverinfo="skip",
                    showlegend=False,
                )
            )
    marks = (
        ("ours", "ours", theme.accent, "circle"),
        ("ransomware_high", "ransomware", theme.attack_types["ransomware"], "diamond"),
        ("malicious_high", "malicious", theme.ramp[2], "square"),
        ("declared_high", "declared", theme.text, "triangle-up"),
        ("declared_derived", "derived", theme.text, "triangle-up-open"),
    )
    for column, name, colour, symbol in marks:
        values = table[column].astype(float).where(table[column].astype(float) > 0)
        figure.add_trace(
            go.Scatter(
                x=values,
                y=rows,
                mode="markers+text",
                name=words(f"unseen.{name}"),
                marker={"color": colour, "size": 11, "symbol": symbol},
                text=[words.number(value) if value == value else "" for value in values],
                textposition="top center",
                textfont={"color": theme.text, "size": 12},
                hovertemplate="%{fullData.name}<br>%{text}<extra></extra>",
                cliponaxis=False,
            )
        )
    figure.update_yaxes(
        range=[len(table) - 0.4, -0.7],
        tickvals=rows,
        ticktext=[str(year) for year in table.index],
        zeroline=False,
        automargin=True,
        gridcolor=theme.line,
    )
    figure.update_xaxes(
        type="log", range=[0, 3.1], tickvals=[1, 10, 100, 1000], gridcolor=theme.line, side="bottom", fixedrange=True,
        ticktext=[words.number(value) for value in (1, 10, 100, 1000)],
    )  # fmt: skip
    return dressed(figure, words, theme, 110 + 42 * len(table))


def services(counts: pd.Series, of: int, words: Words, theme: Theme) -> go.Figure:
    """How many incidents disrupted each service, as bars with their number.

    Parameters
    ----------
    counts : Series, index service code
        As `impact.services_hit` gives it.
    of : int
        Incidents of which some source names a service.
    """
    names = [words.label(SERVICE_CODES, code) for code in counts.index]
    figure = go.Figure(
        go.Bar(
            x=counts.to_list(),
            y=names,
            orientation="h",
            marker={"color": theme.ramp[3]},
            text=[words.number(count) for count in counts],
            textposition="outside",
            textfont={"color": theme.text},
            cliponaxis=False,
            hovertemplate="%{y}<br>" + words("figure.services_hover", of=words.number(of)) + "<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", ticks="", automargin=True)
    figure.update_xaxes(visible=False, range=[0, max([1, *counts]) * 1.12])
    return dressed(figure, words, theme, 60 + 26 * max(1, len(counts)))


def recoveries(incidents: pd.DataFrame, words: Words, theme: Theme, name_length: int = NAME_LENGTH) -> go.Figure:
    """Days to recover of each incident for which they are known, longest first, with their range.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents; those without days to recover are left out.
    name_length : int
        Longest name written; longer ones are cut.
    """
    rows = incidents[incidents[col.DAYS_TO_RECOVER].notna()].sort_values(
        [col.DAYS_TO_RECOVER, col.INCIDENT_ID], ascending=[False, True], ignore_index=True
    )
    value, low, high = (rows[f"{col.DAYS_TO_RECOVER}{end}"] for end in ("", "_low", "_high"))
    figure = go.Figure(
        go.Scatter(
            x=value,
            y=rows.index,
            mode="markers+text",
            marker={
                "color": [theme.attack_types[kind] for kind in rows[col.ATTACK_TYPE]],
                "symbol": [mark_style(kind).symbol for kind in rows[col.ATTACK_TYPE]],
                "size": 10,
            },
            error_x={
                "type": "data",
                "symmetric": False,
                "array": high - value,
                "arrayminus": value - low,
                "color": theme.muted,
            },
            text=["  " + words.span(one, other) for one, other in zip(low, high, strict=True)],
            textposition="middle right",
            textfont={"color": theme.text},
            customdata=rows[col.INCIDENT_ID],
            hovertext=rows[words.column("name")],
            hovertemplate="%{hovertext}<br>%{text}<extra></extra>",
            cliponaxis=False,
            showlegend=False,
        )
    )
    # one row an incident, not one a name: two names may be cut to the same letters
    names = [plots.short(name, name_length) for name in rows[words.column("name")]]
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.6], tickvals=rows.index, ticktext=names, automargin=True, gridcolor=theme.line
    )
    figure.update_xaxes(
        side="top", gridcolor=theme.line, zeroline=False, range=[-0.03 * max([10, *high]), max([10, *high]) * 1.5]
    )
    return dressed(figure, words, theme, 90 + 24 * max(1, len(rows)))


def dressed(figure: go.Figure, words: Words, theme: Theme, height: int) -> go.Figure:
    """The dress that all figures share: paper, type, the separators of the language, no menu."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 36, "b": 36},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": SANS, "size": 13, "color": theme.text},
        separators=", " if words.language == "fr" else ".,",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "title": None},
        hoverlabel={"bgcolor": theme.panel, "bordercolor": theme.line, "font": {"color": theme.text, "family": SANS}},
        dragmode=False,
        template=None,
    )
    figure.update_xaxes(tickfont={"color": theme.muted}, linecolor=theme.line)
    figure.update_yaxes(tickfont={"color": theme.text}, linecolor=theme.line)
    return figure


# No button, no logo, no zoom by the wheel: what a figure shows is in its table and its files.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
