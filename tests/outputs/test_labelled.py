"""What opens in a spreadsheet: headers and codes in words, codes as text, true days, a sheet that says what it is."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from analytics.outputs import answers, formats, labelled, served, tables
from analytics.outputs.answers import Asked
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words

ORIGIN = "https://atlas.example/in"


def book_of(held, table: str, selection: Selection) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(answers.written(held, Asked(table, "xlsx", selection), ORIGIN)))


def columns_of(book: openpyxl.Workbook) -> dict[str, list]:
    header, *rows = book.worksheets[1].iter_rows(values_only=True)
    return dict(zip(header, zip(*rows, strict=True), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", sorted(tables.EXPORTED))
def test_no_two_headers_are_alike_and_none_is_the_name_of_a_column(table, language):
    columns = served.columns_of(table)
    headers = labelled.headers(columns, Words(language))

    assert len(set(headers)) == len(headers) == len(columns)
    assert not {column.name for column in columns} & set(headers)
    assert max(map(len, headers)) <= 110


@pytest.mark.parametrize("table", sorted(tables.EXPORTED))
def test_a_workbook_has_every_row_and_column_and_no_number_changes(held_shipped, table):
    selection = Selection(country=("FRA",), start="2022", lang="fr")
    coded = held_shipped.table(table, selection)
    found = columns_of(book_of(held_shipped, table, selection))
    names = labelled.headers(served.columns_of(table), Words("fr"))

    assert {header for header in found if not header.endswith("\u202f: année")} == set(names)
    for column, header in zip(served.columns_of(table), names, strict=True):
        if pd.api.types.is_numeric_dtype(coded[column.name]):
            stated = [None if pd.isna(cell) else float(cell) for cell in coded[column.name]]
            assert [None if cell is None else float(cell) for cell in found[header]] == pytest.approx(stated)


def test_codes_stay_text_and_only_whole_days_are_dates(held_shipped):
    areas = columns_of(book_of(held_shipped, col.DEPARTMENTS, Selection(lang="fr")))
    assert areas["Code Insee du département"][:2] == ("01", "02")

    found = columns_of(book_of(held_shipped, col.INCIDENTS, Selection(evidence="attacker", lang="fr")))
    coded = held_shipped.table(col.INCIDENTS, Selection(evidence="attacker"))[col.STARTED_ON]
    precisions = set()
    days, years = found["Début de l’attaque"], found["Début de l’attaque\u202f: année"]
    for stated, cell, year in zip(coded, days, years, strict=True):
        precisions.add(len(stated))
        assert cell == (datetime.fromisoformat(stated) if len(stated) == len("2022-08-20") else stated)
        assert year == int(stated[:4])
    assert precisions == {4, 7, 10}
    assert set(found["Pays"]) >= {"France", "États-Unis"}
    assert set(found["Type d’attaque retenu"]) >= {"Rançongiciel"}


def test_claims_state_numbers_days_and_words(held_shipped):
    selection = Selection(incident="fr-corbeil-essonnes-chsf-2022", lang="en")
    claims = columns_of(book_of(held_shipped, col.CLAIMS, selection))
    kinds = {type(value) for value in claims["Value"]}

    assert {int, datetime} <= kinds
    assert "ransomware" not in claims["Value"]
    assert "Ransomware" in claims["Value"]


def test_the_first_sheet_says_the_choice_and_the_address(held_shipped):
    selection = Selection(department=("91",), start="2020", lang="en")
    said = [row[0] for row in book_of(held_shipped, col.INCIDENTS, selection).worksheets[0].iter_rows(values_only=True)]

    assert any("Essonne" in line and "2020" in line for line in said)
    assert any(f"{ORIGIN}/?department=91&from=2020&lang=en" in line for line in said)


def test_the_french_csv_has_the_headers_of_the_workbook_and_the_coded_one_its_own(held_shipped):
    selection = Selection(department=("91",), lang="fr")
    for table in (col.INCIDENTS, col.CLAIMS):
        asked = Asked(table, "csv", selection, formats.DIALECTS[1], labels="fr")
        french = answers.written(held_shipped, asked).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(french), delimiter=";")
        assert header == list(columns_of(book_of(held_shipped, table, selection)))
        assert len(rows) == len(held_shipped.table(table, selection))
        coded = answers.written(held_shipped, asked._replace(labels=labelled.CODED)).decode("utf-8-sig")
        assert coded.splitlines()[0].split(";") == list(held_shipped.table(table, selection))
