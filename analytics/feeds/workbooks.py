"""The first sheet of a workbook (XLSX), row by row: cells as text, dates as dates, whatever their format shows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO
from xml.etree import ElementTree

from analytics.feeds.records import START, CsvFile, Mark, Record
from analytics.feeds.refusals import Refusal, not_as_claimed
from analytics.feeds.sources import Source, readable

_DATE_FORMATS = {*range(14, 23), *range(45, 48)}  # of the built-in number formats
_LARGEST_PART = 1 << 31  # bytes of one part of a workbook, once unpacked
_MOST_COLUMNS = 16_384


class WorkbookFile(CsvFile):
    """The records of a workbook: those of its first sheet, of which the first row that says something has the headers.

    Raises
    ------
    ValueError
        From the iterator, where the file is no workbook, or has no headers.
    """

    @property
    def after(self) -> Mark:
        """The mark after the record that was given last: its rank alone."""
        return Mark(record=self._count)

    def records(self, start: Mark = START) -> Iterator[Record]:
        """The records after a mark; those before it are read as well."""
        self._count = 0
        with readable(self.source) as file:
            try:
                for record in self._records(file):
                    self._count += 1
                    if self._count > start.record:
                        yield record
            except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, IndexError, OverflowError) as error:
                found = f"a file that is no workbook ({error})"
                raise not_as_claimed(self.source.name, found, "a workbook, XLSX") from error

    def _records(self, file: IO[bytes]) -> Iterator[Record]:
        with zipfile.ZipFile(file) as archive:
            sheet = _first_sheet(archive)
            rows = _rows(archive, sheet)
            self.header = []
            for number, cells in rows:
                if not self.header:
                    if any(cell.strip() for cell in cells):
                        self.header = self._headers(cells)
                    continue
                yield self._of_row(number, cells)
        if not self.header:
            raise not_as_claimed(self.source.name, "an empty sheet", "a first sheet with one row of headers")

    def _of_row(self, number: int, cells: list[str]) -> Record:
        place, text = f"row {number}", "\t".join(cells)
        if not any(cell.strip() for cell in cells):
            return Record(place, None, text, "", Refusal("blank"))
        filled = cells + [""] * (len(self.header) - len(cells))
        if any(cell.strip() for cell in filled[len(self.header) :]):
            found, expected = f"{len(cells)} cells", f"{len(self.header)} cells, as the header has"
            return Record(place, None, text, "", Refusal("cells", "", found, expected))
        return Record(place, dict(zip(self.header, filled, strict=False)), text)


def table_file(source: Source) -> CsvFile:
    """The records of a table, by the ending of its name: of a workbook, else of a CSV."""
    return WorkbookFile(source) if source.name.lower().endswith(".xlsx") else CsvFile(source)


def _rows(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each row that the sheet has, and its cells."""
    shared, dates, since = _shared(archive), _date_styles(archive), _epoch(archive)
    for number, row in enumerate(_elements(archive, sheet, "row"), 1):
        cells: list[str] = []
        for cell in (each for each in row if _name(each) == "c"):
            at = _column(cell.get("r", "")) if cell.get("r") else len(cells)
            cells += [""] * (at - len(cells))
            cells.append(_text(cell, shared, dates, since))
        yield int(row.get("r") or number), cells


def _text(cell: ElementTree.Element, shared: list[str], dates: set[str], since: datetime) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(each.text or "" for each in cell.iter() if _name(each) == "t")
    value = next((each.text or "" for each in cell if _name(each) == "v"), "")
    if kind == "s" and value:
        return shared[int(value)]
    if kind == "n" and value and cell.get("s") in dates and re.fullmatch(r"\d{1,7}(\.\d+)?", value, re.ASCII):
        moment = since + timedelta(days=float(value))
        return moment.isoformat(" ", "seconds") if moment.hour or moment.minute else moment.date().isoformat()
    return value


def _column(reference: str) -> int:
    """The number of a column from 0: of ``AB12``, 27."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", reference.upper()):
        number = 26 * number + ord(letter) - 64
    if not 1 <= number <= _MOST_COLUMNS:
        raise IndexError(f"the cell {reference}")
    return number - 1


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheet = next(iter(_elements(archive, "xl/workbook.xml", "sheet")))
    wanted = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
    related = {
        each.get("Id"): each.get("Target", "")
        for each in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    target = related[wanted]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [
        "".join(each.text or "" for each in item.iter() if _name(each) == "t")
        for item in _elements(archive, "xl/sharedStrings.xml", "si")
    ]


def _date_styles(archive: zipfile.ZipFile) -> set[str]:
    """The styles of cells that show a date."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    formats = set(_DATE_FORMATS)
    for each in _elements(archive, "xl/styles.xml", "numFmt"):
        shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", each.get("formatCode", ""))
        if re.search(r"[yd]", shown, re.IGNORECASE):
            formats.add(int(each.get("numFmtId", "-1")))
    styles = next(iter(_elements(archive, "xl/styles.xml", "cellXfs")), ElementTree.Element("none"))
    return {str(at) for at, each in enumerate(styles) if int(each.get("numFmtId", "0")) in formats}


def _epoch(archive: zipfile.ZipFile) -> datetime:
    old = any(each.get("date1904") in ("1", "true") for each in _elements(archive, "xl/workbook.xml", "workbookPr"))
    return datetime(1904, 1, 1) if old else datetime(1899, 12, 30)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[ElementTree.Element]:
    """The elements of a name in a part, each forgotten after it was seen."""
    if archive.getinfo(part).file_size > _LARGEST_PART:
        raise zipfile.BadZipFile(f"{part} is too large")
    with archive.open(part) as file:
        for _, element in ElementTree.iterparse(file):  # noqa: S314
            if _name(element) == name:
                yield element
                element.clear()


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
