"""Timeline: each incident from start to recovery on one axis; counts by year, the official count beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analytics.atlas.published import in_france
from analytics.drawings.charts.base import Look
from analytics.drawings.charts.by_year import by_year, year_table
from analytics.drawings.charts.official import official
from analytics.drawings.charts.official import unseen as unseen_chart
from analytics.drawings.charts.timeline import timeline as timeline_chart
from analytics.outputs import receipt_figures
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import DEFAULT_EVIDENCE, Selection
from analytics.statistics import official as official_series
from analytics.statistics import trends
from analytics.statistics.official import OFFICIAL_HIGH, OFFICIAL_LOW
from analytics.words import headlines
from analytics.words.incidents import called, names
from analytics.words.phrases import busiest_year
from analytics.words.text import UNKNOWN
from dashboard import charts, controls, on_paper, opening, tables, takeaway
from dashboard.components import folded
from dashboard.frame import Run

COUNTED = [col.STARTED_ON, col.ATTACK_TYPE, col.STATUS, col.COUNTRY]  # what counts by year look at


def page(run: Run) -> None:
    """The page: years first, since they fit a screen, then every incident."""
    busiest = run.once("busiest-year", lambda: busiest_year(run.kept))
    numbers = [("busiest-year", busiest[1])] if busiest else opening.counts(run)
    sentence = run.once(
        "year-sentence", lambda: headlines.year_sentence(run.kept, opening.counting(run), run.atlas, run.words)
    )
    if not opening.opening(run, "timeline", sentence, numbers):
        return
    years(run)
    unseen(run)
    every_incident(run)


def years(run: Run) -> None:
    """Our counts by year and type; French ones beside the official counts of the same thing, and why the two differ."""
    words, kept, selection = run.words, run.kept, run.selection
    french, comparable = (
        run.once("french", lambda: in_france(kept[COUNTED])),
        receipt_figures.official_comparable(selection),
    )
    if comparable and len(french) == len(kept):
        ours, theirs = st.columns(2, gap="large")
        with ours:
            our_years(run)
        with theirs:
            their_years(run)
    else:
        our_years(run)
        if comparable and len(french):
            ours, theirs = st.columns(2, gap="large")
            with ours:
                our_french_years(run, french)
            with theirs:
                their_years(run)
        elif not comparable:
            st.caption(words("timeline.official_none"))
    with folded(words("figure.as_table"), "by-year") as is_open:
        if is_open:
            st.table(run.once("by-year-table", lambda: tables.as_text(by_year_table(run, french), words)))
    charts.source_line(words, words("timeline.official_source" if comparable else "figure.atlas"))


def our_years(run: Run) -> None:
    """The incidents of the choice by year and type."""
    words = run.words
    st.markdown(f"## {words('timeline.by_year')}")
    st.caption(words("timeline.by_year_subtitle"))
    alt = run.once("by-year-alt", lambda: charts.by_year_alt(trends.per_year(run.kept), words))
    charts.of_choice(by_year, "by-year", run, opening.of_choice(run, alt))
    st.caption(words("figure.partial", date=words.when(KNOWN_UNTIL.isoformat())))
    takeaway.under("by-year", run)


def our_french_years(run: Run, french: pd.DataFrame) -> None:
    """Those of them in France, which alone can stand beside what France counts."""
    words, choice = run.words, replace(opening.counting(run), country=(FRANCE,))
    st.markdown(f"## {words('timeline.in_france')}")
    st.caption(words("timeline.in_france_subtitle"))
    alt = run.once("french-years-alt", lambda: charts.by_year_alt(trends.per_year(french), words))
    charts.of_choice(
        lambda _, scope, look: by_year(french, scope, look),
        "by-year-france",
        run,
        headlines.framed(alt, choice, run.atlas, words),
    )
    on_paper.picture("by-year", run, choice)


def their_years(run: Run) -> None:
    """The official counts of the same years, and why they are others than ours."""
    words, metric = run.words, receipt_figures.official_metric(run.selection)
    ransomware = metric == official_series.RANSOMWARE
    st.markdown(f"## {words('timeline.official')}")
    st.caption(words("timeline.official_ransomware_subtitle" if ransomware else "timeline.official_subtitle"))
    shown = run.once(
        "official",
        lambda: official(
            official_counts(run, metric),
            ransomware,
            Look(words, run.theme),
            years=list(trends.per_year(run.kept).index),
        ),
    )
    charts.of_choice(lambda *_: shown, "official", run, shown.title)
    st.markdown(words("drawing.official_ransomware_note" if ransomware else "timeline.official_why"))
    takeaway.under("official", run)


def nation(run: Run) -> Run:
    """The run of all incidents of the level of evidence: what stands beside official figures, whatever else is chosen.

    What it makes once is made once for all choices.
    """
    return run._replace(choice=run.choice.held.choice(Selection(evidence=run.selection.evidence)))


def official_counts(run: Run, metric: str) -> pd.DataFrame:
    """The official count of each year."""
    return nation(run).choice.once(
        f"official-{metric}", lambda: official_series.official_counts(run.atlas.national_series, metric)
    )


def by_year_table(run: Run, french: pd.DataFrame) -> pd.DataFrame:
    """Our counts by year and type, and the official ones of the same thing where there are any."""
    words, selection = run.words, run.selection
    counts, ours = trends.per_year(run.kept), trends.per_year(french)
    extra = {words("table.french"): ours.sum(axis=1).reindex(counts.index, fill_value=0)}
    if receipt_figures.official_comparable(selection):
        if receipt_figures.official_metric(selection) == official_series.DECLARED:
            extra[words("table.official_declared")] = _spans(run, official_counts(run, official_series.DECLARED))
            extra[words("table.french_ransomware")] = ours["ransomware"].reindex(counts.index, fill_value=0)
        extra[words("table.official_ransomware")] = _spans(run, official_counts(run, official_series.RANSOMWARE))
    return year_table(counts, words, KNOWN_UNTIL, extra)


def unseen(run: Run) -> None:
    """What we do not see: our French counts beside the official ones of the same year, their ratio, and why."""
    words, everyone = run.words, nation(run)
    table = receipt_figures.beside_official(run.choice)
    st.markdown(f"## {words('unseen.title')}")
    st.markdown(words("unseen.subtitle"))
    if run.selection.at(DEFAULT_EVIDENCE).narrowing:
        st.caption(words("unseen.unfollowed"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        reading = everyone.once("unseen-reading", lambda: unseen_reading(run, table))
        charts.of_choice(
            lambda _, scope, look: unseen_chart(table.loc[2018:], scope, look), "unseen", everyone, reading
        )
        st.caption(reading)
        charts.source_line(words, words("timeline.official_source"))
        takeaway.under("visibility", run)
    with right:
        st.markdown(words("unseen.why"))
    with folded(words("unseen.contradict"), "contradictions") as is_open:
        if is_open:
            st.table(everyone.once("contradictions", lambda: contradictions(run)))
    with folded(words("figure.as_table"), "unseen") as is_open:
        if is_open:
            shown = everyone.once(
                "unseen-table", lambda: tables.grid(tables.columns_of(unseen_table(run, table)), words)
            )
            tables.show(shown, words("unseen.title"), "unseen-table")


def contradictions(run: Run) -> pd.DataFrame:
    """Where official figures of one period differ, and those that no source prints."""
    atlas, words = run.atlas, run.words
    note = words.column("note")
    rows = rows_of(official_series.contradictions(atlas.national_series))
    labels = atlas.national_series.drop_duplicates(col.METRIC).set_index(col.METRIC)[words.column("metric")]
    return pd.DataFrame(
        {
            words("table.year"): [row["year"] for row in rows],
            words("unseen.figure"): [str(labels[split_list(row["metrics"])[0]]) for row in rows],
            words("unseen.values"): [
                ", ".join(dict.fromkeys(words.number(float(value), 1) for value in split_list(row["values"])))
                for row in rows
            ],
            words("unseen.why_differ"): [
                words(f"unseen.{row['kind'].replace('-', '_')}") + ("" if pd.isna(row[note]) else f" – {row[note]}")
                for row in rows
            ],
        }
    ).set_index(words("table.year"))


def unseen_reading(run: Run, table: pd.DataFrame) -> str:
    """The latest year for which both are known, read aloud."""
    words = run.words
    row = table[table["ours"].notna() & table["declared_high"].notna() & ~table["partial"]].iloc[-1]
    return words(
        "unseen.reading",
        year=str(row.name),
        ours=words.number(float(row["ours"])),
        declared=words.number(float(row["declared_high"])),
        share=words.percent(float(row["ratio_high"]), 1),
    )


def unseen_table(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    """The figures and their ratio by year; what no source says is a dash."""
    words = run.words

    def counts(name: str) -> list[str]:
        return [words.number(None if pd.isna(count) else float(count)) for count in table[name]]

    def spans(name: str, percent: bool = False) -> list[str]:
        ends = zip(table[f"{name}_low"].astype(float), table[f"{name}_high"].astype(float), strict=True)
        factor, decimals = (100, 1) if percent else (1, 0)
        return [UNKNOWN if low != low else words.span(low * factor, high * factor, decimals) for low, high in ends]

    shown = pd.DataFrame(
        {
            words("unseen.ours"): counts("ours"),
            words("unseen.declared"): spans("declared"),
            words("unseen.ratio"): spans("ratio", percent=True),
            words("unseen.malicious_share"): spans("malicious_share"),
            words("unseen.malicious"): spans("malicious"),
            words("unseen.ours_ransomware"): spans("ours_ransomware"),
            words("unseen.ransomware"): spans("ransomware"),
            words("unseen.ratio_ransomware"): spans("ratio_ransomware", percent=True),
            words("unseen.anssi"): spans("anssi"),
            words("unseen.major"): spans("major"),
        },
        index=[
            f"{year}{words('figure.partial_mark')}" if partial else str(year)
            for year, partial in table["partial"].items()
        ],
    )
    return shown.rename_axis(words("table.year")).reset_index()


def _spans(run: Run, official: pd.DataFrame) -> pd.Series:
    return pd.Series(
        {year: run.words.span(row[OFFICIAL_LOW], row[OFFICIAL_HIGH]) for year, row in official.iterrows()}, dtype=object
    )


def every_incident(run: Run) -> None:
    """Every incident on one axis; choosing one opens its card."""
    words, kept = run.words, run.kept
    st.markdown(f"## {words('timeline.every', count=len(kept))}")
    st.caption(words("timeline.every_subtitle"))
    opening.card(run)
    code = charts.in_two_widths(partial(timeline_chart, kept, ""), "timeline", run, every_alt(run))
    controls.choose_once("picked-mark", code)
    st.caption(run.once("first-reading", lambda: first_reading(run)))
    st.caption(run.once("doubts", lambda: doubts(run)))
    charts.source_line(words, words("figure.atlas"))
    takeaway.under("timeline", run)
    tables.folded_away(lambda: as_table(run), "timeline", run, every_alt(run), date=words("table.date"))


def every_alt(run: Run) -> str:
    """What the figure and its table hold, in a sentence."""
    return opening.of_choice(run, run.words("timeline.alt", count=len(run.kept)))


def doubts(run: Run) -> str:
    """How many starts are not known to the day, and how many ends not at all."""
    words, kept = run.words, run.kept
    vague = int((kept[col.STARTED_PRECISION] != "day").sum())
    unknown = int(kept[col.DAYS_TO_RECOVER].isna().sum())
    return words("timeline.vague", count=vague) + " " + words("timeline.unknown_ends", count=unknown)


def first_reading(run: Run) -> str:
    """The incident with the longest known recovery, to read one line of the figure aloud."""
    words, kept = run.words, run.kept
    own = [col.INCIDENT_ID, words.column("name"), col.STATUS, col.STARTED_ON, col.DAYS_TO_RECOVER]
    ordered = kept[own].sort_values([col.DAYS_TO_RECOVER, col.INCIDENT_ID], ascending=[False, True])  # missing last
    row = rows_of(ordered.head(1))[0]
    days = row[col.DAYS_TO_RECOVER]
    told = (
        words("figure.end_unknown").lower()
        if pd.isna(days)
        else words("figure.recovered_after", days=words.days(days, days))
    )
    return words("timeline.reading", name=called(row, words), date=words.when(row[col.STARTED_ON]), end=told)


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
