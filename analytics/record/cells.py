"""Reads single cells of a table: lists, dates, numbers, words to search for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.schema.tables import DATE_PATTERN, LIST_SEPARATOR


def rows_of(table: pd.DataFrame, columns: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of a table, each as a mapping of column to cell; of some columns, or of all."""
    names = columns or [str(name) for name in table]
    cells = (table[name].tolist() for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def lines_of(column: pd.Series) -> Iterator[tuple[int, Any]]:
    """The line in the file and the cell of each row."""
    return zip(column.index.astype(int).tolist(), column.tolist(), strict=True)


def split_list(cell: object) -> list[str]:
    """The values of a cell that holds several, separated by "; "; none where the cell is empty."""
    return [] if cell is None or pd.isna(cell) else str(cell).split(LIST_SEPARATOR)  # type: ignore[call-overload]


def is_date(cell: str) -> bool:
    """Whether the cell is a year, a month or a day that the calendar has."""
    if not re.fullmatch(DATE_PATTERN, cell):
        return False
    try:
        date.fromisoformat((cell + "-01-01")[:10])  # the calendar has no year 0
    except ValueError:
        return False
    return True


NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)  # in plain decimal notation, of 15 digits at most


def as_number(cell: str) -> float | None:
    """The number that a cell holds in plain decimal notation; None where it holds none, or more than 15 digits."""
    return float(cell) if NUMBER.fullmatch(cell) else None


def plain(text: str) -> str:
    """Lower case without accents, ligatures or typographic marks, for searching.

    >>> plain("Centre hospitalier de Saint-Dizier « Cœur »")
    'centre hospitalier de saint dizier coeur'
    """
    spelled = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip()
