"""A file on its way: what it is found to be, what becomes of it, how it is stopped, and that nothing of it stays."""

from __future__ import annotations

import gc
import time
import weakref
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pandas as pd
import pytest

from analytics.feeds.own import COLUMNS
from analytics.feeds.recognising import seen
from analytics.outputs import bringing, brought
from analytics.outputs.bringing import MOST_ROWS, Bringing, Desk, TooMany, plain_name
from analytics.outputs.brought import MOST_SHOWN, Brought
from analytics.schema import col
from analytics.selection.selection import Selection
from tests.feeds.made import HHS, VCDB

pytestmark = pytest.mark.shipped
OWN = """Nom;Ville;Date;Type
Hôpital A;Versailles;03/12/2022;Rançongiciel
Hôpital B;Dax;09/02/2021;Vol
C;Dax;31/02/2021;Vol
"""
SECONDS = 60


def finished(one: Bringing) -> Bringing:
    """The same when it needs its reader."""
    one.wait(SECONDS)
    assert not one.under_way
    return one


def brought_file(name: str, data: bytes, desk: Desk | None = None, mapping: dict | None = None) -> Bringing:
    one = Bringing(name, data, desk or Desk())
    one.start(mapping)
    return finished(one)


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch) -> Path:
    """A folder in the place of that in memory, which others use meanwhile."""
    monkeypatch.setattr(bringing, "_MEMORY", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "name"), [(HHS, "hhs-ocr"), (VCDB, "veris")])
def test_a_public_feed_is_known_by_its_columns_and_imported_whole(path, name, memory):
    one = brought_file(f"whatever{path.suffix}", path.read_bytes())

    assert (one.step, one.error, one.seen.feed) == ("done", "", name)
    counts = one.rows.report["counts"]
    assert counts["read"] == counts["accepted"] + counts["set_aside"] == one.done == one.total
    assert (len(one.rows.accepted), len(one.rows.aside)) == (counts["accepted"], counts["set_aside"])
    assert one._data == b""
    assert list(memory.iterdir()) == []


def test_a_table_that_nobody_described_is_asked_about_and_then_imported():
    one = Bringing("mine.csv", OWN.encode(), Desk())
    one.start()
    assert finished(one).step == "asking"
    assert one.seen.header == ("nom", "ville", "date", "type")
    assert set(one.seen.mapping["columns"]) <= set(COLUMNS)

    columns = {**one.seen.mapping["columns"], col.STARTED_ON: "date"}
    one.start({"name": "mine", "columns": columns, "fixed": {col.COUNTRY: "FRA", col.TIER: "press"}, "day_first": True})

    assert finished(one).step == "done"
    assert one.rows.report["counts"] == {"read": 3, "accepted": 2, "set_aside": 1}
    assert one.rows.accepted[col.STARTED_ON].to_list() == ["2022-12-03", "2021-02-09"]
    assert one.rows.aside[0]["rule"] == "date"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", b"%PDF", "found a file that ends in"),
        ("a.json", b'[{"b": 1}]', "found records of no feed that is known"),
        ("a.json", b"{{{", "found records of no feed"),
        ("a.csv", b"", "found “an empty file”"),
        ("a.csv", b"x;y\n1;2\n", "expected headers that name"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "no workbook"),
        ("a.zip", b"no archive", "found records of no feed"),
        ("a.csv", bytes(range(256)) * 40, "a.csv"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_name_and_what_was_expected(name, data, told):
    one = brought_file(name, data)

    assert (one.step, one.rows, one._data) == ("failed", None, b"")
    assert told in one.error
    assert name in one.error
    assert "/" not in one.error.replace("://", "")


def test_a_file_with_too_many_rows_is_refused():
    header, *_ = HHS.read_text(encoding="utf-8").splitlines(keepends=True)
    data = header + "".join(
        f"Clinic {number},CA,Health Plan,600,01/02/2024,Theft,Paper,No\n" for number in range(MOST_ROWS + 1)
    )
    one = brought_file("hhs.csv", data.encode())

    assert one.step == "failed"
    assert f"expected at most {MOST_ROWS:,}" in one.error


def test_a_file_that_takes_too_much_ends_its_process_alone(monkeypatch):
    monkeypatch.setattr(bringing, "process", lambda _, connection, *__: Killed(connection))
    one = brought_file("a.csv", b"x")

    assert (one.step, one.error) == ("failed", "a.csv: it takes more memory or time than there is for one file")


class Killed:
    """A process that the system ends."""

    def __init__(self, connection) -> None:
        self.connection = connection

    def start(self) -> None:
        """Say something, and end."""
        self.connection.send(("progress", (1, 5)))
        self.connection.close()

    def kill(self) -> None:
        """It has ended."""

    def join(self) -> None:
        """It has ended."""


def test_a_file_that_its_reader_no_longer_wants_stops_at_once(memory):
    header, *_ = HHS.read_text(encoding="utf-8").splitlines(keepends=True)
    data = header + "".join(
        f"Clinic {number},CA,Health Plan,600,01/02/2024,Theft,Paper,No\n" for number in range(MOST_ROWS)
    )
    one = Bringing("hhs.csv", data.encode(), Desk())
    one.start()
    while not one.done:
        time.sleep(0.05)
    assert one.under_way
    one.cancel()
    finished(one)

    assert (one.step, one.rows, one._data) == ("cancelled", None, b"")
    assert one.done < one.total == MOST_ROWS
    assert list(memory.iterdir()) == []


def test_files_wait_for_each_other_and_too_many_are_refused():
    desk, order, gate = Desk(most=2), [], Event()

    class Slow(Bringing):
        def _work(self, _):
            order.append(self.name)
            gate.wait(SECONDS)
            self.rows = SimpleNamespace()

    first, second, third = (Slow(f"{name}.csv", b"", desk) for name in "abc")
    first.start()
    second.start()
    with pytest.raises(TooMany):
        third.start()
    assert desk.before(second) == 1
    gate.set()
    finished(first)
    finished(second)
    assert order == ["a.csv", "b.csv"]
    assert desk.before(second) == 0


def test_who_leaves_while_waiting_makes_room():
    desk, gate = Desk(), Event()

    class Slow(Bringing):
        def _work(self, _):
            gate.wait(SECONDS)
            self.rows = SimpleNamespace()

    first, second = Slow("a.csv", b"", desk), Slow("b.csv", b"", desk)
    first.start()
    second.start()
    second.cancel()
    assert finished(second).step == "cancelled"
    gate.set()
    assert finished(first).step == "done"


def test_names_of_files_lead_nowhere_else():
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("..\\..\\a b.csv") == "a b.csv"
    assert plain_name("<script>.csv") == "_script_.csv"
    assert len(plain_name("x" * 500 + ".csv")) < 80
    assert plain_name("\x00.json") == "_.json"


def test_recognising_needs_no_ending_of_the_feed(tmp_path):
    (tmp_path / "a.txt").write_bytes(HHS.read_bytes())
    assert seen(tmp_path / "a.txt").feed == "hhs-ocr"


# --- held for one reader ----------------------------------------------------------------------------------


@pytest.fixture
def file(held_shipped) -> Brought:
    one = Brought(brought_file("hhs.csv", HHS.read_bytes()), held_shipped)
    yield one
    one.drop()


def ready(file: Brought, side: str):
    file.prepare(side)
    end = time.monotonic() + SECONDS
    while file.under_way:
        assert time.monotonic() < end
        time.sleep(0.02)
    return file.held(side)


def test_pages_count_the_rows_of_the_file_and_of_both(file, held_shipped):
    shown, evidence = len(file.sorted.shown), Selection().evidence
    alone = ready(file, "alone")
    assert alone.choice(Selection()).count == shown == len(alone.rows(evidence))
    assert alone.profiles(Selection(), "country").areas.loc["USA", col.INCIDENTS] == shown

    both = ready(file, "both")
    assert file.held("alone") is None
    assert both.choice(Selection()).count == shown + held_shipped.choice(Selection()).count
    usa = held_shipped.profiles(Selection(), "country").areas.loc["USA", col.INCIDENTS]
    assert both.profiles(Selection(), "country").areas.loc["USA", col.INCIDENTS] == shown + usa


def test_the_files_to_take_away_have_every_row(file):
    counts = file.rows.report["counts"]
    assert len(pd.read_csv(pd.io.common.BytesIO(file.accepted_csv()))) == counts["accepted"]


def test_a_file_that_is_dropped_is_free(held_shipped):
    one = Brought(brought_file("hhs.csv", HHS.read_bytes()), held_shipped)
    held = weakref.ref(ready(one, "alone"))
    rows = weakref.ref(one)
    assert one in list(brought.all_held())
    one.drop()
    del one
    gc.collect()

    assert (held(), rows()) == (None, None)


def test_there_is_an_end_to_how_many_are_held(monkeypatch, held_shipped, file):
    monkeypatch.setattr(brought, "MOST_HELD", len(list(brought.all_held())))
    done = SimpleNamespace(name="a.csv", rows=file.rows, seen=None)
    with pytest.raises(brought.Full):
        Brought(done, held_shipped)


def test_rows_beyond_what_pages_take_are_said_to_be_too_many(monkeypatch, file):
    assert not file.too_many
    monkeypatch.setattr(brought, "MOST_SHOWN", 1)
    assert file.too_many
    assert MOST_SHOWN > 1
