"""Incidents and imported rows in one form: dates as what they are, places, and nothing left out in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics import __main__ as command_line
from analytics.feeds import importing
from analytics.linking import names, records
from analytics.linking.model import kept
from tests.feeds.made import HHS, VCDB, feed

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def weights() -> names.Weights:
    return names.Weights(kept()["words"])


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("imported")
    importing.run(feed("hhs-ocr"), [HHS], folder / "hhs")
    importing.run(feed("veris"), [VCDB], folder / "vcdb")
    return [folder / "hhs", folder / "vcdb"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2024-05-08", "2024-05-08", "2024-05-08"),
    ],
)
def test_a_date_is_the_days_that_it_may_mean(text, first, last):
    assert [date.fromordinal(day).isoformat() for day in records.days_of(text)] == [first, last]


def test_a_filing_has_no_day_of_attack_and_a_coded_attack_no_day_of_report(imported, weights):
    read = records.of_imports(imported, weights)
    filing = next(each for each in read.records if each.name == "Pomona Valley Hospital Medical Center")
    attack = next(each for each in read.records if each.name == "Hollywood Presbyterian Medical Center")

    assert (filing.attack_from, filing.reported) == (None, date(2024, 3, 20).toordinal())
    assert (attack.attack_from, attack.attack_to) == (date(2016, 2, 1).toordinal(), date(2016, 2, 29).toordinal())
    assert attack.reported is None
    assert (filing.country, filing.areas) == ("USA", ["CA"])


def test_rows_read_are_rows_compared_and_rows_left_out_with_the_reason(imported, weights):
    read = records.of_imports([*imported, imported[0]], weights)

    for source, counts in read.left_out.items():
        compared = sum(record.source == source for record in read.records)
        assert counts["rows"] == compared + counts["no-attack"] + counts["no-name"] + counts["twice"]
    assert read.left_out["hhs-ocr"] == {"rows": 18, "no-attack": 4, "no-name": 0, "twice": 7}


def test_an_incident_of_ours_has_its_names_states_and_the_days_of_its_start(shipped, weights):
    ours = {record.identifier: record for record in records.of_atlas(shipped, weights)}
    tampa = ours["unm-health-2021"]

    assert len(ours) == len(shipped.incidents)
    assert {"unm", "health"} in [set(name["words"]) for name in tampa.names]
    assert tampa.areas == ["NM"]
    assert date.fromordinal(tampa.attack_from).isoformat() == "2021-05-02"
    assert not any({"albuquerque"} == set(name["words"]) for name in tampa.names)


def test_an_incident_at_a_supplier_has_no_state_and_texts_that_name_customers_but_none_of_a_register(shipped, weights):
    ours = {record.identifier: record for record in records.of_atlas(shipped, weights)}
    elekta, mon = ours["elekta-2021"], ours["mon-health-2021"]
    told = {word for text in elekta.told for word in text["words"]}

    assert (elekta.at_supplier, elekta.areas, elekta.people) == (True, [], [])
    assert {"renown", "intermountain"} <= told
    assert "65181" not in told
    assert (mon.at_supplier, mon.areas) == (False, ["WV"])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _folder: None, "there is no such folder"),
        (lambda folder: folder.mkdir(), "found no import.json, expected a folder that `python -m analytics import`"),
    ],
)
def test_a_folder_that_is_no_import_is_refused_by_its_name(tmp_path, capsys, make, told):
    make(tmp_path / "folder")

    assert command_line.main(["link", str(tmp_path / "folder"), "-o", str(tmp_path / "out")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_import_of_another_version_is_refused_by_what_it_lacks(tmp_path, capsys):
    importing.run(feed("hhs-ocr"), [HHS], tmp_path / "hhs")
    for file in (tmp_path / "hhs" / "incidents").rglob("*.parquet"):
        pq.write_table(pq.read_table(file, partitioning=None).drop_columns(["at_supplier"]), file)

    assert command_line.main(["link", str(tmp_path / "hhs"), "-o", str(tmp_path / "out")]) == 1
    assert "of another version: import the file again" in capsys.readouterr().err


def test_an_import_that_has_not_ended_is_refused(tmp_path, capsys):
    importing.run(feed("hhs-ocr"), [HHS], tmp_path / "hhs")
    (tmp_path / "hhs" / "report.json").unlink()

    assert command_line.main(["link", str(tmp_path / "hhs"), "-o", str(tmp_path / "out")]) == 1
    assert "an import that has not ended" in capsys.readouterr().err
