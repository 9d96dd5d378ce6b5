"""The one door to a database: its address, which holds a password and is never said, and errors for people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from analytics.schema import col

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

SETTING = "ATLAS_DATABASE"  # the name in the environment
SCHEMA = "atlas"  # all that is ours is in it
INSTALL = "python -m pip install -r requirements-import.txt"
FORM = "postgresql://USER:PASSWORD@HOST:PORT/NAME"
POINT = "geometry"
# beside latitude and longitude, whatever they are written as; missing where either is
POINT_COLUMN = (
    f"{POINT} geometry(Point, 4326) GENERATED ALWAYS AS "
    f"(ST_SetSRID(ST_MakePoint({col.LONGITUDE}::float8, {col.LATITUDE}::float8), 4326)) STORED"
)
_PATIENCE = 10  # seconds until a server that does not answer is given up


def asked_for() -> str:
    """The address of the database that the environment names; empty where it names none."""
    return os.environ.get(SETTING, "").strip()


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """A connection in one transaction: all that is done in it is done as a whole, or nothing is.

    Raises
    ------
    ValueError
        Where the address is none of PostgreSQL, the server is not reached or refuses, or what is asked of it fails. No
        message says the password.
    """
    try:
        import geoalchemy2  # noqa: F401 - geopandas needs it
        import psycopg
        import sqlalchemy
    except ImportError as error:
        raise ValueError(f"a database needs more than is installed ({error.name}): {INSTALL}") from None
    where, url = _read(address)
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args={"connect_timeout": _PATIENCE})
    try:
        with engine.begin() as connection:
            yield connection
    except sqlalchemy.exc.OperationalError as error:
        raise ValueError(f"{where}: not reached: {_first_line(error.orig)}") from None
    except (sqlalchemy.exc.SQLAlchemyError, psycopg.Error) as error:
        raise ValueError(f"{where}: {_first_line(getattr(error, 'orig', None) or error)}") from None
    finally:
        engine.dispose()


def _read(address: str) -> tuple[str, URL]:
    """What is said of an address, and the address for psycopg."""
    import sqlalchemy

    try:
        url = sqlalchemy.make_url(address)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise ValueError(f"the address of the database is not of the form {FORM}") from None
    if url.get_backend_name() != "postgresql":
        raise ValueError(f"the address of the database begins with {url.get_backend_name()}, expected {FORM}")
    where = f"database {url.database or '(none)'} on {url.host or 'this machine'}, port {url.port or 5432}"
    return where, url.set(drivername="postgresql+psycopg")


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]


def columns_of(connection: Connection, table: str) -> list[str]:
    """The columns of one of our tables in their order; none where there is no such table."""
    import sqlalchemy

    query = sqlalchemy.text(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = :schema AND table_name = :table "
        "ORDER BY ordinal_position"
    )
    return list(connection.execute(query, {"schema": SCHEMA, "table": table}).scalars())


def require_columns(connection: Connection, table: str, expected: list[str]) -> None:
    """ValueError, with what is missing and what is unknown, where a table has not exactly these columns."""
    found = columns_of(connection, table)
    if not found:
        raise ValueError(f"the database has no table {SCHEMA}.{table}: write it with python -m analytics store")
    absent = [name for name in expected if name not in found]
    unknown = [name for name in found if name not in expected]
    if absent or unknown:
        told = f"columns missing {absent or 'none'}, unknown {unknown or 'none'}"
        raise ValueError(f"table {SCHEMA}.{table}: {told}; expected {expected}")


def begin(connection: Connection) -> None:
    """Make what all our tables stand on, where it is not there yet: PostGIS, and the schema."""
    import sqlalchemy

    connection.execute(sqlalchemy.text("CREATE EXTENSION IF NOT EXISTS postgis"))
    connection.execute(sqlalchemy.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
