"""Reads the lists of the schema: CSV files with one thing a row, in French and in English side by side.

A cell that is not what its column holds is an error that says which file, line and column, and what was expected.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple, TypeVar

from analytics.schema import content

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER.parents[1] / "data"
CSV = "CSV (UTF-8, comma, one header line)"  # what every table is

Choice = TypeVar("Choice", bound=str)


class Row(NamedTuple):
    """One line of such a file: its cells by column, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def error(self, column: str, expected: str) -> ValueError:
        """What to raise where a cell is not what its column holds."""
        found = f"“{self.cells[column]}”" if self.cells[column] else "nothing"
        return ValueError(f"{self.file}, line {self.line}, {column}: expected {expected}, found {found}")

    def cell(self, column: str) -> str:
        """The text of a cell, which may be empty."""
        return self.cells[column]

    def text(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        if not self.cells[column]:
            raise self.error(column, "a text")
        return self.cells[column]

    def choice(self, column: str, allowed: Collection[Choice]) -> Choice:
        """The one of the values allowed that the cell holds."""
        if self.cells[column] in allowed:
            return next(value for value in allowed if value == self.cells[column])
        raise self.error(column, f"one of {', '.join(value or 'nothing' for value in allowed)}")

    def yes(self, column: str) -> bool:
        """Whether the cell says yes and not no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(self, column: str) -> int | float | None:
        """The number of a cell; None where it is empty."""
        cell = self.cells[column]
        if not cell:
            return None
        try:
            number = float(cell)
        except ValueError:
            raise self.error(column, "a number, or nothing") from None
        return int(number) if number.is_integer() else number


def read_lines(path: Path) -> list[tuple[int, list[str]]]:
    """The lines of a CSV with their numbers, the header first; ValueError where it is none, or empty."""
    reader = csv.reader(io.StringIO(content.text(path, CSV), newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines.extend((reader.line_num, cells) for cells in reader)
    except csv.Error as error:
        told = f"a cell of more than {csv.field_size_limit()} signs" if "field limit" in str(error) else error
        raise ValueError(f"{path.name}: not a readable {CSV}: line {reader.line_num}: {told}") from error
    if not lines:
        raise ValueError(f"{path.name}: not a readable {CSV}: it is empty")
    return lines


def read_rows(path: Path, columns: tuple[str, ...], unique: tuple[str, ...] = ()) -> list[Row]:
    """The rows of a file, in its order.

    Parameters
    ----------
    path : Path
        A CSV in UTF-8 with a header.
    columns : tuple of str
        The columns that the header has to name, in that order.
    unique : tuple of str
        Columns whose cells together tell a row from all others.

    Raises
    ------
    ValueError
        Where the file cannot be read, has another header or a line of another length, or says a thing twice.
    """
    (_, header), *lines = read_lines(path)
    if tuple(header) != columns:
        raise ValueError(f"{path.name}: expected the columns {', '.join(columns)}, found {', '.join(header)}")
    rows = []
    first: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        if len(cells) != len(columns):
            raise ValueError(f"{path.name}, line {line}: expected {len(columns)} cells, found {len(cells)}")
        row = Row(path.name, line, dict(zip(columns, cells, strict=True)))
        if unique:
            same = first.setdefault(tuple(row.cells[column] for column in unique), line)
            if same != line:
                raise row.error(unique[-1], f"what line {same} does not say already")
        rows.append(row)
    return rows
