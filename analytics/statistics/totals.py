"""What the incidents meant: totals with their range, what they are based on, and what nobody states.

Unknown is never zero: an incident without a figure adds nothing and is counted as having none.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES

TOTAL, BASED_ON, NOT_RETAINED, WITHOUT = "total", "based_on", "not_retained", "without"


def totals(incidents: pd.DataFrame, measures: Sequence[str]) -> pd.DataFrame:
    """The sum of each measure over incidents, with its range and what it leaves out.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents, with the measure, its `_low` and its `_high`.
    measures : sequence of str
        Measures that may be added up.

    Returns
    -------
    DataFrame, index measure
        total: sum of the values retained, missing (not zero) where there is none. low: the retained incidents
        at the lowest value stated. high: every incident at the highest value stated, also where we retain
        none. based_on: incidents with a retained value; not_retained: incidents with stated values of which
        we retain none; without: incidents for which nobody states anything.
    """
    rows = []
    for measure in measures:
        value, low, high = incidents[measure], incidents[f"{measure}_low"], incidents[f"{measure}_high"]
        known = value.notna()
        stated = high.notna()
        rows.append(
            {
                col.MEASURE: measure,
                TOTAL: value.sum(min_count=1),
                col.LOW: low[known].sum(min_count=1),
                col.HIGH: high.sum(min_count=1),
                BASED_ON: int(known.sum()),
                NOT_RETAINED: int((stated & ~known).sum()),
                WITHOUT: int((~stated).sum()),
            }
        )
    return pd.DataFrame(rows).set_index(col.MEASURE)


def services_hit(incidents: pd.DataFrame) -> pd.Series:
    """How many incidents disrupted each service, most first; an incident counts once in each service.

    Services that no source names are absent: nobody says that they worked.
    """
    named = incidents[col.SERVICES].map(split_list).explode().dropna()
    counts = named.value_counts()
    order = {code: rank for rank, code in enumerate(SERVICE_CODES)}
    return counts.sort_index(key=lambda codes: codes.map(order)).sort_values(ascending=False, kind="stable")
