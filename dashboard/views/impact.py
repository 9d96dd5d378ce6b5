"""Impact: what the incidents meant, each total with its range, its base, and what nobody states."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.drawings.charts import impact as impact_charts
from analytics.drawings.charts.base import Look
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.schema.measures import MEASURES
from analytics.statistics import totals as impact_totals
from analytics.statistics.totals import BASED_ON, NOT_RETAINED, TOTAL, WITHOUT
from analytics.words import headlines
from analytics.words.incidents import names as incident_names
from analytics.words.phrases import service_hit_most
from dashboard import charts, controls, key_figures, opening, receipt, tables, takeaway
from dashboard.frame import Run

# in three groups: care, people and data, money
GROUPS = {
    "care": ("beds", "population_served", "patients_transferred", "operations_cancelled", "appointments_cancelled"),
    "data": ("people_affected", "data_leaked_gb"),
    "money": ("ransom_demand_usd", "ransom_demand_eur", "ransom_paid_usd", "cost_eur", "cost_usd"),
}


def page(run: Run) -> None:
    """The page: totals by group, services, recoveries, and the incidents behind each figure."""
    words, kept = run.words, run.kept
    service = service_hit_most(kept)
    numbers = [("service", service[1])] if service else opening.counts(run)
    sentence = headlines.service_sentence(kept, opening.counting(run), run.atlas, words)
    if not opening.opening(run, "impact", sentence, numbers):
        return
    measures = [measure for group in GROUPS.values() for measure in group]
    totals = impact_totals.totals(kept, measures)
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
    beds = figures_of["beds"]
    if beds[BASED_ON]:
        st.caption(reading(run, beds))
    charts.source_line(words, words("figure.atlas"))
    opening.card(run)
    left, right = st.columns(2, gap="large")
    with left:
        services(run)
    with right:
        recoveries(run)
    whole_table(run, totals)


def reading(run: Run, row: dict[str, Any]) -> str:
    """The bed total, to be read aloud."""
    words = run.words
    return words(
        "impact.reading",
        count=int(row[BASED_ON]),
        total=words.number(row[TOTAL]),
        low=words.number(row[col.LOW]),
        high=words.number(row[col.HIGH]),
        without=words.number(row[WITHOUT]),
    )


def behind(run: Run, measure: str) -> None:
    """The incidents behind one total, largest first, each with its range."""
    words, kept = run.words, run.kept
    rows = kept[kept[f"{measure}_high"].notna()].sort_values(
        [measure, f"{measure}_high"], ascending=False, na_position="last"
    )
    st.markdown(f"**{MEASURES[measure].label.in_language(words.language)}**")
    st.caption(MEASURES[measure].meaning.in_language(words.language))
    if rows.empty:
        st.markdown(words("impact.nobody"))
        return
    tables.show(
        pd.DataFrame(
            {
                words("table.name"): incident_names(rows, words).to_list(),
                words("table.date"): rows[col.STARTED_ON],
                words("table.value"): rows[measure],
                words("table.low"): rows[f"{measure}_low"],
                words("table.high"): rows[f"{measure}_high"],
            }
        ),
        words,
        MEASURES[measure].label.in_language(words.language),
        f"behind-{measure}",
        date=words("table.date"),
    )


def services(run: Run) -> None:
    """Services hit, as bars and as a table."""
    words, kept = run.words, run.kept
    named = int(kept[col.SERVICES].notna().sum())
    counts = impact_totals.services_hit(kept)
    st.markdown(f"## {words('impact.services')}")
    st.caption(words("impact.services_subtitle", count=named, without=words.number(len(kept) - named)))
    if counts.empty:
        st.markdown(words("impact.nobody"))
        return
    top = words.label(SERVICE_CODES, counts.index[0])
    alt = opening.of_choice(run, words("impact.services_alt", service=top, count=int(counts.iloc[0])))
    charts.chart(impact_charts.services(kept, "", Look(words, run.theme)), "services", run, alt)
    takeaway.under("services", run)
    with st.expander(words("figure.as_table")):
        table = pd.DataFrame(
            {
                words("table.service"): [words.label(SERVICE_CODES, code) for code in counts.index],
                words("table.incidents"): counts.to_list(),
            }
        )
        tables.show(table, words, words("impact.services"), "services-table")


def recoveries(run: Run) -> None:
    """Days to recover of each incident for which they are known; the median, never a sum."""
    words, kept = run.words, run.kept
    known = kept[kept[col.DAYS_TO_RECOVER].notna()]
    st.markdown(f"## {words('impact.recoveries')}")
    st.caption(words("impact.recoveries_subtitle", count=len(known), without=words.number(len(kept) - len(known))))
    if known.empty:
        st.markdown(words("impact.nobody"))
        return
    middle = float(known[col.DAYS_TO_RECOVER].median())
    st.markdown(words("impact.median", count=len(known), days=words.days(middle, middle, 1)))
    receipt.button("median-days", run)
    alt = opening.of_choice(run, words("impact.recoveries_alt", count=len(known)))
    code = charts.in_two_widths(partial(impact_charts.recoveries, kept, ""), "recoveries", run, alt)
    takeaway.under("recoveries", run)
    controls.choose_once("picked-recovery", code)
    with st.expander(words("figure.as_table")):
        rows = known.sort_values([col.DAYS_TO_RECOVER, col.INCIDENT_ID], ascending=[False, True])
        table = pd.DataFrame(
            {
                words("table.name"): incident_names(rows, words).to_list(),
                words("table.days_to_recover"): rows[col.DAYS_TO_RECOVER],
                words("table.low"): rows[f"{col.DAYS_TO_RECOVER}_low"],
                words("table.high"): rows[f"{col.DAYS_TO_RECOVER}_high"],
                words("table.meaning"): rows[words.column("end_meaning")],
            }
        )
        tables.show(table, words, words("impact.recoveries"), "recoveries-table")


def whole_table(run: Run, totals: pd.DataFrame) -> None:
    """All totals in one table, for those who read rather than look."""
    words = run.words
    with st.expander(words("impact.all")):
        names = {
            TOTAL: words("table.total"),
            col.LOW: words("table.low"),
            col.HIGH: words("table.high"),
            BASED_ON: words("table.based_on"),
            NOT_RETAINED: words("table.not_retained"),
            WITHOUT: words("table.without"),
        }
        shown = totals.rename(columns=names)
        shown.insert(
            0, words("table.measure"), [MEASURES[name].label.in_language(words.language) for name in totals.index]
        )
        tables.show(shown, words, words("impact.all"), "all-totals")
