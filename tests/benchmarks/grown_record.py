"""A made record of any size: the shipped one again and again, each copy with identifiers and days of its own.

``python -m tests.benchmarks.grown_record 400 FOLDER`` writes there a copy of the project whose record has 400
incidents, to be looked at, served and checked like the shipped one; its figures are no facts.

The first copy is the record as it is, so that corrections find what they correct. Later ones are made of the corrected
tables: a number behind each identifier and name, other days of the same year, wherever all dates of an incident are
that precise. What belongs to no incident (official series, mentions, statistical sources) stands once.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analytics.atlas import atlas as atlases
from analytics.outputs import release
from analytics.record import files
from analytics.record.cells import split_list
from analytics.record.corrections import CORRECTIONS_FILE, corrected, read_corrections
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.schema.tables import LIST_SEPARATOR, TABLES

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = (".streamlit", "analytics", "dashboard", "data", "docs", "tests", "tools")
DATES = {col.INCIDENTS: (col.STARTED_ON, col.DETECTED_ON, col.ENDED_ON), col.EVENTS: (col.OCCURRED_ON,)}
DATE_MEASURES = tuple(name for name, measure in MEASURES.items() if measure.kind == "date")
_TOLD = {col.INCIDENTS: (col.SUMMARY_FR, col.SUMMARY_EN), col.EVENTS: ("text_fr", "text_en")}
STEP = 37  # days between the copies of one incident: no divisor of a year

Tables = dict[str, pd.DataFrame]


def grown(incidents: int, data: Path = files.DATA) -> Tables:
    """The tables of a record with so many incidents, as they are written.

    Raises
    ------
    ValueError
        Where they are fewer than the record has: corrections and mentions would miss what they name.
    """
    first = files.read_facts(data / "facts")
    own = len(first[col.INCIDENTS])
    if incidents < own:
        raise ValueError(f"the record has {own} incidents already, {incidents} were asked for")
    again = corrected(first, read_corrections(data / CORRECTIONS_FILE))
    copies = [first]
    for number in range(2, -(-incidents // own) + 1):
        wanted = min(own, incidents - own * (number - 1))
        copies.append(_copy(_cut(again, wanted), number))
    return {name: pd.concat([tables[name] for tables in copies], ignore_index=True) for name in first}


def write(incidents: int, folder: Path) -> Path:
    """A copy of the project with a record of so many incidents; the folder, which must be empty or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAM:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in PROJECT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    data, tables = folder / "data", grown(incidents)
    around = data / "reference" / f"{col.INCIDENT_CATCHMENTS}.csv"
    written = {data / "facts" / f"{name}.csv": rows for name, rows in tables.items()}
    written[around] = _around(tables[col.INCIDENTS][col.INCIDENT_ID], files.read_csv(around))
    for path, rows in written.items():
        rows.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    release.write(release.follows(folder, atlases.load(data)))
    return folder


def _around(incidents: pd.Series, catchments: pd.DataFrame) -> pd.DataFrame:
    """The geography around the hospitals of each copy, which is that of what it copies."""
    copied = incidents.str.replace(r"-no\d+$", "", regex=True)
    rows = pd.DataFrame({col.INCIDENT_ID: copied, "copy": incidents}).merge(catchments, on=col.INCIDENT_ID)
    return rows.assign(**{col.INCIDENT_ID: rows["copy"]})[[*catchments.columns]]


def _cut(tables: Mapping[str, pd.DataFrame], incidents: int) -> Tables:
    """What belongs to the first incidents of a record."""
    kept = frozenset(tables[col.INCIDENTS][col.INCIDENT_ID][:incidents])
    cut = {
        name: rows[rows[col.INCIDENT_ID].isin(kept)] if col.INCIDENT_ID in rows else rows.iloc[:0]
        for name, rows in tables.items()
    }
    cited = set(cut[col.CLAIMS][col.SOURCE_ID])
    for name in (col.EVENTS, col.SITES):
        cited.update(source for cell in cut[name][col.SOURCE_IDS] for source in split_list(cell))
    sources = tables[col.SOURCES]
    cut[col.SOURCES] = sources[sources[col.SOURCE_ID].isin(cited) & (sources[col.STATISTICAL] != "yes")]
    related = cut[col.INCIDENTS][col.RELATED_IDS].map(
        lambda cell: LIST_SEPARATOR.join(other for other in split_list(cell) if other in kept) or None
    )
    return cut | {col.INCIDENTS: cut[col.INCIDENTS].assign(**{col.RELATED_IDS: related})}


def _copy(tables: Tables, number: int) -> Tables:
    """The same once more: other identifiers, names and days."""
    days = _days(tables, number)
    copy: Tables = {}
    for name, rows in tables.items():
        # moved first: the days are known by the identifiers as they were
        rows = rows.assign(**_moved(name, rows, days))
        table, renamed = TABLES[name], {}
        for column in table.columns:
            # a text, and no reference, where an incident that left the record may be named
            named = col.INCIDENTS if column.name == col.INCIDENT_ID else column.table
            copied = {col.INCIDENTS: tables[col.INCIDENTS], col.SOURCES: tables[col.SOURCES]}.get(named)
            if column.name == table.key:
                renamed[column.name] = rows[column.name].map(lambda key: _numbered(key, number))
            elif copied is not None:
                known = frozenset(copied[TABLES[named].key])
                renamed[column.name] = rows[column.name].map(lambda cell, known=known: _cited(cell, known, number))
        if name == col.INCIDENTS:
            named = (col.NAME_FR, col.NAME_EN, col.ORGANISATION)
            renamed |= {column: rows[column] + f" no {number}" for column in named}
        # its days are others, and what it says of them would be false
        told = _TOLD.get(name, ())
        renamed |= {column: rows[column].str.replace(r"\d", "", regex=True) for column in told}
        copy[name] = rows.assign(**renamed)
    return copy


def _numbered(key: str, number: int) -> str:
    """The identifier of a copy; what follows a point, as in ``fr-caen-2019.beds.1``, stays at its end."""
    incident, point, rest = key.partition(".")
    return f"{incident}-no{number}{point}{rest}"


def _cited(cell: object, known: frozenset[str], number: int) -> object:
    """A cell that names rows, with those of the copy; rows that were not copied are named as they are."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return cell
    return LIST_SEPARATOR.join(_numbered(key, number) if key in known else key for key in split_list(cell))


def _days(tables: Tables, number: int) -> dict[str, int]:
    """Days by which each incident moves back, within its year; none where a date of it is less precise than a day."""
    claims = tables[col.CLAIMS]
    stated = claims[claims[col.MEASURE].isin(DATE_MEASURES)]
    columns = [(tables[name], date) for name in DATES for date in DATES[name]]
    columns += [(stated, part) for part in (col.VALUE, col.LOW, col.HIGH)]
    dates = [rows[[col.INCIDENT_ID, date]].set_axis(["key", "date"], axis=1) for rows, date in columns]
    lengths = pd.concat(dates).dropna().assign(date=lambda rows: rows["date"].str.len())
    precise = lengths.groupby("key")["date"].min() == 10
    starts = tables[col.INCIDENTS].set_index(col.INCIDENT_ID)[col.STARTED_ON]
    starts = pd.to_datetime(starts[precise.reindex(starts.index, fill_value=False)])
    return {str(key): STEP * (number - 1) % day for key, day in starts.dt.day_of_year.items()}


def _moved(name: str, rows: pd.DataFrame, days: Mapping[str, int]) -> dict[str, pd.Series]:
    """The columns of a table that hold dates of incidents, so many days earlier."""
    if name == col.CLAIMS:
        of_claims = rows[rows[col.MEASURE].isin(DATE_MEASURES)]
        parts = (col.VALUE, col.LOW, col.HIGH)
        return {part: _earlier(of_claims, part, days).reindex(rows.index).fillna(rows[part]) for part in parts}
    return {date: _earlier(rows, date, days) for date in DATES.get(name, ())}


def _earlier(rows: pd.DataFrame, date: str, days: Mapping[str, int]) -> pd.Series:
    back = rows[col.INCIDENT_ID].map(days).fillna(0)
    moved = (back > 0) & rows[date].notna()
    when = pd.to_datetime(rows.loc[moved, date]) - pd.to_timedelta(back[moved], unit="D")
    return rows[date].astype(object).mask(moved, when.dt.strftime("%Y-%m-%d").reindex(rows.index))


def main() -> int:
    """Write one and say where."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("incidents", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    print(write(options.incidents, options.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
