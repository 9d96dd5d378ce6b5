"""One hospital of the register: known attacks, what it is, its beds, what lies near; without one, how to find it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.atlas.published import number_in_france
from analytics.drawings.charts.base import Look
from analytics.drawings.charts.hospital_beds import hospital_beds
from analytics.drawings.leaflet import maps
from analytics.drawings.maps import points as map_places
from analytics.outputs.html import dossier
from analytics.outputs.html.hospital import NEAREST_HOSPITALS, HospitalFile, touched
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import HOSPITAL_KINDS, HOSPITAL_STATUSES, OVERSEAS_DEPARTMENTS
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.site import HOSPITAL
from analytics.statistics import near
from analytics.words import headlines, hospitals, phrases
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import charts, controls, frame, loading, map_marks, paged, receipt, say, tables, takeaway
from dashboard.components import map_words, show_map
from dashboard.frame import Run

FIND, FOUND = "find-hospital", 12  # names that a search shows
LEAST, MOST = 0.1, 0.5  # degrees of map around a hospital
ROOM = 0.06  # degrees for a kilometre to the last of the nearest
NAME = "name"


def page(run: Run) -> None:
    """The page of the hospital that the address names; without one, the way to find one."""
    number = controls.shown(controls.FINESS)
    known = (run.atlas.hospitals[col.FINESS_ET] == number).any()
    if known:
        one(run, number)
        return
    if number:
        unknown(run, number)
    else:
        find(run)


# --- one hospital -----------------------------------------------------------------------------------------


def one(run: Run, number: str) -> None:
    """What is known of one hospital."""
    words, selection = run.words, run.selection
    file = once(run, number, "file", lambda: HospitalFile(number, run.atlas, run.published, selection.evidence))
    department = f"regions?department={file.row[col.DEPARTMENT]}&lang={words.language}"
    sections = file.sections(
        words,
        run.mark,
        incident=frame.incident_addresses("incident", selection),
        hospital=frame.hospital_addresses(selection),
        department=department,
    )
    back(run, file)
    st.html(f'<p class="kicker">{safe(file.place(words))}</p>')
    say.heading(file.row[NAME], 1)
    say.strong(file.known(words))
    takeaway.top(run)
    controls.dial(selection.scoped("france"), words)
    if selection.without("evidence").narrowing_scope:
        say.caption(words("hospital.not_narrowed"))
    wide, beside = st.columns([3, 2], gap="large")
    with wide:
        section(sections["attacks"], words)
        beds(run, file, sections["beds"])
    with beside:
        section(sections["facts"], words)
        where(run, file)
    left, right = st.columns(2, gap="large")
    with left:
        section(sections["around"], words)
        receipt.each_around("hospital", file.geography, run)
    with right:
        if "exercise" in sections:
            with st.container(key="exercise"):
                section(sections["exercise"], words)
    for name, column in zip(("near", "incidents"), st.columns([3, 2], gap="large"), strict=True):
        with column:
            section(sections[name], words)
    cite(run, file)


def once(run: Run, number: str, name: str, make: Any) -> Any:  # noqa: ANN401 - what `make` gives
    """What is said of the hospital under a name: made once for all who open it in one language and one theme."""
    return loading.parts().of((name, number, run.selection.evidence, run.words, run.theme.name), make)


def section(part: dossier.Section, words: Words) -> None:
    """A section of the page as it stands in text alone too."""
    say.heading(part.title)
    st.html(f'<div class="file" lang="{words.language}">{part.html}</div>')


def back(run: Run, file: HospitalFile) -> None:
    """The way to all hospitals, and to those of the same department."""
    words, code = run.words, file.row[col.DEPARTMENT]
    target = st.session_state["pages"][HOSPITAL.name]
    area = run.atlas.place_names[col.DEPARTMENT, words.column("name")][code]
    of_department = Selection(department=(code,), evidence=run.selection.evidence, lang=words.language)
    with st.container(horizontal=True, key="neighbours-top"):
        say.page_link(target, label=words("hospital.all"), query_params=frame.pairs(run.selection))
        label = words("hospital.of_department", area=f"{area} ({code})")
        say.page_link(target, label=label, query_params=frame.pairs(of_department))


def beds(run: Run, file: HospitalFile, part: dossier.Section) -> None:
    """The beds as a figure and as a table."""
    words = run.words
    say.heading(part.title)
    say.caption(words("hospital.beds_subtitle"))
    chart = once(run, file.number, "beds", lambda: hospital_beds(file.row[NAME], file.beds, Look(words, run.theme)))
    figure = once(run, file.number, "beds-figure", lambda: charts.figure_of(chart, run))
    alt = words("hospital.beds_alt", values=words("semicolon").join(chart.values))
    charts.show(figure, "hospital-beds", alt)
    st.html(f'<div class="file" lang="{words.language}">{part.html}</div>')
    charts.source_line(words, words("hospital.beds_source"))
    takeaway.under("hospital-beds", run)


def where(run: Run, file: HospitalFile) -> None:
    """The hospital, the others and the incidents around it, on a map."""
    words, here = run.words, near.point_of(file.number, run.atlas.hospitals)
    say.heading(words("hospital.map"))
    if here is None:
        say.caption(words("hospital.no_map"))
        return
    overseas = file.row[col.DEPARTMENT] in OVERSEAS_DEPARTMENTS
    overlay = once(run, file.number, "map", lambda: overlay_of(run, file, here, overseas))
    base = maps.overseas_map() if overseas else maps.france_map(insets=False)
    click = show_map(base, overlay.again(), key=f"map-hospital-{'overseas' if overseas else 'mainland'}", height=400)
    say.caption(words("hospital.map_note"))
    charts.source_line(words, words("hospital.map_source"))
    if click and click.kind in ("incident", HOSPITAL.name):
        frame.open_page(click.kind, run.selection, click.code)


def overlay_of(run: Run, file: HospitalFile, here: tuple[float, float], overseas: bool) -> maps.Overlay:
    """What the map shows around a hospital."""
    every = map_marks.of_france(run)
    points = map_marks.map_points(every)
    latitude, longitude = here
    last = near.hospitals_near(file.number, run.atlas.hospitals, NEAREST_HOSPITALS)[near.KM].max()
    around = min(max(last * ROOM, LEAST), MOST)
    overlay = maps.overlay(
        points.assign(further=map_places.further(points, france=True)),
        None,
        (),
        None,
        run.theme,
        map_words(run.words, True),
        towns=not overseas,
        fit=maps.Bounds(latitude - around, longitude - around, latitude + around, longitude + around),
        chosen=maps.Chosen((), (), [file.row[col.DEPARTMENT]], look=True) if overseas else maps.NOTHING_CHOSEN,
    )
    return overlay.with_hospitals(map_marks.hospitals(every, file.number))


def cite(run: Run, file: HospitalFile) -> None:
    """How to quote this page, and the hospitals of the department as files."""
    words, code = run.words, file.row[col.DEPARTMENT]
    say.heading(words("hospital.cite"))
    address = frame.whole_address(HOSPITAL.path, run.selection)
    st.code(file.citation(words, address), language=None, wrap_lines=True)
    say.strong(words("hospital.download"))
    of_department = Selection(department=(code,), evidence=run.selection.evidence, lang=words.language)
    takeaway.downloads(col.HOSPITALS, of_department, "download-hospitals", words)
    say.caption(dossier.version(words))


# --- without one ------------------------------------------------------------------------------------------


def unknown(run: Run, number: str) -> None:
    """A number that no hospital of the register has: why that may be, and the way on."""
    words, every = run.words, run.atlas.hospitals
    say.heading(words("hospital.unknown_title", number=number), 1)
    of_entity = every[every[col.FINESS_EJ] == number]
    if len(of_entity):
        say.text(words("hospital.unknown_entity", count=len(of_entity)))
        links(run, rows_of(of_entity))
    say.text(words("hospital.unknown", count=len(every)))
    search(run)
    target = st.session_state["pages"][HOSPITAL.name]
    say.page_link(target, label=words("hospital.all"), query_params=frame.pairs(run.selection))


def find(run: Run) -> None:
    """The way to a hospital: a search, and the table of those of the areas chosen, or of all."""
    words, selection, french = run.words, in_france(run.selection), number_in_france(run.kept)
    rows = run.once("hospitals", lambda: listed(run), selection.lang)
    known = sum(attacks(row) > 0 for row in rows)
    told = words("hospital.list_title", count=len(rows), known=words.number(known))
    say.heading(headlines.framed(told, selection, run.atlas, words), 1)
    until = words("timeline.until", date=words.when(KNOWN_UNTIL.isoformat()))
    say.text(f"{words('hospital.list_help')} {words('hospital.list_attacks', count=french)} {until}")
    takeaway.top(run, [("incidents-france", french)])
    controls.dial(selection, words)
    controls.chips(run.selection, run.atlas, words)
    idle = [pair for pair in run.selection.narrowing_scope if pair[0] in HOSPITAL.unused]
    if idle:
        names = [phrases.narrowing(field, value, run.atlas, words) for field, value in idle]
        say.caption(words("area.unused", names=words.listing(names)))
    search(run)
    table(run, rows)
    takeaway.downloads(col.HOSPITALS, selection, "download-hospitals", words)


def in_france(selection: Selection) -> Selection:
    """A choice as this page has it: its parts of France, or all of France."""
    return selection if selection.names_part else selection.scoped("france")


def listed(run: Run) -> list[dict[str, Any]]:
    """The hospitals of the areas chosen, those that an incident of the choice names first, the largest first."""
    every = run.choice.held.table(col.HOSPITALS, in_france(run.selection))
    hit = every[col.INCIDENT_IDS].notna() | every[col.ENTITY_INCIDENT_IDS].notna()
    by = every.assign(hit=hit).sort_values(["hit", col.BEDS_YEAR, col.BEDS], ascending=False, kind="stable")
    return rows_of(by.drop(columns="hit"))


def search(run: Run) -> None:
    """Find a hospital by its name or its town."""
    words = run.words
    asked = st.text_input(words("hospital.search"), key=FIND, placeholder=words("hospital.search_placeholder"))
    if not asked.strip():
        return
    answer = run.choice.held.finder.answer(asked, words, FOUND, ("hospital",))
    every = run.atlas.hospitals.set_index(col.FINESS_ET, drop=False)
    found = [each["code"] for each in answer.results if each["code"] in every.index]
    if not found:
        say.info(words("hospital.not_found"))
        return
    say.caption(words("hospital.found", count=len(found)))
    links(run, rows_of(every.loc[found]))


def links(run: Run, rows: Sequence[dict[str, Any]]) -> None:
    """Hospitals as links to their pages: name, town, beds, known attacks."""
    words, address = run.words, frame.hospital_addresses(run.selection)
    counts = run.once("attacks-of-hospitals", lambda: attacks_of(run))
    names = run.atlas.place_names[col.DEPARTMENT, words.column("name")]
    items = [
        f'<li><a href="{safe(address(row[col.FINESS_ET]))}" target="_self"><span><strong>{safe(row[NAME])}</strong><br>'
        f"{safe(hospitals.place(row, names))} · {safe(hospitals.counted(counts.get(row[col.FINESS_ET], 0), words))}"
        "</span></a></li>"
        for row in rows
    ]
    st.html(f'<ul class="short-list" lang="{words.language}">{"".join(items)}</ul>')


def attacks_of(run: Run) -> dict[str, int]:
    """How many incidents that count name each hospital, or what it is part of, whatever else is chosen."""
    counted = Selection(evidence=run.selection.evidence).keep(run.published)[col.INCIDENT_ID]
    return {number: len(own) + len(shared) for number, (own, shared) in touched(run.atlas, counted).items()}


def table(run: Run, rows: Sequence[dict[str, Any]]) -> None:
    """The hospitals; choosing one opens its page."""
    words, selection = run.words, run.selection
    say.heading(words("hospital.table", count=len(rows)))
    say.caption(words("hospital.table_note"))
    key = f"hospitals-{abs(hash((selection, len(rows))))}"
    shown = paged.of_page(rows, key, words, "hospitals")
    with st.container(key="wide-table"):
        grid = tables.grid(
            columns_of(shown, words), words, written={words("hospital.beds_year"): lambda year: f"{year:.0f}"}
        )
        event = tables.show(
            grid,
            words("hospital.table_alt"),
            f"table-{key}-{shown[0][col.FINESS_ET] if shown else ''}",
            on_select="rerun",
            selection_mode="single-row",
            height=min(38 * (len(shown) + 1), 460),
        )
    with st.container(key="narrow-list"):
        links(run, shown)
    if event.selection.rows:
        frame.open_page(HOSPITAL.name, selection, shown[event.selection.rows[0]][col.FINESS_ET])


def attacks(row: dict[str, Any]) -> int:
    """How many incidents of the choice name a hospital, or what it is part of."""
    return len(split_list(row[col.INCIDENT_IDS])) + len(split_list(row[col.ENTITY_INCIDENT_IDS]))


def columns_of(rows: Sequence[dict[str, Any]], words: Words) -> tables.Columns:
    """The columns of the table of some hospitals."""
    return {
        words("hospital.name"): [row[NAME] for row in rows],
        words("hospital.town"): [f"{row[col.TOWN]} ({row[col.DEPARTMENT]})" for row in rows],
        words("hospital.attacks"): [attacks(row) for row in rows],
        words("hospital.beds"): [row[col.BEDS] for row in rows],
        words("hospital.acute"): [row[col.ACUTE] for row in rows],
        words("hospital.beds_year"): [row[col.BEDS_YEAR] for row in rows],
        words("hospital.kind"): [words.label(HOSPITAL_KINDS, row[col.KIND]) for row in rows],
        words("hospital.status"): [
            None if pd.isna(row[col.STATUS]) else words.label(HOSPITAL_STATUSES, row[col.STATUS]) for row in rows
        ],
    }
