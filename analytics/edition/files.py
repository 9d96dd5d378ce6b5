"""The files of the static edition: every table in every format, the kit, the workbook, what describes and cites them.

Nothing is written here in a way of its own: a file has the bytes that the API gives under its address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from analytics.outputs import addresses, answers, kit
from analytics.outputs import served as served_tables
from analytics.outputs.answers import Asked
from analytics.outputs.formats import DIALECTS, EXCEL, FORMATS
from analytics.outputs.held import Held
from analytics.outputs.tables import EXPORTED
from analytics.selection.selection import Selection
from analytics.words.text import Words

FOLDER = "data"
NO_TABLE = ""


class File(NamedTuple):
    """One file to take away.

    Attributes
    ----------
    path : within the edition.
    label : what it is, in the language of the page that offers it.
    table : the table that it holds; `NO_TABLE` where it holds something else.
    rows : of the table.
    """

    path: str
    label: str
    table: str
    rows: int
    content: bytes


def folder(language: str) -> str:
    """Where the files of a language are: notes, and what a file says of itself, are in that language."""
    return f"{FOLDER}/{language}"


def files(held: Held, selection: Selection, words: Words, live: str = "") -> Iterator[File]:
    """All files of one language, one after the other.

    Parameters
    ----------
    held : Held
        The atlas, as the API holds it.
    selection : Selection
        Its level of evidence.
    words : Words
    live : str
        Where the dashboard is published; empty where nobody said so.
    """
    chosen = replace(selection, lang=words.language)
    for table in EXPORTED:
        rows = len(held.table(table, chosen))
        for asked, name, label in _forms(table, chosen, words):
            yield File(f"{folder(words.language)}/{name}", label, table, rows, answers.written(held, asked, live))
    yield from _whole(held, chosen, words, live)


def _forms(table: str, selection: Selection, words: Words) -> Iterator[tuple[Asked, str, str]]:
    """What to ask for a table in each format, the name of the file, and what it is."""
    for form in addresses.formats_of(table):
        ending = FORMATS[form].ending
        for dialect in DIALECTS if form == "csv" else DIALECTS[:1]:
            name = f"{table}.{EXCEL}.{ending}" if dialect == EXCEL else f"{table}.{ending}"
            label = words("edition.form_excel") if dialect == EXCEL else words(f"edition.form_{form}")
            yield Asked(table, form, selection, dialect), name, label


def _whole(held: Held, selection: Selection, words: Words, live: str) -> Iterator[File]:
    """The kit, the workbook in it, the description of the tables, and how to cite them."""
    parts = list(kit.parts(held, selection, words, live))
    content = {part.name: part.content for part in parts}

    def served(table: str) -> bytes:
        return answers.written(held, Asked(table, "csv", selection))

    package = json.dumps(served_tables.package(served), ensure_ascii=False, indent=1).encode()
    for name, label, written in (
        ("kit.zip", words("edition.file_kit"), kit.zipped(iter(parts))),
        (kit.WORKBOOK, words("edition.file_workbook"), content[kit.WORKBOOK]),
        ("datapackage.json", words("edition.file_package"), package),
        ("CITATION.cff", words("edition.file_citation"), content["CITATION.cff"]),
    ):
        yield File(f"{folder(words.language)}/{name}", label, NO_TABLE, 0, written)
