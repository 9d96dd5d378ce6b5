"""World: countries by count alone, with the warning that our record is no census of the world."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drawings.leaflet import maps
from analytics.outputs.html.method_tables import table as plain_table
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.series import lines_of
from analytics.selection.selection import Selection
from analytics.statistics.groups import by_group, outside
from analytics.words import groups as group_words
from analytics.words import headlines, official, phrases
from analytics.words.incidents import with_claims
from analytics.words.years import Kind
from dashboard import areas as parts
from dashboard import charts, controls, frame, opening, own_rows, panels, registers, say, tables, takeaway, tray
from dashboard.area_run import AreaRun, area_run
from dashboard.components import folded, show_map
from dashboard.frame import Run
from dashboard.unseen import every_figure

LATEST = 8  # incidents of a country that stand there at once


def page(run: Run) -> None:
    """The page: the warning, the map, the country chosen, the countries by their incidents, the table."""
    areas = area_run(run, "country")
    words, selection = run.words, run.selection
    measure_name, measure, profiles, table = areas.measure_name, areas.measure, areas.profiles, areas.table
    touched = touched_countries(areas)
    total = int(profiles.coverage.distinct)
    counted = headlines.count_of(areas.counted, words, in_an_area=True)
    sentence = words(
        "world.finding", count=total, counted=counted, countries=words("world.in_countries", count=len(touched))
    )
    more = phrases.possible_sentence(len(profiles.possible), words)
    sentence = headlines.framed(sentence, selection.everywhere(), run.atlas, words)
    opening.top(
        run,
        "world",
        sentence,
        [("touched-country", len(touched))],
        selection.everywhere(),
        f"{more} {opening.not_narrowed(run, 'world')}",
    )
    if touched.empty:
        own_rows.without_country(run)
        controls.nothing_found(selection, run.atlas, words)
        return
    say.warning(words("world.warning", french=words.number(int(table[col.INCIDENTS]["FRA"])), count=total))
    with say.expander(words("regions.definition", measure=words(f"area.{measure_name}"))):
        say.text(words(f"area.definition_{measure_name}"))
        if measure.kind == "count":
            say.text(words("area.why_circles"))
        say.text(words("world.denominators"))
    the_map(areas)
    groups(areas)
    countries(areas)
    years(areas)
    whole_table(areas)
    if run.words.voice:
        say.caption(run.words("mine.not_on_world"))
        return
    official_counts(areas)
    registers.section(run)


def touched_countries(areas: AreaRun) -> pd.DataFrame:
    """The countries with an incident, those with most first."""

    def sort() -> pd.DataFrame:
        touched = areas.table[areas.table[col.INCIDENTS] > 0]
        return touched.sort_values([col.INCIDENTS, "name_en"], ascending=[False, True])

    return areas.of_level("touched", sort)


def the_map(areas: AreaRun) -> None:
    """Countries as circles or colours."""
    run = areas.run
    click = show_map(maps.world_map(europe=True), parts.overlay(areas), key="map-world-areas", height=370)
    parts.under_map(areas)
    charts.source_line(run.words, run.words("world.source"))
    takeaway.under(f"country-{areas.measure_name}", run)
    own_rows.without_country(run)
    if click:
        controls.choose(country=(click.code,))
        st.rerun()


def countries(areas: AreaRun) -> None:
    """The twin of the map: every country with an incident, as a list worked with the keyboard; the one chosen."""
    words, names, picked = areas.run.words, areas.names, areas.picked
    if picked:
        code = picked[0]
        row = areas.row(code)
        say.heading(names[code])
        say.text(phrases.area_told(row, "incidents", words))
        tray.button(f"country-{code}", areas.run)
        of_country(areas, code)
        takeaway.note("country", code, areas.run)
    say.heading(words("world.list"))
    say.caption(words("world.no_ranking"))
    st.html(areas.of_level("bars", lambda: bars(touched_countries(areas)[col.INCIDENTS])))
    with st.container(key="countries", gap=None):
        listed, there = areas.of_level("labels", lambda: labels(areas)), set(in_chosen_groups(areas).index)
        for code, label in ((code, label) for code, label in listed.items() if code in there):
            say.button(
                label,
                key=f"country-{code}",
                type="tertiary",
                on_click=lambda code=code: controls.choose(country=(code,)),
                width="stretch",
            )


def groups(areas: AreaRun) -> None:
    """What is known in each group of countries, those that the reader chose first, and what is in none."""
    run, words, chosen = areas.run, areas.run.words, areas.run.selection.group
    found = areas.of_level("groups", lambda: by_group(areas.counted, run.atlas.country_groups))
    say.heading(words("groups.title"))
    say.caption(words("groups.no_census"))
    for row in rows_of(found[found["group"].isin(chosen)]):
        say.strong(group_words.told(row, words))
    with folded(words("groups.all"), "groups") as is_open:
        if is_open:
            st.html(areas.of_level("groups-table", lambda: groups_table(areas, found)))
            say.caption(group_words.in_none(outside(areas.counted, areas.run.atlas.country_groups), words))


def groups_table(areas: AreaRun, found: pd.DataFrame) -> str:
    """Every group in a row: its members, those with an incident, the incidents."""
    words = areas.run.words
    heads = [words(f"groups.{name}") for name in ("group", "members", "touched", "incidents", "claimed")]
    return plain_table(heads, group_words.rows(found, words), words)


def in_chosen_groups(areas: AreaRun) -> pd.DataFrame:
    """The countries with an incident, of the groups that the reader chose where there are some."""
    touched, chosen = touched_countries(areas), areas.run.selection.group
    if not chosen:
        return touched
    members = areas.run.atlas.country_groups
    return touched[touched.index.isin(members.loc[members["group"].isin(chosen), col.COUNTRY])]


def labels(areas: AreaRun) -> dict[str, str]:
    """What the list says of each country touched: its incidents, and how many of them the attacker alone claims."""
    words, names = areas.run.words, areas.names
    touched = touched_countries(areas).rename_axis(col.CODE).reset_index()
    return {
        row[col.CODE]: with_claims(
            words("regions.choose_item", count=row[col.INCIDENTS], name=names[row[col.CODE]]),
            row[col.INCIDENTS_CLAIMED],
            words,
        )
        for row in rows_of(touched, (col.CODE, col.INCIDENTS, col.INCIDENTS_CLAIMED))
    }


def of_country(areas: AreaRun, code: str) -> None:
    """The latest incidents of a country, and all of them where somebody asks."""
    words, rows = areas.run.words, areas.incidents_of(code)
    rows = sorted(rows, key=lambda row: (row[col.STARTED_ON], row[col.INCIDENT_ID]), reverse=True)
    frame.incident_links(rows[:LATEST], areas.run)
    if len(rows) > LATEST:
        with folded(words("world.others", count=len(rows) - LATEST), "country") as is_open:
            if is_open:
                frame.incident_links(rows[LATEST:], areas.run)


def years(areas: AreaRun) -> None:
    """The countries by year, those of the groups chosen where there are some; or the groups."""
    words = areas.run.words
    kind: Kind = "group" if controls.shown(controls.PANELS) == "group" else "country"
    say.heading(words(f"years.title_{kind}"))
    if panels.begin_later(areas):
        return
    parts.switch(
        controls.PANELS,
        controls.PANELS_OF,
        kind,
        words("years.panels_label"),
        lambda option: words(f"years.panels_{option}"),
    )
    panels.show(kind, areas, words("figure.atlas"))


def bars(counts: pd.Series) -> str:
    """The style of the list: under each country a bar as long as its count, against the largest."""
    shares = (100 * counts / max(1, counts.max())).round(1)
    rules = (f".st-key-country-{code} button{{--share:{share:g}%}}" for code, share in shares.items())
    return f"<style>{''.join(rules)}</style>"


def whole_table(areas: AreaRun) -> None:
    """Every country of the map with its people, beds, years and intervals; the same rows as a file."""
    words, table = areas.run.words, areas.table

    def in_order() -> pd.DataFrame:
        touched = touched_countries(areas)
        return pd.concat([touched, table.drop(index=touched.index)])

    say.heading(words("world.table", count=len(table)))
    say.caption(words("world.table_subtitle"))
    parts.show_table(areas, areas.of_level("ordered", in_order), words("world.table", count=len(table)))
    if not words.voice:
        parts.downloads(areas)


def official_counts(areas: AreaRun) -> None:
    """The official counts of the country chosen, and of which countries there are some; both folded away."""
    run, words = areas.run, areas.run.words
    say.heading(words("official.column"))
    if len(areas.picked) == 1:
        every_figure(areas.picked[0], run)
        if lines_of(areas.picked[0]):
            target = st.session_state["pages"]["timeline"]
            say.page_link(target, label=words("official.see"), query_params=frame.pairs(run.selection))
    with folded(words("official.in_countries"), "official-countries") as is_open:
        if is_open:
            say.caption(words("official.in_countries_subtitle"))
            everyone = run.choice.held.choice(Selection())
            shown = everyone.once(
                ("official-countries", words), lambda: tables.grid(official.searched_table(run.atlas, words), words)
            )
            tables.show(shown, words("official.in_countries"), "official-countries")
