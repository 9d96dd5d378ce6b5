"""Checks rows: what passes, and what was set aside and why. Nothing is lost and nothing is repaired."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.record.cells import NUMBER, as_number, is_date, lines_of, rows_of, split_list
from analytics.record.dates import first_day, last_day
from analytics.schema import col
from analytics.schema.codes import UNIONS
from analytics.schema.measures import MEASURES
from analytics.schema.tables import CHECKED, Column, Table

_SHOWN = 80  # signs of a cell that are shown
PROBLEM_COLUMNS = ["table", "line", "key", "column", "rule", "found", "expected"]
# an address with a name before the host (https://user:word@host/) is nothing to give away
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`/?#@\\]+(?:[/?#][^\s<>\"'`]*)?")
# signs that nobody sees: they control, turn the direction of writing, join, or are private
UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ue000-\uf8ff]"
)
_CHANGE = "_change"  # ends the code of an official figure that is a difference
_AT_ENDS = re.compile(r"^\s|\s$")
_RULED = ("date", "number", "integer", "address", "code", "codes")  # kinds of columns with a rule for their cells


class Checked(NamedTuple):
    """Every row read is in one of the two, and in one only.

    Attributes
    ----------
    tables : dict of str to DataFrame
        The rows that pass, by table; numbers are numbers, dates stay ISO strings (their length is their precision).
    problems : DataFrame
        One row for each rule broken: table, line, key, column, rule, found, expected.
    aside : dict of str to DataFrame
        The rows that break a rule, as read.
    """

    tables: dict[str, pd.DataFrame]
    problems: pd.DataFrame
    aside: dict[str, pd.DataFrame]


class Problem(NamedTuple):
    """One rule broken in one cell."""

    line: int
    column: str
    rule: str
    found: str
    expected: str


def check(
    facts: Mapping[str, pd.DataFrame], places: Mapping[str, frozenset[str]], defined: Mapping[str, Table] = CHECKED
) -> Checked:
    """Split every table into the rows that keep the rules of the schema and those set aside.

    Parameters
    ----------
    facts : mapping of str to DataFrame
        The tables as `files.read_facts` and `files.read_reference` give them: strings, indexed by line number.
    places : mapping of str to frozenset of str
        Codes that exist, for `country`, `region`, `department` and `insee`; a kind that is absent is not checked.
    defined : mapping of str to Table
        What the tables are.

    Returns
    -------
    Checked
        A row that refers to a row set aside is set aside with it.
    """
    good = dict(facts)
    problems: list[dict[str, object]] = []
    broken: dict[str, set[int]] = {name: set() for name in facts}

    def set_aside(name: str, found: Iterator[Problem]) -> bool:
        bad: set[int] = set()
        keys = facts[name][defined[name].key]
        for problem in found:
            problems.append({"table": name, "key": keys.get(problem.line), **problem._asdict()})
            bad.add(problem.line)
        broken[name] |= bad
        if bad:
            good[name] = good[name].drop(index=list(bad))
        return bool(bad)

    for name, rows in facts.items():
        table = defined[name]
        set_aside(name, _cells(rows, table, _places_of(name, places)))
        set_aside(name, _repeated_keys(good[name], table))
        for rule in _TABLE_RULES.get(name, ()):
            set_aside(name, rule(good[name]))
    # a reference may point to a row that has just been set aside: go on until nothing falls any more
    while any(set_aside(name, _dangling(good, defined[name], defined)) for name in facts):
        pass

    return Checked(
        {name: _typed(rows, defined[name]) for name, rows in good.items()},
        pd.DataFrame(problems, columns=PROBLEM_COLUMNS).sort_values(["table", "line"], ignore_index=True),
        {name: rows.loc[sorted(broken[name])] for name, rows in facts.items()},
    )


def _places_of(table: str, places: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """The codes of places that a table may hold: official figures are of unions of countries too."""
    if table != col.NATIONAL_SERIES or col.COUNTRY not in places:
        return places
    return {**places, col.COUNTRY: places[col.COUNTRY] | UNIONS.keys()}


def _cells(rows: pd.DataFrame, table: Table, places: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for column in table.columns:
        cells = rows[column.name]
        if column.required:
            for line, _ in lines_of(cells[cells.isna()]):
                yield Problem(line, column.name, "missing", "", "a value")
        yield from _ruled(cells.dropna(), column, places)
    for column in table.columns:
        if column.name.endswith("_precision") and column.name.replace("_precision", "_on") in table.names:
            yield from _precisions(rows, column.name.replace("_precision", "_on"), column.name)


def _ruled(cells: pd.Series, column: Column, places: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """The cells that break the rule of their column; each distinct text is looked at once."""
    distinct = cells.unique().tolist()
    if _all_clean(distinct, column) and _all_right(distinct, column):
        return
    wrong = {cell: found for cell in distinct if (found := list(cell_problems(cell, column, places)))}
    for line, cell in lines_of(cells[cells.isin(wrong)]) if wrong else ():
        for problem in wrong[cell]:
            yield problem._replace(line=line)


def cell_problems(cell: str, column: Column, places: Mapping[str, frozenset[str]], line: int = 0) -> Iterator[Problem]:
    """What is wrong with a cell that is not empty: first with its signs, then with what it should be."""
    if unseen := UNSEEN.search(cell):
        sign = f"U+{ord(unseen[0]):04X} in {cell[:_SHOWN]!a}"
        yield Problem(line, column.name, "unseen-sign", sign, "signs that can be seen")
    elif _AT_ENDS.search(cell):
        yield Problem(line, column.name, "space-at-an-end", cell[:_SHOWN], "no space before or after")
    elif len(cell) > column.longest:
        yield Problem(line, column.name, "too-long", f"{len(cell)} signs", f"at most {column.longest} signs")
    elif column.form and not column.form.pattern.fullmatch(cell):
        yield Problem(line, column.name, "another-form", _plainly(cell), column.form.words)
    else:
        yield from _content(cell, column, places, line)


def _all_clean(cells: list[str], column: Column) -> bool:
    """Whether no cell of some has an unseen sign, a space at an end or too many signs: in one look at all of them."""
    return (
        not UNSEEN.search("".join(cells))
        and not any(cell[0].isspace() or cell[-1].isspace() for cell in cells)
        and max(map(len, cells), default=0) <= column.longest
    )


def _all_right(cells: list[str], column: Column) -> bool:
    """Whether all cells of some are shown to be in their form and what they should be, without a look at each.

    What is not shown here (a date, an address, a code) is looked at one by one.
    """
    if column.form and not all(map(column.form.pattern.fullmatch, cells)):
        return False
    if column.kind not in ("number", "integer"):
        return column.kind not in _RULED
    if not all(map(NUMBER.fullmatch, cells)):
        return False
    numbers = np.array(cells, dtype=float)
    return not (
        (column.kind == "integer" and (numbers != np.floor(numbers)).any())
        or (column.minimum is not None and (numbers < column.minimum).any())
        or (column.maximum is not None and (numbers > column.maximum).any())
    )


def _plainly(cell: str) -> str:
    """A cell that should be of plain letters, with those that only look so told apart."""
    found = cell[:_SHOWN]
    return found if found.isascii() else f"{found} ({found!a})"


def _content(cell: str, column: Column, places: Mapping[str, frozenset[str]], line: int) -> Iterator[Problem]:
    if column.kind == "date" and not is_date(cell):
        yield Problem(line, column.name, "not-a-date", cell, "YYYY, YYYY-MM or YYYY-MM-DD")
    elif column.kind in ("number", "integer"):
        yield from _number(cell, column, line)
    elif column.kind == "address" and not _WEB_ADDRESS.fullmatch(cell):
        yield Problem(line, column.name, "not-an-address", cell, "an http or https address, without spaces or quotes")
    elif column.kind in ("code", "codes"):
        allowed = column.codes.keys() if column.codes is not None else places.get(column.name)
        values = [cell] if column.kind == "code" else split_list(cell)
        for value in values:
            if allowed is not None and value not in allowed:
                hint = ", ".join(sorted(allowed)) if len(allowed) < 60 else f"one of {len(allowed)} {column.name} codes"
                yield Problem(line, column.name, "not-a-code", value, hint)


def _number(cell: str, column: Column, line: int) -> Iterator[Problem]:
    number = as_number(cell)
    if number is None or (column.kind == "integer" and not number.is_integer()):
        yield Problem(line, column.name, "not-a-number", cell, f"a {column.kind}")
    elif column.minimum is not None and number < column.minimum:
        yield Problem(line, column.name, "out-of-range", cell, f"at least {column.minimum:g}")
    elif column.maximum is not None and number > column.maximum:
        yield Problem(line, column.name, "out-of-range", cell, f"at most {column.maximum:g}")


def _precisions(rows: pd.DataFrame, date_name: str, precision_name: str) -> Iterator[Problem]:
    length = {"year": 4, "month": 7, "day": 10}
    for line, when, precision in zip(rows.index, rows[date_name], rows[precision_name], strict=True):
        if pd.isna(when) and pd.isna(precision):
            continue
        if pd.isna(when) or pd.isna(precision) or length.get(precision) != len(when):
            yield Problem(line, precision_name, "precision-disagrees", str(precision), f"the precision of “{when}”")


def _repeated_keys(rows: pd.DataFrame, table: Table) -> Iterator[Problem]:
    """Rows whose key an earlier one has, capital or small: on some machines both would be one file."""
    keys = pd.DataFrame({name: rows[name].str.casefold() for name in table.keys})
    seen = keys.duplicated(keep="first")
    for line, key in lines_of(rows.loc[seen, table.key]):
        yield Problem(line, table.key, "repeated-key", key, "a key that no earlier row has")


def _dangling(tables: Mapping[str, pd.DataFrame], table: Table, defined: Mapping[str, Table]) -> Iterator[Problem]:
    rows = tables[table.name]
    for column in table.columns:
        if column.table not in tables:
            continue
        known = set(tables[column.table][defined[column.table].key])
        cells = rows[column.name].dropna()
        named = {cell: split_list(cell) if column.kind == "references" else [cell] for cell in cells.unique()}
        wrong = {cell: absent for cell, targets in named.items() if (absent := [t for t in targets if t not in known])}
        for line, cell in lines_of(cells[cells.isin(wrong)]) if wrong else ():
            for target in wrong[cell]:
                yield Problem(line, column.name, "unknown-reference", target, f"a row of {column.table} that passes")


def _claims_fit_their_measure(rows: pd.DataFrame) -> Iterator[Problem]:
    for line, row in zip(rows.index, rows_of(rows), strict=True):
        measure = MEASURES[row[col.MEASURE]]
        given = {name: row[name] for name in (col.VALUE, col.LOW, col.HIGH) if not pd.isna(row[name])}
        unit = "" if pd.isna(row[col.UNIT]) else row[col.UNIT]
        if not given:
            yield Problem(line, col.VALUE, "no-value", "", "a value, or a low and a high one")
        if (col.LOW in given) != (col.HIGH in given):
            yield Problem(line, col.LOW, "half-a-range", str(given), "both low and high, or neither")
        if unit != measure.unit:
            yield Problem(line, col.UNIT, "not-the-unit", unit, measure.unit or "no unit")
        if measure.kind == "text" and pd.isna(row[col.VALUE_FR]):
            yield Problem(line, col.VALUE_FR, "missing", "", "the words in French")
        for name, cell in given.items():
            expected = _misfit(cell, measure.kind, measure.codes)
            if expected:
                yield Problem(line, name, "not-of-the-measure", cell, expected)
                break
        else:
            if col.LOW in given and col.HIGH in given and _above(given[col.LOW], given[col.HIGH]):
                yield Problem(line, col.LOW, "low-above-high", given[col.LOW], f"at most {given[col.HIGH]}")


def _misfit(cell: str, kind: str, codes: tuple[str, ...]) -> str:
    """What the measure expects, where the cell is not that; empty where it is."""
    if kind == "number":
        number = as_number(cell)
        return "" if number is not None and number >= 0 else "a number, zero or more, without separators"
    if kind == "date":
        return "" if is_date(cell) else "YYYY, YYYY-MM or YYYY-MM-DD"
    if kind in ("code", "codes") and codes:
        values = split_list(cell) if kind == "codes" else [cell]
        return "" if all(value in codes for value in values) else ", ".join(codes)
    return ""


def _above(low: str, high: str) -> bool:
    low_number, high_number = as_number(low), as_number(high)
    return low_number > high_number if low_number is not None and high_number is not None else low > high


def _one_preferred_value(rows: pd.DataFrame) -> Iterator[Problem]:
    retained = rows[rows[col.PREFERRED] == "yes"]
    first: dict[tuple[str, str], tuple[str, ...]] = {}
    for line, row in zip(retained.index, rows_of(retained), strict=True):
        value = tuple("" if pd.isna(row[name]) else row[name] for name in (col.VALUE, col.LOW, col.HIGH))
        kept = first.setdefault((row[col.INCIDENT_ID], row[col.MEASURE]), value)
        if kept != value:
            yield Problem(
                line, col.PREFERRED, "two-preferred-values", " / ".join(value), f"{' / '.join(kept)}, retained above"
            )


def _bounds_of_recovery_agree(rows: pd.DataFrame) -> Iterator[Problem]:
    """The bounds of a recovery against each other, the days that are stated and the dates of start and end."""
    retained = rows[(rows[col.PREFERRED] == "yes") & rows[col.VALUE].notna()]
    values = retained.drop_duplicates([col.INCIDENT_ID, col.MEASURE]).pivot(
        index=col.INCIDENT_ID, columns=col.MEASURE, values=col.VALUE
    )
    at_least, at_most, days, started, ended = (
        values.get(name, pd.Series(index=values.index, dtype="str"))
        for name in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST, "downtime_days", col.STARTED_ON, col.ENDED_ON)
    )
    earliest, latest = first_day(ended) - last_day(started), last_day(ended) - first_day(started)
    stated = pd.to_numeric(days)
    highest = pd.concat([pd.to_numeric(at_most), stated, latest.dt.days], axis=1).min(axis=1)
    lowest = pd.concat([pd.to_numeric(at_least), stated, earliest.dt.days], axis=1).max(axis=1)
    for line, row in zip(retained.index, rows_of(retained), strict=True):
        bound, incident = float(as_number(row[col.VALUE]) or 0), row[col.INCIDENT_ID]
        if row[col.MEASURE] == col.RECOVERY_AT_LEAST and bound > highest[incident]:
            yield Problem(line, col.VALUE, "bound-disagrees", row[col.VALUE], f"at most {highest[incident]:g}")
        if row[col.MEASURE] == col.RECOVERY_AT_MOST and bound < lowest[incident]:
            yield Problem(line, col.VALUE, "bound-disagrees", row[col.VALUE], f"at least {lowest[incident]:g}")


def _ends_after_it_starts(rows: pd.DataFrame) -> Iterator[Problem]:
    for line, start, end in zip(rows.index, rows[col.STARTED_ON], rows[col.ENDED_ON], strict=True):
        if not pd.isna(end) and end < start[: len(end)]:
            yield Problem(line, col.ENDED_ON, "ends-before-it-starts", end, f"{start} or later")


def _unlinked_say_why(rows: pd.DataFrame) -> Iterator[Problem]:
    for line, row in zip(rows.index, rows_of(rows), strict=True):
        if row[col.LINK] == "yes" and pd.isna(row[col.URL]):
            yield Problem(line, col.LINK, "link-without-address", "yes", "no, or an address")
        if (row[col.LINK] == "no") == pd.isna(row[col.LINK_REASON]):
            yield Problem(
                line,
                col.LINK_REASON,
                "link-reason",
                str(row[col.LINK_REASON]),
                "a reason where, and only where, link is no",
            )


def _counts_of_a_period(rows: pd.DataFrame) -> Iterator[Problem]:
    """Official figures: a period does not end before it begins, and only a change may be below zero."""
    for line, row in zip(rows.index, rows_of(rows), strict=True):
        first, _, last = row[col.YEAR].partition("/")
        if last and last < first[: len(last)]:
            yield Problem(line, col.YEAR, "ends-before-it-starts", row[col.YEAR], f"{first} or later after the slash")
        if float(row[col.VALUE]) < 0 and not row[col.METRIC].endswith(_CHANGE):
            expected = f"at least 0, or a metric that ends in {_CHANGE}"
            yield Problem(line, col.VALUE, "out-of-range", row[col.VALUE], expected)


def _points_are_whole(rows: pd.DataFrame) -> Iterator[Problem]:
    for line, north, east in zip(rows.index, rows[col.LATITUDE], rows[col.LONGITUDE], strict=True):
        if pd.isna(north) != pd.isna(east):
            absent, other = (col.LATITUDE, col.LONGITUDE) if pd.isna(north) else (col.LONGITUDE, col.LATITUDE)
            yield Problem(line, absent, "half-a-point", "", f"a {absent}, or no {other}")


def _not_its_own_relation(rows: pd.DataFrame) -> Iterator[Problem]:
    for line, incident, related in zip(rows.index, rows[col.INCIDENT_ID], rows[col.RELATED_IDS], strict=True):
        others = split_list(related)
        if incident in others:
            yield Problem(line, col.RELATED_IDS, "related-to-itself", incident, "other incidents")
        if len(set(others)) < len(others):
            yield Problem(line, col.RELATED_IDS, "named-twice", str(related), "each incident once")


def _total_is_the_sum(total: str, *parts: str) -> Callable[[pd.DataFrame], Iterator[Problem]]:
    def rule(rows: pd.DataFrame) -> Iterator[Problem]:
        added = rows[list(parts)].astype(float).sum(axis=1)
        for line, stated, expected in zip(rows.index, rows[total], added, strict=True):
            if float(stated) != expected:
                yield Problem(line, total, "not-the-sum", stated, f"{expected:.0f}, the sum of {', '.join(parts)}")

    return rule


_OF_BEDS = ("total", "mco", "psychiatry", "smr", "usld")
_TABLE_RULES: dict[str, tuple[Callable[[pd.DataFrame], Iterator[Problem]], ...]] = {
    col.INCIDENTS: (_ends_after_it_starts, _not_its_own_relation),
    col.SITES: (_points_are_whole,),
    col.NATIONAL_SERIES: (_counts_of_a_period,),
    col.HOSPITALS: (_points_are_whole,),
    col.HOSPITAL_BEDS: (_total_is_the_sum(col.BEDS, col.ACUTE, col.PSYCHIATRIC, col.REHABILITATION, col.LONG_TERM),),
    "communes.csv": (_points_are_whole,),
    "districts.csv": (_points_are_whole,),
    "beds_departments.csv": (_total_is_the_sum(*_OF_BEDS),),
    "beds_regions.csv": (_total_is_the_sum(*_OF_BEDS),),
    col.CLAIMS: (_claims_fit_their_measure, _one_preferred_value, _bounds_of_recovery_agree),
    col.SOURCES: (_unlinked_say_why,),
}


def _typed(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    numeric = {
        column.name: pd.to_numeric(rows[column.name]).astype("Float64" if column.kind == "number" else "Int64")
        for column in table.columns
        if column.kind in ("number", "integer")
    }
    return rows.assign(**numeric).reset_index(drop=True)
