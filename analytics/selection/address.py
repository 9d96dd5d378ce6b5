"""Reads a choice from an address: what is not understood is reported, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analytics.record.cells import is_date
from analytics.record.dates import first_day, last_day
from analytics.schema.codes import ATTACK_TYPES, SERVICE_CODES, TIERS
from analytics.selection.selection import FIELD_NAMES, LANGUAGES, LIST_NAMES, NAMES, Selection, Vocabulary


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
        if name not in NAMES:
            problems.append(Misread(name, ", ".join(values), ", ".join(NAMES)))
            continue
        good = []
        for value in values:
            allowed = _refusal(name, value, vocabulary)
            if allowed:
                problems.append(Misread(name, value, allowed))
            elif value not in good:
                good.append(value)
        if name in LIST_NAMES:
            chosen[name] = tuple(good)
        elif good:
            chosen[FIELD_NAMES.get(name, name)] = good[-1]
    selection = Selection(**chosen)  # type: ignore[arg-type]
    if selection.start and selection.end and _starts_after(selection.start, selection.end):
        problems.append(Misread("to", selection.end, f"≥ {selection.start}"))
        selection = replace(selection, end="")
    return Reading(selection, problems)


def _refusal(name: str, value: str, vocabulary: Vocabulary) -> str:
    """What is allowed, where the value is not; empty where it is."""
    if name == "q":
        return ""
    if name in ("from", "to"):
        return "" if is_date(value) else "YYYY, YYYY-MM, YYYY-MM-DD"
    codes: Iterable[str] = {
        "type": ATTACK_TYPES,
        "service": SERVICE_CODES,
        "evidence": TIERS,
        "lang": LANGUAGES,
        "country": vocabulary.country,
        "region": vocabulary.region,
        "department": vocabulary.department,
        "incident": vocabulary.incident,
    }[name]
    if value in codes:
        return ""
    listed = sorted(codes) if isinstance(codes, frozenset) else list(codes)
    if len(listed) <= 25:
        return ", ".join(listed)
    return ", ".join(listed[:101]) if name == "department" else f"{', '.join(listed[:3])} … ({len(listed)})"


def _starts_after(start: str, end: str) -> bool:
    return bool(first_day(pd.Series([start])).iloc[0] > last_day(pd.Series([end])).iloc[0])
