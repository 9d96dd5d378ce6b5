"""A real PostgreSQL with PostGIS, started for these tests and ended with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics.database.record import write_record
from tests.helpers.postgres import Database, database


@pytest.fixture(scope="package")
def empty() -> Iterator[Database]:
    """A database in which nothing is, but what the tests of imported tables put there."""
    with database() as made:
        yield made


@pytest.fixture(scope="package")
def stored() -> Iterator[Database]:
    """A database that holds the record."""
    with database() as made:
        write_record(made.address)
        yield made
