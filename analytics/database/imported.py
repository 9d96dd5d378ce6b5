"""An imported table in a database: its rows with their points, in their order, and a digest to know them again."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from analytics.database.connection import POINT, POINT_COLUMN, SCHEMA, begin, connected, require_columns
from analytics.feeds.importing import REPORT
from analytics.feeds.parts import INCIDENTS, typed
from analytics.schema.tables import IMPORTED

if TYPE_CHECKING:
    from sqlalchemy import Connection

PREFIX = "imported_"
POSITION = "position"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_AT_ONCE = 20_000  # rows


def read_folder(folder: Path) -> gpd.GeoDataFrame:
    """The rows that an import accepted, as its folder holds them, the years in order.

    Raises
    ------
    ValueError
        Where the folder holds no import that is done.
    """
    if not (folder / REPORT).is_file() or not (folder / INCIDENTS).is_dir():
        raise ValueError(f"{folder}: no import that is done: expected {INCIDENTS} and {REPORT}")
    parts = sorted((folder / INCIDENTS).glob("year=*/*.parquet"))
    read = [gpd.read_parquet(part, columns=[*IMPORTED.names, POINT], partitioning=None) for part in parts]
    return typed(pd.concat(read, ignore_index=True) if read else pd.DataFrame(columns=[*IMPORTED.names, POINT]))


def name_of(folder: Path) -> str:
    """What the table of an import is called where nothing else is said: after its feed."""
    feed = json.loads((folder / REPORT).read_text(encoding="utf-8"))["feed"]
    return re.sub(r"[^a-z0-9]+", "_", str(feed).lower()).strip("_")


def digest(table: pd.DataFrame) -> str:
    """SHA-256 of all cells of a table in their order: where two are equal, the rows are the same."""
    written = table[IMPORTED.names].to_csv(index=False, na_rep="\\N", lineterminator="\n")
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def write_imported(address: str, name: str, table: gpd.GeoDataFrame) -> str:
    """Write rows into a table of the database, in place of what is there; its digest.

    Parameters
    ----------
    address : str
    name : str
        Small letters, digits and underscores; the table is called after it (`imported_NAME`).
    table : GeoDataFrame
        As `read_folder` gives it.
    """
    import sqlalchemy

    called, found = _called(name), digest(table)
    of_kind = {"integer": sqlalchemy.BigInteger(), "number": sqlalchemy.Float(53)}
    kinds: Any = {column.name: of_kind.get(column.kind, sqlalchemy.Text()) for column in IMPORTED.columns}
    with connected(address) as connection:
        begin(connection)
        rows = pd.DataFrame(table[IMPORTED.names]).assign(**{POSITION: range(len(table))})
        rows.to_sql(
            called, connection, schema=SCHEMA, if_exists="replace", index=False, dtype=kinds, chunksize=_AT_ONCE
        )
        connection.exec_driver_sql(f"ALTER TABLE {SCHEMA}.{called} ADD COLUMN {POINT_COLUMN}")
        connection.exec_driver_sql(f"COMMENT ON TABLE {SCHEMA}.{called} IS 'sha256 {found}'")
    return found


def read_imported(address: str, name: str) -> gpd.GeoDataFrame:
    """The rows of such a table, in the order and with the types in which they were written.

    Raises
    ------
    ValueError
        Where there is no such table, its columns are others, or its rows are not those that were written.
    """
    called = _called(name)
    with connected(address) as connection:
        require_columns(connection, called, [*IMPORTED.names, POINT, POSITION])
        query = f"SELECT * FROM {SCHEMA}.{called} ORDER BY {POSITION}"  # noqa: S608 - the name is of letters
        read = typed(gpd.read_postgis(query, connection, geom_col=POINT))
        stated = _stated(connection, called)
    found = digest(read)
    if found != stated:
        raise ValueError(
            f"table {SCHEMA}.{called} is not as it was written: its rows have the digest {found}, stated is {stated}"
        )
    return read


def _stated(connection: Connection, called: str) -> str:
    comment = connection.exec_driver_sql(f"SELECT obj_description('{SCHEMA}.{called}'::regclass)").scalar()
    return str(comment or "none").removeprefix("sha256 ")


def _called(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"--table: found {name!r}, expected small letters, digits and underscores, 40 at most")
    return f"{PREFIX}{name}"
