"""The only reader of data/: tables as they were written, every cell a string. And how a file is written: whole.

Nothing is repaired but what corrections.toml says, with its reason; a correction fails where the facts have changed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.schema import rows as schema_rows
from analytics.schema.rows import CSV
from analytics.schema.tables import REFERENCE, TABLES, Table

DATA = schema_rows.DATA
MEMORY = Path("/dev/shm")  # noqa: S108 - Linux has it; what is made there gets a name that nobody can guess
NEEDED = 4 * 2**20  # bytes of what is put away for as long as a process runs
_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def read_facts(folder: Path = DATA / "facts") -> dict[str, pd.DataFrame]:
    """Read every fact table of a folder; empty cells are missing, all others are strings.

    Parameters
    ----------
    folder : Path
        Holds one CSV (UTF-8, comma, header) for each table of `analytics.schema.tables.TABLES`.

    Returns
    -------
    dict of str to DataFrame
        Table name to rows; the index is the line number in the file, the header being line 1.

    Raises
    ------
    ValueError
        Where a file is absent, or has not exactly the columns that the schema names.
    """
    return {name: read_table(folder / f"{name}.csv", table) for name, table in TABLES.items()}


def read_reference(folder: Path = DATA / "reference") -> dict[str, pd.DataFrame]:
    """Read the reference tables that are checked as facts are: those of `analytics.schema.tables.REFERENCE`.

    As `read_facts`, and with the same error.
    """
    return {name: read_table(folder / f"{name}.csv", table) for name, table in REFERENCE.items()}


def read_table(path: Path, table: Table) -> pd.DataFrame:
    """Read one table as strings, indexed by line number; ValueError where its columns are others."""
    rows = read_csv(path)
    absent = [name for name in table.names if name not in rows.columns]
    unknown = [name for name in rows.columns if name not in table.names]
    if absent or unknown:
        raise ValueError(
            f"{path.name}: columns missing {absent or 'none'}, unknown {unknown or 'none'}; "
            f"the {table.name} table has {table.names}"
        )
    return rows[table.names]


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV as strings with missing values for empty cells, indexed by line number in the file.

    Raises
    ------
    ValueError
        Where the file is absent or is not UTF-8, or has a column twice or lines of unequal length, with the line.
    """
    (_, header), *lines = schema_rows.read_lines(path)
    if len(set(header)) < len(header):
        raise ValueError(f"{path.name}: not a readable {CSV}: a column stands twice in {header}")
    for line, cells in lines:
        if len(cells) != len(header):
            mark = ", a mark of a merge that was not finished" if cells and cells[0].startswith(_MERGE_MARKS) else ""
            told = f"line {line}: expected {len(header)} cells, found {len(cells)}{mark}"
            raise ValueError(f"{path.name}: not a readable {CSV}: {told}")
    columns = zip(*(cells for _, cells in lines), strict=True) if lines else ((),) * len(header)
    filled = {name: [cell or None for cell in cells] for name, cells in zip(header, columns, strict=True)}
    return pd.DataFrame(filled, dtype="str", index=pd.Index([line for line, _ in lines], dtype="int64", name="line"))


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file, in one piece or in several, beside its place and put it there when it is whole.

    Until then what was there stays.

    Raises
    ------
    OSError
        Where it cannot be written, with the name of the file; nothing of it stays behind.
    """
    place = path.resolve()
    pieces = [content] if isinstance(content, bytes) else content
    if place.exists() and not place.is_file():  # a device, a pipe
        with place.open("wb") as file:
            file.writelines(pieces)
        return
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.writelines(pieces)
        beside.replace(place)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_table(table: pd.DataFrame, path: Path, float_format: Callable[[Any], str] | None = None) -> None:
    """Write a table as the CSV files of the data are: UTF-8, lines that end in a line feed; whole, as `write_whole`."""
    cells = table.to_csv(index=False, lineterminator="\n", float_format=float_format)
    write_whole(path, cells.encode())


@cache
def use_scratch() -> None:
    """Have temporary files of this process, whoever makes them, in memory where no disk takes any more."""
    for folder in (None, str(MEMORY)):
        with suppress(OSError), tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(bytes(NEEDED))
            tried.flush()
            tempfile.tempdir = folder or tempfile.tempdir
            return
    # and whoever writes one is told why it fails
