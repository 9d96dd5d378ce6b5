"""Registers of others beside ours, in words: what each holds, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS
from analytics.statistics.registers import COPIES, COUNTED, OF_OURS
from analytics.words.escape import safe
from analytics.words.text import UNKNOWN, Words

_NAMED = 3  # countries that an empty choice is told of


def title(register: str, words: Words) -> str:
    """What a register is called."""
    return words.label(CODE_LISTS["registers"], register)


def finding(table: pd.DataFrame, register: str, words: Words) -> str:
    """How many of its rows we know, and how many of ours it lacks.

    Parameters
    ----------
    table : DataFrame
        As `statistics.registers.beside` gives it, of one register.
    """
    total, known = (int(table[name].sum()) for name in (col.ROWS, col.KNOWN))
    ours, lacking = (int(table[name].sum()) for name in OF_OURS)
    copy = COPIES[register]
    first, last = str(copy.first), str(copy.last)
    theirs, of_ours = words("registers.finding_none"), words("registers.finding_ours_none", first=first, last=last)
    if total:
        share = words.percent(known / total, 1)
        theirs = words("registers.finding", count=total, known=words.number(known), share=share)
    if ours:
        told = words.number(lacking)
        of_ours = words("registers.finding_ours", count=ours, lacking=told, first=first, last=last)
    return f"{theirs} {of_ours}"


def chart_finding(table: pd.DataFrame, words: Words) -> str:
    """How many rows of all registers are of incidents that we know: the title of the picture of them."""
    total, known = (int(table[name].sum()) for name in (col.ROWS, col.KNOWN))
    if not total:
        return words("registers.chart_none")
    share = words.percent(known / total, 1)
    return words("registers.chart_finding", count=total, known=words.number(known), share=share)


def year_in_words(row: Mapping[str, Any], words: Words) -> str:
    """What a register and we have of one year; a dash for what is not known there."""
    said = {name: UNKNOWN if pd.isna(row[name]) else words.number(int(row[name])) for name in (*COUNTED, *OF_OURS)}
    return words("registers.year_said", None, **said)


def scope(register: str, words: Words) -> str:
    """What a register holds, and what it does not: only within that may it be compared."""
    return words(f"registers.scope_{register}")


def heads(by: str, words: Words) -> list[str]:
    """The headings of a table by year or by country."""
    return [words(f"registers.{name}") for name in (by, *COUNTED, *OF_OURS)]


def cells(table: pd.DataFrame, by: str, names: Mapping[str, str], words: Words) -> Iterator[list[str]]:
    """The rows of such a table as HTML; a dash where the copy does not hold the year whole."""
    for row in rows_of(table):
        first = str(row[by]) if by == col.YEAR else names[row[by]]
        numbers = (UNKNOWN if pd.isna(row[name]) else words.number(int(row[name])) for name in (*COUNTED, *OF_OURS))
        yield [safe(first), *(safe(number) for number in numbers)]


def nothing(counts: pd.DataFrame, countries: list[str], years: str, names: Mapping[str, str], words: Words) -> str:
    """What is said where no register has a row and we have nothing to set beside: of which countries there are most."""
    rows = counts.assign(**{col.ROWS: counts[col.ROWS].astype(int)}).groupby(col.COUNTRY)[col.ROWS].sum()
    most = rows.sort_values(ascending=False).index[:_NAMED]
    return words(
        "registers.empty",
        countries=words.listing([names[code] for code in countries]) if countries else words("registers.empty_all"),
        years=years or words("registers.empty_years"),
        most=words.listing([names[code] for code in most]),
    )
