"""A table of one's own: the mapping that is proposed, the one that is read, and what is said of one that is wrong."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pytest
import xlsxwriter

from analytics import __main__ as command_line
from analytics.feeds import importing
from analytics.feeds.own import COLUMNS, read_mapping
from analytics.feeds.proposing import propose

pytestmark = pytest.mark.shipped
TABLE = """Établissement;Ville;Département;Date de l’attaque;Type;Source
Centre hospitalier de Dax;Dax;40;09/02/2021;Rançongiciel;https://example.org/a
Clinique de Nulle Part;Toulouse;31;15/03/2022;Déni de service;http://abc.onion/x
CHU de Rouen;Rouen;76;15/11/2019;Rançongiciel;
Hôpital X;Rouen;76;45/11/2019;Autre;
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "Mes incidents.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return path


def test_a_mapping_is_proposed_from_headers_and_values_and_can_be_read(table, tmp_path, capsys):
    mapping = tmp_path / "mine.toml"
    assert command_line.main(["import", "--propose", str(table)]) == 0
    mapping.write_text(capsys.readouterr().out, encoding="utf-8")
    feed = read_mapping(mapping)

    assert feed.name == "mes-incidents"
    assert feed.day_first
    assert feed.columns == {
        "organisation": ("etablissement",),
        "commune": ("ville",),
        "department": ("departement",),
        "started_on": ("date_de_l_attaque",),
        "attack_stated": ("type",),
        "sources": ("source",),
    }
    assert {(sign.code, sign.value) for sign in feed.signs if sign.column == "attack_type"} == {
        ("ransomware", "Rançongiciel"),
        ("ddos", "Déni de service"),
    }


def test_a_table_with_a_proposed_mapping_is_imported_and_placed(table, tmp_path, capsys):
    mapping = tmp_path / "mine.toml"
    proposed = propose(table).replace('# tier = "press"', 'tier = "press"').replace("# country", "country")
    mapping.write_text(proposed, encoding="utf-8")
    assert command_line.main(["import", str(mapping), str(table), "-o", str(tmp_path / "out")]) == 0
    rows = gpd.read_parquet(tmp_path / "out" / "incidents").set_index("organisation")

    assert "4 rows read: 3 accepted, 1 set aside" in capsys.readouterr().out
    assert rows.loc["Centre hospitalier de Dax", ["finess_et", "started_on", "attack_type", "tier"]].tolist() == [
        "400000105",
        "2021-02-09",
        "ransomware",
        "press",
    ]
    assert rows.loc["Clinique de Nulle Part", ["place_precision", "department"]].tolist() == ["commune", "31"]
    assert rows["addresses_dropped"].sum() == 1


RIGHT = 'name = "mine"\n[columns]\norganisation = "Nom"\n'


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("name =", "found a file that is no TOML"),
        ("", "name: found “nothing”, expected a text"),
        ('name = "Mine!"', "name: found “Mine!”, expected small letters"),
        ('name = "mine"', "[columns]: found nothing, expected one or more of feed_id"),
        (RIGHT.replace("organisation", "organization"), "[columns]: found “organization”, expected one of feed_id"),
        (RIGHT.replace('"Nom"', "3"), "organisation: found “3”, expected the name of a column"),
        (RIGHT + '[fixed]\ntier = "rumour"', "tier: found “rumour”, expected one of official, victim, press"),
        (RIGHT + '[fixed]\ncity = "x"', "[fixed]: found “city”, expected one of"),
        (RIGHT + '[[codes]]\ncolumn = "colour"\nfrom = "x"', "[[codes]], column: found “colour”, expected one of"),
        ("day_first = 3\n" + RIGHT, "day_first: found “3”, expected a bool"),
        ("colour = 3\n" + RIGHT, "the mapping: found “colour”, expected one of"),
        ('form = "doc"\n' + RIGHT, "form: found “doc”, expected one of csv"),
        ('placeholders = "x"\n' + RIGHT, "placeholders: found “x”, expected a list"),
        ("codes = 3\n" + RIGHT, "codes: expected tables"),
    ],
)
def test_a_mapping_that_is_not_right_is_refused_with_what_was_expected(tmp_path, written, said):
    path = tmp_path / "mine.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^mine\.toml: ") as refused:
        read_mapping(path)

    assert said in str(refused.value)


def test_a_table_whose_headers_say_nothing_is_given_no_mapping(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="expected headers that name a date, a place or a victim"):
        propose(path)


def test_the_mapping_of_the_how_to_is_one_and_names_every_column(tmp_path):
    how_to = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "import.md").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", how_to, re.DOTALL)[1], encoding="utf-8")
    feed = read_mapping(path)
    listed = re.search(r"Columns that yours may fill: (.*?)\.\n", how_to, re.DOTALL)[1]

    assert feed.columns["started_on"] == ("date_de_l_attaque", "date")
    assert [sign.value for sign in feed.signs] == ["Rançongiciel*", "*"]
    assert re.findall(r"`(\w+)`", listed) == list(COLUMNS)


def workbook(path, rows):
    book = xlsxwriter.Workbook(str(path))
    sheet, day = book.add_worksheet("Feuille"), book.add_format({"num_format": "dd/mm/yyyy"})
    for at, row in enumerate(rows):
        for across, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, across, cell, day)
            elif cell is not None:
                sheet.write(at, across, cell)
    book.close()
    return path


ROWS = [
    ["Établissement", "Date", "Patients", "Ville"],
    ["Centre hospitalier de Dax", datetime(2021, 2, 9), 700, "Dax"],
    [None, None, None, None],
    ["Hôpital X", "pas de date", 12, "Rouen"],
    ["Hôpital Y", datetime(2022, 3, 1), 12, "Rouen", "de trop"],
    ["Hôpital Z", datetime(2022, 3, 2)],
    ["Hôpital W", datetime(2022, 3, 3)],
]


def test_a_workbook_is_read_as_a_table_with_its_dates(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ROWS)
    mapping = tmp_path / "a.toml"
    mapping.write_text(propose(path), encoding="utf-8")
    report = importing.run(read_mapping(mapping), [path], tmp_path / "out")
    rows = gpd.read_parquet(tmp_path / "out" / "incidents").sort_values("started_on")
    aside = [(each["place"], each["rule"]) for each in importing.all_aside(tmp_path / "out")]

    assert rows[["organisation", "started_on"]].to_numpy().tolist() == [
        ["Centre hospitalier de Dax", "2021-02-09"],
        ["Hôpital Z", "2022-03-02"],
        ["Hôpital W", "2022-03-03"],
    ]
    assert rows["people_affected"].iloc[0] == 700
    assert aside == [("row 4", "date"), ("row 5", "cells")]  # a row without a cell is not in the file
    assert report["counts"] == {"read": 5, "accepted": 3, "set_aside": 2}


def test_a_workbook_that_is_none_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    for content in (b"no workbook", workbook(tmp_path / "b.xlsx", ROWS).read_bytes()[:3_000]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"^a\.xlsx: .*expected a workbook"):
            propose(path)
