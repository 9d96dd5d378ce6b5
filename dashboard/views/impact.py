"""Impact: what the incidents meant, each total with its range, its base, and what nobody states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics.drawings.charts import impact as impact_charts
from analytics.drawings.charts import kinds as kinds_chart
from analytics.drawings.charts.base import Look
from analytics.outputs import kinds_figures
from analytics.outputs.html import cards
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES, SEVERITIES, YES_NO
from analytics.schema.measures import MEASURES
from analytics.statistics import totals as impact_totals
from analytics.words import headlines
from analytics.words import kinds as kind_words
from analytics.words import totals as total_words
from analytics.words.incidents import called
from analytics.words.phrases import Row, service_hit_most
from analytics.words.text import Words
from dashboard import bars, charts, key_figures, nearest_days, opening, recoveries, say, tables, takeaway
from dashboard.components import folded
from dashboard.frame import Run

# in three groups: care, people and data, money
GROUPS = {
    "care": (
        "beds",
        "beds_data_only",
        "population_served",
        "patients_transferred",
        "operations_cancelled",
        "appointments_cancelled",
    ),
    "data": ("people_affected", "data_leaked_gb"),
    "money": ("ransom_demand_usd", "ransom_demand_eur", "ransom_paid_usd", "cost_eur", "cost_usd"),
}


def page(run: Run) -> None:
    """The page: totals by group, services, recoveries, and the incidents behind each figure."""
    words, kept = run.words, run.kept
    service = run.once("service", lambda: service_hit_most(kept))
    numbers = [("service", service[1])] if service else opening.counts(run)
    sentence = run.once(
        "service-sentence", lambda: headlines.service_sentence(kept, opening.counting(run), run.atlas, words)
    )
    if words.voice:
        of_a_file(run)
        return
    if not opening.opening(run, "impact", sentence, numbers):
        return
    measures = [measure for group in GROUPS.values() for measure in group]
    totals = run.once("impact-totals", lambda: impact_totals.totals(kept, measures))
    items, stated = run.once("total-items", lambda: total_items(totals, words))
    say.text(words("impact.unknown"))
    for group, names in GROUPS.items():
        say.heading(words(f"impact.group_{group}"))
        with key_figures.figure_row(group):
            for name in names:
                key_figures.figure(f"total-{name}", items[name], run)
        with folded(words("impact.behind"), f"behind-{group}") as is_open:
            for name in names if is_open else ():
                behind(run, name, stated[name])
    charts.source_line(words, words("figure.atlas"))
    opening.card(run)
    left, right = st.columns(2, gap="large")
    with left:
        services(run)
    with right:
        recoveries.curve(run)
    nearest_days.section(run)
    kinds(run)
    severity(run)
    whole_table(run, totals)


def of_a_file(run: Run) -> None:
    """What a reader's file says of it, alone or with the record: people whose data leaked, how far, which hospitals."""
    words, name = run.words, "people_affected"
    if not opening.opening(run, "impact", opening.counted(run), []):
        return
    totals = run.once("impact-totals", lambda: impact_totals.totals(run.kept, [name]))
    items, stated = run.once("total-items", lambda: total_items(totals, words))
    say.text(words("impact.unknown"))
    say.heading(words("impact.group_data"))
    with key_figures.figure_row("data"):
        key_figures.figure(f"total-{name}", items[name], run)
    with folded(words("impact.behind"), "behind-data") as is_open:
        if is_open:
            behind(run, name, stated[name])
    charts.source_line(words, words("figure.atlas"))
    opening.card(run)
    kinds(run)
    severity(run)
    say.caption(words("mine.not_on_impact"))


def total_items(rows: Sequence[Row], words: Words) -> tuple[dict[str, str], dict[str, int]]:
    """By the name of its line, each total as a key figure, and how many incidents state anything."""
    with_figure = (impact_totals.BASED_ON, impact_totals.REPEATED, impact_totals.NOT_RETAINED)
    return (
        {row[col.MEASURE]: cards.total_item(row, words) for row in rows},
        {row[col.MEASURE]: sum(row[name] for name in with_figure) for row in rows},
    )


def behind(run: Run, line: str, stated: int) -> None:
    """The incidents behind one line of the totals, as many as state a figure: the largest first, with their ranges."""
    words, label = run.words, total_words.label(line, run.words)
    measure, _ = impact_totals.LINES[line]
    say.strong(label)
    say.caption(MEASURES[measure].meaning.in_language(words.language))
    if not stated:
        say.text(words("impact.nobody"))
        return
    tables.of_choice(lambda: rows_behind(run, line), f"behind-{line}", run, label, date=words("table.date"))


def rows_behind(run: Run, line: str) -> pd.DataFrame:
    """The incidents with a stated figure, those with the largest value first, then those of which none is retained."""
    words = run.words
    measure, severities = impact_totals.LINES[line]
    value, low, high, partial = (f"{measure}{end}" for end in ("", "_low", "_high", f"_{col.PARTIAL}"))
    rows = [
        row for row in in_order(run) if not pd.isna(row[high]) and (not severities or row[col.SEVERITY] in severities)
    ]
    # what is not retained has no value to compare, and would leave the order as it was
    rows.sort(key=lambda row: (pd.isna(row[value]), 0 if pd.isna(row[value]) else -row[value], -row[high]))
    yes = words.label(YES_NO, "yes")
    return pd.DataFrame(
        {
            words("table.name"): [called(row, words) for row in rows],
            words("table.date"): [row[col.STARTED_ON] for row in rows],
            words("table.value"): [row[value] for row in rows],
            words("table.partial"): [yes if row[partial] == "yes" else "" for row in rows],
            words("table.low"): [row[low] for row in rows],
            words("table.high"): [row[high] for row in rows],
        }
    )


def in_order(run: Run) -> list[Row]:
    """The incidents kept, each as a mapping, in the order of the record."""
    rows = recoveries.by_identifier(run)
    return [rows[incident] for incident in run.kept[col.INCIDENT_ID]]


def severity(run: Run) -> None:
    """How far the incidents reached, in three counts and by year."""
    words = run.words
    counts = run.once("severities", lambda: severities_by_year(run))
    say.heading(words("impact.severity"))
    say.caption(words("impact.severity_subtitle"))
    with key_figures.figure_row("severity"):
        for code in SEVERITIES:
            label = words.label(SEVERITIES, code)
            count = int(counts[label].sum())
            key_figures.figure(f"severity-{code}", cards.item(label, words.number(count), "", ""), run)
    tables.folded_away(lambda: counts, "severity", run, words("impact.severity"))


def severities_by_year(run: Run) -> pd.DataFrame:
    """How many incidents of each year reached how far."""
    words, kept = run.words, run.kept
    counts = Counter(zip(kept[col.STARTED_ON].str[:4].to_list(), kept[col.SEVERITY].to_list(), strict=True))
    years = sorted({year for year, _ in counts})
    reached = {words.label(SEVERITIES, code): [counts[year, code] for year in years] for code in SEVERITIES}
    return pd.DataFrame({words("table.year"): years, **reached})


def services(run: Run) -> None:
    """Services hit, as bars and as a table."""
    words = run.words
    counts, named = run.once(
        "services", lambda: (impact_totals.services_hit(run.kept), int(run.kept[col.SERVICES].notna().sum()))
    )
    say.heading(words("impact.services"))
    say.caption(words("impact.services_subtitle", count=named, without=words.number(len(run.kept) - named)))
    if not counts:
        say.text(words("impact.nobody"))
        return
    top, most = next(iter(counts.items()))
    said = words("impact.services_alt", service=words.label(SERVICE_CODES, top), count=most)
    alt = opening.of_choice(run, said)
    picked = charts.answering(impact_charts.services, "services", run, alt)
    takeaway.under("services", run)
    bars.opened("services", picked, bars.services(run), run)
    tables.folded_away(lambda: services_table(counts, words), "services", run, words("impact.services"))


def services_table(counts: Mapping[str, int], words: Words) -> pd.DataFrame:
    """The same as a table."""
    return pd.DataFrame(
        {
            words("table.service"): [words.label(SERVICE_CODES, code) for code in counts],
            words("table.incidents"): list(counts.values()),
        }
    )


def kinds(run: Run) -> None:
    """The share touched of each kind, size and status of French hospital, of all France."""
    words = run.words
    found = run.once("kinds-found", lambda: kinds_figures.found(run.choice))
    say.heading(words("kinds.title"))
    say.caption(words("kinds.of_france"))
    if not found.incidents:
        say.text(words("kinds.none"))
        return
    chart = run.once("kinds", lambda: kinds_chart.kinds(found, "", Look(words, run.theme)))
    say.strong(chart.title)
    alt = words("semicolon").join((chart.title, *chart.values))
    picked = charts.answering(lambda *_: chart, "kinds", run, alt)
    takeaway.under("kinds", run)
    bars.opened("kinds", picked, bars.kinds(run, found), run, bars.whole_of_france(run.selection))
    for note in chart.notes[:-1]:
        say.caption(note)
    tables.folded_away(lambda: kind_words.table(found, words), "kinds", run, words("kinds.title"))


def whole_table(run: Run, totals: Sequence[Row]) -> None:
    """All totals in one table, for those who read rather than look."""
    label = run.words("impact.all")
    tables.folded_away(lambda: totals_table(totals, run.words), "totals", run, label, label)


def totals_table(totals: Sequence[Row], words: Words) -> pd.DataFrame:
    """The totals under headings in the reader's language."""
    return pd.DataFrame(
        {
            words("table.measure"): [total_words.label(row[col.MEASURE], words) for row in totals],
            **{words(f"table.{name}"): [row[name] for row in totals] for name in impact_totals.SHOWN},
        }
    )
