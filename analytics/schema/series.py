"""Which official series stand beside our counts, and how: `series.csv`, one series of a country a row.

A series that has no row there is context: its scope is wider than hospitals, or it counts no attacks.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from analytics.schema.codes import COMPARISONS, Label, label_of
from analytics.schema.rows import FOLDER, Row, read_rows

RATIO, BESIDE, CONTEXT = COMPARISONS  # our counts are set over it; numbers alone; not beside our counts at all
ALL, RANSOMWARE = "all", "ransomware"  # what of ours stands beside a line: all incidents, or those by ransomware
DERIVED = "derived"  # worked out from another figure, so never taken for a count that a source prints

_LINES = ("declared", "malicious_share", "ransomware", "anssi", "major", DERIVED, "filings")
_COLUMNS = (
    *("country", "metric", "line", "compared", "ours", "first", "last", "name_fr", "name_en"),
    *("authority_fr", "authority_en", "warning_fr", "warning_en"),
)
_CALENDAR_YEAR = re.compile(r"\d{4}")
Ours = Literal["all", "ransomware"]


class Line(NamedTuple):
    """One official series that stands beside our counts of its country.

    Attributes
    ----------
    line : str
        Which line of the comparison it is; several metrics may make one line.
    compared : str
        ``ratio`` or ``beside``.
    ours : str
        What of ours it stands beside: all incidents, or those by ransomware.
    first, last : int or None
        The years that may be compared; None where the series itself says.
    name, authority : Label
        What the line is called, and who counts.
    warning : Label or None
        In what it is not of the same thing as ours.
    """

    country: str
    metric: str
    line: str
    compared: str
    ours: Ours
    first: int | None
    last: int | None
    name: Label
    authority: Label
    warning: Label | None

    def covers(self, year: int) -> bool:
        """Whether a year may be compared."""
        return (self.first or year) <= year <= (self.last or year)


def read_lines(path: Path = FOLDER / "series.csv") -> tuple[Line, ...]:
    """Every series that may be compared, in the order of the file; ValueError where a row is not whole."""
    return tuple(_line(row) for row in read_rows(path, _COLUMNS, unique=("country", "metric")))


def _line(row: Row) -> Line:
    first, last = (row.number(name) for name in ("first", "last"))
    return Line(
        row.text("country"),
        row.text("metric"),
        row.choice("line", _LINES),
        row.choice("compared", (RATIO, BESIDE)),
        row.choice("ours", ("all", "ransomware")),
        None if first is None else int(first),
        None if last is None else int(last),
        label_of(row, "name"),
        label_of(row, "authority"),
        label_of(row, "warning") if row.cell("warning_fr") or row.cell("warning_en") else None,
    )


LINES = read_lines()


def lines_of(country: str) -> tuple[Line, ...]:
    """The series of a country that stand beside our counts, the one read first first; none where all is context."""
    return tuple(line for line in LINES if line.country == country)


def line_beside(country: str, ours: str) -> Line | None:
    """The first line of a country that is of the same thing as all our incidents, or as those by ransomware."""
    return next((line for line in lines_of(country) if line.ours == ours), None)


def comparison(country: str, metric: str, period: str) -> str:
    """How one official figure may stand beside ours: a period that is not a calendar year is context.

    >>> comparison("DEU", "kritis_hospital_incidents", "2023")
    'ratio'
    >>> comparison("DEU", "kritis_hospital_incidents", "2024-01/2024-03")
    'context'
    """
    if not _CALENDAR_YEAR.fullmatch(period):
        return CONTEXT
    found = (line for line in lines_of(country) if line.metric == metric and line.covers(int(period)))
    return next((line.compared for line in found), CONTEXT)


def standing(country: str) -> str:
    """How the series of a country stand beside ours at best: ``ratio``, ``beside`` or ``context``."""
    compared = {line.compared for line in lines_of(country)}
    return next((code for code in (RATIO, BESIDE) if code in compared), CONTEXT)
