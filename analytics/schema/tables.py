"""Every table and column once: `tables.csv` and `columns.csv`, name, type, unit and meaning in French and in English.

The data dictionary and datapackage.json are generated from these definitions; names of columns are in `col`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from analytics.schema.codes import CODE_LISTS, Label, label_of
from analytics.schema.measures import MEASURES
from analytics.schema.rows import FOLDER, Row, read_rows

Kind = Literal["text", "code", "codes", "date", "integer", "number", "address", "reference", "references"]
# tables of data/facts; of data/reference, those that are checked as facts are, those that all others are looked up in
# (they hold as a whole or not at all) and what the outlines say beside their shapes, both called as their file; worked
# out for a selection; entries of a TOML file beside the tables; what an import of public files makes
TableKind = Literal["facts", "reference", "computed", "entries", "lists", "outlines", "imported"]

LIST_SEPARATOR = "; "
LONGEST_KEY, LONGEST_CELL = 100, 2_000  # signs
DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"

_YEAR, _MONTH = r"(?:19|20)\d{2}", r"(?:0[1-9]|1[0-2])"
FINESS_PATTERN = r"[0-9][0-9AB][0-9]{7}"


class Form(NamedTuple):
    """How the text of a cell is written: a pattern for all of it, and the same in words."""

    pattern: re.Pattern[str]
    words: str


FORMS = {
    name: Form(re.compile(pattern, re.ASCII), words)
    for name, pattern, words in (
        ("key", "[a-z0-9]+(?:-[a-z0-9]+)*", "small letters a to z and digits, with single hyphens between"),
        (
            "derived",
            r"[a-z0-9]+(?:[-_][a-z0-9]+)*(?:\.[a-z0-9]+(?:[-_][a-z0-9]+)*)*",
            "small letters a to z and digits, with single hyphens, underscores or points between",
        ),
        ("word", "[a-z0-9]+(?:_[a-z0-9]+)*", "small letters a to z and digits, with single underscores between"),
        ("finess", rf"{FINESS_PATTERN}(?:; {FINESS_PATTERN})*", "FINESS numbers, of nine signs each"),
        ("insee", r"\d[\dAB]\d{3}", "an INSEE code of a commune, of five signs"),
        ("department", r"\d[\dAB]|97\d", "an INSEE code of a department"),
        ("region", r"\d{2}", "an INSEE code of a region, of two digits"),
        ("country", "[A-Z]{3}", "three capital letters (ISO 3166-1 alpha-3)"),
        ("two-letters", "[A-Z]{2}", "two capital letters"),
        ("state", "[A-Z]{2}|not stated", "two capital letters, or not stated"),
        ("version", r"\d+\.\d+\.\d+", "a version of three numbers, like 1.2.0"),
        (
            "period",
            rf"{_YEAR}(?:-{_MONTH})?(?:/{_YEAR}(?:-{_MONTH})?)?|{_YEAR}-{_YEAR}|undated",
            "a year, a month or two of them with a slash (2023-07/2024-06), or undated",
        ),
    )
}

_TABLE_COLUMNS = ("table", "kind", "key", "row_fr", "row_en")
_COLUMN_COLUMNS = (
    "table",
    "column",
    "added",
    "kind",
    "codes",
    "refers_to",
    "required",
    "unit",
    "minimum",
    "maximum",
    "form",
    "meaning_fr",
    "meaning_en",
)
_CODES: dict[str, dict[str, Label] | None] = {
    "": None,
    **CODE_LISTS,
    "measures": {name: measure.label for name, measure in MEASURES.items()},
}
_KINDS: tuple[Kind, ...] = get_args(Kind)
_TABLE_KINDS: tuple[TableKind, ...] = get_args(TableKind)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    kind : how the text of a cell is read; ``codes`` and ``references`` hold several values, separated by "; ".
    codes : the values allowed, for code and codes.
    table : the table that a reference points to.
    required : whether an empty cell is an error (an empty cell means "not known").
    form : how the text is written, where that is said (`FORMS`).
    """

    name: str
    kind: Kind
    meaning: Label
    codes: dict[str, Label] | None = None
    table: str = ""
    required: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    form: Form | None = None

    @property
    def longest(self) -> int:
        """The signs that a cell may have; a key is a name of files too."""
        return LONGEST_KEY if self.form in (FORMS["key"], FORMS["derived"], FORMS["word"]) else LONGEST_CELL


@dataclass(frozen=True)
class Table:
    """A table: its keys, its columns, what one row is, and the columns that exports add to it."""

    name: str
    keys: tuple[str, ...]
    row: Label
    columns: tuple[Column, ...]
    added: tuple[Column, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.name if "." in self.name else f"{self.name}.csv"

    @property
    def key(self) -> str:
        """The column that names a row, or what it is about; empty where entries have none."""
        return self.keys[0]

    @property
    def names(self) -> list[str]:
        """Column names, in the order of the file."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The definition of one column; KeyError where the table has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}; it has {self.names}")


def read_tables(folder: Path = FOLDER) -> dict[TableKind, dict[str, Table]]:
    """The tables by kind and name, in the order of the file.

    Raises
    ------
    ValueError
        Where a row of `tables.csv` or `columns.csv` is not whole, or a table has a column twice, none, or not its key.
    """
    listed = read_rows(folder / "tables.csv", _TABLE_COLUMNS, unique=("table",))
    columns = _columns(folder / "columns.csv", [row.text("table") for row in listed])
    tables: dict[TableKind, dict[str, Table]] = {kind: {} for kind in _TABLE_KINDS}
    for row in listed:
        name, kind = row.text("table"), row.choice("kind", _TABLE_KINDS)
        own = tuple(column for column, added in columns[name] if not added)
        key = tuple(row.cell("key").split(LIST_SEPARATOR))
        names = ["", *(column.name for column in own)] if kind == "entries" else [column.name for column in own]
        if not set(key) <= set(names):
            row.choice("key", names)
        added = tuple(column for column, is_added in columns[name] if is_added)
        tables[kind][name] = Table(name, key, label_of(row, "row"), own, added)
    return tables


def _columns(path: Path, tables: list[str]) -> dict[str, list[tuple[Column, bool]]]:
    """The columns of each table, and whether exports add them; a row may be a column of several tables."""
    columns: dict[str, list[tuple[Column, bool]]] = {name: [] for name in tables}
    for row in read_rows(path, _COLUMN_COLUMNS):
        column, added = _column(row, tables), row.yes("added")
        for name in row.text("table").split(LIST_SEPARATOR):
            if name not in columns:
                raise row.error("table", f"tables of tables.csv ({', '.join(tables)})")
            if column.name in [other.name for other, _ in columns[name]]:
                raise row.error("column", f"a column that {name} has not had yet")
            columns[name].append((column, added))
    return columns


def _column(row: Row, tables: list[str]) -> Column:
    """One row of columns.csv."""
    return Column(
        name=row.text("column"),
        kind=row.choice("kind", _KINDS),
        meaning=label_of(row, "meaning"),
        codes=_CODES[row.choice("codes", _CODES)],
        table=row.choice("refers_to", tables) if row.cell("refers_to") else "",
        required=row.yes("required"),
        unit=row.cell("unit"),
        minimum=row.number("minimum"),
        maximum=row.number("maximum"),
        form=FORMS[row.choice("form", FORMS)] if row.cell("form") else None,
    )


DEFINED = read_tables()
TABLES = DEFINED["facts"]
REFERENCE = DEFINED["reference"]
CHECKED = TABLES | REFERENCE  # the files whose every row is checked
LISTS = DEFINED["lists"]
OUTLINES = DEFINED["outlines"]
ENTRIES = DEFINED["entries"]
IMPORTED = DEFINED["imported"]["imported"]  # what an import of a public feed makes; no part of the record
