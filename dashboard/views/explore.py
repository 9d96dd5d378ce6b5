"""Explore: the map, the incident that was chosen, the table of the same rows, and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from analytics.atlas.published import number_in_france
from analytics.drawings import shading as shadings
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.leaflet import maps
from analytics.drawings.maps import clusters
from analytics.drawings.maps import points as map_places
from analytics.outputs.html import cards
from analytics.outputs.notes.note import cut
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, TIERS
from analytics.statistics import trends
from analytics.statistics.area_measures import MEASURES
from analytics.words import phrases
from analytics.words.incidents import called
from analytics.words.phrases import place_line
from dashboard import areas as parts
from dashboard import (
    bars,
    charts,
    controls,
    frame,
    key_figures,
    legend,
    loading,
    map_marks,
    opening,
    own_rows,
    paged,
    questions,
    say,
    tables,
    takeaway,
)
from dashboard.area_run import names_of
from dashboard.components import map_words, show_map
from dashboard.frame import Run

MAP_HEIGHTS = {"france": 540, "world": 600}
LATEST = 20  # as many as stand beside the map
FEW, PLACED = 15, 8  # up to so many incidents the words of the map stand beside it, and of each incident its place
LETTERS = 150  # of what happened, in the place of one incident more
INSTEAD = {"france": 4, "world": 10}  # how many incidents of a few would fill the room beside the map
RATE = MEASURES["rate"]


def page(run: Run) -> None:
    """The page, from what is known to what cannot be shown."""
    if not opening.opening(run, "explore", opening.counted(run), opening.counts(run)):
        return
    with st.container(key="front-questions"):  # there though it be empty: the map keeps its place
        if not run.words.voice:
            questions.asked(run.selection, run.words)
    # on a narrow screen the style sheet puts the map before the figures
    with st.container(key="front-figures"):
        key_figures.key_figures(run)
    with st.container(key="front-map"):
        wide, beside = st.columns([3, 2], gap="medium")
        with wide:
            view_switches(run)
            shown = the_map(run)
            if not few(run):
                under_map(run, shown)
        with beside:
            if few(run):
                under_map(run, shown)
            chosen_incident(run)
    with st.container(key="front-rest"):
        strip(run)
        table(run)
        downloads(run)


def view_switches(run: Run) -> None:
    """Whether departments are shaded and hospitals shown, and the places elsewhere of incidents of a part of France."""
    if run.chosen.view != "france":
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="view-switches"):
        parts.toggle(controls.SHADE, run.words("map.shade"))
        parts.toggle(controls.HOSPITALS, run.words("map.hospitals"))
        if run.selection.names_part:
            places_elsewhere(run)


def places_elsewhere(run: Run) -> None:
    """The switch that shows the other places of the incidents that touched the area chosen."""
    key = "widget-places"
    st.session_state[key] = run.selection.places == "all"
    st.toggle(
        run.words("map.elsewhere"),
        key=key,
        on_change=lambda: controls.choose(places="all" if st.session_state[key] else "area"),
    )


class Shown(NamedTuple):
    """What the map of a choice shows, and what stands under it.

    Attributes
    ----------
    overlay : what the choice changes on the map; each run hangs one of its own on its map.
    marks, legend : of the marks, and of the colours where departments are shaded, as HTML; empty where there are none.
    reading : how to read the colours.
    left_out : what the map leaves out.
    clustered : whether circles stand for marks, of which there are too many.
    """

    overlay: maps.Overlay
    marks: str
    legend: str
    reading: str
    left_out: str
    clustered: bool


def few(run: Run) -> bool:
    """Whether the list beside the map is so short that the words of the map have room above it."""
    return 1 < len(run.kept) <= FEW and not run.selection.incident


def the_map(run: Run) -> Shown:
    """The map; what was clicked on it is chosen."""
    chosen = run.chosen
    france = chosen.view == "france"
    shown = run.once("map", lambda: shown_on_map(run), chosen.view, chosen.shaded, run.selection.incident)
    # a file alone is seen where it is, which may be far from Europe
    base = maps.france_map() if france else maps.world_map(europe=own_rows.where(run) is None)
    with_hospitals = france and controls.shown(controls.HOSPITALS) == "yes"
    overlay = shown.overlay.with_hospitals(map_marks.hospitals(run)) if with_hospitals else shown.overlay.again()
    click = show_map(base, overlay, key=f"map-{chosen.view}{run.words.voice}", height=MAP_HEIGHTS[chosen.view])
    if click and click.kind == "hospital":
        frame.open_page(click.kind, run.selection, click.code)
    if click:  # its kind is a name of the selection
        controls.choose(**{click.kind: click.code if click.kind == "incident" else (click.code,)})
        st.rerun()
    return shown


def under_map(run: Run, shown: Shown) -> None:
    """The legend of the map, how to read it, and what it leaves out."""
    words, france = run.words, run.chosen.view == "france"
    if shown.marks:
        st.html(shown.marks)
    if shown.clustered:
        say.caption(words(f"map.clustered_{run.chosen.view}", most=words.number(clusters.MOST_MARKS)))
    if france and controls.shown(controls.HOSPITALS) == "yes":
        say.caption(words("map.hospitals_note"))
    if shown.legend:
        say.caption(words("map.shade_legend") + (f" {words('map.greyed')}" if run.selection.names_part else ""))
        st.html(shown.legend)
        say.caption(shown.reading)
    charts.source_line(words, words("map.source"))
    takeaway.under("map" if france else "map-world", run)
    if shown.left_out:
        say.caption(shown.left_out)
    own_rows.without_country(run)


def shown_on_map(run: Run) -> Shown:
    """What the map of a choice shows, and the words under it."""
    chosen, words, selection = run.chosen, run.words, run.selection
    points, france = map_marks.map_points(run), chosen.view == "france"
    own = own_rows.own_rows(run, points)
    kept = own.others(run.kept) if own else run.kept
    points = own.others(points) if own else points
    drawn = map_marks.drawn(run, points)
    by_department = loading.held().rates(selection.everywhere(), "department")
    inside = map_marks.inside(run)
    shading, fragile, legend, reading = None, frozenset[str](), "", ""
    if france and chosen.shaded:
        shading, fragile, legend, reading = shaded(run, by_department)
        shading, fragile = shadings.narrowed(shading, inside), fragile & inside if inside else fragile
    notes = department_notes(run, by_department) if france else {}
    if drawn.circles is not None:
        notes = {**notes, **map_marks.notes(drawn.circles, words)}
    overlay = maps.overlay(
        drawn.marks,
        shading.colours if shading else None,
        shading.no_data if shading else frozenset(),
        selection.incident or None,
        run.theme,
        own.attributed(map_words(words, france), run) if own else map_words(words, france),
        notes=notes,
        chosen=map_marks.chosen(run),
        towns=france,
        fit=own_rows.where(run),
        fragile=fragile,
        circles=drawn.circles,
        clusters=True,
    )
    said = [*(own.sentences(run) if own else ()), *map_places.left_out(points, kept, words, france=france)]
    said += [words("map.towns")] if france else []
    clustered = drawn.circles is not None
    marks = "" if clustered or (own and drawn.marks.empty) else map_marks.legend(run, drawn.marks)
    overlay = own.on(overlay, run) if own else overlay
    return Shown(overlay, marks, legend, reading, " ".join(said), clustered)


def shaded(run: Run, by_department: pd.DataFrame) -> tuple[shadings.Shading, frozenset[str], str, str]:
    """The colours of the departments as on the page of areas, which are fragile, the legend, one value read aloud."""
    words = run.words
    values, breaks = (
        by_department[RATE.column].astype(float),
        loading.held().breaks("department", "rate", run.selection),
    )
    shading, fragile = parts.shaded(values, breaks, RATE, by_department[col.RELIABILITY], run.theme)
    legend = parts.legend(values, breaks, "rate", run.theme, words)
    return (
        shading,
        fragile,
        legend,
        phrases.area_reading(by_department, "rate", names_of(run.atlas.departments, words), words),
    )


def department_notes(run: Run, by_department: pd.DataFrame) -> dict[str, str]:
    """What is said of each department touched; the areas that the reader chose do not narrow it."""

    def told() -> dict[str, str]:
        touched = by_department[by_department[col.INCIDENTS] > 0].reset_index()
        return {row[col.CODE]: phrases.area_told(row, "rate", run.words) for row in rows_of(touched)}

    return loading.held().choice(run.selection.everywhere()).once(("notes", run.words), told)


def chosen_incident(run: Run) -> None:
    """The card of the incident that was chosen; without one, the latest incidents to choose from."""
    words, kept, selection = run.words, run.kept, run.selection
    if opening.card(run):
        return
    if len(kept) == 1:
        only = run.choice.rows[0]
        frame.incident_link(only[col.INCIDENT_ID], selection, words("card.whole"))
        st.html(opening.card_of(only, run))
        return
    say.heading(words("explore.latest"))
    with st.container(key="latest", gap=None):
        for incident in run.choice.rows[:LATEST]:
            say.button(
                words(
                    "explore.latest_item",
                    name=called(incident, words),
                    date=words.when(incident[col.STARTED_ON]),
                ),
                key=f"open-{incident[col.INCIDENT_ID]}",
                type="tertiary",
                on_click=lambda code=incident[col.INCIDENT_ID]: controls.choose(incident=code),
            )
            if len(kept) <= PLACED:
                room = LETTERS * (INSTEAD[run.chosen.view] - len(kept)) // len(kept)
                told = cut(incident[words.column("summary")], room) if room >= LETTERS // 2 else ""
                st.html(cards.in_short(incident, run.atlas, words, told))
    say.caption(words("explore.choose"))


def strip(run: Run) -> None:
    """The small strip of years under the map; its types filter, and its bars open their incidents."""
    words = run.words
    say.heading(words("explore.by_year"))
    counts = run.once("per-year", lambda: trends.per_year(run.kept))
    alt = charts.by_year_alt(counts, words)
    legend.of_types(run)
    said = opening.of_choice(run, alt)
    picked = charts.answering(by_year, "strip", run, said, legend.without_types, height=220)
    charts.years_note(counts, words)
    takeaway.under("by-year", run)
    bars.opened("strip", picked, bars.years(run), run, here=True)


def table(run: Run) -> None:
    """The same rows as the map; choosing one opens its card."""
    atlas, words, newest, selection = run.atlas, run.words, run.choice.rows, run.selection
    say.heading(words("table.title", count=len(newest)))
    key = str(abs(hash((selection.without("incident"), len(newest)))))
    shown = paged.of_page(newest, key, words)
    page = f"{shown[0][col.INCIDENT_ID]}-{len(shown)}"
    with st.container(key="wide-table"):
        event = tables.show(
            run.once("table", lambda: tables.grid(rows_shown(run, shown), words, date=words("table.date")), page),
            words("table.alt"),
            f"table-{key}-{page}",
            on_select="rerun",
            selection_mode="single-row",
            height=min(38 * (len(shown) + 1), 460),
        )
    picked = event.selection.rows
    controls.choose_once("picked-row", shown[picked[0]][col.INCIDENT_ID] if picked else None)
    address = frame.incident_addresses("", selection)
    with st.container(key="narrow-list"):
        st.html(run.once("list", lambda: cards.short_list(shown, atlas, words, run.mark, address), address(""), page))


def rows_shown(run: Run, shown: Sequence[cards.Row]) -> tables.Columns:
    """The columns of the table of some of the incidents kept, the latest first."""
    words = run.words
    columns: dict[str, Callable[[cards.Row], Any]] = {
        "date": lambda row: row[col.STARTED_ON],
        "name": lambda row: called(row, words),
        "place": lambda row: place_line(row, run.atlas, words),
        "type": lambda row: words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]),
        "beds": itemgetter(col.BEDS),
        "people_affected": itemgetter("people_affected"),
        "days_to_recover": itemgetter(col.DAYS_TO_RECOVER),
        "sources": itemgetter(col.INDEPENDENT_SOURCES),
        "tier": lambda row: words.label(TIERS, row[col.STRONGEST_TIER]),
    }
    return {words(f"table.{name}"): [cell(row) for row in shown] for name, cell in columns.items()}


def downloads(run: Run) -> None:
    """The rows shown, as files in both dialects, and what they hold."""
    words, kept = run.words, run.kept
    takeaway.downloads(col.INCIDENTS, run.selection.without("incident"), "download", words)
    takeaway.kit_of_choice(run)
    french = number_in_france(kept)
    every = french in (0, len(kept))
    rows = "download.rows" if every else "download.rows_part"
    say.caption(f"{words(rows, count=len(kept), france=words.number(french))} {words('download.about')}")
