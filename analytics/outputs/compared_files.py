"""Every figure of what a choice sets side by side, with its range, who says it and where it is checked, as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analytics.atlas.published import figures_of
from analytics.outputs.addresses import COMPARE, asked
from analytics.outputs.answers import attribution, stem
from analytics.outputs.compared import INCIDENT, MOST, Thing, names, publishers, things
from analytics.outputs.held import Held
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.schema.tables import LIST_SEPARATOR
from analytics.schema.version import DATA_DATE, DATA_VERSION, LICENCE
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import rates
from analytics.words.text import Words

TABLES: Mapping[str, str] = {"department": col.DEPARTMENTS, "region": col.REGIONS, "country": col.COUNTRIES}
COMPARED = "compared"  # begins the names of files
COLUMNS = (
    "thing",
    "kind",
    "name",
    "figure",
    "value",
    "low",
    "high",
    "unit",
    "partial",
    "tier",
    "voices",
    "said_by",
    "check",
)
_OF_AREAS = (
    (col.INCIDENTS, "", ""),
    (col.INCIDENTS_CLAIMED, "", ""),
    *(each.columns for each in rates.YEARLY),
    (col.POPULATION, "", ""),
    (col.BEDS, "", ""),
)


def table(held: Held, selection: Selection, words: Words, origin: str = "") -> pd.DataFrame:
    """Every figure of everything that a choice sets side by side: the columns of `COLUMNS`, a figure a row.

    Parameters
    ----------
    held : Held
    selection : Selection
        What narrows it counts for areas; of incidents its level of evidence alone.
    words : Words
        Names things and figures.
    origin : str
        Scheme, host and base path before the addresses at which each figure is checked.
    """
    called = names(held, words)
    rows = [
        {"thing": one.value, "kind": one.kind, "name": called[one.value], **figure}
        for one in things(selection)
        for figure in (
            _of_incident(one.code, held, selection, words, origin)
            if one.kind == INCIDENT
            else _of_area(one, held, selection, words, origin)
        )
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_incident(
    incident: str, held: Held, selection: Selection, words: Words, origin: str
) -> Iterator[dict[str, Any]]:
    """Every amount that is stated of an incident."""
    claims = held.atlas.claims
    own = claims[(claims[col.INCIDENT_ID] == incident) & claims[col.TIER].isin(accepted_tiers(selection.evidence))]
    stated = {row[col.MEASURE]: row for row in rows_of(figures_of(held.atlas, incident, selection.evidence))}
    for measure in (name for name, one in MEASURES.items() if name in stated and one.is_amount):
        row = stated[measure]
        yield {
            "figure": MEASURES[measure].label.in_language(words.language),
            **{name: row[name] for name in (col.VALUE, col.LOW, col.HIGH, col.PARTIAL, col.TIER)},
            "unit": MEASURES[measure].unit,
            "voices": row[col.INDEPENDENT_SOURCES],
            "said_by": LIST_SEPARATOR.join(publishers(own, measure, held.atlas.sources, words)),
            "check": check(f"incident-{measure}", replace(selection, incident=incident, compare=()), origin),
        }


def check(figure: str, selection: Selection, origin: str = "") -> str:
    """Where the receipt of a figure of an incident opens."""
    return asked(f"{origin}/incident", [*selection.to_query(), ("receipt", figure)])


def _of_area(one: Thing, held: Held, selection: Selection, words: Words, origin: str) -> Iterator[dict[str, Any]]:
    """Counts and rates of an area, each with its interval, over the choice without its areas."""
    counted = replace(selection.everywhere(), compare=())
    row = next(row for row in rows_of(held.table(TABLES[one.kind], counted)) if row[col.CODE] == one.code)
    for name, low, high in _OF_AREAS:
        figure = "touching" if name in (col.INCIDENTS, col.INCIDENTS_CLAIMED) else "areas"
        if not pd.isna(row[name]):
            yield {
                "figure": words(f"column.{name}"),
                col.VALUE: row[name],
                col.LOW: row[low] if low else None,
                col.HIGH: row[high] if high else None,
                "check": check_area(figure, one, counted, origin),
            }


def check_area(figure: str, one: Thing, selection: Selection, origin: str = "") -> str:
    """Where the receipt of an area opens: ``touching`` of its incidents, ``areas`` of all its figures."""
    named: dict[str, Any] = {one.kind: (one.code,)}
    level = [("level", one.kind)] if one.kind == col.REGION else []
    page = "world" if one.kind == col.COUNTRY else "regions"
    query = replace(selection.everywhere(), compare=(), **named).to_query()
    return asked(f"{origin}/{page}", [*query, *level, ("receipt", f"{figure}-{one.kind}")])


def file_stem(selection: Selection) -> str:
    """How the files of a comparison are named, without their ending."""
    return stem(COMPARED, Selection(compare=selection.compare, evidence=selection.evidence), form=selection.lang)


def address(selection: Selection) -> str:
    """Where programs fetch the same, below the base path."""
    return asked(COMPARE, selection.to_query())


def labelled(compared: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The same under headings in a language."""
    return compared.rename(columns={name: words(f"compare.column_{name}") for name in COLUMNS})


def answer(held: Held, selection: Selection, base: str = "") -> dict[str, Any]:
    """The same for programs, with what the answer says of itself."""
    words = Words(selection.lang)
    rows = rows_of(table(held, selection, words, base))
    return {
        "meta": {
            "compare": [one.value for one in things(selection)],
            "left_out": list(selection.compare[MOST:]),
            "evidence": selection.evidence,
            "data_version": DATA_VERSION,
            "data_date": DATA_DATE.isoformat(),
            "licence": LICENCE,
            "attribution": attribution(words),
        },
        "data": [{name: None if pd.isna(cell) else _plain(cell) for name, cell in row.items()} for row in rows],
    }


def _plain(cell: object) -> object:
    """A number of NumPy as one that JSON knows."""
    return cell.item() if hasattr(cell, "item") else cell
