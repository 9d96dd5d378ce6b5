"""Groups of countries in words: what is known in each, and what is in none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS
from analytics.statistics.groups import GROUP, MEMBERS, TOUCHED
from analytics.words.escape import safe
from analytics.words.text import Words


def told(row: Mapping[str, Any], words: Words) -> str:
    """How many incidents are known in a group, and in how many of its countries."""
    return words(
        "groups.told",
        count=int(row[col.INCIDENTS]),
        group=words.label(COUNTRY_GROUPS, row[GROUP]),
        touched=words.number(row[TOUCHED]),
        members=words.number(row[MEMBERS]),
    )


def rows(table: pd.DataFrame, words: Words) -> Iterator[list[str]]:
    """The cells of each group as HTML."""
    for row in rows_of(table):
        numbers = (row[name] for name in (MEMBERS, TOUCHED, col.INCIDENTS, col.INCIDENTS_CLAIMED))
        yield [safe(words.label(COUNTRY_GROUPS, row[GROUP])), *(safe(words.number(each)) for each in numbers)]


def in_none(outside: Mapping[str, int], words: Words) -> str:
    """How many incidents are in no region of WHO and in no group of income."""
    return words("groups.in_none", who=words.number(outside["who"]), income=words.number(outside["income"]))
