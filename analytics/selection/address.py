"""Reads a choice from an address: what is not understood is reported, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analytics.record.cells import is_date
from analytics.record.dates import first_day, last_day
from analytics.selection.filters import FILTERS, Filter
from analytics.selection.selection import NAMES, Selection, Vocabulary

MOST_LISTED = 101  # codes that a notice lists: the departments of France


class Reading(NamedTuple):
    """A choice read from an address, and what of the address was not understood."""

    selection: Selection
    problems: list[Misread]


class Misread(NamedTuple):
    """One name or value that the vocabulary does not have; `allowed` says what it does have."""

    name: str
    value: str
    allowed: str


def from_query(query: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Reading:
    """Read a choice from an address; what is not understood is reported and left out, never guessed.

    Parameters
    ----------
    query : mapping of str to iterable of str
        Every value of every name, in order.
    vocabulary : Vocabulary
        The codes that exist.
    """
    chosen: dict[str, str | tuple[str, ...]] = {}
    problems: list[Misread] = []
    for name, given in query.items():
        values = [value for value in given if value != ""]
        if name not in FILTERS:
            problems.append(Misread(name, ", ".join(values), ", ".join(NAMES)))
            continue
        good = []
        for value in values:
            allowed = _refusal(FILTERS[name], value, vocabulary)
            if allowed:
                problems.append(Misread(name, value, allowed))
            elif value not in good:
                good.append(value)
        if FILTERS[name].repeats:
            chosen[FILTERS[name].field] = tuple(good)
        elif good:
            chosen[FILTERS[name].field] = good[-1]
    selection = Selection(**chosen)  # type: ignore[arg-type]
    if selection.start and selection.end and _starts_after(selection.start, selection.end):
        problems.append(Misread("to", selection.end, f"≥ {selection.start}"))
        selection = replace(selection, end="")
    return Reading(selection, problems)


def values_of(filtering: Filter, vocabulary: Vocabulary) -> list[str] | None:
    """Every value that a filter may have; None where they can not be listed."""
    if filtering.kind in ("date", "words"):
        return None
    return list(filtering.codes) if filtering.codes else sorted(getattr(vocabulary, filtering.name))


def _refusal(filtering: Filter, value: str, vocabulary: Vocabulary) -> str:
    """What is allowed, where the value is not; empty where it is."""
    if filtering.kind == "date":
        return "" if is_date(value) else "YYYY, YYYY-MM, YYYY-MM-DD"
    codes = values_of(filtering, vocabulary)
    if codes is None or value in codes:
        return ""
    return ", ".join(codes) if len(codes) <= MOST_LISTED else f"{', '.join(codes[:3])} … ({len(codes)})"


def _starts_after(start: str, end: str) -> bool:
    return bool(first_day(pd.Series([start])).iloc[0] > last_day(pd.Series([end])).iloc[0])
