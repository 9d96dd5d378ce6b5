"""The crosswalk to VERIS, the vocabulary of the VERIS Community Database: which of our codes says what in theirs.

It is a table to read and to convert with, `data/reference/veris.csv`; it converts nothing itself. What VERIS cannot
say is in it too, and why.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from analytics.schema.codes import Label, label_of
from analytics.schema.rows import DATA, read_rows

VERIS_VERSION = "1.4"
SOURCE = "https://github.com/vz-risk/veris"
_COLUMNS = ("column", "code", "path", "value", "remark_fr", "remark_en")


class Match(NamedTuple):
    """What one of our codes, or a whole column, is called in VERIS.

    Attributes
    ----------
    column : str
        Our column, or the measure of a claim.
    code : str
        Our code; empty where the row is about the column as a whole.
    path : str
        The field of VERIS, with dots; empty where VERIS has none.
    value : str
        The name in the enumeration of that field, letter by letter; empty where the field takes a date, a number or
        words, or where it is left out.
    remark : Label or None
        In what the two differ; None where they say the same.
    """

    column: str
    code: str
    path: str
    value: str
    remark: Label | None = None


def read_crosswalk(path: Path = DATA / "reference" / "veris.csv") -> tuple[Match, ...]:
    """Every row of the crosswalk, in the order of the file; ValueError where one is not whole.

    A remark is written in both languages or in neither.
    """
    return tuple(
        Match(
            row.text("column"),
            row.cell("code"),
            row.cell("path"),
            row.cell("value"),
            label_of(row, "remark") if row.cell("remark_fr") or row.cell("remark_en") else None,
        )
        for row in read_rows(path, _COLUMNS, unique=("column", "code", "path"))
    )


CROSSWALK = read_crosswalk()
