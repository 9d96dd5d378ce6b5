"""The one way to show an incident and a figure: its card, its key figures, as HTML with every word escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import figures_of
from analytics.evidence import voices
from analytics.outputs import receipts
from analytics.outputs.html.glossary import term
from analytics.outputs.html.speakers import of_measures, source_html, strongest
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, CONFIDENCES, FRANCE, SERVICE_CODES, STATUSES, TIERS
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES
from analytics.selection.selection import accepted_tiers
from analytics.statistics.totals import BEDS_DATA_ONLY
from analytics.words import totals
from analytics.words.escape import safe
from analytics.words.incidents import called, is_claimed
from analytics.words.phrases import place_line
from analytics.words.recovery import lasted
from analytics.words.text import Words

Row = Mapping[str, Any]
Mark = Callable[[str, bool], str]  # of a type of attack, and whether the attacker alone says so, as HTML
SHORT = 450  # letters of the summary of a card that has room for its sources
DURATIONS = ("downtime_days", "recovery_duration_months")  # the same duration: the first that is stated is shown
FRONT_MEASURES = (col.BEDS, BEDS_DATA_ONLY, "people_affected")


def card(
    row: Row,
    atlas: Atlas,
    words: Words,
    mark: Mark,
    lowest_tier: str,
    *,
    heading: str = "h3",
    sources_seen: bool = False,
) -> str:
    """The whole card of one incident.

    Parameters
    ----------
    row : mapping
        One row of the published incidents.
    mark : function
        As for `short_list`.
    lowest_tier : str
        The weakest tier whose claims its figures use.
    heading : str
        The element of its name: what fits the page around it.
    sources_seen : bool
        Whether the list of sources of a short card is open.
    """
    kind = row[col.ATTACK_TYPE]
    parts = [
        f'<p class="kicker">{mark(kind, is_claimed(row))} {safe(words.label(ATTACK_TYPES, kind))}'
        f" · {safe(words.when(row[col.STARTED_ON]))}</p>",
        f'<{heading} class="card-name">{safe(row[words.column("name")])}</{heading}>',
        f'<p class="place">{safe(place_line(row, atlas, words))}</p>',
    ]
    if is_claimed(row):
        parts.append(f'<p class="claimed">{safe(words.label(STATUSES, "claimed"))}</p>')
    parts.append(f"<p>{safe(row[words.column('summary')])}</p>")
    parts.append(_figures(row, atlas, words, lowest_tier))
    services = [words.label(SERVICE_CODES, code) for code in split_list(row[col.SERVICES])]
    parts.append(_line(words("card.services"), words.listing([service.lower() for service in services])))
    parts.append(_line(words("card.end"), end(row, words)))
    parts.append(about(row, words))
    parts.append(strongest_source(row, atlas, words, lowest_tier))
    parts.append(_sources(row, atlas, words, sources_seen and len(row[words.column("summary")]) < SHORT))
    return f'<article class="card" lang="{words.language}">{"".join(parts)}</article>'


def _line(label: str, text: object) -> str:
    """A labelled line; nothing where there is nothing to say."""
    if not text or pd.isna(text):  # type: ignore[call-overload]
        return ""
    return f'<p class="line"><span class="label">{safe(label)}</span> {safe(text)}</p>'


def end(row: Row, words: Words) -> str:
    """How long it lasted, if need be at least, and what the end means here; that nobody says so where nobody does."""
    meaning = row[words.column("end_meaning")]
    said = [part for part in (lasted(row, words), "" if pd.isna(meaning) else str(meaning)) if part]
    return " — ".join(said) or words("card.end_unknown")


def _figures(row: Row, atlas: Atlas, words: Words, lowest_tier: str) -> str:
    """Key figures: the value, its range where sources disagree, the strongest tier, independent sources."""
    stated = figures_by_measure(figures_of(atlas, row[col.INCIDENT_ID], lowest_tier))
    who = spoken_by(row[col.INCIDENT_ID], atlas, words, lowest_tier)
    items = [stated_item(stated[measure], words, who[measure]) for measure in HEADLINE_MEASURES if measure in stated]
    return f'<dl class="figures">{"".join(items)}</dl>' if items else f"<p class='line'>{safe(words('card.none'))}</p>"


def _sources(row: Row, atlas: Atlas, words: Words, opened: bool) -> str:
    """Sources by tier, strongest first; those to which we send readers are links, the others are named."""
    cited = sources_of(row[col.INCIDENT_ID], atlas)
    label = words("card.sources", count=len(cited), independent=words.number(row[col.INDEPENDENT_SOURCES]))
    items = "".join(f"<li>{source_html(source, words)}</li>" for source in rows_of(cited))
    seen = " open" if opened else ""
    return f'<details class="sources"{seen}><summary>{safe(label)}</summary><ul>{items}</ul></details>'


def sources_of(incident: str, atlas: Atlas) -> pd.DataFrame:
    """The sources that a claim or a timeline line of one incident cites, strongest tier first, then by date."""
    cited = set(atlas.claims.loc[atlas.claims[col.INCIDENT_ID] == incident, col.SOURCE_ID])
    for cell in atlas.events.loc[atlas.events[col.INCIDENT_ID] == incident, col.SOURCE_IDS]:
        cited |= set(split_list(cell))
    rows = atlas.sources[atlas.sources[col.SOURCE_ID].isin(cited)]
    order = {tier: rank for rank, tier in enumerate(TIERS)}
    return (
        rows.assign(rank=rows[col.TIER].map(order))
        .sort_values(["rank", col.PUBLISHED_ON, col.SOURCE_ID])
        .drop(columns="rank")
    )


def short_list(rows: Iterable[Row], atlas: Atlas, words: Words, mark: Mark, address: Callable[[str], str]) -> str:
    """Incidents as short cards, one under the other.

    Parameters
    ----------
    rows : iterable of mapping
        Published incidents.
    mark : function
        The dashboard and the static pages draw it in different ways.
    address : function
        Where an incident leads, by its identifier.
    """
    items = []
    for row in rows:
        kind = row[col.ATTACK_TYPE]
        items.append(
            f'<li><a href="{safe(address(row[col.INCIDENT_ID]))}" target="_self">{mark(kind, is_claimed(row))}'
            f"<span><strong>{safe(called(row, words))}</strong><br>"
            f"{safe(words.when(row[col.STARTED_ON]))} · {safe(place_line(row, atlas, words))}</span></a></li>"
        )
    return f'<ul class="short-list" lang="{words.language}">{"".join(items)}</ul>'


def in_short(row: Row, atlas: Atlas, words: Words, told: str) -> str:
    """Place and type of an incident for a list of a few, and what happened where there is room for it."""
    kind = words.label(ATTACK_TYPES, row[col.ATTACK_TYPE])
    lines = [" · ".join(part for part in (place_line(row, atlas, words), kind) if part)]
    lines += [told] if told else []
    return f'<div class="in-short" lang="{words.language}">{"".join(f"<p>{safe(line)}</p>" for line in lines)}</div>'


def kicker(row: Row, atlas: Atlas, words: Words, mark: Mark) -> str:
    """The line above the name of an incident: mark and type, date, place. `mark` is that of `short_list`."""
    kind = row[col.ATTACK_TYPE]
    parts = (words.label(ATTACK_TYPES, kind), words.when(row[col.STARTED_ON]), place_line(row, atlas, words))
    return f'<p class="kicker">{mark(kind, is_claimed(row))} {" · ".join(safe(part) for part in parts)}</p>'


def about(row: Row, words: Words) -> str:
    """What to bear in mind of an incident, and how well it is documented."""
    confidence = words.label(CONFIDENCES, row[col.CONFIDENCE])
    label = term(words("card.confidence"), "confidence", words)
    documented = f'<p class="line"><span class="label">{label}</span> {safe(confidence)}</p>'
    return _line(words("card.caveats"), row[words.column("note")]) + documented


def strongest_source(row: Row, atlas: Atlas, words: Words, lowest_tier: str) -> str:
    """The strongest source of an incident among those accepted, as a line: its name, its day, who speaks in it."""
    accepted = accepted_tiers(lowest_tier)
    spoken = voices.speaking(row[col.INCIDENT_ID], atlas.claims, atlas.events, atlas.sources, accepted)
    return strongest(rows_of(spoken), row[col.STRONGEST_TIER], words)


def spoken_by(incident: str, atlas: Atlas, words: Words, lowest_tier: str) -> dict[str, str]:
    """Who says each figure of an incident, as HTML, by measure."""
    claims = atlas.claims[atlas.claims[col.INCIDENT_ID] == incident]
    return of_measures(claims[claims[col.TIER].isin(accepted_tiers(lowest_tier))], atlas.sources, words)


# --- figures ------------------------------------------------------------------------------------------------


def item(label: str, value: str, span: str, *lines: str, named: str = "", who: str = "") -> str:
    """A figure as HTML: what it is called, its value, its range, and below it lines that say what it rests on.

    As HTML, `named` is what it is called, where that is more than the label, and `who` says it, above the other lines.
    """
    extra = f'<span class="span">{safe(span)}</span>' if span else ""
    below = "".join(f'<span class="base">{line}</span>' for line in (who, *map(safe, lines)) if line)
    return f"<div><dt>{named or safe(label)}</dt><dd><strong>{safe(value)}</strong> {extra}{below}</dd></div>"


def places_item(places: pd.DataFrame, words: Words) -> str:
    """How many French departments have places that a choice keeps, and how many countries if it is not France alone."""
    found = set(places[col.COUNTRY].dropna())
    countries = [words("front.countries", count=len(found))] if found - {FRANCE} else []
    return item(words("front.departments"), words.number(places[col.DEPARTMENT].nunique()), "", *countries)


def total_item(row: Row, words: Words) -> str:
    """A row of `statistics.totals`: the total or the cases, their spread, and on how many incidents it rests."""
    said = totals.told(row, words)
    base = words("semicolon").join(words(f"front.{name}", count=count) for name, count in totals.base(row))
    label, beds = totals.label(row[col.MEASURE], words), row[col.MEASURE] in (col.BEDS, BEDS_DATA_ONLY)
    named = term(label, col.BEDS, words) if beds else ""
    return item(label, said.value, said.span, *said.notes, base, named=named)


def incident_items(row: Row, figures: pd.DataFrame, who: Mapping[str, str], words: Words) -> dict[str, str]:
    """Every number stated of one incident, by the name of its receipt, in the order of the dictionary.

    The year in which it opened tells nothing of the attack, and stands with the other claims alone.

    Parameters
    ----------
    row : mapping
        The incident as published.
    figures : DataFrame
        What its claims of the tiers accepted come to (`evidence.figures`).
    who : mapping
        Who says each, as HTML (`spoken_by`).
    words : Words
    """
    stated = figures_by_measure(figures)
    left_out = [measure for measure in DURATIONS if measure in stated][1:]
    shown = [name for name, one in MEASURES.items() if name in stated and one.is_amount and name not in left_out]
    items = {f"incident-{measure}": stated_item(stated[measure], words, who[measure]) for measure in shown}
    if stated and not pd.isna(row[col.DAYS_TO_RECOVER]) and not stated.keys() & set(DURATIONS):
        name = f"incident-{col.DAYS_TO_RECOVER}"
        days = words.span(row[f"{col.DAYS_TO_RECOVER}_low"], row[f"{col.DAYS_TO_RECOVER}_high"])
        items[name] = item(receipts.label(name, words), days, "", words("incident.days"))
    return items


def figures_by_measure(figures: pd.DataFrame) -> dict[str, Row]:
    """The rows of `evidence.figures` of one incident, by measure."""
    return {figure[col.MEASURE]: figure for figure in rows_of(figures)}


def stated_item(figure: Row, words: Words, who: str = "") -> str:
    """A row of `evidence.figures`: the value, its range where sources disagree, who states it, and how many."""
    measure = figure[col.MEASURE]
    value, span = amount(measure, figure, words)
    label = MEASURES[measure].label.in_language(words.language)
    named = term(label, measure, words) if measure == col.BEDS else ""
    said = words("card.said", count=figure[col.INDEPENDENT_SOURCES])
    return item(label, value, span, said, named=named, who=who)


def amount(measure: str, figure: Row, words: Words) -> tuple[str, str]:
    """The value retained with its unit, at least so much where it covers a part, and its range where sources disagree.

    `figure` is a row of `evidence.figures`; where no value is retained the range is told alone.
    """
    unit, value, low, high = MEASURES[measure].unit, figure[col.VALUE], figure[col.LOW], figure[col.HIGH]
    span = words.span(low, high, 1 if unit == "GB" else 0)
    if pd.isna(value):
        return words("card.not_retained", span=span), ""
    # a year is no quantity: it has no separators
    retained = f"{value:.0f}" if unit == "year" else words.measured(value, unit)
    retained = totals.floor(retained, figure[col.PARTIAL] == "yes", words)
    return retained, words("card.span", span=span) if low != high else ""
