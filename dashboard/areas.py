"""What the pages of areas share: their switches, the map and its twin of tiles, legends, facts, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.drawings import legends
from analytics.drawings import shading as shadings
from analytics.drawings.leaflet import maps
from analytics.drawings.leaflet.rows import POINT_COLUMNS
from analytics.drawings.maps.area_maps import references
from analytics.drawings.maps.clusters import size_of_one
from analytics.drawings.maps.painting import ink
from analytics.drawings.theme import Theme
from analytics.geography.levels import Level
from analytics.outputs.html import compared
from analytics.schema import col
from analytics.schema.codes import RELIABILITIES
from analytics.statistics import area_measures, classes, rates
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import MEASURES, AreaMeasure
from analytics.words import numbers, official, phrases
from analytics.words.escape import safe, unmarked
from analytics.words.text import UNKNOWN, Words
from dashboard import controls, loading, say, tables, takeaway
from dashboard.area_run import AreaRun
from dashboard.components import map_words
from dashboard.tables import Writer

TABLES: Mapping[Level, str] = {"department": col.DEPARTMENTS, "region": col.REGIONS, "country": col.COUNTRIES}
CODE_WIDTH, NAME_WIDTH = 60, 260  # pixels of the columns of a table that say which area it is

# --- switches -----------------------------------------------------------------------------------------------


def switch(
    name: str,
    options: Sequence[str],
    current: str,
    label: str,
    written: Callable[[str], str],
) -> None:
    """A row of options that changes how the page shows its view; `written` says what each is called."""
    key = f"widget-{name}"
    st.session_state[key] = current
    st.segmented_control(
        unmarked(label),
        list(options),
        format_func=written,
        key=key,
        required=True,
        on_change=lambda: controls.show_as(name, st.session_state[key]),
    )


def choice_of_measure(areas: AreaRun) -> None:
    """The list of measures that a map of areas can show."""
    name, words = controls.MEASURE, areas.run.words
    key = f"widget-{name}"
    st.session_state[key] = areas.measure_name
    st.selectbox(
        words("area.label"),
        list(area_measures.of_level(areas.level)),
        format_func=lambda option: words(f"area.{option}"),
        key=key,
        width=360,
        on_change=lambda: controls.show_as(name, st.session_state[key]),
    )


def toggle(name: str, label: str, explained: str = "") -> None:
    """A switch that is off unless the address says so."""
    key = f"widget-{name}"
    st.session_state[key] = controls.shown(name) == "yes"
    st.toggle(
        unmarked(label),
        key=key,
        help=unmarked(explained) or None,
        on_change=lambda: controls.show_as(name, "yes" if st.session_state[key] else ""),
    )


# --- areas --------------------------------------------------------------------------------------------------


def downloads(areas: AreaRun) -> None:
    """The table of the contract as files, all areas."""
    table = TABLES[areas.level]
    takeaway.downloads(table, areas.run.selection.everywhere(), "download-areas", areas.run.words)


# --- the map and its twin -----------------------------------------------------------------------------------


def sized(values: pd.Series, measure: AreaMeasure) -> pd.Series:
    """Counts as sizes of circles: one for one, or for so many as the measure is counted in, one at least."""
    if measure.circle_unit == 1:
        return values
    return (values / measure.circle_unit).round().clip(lower=1)


def overlay(areas: AreaRun) -> maps.Overlay:
    """What the map of areas shows, with those outlined that the reader chose."""
    return areas.of_measure("overlay", lambda: _overlay(areas)).outlining(areas.outlined)


def _overlay(areas: AreaRun) -> maps.Overlay:
    """Circles for counts, colours for ratios, hatching for what is fragile or unknown."""
    run, measure, values = areas.run, areas.measure, areas.values
    circles, colours, fragile = None, None, frozenset[str]()
    if measure.kind == "count":
        known = sized(values[values > 0], measure).rename("value")
        circles = loading.label_points(areas.level).set_index(col.CODE).join(known, how="inner").reset_index()
        no_data = frozenset(values[values.isna()].index)
    else:
        shading, fragile = shaded(values, areas.breaks, measure, areas.table[col.RELIABILITY], run.theme)
        colours, no_data = shading.colours, shading.no_data
    return maps.overlay(
        pd.DataFrame(columns=list(POINT_COLUMNS)),
        colours,
        no_data,
        None,
        run.theme,
        map_words(run.words, areas.level != col.COUNTRY),
        notes=areas.notes,
        circles=circles,
        fragile=fragile,
        largest=most(values, areas.breaks, measure) if measure.kind == "count" else 0,
    )


def shaded(
    values: pd.Series, breaks: tuple[float, ...], measure: AreaMeasure, reliability: pd.Series, theme: Theme
) -> tuple[shadings.Shading, frozenset[str]]:
    """The colours of a ratio, and the areas whose value is fragile."""
    shading = shadings.shade(classes.capped(values, breaks), breaks, theme)
    return shading, frozenset(values[measure.fragile(values, reliability)].index) - shading.no_data


def legend(values: pd.Series, breaks: tuple[float, ...], name: str, theme: Theme, words: Words) -> str:
    """The legend of what the map shows of one measure."""
    measure = MEASURES[name]
    names = {key: words(f"map.{key}") for key in legends.LEGEND_WORDS} | {"no_data": words(f"area.none_{name}")}
    if measure.kind == "ratio":
        fragile = bool(measure.ends) and bool((values > 0).any())
        return legends.legend_html(
            breaks, theme, names, lambda value: phrases.area_value(value, measure, words), fragile=fragile
        )
    largest = most(values, breaks, measure)
    return legends.circles_legend_html(
        references(largest),
        theme,
        {**names, "circles": words(f"area.circles_{name}")},
        words.number,
        size_of_one([largest], legends.CIRCLE_OF_ONE),
    )


def most(values: pd.Series, breaks: tuple[float, ...], measure: AreaMeasure) -> float:
    """The size of the largest circle that a map of a measure may have to show, whatever the choice."""
    return float(sized(pd.Series([*breaks[-1:], *values.dropna(), 1]), measure).max())


def under_map(areas: AreaRun) -> None:
    """Under the map or its twin: the legend, and one value read aloud."""
    name, theme, words = areas.measure_name, areas.run.theme, areas.run.words
    st.html(areas.of_measure("legend", lambda: legend(areas.values, areas.breaks, name, theme, words)))
    say.caption(areas.of_measure("reading", lambda: phrases.area_reading(areas.table, name, areas.names, words)))


def tile_grid(areas: AreaRun) -> str | None:
    """The twin of the map: one button an area, in its place; the code of the one that was pressed.

    It holds the same areas, values and colours as the map, and is worked with the keyboard alone.
    """
    measure, values, picked, theme = areas.measure, areas.values, areas.picked, areas.run.theme
    notes, layout = areas.notes, loading.tile_layout(areas.level).sort_values(["row", "column"])
    colours = shadings.tile_colours(values, areas.breaks, theme, counts=measure.kind == "count")
    fragile = measure.fragile(values, areas.table[col.RELIABILITY])
    rules = []
    pressed = None
    with st.container(key="tiles", gap=None):
        # in the order in which one reads: row by row, so that the keyboard goes the way of the eye
        for code, row, column in layout[[col.CODE, "row", "column"]].itertuples(index=False):
            ground = colours.get(code, "")
            letters = ink(ground or theme.paper, theme)
            rules.append(
                tile_rule(code, int(row), int(column), ground, letters, bool(fragile[code]), code in picked, theme)
            )
            short = phrases.area_short(values.get(code), measure, areas.run.words)
            # the choice is said in the label too: an outline alone is nothing to those who listen
            mark = " ✓" if code in picked else ""
            label = f"{code}{mark} **{short}**" if short else f"{code}{mark}"
            if say.button(label, key=f"tile-{code}", help=f"{areas.names[code]} – {notes[code]}", width="stretch"):
                pressed = str(code)
    st.html(f"<style>{''.join(rules)}</style>")
    return pressed


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


def columns(level: Level, words: Words) -> dict[str, Writer]:
    """The columns of the table of a level and how each is written: counts, each denominator and its rate, the rest."""
    measures = area_measures.of_level(level).values()
    counts = [measure for measure in measures if measure.kind == "count" and not measure.ends]
    others = [measure for measure in measures if measure not in counts and not measure.is_rate]
    rate = partial(numbers.rate, words=words)

    def value_of(measure: AreaMeasure) -> Writer:
        return partial(phrases.area_value, measure=measure, words=words)

    return {
        **{measure.column: value_of(measure) for measure in counts},
        col.INCIDENTS_CLAIMED: words.number,
        col.INCIDENTS_WEBSITE: words.number,
        **(_of_the_world(words) if level == col.COUNTRY else _of_france(rate, words)),
        **{measure.column: value_of(measure) for measure in others},
        **({} if level == col.COUNTRY else {area_profiles.SHARE_DATA_ONLY: words.percent}),
    }


def _of_the_world(words: Words) -> dict[str, Writer]:
    """What countries are told beside, and the years of it: nothing is divided by it."""
    number = words.number
    return {col.POPULATION: number, col.POPULATION_YEAR: _year, col.BEDS: number, col.BEDS_YEAR: _year}


def _of_france(rate: Writer, words: Words) -> dict[str, Writer]:
    """Each denominator before the rate by it, and what compares areas."""
    return {
        col.POPULATION: words.number,
        **dict.fromkeys(rates.BY_PEOPLE.columns, rate),
        col.BEDS: words.number,
        col.BEDS_YEAR: _year,
        **dict.fromkeys(rates.BY_BEDS.columns, rate),
        col.ENTITIES: words.number,
        **dict.fromkeys(rates.BY_ENTITIES.columns, rate),
        area_profiles.EXPECTED: rate,
        **dict.fromkeys((area_profiles.RANK_LOW, area_profiles.RANK_HIGH), words.number),
    }


def _year(year: float) -> str:
    """A year has no separators."""
    return f"{year:.0f}"


def show_table(
    areas: AreaRun, table: pd.DataFrame, alt: str, more: Callable[[], Sequence[Mapping[str, object]]] = tuple
) -> None:
    """The areas of a map as a table in the reader's language, every one of them, then rows of more than one area."""
    words = areas.run.words
    widths = {
        words("regions.code"): st.column_config.Column(width=CODE_WIDTH),
        words("regions.area"): st.column_config.Column(width=NAME_WIDTH),
    }
    grid = areas.of_level("table", lambda: _grid(areas, table, more()))
    tables.show(grid, alt, f"table-areas-{areas.level}", height=480, column_config=widths)


def _grid(areas: AreaRun, table: pd.DataFrame, more: Sequence[Mapping[str, object]]) -> tables.Grid:
    level, words = areas.level, areas.run.words
    written = columns(level, words)
    if not table[col.INCIDENTS_CLAIMED].any():
        del written[col.INCIDENTS_CLAIMED]
    shown = pd.DataFrame(
        {words("regions.code"): table.index, words("regions.area"): [areas.names[code] for code in table.index]}
    )
    for name in written:
        shown[words(f"column.{name}")] = table[name].astype(float).to_numpy()
    shown[words("column.reliability")] = [words.label(RELIABILITIES, code) for code in table[col.RELIABILITY]]
    if level == col.COUNTRY:
        shown[words("official.column")] = official.marks(table.index, areas.run.atlas, words)
    shown = pd.concat([shown, pd.DataFrame(list(more))], ignore_index=True)
    headed = {words(f"column.{name}"): writer for name, writer in written.items()}
    return tables.grid(shown, words, headed, names=2)


# --- facts --------------------------------------------------------------------------------------------------


def area_facts(areas: AreaRun, code: str) -> str:
    """The figures of one area, each with its interval and what it rests on."""
    items = "".join(
        f"<div><dt>{safe(label)}</dt><dd><strong>{safe(value)}</strong> "
        f"<span class='base'>{safe(note)}</span></dd></div>"
        for label, value, note in told(areas, code)
    )
    return f'<dl class="area-facts" lang="{areas.run.words.language}">{items}</dl>'


def told(areas: AreaRun, code: str) -> list[tuple[str, str, str]]:
    """The facts of one area, for whoever looks at it."""
    return areas.of_level("facts", lambda: facts(areas.row(code), areas.run.words), code)


def facts(row: pd.Series, words: Words) -> list[tuple[str, str, str]]:
    """Label, value and note of each figure of an area, in the order of the page."""
    return [
        (
            words("column.incidents"),
            words.number(int(row[col.INCIDENTS])),
            _more(row, words),
        ),
        (words("area.rate"), *_rate(row, rates.BY_PEOPLE, words)),
        (words("area.beds-rate"), *_rate(row, rates.BY_BEDS, words)),
        (words("area.entities-rate"), *_rate(row, rates.BY_ENTITIES, words)),
        (
            words("area.expected"),
            f"{words.number(float(row[col.INCIDENTS_WEIGHTED]), 1)} / "
            f"{numbers.rate(float(row[area_profiles.EXPECTED]), words)}",
            _ratio(row, area_profiles.RATIO, words),
        ),
        *extent(row, words),
        (words("area.ranks"), *_ranks(row, words)),
    ]


def extent(row: pd.Series, words: Words) -> list[tuple[str, str, str]]:
    """Of these, what an area has and what of it was hit: they add up, and France as a whole has them too."""
    people_year, year, entities_year = (
        "" if pd.isna(row[name]) else str(int(row[name]))
        for name in (col.POPULATION_YEAR, col.BEDS_YEAR, col.ENTITIES_YEAR)
    )
    return [
        (words("area.beds-share"), *_share(row, words)),
        (words("column.share_of_beds_data_only"), _percent(row[area_profiles.SHARE_DATA_ONLY], words), ""),
        (words("area.bed-days"), *_bed_days(row, words)),
        (words("column.population"), _number(row[col.POPULATION], words), people_year),
        (words("column.beds"), _number(row[col.BEDS], words), year),
        (words("column.entities"), _number(row[col.ENTITIES], words), entities_year),
    ]


def _ranks(row: pd.Series, words: Words) -> tuple[str, str]:
    """Between which ranks the area may lie, or that there is nothing to rank."""
    low, high = row[area_profiles.RANK_LOW], row[area_profiles.RANK_HIGH]
    if pd.isna(low):
        return UNKNOWN, words("area.ranks_none")
    return words.span(float(low), float(high)), words("area.ranks_note")


def _more(row: pd.Series, words: Words) -> str:
    """What stands beside the incidents of an area: those claimed alone, websites only, those that may count."""
    notes = [words("front.claimed", count=int(row[col.INCIDENTS_CLAIMED]))] if row[col.INCIDENTS_CLAIMED] else []
    notes += [words("area.websites", count=int(row[col.INCIDENTS_WEBSITE]))] if row[col.INCIDENTS_WEBSITE] else []
    if possible := int(row[col.INCIDENTS_POSSIBLE]):
        notes.append(words("front.possible", count=possible))
    return words("semicolon").join(notes)


def _number(value: Any, words: Words) -> str:  # noqa: ANN401 - any NumPy or pandas scalar
    return UNKNOWN if pd.isna(value) else words.number(float(value))


def _percent(value: Any, words: Words) -> str:  # noqa: ANN401 - any NumPy or pandas scalar
    return UNKNOWN if pd.isna(value) else words.percent(float(value))


def _rate(row: pd.Series, yearly: rates.YearlyRate, words: Words) -> tuple[str, str]:
    """A rate, and its interval or why there is none."""
    rate, low, high = (float(row[name]) for name in yearly.columns)
    if pd.isna(rate):
        return UNKNOWN, words("area.no_rate")
    return numbers.rate(rate, words), words("area.ci", span=numbers.interval(low, high, words))


def _ratio(row: pd.Series, name: str, words: Words) -> str:
    if pd.isna(row[name]):
        return ""
    span = numbers.interval(float(row[f"{name}_low"]), float(row[f"{name}_high"]), words)
    return words("area.ratio", value=numbers.rate(float(row[name]), words), span=span)


def _share(row: pd.Series, words: Words) -> tuple[str, str]:
    value = row[area_profiles.SHARE]
    if pd.isna(value):
        return UNKNOWN, words("area.none_beds-share")
    named = {"share_low": area_profiles.SHARE_IS_LOW, "share_cut": area_profiles.SHARE_IS_CUT}
    notes = [words(f"area.{note}") for note, name in named.items() if row[name]]
    return words.percent(float(value)), words("semicolon").join(notes)


def _bed_days(row: pd.Series, words: Words) -> tuple[str, str]:
    value = row[area_profiles.BED_DAYS]
    left_out = words("area.left_out", count=int(row[area_profiles.BED_DAYS_LEFT_OUT]))
    if pd.isna(value):
        return UNKNOWN, left_out if row[area_profiles.BED_DAYS_LEFT_OUT] else ""
    low, high = (float(row[f"{area_profiles.BED_DAYS}_{end}"]) for end in ("low", "high"))
    return words.number(float(value)), f"{words.span(low, high)}{words('semicolon')}{left_out}"


def comparison(
    areas: AreaRun,
    labels: Mapping[str, str],
    average: Mapping[str, float],
    france: pd.Series,
    name: str,
    check: compared.Line | None = None,
) -> str:
    """Areas side by side, one a column; the last has their average, and of what adds up that of all of France.

    Rows are the facts of the card.
    """
    words, every = areas.run.words, [told(areas, code) for code in labels]
    whole = pd.Series(average)
    last = {
        words("column.incidents"): (words.number(average[col.INCIDENTS]), words("regions.average_note")),
        words("area.rate"): _rate(whole, rates.BY_PEOPLE, words),
        words("area.beds-rate"): _rate(whole, rates.BY_BEDS, words),
        words("area.entities-rate"): _rate(whole, rates.BY_ENTITIES, words),
        **{
            label: (value, words("semicolon").join(part for part in (words("regions.all_of_france"), note) if part))
            for label, value, note in extent(france, words)
        },
    }
    lines = [
        (label, [*(cell(*each[place][1:]) for each in every), cell(*last.get(label, ("", "")))])
        for place, (label, _, _) in enumerate(every[0])
    ]
    lines += [(check[0], [*check[1], ""])] if check else []
    return compared.table([safe(head) for head in (*labels.values(), name)], lines, words)


def cell(value: str, note: str) -> str:
    """A figure of an area in a table of several, with what it rests on."""
    return f"<strong>{safe(value)}</strong><br><span class='said'>{safe(note)}</span>"
