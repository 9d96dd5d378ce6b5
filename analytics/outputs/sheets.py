"""Tables as a workbook (XLSX): a sheet of words, then one sheet a table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from numbers import Real
from typing import Any

import pandas as pd
import xlsxwriter

from analytics.drawings.svg.canvas import xml_text
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.schema.version import DATA_DATE, LICENCE

LONGEST_CELL = 32_767  # what a cell of a workbook holds
# the day of the data: the archive says nothing of the moment at which it was made
_MADE = datetime.combine(DATA_DATE, time())


def workbook(tables: Mapping[str, pd.DataFrame], front: Sequence[str]) -> bytes:
    """A workbook (XLSX) with a sheet of words, then one sheet a table.

    Numbers are numbers, and a day is a day where a cell holds one (`labelled`). Everything else is written as a
    string, also a date as text, since some are known to a month or a year only: a string is never run as a formula nor
    turned into a link, so that no cell needs an apostrophe.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    front : sequence of str
        Lines of the first sheet; an empty one leaves a row free, and the first is a heading.
    """
    written = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(written, settings)
    book.set_properties({"title": "Hospital Cyberattack Atlas", "comments": LICENCE, "created": _MADE})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet("Lisez-moi - Read me")
    first.set_column(0, 0, 110)
    for row, line in enumerate(front):
        first.write_string(row, 0, _cell(line), wrapped if row else bold)
    for name, table in tables.items():
        _sheet(book.add_worksheet(name), name, table, bold, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    return written.getvalue()


def _sheet(sheet: Any, name: str, table: pd.DataFrame, bold: Any, day: Any) -> None:  # noqa: ANN401 - xlsxwriter's own classes
    """One table: its header stays in view, and filters are ready."""
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _cell(column), bold)
        sheet.set_column(place, place, min(40, max(12, len(column) + 3)))
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    for place, column in enumerate(table.columns):
        numeric = _numeric(name, column, table)
        for row, (cell, is_number) in enumerate(zip(table[column], numeric, strict=True), start=1):
            if pd.isna(cell) or cell == "":
                continue
            if isinstance(cell, date):
                sheet.write_datetime(row, place, datetime.combine(cell, time()), day)
            elif is_number or (isinstance(cell, Real) and not isinstance(cell, bool)):
                sheet.write_number(row, place, float(cell))
            else:
                sheet.write_string(row, place, _cell(cell))


def _numeric(name: str, column: str, table: pd.DataFrame) -> pd.Series:
    """Which cells of a column are numbers: all, none, or for the values of claims those of a measured quantity."""
    if name == col.CLAIMS and column in (col.VALUE, col.LOW, col.HIGH):
        measured = table[col.MEASURE].map(lambda measure: MEASURES[measure].kind == "number").astype(bool)
        return measured & pd.to_numeric(table[column], errors="coerce").notna()
    return pd.Series(bool(pd.api.types.is_numeric_dtype(table[column])), index=table.index)


def _cell(text: object) -> str:
    """Text that a cell can hold; longer text is cut and says so."""
    cleaned = xml_text(text)
    return cleaned if len(cleaned) <= LONGEST_CELL else cleaned[: LONGEST_CELL - 1] + "…"
