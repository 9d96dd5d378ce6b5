"""Timeline: counts by year, the official count beside them; each incident as a mark; how long outages last."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.by_year import by_year, year_table
from analytics.drawings.charts.official import official as official_chart
from analytics.drawings.charts.strip import GRAVE, strip
from analytics.outputs import official_figures
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE
from analytics.schema.series import RANSOMWARE, Line, line_beside
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import trends
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW, of_country
from analytics.words import headlines
from analytics.words.incidents import counted, names
from analytics.words.phrases import busiest_year
from dashboard import bars, charts, controls, frame, legend, on_paper, opening, recoveries, say, tables, takeaway
from dashboard.components import folded, forget_unless
from dashboard.frame import Run
from dashboard.unseen import unseen

FEW = 20  # incidents that are all named below their marks
COUNTED = [col.STARTED_ON, col.ATTACK_TYPE, col.STATUS, col.COUNTRY]  # what counts by year look at


def page(run: Run) -> None:
    """The page: years, every incident, how long outages last, and what is not seen of all this."""
    busiest = run.once("busiest-year", lambda: busiest_year(run.kept))
    numbers = [("busiest-year", busiest[1])] if busiest else opening.counts(run)
    sentence = run.once(
        "year-sentence", lambda: headlines.year_sentence(run.kept, opening.counting(run), run.atlas, run.words)
    )
    if not opening.opening(run, "timeline", sentence, numbers):
        return
    years(run)
    every_incident(run)
    if run.words.voice:  # no file says when care was whole again, and official counts are of the record's kind
        say.caption(run.words("mine.not_on_timeline"))
        return
    recoveries.curve(run)
    recoveries.one_by_one(run)
    unseen(run)


def years(run: Run) -> None:
    """Our counts by year and type; French ones beside the official counts of the same thing, and why the two differ."""
    words, kept, selection = run.words, run.kept, run.selection
    country, comparable = official_figures.country_beside(selection), official_figures.comparable(selection)
    if words.voice:
        our_years(run)
        return
    own = run.once("own", lambda: of_country(kept[COUNTED], country))
    if comparable and (country != FRANCE or len(own) == len(kept)):
        ours, theirs = st.columns(2, gap="large")
        with ours:
            our_years(run)
        with theirs:
            their_years(run)
    else:
        our_years(run)
        if comparable and len(own):
            ours, theirs = st.columns(2, gap="large")
            with ours:
                our_french_years(run, own)
            with theirs:
                their_years(run)
        elif not comparable:
            say.caption(words("timeline.official_none"))
    with folded(words("figure.as_table"), "by-year") as is_open:
        if is_open:
            say.table(run.once("by-year-table", lambda: tables.as_text(by_year_table(run, own), words)))
    of_france = comparable and country == FRANCE
    charts.source_line(words, words("timeline.official_source" if of_france else "figure.atlas"))


def our_years(run: Run) -> None:
    """The incidents of the choice by year and type."""
    words = run.words
    say.heading(words("timeline.by_year"))
    say.caption(words("timeline.by_year_subtitle"))
    counts = run.once("per-year", lambda: trends.per_year(run.kept))
    alt = charts.by_year_alt(counts, words)
    legend.of_types(run)
    picked = charts.answering(by_year, "by-year", run, opening.of_choice(run, alt), dress=legend.without_types)
    charts.years_note(counts, words)
    takeaway.under("by-year", run)
    bars.opened("by-year", picked, bars.years(run), run)


def our_french_years(run: Run, french: pd.DataFrame) -> None:
    """Those of them in France, which alone can stand beside what France counts."""
    words, choice = run.words, replace(opening.counting(run), country=(FRANCE,))
    say.heading(words("timeline.in_france"))
    say.caption(words("timeline.in_france_subtitle"))
    alt = run.once("french-years-alt", lambda: charts.by_year_alt(trends.per_year(french), words))
    picked = charts.answering(
        lambda _, scope, look: by_year(french, scope, look),
        "by-year-france",
        run,
        headlines.framed(alt, choice, run.atlas, words),
        legend.without_types,
    )
    on_paper.picture("by-year", run, choice)
    bars.opened("by-year-france", picked, bars.years(run, FRANCE), run, replace(run.selection, country=(FRANCE,)))


def their_years(run: Run) -> None:
    """The official counts of the same years, and why they are others than ours."""
    words = run.words
    counts, told = official_figures.told(run.choice, words)
    say.heading(words("timeline.official"))
    say.caption(told.beside)
    years = list(trends.per_year(run.kept).index)
    shown = run.once("official", lambda: official_chart(counts, told, Look(words, run.theme), years=years))
    charts.of_choice(lambda *_: shown, "official", run, shown.title)
    say.text(told.why)
    takeaway.under("official", run)


def by_year_table(run: Run, own: pd.DataFrame) -> pd.DataFrame:
    """Our counts by year and type, and the official ones of the same thing where there are any."""
    words, selection, line = run.words, run.selection, official_figures.line_of(run.selection)
    counts, ours = trends.per_year(run.kept), trends.per_year(own)
    if line is None or line.country != FRANCE:
        extra = {}
        if line and official_figures.comparable(selection):
            extra = {line.name.in_language(words.language): _spans(run, line)}
        return year_table(counts, words, KNOWN_UNTIL, extra)
    extra = {words("table.french"): ours.sum(axis=1).reindex(counts.index, fill_value=0)}
    if official_figures.comparable(selection):
        ransomware = line_beside(FRANCE, RANSOMWARE)
        if line != ransomware:
            extra[words("table.official_declared")] = _spans(run, line)
            extra[words("table.french_ransomware")] = ours["ransomware"].reindex(counts.index, fill_value=0)
        extra[words("table.official_ransomware")] = _spans(run, ransomware)
    return year_table(counts, words, KNOWN_UNTIL, extra)


def _spans(run: Run, line: Line | None) -> pd.Series:
    rows = official_figures.counts(run.choice, line).iterrows()
    return pd.Series({year: run.words.span(row[OFFICIAL_LOW], row[OFFICIAL_HIGH]) for year, row in rows}, dtype=object)


def every_incident(run: Run) -> None:
    """Every incident as a mark in the month of its start, and all of them by name; choosing one opens its card."""
    words, kept = run.words, run.kept
    say.heading(words("timeline.strip", count=len(kept)))
    say.caption(words("timeline.strip_subtitle"))
    opening.card(run)
    alt = opening.of_choice(run, words("timeline.strip_alt", count=len(kept)))
    code = charts.in_two_widths(partial(strip, kept, ""), "timeline", run, alt)
    controls.choose_once("picked-mark", code)
    say.caption(run.once("strip-reading", lambda: strip_reading(run)))
    by_name(run)
    vague = run.once("doubts", lambda: int((kept[col.STARTED_PRECISION] != "day").sum()))
    say.caption(words("timeline.vague", count=vague))
    charts.source_line(words, words("figure.atlas"))
    takeaway.under("timeline", run)
    tables.folded_away(lambda: as_table(run), "timeline", run, alt, date=words("table.date"))


def years_of_starts(run: Run) -> pd.Series:
    """The year in which each incident kept began."""
    return run.once("years-of-starts", lambda: run.kept[col.STARTED_ON].str[:4])


def strip_reading(run: Run) -> str:
    """The year with most incidents, to read one row of the strip aloud."""
    words, kept, started = run.words, run.kept, years_of_starts(run)
    year = started.value_counts().sort_index().idxmax()
    its = kept[started == year]
    grave = int((its[col.SEVERITY] == GRAVE).sum())
    return words(
        "timeline.strip_reading", year=year, incidents=counted(its, words), grave=words("timeline.grave", count=grave)
    )


def by_name(run: Run) -> None:
    """The names behind the marks, for whoever works without a pointer: of all where they are few, else of a year."""
    words, kept, started = run.words, run.kept, years_of_starts(run)
    if len(kept) <= FEW:
        frame.incident_links(rows_of(kept.sort_values([col.STARTED_ON, col.INCIDENT_ID])), run)
        return
    years = run.once("years-with-starts", lambda: sorted(started.unique(), reverse=True))
    forget_unless("strip-year", years)
    year = st.selectbox(
        words("timeline.of_year"), years, index=None, placeholder=words("timeline.no_year"), key="strip-year", width=320
    )
    if year:
        frame.incident_links(rows_of(kept[started == year].sort_values([col.STARTED_ON, col.INCIDENT_ID])), run)


def as_table(run: Run) -> pd.DataFrame:
    """The figure as a table: what each mark and line says."""
    words, kept = run.words, run.kept
    days = [f"{col.DAYS_TO_RECOVER}{end}" for end in ("_low", "", "_high")]
    own = [col.INCIDENT_ID, words.column("name"), col.STATUS, col.ATTACK_TYPE, col.STARTED_ON, *days]
    rows = kept[own].sort_values([col.STARTED_ON, col.INCIDENT_ID])
    return pd.DataFrame(
        {
            words("table.date"): rows[col.STARTED_ON],
            words("table.name"): names(rows, words).to_list(),
            words("table.type"): [words.label(ATTACK_TYPES, kind) for kind in rows[col.ATTACK_TYPE]],
            words("table.days_low"): rows[f"{col.DAYS_TO_RECOVER}_low"],
            words("table.days_to_recover"): rows[col.DAYS_TO_RECOVER],
            words("table.days_high"): rows[f"{col.DAYS_TO_RECOVER}_high"],
        }
    )
