"""What the pages of areas share: their switches, the map and its twin of tiles, legends, facts, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analytics.drawings import legends
from analytics.drawings import shading as shadings
from analytics.drawings.leaflet import maps
from analytics.drawings.leaflet.maps import POINT_COLUMNS
from analytics.drawings.theme import Theme, contrast
from analytics.schema import col
from analytics.schema.codes import RELIABILITIES
from analytics.statistics import classes
from analytics.statistics import profiles as area_profiles
from analytics.statistics.profiles import AreaMeasure
from analytics.words import phrases
from analytics.words.escape import safe
from analytics.words.text import UNKNOWN, Words
from dashboard import controls

CIRCLE_REFERENCES = {"incidents": (1, 3, 10), "sites": (1, 5, 20), "bed-days": (1, 5, 20)}
# columns of the tables and the decimals shown; None for a year, which has no separators
COLUMNS = (
    (col.INCIDENTS, 0),
    (col.SITES, 0),
    (col.POPULATION, 0),
    (col.BEDS, 0),
    (col.BEDS_YEAR, None),
    (col.RATE_PER_MILLION, 2),
    (col.RATE_LOW, 2),
    (col.RATE_HIGH, 2),
    (col.BEDS_RATE, 2),
    (col.BEDS_RATE_LOW, 2),
    (col.BEDS_RATE_HIGH, 2),
    (area_profiles.EXPECTED, 2),
    (area_profiles.RANK_LOW, 0),
    (area_profiles.RANK_HIGH, 0),
    (area_profiles.SHARE, 3),
    (area_profiles.BED_DAYS, 0),
)
COUNTRY_COLUMNS = (
    (col.INCIDENTS, 0),
    (col.SITES, 0),
    (col.POPULATION, 0),
    (col.POPULATION_YEAR, None),
    (col.BEDS, 0),
    (col.BEDS_YEAR, None),
    (col.RATE_PER_MILLION, 3),
    (col.RATE_LOW, 3),
    (col.RATE_HIGH, 3),
    (col.BEDS_RATE, 3),
    (col.BEDS_RATE_LOW, 3),
    (col.BEDS_RATE_HIGH, 3),
)
BED_DAYS_UNIT = 10_000  # bed-days that one circle of size 1 stands for


# --- switches -----------------------------------------------------------------------------------------------


def switch(name: str, options: Sequence[str], current: str, label: str, said: Callable[[str], str]) -> None:
    """A row of options that changes how the page shows its view; `said` gives the words of an option."""
    key = f"widget-{name}"
    st.session_state[key] = current
    st.segmented_control(
        label,
        list(options),
        format_func=said,
        key=key,
        required=True,
        on_change=lambda: controls.show_as(name, st.session_state[key]),
    )


def choice_of_measure(options: Sequence[str], current: str, words: Words) -> None:
    """The list of measures that a map of areas can show."""
    name = controls.MEASURE
    key = f"widget-{name}"
    st.session_state[key] = current
    st.selectbox(
        words("area.label"),
        list(options),
        format_func=lambda option: words(f"area.{option}"),
        key=key,
        width=360,
        on_change=lambda: controls.show_as(name, st.session_state[key]),
    )


def toggle(name: str, label: str, explained: str) -> None:
    """A switch that is off unless the address says so."""
    key = f"widget-{name}"
    st.session_state[key] = controls.shown(name) == "yes"
    st.toggle(
        label,
        key=key,
        help=explained,
        on_change=lambda: controls.show_as(name, "yes" if st.session_state[key] else ""),
    )


# --- areas --------------------------------------------------------------------------------------------------


def names_of(areas: pd.DataFrame, words: Words) -> dict[str, str]:
    """The name of each area in the reader's language, by code."""
    return dict(zip(areas["code"], areas[words.column("name")], strict=True))


def row_of(table: pd.DataFrame, code: str) -> pd.Series:
    """The one row of an area."""
    return table.loc[code]  # type: ignore[return-value]  # codes are unique


# --- the map and its twin -----------------------------------------------------------------------------------


def sized(values: pd.Series, measure: AreaMeasure) -> pd.Series:
    """Counts as sizes of circles: one for one, but for bed-days, which are counted in ten thousands, one at least."""
    if measure.column != area_profiles.BED_DAYS:
        return values
    return (values / BED_DAYS_UNIT).round().clip(lower=1)


def overlay(
    values: pd.Series,
    breaks: tuple[float, ...],
    measure: AreaMeasure,
    reliability: pd.Series,
    points: pd.DataFrame,
    theme: Theme,
    words: Mapping[str, str],
    notes: Mapping[str, str],
    picked: Collection[str],
) -> maps.Overlay:
    """What the map of areas shows: circles for counts, colours for ratios, hatching for what is fragile or unknown."""
    nothing = pd.DataFrame(columns=list(POINT_COLUMNS))
    if measure.kind == "count":
        known = sized(values[values > 0], measure).rename("value")
        circles = points.set_index("code").join(known, how="inner").reset_index()
        no_data = frozenset(values[values.isna()].index) if measure.column == area_profiles.BED_DAYS else frozenset()
        return maps.overlay(
            nothing, None, no_data, None, theme, words, notes=notes, area=tuple(picked), circles=circles
        )
    shading = shadings.shade(classes.capped(values, breaks), breaks, theme)
    fragile = frozenset(values[area_profiles.fragile(values, measure, reliability)].index) - shading.no_data
    return maps.overlay(
        nothing,
        shading.colours,
        shading.no_data,
        None,
        theme,
        words,
        notes=notes,
        area=tuple(picked),
        fragile=fragile,
    )


def legend(values: pd.Series, breaks: tuple[float, ...], name: str, theme: Theme, words: Words) -> str:
    """The legend of what the map shows of one measure."""
    measure = area_profiles.MEASURES[name]
    names = {one: words(f"map.{one}") for one in legends.LEGEND_WORDS} | {"no_data": words(f"area.none_{name}")}
    if measure.kind == "ratio":
        fragile = bool(measure.ends) and bool((values > 0).any())
        return legends.legend_html(
            breaks, theme, names, lambda value: phrases.area_value(value, measure, words), fragile=fragile
        )
    return legends.circles_legend_html(
        CIRCLE_REFERENCES[name], theme, {**names, "circles": words(f"area.circles_{name}")}
    )


def tile_grid(
    layout: pd.DataFrame,
    values: pd.Series,
    breaks: tuple[float, ...],
    measure: AreaMeasure,
    reliability: pd.Series,
    names: Mapping[str, str],
    notes: Mapping[str, str],
    picked: Collection[str],
    theme: Theme,
) -> str | None:
    """The twin of the map: one button an area, in its place; the code of the one that was pressed.

    It holds the same areas, values and colours as the map, and is worked with the keyboard alone.
    """
    colours = shadings.tile_colours(values, breaks, theme, counts=measure.kind == "count")
    fragile = area_profiles.fragile(values, measure, reliability)
    rules = []
    pressed = None
    with st.container(key="tiles", gap=None):
        # in the order in which one reads: row by row, so that the keyboard goes the way of the eye
        for code, row, column in layout.sort_values(["row", "column"])[["code", "row", "column"]].itertuples(
            index=False
        ):
            ground = colours.get(code, "")
            inks = {contrast(ink, ground or theme.paper): ink for ink in (theme.text, theme.paper)}
            rules.append(
                tile_rule(
                    code, int(row), int(column), ground, inks[max(inks)], bool(fragile[code]), code in picked, theme
                )
            )
            short = "" if pd.isna(values.get(code)) else ("" if not values[code] else _short(values[code], measure))
            # the choice is said in the label too: an outline alone is nothing to those who listen
            mark = " ✓" if code in picked else ""
            label = f"{code}{mark} **{short}**" if short else f"{code}{mark}"
            if st.button(label, key=f"tile-{code}", help=f"{names[code]} – {notes[code]}", width="stretch"):
                pressed = str(code)
    st.html(f"<style>{''.join(rules)}</style>")
    return pressed


def _short(value: float, measure: AreaMeasure) -> str:
    if measure.percent:
        return f"{100 * value:.0f}%"
    return f"{value:.{measure.decimals}f}" if value < 1000 else f"{value / 1000:.0f}k"


def tile_rule(
    code: str, row: int, column: int, ground: str, ink: str, fragile: bool, chosen: bool, theme: Theme
) -> str:
    """The style of one tile: its place, its ground, hatching where the value is fragile or unknown, the outline."""
    stripes = f"repeating-linear-gradient(45deg, transparent 0 4px, {theme.paper}55 4px 5px)"
    unknown = f"repeating-linear-gradient(45deg, {theme.paper} 0 3px, {theme.no_data} 3px 4px)"
    image = unknown if not ground else (stripes if fragile else "none")
    outline = f"outline: 3px solid {theme.selected}; outline-offset: -3px;" if chosen else ""
    place = f".st-key-tile-{code} {{ grid-row: {row + 1}; grid-column: {column + 1}; }}"
    look = f"background-color: {ground or theme.paper}; background-image: {image}; color: {ink}; {outline}"
    return f"{place} .st-key-tile-{code} button {{ {look} }}"


# --- tables -------------------------------------------------------------------------------------------------

Columns = Sequence[tuple[str, int | None]]


def shown_table(table: pd.DataFrame, names: Mapping[str, str], columns: Columns, words: Words) -> pd.DataFrame:
    """The areas of a map as a table in the reader's language, every one of them."""
    shown = pd.DataFrame(
        {words("regions.code"): table.index, words("regions.area"): [names[code] for code in table.index]}
    )
    for name, decimals in columns:
        column = table[name].astype(float).to_numpy()
        shown[words(f"column.{name}")] = column if decimals is None else np.round(column, decimals)
    shown[words("column.reliability")] = [words.label(RELIABILITIES, code) for code in table[col.RELIABILITY]]
    return shown


def show_table(shown: pd.DataFrame, columns: Columns, key: str, alt: str, words: Words) -> None:
    """Show such a table: sortable, numbers as the reader's browser writes them."""
    config = {
        words(f"column.{name}"): st.column_config.NumberColumn(format="%d" if decimals is None else "localized")
        for name, decimals in columns
    }
    st.dataframe(shown, hide_index=True, key=key, column_config=config, placeholder="", height=480, alt=alt)


# --- facts --------------------------------------------------------------------------------------------------


def area_facts(row: pd.Series, words: Words) -> str:
    """The figures of one area, each with its interval and what it rests on."""
    return _definition_list([(label, value, note) for label, value, note in facts(row, words)], words)


def facts(row: pd.Series, words: Words) -> list[tuple[str, str, str]]:
    """Label, value and note of each figure of an area, in the order of the page."""
    year = "" if pd.isna(row[col.BEDS_YEAR]) else str(int(row[col.BEDS_YEAR]))
    people_year = "" if pd.isna(row[col.POPULATION_YEAR]) else str(int(row[col.POPULATION_YEAR]))
    return [
        (
            words("column.incidents"),
            words.number(int(row[col.INCIDENTS])),
            words("area.site_count", count=int(row[col.SITES])),
        ),
        (words("area.rate"), *_rate(row, col.RATE_PER_MILLION, col.RATE_LOW, col.RATE_HIGH, words)),
        (words("area.beds-rate"), *_rate(row, col.BEDS_RATE, col.BEDS_RATE_LOW, col.BEDS_RATE_HIGH, words)),
        (
            words("area.expected"),
            f"{words.number(int(row[col.INCIDENTS]))} / {words.number(float(row[area_profiles.EXPECTED]), 1)}",
            _ratio(row, area_profiles.RATIO, words),
        ),
        (words("area.beds-share"), *_share(row, words)),
        (words("area.bed-days"), *_bed_days(row, words)),
        (words("column.population"), _number(row[col.POPULATION], words), people_year),
        (words("column.beds"), _number(row[col.BEDS], words), year),
        (
            words("area.ranks"),
            words.span(float(row[area_profiles.RANK_LOW]), float(row[area_profiles.RANK_HIGH])),
            words("area.ranks_note"),
        ),
    ]


def _number(value: Any, words: Words) -> str:  # noqa: ANN401 - any NumPy or pandas scalar
    return UNKNOWN if pd.isna(value) else words.number(float(value))


def _rate(row: pd.Series, rate: str, low: str, high: str, words: Words) -> tuple[str, str]:
    if pd.isna(row[rate]):
        return UNKNOWN, words("area.no_rate")
    return words.number(float(row[rate]), 2), words("area.ci", span=words.span(float(row[low]), float(row[high]), 2))


def _ratio(row: pd.Series, name: str, words: Words) -> str:
    if pd.isna(row[name]):
        return ""
    span = words.span(float(row[f"{name}_low"]), float(row[f"{name}_high"]), 2)
    return words("area.ratio", value=words.number(float(row[name]), 2), span=span)


def _share(row: pd.Series, words: Words) -> tuple[str, str]:
    value = row[area_profiles.SHARE]
    if pd.isna(value):
        return UNKNOWN, words("area.none_beds-share")
    notes = [
        words(f"area.{note}")
        for note, there in (
            ("share_low", row[area_profiles.SHARE_IS_LOW]),
            ("share_cut", row[area_profiles.SHARE_IS_CUT]),
        )
        if there
    ]
    return words.percent(float(value)), words("semicolon").join(notes)


def _bed_days(row: pd.Series, words: Words) -> tuple[str, str]:
    value = row[area_profiles.BED_DAYS]
    left_out = words("area.left_out", count=int(row[area_profiles.BED_DAYS_LEFT_OUT]))
    if pd.isna(value):
        return UNKNOWN, left_out if row[area_profiles.BED_DAYS_LEFT_OUT] else ""
    low, high = (float(row[f"{area_profiles.BED_DAYS}_{end}"]) for end in ("low", "high"))
    return words.number(float(value)), f"{words.span(low, high)}{words('semicolon')}{left_out}"


def _definition_list(rows: list[tuple[str, str, str]], words: Words) -> str:
    items = "".join(
        f"<div><dt>{safe(label)}</dt><dd><strong>{safe(value)}</strong> "
        f"<span class='base'>{safe(note)}</span></dd></div>"
        for label, value, note in rows
    )
    return f'<dl class="area-facts" lang="{words.language}">{items}</dl>'


def comparison(columns: list[tuple[str, pd.Series]], france: Mapping[str, float], words: Words) -> str:
    """Areas side by side, one a column, France in the last; rows are the facts of the card."""
    every = [facts(row, words) for _, row in columns]
    last = {
        words("column.incidents"): words.number(france[col.INCIDENTS]),
        words("area.rate"): words.number(france[col.RATE_PER_MILLION], 2),
        words("area.beds-rate"): words.number(france[col.BEDS_RATE], 2),
    }
    notes = {
        words("area.rate"): words("area.ci", span=words.span(france[col.RATE_LOW], france[col.RATE_HIGH], 2)),
        words("area.beds-rate"): words(
            "area.ci", span=words.span(france[col.BEDS_RATE_LOW], france[col.BEDS_RATE_HIGH], 2)
        ),
    }
    heads = "".join(f'<th scope="col">{safe(name)}</th>' for name in ["", *(name for name, _ in columns)])
    heads += f'<th scope="col">{safe(words("regions.france"))}</th>'
    lines = []
    for place, (label, _, _) in enumerate(every[0]):
        cells = "".join(_cell(*each[place][1:]) for each in every)
        cells += _cell(last.get(label, ""), notes.get(label, ""))
        lines.append(f'<tr><th scope="row">{safe(label)}</th>{cells}</tr>')
    return (
        f'<div class="frame" tabindex="0" lang="{words.language}"><table class="plain-table comparison">'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _cell(value: str, note: str) -> str:
    return f"<td><strong>{safe(value)}</strong><br><span class='said'>{safe(note)}</span></td>"
