"""Statistical drawings: areas in a funnel, years with what they allow one to conclude, rates with their intervals.

Each takes a table that `rates` or `trends` made and draws it as it is: nothing is ranked, and what chance explains
looks calm. A point that stands for an area carries its code as `customdata`. The dress is that of `figures`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.drawings import plots
from analytics.drawings.plotly.figures import dressed, hatching, wrapped, year_ticks
from analytics.drawings.theme import Theme
from analytics.schema import col
from analytics.statistics import comparison, rates
from analytics.statistics import funnel as funnels
from analytics.statistics.periods import is_partial
from analytics.statistics.profiles import EVENTS
from analytics.statistics.trends import Trend
from analytics.words.text import Words

NAME_WIDTH = 22  # characters on a line beside a whisker; longer names take a second line
WIDTHS = (330, 600, 950)  # pixels between the axes on a phone, a tablet and a wide page: names must have room on each
LIMIT_LINES: dict[str, dict[str, object]] = {"95": {"dash": "dash", "width": 1.2}, "99_8": {"width": 1.2}}
NO_BREAK = "\u00a0"


def _axis_name(figure: go.Figure, text: str, theme: Theme) -> None:
    """The name of a vertical axis, to be read without turning the head: above its top, at the left."""
    figure.add_annotation(
        text=text, x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=8,
        showarrow=False, font={"color": theme.muted, "size": 12},
    )  # fmt: skip


def _said_alone(text: str, words: Words, theme: Theme) -> go.Figure:
    """A figure without anything to draw says so."""
    figure = go.Figure()
    figure.add_annotation(
        text=text, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"color": theme.muted}
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return dressed(figure, words, theme, 120)


# --- funnel --------------------------------------------------------------------------------------------------

FUNNEL_HEIGHT, FUNNEL_TOP, FUNNEL_BOTTOM = 500, 82, 56


def funnel(
    funnel: funnels.Funnel, names: Mapping[str, str], words: Words, theme: Theme, chosen: Collection[str] = ()
) -> go.Figure:
    """Areas by what is expected of them and how many times that they saw, with the limits of what chance explains.

    Parameters
    ----------
    funnel : Funnel
        As `rates.funnel` gives it, index code.
    names : mapping of str to str
        What each area is called.
    words, theme : Words, Theme
    chosen : collection of str
        Codes of areas to ring and to name; those that the funnel lacks are left out.

    Returns
    -------
    Figure
        Limits of 95 % (dashed) and 99.8 % (solid) as curves. Areas outside of 95 % are named, also where nobody chose
        them, but no more than eight, the furthest out for what is expected of them. Areas of which nothing is expected
        have no point; a line below says how many and which.
    """
    table = funnel.areas
    placed, unplaced = table[table[comparison.RATIO].notna()], table[table[comparison.RATIO].isna()]
    if placed.empty:
        return _said_alone(words("chart.nothing"), words, theme)
    inside = plots.plane(placed, FUNNEL_HEIGHT - FUNNEL_TOP - FUNNEL_BOTTOM, WIDTHS)
    right, top = inside.right, inside.top
    figure = go.Figure()
    _draw_limits(figure, placed[comparison.EXPECTED].min(), right, words, theme)
    outside = placed["flag_95"] != "inside"
    _draw_areas(figure, placed[~outside], names, words, theme, theme.ramp[3], 8)
    _draw_areas(figure, placed[outside], names, words, theme, theme.text, 9)
    ringed = placed[placed.index.isin(list(chosen))]
    if len(ringed):
        ring = {"symbol": "circle-open", "size": 17, "color": theme.selected, "line": {"width": 2}}
        _draw_marks(figure, ringed, ring, name=words("chart.chosen"), hoverinfo="skip")
    _draw_labels(figure, placed, plots.named(placed, ringed.index), names, theme, inside)
    figure.update_xaxes(
        range=[0, right], zeroline=False, showgrid=False, fixedrange=True, nticks=7, ticks="outside",
        title={"text": words("chart.expected"), "font": {"color": theme.muted, "size": 12}, "standoff": 6},
    )  # fmt: skip
    figure.update_yaxes(
        range=[-0.035 * top, top], gridcolor=theme.line, zeroline=False, fixedrange=True, automargin=True, nticks=7
    )
    _axis_name(figure, words("chart.ratio"), theme)
    return _funnel_dress(figure, unplaced.index, names, words, theme)


def _funnel_dress(
    figure: go.Figure, unplaced: pd.Index, names: Mapping[str, str], words: Words, theme: Theme
) -> go.Figure:
    """The common dress, with room for the legend above and for those without a point below."""
    bottom = FUNNEL_BOTTOM
    if len(unplaced):
        note = wrapped(words("chart.unplaced", len(unplaced), names=", ".join(names[code] for code in unplaced)), 52)
        figure.add_annotation(
            text=note, x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-FUNNEL_BOTTOM,
            align="left", showarrow=False, font={"color": theme.muted, "size": 12},
        )  # fmt: skip
        bottom += 10 + 16 * (note.count("<br>") + 1)
    dressed(figure, words, theme, FUNNEL_HEIGHT + bottom - FUNNEL_BOTTOM)
    inner = FUNNEL_HEIGHT - FUNNEL_TOP - FUNNEL_BOTTOM
    figure.update_layout(margin={"t": FUNNEL_TOP, "b": bottom}, legend={"y": 1 + 28 / inner})
    return figure


def _draw_limits(figure: go.Figure, least: float, most: float, words: Words, theme: Theme) -> None:
    """The two funnels and the line of as many as expected; each funnel is one trace, upper curve first.

    A lower limit of zero is not drawn: no count lies below it.
    """
    for name, line in LIMIT_LINES.items():
        upper, lower = plots.limit_lines(least, most, name)
        x, y = zip(*upper, (None, None), *lower, strict=True)
        figure.add_trace(
            go.Scatter(
                x=x,
                y=y,
                mode="lines",
                name=words("chart.limit", level=plots.level(name, words)),
                line={"color": theme.muted, **line},
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[0, most],
            y=[1, 1],
            mode="lines",
            name=words("chart.as_expected"),
            line={"color": theme.muted, "width": 1, "dash": "dot"},
            hoverinfo="skip",
        )
    )


def _draw_areas(
    figure: go.Figure, rows: pd.DataFrame, names: Mapping[str, str], words: Words, theme: Theme, colour: str, size: int
) -> None:
    mark = {"color": colour, "size": size, "line": {"color": theme.paper, "width": 1}}
    told = [_compared(code, row, names, words) for code, row in rows.iterrows()]
    _draw_marks(figure, rows, mark, text=told, hovertemplate="%{text}<extra></extra>", showlegend=False)


def _draw_marks(figure: go.Figure, rows: pd.DataFrame, marker: dict[str, object], **told: object) -> None:
    figure.add_trace(
        go.Scatter(
            x=rows[comparison.EXPECTED],
            y=rows[comparison.RATIO],
            mode="markers",
            marker=marker,
            customdata=rows.index,
            cliponaxis=False,
            **told,
        )
    )


def _compared(code: object, row: pd.Series, names: Mapping[str, str], words: Words) -> str:
    """What hovering says of an area in the funnel."""
    return f"<b>{names[str(code)]}</b><br>{plots.compared(row, words)}<br>{plots.side(row, words)}"


def _draw_labels(
    figure: go.Figure,
    placed: pd.DataFrame,
    named: list[str],
    names: Mapping[str, str],
    theme: Theme,
    inside: plots.Plane,
) -> None:
    """Names near their points; a name that stands away from its point has a thin line to it."""
    up = inside.height / inside.top
    for code, (point, place) in plots.name_places(placed, named, names, inside).items():
        figure.add_annotation(
            text=names[code], x=point.x, y=point.y / up, ax=place.right, ay=-place.up, xanchor=place.xanchor,
            yanchor=place.yanchor, showarrow=True, arrowhead=0, arrowwidth=1, arrowcolor=theme.muted,
            standoff=plots.STANDOFF, borderpad=0, font={"color": theme.text, "size": 12, "shadow": _halo(theme)},
        )  # fmt: skip


def _halo(theme: Theme) -> str:
    """A rim of paper around letters, so that a line behind them does not cross them."""
    around = [(right, down) for right in (-1.5, 0, 1.5) for down in (-1.5, 0, 1.5) if right or down]
    return ", ".join(f"{right}px {down}px 0.5px {theme.paper}" for right, down in around)


# --- years ---------------------------------------------------------------------------------------------------


def yearly(
    counts: pd.Series, exposure: pd.Series, trend: Trend, words: Words, theme: Theme, known_until: date
) -> go.Figure:
    """Incidents of each year, with the fitted curve where a trend can be concluded, else with the mean rate.

    Parameters
    ----------
    counts : Series of int, index year
        A year of `exposure` that it lacks had none.
    exposure : Series of float, index year
        The part of each year that is covered, as `rates.period` gives it.
    trend : Trend
        As `trends.yearly_trend` gives it for both.
    words, theme : Words, Theme
    known_until : date
        A year that ends later is hatched and named partial.

    Returns
    -------
    Figure
        Lines are incidents per whole year, so they stand above the bar of a partial one.
        There is none where the trend has no finite ratio.
    """
    span = exposure.sort_index()
    if span.empty:
        return _said_alone(words("chart.nothing"), words, theme)
    seen = counts.reindex(span.index, fill_value=0).astype(int)
    line = plots.pace(seen, span, trend)
    years = [int(year) for year in span.index]
    figure = go.Figure(_year_bars(seen, span, words, theme, known_until))
    if line is not None:
        figure.add_trace(_pace_line(line, trend, words, theme))
    top = max(5.0, seen.max() * 1.15, 0.0 if line is None else line.max() * 1.1)
    figure.add_trace(_numbers(seen, words, theme, 13, plots.clear(seen, line, top)))
    figure.update_layout(bargap=0.25)
    figure.update_xaxes(
        type="category", tickvals=[str(year) for year in years], ticktext=year_ticks(years, words, known_until),
        tickangle=0, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        range=[0, top], tickmode="array", tickvals=plots.whole_ticks(top, 5), gridcolor=theme.line, zeroline=False,
        fixedrange=True, automargin=True,
    )  # fmt: skip
    dressed(figure, words, theme, 340)
    figure.update_layout(margin={"t": 52, "b": 44})
    return figure


def _pace_line(line: pd.Series, trend: Trend, words: Words, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[str(year) for year in line.index],
        y=line,
        mode="lines",
        name="<br>".join(plots.pace_name(line, trend, words)),
        line={"color": theme.text, "width": 2, "dash": "solid" if plots.is_fitted(trend) else "dot"},
        text=[words("chart.per_year", rate=words.number(rate, 1)) for rate in line],
        hovertemplate="%{x}<br>%{text}<extra></extra>",
        showlegend=True,
    )


def _year_bars(
    seen: pd.Series, span: pd.Series | None, words: Words, theme: Theme, known_until: date, name: str = ""
) -> go.Bar:
    """Bars of counts by year; `span` says how much of a partial year is known, `name` goes first when hovered."""
    told = []
    for year, count in zip(seen.index.astype(int), seen, strict=True):
        lines = [f"<b>{name}</b>"] if name else []
        lines.append(f"{year} · {words('chart.incidents', count)}")
        if is_partial(int(year), known_until):
            partial = words("figure.partial_tick")
            lines.append(partial if span is None else words("chart.part", part=words.percent(span.loc[year])))
        told.append("<br>".join(lines))
    return go.Bar(
        x=[str(year) for year in seen.index],
        y=seen,
        marker={
            "color": theme.ramp[3],
            "pattern": hatching([int(str(year)) for year in seen.index], theme, known_until),
            "line": {"width": 0},
        },
        hovertext=told,
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )


def _numbers(seen: pd.Series, words: Words, theme: Theme, size: int, at: pd.Series) -> go.Scatter:
    """The count above each bar, or higher `at` will; zero too: a year without any is not a year without data."""
    return go.Scatter(
        x=[str(year) for year in seen.index],
        y=at,
        mode="text",
        text=[words.number(count) for count in seen],
        textposition="top center",
        textfont={"color": theme.text, "size": size, "shadow": _halo(theme)},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def years_by_area(
    table: pd.DataFrame,
    names: Mapping[str, str],
    words: Words,
    theme: Theme,
    known_until: date,
    columns: int = 1,
) -> go.Figure:
    """Incidents of each year, one panel an area, all on the same axes.

    Parameters
    ----------
    table : DataFrame
        code, year, incidents: one to six areas; panels follow the order in which they appear. A year that an area
        lacks, between the first and the last of the table, had none.
    names : mapping of str to str
        What each area is called.
    words, theme : Words, Theme
    known_until : date
    columns : int
        Panels side by side: one on a phone (the default), two or three on a wide page.

    Raises
    ------
    ValueError
        Where there are more than six areas: smaller panels could not be read.
    """
    codes = list(dict.fromkeys(table[col.CODE]))
    if len(codes) > plots.MOST_PANELS:
        raise ValueError(f"{len(codes)} areas; at most {plots.MOST_PANELS} have room")
    if not codes:
        return _said_alone(words("chart.nothing"), words, theme)
    wide = min(columns, len(codes))
    high = math.ceil(len(codes) / wide)
    height = 36 + 44 + 118 * high
    figure = make_subplots(
        rows=high, cols=wide, shared_xaxes=False, vertical_spacing=0 if high == 1 else 34 / (height - 76),
        horizontal_spacing=0 if wide == 1 else 0.04,
    )  # fmt: skip
    counts = plots.panels(table, col.CODE, col.YEAR, col.INCIDENTS)
    years = range(counts.index[0], counts.index[-1] + 1)
    top = 1.35 * max(2, counts.max().max())
    for place, code in enumerate(codes):
        where = {"row": place // wide + 1, "col": place % wide + 1}
        bars = _year_bars(counts[code], None, words, theme, known_until, names[code])
        bars.customdata = [code] * len(counts)
        figure.add_trace(bars, **where)
        figure.add_trace(_numbers(counts[code], words, theme, 12, counts[code]), **where)
        lowest = place + wide >= len(codes)
        _style_panel(figure, where, plots.written_years(years, wide), top, words, theme, known_until, lowest)
        figure.add_annotation(
            text=f"<b>{names[code]}</b>", x=0, y=1, xref="x domain", yref="y domain", xanchor="left",
            yanchor="bottom", yshift=2, showarrow=False, font={"color": theme.text, "size": 13}, **where,
        )  # fmt: skip
    figure.update_layout(bargap=0.25)
    return dressed(figure, words, theme, height)


def _style_panel(
    figure: go.Figure,
    where: dict[str, int],
    years: list[int],
    top: float,
    words: Words,
    theme: Theme,
    known_until: date,
    lowest: bool,
) -> None:
    """The same axes in each panel, with so many years; they are written below the lowest of each column only."""
    figure.update_xaxes(
        type="category", tickvals=[str(year) for year in years], ticktext=year_ticks(years, words, known_until),
        tickangle=0, fixedrange=True, showticklabels=lowest, showline=True, **where,
    )  # fmt: skip
    figure.update_yaxes(
        range=[0, top], tickmode="array", tickvals=plots.whole_ticks(top / 1.3, 3), gridcolor=theme.line,
        zeroline=False, fixedrange=True, automargin=True, showticklabels=where["col"] == 1, **where,
    )  # fmt: skip


# --- intervals -----------------------------------------------------------------------------------------------

ROW, WHISKERS_TOP, WHISKERS_BOTTOM, LEGEND_LINE = 38, 80, 66, 34


def intervals(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    reference: plots.Reference,
    words: Words,
    theme: Theme,
    per_label: str,
) -> go.Figure:
    """The rate of each area with its interval, in the order given, before the rate of all as a band.

    Parameters
    ----------
    rows : DataFrame
        code, rate, low, high, events; a missing rate is said in words.
    names : mapping of str to str
        What each area is called; the number of events stands beside it.
    reference : tuple
        What the rate of all is called, the rate and the ends of its interval.
    words, theme : Words, Theme
    per_label : str
        What the rate is per, as it is said after a number: “incidents a year per million inhabitants”.

    Returns
    -------
    Figure
        A rate is a dot on its whisker. Zero is an open dot on a dotted one from zero to the upper end.
    """
    table = rows.reset_index(drop=True)
    rate, *ends = reference[1:]
    right = 1.06 * max([value for value in (*table[col.HIGH], rate, *ends) if value == value], default=1.0)
    figure = go.Figure()
    _draw_reference(figure, reference, right, words, theme)
    known, zero = table[rates.RATE] > 0, table[rates.RATE] == 0
    told = [_told(row, names, reference, words, per_label) for _, row in table.iterrows()]
    _draw_whiskers(figure, table[known], told, {"width": 2.5}, "circle", theme)
    _draw_whiskers(figure, table[zero], told, {"width": 2, "dash": "dot"}, "circle-open", theme, words("chart.zero"))
    _draw_missing(figure, table[table[rates.RATE].isna()], told, words, theme)
    figure.update_yaxes(
        range=[len(table) - 0.4, -0.6], tickmode="array", tickvals=list(table.index), zeroline=False, fixedrange=True,
        showline=False,
        ticktext=[_with_events(names[row[col.CODE]], row[EVENTS], words) for _, row in table.iterrows()],
        gridcolor=theme.line, automargin=True,
    )  # fmt: skip
    figure.update_xaxes(
        range=[-0.03 * right, right], gridcolor=theme.line, zerolinecolor=theme.muted, fixedrange=True, nticks=6,
        title={"text": wrapped(per_label, 32), "font": {"color": theme.muted, "size": 12}, "standoff": 6},
    )  # fmt: skip
    inner = ROW * max(1, len(table))
    above = WHISKERS_TOP if zero.any() else WHISKERS_TOP - LEGEND_LINE
    dressed(figure, words, theme, above + WHISKERS_BOTTOM + inner)
    figure.update_layout(
        margin={"t": above, "b": WHISKERS_BOTTOM},
        legend={"xref": "container", "yref": "container", "x": 0, "y": 1, "yanchor": "top"},
    )
    return figure


def _draw_reference(figure: go.Figure, reference: plots.Reference, right: float, words: Words, theme: Theme) -> None:
    """The rate of all as a band with a line, named above on the side where there is room."""
    rate, low, high = reference[1:]
    if rate != rate:
        return
    figure.add_vrect(x0=low, x1=high, fillcolor=theme.ramp[0], line_width=0, layer="below")
    figure.add_vline(x=rate, line={"color": theme.muted, "width": 1.5}, layer="below")
    figure.add_annotation(
        text="<br>".join(plots.reference_lines(reference, words)), x=rate, y=1, yref="paper", yanchor="bottom",
        yshift=4, showarrow=False,
        xanchor="left" if rate < right / 2 else "right", align="left" if rate < right / 2 else "right",
        font={"color": theme.text, "size": 12},
    )  # fmt: skip


def _draw_whiskers(
    figure: go.Figure,
    rows: pd.DataFrame,
    told: list[str],
    line: dict[str, object],
    symbol: str,
    theme: Theme,
    name: str = "",
) -> None:
    """Lines from the lower to the upper end with a small bar at both (none at zero), and the dots on top."""
    if rows.empty:
        return
    x: list[float | None] = []
    y: list[int | None] = []
    for place, low, high in zip(rows.index, rows[col.LOW], rows[col.HIGH], strict=True):
        x += [low, high, None]
        y += [place, place, None]
    figure.add_trace(
        go.Scatter(x=x, y=y, mode="lines", line={"color": theme.ramp[3], **line}, hoverinfo="skip", showlegend=False)
    )
    figure.add_trace(
        go.Scatter(
            x=[*rows[col.HIGH], *rows[col.LOW][rows[col.LOW] > 0]],
            y=[*rows.index, *rows.index[rows[col.LOW] > 0]],
            mode="markers",
            marker={"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": theme.ramp[3]}},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.add_trace(
        go.Scatter(
            x=rows[rates.RATE],
            y=rows.index,
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 9, "color": theme.text, "line": {"width": 2, "color": theme.text}},
            customdata=rows[col.CODE],
            text=[told[place] for place in rows.index],
            hovertemplate="%{text}<extra></extra>",
            showlegend=bool(name),
            cliponaxis=False,
        )
    )


def _draw_missing(figure: go.Figure, rows: pd.DataFrame, told: list[str], words: Words, theme: Theme) -> None:
    if rows.empty:
        return
    figure.add_trace(
        go.Scatter(
            x=[0] * len(rows),
            y=rows.index,
            mode="text",
            text=[NO_BREAK + words("chart.no_rate")] * len(rows),
            textposition="middle right",
            textfont={"color": theme.muted, "shadow": _halo(theme)},
            customdata=rows[col.CODE],
            hovertext=[told[place] for place in rows.index],
            hovertemplate="%{hovertext}<extra></extra>",
            showlegend=False,
            cliponaxis=False,
        )
    )


def _told(row: pd.Series, names: Mapping[str, str], reference: plots.Reference, words: Words, per_label: str) -> str:
    """What hovering says of a rate: the area, its events, the interval, and the rate of all."""
    lines = [f"<b>{names[row[col.CODE]]}</b>"]
    if not pd.isna(row[EVENTS]):
        lines.append(words("chart.incidents", int(row[EVENTS])))
    if pd.isna(row[rates.RATE]):
        lines.append(words("chart.no_rate"))
    else:
        rate = plots.amount(row[rates.RATE], words)
        lines += [
            wrapped(f"{rate} {per_label}", 50),
            plots.with_confidence(row[col.LOW], row[col.HIGH], words),
        ]
    if reference[1] == reference[1]:
        lines.append(", ".join(plots.reference_lines(reference, words)))
    return "<br>".join(lines)


def _with_events(name: str, events: float, words: Words) -> str:
    """The name of an area and its number of events, which is never alone on a line."""
    return wrapped(f"{name}{NO_BREAK}·{NO_BREAK}{words.number(events)}", NAME_WIDTH)
