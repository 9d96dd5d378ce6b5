"""The only reader of data/: tables as they were written, every cell a string, and the corrections written beside them.

Nothing is repaired but what corrections.toml says, with its reason; a correction fails where the facts have changed.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.schema import (
    CHANGE_COLUMNS,
    COLUMN,
    CORRECTION_COLUMNS,
    DATE,
    EXPECTED,
    KEY,
    SOURCE_ID,
    SOURCES,
    TABLE,
    TABLES,
    VALUE,
    VERSION,
    Table,
)

DATA = Path(__file__).resolve().parent.parent / "data"
CORRECTIONS_FILE = "corrections.toml"
CHANGES_FILE = "changes.toml"


def read_facts(folder: Path = DATA / "facts") -> dict[str, pd.DataFrame]:
    """Read every fact table of a folder; empty cells are missing, all others are strings.

    Parameters
    ----------
    folder : Path
        Holds one CSV (UTF-8, comma, header) for each table of `schema.TABLES`.

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


def read_table(path: Path, table: Table) -> pd.DataFrame:
    """Read one fact table as strings, indexed by line number; ValueError where its columns are others."""
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


def read_corrections(path: Path = DATA / CORRECTIONS_FILE) -> pd.DataFrame:
    """Read the corrections to the facts, in the order of the file; none where there is no such file.

    Returns
    -------
    DataFrame
        The columns of `schema.CORRECTION_COLUMNS`, all strings; the index is the number of the entry, from 1.

    Raises
    ------
    ValueError
        Where the file is not readable, or an entry lacks a key, has another one, is not text, gives no reason or no
        day, changes nothing, or corrects a cell that an earlier one corrects.
    """
    corrections = _entries(path, "correction", list(CORRECTION_COLUMNS), may_be_empty=(EXPECTED, VALUE))
    seen: dict[tuple[str, ...], int] = {}
    for number, row in corrections.iterrows():
        cell = tuple(row[[TABLE, KEY, COLUMN]])
        where = f"{path.name}, entry {number}: {', '.join(cell)}"
        if row[EXPECTED] == row[VALUE]:
            raise ValueError(f"{where}: expected and value are both “{row[VALUE]}”, nothing is corrected")
        if cell in seen:
            raise ValueError(f"{where}: entry {seen[cell]} corrects the same cell")
        seen[cell] = int(str(number))
    return corrections


def corrected(facts: Mapping[str, pd.DataFrame], corrections: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The fact tables with the corrections applied; the tables received stay as they are.

    Parameters
    ----------
    facts : mapping of str to DataFrame
        The tables as `read_facts` gives them.
    corrections : DataFrame
        As `read_corrections` gives them.

    Raises
    ------
    ValueError
        Where a table, a column, a row or a source does not exist, or a cell does not hold the value expected.
    """
    tables = dict(facts)
    for number, row in corrections.iterrows():
        name, key, column = row[TABLE], row[KEY], row[COLUMN]
        where = f"{CORRECTIONS_FILE}, entry {number}: {name}, {key}, {column}"
        if name not in facts:
            raise ValueError(f"{where}: there is no such table; there are {sorted(facts)}")
        rows, key_column = tables[name], TABLES[name].key
        if column not in rows.columns or column == key_column:
            others = [other for other in rows.columns if other != key_column]
            raise ValueError(f"{where}: there is no such column to correct; {name} has {others}")
        found = rows[key_column] == key
        if found.sum() != 1:
            raise ValueError(
                f"{where}: expected one row of that key holding “{row[EXPECTED]}”, found {found.sum()} rows"
            )
        cell = rows.loc[found, column].iloc[0]
        cell = "" if pd.isna(cell) else cell
        if cell != row[EXPECTED]:
            raise ValueError(f"{where}: expected “{row[EXPECTED]}”, found “{cell}”")
        if row[SOURCE_ID] not in set(facts[SOURCES][SOURCE_ID]):
            raise ValueError(f"{where}: no source is called “{row[SOURCE_ID]}”")
        tables[name] = rows.assign(**{column: rows[column].mask(found, row[VALUE] or None)})
    return tables


def read_changes(path: Path = DATA / CHANGES_FILE) -> pd.DataFrame:
    """Read what changed from version to version of the data, in the order of the file; none where there is no file.

    Returns
    -------
    DataFrame
        The columns of `schema.CHANGE_COLUMNS`, all strings; one row for each change, several to a version.

    Raises
    ------
    ValueError
        Where the file is not readable, an entry is not whole, or a version is no version or has two dates.
    """
    changes = _entries(path, "change", list(CHANGE_COLUMNS))
    dates: dict[str, str] = {}
    for number, row in changes.iterrows():
        version, day = row[VERSION], row[DATE]
        if not re.fullmatch(r"\d+\.\d+\.\d+", version, re.ASCII):
            raise ValueError(f"{path.name}, entry {number}: “{version}” is no version, like 1.0.0")
        if dates.setdefault(version, day) != day:
            raise ValueError(f"{path.name}, entry {number}: {version} is of {day}, and of {dates[version]} above")
    return changes


def _entries(path: Path, name: str, columns: list[str], may_be_empty: tuple[str, ...] = ()) -> pd.DataFrame:
    """The tables of one name in a TOML file as rows of text, numbered from 1; none where the file is absent."""
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype="str")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name}: not a readable TOML file: {error}") from error
    listed = content.get(name, [])
    if content.keys() - {name} or not isinstance(listed, list):
        raise ValueError(f"{path.name}: expected [[{name}]] entries only, found {sorted(content)}")
    for number, entry in enumerate(listed, start=1):
        where = f"{path.name}, entry {number}"
        if not isinstance(entry, dict) or entry.keys() != set(columns):
            found = sorted(entry) if isinstance(entry, dict) else entry
            raise ValueError(f"{where}: expected {columns}, found {found}")
        for column in columns:
            cell = entry[column]
            if not isinstance(cell, str) or (not cell.strip() and column not in may_be_empty):
                raise ValueError(
                    f"{where}: {column} must be text{' or empty' * (column in may_be_empty)}, found {cell!r}"
                )
        if not _is_day(entry[DATE]):
            raise ValueError(f"{where}: date must be a day, like 2026-11-25, found “{entry[DATE]}”")
    return pd.DataFrame(listed, columns=columns, index=pd.RangeIndex(1, len(listed) + 1), dtype="str")


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def fingerprint(root: Path = DATA) -> str:
    """SHA-256 of all fact tables and the corrections to them: where two are equal, the facts are the same."""
    digest = hashlib.sha256()
    for path in (*(root / "facts" / f"{name}.csv" for name in sorted(TABLES)), root / CORRECTIONS_FILE):
        digest.update(hashlib.sha256(path.read_bytes() if path.is_file() else b"").digest())
    return digest.hexdigest()
