"""What is said of a hospital of the register: which attacks are known, how large it is, how far away another is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import DEFAULT_EVIDENCE
from analytics.words import phrases
from analytics.words.text import Words

Row = Mapping[str, Any]


def known(own: int, shared: int, evidence: str, words: Words) -> str:
    """How many attacks are known that touched a hospital, up to which day, and whose word counts where it is narrowed.

    Parameters
    ----------
    own : int
        Incidents of which a place stands for the hospital alone.
    shared : int
        Those of which a place stands for several hospitals, this one among them.
    evidence : str
        The level of evidence.
    words : Words
    """
    day = words.when(KNOWN_UNTIL.isoformat())
    said = words("hospital.known" if own or not shared else "hospital.known_shared", count=own or shared, day=day)
    if own and shared:
        said = words("hospital.and_shared", count=shared, said=said)
    if evidence != DEFAULT_EVIDENCE:
        said = words("hospital.by_evidence", said=said, evidence=phrases.evidence_line(evidence, words))
    return f"{said}."


def size(row: Row, words: Words) -> str:
    """How many beds it had in its last year of the survey, and how many of them were acute."""
    return words(
        "hospital.size", count=int(row[col.BEDS]), year=str(row[col.BEDS_YEAR]), acute=words.number(int(row[col.ACUTE]))
    )


def away(kilometres: float, words: Words) -> str:
    """A distance in a straight line: in whole kilometres from ten on, with a decimal below, and never as zero."""
    if kilometres < 1:
        return words("hospital.under_km")
    return words("hospital.km", distance=words.number(kilometres, 0 if kilometres >= 10 else 1))


def counted(incidents: int, words: Words) -> str:
    """How many attacks are known of a hospital of a list."""
    return words("find.known", count=incidents)


def place(row: Row, departments: Mapping[str, str]) -> str:
    """Its town and its department, with the code."""
    code = row[col.DEPARTMENT]
    return f"{row[col.TOWN]}, {departments[code]} ({code})"


def stays(row: Row, last: int, words: Words) -> str:
    """That it has no beds any more, and since when; empty where it has some."""
    year = row[col.BEDS_YEAR]
    return "" if pd.isna(year) or year == last else words("hospital.closed", year=str(year), last=str(last))
