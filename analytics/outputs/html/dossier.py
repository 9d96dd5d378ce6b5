"""The parts of an incident's page as HTML: who says what, the timeline, the places, the response, the sources.

Every word from the data is escaped, and a reader is sent only to the sources that we link to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.evidence import figures
from analytics.evidence import voices as evidence_voices
from analytics.outputs import receipts
from analytics.outputs.html import cards
from analytics.outputs.html.cards import Row, source_link, source_name
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    EVENT_KINDS,
    FINDINGS,
    POINT_PRECISIONS,
    RESPONSE_CODES,
    ROLES,
    RULES,
    SERVICE_CODES,
    SOURCE_LANGUAGES,
    TIERS,
    UNITS,
    YES_NO,
    Label,
)
from analytics.schema.measures import MEASURES
from analytics.words.escape import safe
from analytics.words.text import Words

CODE_LABELS: dict[str, dict[str, Label]] = {
    col.ATTACK_TYPE: ATTACK_TYPES,
    "services_affected": SERVICE_CODES,
    "response": RESPONSE_CODES,
    "reported": YES_NO,
}
# what a French reader looks for first, said also where no source mentions it
EXPECTED_RESPONSES = ("plan-blanc", "anssi", "cert-sante", "complaint", "investigation")
# measures that say what went on, and how it ended
KEPT_RUNNING = ("services_kept", "activity", "activity_level_percent")
CARE = ("operations_cancelled_detail", "patients_transferred_detail", "intensive_care_monitoring", "paper_working")
ENDING = ("downtime_meaning", "recovery", "operations_suspended_until")
IN_DETAIL = ("investigation", "complaint", "plan_blanc_on", "isolation_on", "ransom_demand", "ransom_paid", "actor")


def stated(row: Row, atlas: Atlas, words: Words) -> str:
    """What one claim states, as the language writes it."""
    measure = MEASURES[row[col.MEASURE]]
    if measure.kind == "number":
        return _number(row, measure.unit, words)
    value = row[col.VALUE]
    if pd.isna(value):
        return f"{row[col.LOW]}–{row[col.HIGH]}"
    if measure.kind == "date":
        return words.when(value)
    if measure.kind == "text":
        return str(row[col.VALUE_FR] if words.language == "fr" else value)
    if row[col.MEASURE] == col.DEPARTMENT:
        names = atlas.departments.set_index(col.CODE)[words.column("name")]
        return f"{names[value]} ({value})" if value in names.index else str(value)
    labels = CODE_LABELS.get(row[col.MEASURE], FINDINGS)
    said = [words.label(labels, code) for code in split_list(value)]
    return words.listing([one if index == 0 else one[:1].lower() + one[1:] for index, one in enumerate(said)])


def _number(row: Row, unit: str, words: Words) -> str:
    """A number or a range with its unit; one thing goes without, since units are written in the plural."""
    if pd.isna(row[col.VALUE]):
        return f"{words.span(float(row[col.LOW]), float(row[col.HIGH]), 1)} {UNITS[unit].in_language(words.language)}"
    value = float(row[col.VALUE])
    if unit == "year":
        return f"{value:.0f}"
    if unit == "percent":
        return words.percent(value / 100, 1)
    text = words.measured(value, unit, 1)
    return text if unit in ("USD", "EUR", "GB") or value < 2 else f"{text} {UNITS[unit].in_language(words.language)}"


# --- who says what ----------------------------------------------------------------------------------------


class _Stated(NamedTuple):
    """All claims of one measure.

    Attributes
    ----------
    rows : the claims in their order, each with what it states (``stated``) and whose ``voice`` it is.
    values : how many different ones are stated.
    voices : how many speak, repeats of one dispatch taken as one.
    """

    measure: str
    rows: list[dict[str, Any]]
    values: int
    voices: int


def _by_measure(claims: pd.DataFrame, atlas: Atlas) -> list[_Stated]:
    """The claims of one incident by measure, in the order of the dictionary."""
    told = claims.assign(stated=figures.stated_values(claims), voice=evidence_voices.voices(claims, atlas.sources))
    voices = evidence_voices.independent_sources(claims, atlas.sources, [col.MEASURE])
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(told):
        rows.setdefault(row[col.MEASURE], []).append(row)
    return [
        _Stated(measure, rows[measure], len({row["stated"] for row in rows[measure]}), int(voices[measure]))
        for measure in MEASURES
        if measure in rows
    ]


def disagreements(incident: str, claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """The measures on which sources disagree, each as a story with all that was stated; empty where none is."""
    told = atlas.disagreements[atlas.disagreements[col.INCIDENT_ID] == incident].set_index(col.MEASURE)
    sources = _cited(claims[col.SOURCE_ID], atlas)
    parts = []
    for found in _by_measure(claims, atlas):
        if found.values > 1:
            story = rows_of(told.loc[[found.measure]])[0] if found.measure in told.index else None
            parts.append(_story(found, story, sources, atlas, words))
    return "".join(parts)


def agreements(claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """All other measures, closed: one value, and who states it."""
    sources = _cited(claims[col.SOURCE_ID], atlas)
    parts = []
    for found in _by_measure(claims, atlas):
        if found.values == 1:
            value = stated(found.rows[0], atlas, words)
            parts.append(
                f'<details class="measure" id="m-{safe(found.measure)}"><summary><span class="label">'
                f"{safe(_label(found.measure, words))}</span> {safe(_cut(value))} "
                f'<span class="said">{safe(words("dossier.voices", count=found.voices))}</span></summary>'
                f"{_claims_table(found.rows, sources, atlas, words)}</details>"
            )
    return "".join(parts)


def _cut(text: str, longest: int = 140) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,;") + "…"


def _label(measure: str, words: Words) -> str:
    return MEASURES[measure].label.in_language(words.language)


def _story(found: _Stated, story: Row | None, sources: Mapping[Any, Row], atlas: Atlas, words: Words) -> str:
    """One disagreement: what we retain, why, and all that was stated."""
    retained = [row for row in found.rows if row[col.PREFERRED] == "yes"]
    value = words("dossier.nothing_retained")
    if retained:
        value = words("dossier.retained", value=stated(retained[0], atlas, words))
    why = ""
    if story is not None:
        why = (
            f'<p class="why">{safe(story[words.column("reason")])} '
            f'<span class="said">{safe(words("dossier.rule", rule=words.label(RULES, story[col.RULE])))}</span></p>'
        )
    return (
        f'<section class="measure" id="m-{safe(found.measure)}"><h3>{safe(_label(found.measure, words))}</h3>'
        f'<p class="retained">{safe(value)}</p>{why}{_claims_table(found.rows, sources, atlas, words)}</section>'
    )


def _cited(codes: Iterable[str], atlas: Atlas) -> dict[str, Row]:
    """The sources of some claims or events, by identifier."""
    return {row[col.SOURCE_ID]: row for row in rows_of(atlas.sources[atlas.sources[col.SOURCE_ID].isin(set(codes))])}


def _claims_table(rows: list[dict[str, Any]], sources: Mapping[Any, Row], atlas: Atlas, words: Words) -> str:
    """All claims of one measure, side by side: one line for each value and voice, what we retain first."""
    order = {tier: rank for rank, tier in enumerate(TIERS)}

    def place(row: Row) -> tuple[Any, ...]:
        undated = pd.isna(row[col.AS_OF])
        return (
            row[col.PREFERRED] != "yes",
            row["stated"],
            order[row[col.TIER]],
            undated,
            "" if undated else row[col.AS_OF],
        )

    values: dict[tuple[bool, str], dict[str, list[dict[str, Any]]]] = {}
    for row in sorted(rows, key=place):
        same = values.setdefault((row[col.PREFERRED] != "yes", row["stated"]), {})
        same.setdefault(row["voice"], []).append(row)
    lines = [
        _claims_line(group, len(voices) if at == 0 else 0, sources, atlas, words)
        for voices in values.values()
        for at, group in enumerate(voices.values())
    ]
    heads = "".join(f'<th scope="col">{safe(words(f"dossier.{name}"))}</th>' for name in _HEADS)
    return f'<table class="claims"><thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


_HEADS = ("value", "who", "tier", "as_of", "note")


def _claims_line(
    group: list[dict[str, Any]], spans: int, sources: Mapping[Any, Row], atlas: Atlas, words: Words
) -> str:
    """One voice for one value, which stands before its first voice only and spans them all (0: not here)."""
    first = group[0]
    dates = list(dict.fromkeys(words.when(row[col.AS_OF]) for row in group if not pd.isna(row[col.AS_OF])))
    noted = words.column("note")
    notes = list(dict.fromkeys(str(row[noted]) for row in group if not pd.isna(row[noted])))
    retained = first[col.PREFERRED] == "yes"
    value = ""
    if spans:
        mark = f' <span class="kept">{safe(words("dossier.kept"))}</span>' if retained else ""
        value = f'<td class="value" rowspan="{spans}"><strong>{safe(stated(first, atlas, words))}</strong>{mark}</td>'
    cells = {
        "who": _who([sources[row[col.SOURCE_ID]] for row in group], words),
        "tier": safe(words.label(TIERS, first[col.TIER])),
        "as_of": safe(", ".join(dates)),
        "note": safe(" ".join(notes)),
    }
    told = "".join(
        f'<td class="{name}" data-label="{safe(words(f"dossier.{name}"))}">{cell}</td>' for name, cell in cells.items()
    )
    return f"<tr{' class=retained' if retained else ''}>{value}{told}</tr>"


def _who(documents: list[Row], words: Words) -> str:
    """Who speaks: an agency whose text several publishers repeat is one voice, and said so."""
    links = ", ".join(source_link(document, str(document[col.PUBLISHER])) for document in documents)
    agency = documents[0][col.AGENCY]
    if not pd.isna(agency):
        key = "dossier.agency" if len(documents) > 1 else "dossier.one_repeat"
        links = f"{links} <span class='said'>({safe(words(key, agency=agency, count=len(documents)))})</span>"
    if all(document[col.COPY] == "yes" for document in documents):
        links += f" <span class='said'>{safe(words('dossier.copy'))}</span>"
    return links


# --- what happened ----------------------------------------------------------------------------------------


def timeline(events: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """The timeline as a list, each line with its sources."""
    sources = _cited((code for cell in events[col.SOURCE_IDS] for code in split_list(cell)), atlas)
    items = []
    for event in rows_of(events):
        cited = [sources[code] for code in split_list(event[col.SOURCE_IDS])]
        links = ", ".join(source_link(source, str(source[col.PUBLISHER])) for source in cited)
        items.append(
            f"<li><span class='when'>{safe(words.when(event[col.OCCURRED_ON]))}</span>"
            f" <span class='kind'>{safe(words.label(EVENT_KINDS, event[col.KIND]))}</span>"
            f"<p>{safe(event[words.column('text')])} <span class='said'>({links})</span></p></li>"
        )
    return f'<ol class="events" lang="{words.language}">{"".join(items)}</ol>'


def places(sites: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """Every place that the incident touched: where, in which role, with which official beds."""
    names = atlas.departments.set_index(col.CODE)[words.column("name")].str.replace("'", "’")
    items = []
    for site in rows_of(sites):
        where = [] if pd.isna(site[col.COMMUNE]) else [str(site[col.COMMUNE])]
        if not pd.isna(site[col.DEPARTMENT]):
            where.append(f"{names[site[col.DEPARTMENT]]} ({site[col.DEPARTMENT]})")
        facts = [words.label(ROLES, site[col.ROLE]), words.label(POINT_PRECISIONS, site[col.POINT_PRECISION])]
        if not pd.isna(site[col.BEDS]):
            facts.append(words("dossier.beds", count=int(site[col.BEDS]), year=str(site[col.BEDS_YEAR])))
        numbers = [str(site[name]) for name in (col.FINESS_EJ, col.FINESS_ET) if not pd.isna(site[name])]
        if numbers:
            facts.append(words("dossier.finess", number=numbers[0]))
        items.append(
            f"<li><strong>{safe(site[words.column('name')])}</strong><br>{safe(', '.join(where))}"
            f"<br><span class='said'>{safe(words('semicolon').join(facts))}</span></li>"
        )
    return f'<ul class="places" lang="{words.language}">{"".join(items)}</ul>'


def retained_lines(measures: Sequence[str], claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """What we retain of some measures, one line each; nothing of those on which no claim is retained."""
    rows = claims[claims[col.MEASURE].isin(measures) & (claims[col.PREFERRED] == "yes")].drop_duplicates(col.MEASURE)
    retained = {row[col.MEASURE]: row for row in rows_of(rows)}
    lines = []
    for measure in measures:
        if measure in retained:
            value = stated(retained[measure], atlas, words)
            lines.append(
                f'<p class="line"><span class="label">{safe(_label(measure, words))}{safe(words("card.colon"))}</span>'
                f"{safe(value)}</p>"
            )
    return "".join(lines)


def responses(claims: pd.DataFrame, french: bool, words: Words) -> str:
    """Measures taken and authorities called in; in France also what is expected and no source read mentions."""
    rows = claims[(claims[col.MEASURE] == "response") & claims[col.VALUE].notna()]
    mentioned = {code for cell in rows[col.VALUE] for code in split_list(cell)}
    known = [code for code in RESPONSE_CODES if code in mentioned]
    items = "".join(f"<li>{safe(_first_upper(words.label(RESPONSE_CODES, code)))}</li>" for code in known)
    html = f'<ul class="plain">{items}</ul>' if items else f'<p class="line">{safe(words("dossier.no_response"))}</p>'
    silent = [words.label(RESPONSE_CODES, code) for code in EXPECTED_RESPONSES if code not in mentioned]
    if french and silent:
        html += f'<p class="said">{safe(words("dossier.silent", what=words.listing(silent)))}</p>'
    return html


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def response(claims: pd.DataFrame, french: bool, atlas: Atlas, words: Words) -> str:
    """Measures and authorities, then what is retained of the attack itself: who, which demand, what was cut off."""
    return responses(claims, french, words) + retained_lines(IN_DETAIL, claims, atlas, words)


def ending(row: Row, claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """How long it took to recover, and what “recovered” meant."""
    return f'<p class="line">{safe(cards.end(row, words))}</p>{retained_lines(ENDING, claims, atlas, words)}'


def services(claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """Services disrupted, and what the sources say kept running or of the care given."""
    hit = retained_lines(("services_affected",), claims, atlas, words)
    kept = retained_lines(KEPT_RUNNING, claims, atlas, words)
    none_hit = f'<p class="line">{safe(words("dossier.no_service"))}</p>'
    none_kept = f'<p class="said">{safe(words("dossier.nothing_kept"))}</p>'
    return (hit or none_hit) + (kept or none_kept) + retained_lines(CARE, claims, atlas, words)


# --- sources ----------------------------------------------------------------------------------------------


def sources_by_tier(sources: pd.DataFrame, words: Words) -> str:
    """Every source under its tier, with its date and language; those to which we send readers are links."""
    parts = []
    for tier in TIERS:
        rows = rows_of(sources[sources[col.TIER] == tier])
        if rows:
            items = "".join(f"<li>{_source(row, words)}</li>" for row in rows)
            parts.append(f"<h3>{safe(_first_upper(words.label(TIERS, tier)))}</h3><ul class='sources'>{items}</ul>")
    return "".join(parts)


def _source(row: Row, words: Words) -> str:
    facts = [words.label(SOURCE_LANGUAGES, row[col.LANGUAGE])]
    if not pd.isna(row[col.PUBLISHED_ON]):
        facts.insert(0, words.when(row[col.PUBLISHED_ON]))
    if not pd.isna(row[col.AGENCY]):
        facts.append(words("dossier.repeats", agency=row[col.AGENCY]))
    return f"{source_link(row, source_name(row, words))} <span class='said'>({safe(', '.join(facts))})</span>"


# --- beside the file ----------------------------------------------------------------------------------------


def citation(row: Row, words: Words) -> str:
    """How to quote what the atlas says of one incident, as plain text."""
    return words(
        "incident.citation",
        name=row[words.column("name")],
        when=words.when(row[col.STARTED_ON]),
        incident=row[col.INCIDENT_ID],
        credit=receipts.credit(words),
    )


def neighbours(incident: str, incidents: pd.DataFrame) -> tuple[str | None, str | None]:
    """The incident before one and the one after it, by date; None at either end."""
    ordered = incidents.sort_values([col.STARTED_ON, col.INCIDENT_ID])[col.INCIDENT_ID].tolist()
    at = ordered.index(incident)
    return (ordered[at - 1] if at else None), (ordered[at + 1] if at + 1 < len(ordered) else None)
