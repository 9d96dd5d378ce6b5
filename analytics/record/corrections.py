"""Corrections of the facts as collected, and what changed from one version of the data to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.record.checks import cell_problems
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.content import is_there, toml
from analytics.schema.tables import ENTRIES, TABLES, Table

CORRECTIONS_FILE = "corrections.toml"
CHANGES_FILE = "changes.toml"
EXPLAINED_FILE = "explained.toml"


def read_corrections(path: Path = DATA / CORRECTIONS_FILE) -> pd.DataFrame:
    """Read the corrections to the facts, in the order of the file; none where there is no such file.

    Returns
    -------
    DataFrame
        The columns of `corrections` in columns.csv, all strings; the index is the number of the entry, from 1.

    Raises
    ------
    ValueError
        Where the file is not readable, or an entry lacks a key, has another one, is not text, gives no reason or no
        day, changes nothing, or corrects a cell that an earlier one corrects.
    """
    corrections = _entries(path, "correction", ENTRIES["corrections"])
    seen: dict[tuple[str, ...], int] = {}
    for number, row in corrections.iterrows():
        cell = tuple(row[[col.TABLE, col.KEY, col.COLUMN]])
        where = f"{path.name}, entry {number}: {', '.join(cell)}"
        if row[col.EXPECTED] == row[col.VALUE]:
            raise ValueError(f"{where}: expected and value are both “{row[col.VALUE]}”, nothing is corrected")
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
        name, key, column = row[col.TABLE], row[col.KEY], row[col.COLUMN]
        where = f"{CORRECTIONS_FILE}, entry {number}: {name}, {key}, {column}"
        if name not in facts:
            raise ValueError(f"{where}: there is no such table; there are {sorted(facts)}")
        rows, key_column = tables[name], TABLES[name].key
        if column not in rows.columns or column == key_column:
            others = [other for other in rows.columns if other != key_column]
            raise ValueError(f"{where}: there is no such column to correct; {name} has {others}")
        row_of_key = rows[key_column] == key
        if row_of_key.sum() != 1:
            found = f"{row_of_key.sum()} rows in {name}.csv"
            raise ValueError(f"{where}: expected one row of that key holding “{row[col.EXPECTED]}”, found {found}")
        cell = rows.loc[row_of_key, column].iloc[0]
        cell = "" if pd.isna(cell) else cell
        if cell != row[col.EXPECTED]:
            raise ValueError(f"{where}: expected “{row[col.EXPECTED]}”, found “{cell}”")
        if row[col.SOURCE_ID] not in set(facts[col.SOURCES][col.SOURCE_ID]):
            raise ValueError(f"{where}: no source is called “{row[col.SOURCE_ID]}” in sources.csv")
        tables[name] = rows.assign(**{column: rows[column].mask(row_of_key, row[col.VALUE] or None)})
    return tables


def read_changes(path: Path = DATA / CHANGES_FILE) -> pd.DataFrame:
    """Read what changed from version to version of the data, in the order of the file; none where there is no file.

    Returns
    -------
    DataFrame
        The columns of `changes` in columns.csv, all strings; one row for each change, several to a version.

    Raises
    ------
    ValueError
        Where the file is not readable, an entry is not whole, or a version is no version or has two dates.
    """
    changes = _entries(path, "change", ENTRIES["changes"])
    dates: dict[str, str] = {}
    for number, row in changes.iterrows():
        version, day = row[col.VERSION], row[col.DATE]
        if not re.fullmatch(r"\d+\.\d+\.\d+", version, re.ASCII):
            raise ValueError(f"{path.name}, entry {number}: “{version}” is no version, like 1.0.0")
        if dates.setdefault(version, day) != day:
            raise ValueError(f"{path.name}, entry {number}: {version} is of {day}, and of {dates[version]} above")
    return changes


def read_explained(path: Path = DATA / EXPLAINED_FILE) -> pd.DataFrame:
    """Read what is right although the check says otherwise, in the order of the file; none where there is no file.

    Returns
    -------
    DataFrame
        The columns of `explained` in columns.csv, all strings.

    Raises
    ------
    ValueError
        Where the file is not readable, or an entry is not whole.
    """
    return _entries(path, "explained", ENTRIES["explained"])


def _entries(path: Path, name: str, table: Table) -> pd.DataFrame:
    """The tables of one name in a TOML file as rows of text, numbered from 1; none where the file is absent."""
    if not is_there(path):
        return pd.DataFrame(columns=table.names, dtype="str")
    content = toml(path)
    listed = content.get(name, [])
    if content.keys() - {name} or not isinstance(listed, list):
        raise ValueError(f"{path.name}: expected [[{name}]] entries only, found {sorted(content)}")
    for number, entry in enumerate(listed, start=1):
        _check_entry(entry, table, f"{path.name}, entry {number}")
    return pd.DataFrame(listed, columns=table.names, index=pd.RangeIndex(1, len(listed) + 1), dtype="str")


def _check_entry(entry: object, table: Table, where: str) -> None:
    """ValueError where an entry has not exactly the keys of the table, each with text, and a day as its date."""
    if not isinstance(entry, dict) or entry.keys() != set(table.names):
        found = sorted(entry) if isinstance(entry, dict) else entry
        raise ValueError(f"{where}: expected {table.names}, found {found}")
    for column in table.columns:
        cell = entry[column.name]
        if not isinstance(cell, str) or (column.required and not cell.strip()):
            raise ValueError(
                f"{where}: {column.name} must be text{' or empty' * (not column.required)}, found {cell!r}"
            )
        for problem in cell_problems(cell, column, {}) if cell else ():
            raise ValueError(
                f"{where}: {column.name}: {problem.rule}, found “{problem.found}”, expected {problem.expected}"
            )
    if col.DATE in table.names and not _is_day(entry[col.DATE]):
        raise ValueError(f"{where}: date must be a day, like 2026-11-25, found “{entry[col.DATE]}”")


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False
