"""What the incidents meant: totals with their range, what they are based on, and what nobody states.

Unknown is never zero: an incident without a figure adds nothing and is counted as having none. Fewer than ten cases are
listed and not added up; a hospital that was hit twice is counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.evidence.severity import CARE, DATA_OR_WEBSITE, NOT_STATED
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES, Label
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES
from analytics.selection.masks import Mask

TOTAL, BASED_ON, NOT_RETAINED, WITHOUT = "total", "based_on", "not_retained", "without"
MEDIAN, LOWER, UPPER = "median", "lower_quartile", "upper_quartile"
RANSOM = "ransom_paid_usd"  # the line of which a source that gives no sum may still say whether it was paid
REFUSED, PAID, PAID_UNKNOWN, UNTOLD = "ransom_no", "ransom_yes", "ransom_unknown", "ransom_untold"
ANSWERS: Mapping[str, str] = {"no": REFUSED, "yes": PAID, "partial": PAID, "unknown": PAID_UNKNOWN}
CASES, PARTIAL, REPEATED, BEYOND = "cases", "partial", "repeated", "beyond"
SHOWN = (TOTAL, col.LOW, col.HIGH, LOWER, MEDIAN, UPPER, BASED_ON, PARTIAL, REPEATED, NOT_RETAINED, WITHOUT)
FEWEST = 10  # cases; fewer are listed
NAN = float("nan")


class Line(NamedTuple):
    """One line of the totals: a measure, and how far the incidents reached that it is of; empty for all of them."""

    measure: str
    severities: tuple[str, ...] = ()


BEDS_DATA_ONLY = "beds_data_only"
LINES: Mapping[str, Line] = {
    col.BEDS: Line(col.BEDS, (CARE, NOT_STATED)),
    BEDS_DATA_ONLY: Line(col.BEDS, (DATA_OR_WEBSITE,)),
    "population_served": Line("population_served"),  # a list always: the areas that hospitals serve overlap
    **{name: Line(name) for name in HEADLINE_MEASURES if MEASURES[name].sums and name != col.BEDS},
}


class Case(NamedTuple):
    """The figure retained for one incident; `partial` where it covers a part only."""

    incident: str
    name: Label
    year: str
    value: float
    partial: bool


def totals(incidents: pd.DataFrame, lines: Sequence[str]) -> list[dict[str, Any]]:
    """What a measure comes to over incidents, line by line, with its range and what it leaves out.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents, with names, severity, legal_entities, the measures, their `_low`, `_high` and `_partial`.
    lines : sequence of str
        Names of `LINES`.

    Returns
    -------
    list of dict, one a line
        measure: the name of the line. based_on: incidents with a value retained, those repeated apart; repeated: those
        whose hospital a later incident of the line counts already (of beds alone). not_retained: incidents with stated
        values of which none is retained; without: incidents for which nobody states anything. total: the sum of the
        values retained, missing where fewer than ten cases have one or where the measure does not add up. low, high:
        the same incidents at the lowest and at the highest value stated; where there is no total, the lowest and the
        highest of all. median, lower_quartile, upper_quartile: of ten cases or more. cases: the values retained,
        largest first (`Case`). partial: how many of them cover a part only, so that the total is a floor. beyond: the
        highest value stated for those not retained. Of the ransoms paid also what those without a sum say:
        ransom_no, ransom_yes, ransom_unknown, ransom_untold, which make up without.
    """
    rows = rows_of(incidents, (col.INCIDENT_ID, col.NAME_FR, col.NAME_EN, col.STARTED_ON, col.SEVERITY))
    return [_line(name, incidents, rows) for name in lines]


def _line(name: str, incidents: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One line; the rows are those of the incidents, of what all lines look at."""
    measure, severities = LINES[name]
    value, low, high = (incidents[f"{measure}{end}"].to_numpy(float) for end in ("", "_low", "_high"))
    of_line = np.array([not severities or row[col.SEVERITY] in severities for row in rows], dtype=bool)
    known, stated = of_line & ~np.isnan(value), of_line & ~np.isnan(high)
    repeated = known & _repeated(incidents, known) if measure == col.BEDS else np.zeros_like(known)
    counted = known & ~repeated
    many = counted.sum() >= FEWEST
    added = many and MEASURES[measure].sums
    quartiles = np.quantile(value[counted], [0.25, 0.5, 0.75]) if many else np.full(3, NAN)
    partial = incidents[f"{measure}_{col.PARTIAL}"].to_list() if counted.any() else []
    cases = _cases(
        [(rows[place], float(value[place]), partial[place] == "yes") for place in np.flatnonzero(counted).tolist()]
    )
    return {
        col.MEASURE: name,
        TOTAL: value[counted].sum() if added else NAN,
        # fmin and fmax leave out what is missing, and are missing where nothing is left
        col.LOW: low[counted].sum() if added else np.fmin.reduce(low[counted], initial=NAN),
        col.HIGH: high[counted].sum() if added else np.fmax.reduce(high[counted], initial=NAN),
        LOWER: quartiles[0],
        MEDIAN: quartiles[1],
        UPPER: quartiles[2],
        CASES: cases,
        PARTIAL: sum(case.partial for case in cases),
        BASED_ON: int(counted.sum()),
        REPEATED: int(repeated.sum()),
        NOT_RETAINED: int((stated & ~known).sum()),
        BEYOND: np.fmax.reduce(high[stated & ~known], initial=NAN),
        WITHOUT: int((of_line & ~stated).sum()),
        **(_answers(incidents[col.RANSOM_PAID], of_line & ~stated) if measure == RANSOM else {}),
    }


def _answers(said: pd.Series, without: Mask) -> dict[str, int]:
    """What those without a sum say of the ransom: that it was not paid, that it was, that nobody knows, or nothing."""
    counts = Counter(ANSWERS.get(code, UNTOLD) for code in said[without].to_list())
    return {name: counts[name] for name in (REFUSED, PAID, PAID_UNKNOWN, UNTOLD)}


def _repeated(incidents: pd.DataFrame, known: Mask) -> Mask:
    """Whether a later incident with known beds is of a legal entity of this one, so that its beds are there already."""
    held: set[str] = set()
    found = np.zeros_like(known)
    started, entities_of = incidents[col.STARTED_ON].to_list(), incidents[col.LEGAL_ENTITIES].to_list()
    for place in sorted(np.flatnonzero(known).tolist(), key=lambda place: started[place], reverse=True):
        entities = set(split_list(entities_of[place]))
        found[place] = bool(held & entities)
        held |= entities
    return found


def _cases(counted: Iterable[tuple[Mapping[str, Any], float, bool]]) -> tuple[Case, ...]:
    """The incidents counted, each with its value and whether that covers a part only."""
    return tuple(
        Case(
            row[col.INCIDENT_ID],
            Label(row[col.NAME_FR], row[col.NAME_EN]),
            str(row[col.STARTED_ON])[:4],
            value,
            partial,
        )
        for row, value, partial in sorted(counted, key=lambda one: (-one[1], one[0][col.INCIDENT_ID]))
    )


def services_hit(incidents: pd.DataFrame) -> dict[str, int]:
    """How many incidents disrupted each service, by its code, most first; an incident counts once in each service.

    Services that no source names are absent: nobody says that they worked.
    """
    counts = Counter(code for cell in incidents[col.SERVICES].to_list() for code in split_list(cell))
    order = {code: rank for rank, code in enumerate(SERVICE_CODES)}
    return {code: counts[code] for code in sorted(counts, key=lambda code: (-counts[code], order[code]))}
