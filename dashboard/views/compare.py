"""Compare: two to six incidents, areas or countries side by side, at an address of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.geography.levels import Level
from analytics.outputs import compared, compared_files, formats, pictures, works
from analytics.outputs.addresses import asked
from analytics.outputs.html import compared as table_parts
from analytics.outputs.html.dossier import Dossier
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS
from analytics.words import phrases
from analytics.words.escape import safe
from analytics.words.text import UNKNOWN
from dashboard import areas as parts
from dashboard import charts, controls, frame, loading, say, takeaway, tray
from dashboard.area_run import AreaRun, area_run
from dashboard.frame import Run
from dashboard.views import regions

EXAMPLES = (
    ("fr-corbeil-essonnes-chsf-2022", "fr-versailles-2022", "fr-dax-2021"),
    ("region-11", "region-53", "region-84"),
    ("country-FRA", "country-DEU", "country-GBR"),
)


def page(run: Run) -> None:
    """The page: what is in the tray, then each kind of thing side by side, then the files."""
    words, chosen = run.words, compared.things(run.selection)
    called = compared.names(loading.held(), words)
    say.heading(compared.heading([called[one.value] for one in chosen], words), 1)
    say.text(words("compare.subtitle"))
    if chosen:
        controls.dial(run.selection.everywhere(), words)
        controls.chips(run.selection, run.atlas, words)
    in_the_tray(run, chosen)
    notices(run, chosen)
    if len(chosen) < 2:
        examples(run)
    incidents_of([one.code for one in chosen if one.kind == compared.INCIDENT], run)
    for kind in (col.REGION, col.DEPARTMENT, col.COUNTRY):
        areas_of(cast(Level, kind), [one.code for one in chosen if one.kind == kind], run)
    if chosen:
        files(run)


def in_the_tray(run: Run, chosen: list[compared.Thing]) -> None:
    """What is compared, each with the button that takes it out."""
    words, called = run.words, compared.names(loading.held(), run.words)
    with st.container(horizontal=True, gap="small", key="tray"):
        for one in chosen:
            say.button(
                f"{called[one.value]}  ×",
                key=f"tray-{one.value}",
                help=words("compare.take_out"),
                on_click=tray.take_out,
                args=(one.value,),
            )
        if chosen:
            say.button(
                words("compare.clear"), key="tray-clear", type="tertiary", on_click=lambda: controls.choose(compare=())
            )


def notices(run: Run, chosen: list[compared.Thing]) -> None:
    """What the page cannot set side by side, and why."""
    words, called = run.words, compared.names(loading.held(), run.words)
    if left_out := run.selection.compare[compared.MOST :]:
        names = words.listing([called[value] for value in left_out])
        say.warning(words("compare.too_many", most=words.number(compared.MOST), names=names))
    if len(chosen) == 1:
        say.info(words("compare.one_alone"))
    there = {row[col.INCIDENT_ID] for row in run.choice.held.rows(run.selection.evidence)}
    hidden = [one.value for one in chosen if one.kind == compared.INCIDENT and one.code not in there]
    if hidden:
        say.warning(words("compare.not_at_level", names=words.listing([called[value] for value in hidden])))


def examples(run: Run) -> None:
    """How to fill the tray, and three comparisons to open."""
    words, called = run.words, compared.names(loading.held(), run.words)
    say.text(words("compare.how"))
    target = st.session_state["pages"][tray.PAGE]
    for values in EXAMPLES:
        known = tuple(value for value in values if value in called)
        if len(known) > 1:
            label = words.listing([called[value] for value in known])
            say.page_link(target, label=label, query_params=frame.pairs(replace(run.selection, compare=known)))


def incidents_of(chosen: list[str], run: Run) -> None:
    """Incidents side by side: what each is, every figure, and their timelines from day 0."""
    words, selection = run.words, run.selection
    published = run.choice.published
    there = set(published[col.INCIDENT_ID])
    files = [Dossier(one, run.atlas, published, selection.evidence) for one in chosen if one in there]
    if not files:
        return

    def address(incident: str, receipt: str) -> str:
        query = frame.pairs(replace(selection, incident=incident))
        return asked("incident", [*query, *([("receipt", receipt)] if receipt else [])])

    say.heading(words("compare.incidents"))
    st.html(table_parts.side_by_side(files, words, address))
    say.heading(words("compare.from_day_0"), 3)
    choice = pictures.Choice(run.choice.held, selection)
    chart = pictures.described("side-by-side", choice, Look(words, run.theme))
    charts.show(charts.figure_of(chart, run), "side-by-side", words("semicolon").join((chart.title, *chart.values)))
    takeaway.under("side-by-side", run)


def areas_of(level: Level, chosen: list[str], run: Run) -> None:
    """Areas side by side, as their own page compares them; of countries what is counted, which is no census."""
    words = run.words
    if not chosen:
        return
    areas = area_run(run, level)._replace(picked=chosen)
    known = [code for code in chosen if code in areas.profiles.areas.index]
    areas = areas._replace(picked=known)
    say.heading(words(f"compare.{level}"))
    say.caption(phrases.scope(run.selection.everywhere(), run.atlas, words))
    check = area_checks(areas)
    if level == col.COUNTRY:
        st.html(countries(areas, check))
        say.caption(words("compare.no_census"))
    elif len(known) > 1:
        found = regions.side_by_side(areas, check)
        st.html(found.table)
        charts.show(found.rates, f"compare-rates-{level}", found.alt)
        charts.show(found.years, f"compare-years-{level}", found.alt)
        say.text(found.difference)
    elif known:
        told = [(label, [parts.cell(value, note)]) for label, value, note in parts.told(areas, known[0])]
        st.html(table_parts.table([regions.named(areas, known[0])], [*told, check], words))
    name = "world" if level == col.COUNTRY else "regions"
    named: dict[str, Any] = {level: tuple(known)}
    query = frame.pairs(replace(run.selection, **named))
    query = [pair for pair in query if pair[0] != controls.LEVEL]
    query += [(controls.LEVEL, level)] if level != col.COUNTRY else []
    say.page_link(st.session_state["pages"][name], label=words(f"compare.see_{name}"), query_params=query)


def area_checks(areas: AreaRun) -> table_parts.Line:
    """The last line of a table of areas: where the incidents of each are checked, and all its figures."""
    words = areas.run.words

    def links(code: str) -> str:
        one = compared.Thing(areas.level, code)
        named = {"touching": words(f"column.{col.INCIDENTS}"), "areas": words("compare.every_figure")}
        return "<br>".join(
            table_parts.receipt_link(
                frame.base() + compared_files.check_area(figure, one, areas.run.selection),
                f"{shown}, {areas.names[code]}",
                words,
                shown,
            )
            for figure, shown in named.items()
        )

    return words("receipt.open"), [links(code) for code in areas.picked]


def countries(areas: AreaRun, check: table_parts.Line) -> str:
    """Countries, one a column: what is counted, beside the people and beds that nothing is divided by."""
    words, codes, groups = areas.run.words, areas.picked, areas.table[col.COUNTRY_GROUPS]
    rows = [
        (words(f"column.{name}"), [_written(areas.row(code)[name], write) for code in codes])
        for name, write in parts.columns("country", words).items()
    ]
    told = [[words.label(COUNTRY_GROUPS, group) for group in split_list(groups[code])] for code in codes]
    rows.append((words("filters.group"), ["<br>".join(map(safe, each)) or UNKNOWN for each in told]))
    return table_parts.table([safe(areas.names[code]) for code in codes], [*rows, check], words)


def _written(value: float, write: Callable[[float], str]) -> str:
    return f"<strong>{safe(UNKNOWN if pd.isna(value) else write(float(value)))}</strong>"


def files(run: Run) -> None:
    """The figures of the page as files: a workbook, CSV, and the same for programs."""
    words, selection = run.words, run.selection
    held, origin = loading.held(), frame.origin()
    say.heading(words("compare.files"))
    stem = compared_files.file_stem(selection)

    def csv() -> bytes:
        made = compared_files.labelled(compared_files.table(held, selection, words, origin), words)
        return formats.to_csv(made, formats.DIALECTS[1] if words.language == "fr" else formats.DIALECTS[0])

    work = works.comparison_of(selection, origin, frame.whole_address(tray.PAGE, selection))
    with st.container(horizontal=True, key="downloads-compare"):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        for ending, label, data, media in (
            ("xlsx", words("download.xlsx"), loading.on_demand(work), kind),
            ("csv", words("download.labelled"), csv, "text/csv"),
        ):
            say.download_button(
                label, data=data, file_name=f"{stem}.{ending}", mime=media, key=f"compare-{ending}", on_click="ignore"
            )
        say.link_button(words("compare.json"), frame.base() + compared_files.address(selection))
