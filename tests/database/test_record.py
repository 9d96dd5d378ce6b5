"""The record in a real database: each file comes back to the byte, the dashboard reads it there, faults are told."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from analytics import __main__ as command_line
from analytics.database.connection import SETTING
from analytics.database.record import hold_from_database, read_record
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from tests.helpers.postgres import PASSWORD, Database
from tests.helpers.servers import ROOT, dashboard, free_port

pytestmark = pytest.mark.shipped


def asked(database: Database, query: str) -> object:
    with psycopg.connect(database.address) as server:
        return server.execute(query).fetchone()[0]


@contextmanager
def changed(database: Database, there: str, back: str) -> Iterator[None]:
    """What somebody does to the database, and takes back."""
    with psycopg.connect(database.address) as server:
        server.execute(there)
    try:
        yield
    finally:
        with psycopg.connect(database.address) as server:
            server.execute(back)


def test_every_file_of_the_record_comes_back_to_the_byte(stored: Database):
    read = read_record(stored.address)

    files = {path.relative_to(DATA).as_posix(): path.read_bytes() for path in DATA.rglob("*") if path.is_file()}
    assert [name for name in files if read.get(name) != files[name]] == []
    assert read.keys() == files.keys()


def test_rows_and_points_are_there_for_whoever_asks_in_sql(stored: Database):
    sites, communes = read_csv(DATA / "facts" / "sites.csv"), read_csv(DATA / "reference" / "communes.csv")

    assert asked(stored, "SELECT count(*) FROM atlas.facts_sites") == len(sites)
    assert asked(stored, "SELECT count(*) FROM atlas.facts_sites WHERE beds IS NULL") == sites["beds"].isna().sum()
    with_point = sites[col.LATITUDE].notna().sum()
    assert asked(stored, "SELECT count(geometry) FROM atlas.facts_sites") == with_point
    in_ain = (
        "SELECT count(*) FROM atlas.reference_communes c JOIN atlas.shapes_departments_detail d "
        "ON ST_Intersects(c.geometry, d.geometry) WHERE d.code = '01' AND c.department = '01'"
    )
    assert asked(stored, in_ain) >= 0.98 * (communes[col.DEPARTMENT] == "01").sum()


def test_the_dashboard_answers_from_the_database_as_it_does_from_the_files(stored: Database, monkeypatch):
    paths = ("/api/v1/incidents.csv", "/api/v1/sites.geojson", "/api/v1/departments.csv", "/health")
    answers = []
    for address in ("", stored.address):
        monkeypatch.setenv(SETTING, address)
        with dashboard() as server:
            answers.append([urllib.request.urlopen(server + path).read() for path in paths])

    assert answers[0] == answers[1]
    assert answers[1][-1] == b'{"status":"ok"}'


def refused(monkeypatch, address: str) -> str:
    """What a dashboard says that does not start."""
    monkeypatch.setenv(SETTING, address)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_a_cell_that_was_changed_in_the_database_is_a_record_that_is_not_whole(stored: Database, monkeypatch):
    there = "UPDATE atlas.facts_incidents SET name_fr = name_fr || 'é' WHERE line = 2"
    back = "UPDATE atlas.facts_incidents SET name_fr = left(name_fr, -1) WHERE line = 2"
    with changed(stored, there, back):
        said = refused(monkeypatch, stored.address)

    assert "error: the record is not whole" in said
    assert "facts/incidents.csv" in said
    assert "Traceback" not in said
    assert PASSWORD not in said


def test_a_dashboard_whose_database_is_away_says_so_and_does_not_start(monkeypatch):
    said = refused(monkeypatch, f"postgresql://someone:{PASSWORD}@127.0.0.1:{free_port()}/atlas")

    assert "error: database atlas on 127.0.0.1, port" in said
    assert "not reached: connection failed" in said
    assert "Traceback" not in said
    assert PASSWORD not in said


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("atlas.example", "the address of the database is not of the form postgresql://USER"),
        (f"mysql://someone:{PASSWORD}@host/atlas", "begins with mysql, expected postgresql://"),
        (f"postgresql://someone:{PASSWORD}@127.0.0.1:port/atlas", "not of the form"),
    ],
)
def test_an_address_that_is_none_is_told_without_the_password(address, told):
    with pytest.raises(ValueError, match=told) as error:
        read_record(address)

    assert PASSWORD not in str(error.value)


def test_a_wrong_password_is_told_and_not_said(stored: Database):
    wrong = stored.address.replace(PASSWORD, "another-0ne")

    with pytest.raises(ValueError, match=r"not reached: .*password authentication failed") as error:
        read_record(wrong)

    assert "another-0ne" not in str(error.value)


def test_a_database_without_the_record_says_what_to_do(empty: Database):
    with pytest.raises(ValueError, match=r"no table atlas\.files: write it with python -m analytics store"):
        read_record(empty.address)


def test_a_column_that_is_missing_is_named(stored: Database):
    there = "ALTER TABLE atlas.facts_claims RENAME COLUMN note_fr TO nota"
    back = "ALTER TABLE atlas.facts_claims RENAME COLUMN nota TO note_fr"
    told = r"table atlas\.facts_claims: columns missing \['note_fr'\], unknown \['nota'\]"
    with changed(stored, there, back), pytest.raises(ValueError, match=told):
        read_record(stored.address)


def test_a_table_that_is_gone_is_named(stored: Database):
    there = "ALTER TABLE atlas.facts_events RENAME TO gone"
    back = "ALTER TABLE atlas.gone RENAME TO facts_events"
    with changed(stored, there, back), pytest.raises(ValueError, match=r"no table atlas\.facts_events"):
        read_record(stored.address)


def test_a_record_of_another_version_is_not_taken(stored: Database, monkeypatch):
    monkeypatch.setenv(SETTING, stored.address)
    there = "UPDATE atlas.files SET content = content || '#'::bytea WHERE path = 'version.toml'"
    back = "UPDATE atlas.files SET content = substr(content, 1, length(content) - 1) WHERE path = 'version.toml'"
    with changed(stored, there, back), pytest.raises(ValueError, match="of another version"):
        hold_from_database()


def test_what_is_not_installed_is_named_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)

    with pytest.raises(ValueError, match=r"more than is installed .*pip install -r requirements-import\.txt"):
        read_record("postgresql://host/atlas")


def test_storing_the_record_again_replaces_it(stored: Database, monkeypatch, capsys):
    monkeypatch.setenv(SETTING, stored.address)

    assert command_line.main(["store", "--record"]) == 0
    assert capsys.readouterr().out.endswith("tables written\n")
    assert read_record(stored.address)["facts/sites.csv"] == (DATA / "facts" / "sites.csv").read_bytes()
