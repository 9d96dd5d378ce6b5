"""How long outages last, on every page that says so: the curve of all, and the longest that are dated, one by one."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analytics.drawings.charts.base import Look
from analytics.drawings.charts.outages import outages as outages_chart
from analytics.drawings.charts.recoveries import recoveries as recoveries_chart
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.statistics.recovery import DAYS, DAYS_HIGH, DAYS_LOW, ENDED, MISSING, STATE, recovery
from analytics.words import recovery as recovery_words
from analytics.words.incidents import called
from analytics.words.phrases import Row
from dashboard import charts, controls, opening, receipt, say, tables, takeaway
from dashboard.components import folded
from dashboard.frame import Run


def curve(run: Run) -> None:
    """How long outages last: the median with its interval, the curve, and what it rests on."""
    words, kept = run.words, run.kept
    found = run.once("recovery", lambda: recovery(kept))
    say.heading(words("impact.recoveries"))
    if found.cases.empty:
        say.text(words("recovery.none"))
        return
    say.strong(recovery_words.finding(found, words))
    if found.median is not None:
        receipt.button("median-days", run)
    chart = run.once("recoveries", lambda: recoveries_chart(kept, "", Look(words, run.theme)))
    if chart.blocks:
        alt = opening.of_choice(run, words("semicolon").join((chart.title, *chart.values)))
        charts.of_choice(lambda *_: chart, "recoveries", run, alt)
        takeaway.under("recoveries", run)
    for note in chart.notes[:-1]:
        say.caption(note)
    if not found.known:
        return
    tables.folded_away(lambda: as_table(run, found.cases), "recoveries", run, words("impact.recoveries"))


def as_table(run: Run, cases: pd.DataFrame) -> pd.DataFrame:
    """The outages that are dated or bounded, the longest first."""
    words, rows = run.words, by_identifier(run)
    known = [(case, rows[case[col.INCIDENT_ID]]) for case in rows_of(cases) if case[STATE] != MISSING]
    known.sort(key=lambda one: (-one[0][DAYS], one[0][col.INCIDENT_ID]))
    at_least, at_most = (
        MEASURES[name].label.in_language(words.language) for name in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST)
    )
    return pd.DataFrame(
        {
            words("table.name"): [called(row, words) for _, row in known],
            words("table.days_to_recover"): [row[col.DAYS_TO_RECOVER] for _, row in known],
            at_least: [case[DAYS_LOW] for case, _ in known],
            at_most: [case[DAYS_HIGH] for case, _ in known],
            words("table.meaning"): [row[words.column("end_meaning")] for _, row in known],
        }
    )


def by_identifier(run: Run) -> dict[str, Row]:
    """The incidents, each as a mapping, by their identifiers."""
    return {row[col.INCIDENT_ID]: row for row in run.choice.rows}


def one_by_one(run: Run) -> None:
    """The longest dated recoveries with a row each, folded away; choosing one opens its card."""
    words, found = run.words, run.once("recovery", lambda: recovery(run.kept))
    count = found.count(ENDED)
    if not count:
        return
    title = words("outages.title", count=count)
    with folded(title, "outages") as is_open:
        if is_open:
            chart = run.once("outages", lambda: outages_chart(run.kept, "", Look(words, run.theme)))
            say.strong(chart.title)
            say.caption(chart.subtitles[0])
            alt = opening.of_choice(run, words("semicolon").join((chart.title, *chart.values)))
            code = charts.in_two_widths(partial(outages_chart, run.kept, ""), "outages", run, alt)
            controls.choose_once("picked-outage", code)
            say.caption(chart.notes[0])
            takeaway.under("outages", run)
