"""One part of an import as files: GeoParquet by year, what was set aside, and what was counted, which is written last.

A part whose counts are there is done. One that was broken off has none, and is made again over what it left.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

from analytics.geography.levels import WGS84
from analytics.record.cells import split_list
from analytics.record.files import write_whole
from analytics.schema import col
from analytics.schema.tables import IMPORTED

INCIDENTS, PARTS = "incidents", "parts"
NO_YEAR = "unknown"
"""What the partition of rows without a year is called."""
COUNTED = (col.PLACED_BY, col.PLACE_PRECISION, col.HEALTH, col.CYBER, col.TIER, col.STATUS, col.ATTACK_TYPE)
SET_ASIDE = (col.FILE, col.PLACE, "rule", "column", "found", "expected", "text")
_TYPES = {"integer": "Int64", "number": "float64"}


def table_of(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Rows as a table with the columns of `IMPORTED`, the same types whatever is empty, and their point."""
    table = pd.DataFrame(rows, columns=IMPORTED.names)
    table = table.astype({column.name: _TYPES.get(column.kind, "string") for column in IMPORTED.columns})
    points = gpd.GeoSeries.from_xy(table[col.LONGITUDE], table[col.LATITUDE], crs=WGS84)
    return gpd.GeoDataFrame(table, geometry=points.where(table[col.LATITUDE].notna()), crs=WGS84)


def year_of(row: Mapping[str, Any]) -> str:
    """The year of a row: of its start, else of its report, if that is no moment of an import; else `NO_YEAR`."""
    imported = "shared-instant" in split_list(row.get(col.DOUBTS))
    date = row.get(col.STARTED_ON) or (None if imported else row.get(col.REPORTED_ON))
    return str(date)[:4] if date else NO_YEAR


def write_part(folder: Path, number: int, rows: list[dict[str, Any]], aside: list[dict[str, str]]) -> None:
    """Write the rows of a part by year, those set aside, and last its counts."""
    by_year: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_year.setdefault(year_of(row), []).append(row)
    for year, of_year in by_year.items():
        written = io.BytesIO()
        table_of(of_year).to_parquet(written, index=False)
        place = folder / INCIDENTS / f"year={year}" / f"{_name(number)}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, written.getvalue())
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in aside)
    write_whole(folder / PARTS / f"{_name(number)}.set-aside.jsonl", lines.encode("utf-8", "surrogatepass"))
    counts = _counts(rows, aside, {year: len(of_year) for year, of_year in by_year.items()})
    write_whole(folder / PARTS / f"{_name(number)}.json", json.dumps(counts).encode())


def counts_of(folder: Path, number: int) -> dict[str, Any] | None:
    """What was counted in a part that is done; None where it is not."""
    place = folder / PARTS / f"{_name(number)}.json"
    if not place.is_file():
        return None
    counts: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return counts


def identifiers_of(folder: Path, number: int, years: Iterable[str]) -> Iterator[str]:
    """The identifiers of the rows of a part that is done, by which a row that comes again is known."""
    for year in years:
        place = folder / INCIDENTS / f"year={year}" / f"{_name(number)}.parquet"
        yield from pq.read_table(place, columns=[col.FEED_ID], partitioning=None)[col.FEED_ID].to_pylist()


def aside_of(folder: Path, number: int) -> Iterator[dict[str, str]]:
    """The rows of a part that were set aside, in their order."""
    with (folder / PARTS / f"{_name(number)}.set-aside.jsonl").open(encoding="utf-8", errors="surrogatepass") as file:
        for line in file:
            yield json.loads(line)


def _counts(rows: list[dict[str, Any]], aside: list[dict[str, str]], years: Mapping[str, int]) -> dict[str, Any]:
    return {
        "read": len(rows) + len(aside),
        "accepted": len(rows),
        "set_aside": len(aside),
        "reasons": Counter(each["rule"] for each in aside),
        "years": years,
        "doubts": Counter(code for row in rows for code in split_list(row.get(col.DOUBTS))),
        col.ADDRESSES_DROPPED: sum(row[col.ADDRESSES_DROPPED] for row in rows),
        **{name: Counter(row.get(name) or "" for row in rows) for name in COUNTED},
    }


def _name(number: int) -> str:
    return f"part-{number:05d}"
