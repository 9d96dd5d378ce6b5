"""One part of an import as files: GeoParquet by year, what was set aside, and what was counted, which is written last.

A part whose counts are there is done. One that was broken off has none, and is made again over what it left.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import acero, dataset

from analytics.feeds.repeated import digests_of
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
PLACES, ROWS = (col.COUNTRY, col.STATE, col.DEPARTMENT, col.LATITUDE, col.LONGITUDE), "rows"
_KILOMETRE = 2  # decimals of a degree
_FILES = 1_000  # that are counted at a time: Arrow keeps some hundred kilobytes of each, and more, until they are
_AS_PLACES = pa.schema(
    [*((name, pa.string()) for name in PLACES[:-2]), *((name, pa.float64()) for name in PLACES[-2:])]
)
_TYPES = {"integer": "Int64", "number": "float64"}


def table_of(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Rows as a table with the columns of `IMPORTED`, the same types whatever is empty, and their point."""
    cells = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=object) for column in IMPORTED.columns
    }
    return typed(pd.DataFrame(cells, columns=IMPORTED.names))


def typed(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """The columns of `IMPORTED` of a table as `table_of` gives them, wherever the table was read."""
    kinds = {column.name: _TYPES.get(column.kind, "string") for column in IMPORTED.columns}
    cells = table[IMPORTED.names].astype(kinds)
    points = gpd.GeoSeries.from_xy(cells[col.LONGITUDE], cells[col.LATITUDE], crs=WGS84)
    return gpd.GeoDataFrame(cells, geometry=points.where(cells[col.LATITUDE].notna()), crs=WGS84)


def year_of(row: Mapping[str, Any]) -> str:
    """The year of a row: of its start, else of its report, if that is no moment of an import; else `NO_YEAR`."""
    imported = "shared-instant" in split_list(row.get(col.DOUBTS))
    date = row.get(col.STARTED_ON) or (None if imported else row.get(col.REPORTED_ON))
    return str(date)[:4] if date else NO_YEAR


def write_part(folder: Path, number: int, rows: list[dict[str, Any]], aside: list[dict[str, str]]) -> dict[str, Any]:
    """Write the rows of a part by year, those set aside, and last its counts, which are given back.

    What is left of the same part, made before, is replaced.
    """
    counted = folder / PARTS / f"{_name(number)}.json"
    counted.unlink(missing_ok=True)
    by_year: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        by_year.setdefault(year_of(row), []).append(at)
    for left in (folder / INCIDENTS).glob(f"year=*/{_name(number)}.parquet"):
        if left.parent.name.removeprefix("year=") not in by_year:
            left.unlink()
    table = table_of(rows)
    for year, places in by_year.items():
        written = io.BytesIO()
        table.iloc[places].to_parquet(written, index=False)
        place = folder / INCIDENTS / f"year={year}" / f"{_name(number)}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, written.getvalue())
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in aside)
    write_whole(folder / PARTS / f"{_name(number)}.set-aside.jsonl", lines.encode("utf-8", "surrogatepass"))
    write_whole(folder / PARTS / f"{_name(number)}.ids", digests_of(row[col.FEED_ID] for row in rows))
    counts = _counts(rows, aside, {year: len(places) for year, places in by_year.items()})
    write_whole(counted, json.dumps(counts).encode())
    return counts


def counts_of(folder: Path, number: int) -> dict[str, Any] | None:
    """What was counted in a part that is done; None where it is not."""
    place = folder / PARTS / f"{_name(number)}.json"
    if not place.is_file():
        return None
    counts: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return counts


def identifiers_of(folder: Path, number: int) -> bytes:
    """The digests of the identifiers of the rows of a part that is done."""
    return (folder / PARTS / f"{_name(number)}.ids").read_bytes()


def aside_of(folder: Path, number: int) -> Iterator[dict[str, str]]:
    """The rows of a part that were set aside, in their order."""
    with (folder / PARTS / f"{_name(number)}.set-aside.jsonl").open(encoding="utf-8", errors="surrogatepass") as file:
        for line in file:
            yield json.loads(line)


def places(folder: Path) -> pd.DataFrame:
    """Where the rows of an import are: `PLACES`, points to a kilometre, and how many ``rows`` are at each.

    Files are counted by every processor, many at a time: it grows with the places, not with rows or files.
    """
    written = sorted((folder / INCIDENTS).rglob("*.parquet"))
    found = _AS_PLACES.append(pa.field(ROWS, pa.int64())).empty_table()
    for first in range(0, len(written), _FILES):
        both = pa.concat_tables([found, _rows_at(written[first : first + _FILES])])
        found = both.group_by([*PLACES]).aggregate([(ROWS, "sum")]).rename_columns([*PLACES, ROWS])
    counted: pd.DataFrame = found.sort_by([(name, "ascending") for name in PLACES]).to_pandas()
    return counted


def _rows_at(written: list[Path]) -> pa.Table:
    """The places of some files, and how many rows are at each, while they are read."""
    cells = {name: pc.field(name) for name in PLACES}
    # 0, and no -0, which were another place
    to_a_kilometre = {name: pc.add(pc.round(cells[name], _KILOMETRE), 0.0) for name in PLACES[-2:]}
    steps = (
        ("scan", acero.ScanNodeOptions(dataset.dataset(written, schema=_AS_PLACES), columns=[*PLACES])),
        ("project", acero.ProjectNodeOptions([*(cells | to_a_kilometre).values()], [*PLACES])),
        ("aggregate", acero.AggregateNodeOptions([([], "hash_count_all", None, ROWS)], [*PLACES])),
    )
    return acero.Declaration.from_sequence([acero.Declaration(*step) for step in steps]).to_table()


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
