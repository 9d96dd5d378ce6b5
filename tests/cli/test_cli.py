"""The command line: what it prints, what it writes, and how it says that it was not understood."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import geopandas as gpd
import pytest

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.outputs import tables
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.version import DATA_VERSION
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, QUIET, TWO_TOWNS, YEAR


@pytest.fixture
def run(monkeypatch, capsysbinary, small_atlas):
    """Run one command on the small world; give its exit code, standard output and standard error."""
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)

    def command(*arguments: str) -> tuple[int, bytes, str]:
        code = command_line.main(list(arguments))
        out, err = capsysbinary.readouterr()
        return code, out, err.decode("utf-8")

    return command


@pytest.fixture
def run_shipped(run, monkeypatch, shipped):
    """The same on the data that the project ships."""
    monkeypatch.setattr(atlases, "load", lambda: shipped)
    return run


def exported(written: bytes) -> list[str]:
    """The identifiers of the incidents in a CSV, in the order of its rows."""
    return [row[col.INCIDENT_ID] for row in csv.DictReader(io.StringIO(written.decode("utf-8"), newline=""))]


# --- what the project ships -------------------------------------------------------------------------------


@pytest.mark.shipped
def test_the_check_of_the_shipped_data_passes_and_says_what_it_read(run_shipped, shipped_facts):
    code, out, err = run_shipped("check")
    said = out.decode("utf-8")

    def count(label: str) -> int:
        return int(re.search(rf"^\s*(\d+) {label}: (\d+) passed, 0 set aside$", said, re.MULTILINE)[1])

    assert (code, err) == (0, ""), said
    for label, table in (("incidents", "incidents"), ("timeline lines", "events"), ("sources", "sources")):
        assert count(label) == len(shipped_facts[table])
    assert count("claims") == len(shipped_facts["claims"])
    assert re.search(r"^0 unexplained problems$", said, re.MULTILINE)


@pytest.mark.shipped
def test_the_incidents_of_the_yvelines_are_those_with_a_place_there(run_shipped, shipped):
    code, out, err = run_shipped("export", "incidents", "--department", "78")

    assert (code, err) == (0, "")
    assert out.decode("utf-8").startswith("incident_id,name_fr,")
    there = shipped.sites.loc[shipped.sites["department"] == "78", "incident_id"]
    kept = shipped.incidents[(shipped.incidents["status"] != "claimed") & shipped.incidents["incident_id"].isin(there)]
    assert exported(out) == kept["incident_id"].tolist()
    assert "fr-versailles-2022" in exported(out)


@pytest.mark.shipped
def test_the_french_incidents_of_2022_are_those_of_the_file(run_shipped):
    code, out, _ = run_shipped("export", "incidents", "--from", "2022", "--to", "2022", "--country", "FRA")

    with (DATA / "facts" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        by_hand = [
            row[col.INCIDENT_ID]
            for row in csv.DictReader(file)
            if (row["country"], row["started_on"][:4], row["status"]) == ("FRA", "2022", "confirmed")
        ]
    assert code == 0
    assert exported(out) == by_hand
    assert "fr-corbeil-essonnes-chsf-2022" in by_hand


# --- export -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), [TWO_TOWNS, MONTH, YEAR, FOREIGN, QUIET]),
        (("--evidence", "attacker"), [TWO_TOWNS, MONTH, YEAR, CLAIMED, FOREIGN, QUIET]),
        (("--department", "01", "--department", "2A"), [TWO_TOWNS, MONTH, QUIET]),
        (("--region", "84", "--type", "intrusion"), [QUIET]),
        (("--from", "2022-07", "--to", "2022"), [TWO_TOWNS]),
        (("--service", "imaging", "--q", "CŒUR"), [MONTH]),
        (("--incident", QUIET), [QUIET]),
        (("--q", "zzz"), []),
    ],
)
def test_every_name_of_the_vocabulary_is_an_option(run, arguments, expected):
    code, out, err = run("export", "incidents", *arguments)

    assert (code, err) == (0, "")
    assert exported(out) == expected


@pytest.mark.parametrize("table", sorted(tables.EXPORTED))
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_every_table_is_written(run, table, ending):
    code, out, err = run("export", table, "--format", ending)

    assert (code, err) == (0, "")
    assert out


def test_the_notes_of_claims_follow_the_language(run):
    assert b"beds and places,certain\r\n" in run("export", "claims", "--lang", "en")[1]
    assert b"lits et places,certain\r\n" in run("export", "claims")[1]


def test_a_file_is_written_instead_of_the_output(run, tmp_path):
    file = tmp_path / "incidents.csv"

    code, out, err = run("export", "incidents", "--dialect", "excel-fr", "-o", str(file))

    assert (code, out, err) == (0, b"", "")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfincident_id;name_fr;")
    assert file.read_bytes().count(b"\r\n") >= 6


def test_json_says_what_was_asked_for_also_where_a_name_comes_twice(run):
    _, out, _ = run("export", "sites", "--format", "json", "--department", "01", "--department", "2A", "--from", "2021")

    meta = json.loads(out)["meta"]
    assert (meta["table"], meta["count"], meta["data_version"]) == ("sites", 3, DATA_VERSION)
    assert meta["selection"] == {"department": ["01", "2A"], "from": ["2021"]}


@pytest.mark.parametrize("table", ["incidents", "sites", "departments", "regions", "countries"])
def test_what_has_places_is_written_with_them(run, table):
    _, as_geojson, _ = run("export", table, "--format", "geojson")
    _, as_parquet, _ = run("export", table, "--format", "parquet")

    features = json.loads(as_geojson)["features"]
    read = gpd.read_parquet(io.BytesIO(as_parquet))
    assert [feature["geometry"] is None for feature in features] == read.geometry.isna().tolist()
    assert not read.geometry.isna().all()


def test_geojson_has_a_point_for_a_site(run):
    _, out, _ = run("export", "sites", "--format", "geojson", "--department", "971")

    (feature,) = json.loads(out)["features"]
    assert feature["geometry"]["coordinates"] == [-61.5, 16.5]


# --- note -------------------------------------------------------------------------------------------------


def test_a_note_is_written_in_the_form_asked_for(run):
    assert run("note", "01", "--lang", "en")[1].startswith(b"%PDF-")
    assert b"<h1>First (01)</h1>" in run("note", "01", "--lang", "en", "--form", "html")[1]
    assert run("note", "01", "--form", "docx")[1].startswith(b"PK")
    assert run("note", "99")[:2] == (1, b"")


# --- brief ------------------------------------------------------------------------------------------------


def test_a_brief_is_a_page_of_the_language_asked_for(run):
    code, out, err = run("brief", "01", "--lang", "en")

    assert (code, err) == (0, "")
    assert out.decode("utf-8").startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<h1>First (01)</h1>" in out.decode("utf-8")
    assert b'<html lang="fr">' in run("brief", "01")[1]


def test_a_code_is_a_department_where_it_is_one_unless_the_level_is_said(run):
    assert "<h1>First (01)</h1>" in run("brief", "01", "--lang", "en")[1].decode("utf-8")
    assert "<h1>Overseas region (region 01)</h1>" in run("brief", "01", "--level", "region", "--lang", "en")[1].decode()
    assert "<h1>First region (region 84)</h1>" in run("brief", "84", "--lang", "en")[1].decode("utf-8")


def test_a_brief_is_narrowed_by_the_names_of_the_vocabulary(run):
    narrowed = run("brief", "01", "--from", "2022", "--to", "2022-12", "--type", "ransomware", "--service", "imaging")[
        1
    ]
    weaker = run("brief", "84", "--evidence", "attacker", "--lang", "en")[1].decode("utf-8")

    assert "du 1er janvier 2022 au 31 décembre 2022" in narrowed.decode("utf-8")
    assert "Deux-Villes" in narrowed.decode("utf-8")
    assert "fr-quiet" not in narrowed.decode("utf-8")
    assert "attackers’ claims included" in weaker
    assert CLAIMED in weaker
    assert CLAIMED not in run("brief", "84", "--lang", "en")[1].decode("utf-8")


def test_a_brief_is_written_into_a_file(run, tmp_path):
    file = tmp_path / "brief.html"

    assert run("brief", "02", "-o", str(file)) == (0, b"", "")
    assert file.read_bytes() == run("brief", "02")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("99",), ["no department or region has the code “99”", "01, 02, 2A, 971", "84, 32, 94, 01"]),
        (("84", "--level", "department"), ["no department has the code “84”"]),
        (("2A", "--level", "region"), ["no region has the code “2A”"]),
        (("01", "--type", "virus"), ["--type “virus”", "ransomware"]),
        (("01", "--lang", "fr", "--lang", "en"), ["--lang may be given once"]),
    ],
)
def test_a_brief_that_cannot_be_is_refused_in_one_line(run, arguments, said):
    code, out, err = run("brief", *arguments)

    assert (code, out) == (1, b"")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert all(words in err for words in said), err


def test_the_help_of_the_brief_says_what_a_code_of_two_areas_means(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")  # argparse breaks lines at hyphens
    with pytest.raises(SystemExit):
        command_line.main(["brief", "--help"])

    told = " ".join(capsys.readouterr().out.split())
    assert "11 is the department of Aude and the region of Île-de-France" in told
    assert "--level" in told


# --- what is not understood -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--department", "99"), ["--department “99”", "01, 02, 2A, 971"]),
        (("--type", "virus"), ["--type “virus”", "ransomware, data-theft, intrusion, ddos, wiper, attempt, unknown"]),
        (("--country", "GBR"), ["--country “GBR”", "DEU, FRA"]),
        (("--from", "soon"), ["--from “soon”", "YYYY-MM-DD"]),
        (("--from", "2022", "--to", "2021"), ["--to “2021”", "≥ 2022"]),
        (("--lang", "de", "--evidence", "rumour"), ["--lang “de”", "fr, en", "--evidence “rumour”", "official"]),
        (("--lang", "fr", "--lang", "en"), ["--lang may be given once"]),
        (("--format", "geojson"), ["no coordinates"]),
        (("-o", "/no/such/folder/file.csv"), ["/no/such/folder"]),
    ],
)
def test_what_is_not_understood_is_named_with_what_is_allowed_and_nothing_is_written(run, arguments, said):
    table = "events" if "geojson" in arguments else "incidents"

    code, out, err = run("export", table, *arguments)

    assert (code, out) == (1, b"")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert all(words in err for words in said), err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "practices"), "incidents"),
        (("export", "incidents", "--format", "xls"), "csv"),
        (("export", "incidents", "--colour", "red"), "--colour"),
        (("publicise",), "check"),
        ((), "COMMAND"),
    ],
)
def test_a_command_or_an_option_that_nobody_knows_is_refused_with_how_to_use_it(capsys, arguments, said):
    with pytest.raises(SystemExit) as refusal:
        command_line.main(list(arguments))

    assert refusal.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        *((name, "--help") for name in ("check", "export", "brief", "note", "kit", "publish", "receipt", "reference")),
    ],
)
def test_every_command_has_help(capsys, arguments):
    with pytest.raises(SystemExit) as end:
        command_line.main(list(arguments))

    assert end.value.code == 0
    assert "usage: python -m analytics" in capsys.readouterr().out


def test_a_check_that_finds_something_exits_with_one_and_says_what(monkeypatch, capsys, small_atlas):
    gone = small_atlas._replace(events=small_atlas.events[small_atlas.events[col.INCIDENT_ID] != QUIET])
    monkeypatch.setattr(atlases, "load", lambda: gone)

    assert command_line.main(["check"]) == 1
    assert f"incidents.csv, {QUIET}: no row in events.csv" in capsys.readouterr().out


def test_data_that_cannot_be_read_end_with_a_reason_and_no_traceback(monkeypatch, capsys):
    def fail() -> None:
        raise ValueError("incidents.csv: columns missing ['status']")

    monkeypatch.setattr(atlases, "load", fail)

    assert command_line.main(["check"]) == 1
    assert capsys.readouterr().err == "error: incidents.csv: columns missing ['status']\n"


@pytest.mark.shipped
def test_the_module_runs_as_a_program_of_its_own():
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "analytics", "export", "incidents", "--department", "99"],
        cwd=DATA.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("error: --department “99” is not known; allowed: 01, 02, 03")
    assert "Traceback" not in ended.stderr
