"""All claims on an incident side by side: each disagreement as a story, then what the sources agree on.

Every word from the data is escaped, and a reader is sent only to the sources that we link to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.evidence import figures
from analytics.evidence import voices as evidence_voices
from analytics.outputs.html.cards import Row
from analytics.outputs.html.glossary import term
from analytics.outputs.html.speakers import links
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    CURRENCIES,
    FINDINGS,
    RESPONSE_CODES,
    RULES,
    SERVICE_CODES,
    TIERS,
    UNITS,
    YES_NO,
    Label,
)
from analytics.schema.measures import MEASURES
from analytics.words import totals
from analytics.words.escape import safe
from analytics.words.sources import speaking
from analytics.words.text import Words

CODE_LABELS: dict[str, dict[str, Label]] = {
    col.ATTACK_TYPE: ATTACK_TYPES,
    "services_affected": SERVICE_CODES,
    "response": RESPONSE_CODES,
    "reported": YES_NO,
}


def stated(row: Row, atlas: Atlas, words: Words) -> str:
    """What one claim states, as the language writes it."""
    measure = MEASURES[row[col.MEASURE]]
    if measure.kind == "number":
        return totals.floor(_number(row, measure.unit, words), row[col.PARTIAL] == "yes", words)
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
    first, *others = [words.label(labels, code) for code in split_list(value)]
    return words.listing([first, *map(words.within, others)])


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
    return text if unit in (*CURRENCIES, "GB") or value < 2 else f"{text} {UNITS[unit].in_language(words.language)}"


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
    spoken = claims.assign(stated=figures.stated_values(claims), voice=evidence_voices.voices(claims, atlas.sources))
    # a value that one claim calls a part is a part for all who state it
    spoken[col.PARTIAL] = spoken.groupby([col.MEASURE, "stated"])[col.PARTIAL].transform("first")
    voices = evidence_voices.independent_sources(claims, atlas.sources, [col.MEASURE])
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(spoken):
        rows.setdefault(row[col.MEASURE], []).append(row)
    return [
        _Stated(measure, rows[measure], len({row["stated"] for row in rows[measure]}), int(voices[measure]))
        for measure in MEASURES
        if measure in rows
    ]


def disagreements(incident: str, claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """The measures on which sources disagree, each as a story with all that was stated; empty where none is."""
    stories = atlas.disagreements[atlas.disagreements[col.INCIDENT_ID] == incident].set_index(col.MEASURE)
    sources = sources_by_id(claims[col.SOURCE_ID], atlas)
    parts = []
    for statements in _by_measure(claims, atlas):
        if statements.values > 1:
            story = rows_of(stories.loc[[statements.measure]])[0] if statements.measure in stories.index else None
            parts.append(_story(statements, story, sources, atlas, words))
    return "".join(parts)


def agreements(claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """All other measures, closed: one value, and who states it."""
    sources = sources_by_id(claims[col.SOURCE_ID], atlas)
    parts = []
    for statements in _by_measure(claims, atlas):
        if statements.values == 1:
            value = stated(statements.rows[0], atlas, words)
            parts.append(
                f'<details class="measure" id="m-{safe(statements.measure)}"><summary><span class="label">'
                f"{safe(measure_label(statements.measure, words))}</span> {safe(_cut(value))} "
                f'<span class="said">{safe(words("dossier.voices", count=statements.voices))}</span></summary>'
                f"{_claims_table(statements.rows, sources, atlas, words)}</details>"
            )
    return "".join(parts)


def _cut(text: str, longest: int = 140) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip(" ,;") + "…"


def measure_label(measure: str, words: Words) -> str:
    """What a measure is called."""
    return MEASURES[measure].label.in_language(words.language)


def _story(statements: _Stated, story: Row | None, sources: Mapping[Any, Row], atlas: Atlas, words: Words) -> str:
    """One disagreement: what we retain, why, and all that was stated."""
    retained = [row for row in statements.rows if row[col.PREFERRED] == "yes"]
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
        f'<section class="measure" id="m-{safe(statements.measure)}">'
        f"<h3>{safe(measure_label(statements.measure, words))}</h3>"
        f'<p class="retained">{safe(value)}</p>{why}{_claims_table(statements.rows, sources, atlas, words)}</section>'
    )


def sources_by_id(codes: Iterable[str], atlas: Atlas) -> dict[str, Row]:
    """The sources of some claims or events, by identifier."""
    return {row[col.SOURCE_ID]: row for row in rows_of(atlas.sources[atlas.sources[col.SOURCE_ID].isin(set(codes))])}


def _claims_table(rows: list[dict[str, Any]], sources: Mapping[Any, Row], atlas: Atlas, words: Words) -> str:
    """All claims of one measure, side by side: one line for each value and voice, what we retain first.

    Then the value that the strongest source states; of one value, too, the strongest speaks first and copies last.
    """
    values: dict[tuple[bool, str], dict[str, list[dict[str, Any]]]] = {}
    for row in _by_weight(rows, sources):
        same = values.setdefault((row[col.PREFERRED] != "yes", row["stated"]), {})
        same.setdefault(row["voice"], []).append(row)
    lines = [
        _claims_line(group, len(voices) if at == 0 else 0, sources, atlas, words)
        for voices in values.values()
        for at, group in enumerate(voices.values())
    ]
    heads = "".join(f'<th scope="col">{safe(words(f"dossier.{name}"))}</th>' for name in _HEADS)
    return f'<table class="claims"><thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _by_weight(rows: list[dict[str, Any]], sources: Mapping[Any, Row]) -> list[dict[str, Any]]:
    """Claims in the order in which their table has them."""
    tiers = {tier: rank for rank, tier in enumerate(TIERS)}

    def weight(row: Row) -> tuple[bool, bool, int]:
        source = sources[row[col.SOURCE_ID]]
        return source[col.FOUNDING] == "yes", source[col.COPY] == "yes", tiers[row[col.TIER]]

    of_value: dict[str, tuple[bool, bool, int]] = {}
    for row in rows:
        of_value[row["stated"]] = min(weight(row), of_value.get(row["stated"], weight(row)))

    def place(row: Row) -> tuple[Any, ...]:
        undated = pd.isna(row[col.AS_OF])
        return (
            row[col.PREFERRED] != "yes",
            of_value[row["stated"]],
            row["stated"],
            weight(row),
            undated,
            "" if undated else row[col.AS_OF],
        )

    return sorted(rows, key=place)


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
        mark = f' <span class="kept">{term(words("dossier.kept"), "retained", words)}</span>' if retained else ""
        value = f'<td class="value" rowspan="{spans}"><strong>{safe(stated(first, atlas, words))}</strong>{mark}</td>'
    cells = {
        "who": _who([sources[row[col.SOURCE_ID]] for row in group], words),
        "tier": safe(speaking(sources[first[col.SOURCE_ID]], first[col.TIER], words)),
        "as_of": safe(", ".join(dates)),
        "note": safe(" ".join(notes)),
    }
    others = "".join(
        f'<td class="{name}" data-label="{safe(words(f"dossier.{name}"))}">{cell}</td>' for name, cell in cells.items()
    )
    return f"<tr{' class=retained' if retained else ''}>{value}{others}</tr>"


def _who(documents: list[Row], words: Words) -> str:
    """Who speaks: an agency whose text several publishers repeat is one voice, and said so."""
    told = links(documents, words)
    agency = documents[0][col.AGENCY]
    if not pd.isna(agency):
        key = "dossier.agency" if len(documents) > 1 else "dossier.one_repeat"
        told = f"{told} <span class='said'>({safe(words(key, agency=agency, count=len(documents)))})</span>"
    return told
