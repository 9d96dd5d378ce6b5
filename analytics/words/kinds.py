"""The share touched of each kind of hospital, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.kinds import KIND, NAME, SHARE, SIDE, SIDES, SURVEY_YEAR, TOUCHED, Kinds
from analytics.words.text import Words

Row = Mapping[str, Any]


def label(row: Row, words: Words) -> str:
    """What a kind, a size or a status is called."""
    name = words.label(SIDES[row[SIDE]], row[NAME])
    return name[:1].upper() + name[1:]


def share(row: Row, words: Words) -> str:
    """How many of how many, the share and its interval."""
    interval = words.range(words.number(100 * row[col.LOW], 1), words.percent(row[col.HIGH], 1))
    return words(
        "kinds.share",
        count=int(row[TOUCHED]),
        entities=words.number(int(row[col.ENTITIES])),
        share=words.percent(row[SHARE], 1),
        interval=interval,
    )


def finding(found: Kinds, words: Words) -> str:
    """The kind of which the largest share was touched; that none was where none was."""
    rows = [row for row in rows_of(found.table) if row[SIDE] == KIND and row[TOUCHED]]
    if not rows:
        return words("kinds.none")
    most = max(row[SHARE] for row in rows)
    first = next(row for row in rows if row[SHARE] == most)
    return words("kinds.finding", name=label(first, words), said=share(first, words))


def unmatched(found: Kinds, words: Words) -> str:
    """How many incidents and legal entities have no place among the kinds."""
    return words(
        "kinds.unmatched",
        count=found.incidents,
        unmatched=words.number(found.unmatched),
        entities=words.number(found.entities),
        outside=words.number(found.outside),
        year=str(SURVEY_YEAR),
    )


def table(found: Kinds, words: Words) -> pd.DataFrame:
    """The same as a table under headings in the reader's language."""
    rows = rows_of(found.table)
    return pd.DataFrame(
        {
            words("kinds.kind"): [label(row, words) for row in rows],
            words("kinds.touched"): [row[TOUCHED] for row in rows],
            words("kinds.entities"): [row[col.ENTITIES] for row in rows],
            words("kinds.share_percent"): [round(100 * row[SHARE], 2) for row in rows],
            words("table.low"): [round(100 * row[col.LOW], 2) for row in rows],
            words("table.high"): [round(100 * row[col.HIGH], 2) for row in rows],
        }
    )
