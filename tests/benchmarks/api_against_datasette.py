"""The data API beside Datasette: requests per second and latency for the same rows, measured in one run.

``python -m tests.benchmarks.api_against_datasette`` from the folder of the project; it takes some two minutes.

Each is served as its documentation says: ours by README's ``streamlit run app.py``, Datasette by ``datasette serve``
over an SQLite file that holds our exported tables. Datasette gets what makes it fast: the file is immutable, and the
addresses leave out the count, facets and suggestions. Both are asked by the same client over connections that stay
open, one and eight at a time, in rounds that take turns; no request is conditional or takes compression. An answer is
timed only after its incidents were compared with those of the other server.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from analytics.atlas import atlas as atlases
from analytics.outputs.served import DEFINED
from analytics.outputs.tables import EXPORTED
from analytics.schema import col
from analytics.selection.selection import Selection
from tests.benchmarks.shared import percentile
from tests.helpers.holding import held_of
from tests.helpers.servers import dashboard, free_port, started

DATABASE = "atlas"
CONCURRENCIES = (1, 8)
QUICK = "_size=max&_nocount=1&_nofacet=1&_nosuggest=1"


# --- what is asked ----------------------------------------------------------------------------------------


class Query(NamedTuple):
    """The same question to both, and how the incidents are read from an answer."""

    name: str
    ours: str
    theirs: str
    incidents: Callable[[bytes], list[str]]


def _of_json(body: bytes) -> list[str]:
    document = json.loads(body)
    rows = document["data"] if isinstance(document, dict) else document
    return sorted(row[col.INCIDENT_ID] for row in rows)


def _of_csv(body: bytes) -> list[str]:
    return sorted(row[col.INCIDENT_ID] for row in csv.DictReader(io.StringIO(body.decode(), newline="")))


QUERIES = (
    Query(
        "all incidents, JSON",
        "/api/v1/incidents.json",
        f"/{DATABASE}/incidents.json?_shape=array&{QUICK}",
        _of_json,
    ),
    Query(
        "one department, CSV",
        "/api/v1/incidents.csv?department=75",
        f"/{DATABASE}/incidents.csv?departments__contains=75&{QUICK}",
        _of_csv,
    ),
    Query(
        "one incident, JSON",
        "/api/v1/incidents.json?incident=fr-versailles-2022",
        f"/{DATABASE}/incidents/fr-versailles-2022.json?_shape=array",
        _of_json,
    ),
)


# --- who is asked -----------------------------------------------------------------------------------------


def write_database(path: Path) -> None:
    """Every exported table as a table of an SQLite file, with its key; a number is a number."""
    atlas = atlases.load()
    with sqlite3.connect(path) as database:
        for name in EXPORTED:
            table = held_of(atlas).table(name, Selection())
            columns = ", ".join(
                f'"{column}" {"REAL" if pd.api.types.is_numeric_dtype(table[column]) else "TEXT"}'
                for column in table.columns
            )
            key = DEFINED[name].key  # some tables have several rows of a key, and none is primary
            primary = f', PRIMARY KEY ("{key}")' if table[key].is_unique else ""
            database.execute(f'CREATE TABLE "{name}" ({columns}{primary})')
            rows = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
            places = ", ".join("?" * len(table.columns))
            database.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608 - names of our own
    database.close()


@contextmanager
def datasette(database: Path) -> Iterator[str]:
    """The address of Datasette over a database that does not change, on a free port."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database), "--port", str(port)]
    with started(command, f"http://127.0.0.1:{port}", "/-/versions.json") as address:
        yield address


@contextmanager
def both() -> Iterator[tuple[str, str]]:
    """The addresses of our server and of Datasette, side by side."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / f"{DATABASE}.db"
        write_database(database)
        with dashboard() as ours, datasette(database) as theirs:
            yield ours, theirs


# --- how it is asked --------------------------------------------------------------------------------------


class Connection:
    """A connection that stays open; asks for one thing after the other with as little work as possible."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def get(self, request: bytes) -> bytes:
        """The body of the answer; RuntimeError where it is no 200."""
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200 "):
            raise RuntimeError(f"{request.decode()}{head.decode()}")
        _, stated, length = head.partition(b"content-length: ")
        if stated:
            return await self.reader.readexactly(int(length.partition(b"\r\n")[0]))
        body = b""
        while size := int(await self.reader.readuntil(b"\r\n"), 16):  # Datasette sends CSV in chunks
            body += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)
        return body


@contextmanager
def _closing(connections: Sequence[Connection]) -> Iterator[Sequence[Connection]]:
    try:
        yield connections
    finally:
        for connection in connections:
            connection.writer.close()


async def _opened(address: str, count: int) -> list[Connection]:
    place = urlsplit(address)
    opened = [asyncio.open_connection(place.hostname, place.port, limit=2**22) for _ in range(count)]
    return [Connection(*streams) for streams in await asyncio.gather(*opened)]


def _request(address: str, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\nAccept: */*\r\n\r\n".encode()


class Measured(NamedTuple):
    """Seconds that each request took, and that all of them took together."""

    latencies: list[float]
    elapsed: float


async def measure(address: str, path: str, requests: int, concurrency: int) -> Measured:
    """Ask for one thing many times over a number of connections; every answer has to be as long as the first."""
    request = _request(address, path)
    latencies: list[float] = []
    with _closing(await _opened(address, concurrency)) as connections:
        length = len(await connections[0].get(request))

        async def ask(connection: Connection) -> None:
            for _ in range(requests // concurrency):
                start = time.perf_counter()
                body = await connection.get(request)
                latencies.append(time.perf_counter() - start)
                if len(body) != length:
                    raise RuntimeError(f"{path}: {len(body)} bytes after {length}")

        start = time.perf_counter()
        await asyncio.gather(*map(ask, connections))
        return Measured(latencies, time.perf_counter() - start)


async def body_of(address: str, path: str) -> bytes:
    """One answer."""
    with _closing(await _opened(address, 1)) as (connection,):
        return await connection.get(_request(address, path))


# --- what came of it --------------------------------------------------------------------------------------


class Summary(NamedTuple):
    """Requests a second, and the latency in milliseconds that 95 of 100 requests did not exceed."""

    per_second: float
    p95: float


class Compared(NamedTuple):
    """One query at one concurrency: both servers, with the bytes of an answer of each."""

    query: str
    concurrency: int
    ours: Summary
    theirs: Summary
    sizes: tuple[int, int]

    @property
    def ratios(self) -> Summary:
        """Ours divided by theirs: above one is better for requests a second, below one for the latency."""
        return Summary(self.ours.per_second / self.theirs.per_second, self.ours.p95 / self.theirs.p95)


def summary(rounds: Sequence[Measured]) -> Summary:
    """All rounds of one server taken together."""
    latencies = [latency for one in rounds for latency in one.latencies]
    return Summary(len(latencies) / sum(one.elapsed for one in rounds), 1000 * percentile(latencies, 0.95))


async def compare(query: Query, addresses: tuple[str, str], concurrency: int, rounds: int, requests: int) -> Compared:
    """One query to both in turns, after a round that warms up.

    Raises
    ------
    RuntimeError
        Where the two do not answer with the same incidents.
    """
    asked = tuple(zip(addresses, (query.ours, query.theirs), strict=True))
    bodies = [await body_of(address, path) for address, path in asked]
    ours, theirs = map(query.incidents, bodies)
    if ours != theirs or not ours:
        raise RuntimeError(f"{query.name}: {len(ours)} incidents of ours, {len(theirs)} of Datasette’s, not the same")
    measured: tuple[list[Measured], list[Measured]] = ([], [])
    for number in range(rounds + 1):
        # who goes first changes from round to round
        for who in (0, 1) if number % 2 else (1, 0):
            one = await measure(*asked[who], requests, concurrency)
            if number:
                measured[who].append(one)
    return Compared(query.name, concurrency, *map(summary, measured), (len(bodies[0]), len(bodies[1])))


def line(compared: Compared) -> str:
    """One line of the table that is printed."""
    ours, theirs, ratios = compared.ours, compared.theirs, compared.ratios
    return (
        f"{compared.query:<20} {compared.concurrency:>2}"
        f" | {ours.per_second:>7.0f} {theirs.per_second:>7.0f} {ratios.per_second:>7.2f}"
        f" | {ours.p95:>7.2f} {theirs.p95:>7.2f} {ratios.p95:>7.2f}"
        f" | {compared.sizes[0]:>8} {compared.sizes[1]:>8}"
    )


HEAD = (
    f"{'':<20}    | {'requests a second':<23} | {'95th percentile, ms':<23} | bytes of an answer\n"
    f"{'query':<20} at | {'ours':>7} {'theirs':>7} {'ratio':>7} | {'ours':>7} {'theirs':>7} {'ratio':>7}"
    f" | {'ours':>8} {'theirs':>8}"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each query and concurrency; 1 where we are slower in any."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--requests", type=int, default=200, help="of each server in each round")
    options = parser.parse_args(arguments)
    behind = 0
    with both() as addresses:
        print(HEAD, flush=True)
        for query in QUERIES:
            for concurrency in CONCURRENCIES:
                compared = asyncio.run(compare(query, addresses, concurrency, options.rounds, options.requests))
                print(line(compared), flush=True)
                behind += compared.ratios.per_second < 1 or compared.ratios.p95 > 1
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
