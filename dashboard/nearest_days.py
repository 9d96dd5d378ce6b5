"""Who lived nearest to a hospital in degraded mode: every day, then one on a map that the reader chooses."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.nearest import nearest_days as nearest_chart
from analytics.outputs import addresses, nearest_figures, pictures
from analytics.outputs.held import Basis
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.statistics.nearest_days import NearestDays, OneDay
from analytics.words import nearest as told
from analytics.words.escape import safe
from analytics.words.incidents import names
from dashboard import charts, controls, frame, opening, receipt, say, tables, takeaway
from dashboard.frame import Run

PHONE = "(max-width: 640px)"


def section(run: Run) -> None:
    """The people by day, and the day chosen: a map, the hospitals, a table by department."""
    words = run.words
    found = nearest_figures.found(run.choice)
    say.heading(words("nearest.title"))
    say.text(words("nearest.intro"))
    if found.totals.empty:
        say.text(words("nearest.nothing"))
        return
    chart = run.once("nearest-days", lambda: nearest_chart(found, "", Look(words, run.theme)))
    finding = opening.of_choice(run, chart.title)
    say.strong(finding)
    say.caption(chart.subtitles[0])
    charts.in_two_widths(lambda look: nearest_chart(found, "", look), "nearest-days", run, finding)
    for note in chart.notes[:-1]:
        say.caption(note)
    takeaway.under("nearest-days", run)
    one = nearest_figures.one_day(Basis(run.choice.held, run.selection))
    if one is not None:
        choose(found, one, run)
        day(one, run)


def choose(found: NearestDays, one: OneDay, run: Run) -> None:
    """The day, by slider, by its date, or as the next on which an outage began; the address says it."""
    words = run.words
    first, last = found.totals.index[0].date(), found.totals.index[-1].date()
    shown = min(max(one.day.date(), first), last)
    slider, exact = st.columns([3, 1], vertical_alignment="bottom")
    if first < last:
        st.session_state["nearest-slider"] = shown
        slider.slider(
            words("nearest.slider"), first, last, key="nearest-slider", format=words("nearest.date_format"),
            on_change=_take, args=("nearest-slider",),
        )  # fmt: skip
    st.session_state["nearest-date"] = shown
    exact.date_input(
        words("nearest.day"), min_value=first, max_value=last, key="nearest-date", format=words("nearest.date_format"),
        on_change=_take, args=("nearest-date",),
    )  # fmt: skip
    steps(one, run)


def steps(one: OneDay, run: Run) -> None:
    """The nearest days on which an outage began."""
    words = run.words
    with st.container(horizontal=True, key="nearest-steps"):
        for name, to in (("before", one.before), ("after", one.after)):
            if to is not None:
                label = words(f"nearest.{name}", date=told.date_of(to, words))
                say.button(label, key=f"nearest-{name}", on_click=_go, args=(to.date(),))


def _take(key: str) -> None:
    _go(st.session_state[key])


def _go(day: date) -> None:
    controls.choose(day=day.isoformat())


def day(one: OneDay, run: Run) -> None:
    """One day: who lived nearest, on the map and by department; that nothing is known where nothing is."""
    words, when = run.words, told.date_of(one.day, run.words)
    if one.hospitals.empty:
        say.strong(words("nearest.of_day_nobody", date=when))
        return
    say.strong(told.of_day(one, words))
    receipt.button("nearest-people", run, receipt.checks("nearest-people", one.total[told.LOW], words))
    st.html(f'<div class="picture">{image(run)}</div>')
    takeaway.under("nearest-day", run)
    basis = run.choice
    hospitals = nearest_figures.named(one, basis)
    grid = tables.grid(told.of_hospitals(hospitals, called(hospitals, run), words), words)
    say.strong(words("nearest.hospitals_title", date=when))
    tables.show(grid, words("nearest.hospitals_title", date=when), "nearest-hospitals")
    title = words("nearest.departments_title", date=when)
    say.strong(title)
    grid = tables.grid(told.by_department(one, nearest_figures.department_names(basis, words), words), words)
    tables.show(grid, title, "nearest-departments")


def called(hospitals: pd.DataFrame, run: Run) -> dict[str, str]:
    """What the incidents of each hospital are called, by the list of their identifiers."""
    known = names(run.atlas.incidents, run.words)
    return {
        ids: run.words.listing([str(known[incident]) for incident in split_list(ids)])
        for ids in hospitals[col.INCIDENT_IDS]
    }


def image(run: Run) -> str:
    """The map as the picture that can be taken away, in the reader's theme, narrow on a telephone."""
    query = [*run.selection.without("incident").to_query(), (addresses.THEME, run.theme.name)]
    wide, narrow = (
        frame.base() + addresses.picture_path("nearest-day", "svg", [*query, (addresses.SIZE, size)])
        for size in ("wide", "narrow")
    )
    alt = pictures.label("nearest-day", run.words)
    return (
        f'<picture><source media="{PHONE}" srcset="{safe(narrow)}">'
        f'<img class="day-map" src="{safe(wide)}" alt="{safe(alt)}"'
        ' width="900" height="1000"></picture>'
    )
