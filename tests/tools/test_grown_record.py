"""A made record keeps every rule of the shipped one, and counts as many times as it was copied."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analytics.record import files
from analytics.schema import col
from analytics.schema.tables import TABLES
from tests.benchmarks import grown_record, shared


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a record of 400 incidents."""
    return grown_record.write(400, tmp_path_factory.mktemp("made") / "project")


def test_a_made_record_passes_the_check_as_a_project(made: Path):
    checked = subprocess.run(
        [sys.executable, "-m", "analytics", "check"], cwd=made, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout[-2000:]
    assert "400 incidents: 400 passed, 0 set aside" in checked.stdout
    assert "0 unexplained problems" in checked.stdout


def test_it_holds_the_shipped_record_and_copies_of_it():
    first = files.read_facts()
    made = grown_record.grown(2 * len(first[col.INCIDENTS]))
    for name, rows in first.items():
        table = made[name]
        pd.testing.assert_frame_equal(
            table[: len(rows)].reset_index(drop=True), rows.reset_index(drop=True), check_dtype=False
        )
        assert table[TABLES[name].key].is_unique
    own, copied = (table[col.INCIDENTS].set_index(col.INCIDENT_ID) for table in (first, made))
    second = copied.loc[[f"{incident}-no2" for incident in own.index]]
    # days differ, years do not: what is counted by year grows by whole copies
    assert (second[col.STARTED_ON].str[:4].to_numpy() == own[col.STARTED_ON].str[:4].to_numpy()).all()
    assert (second[col.STARTED_ON].to_numpy() != own[col.STARTED_ON].to_numpy()).mean() > 0.3
    assert second[[col.NAME_FR, col.NAME_EN]].apply(lambda names: names.str.endswith(" no 2")).all(axis=None)


def test_it_is_never_smaller_than_the_record():
    with pytest.raises(ValueError, match="incidents already"):
        grown_record.grown(3)


def test_a_benchmark_asked_for_incidents_runs_itself_where_they_are(monkeypatch: pytest.MonkeyPatch):
    ran: list[tuple[int, list[str]]] = []
    monkeypatch.setattr(shared, "_on_made_record", lambda incidents, given: ran.append((incidents, given)) or 0)
    with pytest.raises(SystemExit) as ended:
        shared.arguments("", {}, (), ["--quick", "--incidents=400", "--pages", "explore"])
    assert (ended.value.code, ran) == (0, [(400, ["--quick", "--pages", "explore"])])
