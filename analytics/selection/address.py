"""Reads a choice from an address: what is not understood is reported with what is near it, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

import pandas as pd

from analytics.record.cells import is_date, plain
from analytics.record.dates import first_day, last_day
from analytics.selection import spellings
from analytics.selection.filters import FILTERS, Filter
from analytics.selection.selection import NAMES, Selection, Vocabulary

MOST_LISTED = 101  # codes that a notice lists: the departments of France
LONGEST_QUERY = 8192  # bytes of an address that are read
LONGEST_SEARCH = 200  # signs of `q`
_NEARLY = 0.8  # how alike a name is to the one that was meant, by difflib


class Reading(NamedTuple):
    """A choice read from an address, and what of the address was not understood."""

    selection: Selection
    problems: list[Misread]


class Misread(NamedTuple):
    """One name or value that the vocabulary does not have.

    Attributes
    ----------
    allowed : what the vocabulary does have.
    nearest : pairs of name and value of an address that may have been meant, the likeliest first.
    """

    name: str
    value: str
    allowed: str
    nearest: tuple[tuple[str, str], ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether a choice without it is wider than what was asked for."""
        name = self.nearest[0][0] if self.nearest else self.name
        return name in FILTERS and FILTERS[name].side != "page"


def from_query(query: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Reading:
    """Read a choice from an address; what is not understood is reported and left out, never guessed.

    A code may be written as readers write it: its name in either language, a country's two letters, without its zero,
    in small letters. Names that mailings and networks add are no part of a choice and are passed over.

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
        if spellings.is_tracking(name):
            continue
        if name not in FILTERS:
            problems += _unknown_name(name, values, vocabulary)
            continue
        if any(plain(text) in FILTERS[name].every for text in values):
            continue
        good = []
        for text in values:
            value, problem = _read(FILTERS[name], text, vocabulary)
            if problem:
                problems.append(problem)
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


def within_reach(address: Mapping[str, Iterable[str]]) -> tuple[dict[str, list[str]], list[Misread]]:
    """An address as far as it is read, and the names with which it is longer than that.

    Parameters
    ----------
    address : mapping of str to iterable of str
        Every value of every name, in order.
    """
    left, read, problems = LONGEST_QUERY, {}, []
    for name, values in address.items():
        given = list(values)
        left -= sum(len(f"{name}={value}&".encode()) for value in given)
        if left >= 0:
            read[name] = given
        else:
            problems.append(Misread(name, ", ".join(given), f"≤ {LONGEST_QUERY} bytes"))
    return read, problems


def did_you_mean(nearest: Iterable[tuple[str, str]]) -> str:
    """What follows a refusal where something is near: "; did you mean department=69?"."""
    pairs = " or ".join(f"{name}={value}" for name, value in nearest)
    return f"; did you mean {pairs}?" if pairs else ""


def values_of(filtering: Filter, vocabulary: Vocabulary) -> list[str] | None:
    """Every value that a filter may have; None where they can not be listed."""
    if filtering.kind in ("date", "words"):
        return None
    return list(filtering.codes) if filtering.codes else sorted(getattr(vocabulary, filtering.name))


def _unknown_name(name: str, values: list[str], vocabulary: Vocabulary) -> list[Misread]:
    """A name that no filter has; what a filter of nearly that name makes of its values, where there is one."""
    meant = get_close_matches(name.strip().casefold(), NAMES, n=1, cutoff=_NEARLY)
    if not meant:
        return [Misread(name, ", ".join(values), ", ".join(NAMES))]
    problems = []
    for text in values:
        value, problem = _read(FILTERS[meant[0]], text, vocabulary)
        problems.append(problem or Misread(name, text, ", ".join(NAMES), ((meant[0], value),)))
    return problems


def _read(filtering: Filter, text: str, vocabulary: Vocabulary) -> tuple[str, Misread | None]:
    """The value that a text of an address stands for, or why there is none."""
    if filtering.kind == "words":
        if len(text) > LONGEST_SEARCH:
            return "", Misread(filtering.name, text, f"≤ {LONGEST_SEARCH} signs")
        return text if text.strip() else "", None
    value = text.strip(" ")
    if filtering.kind == "date":
        return value, None if is_date(value) else Misread(filtering.name, text, "YYYY, YYYY-MM, YYYY-MM-DD")
    codes = values_of(filtering, vocabulary) or []
    if value in codes:
        return value, None
    known = spellings.of_codes(filtering.codes) if filtering.codes else vocabulary.spelled.get(filtering.name)
    spelled = known or {plain(code): code for code in codes}
    meant = spelled.get(plain(value), "")
    if meant in codes:
        return meant, None
    allowed = ", ".join(codes) if len(codes) <= MOST_LISTED else f"{', '.join(codes[:3])} … ({len(codes)})"
    return "", Misread(filtering.name, text, allowed, spellings.nearest(filtering.name, value, spelled))


def _starts_after(start: str, end: str) -> bool:
    return bool(first_day(pd.Series([start])).iloc[0] > last_day(pd.Series([end])).iloc[0])
