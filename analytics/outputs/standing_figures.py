"""One incident among all that count at a level of evidence: for its file, its picture and the receipt of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.outputs.held import Basis, Held
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import standing
from analytics.words import incidents, phrases
from analytics.words.text import Words

Row = Mapping[str, Any]


def counted(held: Held, evidence: str) -> Sequence[Row]:
    """The incidents that count at a level of evidence, whatever else a choice keeps."""
    return held.choice(Selection(evidence=evidence)).rows


def own_row(held: Held, selection: Selection) -> Row:
    """The incident that the selection names, as published."""
    return next(row for row in held.rows(selection.evidence) if row[col.INCIDENT_ID] == selection.incident)


def standings(held: Held, selection: Selection) -> list[standing.Standing]:
    """Where the figures of the incident that the selection names stand."""
    return standing.standings(own_row(held, selection), counted(held, selection.evidence))


def described(choice: Basis, words: Words) -> tuple[object, ...]:
    """What the chart is described of: the name, the standings, and among which incidents."""
    name = str(incidents.names(choice.atlas.incidents, words)[choice.selection.incident])
    scope = phrases.scope(Selection(evidence=choice.selection.evidence), choice.atlas, words)
    return name, standings(choice.held, choice.selection), scope


def rows_of_all(choice: Basis) -> pd.DataFrame:
    """Every figure that is compared: of which measure and incident, and whether it covers a part only."""
    rows = [
        (one.measure, incident, value, "yes" if floor else "no")
        for one in standings(choice.held, choice.selection)
        for incident, value, floor in (
            (choice.selection.incident, one.value, one.floor),
            *((other.incident, other.value, other.floor) for other in one.others),
        )
    ]
    return pd.DataFrame(rows, columns=[col.MEASURE, col.INCIDENT_ID, col.VALUE, col.PARTIAL])
