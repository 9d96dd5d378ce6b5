"""The lists that everything else is looked up in: places, their people and beds. They hold as a whole or not at all.

A row of the facts that breaks a rule is set aside and said; without a row of such a list, what is left would be wrong
and look right. So the first reader of a list that breaks a rule is told where, and gets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from analytics.record import checks
from analytics.record.files import read_table
from analytics.schema import col
from analytics.schema.tables import LISTS, OUTLINES, Table

_SHOWN = 10
DEPARTMENTS, REGIONS, COUNTRIES = "departments.csv", "regions.csv", "countries.csv"
COMMUNES, DISTRICTS = "communes.csv", "districts.csv"
_PLACES = {
    col.COUNTRY: (COUNTRIES,),
    col.REGION: (REGIONS,),
    col.DEPARTMENT: (DEPARTMENTS,),
    col.INSEE: (COMMUNES, DISTRICTS),
}


def read_lists(folder: Path, names: Iterable[str] = tuple(LISTS)) -> dict[str, pd.DataFrame]:
    """Read lists of data/reference by the names of their files, as written: strings, indexed by line number.

    Raises
    ------
    ValueError
        Where a file is absent or has other columns, or a row of any breaks a rule; the message says file, line, column,
        what was found and what was expected.
    """
    read = {name: read_table(folder / name, LISTS[name]) for name in names}
    problems = list(faults(read, LISTS))
    if problems:
        more = [f"… and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
        raise ValueError("\n  ".join([*problems[:_SHOWN], *more]))
    return read


def faults(tables: Mapping[str, pd.DataFrame], defined: Mapping[str, Table]) -> Iterator[str]:
    """The rules that tables break, a line each, and the places of a list of which there is no outline."""
    known = LISTS | OUTLINES
    for name in (COUNTRIES, REGIONS, DEPARTMENTS, COMMUNES):
        if name in tables and tables[name].empty:
            yield f"{name}: no row, expected at least one"
    checked = checks.check(tables, places(tables), known)
    yield from told(checked.problems, known)
    for name in defined.keys() & OUTLINES.keys():
        if name in tables:
            yield from without_outline(name, tables[name], tables)


def without_outline(name: str, features: pd.DataFrame, lists: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """The places of a list, where it is there, of which a file of outlines has no feature."""
    column = OUTLINES[name].column(OUTLINES[name].key)
    if column.table in lists:
        there = set(features[column.name])
        for code in lists[column.table][LISTS[column.table].key]:
            if code not in there:
                yield f"{name}, {column.name}: no feature is of {code}, which {column.table} has"


def told(problems: pd.DataFrame, defined: Mapping[str, Table]) -> Iterator[str]:
    """Problems of a check in words: file, line, key, column, rule, what was found and what was expected."""
    for row in problems.itertuples():
        place = f"{defined[str(row.table)].file}, line {row.line} ({row.key}), {row.column}"
        yield f"{place}: {row.rule}, found “{row.found}”, expected {row.expected}"


def places(lists: Mapping[str, pd.DataFrame]) -> dict[str, frozenset[str]]:
    """The codes of each kind of place, of those whose lists are there: for `checks.check`."""
    return {
        kind: frozenset().union(*(lists[name][LISTS[name].key].dropna() for name in names))
        for kind, names in _PLACES.items()
        if all(name in lists for name in names)
    }
