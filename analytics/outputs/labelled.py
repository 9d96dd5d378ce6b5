"""A table as people read it: headers and codes in a language, each date with its year as a number beside it.

The columns of the table as it is served stay, in their order; what is added is the year of each date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs import addresses
from analytics.outputs.contents import licence_line, limits, version_line
from analytics.outputs.served import DEFINED, columns_of
from analytics.schema import col
from analytics.schema.codes import PRECISIONS
from analytics.schema.measures import MEASURES
from analytics.schema.tables import LIST_SEPARATOR, Column
from analytics.schema.version import DATA_DATE
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words import citations, phrases
from analytics.words.official import country_names
from analytics.words.text import Words

CODED = "codes"
LABELS = (CODED, *LANGUAGES)  # how headers and codes are written: as the contract has them, or in a language
# columns whose meaning is too long a header
NAMED = (
    *(
        col.COUNTRY,
        col.STATUS,
        col.VALUE,
        f"{col.VALUE}_fr",
        col.LOW,
        col.HIGH,
        col.PARTIAL,
        col.IN_PERIOD,
        col.SEVERITY,
    ),
    *(col.INCIDENTS, col.INCIDENTS_POSSIBLE, col.INCIDENTS_CLAIMED, col.INCIDENTS_WEBSITE, col.INCIDENTS_WEIGHTED),
    *(col.SITES, "entities", col.WRONG),
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# a header is what a meaning says before it explains, counts or warns
_EXPLAINS = re.compile(r"(?: \((?:AAAA|YYYY).*| \([^)]{26,}.*|[ \u202f\u00a0]?[:;].{28,})$")
_LANGUAGE = re.compile(r", (?:en français|en anglais|in French|in English)$")


class Taken(NamedTuple):
    """A table of a choice as it is taken away.

    Attributes
    ----------
    origin : str
        Scheme, host and base path under which the atlas is reached; empty where not known.
    """

    table: str
    rows: int
    selection: Selection
    origin: str = ""


class Labels(NamedTuple):
    """What a table is labelled with.

    Attributes
    ----------
    countries : the name of each by its code.
    """

    words: Words
    countries: dict[str, str]


def labelled(table: pd.DataFrame, name: str, atlas: Atlas, words: Words) -> pd.DataFrame:
    """A table with headers and codes in a language; days are dates, numbers of claims are numbers.

    Parameters
    ----------
    table : DataFrame
        Some or all columns of a table as it is served, or rows with other columns, which keep their names.
    name : str
        Of the table.
    atlas : Atlas
        Names the countries.
    words : Words
    """
    labels = Labels(words, country_names(atlas, words))
    columns = {column.name: column for column in columns_of(name)}
    titles = dict(zip(columns, headers(columns.values(), words), strict=True))
    parts: dict[str, pd.Series] = {}
    for column in table.columns:
        if column not in columns:
            parts[column] = table[column]
            continue
        cells, title = table[column], titles[column]
        parts[title] = (
            _values(cells, table, labels) if _states(table, column) else _said(cells, columns[column], labels)
        )
        if columns[column].kind == "date":
            parts[words("header.year_of", name=title)] = pd.to_numeric(cells.str[:4]).astype("Int64")
    return pd.DataFrame(parts, index=table.index)


def headers(columns: Iterable[Column], words: Words) -> list[str]:
    """A header for each column of a table, no two alike."""
    told: list[str] = []
    before = ""
    for column in columns:
        header = _header(column, before, words)
        told.append(header if header not in told else f"{header} ({column.name})")
        if column.kind == "date":
            before = header
    return told


def _header(column: Column, dated: str, words: Words) -> str:
    """What a column is called: in words of its own, or as its meaning begins; a precision names its date."""
    if column.name in NAMED:
        return words(f"header.{column.name}")
    if column.codes is PRECISIONS:
        return words("header.precision_of", name=dated)
    meaning = column.meaning.in_language(words.language).replace(" :", "\u202f:")
    language = column.name[-3:]
    if language not in ("_fr", "_en"):
        return _EXPLAINS.sub("", meaning)
    return f"{_EXPLAINS.sub('', _LANGUAGE.sub('', meaning))} ({language[1:]})"


def _states(table: pd.DataFrame, column: str) -> bool:
    """Whether a column holds what a claim states, which its measure says how to read."""
    return col.MEASURE in table and column in (col.VALUE, col.LOW, col.HIGH)


def _said(cells: pd.Series, column: Column, labels: Labels) -> pd.Series:
    """The cells of a column, those that hold codes in words and those that hold days as dates."""
    words = labels.words
    if column.kind == "date":
        return cells.map(_dated, na_action="ignore").astype(object)
    if column.name == col.COUNTRY:
        return cells.map(lambda code: labels.countries.get(code, code), na_action="ignore")
    if column.codes is None:
        return cells
    known = {code: label.in_language(words.language) for code, label in column.codes.items()}
    return cells.map(lambda cell: _in_words(cell, known), na_action="ignore")


def _in_words(cell: str, known: dict[str, str]) -> str:
    return LIST_SEPARATOR.join(known.get(code, code) for code in str(cell).split(LIST_SEPARATOR))


def _dated(cell: str) -> date | str:
    """A day as a date; a month or a year stays the text that it is."""
    return date.fromisoformat(cell) if _DAY.fullmatch(cell) else cell


def _values(cells: pd.Series, table: pd.DataFrame, labels: Labels) -> pd.Series:
    """What claims state: numbers as numbers, days as dates, codes in words, words as they are."""
    stated = [
        cell if pd.isna(cell) else _stated(str(cell), measure, labels)
        for cell, measure in zip(cells, table[col.MEASURE], strict=True)
    ]
    return pd.Series(stated, index=cells.index, dtype=object)


def _stated(cell: str, name: str, labels: Labels) -> Any:  # noqa: ANN401 - a number, a date or words
    measure = MEASURES[name]
    if measure.kind == "number" and _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    if measure.kind == "date":
        return _dated(cell)
    known = {code: label.in_language(labels.words.language) for code, label in measure.called.items()}
    return _in_words(cell, known) if known else cell


def front(asked: Taken, atlas: Atlas, words: Words) -> list[str]:
    """The lines of the sheet that says what a file holds, what was chosen, and where it is seen again."""
    day = words.when(DATA_DATE.isoformat())
    return [
        words("site.title"),
        words("header.table", what=DEFINED[asked.table].row.in_language(words.language), count=asked.rows),
        phrases.scope(asked.selection, atlas, words),
        words("kit.reopen", address=citations.address_said(address(asked), words), date=day),
        version_line(words),
        *limits(words),
        licence_line(words),
    ]


def address(asked: Taken) -> str:
    """The page that shows the choice that a file holds."""
    page = {col.DEPARTMENTS: "regions", col.REGIONS: "regions", col.COUNTRIES: "world"}.get(asked.table, "")
    page = "incident" if asked.selection.incident else page
    return addresses.asked(f"{asked.origin}/{page}", asked.selection.to_page())
