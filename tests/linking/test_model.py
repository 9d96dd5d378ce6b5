"""What the model proposes on excerpts of real registers: the same each time, nothing merged, ours never with ours."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from analytics import __main__ as command_line
from analytics.feeds import importing
from analytics.linking import linking, model
from analytics.linking.labels import kept_for_the_test, labels
from tests.feeds.made import HHS, VCDB, feed

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    importing.run(feed("hhs-ocr"), [HHS], folder / "hhs")
    importing.run(feed("veris"), [VCDB], folder / "vcdb")
    return [folder / "hhs", folder / "vcdb"]


@pytest.fixture(scope="module")
def linked(shipped, folders):
    return linking.link(shipped, folders)


def test_rows_that_our_sources_name_are_proposed_and_nothing_else(shipped, folders, linked):
    told = {(f"atlas:{label.incident}", label.row) for label in labels(shipped, linking.read(shipped, folders).records)}
    named = {
        "atlas:hollywood-presbyterian-2016": "Hollywood Presbyterian Medical Center",
        "atlas:east-tennessee-childrens-2022": "East Tennessee Children's Hospital",
    }
    found = {(pair.left, pair.right) for pair in linked.pairs if linking.is_with_ours(pair)}

    assert {pair for pair in told if pair[0] in named} <= found
    assert {linked.records[right].name for left, right in found if left in named} == set(named.values())


def test_two_of_ours_are_never_a_pair(linked):
    assert not [pair for pair in linked.pairs if pair.right.startswith("atlas:")]
    assert linked.with_ours + linked.among == len(linked.pairs)


def test_the_same_rows_give_the_same_pairs(shipped, folders, linked):
    again = linking.link(shipped, [*reversed(folders)])

    assert again.pairs == linked.pairs


def test_rows_of_one_event_in_two_feeds_are_a_pair(shipped, tmp_path):
    header = "Name of Covered Entity,State,Individuals Affected,Breach Submission Date,Type of Breach\n"
    (tmp_path / "hhs.csv").write_text(
        header + "Hollywood Presbyterian Medical Center,CA,2000,03/15/2016,Hacking/IT Incident\n"
    )
    importing.run(feed("hhs-ocr"), [tmp_path / "hhs.csv"], tmp_path / "hhs")
    importing.run(feed("veris"), [VCDB], tmp_path / "vcdb")
    linked = linking.link(shipped, [tmp_path / "hhs", tmp_path / "vcdb"])
    among = [pair for pair in linked.pairs if not linking.is_with_ours(pair)]

    assert [{pair.left.partition(":")[0], pair.right.partition(":")[0]} for pair in among] == [{"hhs-ocr", "veris"}]


def test_the_command_writes_a_review_with_no_decision_in_it(folders, tmp_path, capsys):
    out = tmp_path / "out"
    assert command_line.main(["link", *map(str, folders), "-o", str(out), "--at-least", "0.2"]) == 0
    told = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO((out / "review.csv").read_text("utf-8-sig"))))
    page = (out / "review.html").read_text("utf-8")
    links = json.loads((out / "links.json").read_text("utf-8"))

    assert "[1/3]" in told.err
    assert f"{len(rows)} pairs proposed" in told.out
    assert rows
    assert {row["decision"] for row in rows} == {""}
    assert [float(row["probability"]) for row in rows] == [pair["probability"] for pair in links["pairs"]]
    assert "Hollywood Presbyterian Medical Center" in page
    assert "Nothing has been merged" in page
    assert "Rien n’a été fusionné" in page
    assert command_line.main(["link", *map(str, folders), "-o", str(out)]) == 1
    assert "holds something else" in capsys.readouterr().err


def test_a_probability_that_is_none_is_refused(folders, tmp_path, capsys):
    assert command_line.main(["link", str(folders[0]), "-o", str(tmp_path / "out"), "--at-least", "2"]) == 1
    assert "--at-least: found 2, expected a probability" in capsys.readouterr().err


def test_without_splink_the_command_names_what_to_install(folders, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)

    assert command_line.main(["link", str(folders[0]), "-o", str(tmp_path / "out")]) == 1
    assert "python -m pip install -r requirements-import.txt" in capsys.readouterr().err


def test_the_model_says_how_it_was_made_and_learnt_from_its_half_alone():
    made = model.kept()["made"]

    assert made["labels"] == sum(made["labels_by_feed"].values()) > 0
    assert all(0 < threshold < 1 for threshold in model.kept()["thresholds"].values())
    assert kept_for_the_test("elekta-2021") != kept_for_the_test("scripps-health-2021")


def test_a_filing_on_an_attack_at_a_supplier_is_no_attack_on_the_hospital_itself(shipped, tmp_path):
    header = (
        "Name of Covered Entity,State,Covered Entity Type,Individuals Affected,Breach Submission Date,Type of Breach"
    )
    rows = "\n".join(
        f"{name},{state},Healthcare Provider,{people},{day},Hacking/IT Incident,{supplier}"
        for name, state, people, day, supplier in (
            ("Southern Ohio Medical Center", "OH", 15136, "04/26/2022", "No"),
            ("Massena Hospital", "NY", 1897, "05/21/2021", "Yes"),
            ("Advocate Aurora Health", "WI", 68707, "07/16/2021", "Yes"),
            ("Renown Health", "NV", 65181, "06/22/2021", "Yes"),
        )
    )
    (tmp_path / "hhs.csv").write_text(f"{header},Business Associate Present\n{rows}\n")
    importing.run(feed("hhs-ocr"), [tmp_path / "hhs.csv"], tmp_path / "hhs")
    linked = linking.link(shipped, [tmp_path / "hhs"], at_least=0.3)

    assert {(pair.left, linked.records[pair.right].name) for pair in linked.pairs} == {
        ("atlas:southern-ohio-2021", "Southern Ohio Medical Center"),
        ("atlas:elekta-2021", "Advocate Aurora Health"),
        ("atlas:elekta-2021", "Renown Health"),
    }


def test_who_files_an_event_files_it_once(shipped, tmp_path):
    header = "Name of Covered Entity,State,Individuals Affected,Breach Submission Date,Type of Breach"
    rows = ("398164,12/21/2021", "492861,02/28/2022")
    text = "\n".join(f'"Monongalia Health System, Inc.",WV,{each},Hacking/IT Incident' for each in rows)
    (tmp_path / "hhs.csv").write_text(f"{header}\n{text}\n")
    importing.run(feed("hhs-ocr"), [tmp_path / "hhs.csv"], tmp_path / "hhs")
    linked = linking.link(shipped, [tmp_path / "hhs"])
    found = [linked.records[pair.right].date for pair in linked.pairs if linking.is_with_ours(pair)]

    assert found == ["2022-02-28"]
