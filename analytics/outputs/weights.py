"""How many bytes a value takes in memory, near enough to keep what is kept within bounds, and quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from sys import getsizeof
from typing import Any

import pandas as pd

SAMPLE, COLUMNS = 64, 6  # so many values stand for a longer list, so many columns for a wider table
# What holds something by itself; other objects within an object stand for what is held elsewhere.
HOLDING = (str, bytes, list, tuple, dict, pd.DataFrame, pd.Series)


def weight(value: object) -> int:
    """The bytes of a value with everything in it; of a long list or a wide table a sample is weighed.

    What two values share counts in both.
    """
    if isinstance(value, pd.DataFrame):
        return value.index.nbytes + _of_columns(value)
    if isinstance(value, pd.Series):
        return value.index.nbytes + _of_column(value)
    if isinstance(value, (str, bytes, int, float)) or value is None:
        return getsizeof(value)
    if isinstance(value, Mapping):
        return getsizeof(value) + _of_many(list(value.keys())) + _of_many(list(value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return getsizeof(value) + _of_many(value if isinstance(value, (list, tuple)) else list(value))
    if isinstance(nbytes := getattr(value, "nbytes", None), int):  # arrays, and tables of Arrow
        return nbytes
    own = getattr(value, "__dict__", {}).values()
    return getsizeof(value) + sum(weight(part) for part in own if isinstance(part, HOLDING) or is_dataclass(part))


def _of_columns(table: pd.DataFrame) -> int:
    some = list(table)[:: max(1, table.shape[1] // COLUMNS)]
    return round(sum(_of_column(table[name]) for name in some) * table.shape[1] / len(some)) if some else 0


def _of_column(column: pd.Series) -> int:
    """What the cells take; those that are objects, which stand elsewhere, with what they hold."""
    return int(column.nbytes) + (_of_many(column.tolist()) if column.dtype == object else 0)


def _of_many(values: Sequence[Any]) -> int:
    step = max(1, len(values) // SAMPLE)
    weighed = values[::step]
    return round(sum(weight(each) for each in weighed) * len(values) / len(weighed)) if weighed else 0
