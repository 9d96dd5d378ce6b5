"""What we do not see: our counts of a country beside its official ones, the ratio where one is allowed, and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.drawings.charts.official import unseen as unseen_chart
from analytics.outputs import official_figures
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.series import lines_of
from analytics.selection.selection import DEFAULT_EVIDENCE, Selection
from analytics.statistics import official as official_series
from analytics.words import official
from analytics.words.text import UNKNOWN, Words
from dashboard import charts, say, tables, takeaway
from dashboard.components import folded
from dashboard.frame import Run


def nation(run: Run) -> Run:
    """The run of all incidents of the level of evidence: what stands beside official figures, whatever else is chosen.

    What it makes once is made once for all choices.
    """
    return run._replace(choice=run.choice.held.choice(Selection(evidence=run.selection.evidence)))


def unseen(run: Run) -> None:
    """The part of the page: of the country chosen alone, else of France."""
    words, country = run.words, official_figures.country_beside(run.selection)
    say.heading(words("unseen.title"))
    if lines_of(country):
        compared(country, run)
    else:
        say.text(official.nothing_beside(country, run.atlas, words))
        say.caption(words("unseen.search"))
    every_figure(country, run)


def compared(country: str, run: Run) -> None:
    """Our counts and theirs as a figure, in what they differ, where they contradict, and all of it as a table."""
    words, everyone = run.words, nation(run)
    table = official_figures.beside(run.choice)
    told = everyone.once("unseen-told", lambda: official.unseen(country, table, run.atlas, words), country)
    say.text(told.subtitle)
    if run.selection.at(DEFAULT_EVIDENCE).narrowing_scope:
        say.caption(words("unseen.unfollowed" if country == FRANCE else "unseen.unfollowed_country"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        charts.of_choice(
            lambda _, scope, look: unseen_chart(table, told, scope, look), f"unseen-{country}", everyone, told.reading
        )
        if told.reading:
            say.caption(told.reading)
        charts.source_line(words, words("timeline.official_source" if country == FRANCE else "figure.atlas"))
        takeaway.under("visibility", run)
    with right:
        for text in told.why:
            say.text(text)
        say.text(words("unseen.search"))
    differing = everyone.once("contradictions", lambda: contradictions(country, run), country)
    if len(differing):
        with folded(words("unseen.contradict"), "contradictions") as is_open:
            if is_open:
                say.table(differing)
    with folded(words("figure.as_table"), "unseen") as is_open:
        if is_open:
            shown = everyone.once("unseen-table", lambda: tables.grid(unseen_table(table, told, words), words), country)
            tables.show(shown, words("unseen.title"), "unseen-table")


def every_figure(country: str, run: Run) -> None:
    """Every official figure of the country that we know of, context too, folded away."""
    rows = run.atlas.national_series
    rows = rows[(rows[col.COUNTRY] == country) & ~official_series.doubtful(rows)]
    if rows.empty:
        return
    named = official.country_names(run.atlas, run.words)[country]
    label = run.words("official.of_the_country", count=len(rows), country=named)
    with folded(label, "official-figures") as is_open:
        if is_open:
            shown = nation(run).once(
                "official-figures",
                lambda: official.counts_table(country, rows, run.atlas, run.words),
                country,
            )
            say.table(shown.set_index(run.words("unseen.figure")))
            say.caption(run.words("official.computed"))
            own = Selection(country=(country,), lang=run.selection.lang)
            takeaway.downloads(col.NATIONAL_SERIES, own, "download-series", run.words)


def contradictions(country: str, run: Run) -> pd.DataFrame:
    """Where official figures of one period differ, those that no source prints, and those that do not fit."""
    words, series = run.words, official_series.of_country(run.atlas.national_series, country)
    note = words.column("note")
    found = official_series.contradictions(series)
    rows = rows_of(found.sort_values("kind", key=lambda kind: kind == official_series.COMPUTED, kind="stable"))
    labels = series.drop_duplicates(col.METRIC).set_index(col.METRIC)[words.column("metric")]
    return pd.DataFrame(
        {
            words("table.year"): [", ".join(split_list(row["year"])) for row in rows],
            words("unseen.figure"): [str(labels[split_list(row["metrics"])[0]]) for row in rows],
            words("unseen.values"): [
                _values(split_list(row["values"]), split_list(row["year"]), words) for row in rows
            ],
            words("unseen.why_differ"): [
                words(f"unseen.{row['kind'].replace('-', '_')}") + ("" if pd.isna(row[note]) else f" – {row[note]}")
                for row in rows
            ],
        }
    ).set_index(words("table.year"))


def _values(values: list[str], periods: list[str], words: Words) -> str:
    """What is given: each value once of one period, all of them of several."""
    written = [words.number(float(value), 1) for value in values]
    return ", ".join(written if len(periods) > 1 else dict.fromkeys(written))


def unseen_table(table: pd.DataFrame, told: official.Unseen, words: Words) -> pd.DataFrame:
    """The figures and their ratio by year; what no source says is a dash, a line that the country has not is left out.

    Parameters
    ----------
    table : DataFrame
        As `official.beside_official` gives it.
    """

    def spans(name: str, percent: bool = False) -> list[str]:
        ends = zip(table[f"{name}_low"].astype(float), table[f"{name}_high"].astype(float), strict=True)
        factor, decimals = (100, 1) if percent else (1, 0)
        return [UNKNOWN if low != low else words.span(low * factor, high * factor, decimals) for low, high in ends]

    shown = {told.names["ours"]: [words.number(None if pd.isna(count) else float(count)) for count in table["ours"]]}
    for name, heading, percent in _columns(told, words):
        if f"{name}_low" in table:
            shown[heading] = spans(name, percent)
    index = [
        f"{year}{words('figure.partial_mark')}" if partial else str(year) for year, partial in table["partial"].items()
    ]
    return pd.DataFrame(shown, index=index).rename_axis(words("table.year")).reset_index()


def _columns(told: official.Unseen, words: Words) -> list[tuple[str, str, bool]]:
    """The stem of each column, what it is called, and whether it is a share; lines that there are not have no name."""
    return [
        ("declared", told.names.get("declared", ""), False),
        ("filings", told.names.get("filings", ""), False),
        ("ratio", told.ratio, True),
        ("malicious_share", told.names.get("malicious_share", ""), False),
        ("malicious", words("unseen.malicious"), False),
        ("ours_ransomware", words("unseen.ours_ransomware"), False),
        ("ransomware", told.names.get("ransomware", ""), False),
        ("ratio_ransomware", words("unseen.ratio_ransomware"), True),
        ("anssi", told.names.get("anssi", ""), False),
        ("major", told.names.get("major", ""), False),
    ]
