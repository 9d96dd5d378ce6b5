"""What a spreadsheet makes of our files: LibreOffice opens them, and its own cells are compared with the tables."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from analytics.outputs import formats, kit
from analytics.outputs.tables import table_of
from analytics.schema import col
from analytics.selection.selection import Selection

pytestmark = [pytest.mark.shipped, pytest.mark.slow]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# semicolon, double quotes, UTF-8, from the first line on, no column set by hand, French, quoted cells stay text,
# nothing but plain numbers is recognised
FRENCH = "Text - txt - csv (StarCalc):59,34,76,1,,1036,true,false"
ALL = Selection(evidence="attacker")
Cell = str | float | None


def _soffice() -> str:
    """LibreOffice's program; where there is none, a failure in CI and a skip elsewhere."""
    found = shutil.which("soffice")
    if found:
        return found
    reason = "no LibreOffice here: install Debian's libreoffice-calc to see what a spreadsheet makes of our files"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def opened(folder: Path, *files: Path, read_as: str = "") -> dict[str, list[list[Cell]]]:
    """Every sheet of the files as LibreOffice holds it, by name: numbers as numbers, text as text, empty as None."""
    command = [_soffice(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "fods", "--outdir", str(folder), *([f"--infilter={read_as}"] if read_as else [])]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    sheets: dict[str, list[list[Cell]]] = {}
    for file in files:
        root = ElementTree.parse(folder / f"{file.stem}.fods").getroot()  # noqa: S314 - written just now
        sheets |= {sheet.get(f"{TABLE}name"): _rows(sheet) for sheet in root.iter(f"{TABLE}table")}
    return sheets


def _rows(sheet: ElementTree.Element) -> list[list[Cell]]:
    """The rows that hold something, each up to its last cell that does."""
    rows = []
    for row in sheet.iter(f"{TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row:
            cells += [_value(cell)] * int(cell.get(f"{TABLE}number-columns-repeated", 1))
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows += [cells] * int(row.get(f"{TABLE}number-rows-repeated", 1))
    return rows


def _value(cell: ElementTree.Element) -> Cell:
    kind = cell.get(f"{OFFICE}value-type")
    assert kind in (None, "float", "string"), f"a cell became a {kind}"
    assert cell.get(f"{TABLE}formula") is None
    if kind == "float":
        return float(cell.get(f"{OFFICE}value"))
    return "\n".join(map(_text, cell.iter(f"{TEXT}p"))) if kind else None


def _text(paragraph: ElementTree.Element) -> str:
    """The text of a paragraph; several spaces are written as an element."""
    parts = [paragraph.text or ""]
    for part in paragraph:
        parts.append(" " * int(part.get(f"{TEXT}c", 1)) if part.tag == f"{TEXT}s" else _text(part))
        parts.append(part.tail or "")
    return "".join(parts)


def columns_of(rows: list[list[Cell]]) -> dict[str, list[Cell]]:
    """The cells under each name of the header."""
    head, *below = rows
    filled = [[*row, *[None] * (len(head) - len(row))] for row in below]
    return {str(name): list(column) for name, column in zip(head, zip(*filled, strict=True), strict=True)}


def as_in_a_sheet(column: pd.Series) -> list[Cell]:
    """The cells of a table as a spreadsheet should hold them; LibreOffice writes 15 digits of a number."""
    numeric = pd.api.types.is_numeric_dtype(column)
    cells = zip(column, column.isna(), strict=True)
    written = (lambda cell: pytest.approx(cell, rel=1e-14)) if numeric else formats.defused
    return [None if missing else written(cell) for cell, missing in cells]


@pytest.fixture(scope="module")
def tables(shipped, publish_shipped) -> dict[str, pd.DataFrame]:
    """The tables that people open, whole."""
    return {
        name: table_of(shipped, name, ALL, publish_shipped)
        for name in (col.INCIDENTS, col.SITES, col.CLAIMS, col.DEPARTMENTS)
    }


@pytest.fixture(scope="module")
def french(tables, tmp_path_factory) -> dict[str, list[list[Cell]]]:
    """The CSV of each table in the French dialect, opened as a French reader's spreadsheet opens it."""
    folder = tmp_path_factory.mktemp("french")
    files = []
    for name, table in tables.items():
        files.append(folder / f"{name}.csv")
        files[-1].write_bytes(formats.to_csv(table, "excel-fr"))
    return opened(folder, *files, read_as=FRENCH)


@pytest.mark.parametrize("name", [col.INCIDENTS, col.SITES, col.DEPARTMENTS])
def test_the_french_csv_opens_with_numbers_as_numbers_and_text_as_text(tables, french, name):
    columns = columns_of(french[name])

    assert list(columns) == list(tables[name].columns)
    for column, cells in columns.items():
        assert cells == as_in_a_sheet(tables[name][column]), column


def test_codes_keep_the_zeros_that_they_begin_with(french):
    columns = columns_of(french[col.SITES])

    for name in ("insee", "department", "region", "finess_et"):
        assert any(cell.startswith("0") for cell in columns[name] if cell), name


def test_the_quantities_of_claims_are_numbers_in_the_french_csv(tables, french):
    columns = columns_of(french[col.CLAIMS])
    values = dict(zip(columns["claim_id"], columns["value"], strict=True))

    assert list(values) == tables[col.CLAIMS]["claim_id"].tolist()
    assert values["fr-versailles-2022.beds.5"] == 599.0
    assert values["fr-versailles-2022.started_on.1"] == "2022-12-03"


def test_the_workbook_of_the_kit_opens_with_numbers_as_numbers(shipped_kit, tables, tmp_path):
    book = tmp_path / "book.xlsx"
    book.write_bytes(shipped_kit.read(kit.WORKBOOK))

    sheets = opened(tmp_path, book)

    assert list(sheets)[1:] == list(kit.KIT_TABLES)
    for name in (col.INCIDENTS, col.SITES):
        columns = columns_of(sheets[name])
        for column, cells in columns.items():
            kind = float if pd.api.types.is_numeric_dtype(tables[name][column]) else str
            assert {type(cell) for cell in cells} <= {kind, type(None)}, column
        assert columns["longitude"] == as_in_a_sheet(tables[name]["longitude"])
    assert len(sheets[col.CLAIMS]) == 1 + len(tables[col.CLAIMS])
