"""Impact: what the incidents meant, each total with its range, its base, and what nobody states."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drawings.charts import impact as impact_charts
from analytics.drawings.charts import recoveries as recovery_chart
from analytics.drawings.charts.base import Look
from analytics.outputs.html import cards
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES, SEVERITIES, YES_NO
from analytics.schema.measures import MEASURES
from analytics.statistics import totals as impact_totals
from analytics.statistics.recovery import DAYS, DAYS_HIGH, DAYS_LOW, MISSING, STATE, recovery
from analytics.words import headlines
from analytics.words import recovery as recovery_words
from analytics.words import totals as total_words
from analytics.words.incidents import names as incident_names
from analytics.words.phrases import service_hit_most
from dashboard import charts, key_figures, opening, receipt, tables, takeaway
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
    if not opening.opening(run, "impact", sentence, numbers):
        return
    measures = [measure for group in GROUPS.values() for measure in group]
    totals = run.once("impact-totals", lambda: impact_totals.totals(kept, measures))
    figures_of = {row[col.MEASURE]: row for row in rows_of(totals.reset_index())}
    st.markdown(words("impact.unknown"))
    for group, names in GROUPS.items():
        st.markdown(f"## {words(f'impact.group_{group}')}")
        with key_figures.figure_row(group):
            for name in names:
                key_figures.total_figure(figures_of[name], run)
        with st.expander(words("impact.behind")):
            for name in names:
                behind(run, name)
    charts.source_line(words, words("figure.atlas"))
    opening.card(run)
    left, right = st.columns(2, gap="large")
    with left:
        services(run)
    with right:
        recoveries(run)
    severity(run)
    whole_table(run, totals)


def behind(run: Run, line: str) -> None:
    """The incidents behind one line of the totals, largest first, each with its range."""
    words, label = run.words, total_words.label(line, run.words)
    measure, _ = impact_totals.LINES[line]
    rows = run.once(f"behind-{line}", lambda: rows_behind(run, line))
    st.markdown(f"**{label}**")
    st.caption(MEASURES[measure].meaning.in_language(words.language))
    if rows.empty:
        st.markdown(words("impact.nobody"))
        return
    tables.of_choice(lambda: rows, f"behind-{line}", run, label, date=words("table.date"))


def rows_behind(run: Run, line: str) -> pd.DataFrame:
    """The incidents with a stated figure, those with the largest value first, then those of which none is retained."""
    words, kept = run.words, run.kept
    measure, severities = impact_totals.LINES[line]
    value, low, high, partial = (f"{measure}{end}" for end in ("", "_low", "_high", f"_{col.PARTIAL}"))
    stated = kept[high].notna() & (kept[col.SEVERITY].isin(severities) if severities else True)
    own = [col.INCIDENT_ID, words.column("name"), col.STATUS, col.STARTED_ON, value, low, high, partial]
    rows = kept[own][stated].sort_values([value, high], ascending=False, na_position="last")
    return pd.DataFrame(
        {
            words("table.name"): incident_names(rows, words).to_list(),
            words("table.date"): rows[col.STARTED_ON],
            words("table.value"): rows[value],
            words("table.partial"): rows[partial].map(lambda cell: words.label(YES_NO, "yes") if cell == "yes" else ""),
            words("table.low"): rows[low],
            words("table.high"): rows[high],
        }
    )


def severity(run: Run) -> None:
    """How far the incidents reached, in three counts and by year."""
    words, kept = run.words, run.kept
    st.markdown(f"## {words('impact.severity')}")
    st.caption(words("impact.severity_subtitle"))
    with key_figures.figure_row("severity"):
        for code in SEVERITIES:
            count = int((kept[col.SEVERITY] == code).sum())
            label = words.label(SEVERITIES, code)
            key_figures.figure(f"severity-{code}", cards.item(label, words.number(count), "", ""), run)
    with st.expander(words("figure.as_table")):
        tables.of_choice(lambda: severity_by_year(run), "severity-table", run, words("impact.severity"))


def severity_by_year(run: Run) -> pd.DataFrame:
    """How many incidents of each year have each severity."""
    words, kept = run.words, run.kept
    counts = pd.crosstab(kept[col.STARTED_ON].str[:4], kept[col.SEVERITY])
    counts = counts.reindex(columns=list(SEVERITIES), fill_value=0).rename_axis(columns=None)
    table = counts.rename(columns=lambda code: words.label(SEVERITIES, code))
    table.insert(0, words("table.year"), counts.index)
    return table.reset_index(drop=True)


def services(run: Run) -> None:
    """Services hit, as bars and as a table."""
    words, kept = run.words, run.kept
    named = int(kept[col.SERVICES].notna().sum())
    counts = run.once("services", lambda: impact_totals.services_hit(kept))
    st.markdown(f"## {words('impact.services')}")
    st.caption(words("impact.services_subtitle", count=named, without=words.number(len(kept) - named)))
    if counts.empty:
        st.markdown(words("impact.nobody"))
        return
    top = words.label(SERVICE_CODES, counts.index[0])
    alt = opening.of_choice(run, words("impact.services_alt", service=top, count=int(counts.iloc[0])))
    charts.of_choice(impact_charts.services, "services", run, alt)
    takeaway.under("services", run)
    with st.expander(words("figure.as_table")):
        table = pd.DataFrame(
            {
                words("table.service"): [words.label(SERVICE_CODES, code) for code in counts.index],
                words("table.incidents"): counts.to_list(),
            }
        )
        tables.of_choice(lambda: table, "services-table", run, words("impact.services"))


def recoveries(run: Run) -> None:
    """How long outages last: the median with its interval, the curve, and what it rests on."""
    words, kept = run.words, run.kept
    found = run.once("recovery", lambda: recovery(kept))
    st.markdown(f"## {words('impact.recoveries')}")
    if found.cases.empty:
        st.markdown(words("recovery.none"))
        return
    st.markdown(f"**{recovery_words.finding(found, words)}**")
    if found.median is not None:
        receipt.button("median-days", run)
    chart = run.once("recoveries", lambda: recovery_chart.recoveries(kept, "", Look(words, run.theme)))
    if chart.blocks:
        alt = opening.of_choice(run, words("semicolon").join((chart.title, *chart.values)))
        charts.of_choice(lambda *_: chart, "recoveries", run, alt)
        takeaway.under("recoveries", run)
    for note in chart.notes[:-1]:
        st.caption(note)
    own = [col.INCIDENT_ID, words.column("name"), col.STATUS, col.DAYS_TO_RECOVER, words.column("end_meaning")]
    rows = kept[own].merge(found.cases[found.cases[STATE] != MISSING], on=col.INCIDENT_ID)
    if rows.empty:
        return
    with st.expander(words("figure.as_table")):
        rows = rows.sort_values([DAYS, col.INCIDENT_ID], ascending=[False, True])
        at_least, at_most = (MEASURES[name].label for name in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST))
        table = pd.DataFrame(
            {
                words("table.name"): incident_names(rows, words).to_list(),
                words("table.days_to_recover"): rows[col.DAYS_TO_RECOVER].to_list(),
                at_least.in_language(words.language): rows[DAYS_LOW].to_list(),
                at_most.in_language(words.language): rows[DAYS_HIGH].to_list(),
                words("table.meaning"): rows[words.column("end_meaning")].to_list(),
            }
        )
        tables.of_choice(lambda: table, "recoveries-table", run, words("impact.recoveries"))


def whole_table(run: Run, totals: pd.DataFrame) -> None:
    """All totals in one table, for those who read rather than look."""
    words = run.words
    with st.expander(words("impact.all")):
        shown = pd.DataFrame(
            {
                words("table.measure"): [total_words.label(line, words) for line in totals.index],
                **{words(f"table.{name}"): totals[name].to_list() for name in impact_totals.SHOWN},
            }
        )
        tables.of_choice(lambda: shown, "all-totals", run, words("impact.all"))
