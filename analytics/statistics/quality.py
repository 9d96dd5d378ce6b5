"""How good the record is: statements in error among those compared, reading by reading, with the interval of Wilson."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.backing import NOT_READ
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import BATCHES, READING_KINDS
from analytics.statistics.intervals import wilson_interval

COUNTS = (col.FACTS_COMPARED, col.WRONG, col.FALSE_OR_MISATTRIBUTED)
SHARE, LOW, HIGH = "share", "low", "high"
FALSE_SHARE, FALSE_LOW, FALSE_HIGH = "false_share", "false_low", "false_high"


def read(atlas: Atlas, reading: str) -> pd.DataFrame:
    """The rows of a reading that took place."""
    rows = atlas.readings
    return rows[(rows[col.READING] == reading) & (rows[col.HOW] != NOT_READ)]


def by_batch(atlas: Atlas) -> pd.DataFrame:
    """Every reading by research, in the order of the codes, then the earlier ones.

    An incident that several researches found counts with the first of them.

    Returns
    -------
    DataFrame
        reading, batch (a list in a cell where only the total of several was kept), incidents, facts_compared, wrong,
        false_or_misattributed, note_fr, note_en; share of statements in error and false_share of those false or
        misattributed, with their intervals. Missing is what was not counted.
    """
    rows = atlas.readings[atlas.readings[col.HOW] != NOT_READ]
    rows = rows.assign(**{col.BATCH: rows[col.BATCH].map(lambda cell: (split_list(cell) or [""])[0])})
    by = rows.groupby([col.READING, col.BATCH])
    counted = by[list(COUNTS)].sum().assign(**{col.INCIDENTS: by.size()}).reset_index()
    order = {code: place for place, code in enumerate(READING_KINDS)}
    batches = {code: place for place, code in enumerate(BATCHES)}
    counted = counted.sort_values(
        [col.READING, col.BATCH], key=lambda codes: codes.map({**order, **batches}), kind="stable"
    )
    earlier = atlas.earlier_readings
    table = pd.concat([counted, earlier])
    return with_shares(table.reset_index(drop=True))


def whole(atlas: Atlas, reading: str) -> pd.Series:
    """The same of a whole reading; zero incidents where it did not take place."""
    rows = read(atlas, reading)
    total = pd.DataFrame([{**{name: rows[name].sum() for name in COUNTS}, col.INCIDENTS: len(rows)}])
    return with_shares(total).iloc[0]


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """A table of counts with the shares that they make; where a share alone was kept, with that."""
    numbers = table[list(COUNTS)].astype("Float64").astype(float)
    compared, wrong, false = (numbers[name] for name in COUNTS)
    kept = table[col.WRONG_SHARE].astype(float) / 100 if col.WRONG_SHARE in table else float("nan")
    table = table.assign(**{SHARE: (wrong / compared).fillna(kept), FALSE_SHARE: false / compared})
    table[LOW], table[HIGH] = wilson_interval(wrong, compared)
    table[FALSE_LOW], table[FALSE_HIGH] = wilson_interval(false, compared)
    return table
