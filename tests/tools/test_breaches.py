"""The counts of the American register of breaches, from small registers in its very format."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pytest

from analytics.cli import reference
from analytics.record.files import DATA
from tools.reference import breaches

HEADER = (
    "Name of Covered Entity,State,Covered Entity Type,Individuals Affected,Breach Submission Date,Type of Breach,"
    "Location of Breached Information,Business Associate Present,Web Description"
)
ROWS = """\
General Hospital ,VT,Healthcare Provider,1200,10/08/2023,Hacking/IT Incident,Network Server,No,"Two
lines, and “quotes”"
General Hospital,VT,Healthcare Provider,501,10/08/2023,Hacking/IT Incident,Email,No,
Smile Dentists,VT,Healthcare Provider,"3,400",10/09/2023,"Hacking/IT Incident, Theft","Email, Network Server",No,
Billing Co,NY,Business Associate,500,1/2/2024,Hacking/IT Incident,Network Server,Yes,
Old Plan,,Health Plan,700,2024-03-01,Hacking/IT Incident,Network Server,No,
Clearing,NY,Healthcare Clearing House,,03/02/2024,Hacking/IT Incident,Other,No,
Lost Laptop Clinic,NY,Healthcare Provider,900,03/03/2024,Theft,Laptop,No,
,,,,,,,,
"""


@pytest.fixture
def register(tmp_path) -> Path:
    path = tmp_path / "breach_report.csv"
    path.write_bytes(f"{HEADER}\r\n{ROWS}".encode())
    return path


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    reference.add_options(parser)
    return reference.run(parser.parse_args([str(word) for word in words]))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_counts_filings_by_year_and_by_state(register, tmp_path, capsys):
    assert run("--breach-register", register, "-o", tmp_path / "made") == 0
    years = {row.pop("year"): row for row in table(tmp_path / "made" / "breaches_usa.csv")}

    assert set(years) == {"2023", "2024"}
    assert years["2023"] == {
        **dict.fromkeys(breaches.COUNTS, "0"),
        "hacking_providers": "3",
        "hacking_all_entities": "3",
        "people_providers": "5101",
        "people_all_entities": "5101",
        "hacking_hospital_names": "2",
        "people_hospital_names": "1701",
        "providers_with_placeholder": "1",
        "breaches_of_all_types": "3",
        "complete": "yes",
    }
    assert years["2024"]["hacking_all_entities"] == "3"  # the clearing house is in no column of its own
    assert years["2024"]["breaches_of_all_types"] == "4"
    assert years["2024"]["people_all_entities"] == "1200"
    assert years["2024"]["complete"] == "no"
    states = table(tmp_path / "made" / "breaches_usa_states.csv")
    assert [(row["state"], row["year"], row["hacking_all_entities"]) for row in states] == [
        ("NY", "2024", "2"),
        ("VT", "2023", "3"),
        ("not stated", "2024", "1"),
    ]
    assert "breaches_usa.csv" in capsys.readouterr().out


def test_a_filing_in_two_copies_counts_once_with_its_later_figure(register, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text(f'{HEADER}\n"GENERAL  Hospital",VT,Healthcare Provider,9000,10/08/2023,Hacking/IT Incident,,,\n')
    filings = breaches.together([breaches.read(register), breaches.read(later)])

    assert len(filings) == 7
    assert sum(filing.people for filing in filings if filing.name.casefold() == "general hospital") == 9000 + 1200


def test_a_copy_in_another_encoding_is_read(tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes(
        f"{HEADER}\n".encode() + b"Children\x92s Hospital,PR,Healthcare Provider,600,01/01/2020,Theft,,,\n"
    )

    assert breaches.read(path)[0].state == "PR"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,VT,Hospital,5,01/01/2020,Theft,,,", "line 10, Covered Entity Type: expected Healthcare Provider,"),
        (
            "A,VT,Health Plan,many,01/01/2020,Theft,,,",
            "line 10, Individuals Affected: expected a whole number or nothing",
        ),
        (
            "A,VT,Health Plan,5,31/12/2020,Theft,,,",
            "Breach Submission Date: expected MM/DD/YYYY or YYYY-MM-DD, found “31/12",
        ),
        ("A,VT,Health Plan,5,,Theft,,,", "Breach Submission Date: expected MM/DD/YYYY or YYYY-MM-DD, found “”"),
        ("A,Vermont,Health Plan,5,01/01/2020,Theft,,,", "line 10, State: expected two capital letters or nothing"),
        ("A,VT,Health Plan", "line 10: expected 9 cells, found 3"),
    ],
)
def test_a_bad_row_is_told_with_its_file_line_and_column(register, tmp_path, capsys, row, told):
    blank = ",,,,,,,,\n"
    register.write_bytes(f"{HEADER}\r\n{ROWS.removesuffix(blank)}{row}\n".encode())

    assert run("--breach-register", register, "-o", tmp_path / "made") == 1
    error = capsys.readouterr().err
    assert error.startswith("breach_report.csv, ")
    assert told in error
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: expected the column “Name of Covered Entity”, found nothing"),
        ("name,state\nA,VT\n", "line 1: expected the column “Name of Covered Entity”, found name, state"),
        (f"{HEADER}\n", "expected filings under the header, found none"),
    ],
)
def test_a_file_that_is_no_register_is_told(tmp_path, capsys, text, told):
    path = tmp_path / "other.csv"
    path.write_text(text)

    assert run("--breach-register", path, "-o", tmp_path / "made") == 1
    assert told in capsys.readouterr().err
    assert run("--breach-register", tmp_path / "absent.csv") == 1


def test_the_check_says_the_same_or_which_counts_differ(register, tmp_path, capsys):
    made = tmp_path / "made"
    assert run("--breach-register", register, "-o", made) == 0
    assert run("--check", "--breach-register", register, "-o", made) == 0

    register.write_bytes(register.read_bytes().replace(b"Theft,Laptop", b"Hacking/IT Incident,Laptop"))
    capsys.readouterr()
    assert run("--check", "--breach-register", register, "-o", made) == 1
    error = capsys.readouterr().err
    assert "breaches_usa.csv, 2024, hacking_providers: 0 kept, 1 counted" in error
    assert "breaches_usa_states.csv, NY 2024, people_providers: 0 kept, 900 counted" in error


# --- the tables that are shipped ----------------------------------------------------------------------------


def test_the_official_figures_of_the_register_are_those_of_the_table():
    kept = {row["year"]: row for row in table(DATA / "reference" / breaches.BY_YEAR)}
    columns = {
        "hhs_breaches_all_types": "breaches_of_all_types",
        "hhs_people_affected_hacking": "people_all_entities",
        **{f"hhs_{name}": name for name in breaches.COUNTS if name.startswith("hacking_")},
    }
    told = [
        row
        for row in table(DATA / "facts" / "national_series.csv")
        if row["source_id"].startswith("hhs-ocr-breach-portal") and row["metric"] in columns
    ]

    assert len(told) > 90
    for row in told:
        assert int(row["value"]) == int(kept[row["year"][:4]][columns[row["metric"]]]), row["series_id"]


def test_the_states_of_a_year_add_up_to_the_country():
    states = table(DATA / "reference" / breaches.BY_STATE)

    for year in table(DATA / "reference" / breaches.BY_YEAR):
        own = [row for row in states if row["year"] == year["year"]]
        for name in breaches.COUNTS[:-1]:  # states without a hacking breach in the year have no row
            assert sum(int(row[name]) for row in own) == int(year[name]), (year["year"], name)
