"""How many French hospitals of each kind, size and status were touched by a known incident, of how many there are."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE, HOSPITAL_KINDS, HOSPITAL_SIZES, HOSPITAL_STATUSES
from analytics.statistics.intervals import wilson_interval

KIND, SIZE, STATUS = "kind", "size", "status"
SIDES = {KIND: HOSPITAL_KINDS, SIZE: HOSPITAL_SIZES, STATUS: HOSPITAL_STATUSES}
SIDE, NAME, TOUCHED, SHARE = "side", "name", "touched", "share"
SURVEY_YEAR = 2024


class Kinds(NamedTuple):
    """The share touched of each kind, and what does not match.

    Attributes
    ----------
    table : DataFrame
        side, name, touched, entities, share, low, high (Wilson, 95 %), one row a kind, a size and a status. A legal
        entity that was touched several times counts once.
    incidents, unmatched : int
        French incidents of the choice, and those without any legal entity of the survey.
    entities, outside : int
        Distinct legal entities touched, and those of them that the survey does not have.
    """

    table: pd.DataFrame
    incidents: int
    unmatched: int
    entities: int
    outside: int


def by_kind(incidents: pd.DataFrame, known: pd.DataFrame) -> Kinds:
    """The share of each kind of legal entity that the incidents touched.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents: country, legal_entities (lists in a cell).
    known : DataFrame
        Legal entities with beds: kind, size, status, entities (how many), finess_ej (those that the record names).
    """
    of_each = [
        set(split_list(cell))
        for cell, country in zip(incidents[col.LEGAL_ENTITIES], incidents[col.COUNTRY], strict=True)
        if country == FRANCE
    ]
    touched = set().union(*of_each)
    surveyed = {code for codes in known[col.FINESS_EJ] for code in codes}
    counted = known.assign(**{TOUCHED: [len(touched & set(codes)) for codes in known[col.FINESS_EJ]]})
    rows = []
    for side, names in SIDES.items():
        sums = counted.groupby(side)[[TOUCHED, col.ENTITIES]].sum().reindex(list(names), fill_value=0)
        rows.append(sums.rename_axis(NAME).reset_index().assign(**{SIDE: side}))
    table = pd.concat(rows, ignore_index=True)
    table = table[table[col.ENTITIES] > 0].reset_index(drop=True)
    low, high = wilson_interval(table[TOUCHED], table[col.ENTITIES])
    table[SHARE], table[col.LOW], table[col.HIGH] = table[TOUCHED] / table[col.ENTITIES], low, high
    return Kinds(
        table[[SIDE, NAME, TOUCHED, col.ENTITIES, SHARE, col.LOW, col.HIGH]],
        len(of_each),
        sum(not codes & surveyed for codes in of_each),
        len(touched),
        len(touched - surveyed),
    )
