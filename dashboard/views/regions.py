"""Regions: departments and regions compared fairly, with intervals, and with what cannot be concluded said aloud."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple, cast

import pandas as pd
import streamlit as st

from analytics.drawings.charts import funnel as funnel_chart
from analytics.drawings.charts.base import Block, Look
from analytics.drawings.charts.compare import intervals, years_by_area
from analytics.drawings.charts.trend import trend_by_year
from analytics.drawings.leaflet import maps
from analytics.drawings.plotly.charts import Figure, with_more
from analytics.geography.levels import Level
from analytics.outputs import receipt_figures
from analytics.outputs.html.compared import Line
from analytics.schema import col
from analytics.statistics import comparison, differences, rates, trends
from analytics.statistics import funnel as funnels
from analytics.statistics import profiles as area_profiles
from analytics.words import conclusions, headlines, phrases
from analytics.words.incidents import names as incident_names
from analytics.words.incidents import with_claims
from analytics.words.years import Kind
from dashboard import areas as parts
from dashboard import charts, controls, frame, loading, opening, panels, receipt, say, takeaway, tray
from dashboard.area_run import AreaRun, area_run
from dashboard.components import show_map
from dashboard.frame import Run

MAP_HEIGHT = 560
MOST_COMPARED = 6


def page(run: Run) -> None:
    """The page: the map and its twin, the area chosen, what can be concluded, the comparison, the table."""
    areas = area_run(run, cast(Level, controls.level()))
    words, selection = run.words, run.selection
    numbers = [(f"touched-{areas.level}", touched(areas))]
    more = phrases.possible_sentence(len(areas.profiles.possible), words)
    opening.top(
        run,
        "regions",
        areas.of_level("finding", lambda: of_period(run, finding(areas))),
        numbers,
        selection.scoped("france"),
        f"{more} {opening.not_narrowed(run, 'regions')}",
    )
    if areas.profiles.incidents.empty:
        controls.nothing_found(selection, run.atlas, words)
        return
    if not run.words.voice:
        first_of_all(areas)
    switches(areas)
    wide, beside = st.columns([3, 2], gap="medium")
    with wide:
        the_map(areas)
    with beside:
        panel(areas)
    if not run.words.voice:  # what can be concluded is said of the record
        concluded(areas)
    years(areas)
    if not run.words.voice:
        compared(areas)
    whole_table(areas)
    if run.words.voice:
        say.caption(run.words("mine.not_on_regions"))


def first_of_all(areas: AreaRun) -> None:
    """Whether the areas differ by more than chance: before any of them is looked at."""
    run, level = areas.run, areas.level
    found = loading.held().dispersion(run.selection.everywhere(), level)
    sentence = areas.of_level("differ", lambda: conclusions.differ(found, level, run.words))
    if sentence:
        with st.container(key="differ"):
            say.text(sentence)
            receipt.button(f"dispersion-{level}", run)


def finding(areas: AreaRun) -> str:
    """The sentence of the page."""
    words = areas.run.words
    level, table = areas.level, areas.table
    ranked = int((table[col.INCIDENTS] >= rates.FRAGILE_FROM).sum())
    verdict = words(f"regions.ranked_{level}", count=ranked) if ranked else words(f"regions.none_ranked_{level}")
    return words(f"regions.finding_{level}", count=touched(areas), of=words.number(len(table)), verdict=verdict)


def of_period(run: Run, sentence: str) -> str:
    """A sentence on all areas behind what narrows it: what is chosen, but for the areas."""
    return headlines.framed(sentence, run.selection.everywhere(), run.atlas, run.words)


def touched(areas: AreaRun) -> int:
    """How many areas any incident touched."""
    return int((areas.table[col.INCIDENTS] > 0).sum())


def switches(areas: AreaRun) -> None:
    """Level, measure, smoothing, map or tiles."""
    words, measure, measure_name = areas.run.words, areas.measure, areas.measure_name
    drawn = controls.shown(controls.DRAWN, "map")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="area-switches"):
        parts.switch(
            controls.LEVEL,
            controls.LEVELS,
            areas.level,
            words("regions.level_label"),
            lambda option: words(f"regions.level_{option}"),
        )
        parts.choice_of_measure(areas)
        parts.switch(
            controls.DRAWN,
            controls.DRAWN_AS,
            drawn,
            words("regions.drawn_label"),
            lambda option: words(f"regions.drawn_{option}"),
        )
        if measure.smoothed and areas.breaks:
            parts.toggle(controls.SMOOTH, words("regions.smooth"), words("regions.smooth_help"))
    with say.expander(words("regions.definition", measure=words(f"area.{measure_name}"))):
        say.text(words(f"area.definition_{measure_name}"))
        if measure.kind == "count" and drawn == "map":
            say.text(words("area.why_circles"))


def the_map(areas: AreaRun) -> None:
    """The map or its twin of tiles, their legend, one value read aloud, the source and the receipt."""
    run = areas.run
    level, words = areas.level, run.words
    drawn = controls.shown(controls.DRAWN, "map")
    if drawn == "map":
        base = maps.france_map(regions=level == col.REGION)
        click = show_map(base, parts.overlay(areas), key=f"map-areas-{level}", height=MAP_HEIGHT)
        if click:
            controls.choose(**{click.kind: (click.code,)})
            st.rerun()
    else:
        code = parts.tile_grid(areas)
        if code:
            pick(areas, code)
    parts.under_map(areas)
    charts.source_line(words, words("regions.source"))
    takeaway.under(f"{'tiles-' if drawn == 'tiles' else ''}{level}-{areas.measure_name}", run)
    say.caption(areas.of_level("missing", lambda: missing(areas)))


def pick(areas: AreaRun, code: str) -> None:
    """Choose an area, or take it back where it is chosen."""
    level, picked = areas.level, areas.picked
    others = tuple(one for one in picked if one != code)
    controls.choose(**{level: others if code in picked else (*others, code)})
    st.rerun()


def missing(areas: AreaRun) -> str:
    """What lies between the sum over areas and the number of incidents, and what has no area."""
    run = areas.run
    words, published = run.words, run.published
    level, profiles = areas.level, areas.profiles
    cover = profiles.coverage
    told = words(
        f"regions.coverage_{level}",
        count=cover.distinct,
        summed=words.number(cover.summed),
        why=words(f"regions.several_{level}", count=len(cover.several)) if len(cover.several) else "",
    )
    said = [told] if cover.distinct else []
    if len(cover.unplaced):
        incidents = incident_names(published, words)
        said.append(
            words(
                f"regions.unplaced_{level}",
                count=len(cover.unplaced),
                names=words.listing([str(incidents[one]) for one in cover.unplaced]),
            )
        )
    return " ".join(said)


def panel(areas: AreaRun) -> None:
    """The area chosen; without one, how to choose, and the areas with most incidents in the order of their codes."""
    words = areas.run.words
    picked = areas.picked
    if not picked:
        say.heading(words("regions.choose_title"))
        say.text(words("regions.choose"))
        with st.container(key="latest", gap=None):
            for code, label in areas.of_measure("most", lambda: highest(areas)).items():
                if say.button(label, key=f"area-{code}", type="tertiary"):
                    pick(areas, code)
        counted = areas.measure.column == col.INCIDENTS
        say.caption(words("regions.no_ranking" if counted else "regions.no_ranking_of_values"))
        return
    for code in picked[:1]:
        area_card(areas, code)


def highest(areas: AreaRun) -> dict[str, str]:
    """The eight areas with the highest values of what the map shows, and what those are, by code."""
    words, measure, table = areas.run.words, areas.measure, areas.table.assign(shown=areas.values)
    known = table[(table["shown"] > 0) & (table[col.INCIDENTS] > 0)]
    told = {}
    for code, row in known.sort_values(["shown", "name_fr"], ascending=[False, True]).head(8).iterrows():
        name, count = named(areas, code), int(row[col.INCIDENTS])
        if measure.column == col.INCIDENTS:
            text = words("regions.choose_item", count=count, name=name)
        else:
            value = phrases.area_value(row["shown"], measure, words)
            text = words("regions.choose_value", count=count, name=name, value=value)
        told[str(code)] = with_claims(text, int(row[col.INCIDENTS_CLAIMED]), words)
    return told


def named(areas: AreaRun, code: Any) -> str:  # noqa: ANN401 - a label of an index
    """The name of an area with its code."""
    level, names = areas.level, areas.names
    return f"{names[code]} ({code})" if level == col.DEPARTMENT else str(names[code])


def area_card(areas: AreaRun, code: str) -> None:
    """One area: counts, rates with intervals, against France, burden, its incidents, its note."""
    row = areas.row(code)
    say.heading(named(areas, code))
    st.html(parts.area_facts(areas, code))
    if not areas.run.words.voice:
        say.text(areas.of_level("said", lambda: said_of(areas, code, row), code))
    tray.button(f"{areas.level}-{code}", areas.run)
    frame.incident_links(areas.incidents_of(code), areas.run)
    takeaway.note(areas.level, code, areas.run)


def said_of(areas: AreaRun, code: str, row: pd.Series) -> str:
    """What the record allows one to say of an area against the common rate."""
    words = areas.run.words
    level, table = areas.level, areas.table
    against = areas.of_level(
        "against", lambda: comparison.observed_expected(table[col.INCIDENTS_WEIGHTED], table[col.PERSON_YEARS])
    )
    expectation = conclusions.expectation_of(against, code)
    if row[col.INCIDENTS]:
        told = conclusions.expected(expectation, "people", level, words)
    else:
        told = conclusions.zero(float(row[col.RATE_HIGH]), expectation, level, words)
    return f"{told} {conclusions.reliability(row[col.RELIABILITY], words)}"


def concluded(areas: AreaRun) -> None:
    """What the record allows one to say of time, of differences between areas and of clusters, and what not."""
    words = areas.run.words
    say.heading(words("regions.concluded"))
    left, right = st.columns(2, gap="large")
    with left:
        say.heading(words("regions.trend"), 3)
        over_time(areas)
    with right:
        say.heading(words("regions.differences"), 3)
        apart(areas)
        if areas.level == col.DEPARTMENT and (alike := areas.of_level("alike", lambda: clusters(areas))):
            say.heading(words("regions.clusters"), 3)
            say.text(alike)
    say.text(words("regions.cannot_text"), lead=words("regions.cannot"))


def over_time(areas: AreaRun) -> None:
    """The trend from year to year, in words and drawn."""
    run = areas.run

    def drawn() -> tuple[str, str, Figure]:
        counts, exposure = receipt_figures.yearly(run.published, run.selection)
        trend = trends.yearly_trend(counts, exposure)
        sentence = conclusions.trend(trend, run.words)
        described = trend_by_year(counts, exposure, trend, "", Look(run.words, run.theme))
        return sentence, of_period(run, sentence), charts.figure_of(described, run)

    sentence, alt, figure = areas.of_level("trend", drawn)
    say.text(sentence)
    charts.show(figure, "trend", alt)
    takeaway.under("trend", run)


def apart(areas: AreaRun) -> None:
    """Which areas lie outside of what chance explains, in words and drawn; those chosen are ringed and named."""
    run, level, look = areas.run, areas.level, Look(areas.run.words, areas.run.theme)

    def drawn() -> tuple[str, str, funnel_chart.Drawn | None, Figure]:
        table = areas.table
        found = funnels.funnel(area_profiles.whole_events(table), table[col.PERSON_YEARS])
        sentence = conclusions.funnel(found, level, run.words)
        plane = funnel_chart.plane(found, {code: named(areas, code) for code in table.index}, look)
        return sentence, of_period(run, sentence), plane, charts.figure_of(Block([plane.panel] if plane else []), run)

    sentence, alt, plane, figure = areas.of_level("funnel", drawn)
    say.text(sentence)
    if plane:
        above = partial(funnel_chart.on_top, plane, areas.picked)
        figure = areas.of_picked("funnel", lambda: with_more(figure, above(), look))
    charts.show(figure, "funnel", alt)
    takeaway.under(f"funnel-{level}", run)


def clusters(areas: AreaRun) -> str:
    """Whether neighbours are alike, in a sentence."""
    run = areas.run
    found = differences.clusters_of(run.atlas, areas.profiles, run.selection, loading.neighbours())
    return conclusions.clusters(found, run.words)


def years(areas: AreaRun) -> None:
    """Each region by year; at the level of departments those of the region chosen, where one is."""
    words, of_departments = areas.run.words, areas.level == col.DEPARTMENT
    kind: Kind = "department" if of_departments and areas.run.selection.region else "region"
    say.heading(words(f"years.title_{kind}"))
    if panels.begin_later(areas):
        return
    panels.show(kind, areas, words("figure.atlas"))
    if of_departments and kind == "region":
        say.caption(words("years.choose_region"))


def compared(areas: AreaRun) -> None:
    """Two areas or more side by side, each with its interval, and year by year on the same axes."""
    words, level, picked = areas.run.words, areas.level, areas.picked
    say.heading(words("regions.compare"))
    key = f"compare-{level}"
    st.session_state[key] = picked
    st.multiselect(
        words(f"regions.compare_{level}"),
        list(areas.table.index),
        key=key,
        format_func=partial(named, areas),
        placeholder=words("regions.compare_placeholder"),
        max_selections=MOST_COMPARED,
        select_all=False,
        on_change=lambda: controls.choose(**{level: tuple(st.session_state[key])}),
    )
    if len(picked) < 2:
        say.caption(words("regions.compare_help"))
        return
    found = areas.of_picked("compared", lambda: side_by_side(areas))
    st.html(found.table)
    left, right = st.columns(2, gap="large")
    with left:
        say.strong(words("area.rate"))
        charts.show(found.rates, "intervals", found.alt)
    with right:
        say.strong(words("regions.by_year"))
        charts.show(found.years, "small-multiples", found.alt)
        takeaway.under(f"compare-{level}", areas.run)
    if found.difference:
        say.text(found.difference)


class SideBySide(NamedTuple):
    """Some areas compared, as the page shows it."""

    table: str
    rates: Figure
    years: Figure
    alt: str
    difference: str  # whether two differ; empty where there are more


def side_by_side(areas: AreaRun, check: Line | None = None) -> SideBySide:
    """The areas that the reader chose, compared; `check` is the last line of their table."""
    run, level, profiles = areas.run, areas.level, areas.profiles
    words, look, shown = run.words, Look(run.words, run.theme), areas.picked[:MOST_COMPARED]
    labels = {code: named(areas, code) for code in shown}
    average = areas.of_level("average", lambda: area_profiles.average(profiles))
    years = areas.of_level("by-year", lambda: area_profiles.by_year(run.atlas, run.published, run.selection, level))
    name = words(f"regions.average_{level}")
    common = (name, average[col.RATE_PER_MILLION], average[col.RATE_LOW], average[col.RATE_HIGH])
    rates = intervals(area_profiles.intervals(profiles, shown), labels, common, look, words("area.rate"))
    return SideBySide(
        parts.comparison(areas, labels, average, areas.of_level("whole", lambda: whole(areas)), name, check),
        charts.figure_of(rates, run),
        charts.figure_of(years_by_area(years[years[col.CODE].isin(shown)], labels, look), run),
        of_period(run, words("regions.compare_alt", names=words.listing(list(labels.values())))),
        difference(areas, *shown) if len(shown) == 2 else "",
    )


def whole(areas: AreaRun) -> pd.Series:
    """France, beside its areas."""
    return area_profiles.whole_of_france(areas.run.atlas, areas.run.published, areas.run.selection)


def difference(areas: AreaRun, first: str, second: str) -> str:
    """Whether the rates of two areas differ, and whether chance explains it."""
    before, after = (areas.row(code) for code in (first, second))
    events = area_profiles.whole_events(areas.table)
    ratio = trends.rate_ratio(
        int(events[first]),
        float(before[col.PERSON_YEARS]),
        int(events[second]),
        float(after[col.PERSON_YEARS]),
    )
    return conclusions.rate_ratio(ratio, named(areas, first), named(areas, second), areas.run.words)


def whole_table(areas: AreaRun) -> None:
    """All areas of the map with their intervals, then what belongs to none; the same rows as a file."""
    words, count = areas.run.words, len(areas.table)
    say.heading(words("regions.table", count=count))
    say.caption(words("regions.table_subtitle"))
    parts.show_table(areas, areas.table, words("regions.table", count=count), lambda: extra_rows(areas))
    parts.downloads(areas)


def extra_rows(areas: AreaRun) -> list[dict[str, object]]:
    """France with each incident once, and the incidents that have no known area."""
    words = areas.run.words
    level, profiles, table = areas.level, areas.profiles, areas.table
    france, cover = area_profiles.national(profiles), profiles.coverage
    return [
        {
            words("regions.area"): words("regions.france_row"),
            words(f"column.{col.INCIDENTS}"): cover.distinct,
            **{words(f"column.{name}"): france[name] for each in rates.YEARLY for name in each.columns},
            **{words(f"column.{name}"): float(table[name].sum()) for name in (col.POPULATION, col.BEDS)},
        },
        {
            words("regions.area"): words(f"regions.unplaced_row_{level}"),
            words(f"column.{col.INCIDENTS}"): len(cover.unplaced),
        },
    ]
