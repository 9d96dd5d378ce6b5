"""The record in a database: its tables as rows, its outlines as shapes, and every file to the byte again.

A table stands there as its file has it, a row a line, every cell text, an empty one missing; points are a column of
PostGIS beside. From the rows the file is written again, and the manifest says whether it is the one that was released:
who changes a cell in the database changes its checksum. Files that are no tables stand there whole.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from analytics.database.connection import (
    POINT,
    POINT_COLUMN,
    SCHEMA,
    asked_for,
    begin,
    connected,
    require_columns,
)
from analytics.geography.features import read_features
from analytics.geography.levels import WGS84
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.content import content, files_below, take
from analytics.schema.tables import OUTLINES

if TYPE_CHECKING:
    from psycopg import Connection as Server
    from sqlalchemy import Connection

FILES, LINE = "files", "line"
_VERSION = "version.toml"
_DESCRIBE = f"INSERT INTO {SCHEMA}.{FILES} VALUES (%s, %s, %s, %s)"  # noqa: S608 - both are names of ours
_DESCRIBED = f"SELECT path, stands_in, columns, content FROM {SCHEMA}.{FILES}"  # noqa: S608


def write_record(address: str, root: Path = DATA) -> list[str]:
    """Write the record into a database, in place of the one that is there; what was there stays where this fails.

    Returns
    -------
    list of str
        The tables written.
    """
    with connected(address) as connection:
        begin(connection)
        written = [FILES]
        _run(connection, f"DROP TABLE IF EXISTS {SCHEMA}.{FILES}")
        _run(
            connection,
            f"CREATE TABLE {SCHEMA}.{FILES} (path text PRIMARY KEY, stands_in text, columns text[], content bytea)",
        )
        for path in files_below(root):
            name, data = path.relative_to(root).as_posix(), content(path)
            rows = _cells(data) if path.suffix == ".csv" else []
            table = _table_of(name)
            whole = not rows or _as_file(rows) != data  # no table, or one that is written otherwise
            if not whole:
                _write_rows(connection, table, rows)
            elif path.name in OUTLINES:
                _write_shapes(connection, table, path)
            if not whole or path.name in OUTLINES:
                written.append(table)
            described = (name, None, None, data) if whole else (name, table, rows[0], None)
            _server(connection).execute(_DESCRIBE, described)
    return written


def read_record(address: str) -> dict[str, bytes]:
    """Every file of the record by its path, from the database.

    Raises
    ------
    ValueError
        Where the database is not reached, has no record, or a table lacks a column or is not there.
    """
    with connected(address) as connection:
        require_columns(connection, FILES, ["path", "stands_in", "columns", "content"])
        listed = _server(connection).execute(_DESCRIBED)
        found = {}
        for path, table, columns, data in listed.fetchall():
            found[path] = _file_of(connection, table, columns) if table else bytes(data)
    return found


def hold_from_database(root: Path = DATA) -> None:
    """Take the record from the database that the environment names, for all that this process reads of it.

    Nothing is done where it names none. The checks and the manifest are then asked of what came from there.

    Raises
    ------
    ValueError
        As `read_record`, and where the record there is of another version than this program.
    """
    if not (address := asked_for()):
        return
    read = read_record(address)
    if read.get(_VERSION) != (root / _VERSION).read_bytes():
        raise ValueError(
            f"the database holds the record of another version than the {_VERSION} of this program: "
            "write it again with python -m analytics store --record"
        )
    take({root: {root / path: data for path, data in sorted(read.items())}})


def _table_of(path: str) -> str:
    """The name of the table of a file: facts/sites.csv -> facts_sites, reference/regions.geojson -> shapes_regions."""
    stem, _, ending = path.rpartition(".")
    return stem.replace("/", "_") if ending == "csv" else f"shapes_{stem.rpartition('/')[2]}"


def _cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _as_file(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _write_rows(connection: Connection, table: str, rows: list[list[str]]) -> None:
    from psycopg.sql import SQL, Identifier

    header, *lines = rows
    name = Identifier(SCHEMA, table)
    columns = SQL(", ").join(SQL("{} text").format(Identifier(column)) for column in header)
    points = SQL(f", {POINT_COLUMN}" if {col.LATITUDE, col.LONGITUDE} <= set(header) else "")
    server = _server(connection)
    server.execute(SQL("DROP TABLE IF EXISTS {}").format(name))
    server.execute(SQL("CREATE TABLE {} (line bigint PRIMARY KEY, {}{})").format(name, columns, points))
    told = SQL(", ").join([Identifier(LINE), *map(Identifier, header)])
    with server.cursor().copy(SQL("COPY {} ({}) FROM STDIN").format(name, told)) as copy:
        for line, cells in enumerate(lines, 2):
            copy.write_row([line, *(cell or None for cell in cells)])


def _write_shapes(connection: Connection, table: str, path: Path) -> None:
    """Outlines as shapes, to look at in a GIS; the file itself stands beside."""
    shapes = gpd.GeoDataFrame.from_features(read_features(path), crs=WGS84)
    shapes.to_postgis(table, connection, schema=SCHEMA, if_exists="replace")


def _file_of(connection: Connection, table: str, columns: list[str]) -> bytes:
    from psycopg.sql import SQL, Identifier

    points = [POINT] if {col.LATITUDE, col.LONGITUDE} <= set(columns) else []
    require_columns(connection, table, [LINE, *columns, *points])
    told = SQL(", ").join(map(Identifier, columns))
    query = SQL("SELECT {} FROM {} ORDER BY line").format(told, Identifier(SCHEMA, table))
    rows = _server(connection).execute(query).fetchall()
    return _as_file([columns, *([cell or "" for cell in row] for row in rows)])


def _server(connection: Connection) -> Server:
    """The connection as psycopg has it: it copies rows, and takes names as names."""
    server: Server = connection.connection.driver_connection  # type: ignore[assignment]
    return server


def _run(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)
