"""A sentence to quote, in prose: of an incident who says it and where, of a choice or a drawing what is found.

It keeps what a figure is not: a floor is called one, an attacker's word is his, and where sources disagree the range
stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, get_args

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.geography.levels import Level
from analytics.outputs import area_charts, hospital_figures, nearest_figures
from analytics.outputs.html.speakers import source_link
from analytics.outputs.receipt_basis import FigureBasis, Result
from analytics.outputs.receipt_figures import FIGURES, yearly
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import PUBLISHERS, TIERS
from analytics.schema.measures import MEASURES
from analytics.selection.selection import Selection
from analytics.statistics import funnel, profiles, recovery, trends
from analytics.words import around, conclusions, headlines, nearest, totals, years
from analytics.words import recovery as recovery_words
from analytics.words.citations import credit
from analytics.words.incidents import called
from analytics.words.sources import named, publisher
from analytics.words.text import Words
from analytics.words.years import Kind

MOST_NAMED = 3  # sources that a sentence names; the receipt has all of them
_PREFIX = "incident-"
_DAYS_FROM = ("downtime_days", "recovery_duration_months", col.ENDED_ON)  # the first that is known, as `recovery`
# what has a clause of its own; any other measure stands behind its name
CLAUSES = {
    **{
        name: name
        for name in (
            *(col.BEDS, "population_served", "patients_transferred", "people_affected", "data_leaked_gb"),
            *("operations_cancelled", "appointments_cancelled", "hospitals_affected", "downtime_days"),
            *("recovery_duration_months", col.ENDED_ON, col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST),
        )
    },
    **dict.fromkeys(("ransom_demand_usd", "ransom_demand_eur"), "ransom_demand"),
    "ransom_paid_usd": "ransom_paid",
    **dict.fromkeys(("cost_eur", "cost_usd", "cost_gbp", "cost_cad", "cost_czk", "cost_zar"), "cost"),
}


def prose(name: str, result: Result, basis: FigureBasis, words: Words) -> str:
    """The sentence to quote of one figure, with the credit; empty where the line of its receipt says all there is.

    Parameters
    ----------
    name : str
        A name of `FIGURES`.
    result : Result
        What `receipts.work_out` gives for it.
    basis : FigureBasis
        What it was worked out from.
    """
    tell = _of_incident if FIGURES[name].of_incident else _of_hospital if FIGURES[name].of_hospital else _of_choice
    told = tell(name, result, basis, words)
    return f"{_sentence(told)} {credit(words)}" if told else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


# --- of one incident ----------------------------------------------------------------------------------------


def _of_incident(name: str, result: Result, basis: FigureBasis, words: Words) -> str:
    """What a figure of an incident comes to, who says so, and what its sources state otherwise."""
    if FIGURES[name].around:
        return _around(name, result, basis, words)
    said = behind(name, result, basis)
    if said.empty or result.value is None:
        return ""
    (row,) = rows_of(basis.published[basis.published[col.INCIDENT_ID] == basis.selection.incident])
    measure = str(said[col.MEASURE].iloc[0])
    value = float(said[col.VALUE].iloc[0]) if measure == "recovery_duration_months" else result.value
    sentence = words(
        "quoting.of_incident",
        name=called(row, words),
        date=words.when(row[col.STARTED_ON]),
        who=_who(said, basis, words),
        what=_what(measure, value, result.partial, words),
    )
    noted = [str(note) for note in said[words.column("note")].dropna().unique()][:1]
    further = [words("quoting.note", note=_sentence(note)) for note in noted]
    low, high = result.low, result.high
    if (
        low is not None
        and high is not None
        and low != high
        and measure in (name.removeprefix(_PREFIX), *_DAYS_FROM[:1])
    ):
        further.append(words("quoting.between", low=words.number(low, 1), high=words.number(high, 1)))
    return " ".join([_sentence(sentence), *further])


def _around(name: str, result: Result, basis: FigureBasis, words: Words) -> str:
    """The geography around the hospitals of an incident, as its sentence says it; nothing where it has no figure."""
    if result.value is None:
        return ""
    (row,) = rows_of(basis.published[basis.published[col.INCIDENT_ID] == basis.selection.incident])
    own = rows_of(result.rows)[0]
    if name == f"{_PREFIX}{col.PEOPLE_MODEL}":
        low, high = row["population_served_low"], row["population_served_high"]
        told = around.estimate(own, words, None if pd.isna(high) else (float(low), float(high)))
    elif not (told := _near(name, own, words)):
        return ""
    return words(
        "quoting.around", name=called(row, words), date=words.when(row[col.STARTED_ON]), what=words.within(told)
    )


def _of_hospital(name: str, result: Result, basis: FigureBasis, words: Words) -> str:
    """The geography around one hospital, as its sentence says it; nothing where it has no figure."""
    if result.value is None:
        return ""
    own = rows_of(result.rows)[0]
    told = around.estimate(own, words) if name.endswith(f"-{col.PEOPLE_MODEL}") else _near(name, own, words)
    hospital = hospital_figures.name_of(basis.selection.finess, basis.atlas)
    return words("quoting.around_hospital", name=hospital, what=words.within(told)) if told else ""


def _near(name: str, row: Mapping[str, Any], words: Words) -> str:
    """Where people would go, of a figure that says so; else nothing."""
    facts = name.endswith((f"-{col.EXTRA_KM_100}", f"-{col.BEDS_ELSEWHERE}"))
    return around.next_hospital(row, words) if facts else ""


def _what(measure: str, value: float, partial_only: bool, words: Words) -> str:
    """The clause of a measure, with its value as a page writes it."""
    unit = "days" if measure == col.ENDED_ON else MEASURES[measure].unit
    written = f"{value:.0f}" if unit == "year" else words.measured(value, unit, 1)
    written = totals.floor(written, partial_only, words)
    if measure in CLAUSES:
        return words(f"quoting.of_{CLAUSES[measure]}", count=value, value=written)
    return f"{words.within(MEASURES[measure].label.in_language(words.language))}{words('card.colon')}{written}"


def behind(name: str, result: Result, basis: FigureBasis) -> pd.DataFrame:
    """The claims that state the value of a figure of an incident, of those who speak with most weight.

    Of days worked out from months or dates they are those that they are worked out from.
    """
    claims = result.claims
    if name == f"{_PREFIX}{col.DAYS_TO_RECOVER}":
        kept = claims[claims[col.PREFERRED] == "yes"]
        stated = next((kept[kept[col.MEASURE] == one] for one in _DAYS_FROM if one in {*kept[col.MEASURE]}), kept[:0])
    else:
        stated = claims[pd.to_numeric(claims[col.VALUE], errors="coerce") == result.value]
        kept = stated[stated[col.PREFERRED] == "yes"]
        stated = stated if kept.empty else kept
    strongest = next((tier for tier in TIERS if tier in {*stated[col.TIER]}), "")
    stated = stated[stated[col.TIER] == strongest]
    copied = stated[col.SOURCE_ID].map(basis.atlas.sources.set_index(col.SOURCE_ID)[col.COPY]) == "yes"
    return stated[~copied] if len(stated[~copied]) else stated


def _who(said: pd.DataFrame, basis: FigureBasis, words: Words) -> str:
    """Who speaks, and where one reads it: a document of their own is its own voice."""
    sources = basis.atlas.sources
    cited = rows_of(sources[sources[col.SOURCE_ID].isin(said[col.SOURCE_ID])].sort_values(col.PUBLISHED_ON))
    tier = said[col.TIER].iloc[0]
    own = [source for source in cited if source[col.TIER] == tier]
    names = list(dict.fromkeys(_cited(source, words) for source in own or cited))[:MOST_NAMED]
    if own or tier == "press":
        return words("quoting.direct", sources=words.listing(names))
    return words(f"quoting.by_{tier}", count=len(names), sources=words.listing(names))


def _cited(source: Mapping[str, Any], words: Words) -> str:
    """A source as a sentence names it: its publisher, the agency that it repeats, its day."""
    facts = [] if pd.isna(source[col.AGENCY]) else [str(source[col.AGENCY])]
    facts += [] if pd.isna(source[col.PUBLISHED_ON]) else [words.when(source[col.PUBLISHED_ON])]
    name = publisher(source, words)
    if source[col.PUBLISHER] in PUBLISHERS:  # it says what the source is, and names nobody
        name, facts = words("quoting.a_source"), [name, *facts]
    return f"{name} ({', '.join(facts)})" if facts else name


def read_at_source(name: str, result: Result, basis: FigureBasis, words: Words) -> str:
    """The sources that the sentence rests on as links, the publisher and the title of each; empty where none is."""
    if not FIGURES[name].of_incident or FIGURES[name].drawing:
        return ""
    sources = basis.atlas.sources
    cited = rows_of(sources[sources[col.SOURCE_ID].isin(behind(name, result, basis)[col.SOURCE_ID])])
    items = "".join(f"<li>{source_link(source, named(source, words))}</li>" for source in cited)
    return f'<ul class="sources">{items}</ul>' if items else ""


# --- of a choice --------------------------------------------------------------------------------------------

Told = Callable[[FigureBasis, Words], str]


def _headline(
    sentence: Callable[[pd.DataFrame, Selection, Atlas, Words], str], basis: FigureBasis, words: Words
) -> str:
    """The sentence that a page of the choice has."""
    return sentence(basis.kept, basis.selection, basis.atlas, words)


def _recovered(basis: FigureBasis, words: Words) -> str:
    found = recovery_words.finding(recovery.recovery(basis.kept), words)
    return headlines.framed(found, basis.selection, basis.atlas, words)


def _everywhere(sentence: str, basis: FigureBasis, words: Words) -> str:
    """A sentence on all areas of a level, behind what is chosen but for the areas."""
    return headlines.framed(sentence, basis.selection.everywhere(), basis.atlas, words) if sentence else ""


def _trend(basis: FigureBasis, words: Words) -> str:
    counts, exposure = yearly(basis.published, basis.selection)
    return _everywhere(conclusions.trend(trends.yearly_trend(counts, exposure), words), basis, words)


def _funnel(level: Level, basis: FigureBasis, words: Words) -> str:
    table = basis.profiles(level).areas
    found = funnel.funnel(profiles.whole_events(table), table[col.PERSON_YEARS])
    return _everywhere(conclusions.funnel(found, level, words), basis, words)


def _dispersion(level: Level, basis: FigureBasis, words: Words) -> str:
    found = basis.held.dispersion(basis.selection.without("incident"), level)
    return _everywhere(conclusions.differ(found, level, words), basis, words)


def _years(kind: Kind, basis: FigureBasis, words: Words) -> str:
    found = years.finding(area_charts.panels(kind, basis, words), words)
    return headlines.framed(found, area_charts.narrowed(kind, basis.selection), basis.atlas, words)


def _nearest(basis: FigureBasis, words: Words) -> str:
    found = nearest.finding(nearest_figures.found(basis), words)
    return headlines.framed(found, basis.selection.without("incident"), basis.atlas, words)


def _nearest_day(basis: FigureBasis, words: Words) -> str:
    one = nearest_figures.one_day(basis)
    sentence = nearest.of_day(one, words) if one else words("nearest.nothing")
    return headlines.framed(sentence, basis.selection.without("incident"), basis.atlas, words)


_FINDINGS: Mapping[str, Told] = {
    **dict.fromkeys(("incidents", "map"), partial(_headline, headlines.count_sentence)),
    **dict.fromkeys(("by-year", "busiest-year", "timeline"), partial(_headline, headlines.year_sentence)),
    **dict.fromkeys(("service", "services"), partial(_headline, headlines.service_sentence)),
    **dict.fromkeys(("recoveries", "median-days"), _recovered),
    "nearest-days": _nearest,
    **dict.fromkeys(("nearest-day", "nearest-people"), _nearest_day),
    "trend": _trend,
    **{f"{name}-{level}": partial(work, level)
       for name, work in (("funnel", _funnel), ("dispersion", _dispersion))
       for level in get_args(Level) if level != col.COUNTRY},
    **{f"years-{kind}": partial(_years, kind) for kind in area_charts.KINDS},
}  # fmt: skip


def _of_choice(name: str, _: Result, basis: FigureBasis, words: Words) -> str:
    """The finding of a figure or a drawing of a choice, where it has one."""
    return _FINDINGS[name](basis, words) if name in _FINDINGS else ""
