"""The only reader of data/: tables as they were written, every cell a string. And how a file is written: whole.

Nothing is repaired but what corrections.toml says, with its reason; a correction fails where the facts have changed.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.schema import rows as schema_rows
from analytics.schema.tables import REFERENCE, TABLES, Table

DATA = schema_rows.DATA
MEMORY = Path("/dev/shm")  # noqa: S108 - Linux has it; what is made there gets a name that nobody can guess
NEEDED = 4 * 2**20  # bytes of what is put away for as long as a process runs


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
        Where the file is absent, is not UTF-8, or has lines of unequal length.
    """
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ValueError(f"{path.name}: not a readable CSV (UTF-8, comma, one header line): {error}") from error
    rows.index = pd.RangeIndex(2, len(rows) + 2, name="line")
    return rows


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and put it there when it is whole; until then what was there stays.

    Raises
    ------
    OSError
        Where it cannot be written, with the name of the file; nothing of it stays behind.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():  # a device, a pipe
        place.write_bytes(content)
        return
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error


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
