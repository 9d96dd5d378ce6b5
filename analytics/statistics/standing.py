"""How one incident compares: where its figures stand among all that are known, and which incidents are most like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.record.cells import plain, split_list
from analytics.schema import col
from analytics.schema.codes import Label

COMPARED = (col.BEDS, col.DAYS_TO_RECOVER, "people_affected", "data_leaked_gb", "cost_eur", "cost_usd")
MOST_ALIKE = 3  # incidents that are named
LEAST_IN_COMMON = 3  # of the five traits
TIMES_AS_LARGE = 2  # beds that are no further apart
TYPE, KIND, SIZE, COUNTRY, YEARS = "type", "kind", "size", "country", "years"

Row = Mapping[str, Any]


class Other(NamedTuple):
    """The figure of another incident; a floor where it covers a part only."""

    incident: str
    name: Label
    value: float
    floor: bool


class Standing(NamedTuple):
    """Where the figure of one incident stands among those of the others.

    Attributes
    ----------
    measure : str
    value : float
    floor : bool
        Whether it covers a part only: it may be more, never less.
    others : tuple of Other
        Every other incident that has the figure, from the smallest on.
    below, same, above : int
        How many of them are surely less, state the same, or state more.
    unsure : int
        How many state less, or the same, of a part only: they may be more.
    """

    measure: str
    value: float
    floor: bool
    others: tuple[Other, ...]
    below: int
    same: int
    above: int
    unsure: int


def standings(own: Row, counted: Sequence[Row]) -> list[Standing]:
    """Where each figure of an incident stands among those of the incidents that count, of each measure that it has.

    Parameters
    ----------
    own : mapping
        The incident as published.
    counted : sequence of mapping
        The published incidents that count at a level of evidence, itself or not.
    """
    return [_standing(measure, own, counted) for measure in COMPARED if not pd.isna(own[measure])]


def _standing(measure: str, own: Row, counted: Sequence[Row]) -> Standing:
    value, incident = float(own[measure]), own[col.INCIDENT_ID]
    others = sorted(
        (
            Other(
                row[col.INCIDENT_ID],
                Label(row[col.NAME_FR], row[col.NAME_EN]),
                float(row[measure]),
                _floor(row, measure),
            )
            for row in counted
            if row[col.INCIDENT_ID] != incident and not pd.isna(row[measure])
        ),
        key=lambda other: (other.value, other.incident),
    )
    return Standing(
        measure,
        value,
        _floor(own, measure),
        tuple(others),
        sum(other.value < value and not other.floor for other in others),
        sum(other.value == value and not other.floor for other in others),
        sum(other.value > value for other in others),
        sum(other.value <= value and other.floor for other in others),
    )


def _floor(row: Row, measure: str) -> bool:
    return row.get(f"{measure}_{col.PARTIAL}") == "yes"


# --- likeness ------------------------------------------------------------------------------------------------------


def _known(own: Row, other: Row, column: str) -> bool:
    return bool(own[column] == other[column]) and own[column] != "unknown"


def _of_a_size(own: Row, other: Row) -> bool:
    one, two = float(own[col.BEDS]), float(other[col.BEDS])  # what is not known is less or more than nothing
    return one > 0 and two > 0 and one <= TIMES_AS_LARGE * two and two <= TIMES_AS_LARGE * one


def _years_apart(own: Row, other: Row) -> int:
    return abs(int(own[col.STARTED_ON][:4]) - int(other[col.STARTED_ON][:4]))


TRAITS: Mapping[str, Callable[[Row, Row], bool]] = {
    TYPE: lambda own, other: _known(own, other, col.ATTACK_TYPE),
    KIND: lambda own, other: _known(own, other, col.SECTOR),
    SIZE: _of_a_size,
    COUNTRY: lambda own, other: _known(own, other, col.COUNTRY),
    YEARS: lambda own, other: _years_apart(own, other) <= 1,
}


class Alike(NamedTuple):
    """An incident that is like another, and what they have in common: names of `TRAITS`."""

    row: Row
    common: tuple[str, ...]


def most_alike(own: Row, counted: Sequence[Row]) -> list[Alike]:
    """The three incidents that have most of the five traits in common with one, at least three of them.

    Of as many in common, those nearest in time come first. Incidents of the same organisation stand elsewhere.
    """
    found = [
        Alike(other, tuple(name for name, shared in TRAITS.items() if shared(own, other)))
        for other in counted
        if other[col.INCIDENT_ID] != own[col.INCIDENT_ID] and not _same_organisation(own, other)
    ]
    found = [alike for alike in found if len(alike.common) >= LEAST_IN_COMMON]
    found.sort(key=lambda each: (-len(each.common), _years_apart(own, each.row), each.row[col.INCIDENT_ID]))
    return found[:MOST_ALIKE]


def of_same_organisation(own: Row, counted: Sequence[Row]) -> list[Row]:
    """The other incidents of the same organisation: the same French legal entity, or a name written the same way."""
    others = [row for row in counted if row[col.INCIDENT_ID] != own[col.INCIDENT_ID] and _same_organisation(own, row)]
    return sorted(others, key=lambda row: (row[col.STARTED_ON], row[col.INCIDENT_ID]))


def _same_organisation(own: Row, other: Row) -> bool:
    entities = set(split_list(own[col.LEGAL_ENTITIES])) & set(split_list(other[col.LEGAL_ENTITIES]))
    named = plain(own[col.ORGANISATION]) == plain(other[col.ORGANISATION])
    return bool(entities) or (named and own[col.COUNTRY] == other[col.COUNTRY])
