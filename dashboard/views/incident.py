"""One incident, the page that is shared: what happened, every figure with who says it, places, response, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, cast

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.events import events as events_chart
from analytics.drawings.leaflet import maps
from analytics.drawings.maps.points import told
from analytics.outputs import pictures, standing_figures
from analytics.outputs.html import cards, catchment, dossier
from analytics.outputs.html.dossier import Dossier, Section
from analytics.schema import col
from analytics.schema.codes import FRANCE, OVERSEAS_DEPARTMENTS, STATUSES, TIERS
from analytics.selection.selection import Selection
from analytics.words import headlines
from analytics.words.incidents import called, is_claimed
from analytics.words.text import Words
from dashboard import charts, controls, frame, key_figures, loading, opening, paged, receipt, say, takeaway, tray
from dashboard.components import forget_unless, map_words, show_map
from dashboard.frame import Run, Value

FIND = "find-incident"
FOUND = 12  # names that a search shows
AT_ONCE = 40  # incidents that a list shows without asking for a year
YEAR = "incidents-year"
AROUND, AROUND_ABROAD = 0.35, 7  # degrees of map around the places of an incident


def page(run: Run) -> None:
    """The page of the incident that the address names; without one, the way to find one."""
    words, selection = run.words, run.selection
    if all(row[col.INCIDENT_ID] != selection.incident for row in run.choice.held.rows(selection.evidence)):
        find(run)
        return
    file = once(run, "file", lambda: Dossier(selection.incident, run.atlas, run.published, selection.evidence))
    sections = once(run, "sections", lambda: file.own_sections(words))
    related = file.related_section(words, run.mark, frame.incident_addresses("incident", selection))
    row = file.row
    neighbours(run, row, "top")
    title(run, row)
    takeaway.top(run)
    controls.dial(selection, words)
    tray.button(selection.incident, run)
    if file.claims.empty:
        say.info(words("incident.nothing_accepted"))
    wide, beside = st.columns([3, 2], gap="large")
    with wide:
        say.text(row[words.column("summary")])
        st.html(once(run, "about", lambda: file.about(words)))
        figures_stated(run, file, sections["figures"])
        if "timeline" in sections:
            the_timeline(run, file, sections["timeline"])
    with beside:
        where(run, file, sections["places"])
        for name in ("services", "response", "end"):
            section(sections[name], words)
    if "around" in sections:
        section(sections["around"], words)
        receipt.each_around("incident", catchment.of_incident(row[col.INCIDENT_ID], run.atlas), run)
    if "who" in sections:
        section(sections["who"], words)
    if not words.voice:
        compared(run, file)
    for part in (related, sections["sources"]):
        if part:
            section(part, words)
    if not words.voice:
        cite(run, row)
    neighbours(run, row, "bottom")
    with st.container(key="search-again"):
        search(run)


def once(run: Run, name: str, make: Callable[[], Value]) -> Value:
    """What is said of the incident under a name: made once for all who open it in one language and one theme."""
    key = (name, run.selection.incident, run.selection.evidence, run.words, run.theme.name)
    return cast(Value, loading.parts().of(key, make))


def section(part: Section, words: Words) -> None:
    """A section of the file as it stands in the static edition too."""
    say.heading(part.title)
    st.html(f'<div class="file" lang="{words.language}">{part.html}</div>')


def find(run: Run) -> None:
    """The way to an incident: those of the choice; without one all, those known from an attacker alone included."""
    words, selection, every = run.words, run.selection, of_scope(run)
    narrowed = bool(selection.narrowing_scope)
    told = headlines.framed(words("incident.find_title", count=len(every)), scope_of(selection), run.atlas, words)
    say.heading(opening.counted(run) if narrowed else told, 1)
    say.text(words("incident.find_narrowed" if narrowed else "incident.find_subtitle"))
    controls.scope(selection, words)
    controls.chips(selection, run.atlas, words)
    search(run)
    if narrowed and run.kept.empty:
        controls.nothing_found(selection, run.atlas, words)
    listed(run.choice.rows if narrowed else every, run)


def scope_of(selection: Selection) -> Selection:
    """The scope of a choice and nothing else of it."""
    return Selection(lang=selection.lang).scoped(selection.scope)


def of_scope(run: Run) -> list[dict[str, Any]]:
    """Every incident of the scope, those known from an attacker alone included."""
    rows, countries = run.choice.held.rows(run.selection.evidence), scope_of(run.selection).country
    return [row for row in rows if row[col.COUNTRY] in countries] if countries else rows


def listed(rows: list[dict[str, Any]], run: Run) -> None:
    """The incidents as short cards, the latest first: all of a short list, of a long one those of a year."""
    words, year = run.words, ""
    if len(rows) > AT_ONCE:
        counts = run.once("years-of-list", lambda: Counter(row[col.STARTED_ON][:4] for row in rows))
        year = of_year(counts, words)
        say.heading(words("incident.of_year", year=year, count=counts[year]))
        rows = [row for row in rows if row[col.STARTED_ON].startswith(year)]
    shown = paged.of_page(rows, f"incidents-{year}", words)
    address, first = frame.incident_addresses("incident", run.selection), shown[0][col.INCIDENT_ID] if shown else ""
    links = run.once(
        "links", lambda: cards.short_list(shown, run.atlas, words, run.mark, address), address(""), year, first
    )
    with st.container(key="incidents-list"):
        st.html(links)


def of_year(counts: Mapping[str, int], words: Words) -> str:
    """The year whose incidents the reader wants to see, each offered with its count; the latest at first."""
    forget_unless(YEAR, counts)
    year = st.pills(
        words("incident.years"),
        list(counts),
        default=next(iter(counts)),
        format_func=lambda year: words("incident.year", year=year, number=words.number(counts[year])),
        key=YEAR,
    )
    return year or next(iter(counts))


def search(run: Run) -> None:
    """Find an incident by name, town, department or actor, as the filter of words does, whoever says so."""
    words = run.words
    asked = st.text_input(words("incident.search"), key=FIND, placeholder=words("incident.search_placeholder"))
    if not asked.strip():
        return
    having = frozenset(Selection(q=asked, evidence=list(TIERS)[-1]).keep(run.published)[col.INCIDENT_ID])
    found = [row for row in run.choice.held.rows(run.selection.evidence) if row[col.INCIDENT_ID] in having]
    if not found:
        say.info(words("incident.not_found"))
        controls.offer_meant(asked, words, lambda meant: st.session_state.update({FIND: meant}))
        return
    say.caption(words("incident.found", count=len(found)))
    frame.incident_links(found[:FOUND], run)


def title(run: Run, row: dict[str, Any]) -> None:
    """Name, date, type and place; an attacker's claim is said to be one before anything else."""
    atlas, words = run.atlas, run.words
    st.html(cards.kicker(row, atlas, words, run.mark))
    say.heading(row[words.column("name")], 1)
    if is_claimed(row):
        say.warning(words("incident.claimed", status=words.label(STATUSES, "claimed")))


def figures_stated(run: Run, file: Dossier, part: Section) -> None:
    """Every number that is stated: value, range, tier, independent sources, and its receipt."""
    items = once(run, "items", lambda: file.items(run.words))
    if not items:
        section(part, run.words)
        return
    say.heading(part.title)
    with key_figures.figure_row("incident"):
        for name, item in items.items():
            key_figures.figure(name, item, run)


def the_timeline(run: Run, file: Dossier, part: Section) -> None:
    """The timeline as a figure and as a list."""
    words, events = run.words, file.events
    say.heading(part.title)
    if events[col.OCCURRED_ON].nunique() > 1:
        figure = once(
            run,
            "events",
            lambda: charts.figure_of(events_chart(called(file.row, words), events, Look(words, run.theme)), run),
        )
        charts.show(figure, "incident-timeline", words("incident.timeline_alt", count=len(events)))
        takeaway.under("incident-events", run)
    st.html(part.html)


def compared(run: Run, file: Dossier) -> None:
    """Where it stands among all that are known, which are most like it, and those of the same organisation."""
    words = run.words
    counted = standing_figures.counted(run.choice.held, run.selection.evidence)
    address = frame.incident_addresses("incident", run.selection)
    section(file.alike_section(counted, words, run.mark, address), words)
    choice = pictures.Choice(run.choice.held, run.selection)
    chart = once(run, "standing", lambda: pictures.described("incident-standing", choice, Look(words, run.theme)))
    if chart.blocks:
        alt = words("semicolon").join((chart.title, *chart.values))
        charts.show(once(run, "standing-figure", lambda: charts.figure_of(chart, run)), "incident-standing", alt)
        takeaway.under("incident-standing", run)


def where(run: Run, file: Dossier, part: Section) -> None:
    """The places on a map and as a list."""
    words, theme, row = run.words, run.theme, file.row
    say.heading(part.title)
    points = once(run, "points", lambda: points_of(file, words))
    drawn = points.dropna(subset=[col.LATITUDE, col.LONGITUDE])
    if drawn.empty:
        say.caption(words("incident.no_point"))
    else:
        texts = map_words(words, row[col.COUNTRY] == FRANCE)
        shown = looked_at(drawn, row[col.COUNTRY])
        overlay = maps.overlay(
            points,
            None,
            (),
            row[col.INCIDENT_ID],
            theme,
            texts | {"cluster": texts["cluster_places"]},
            chosen=shown.chosen,
            fit=shown.fit,
            towns=row[col.COUNTRY] == FRANCE,
        )
        show_map(shown.base(), overlay, key=f"map-incident-{shown.name}", height=400)
        takeaway.under("incident-map", run, checked=False)
    st.html(part.html)


def points_of(file: Dossier, words: Words) -> pd.DataFrame:
    """The places as the map shows them; one that stands for a whole area has no point."""
    row, sites = file.row, file.sites
    points = sites.assign(
        attack_type=row[col.ATTACK_TYPE],
        status=row[col.STATUS],
        label=sites[words.column("name")],
        called="",
        when="",
        detail=told(sites, words),
        further=False,  # this map is about the places: each has its mark
        dimmed=False,
    )
    points.loc[points[col.POINT_PRECISION] == "symbolic", col.LATITUDE] = float("nan")
    return points


class LookedAt(NamedTuple):
    """The map of the places of an incident: a name, the base, and what it looks at."""

    name: str
    base: Callable[[], maps.AtlasMap]
    fit: maps.Bounds | None = None
    chosen: maps.Chosen = maps.NOTHING_CHOSEN


def looked_at(points: pd.DataFrame, country: str) -> LookedAt:
    """The places and a little around them; departments overseas have a part of the map only where there are places."""
    if country != FRANCE:
        return LookedAt("world", maps.world_map, around(points, AROUND_ABROAD), maps.Chosen([country]))
    overseas = points[col.DEPARTMENT].isin(list(OVERSEAS_DEPARTMENTS))
    if not overseas.any():
        return LookedAt("mainland", partial(maps.france_map, insets=False), around(points, AROUND))
    if not overseas.all():
        return LookedAt("france", maps.france_map, around(points[~overseas], AROUND))
    departments = set(points[col.DEPARTMENT])
    if len(departments) > 1:
        return LookedAt("france", maps.france_map)
    return LookedAt("overseas", maps.overseas_map, None, maps.Chosen((), (), departments, look=True))


def around(points: pd.DataFrame, degrees: float) -> maps.Bounds:
    """A rectangle with the points in it, and so many degrees around them."""
    latitude, longitude = points[col.LATITUDE], points[col.LONGITUDE]
    return maps.Bounds(
        latitude.min() - degrees, longitude.min() - degrees, latitude.max() + degrees, longitude.max() + degrees
    )


def cite(run: Run, row: dict[str, Any]) -> None:
    """How to quote this page."""
    words = run.words
    say.heading(words("incident.cite"))
    address = f"{frame.origin()}/{frame.page_address('incident', run.selection, row[col.INCIDENT_ID])}"
    st.code(dossier.citation(row, words, address), language=None, wrap_lines=True)
    takeaway.card(row, run)
    takeaway.note("incident", row[col.INCIDENT_ID], run)
    say.strong(words("download.of_incident"))
    takeaway.downloads(col.CLAIMS, takeaway.alone(row, run), "download-claims", words)
    say.caption(dossier.version(words))


def neighbours(run: Run, row: dict[str, Any], place: str) -> None:
    """The incident before and the one after, by date: within the choice or the scope, where this one is in it."""
    words, selection, incident = run.words, run.selection, row[col.INCIDENT_ID]
    among = run.choice.rows if selection.narrowing_scope else of_scope(run)
    followed = any(row[col.INCIDENT_ID] == incident for row in among)
    among = among if followed else run.choice.held.rows(selection.evidence)
    with st.container(horizontal=True, key=f"neighbours-{place}", horizontal_alignment="distribute"):
        for name, other in zip(("previous", "next"), dossier.neighbours(incident, among), strict=True):
            if other is not None:
                frame.incident_link(
                    other[col.INCIDENT_ID], selection, words(f"incident.{name}", name=called(other, words))
                )
    if selection.narrowing:
        choice = headlines.everything_said(opening.counting(run), run.atlas, words)
        told = words("incident.among_choice", count=len(among), choice=choice)
        say.caption(told if followed else words("incident.among_all", choice=choice))
