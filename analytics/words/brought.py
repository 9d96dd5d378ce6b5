"""What is said of an imported row in the place of an incident: its name, where it stands in its file, what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analytics.schema import col
from analytics.selection.selection import LANGUAGES
from analytics.words.text import Words

_PLACE = re.compile(r"(lines?|record|row) (\d+(?:-\d+)?)")


def place(told: str, words: Words) -> str:
    """Where a row stands in its file, in words: “line 12”, “lines 12-14”, “record 37”.

    >>> place("lines 12-14", Words("fr"))
    'lignes 12 à 14'
    """
    found = _PLACE.fullmatch(told)
    if found is None:
        return told
    first, between, last = found[2].partition("-")
    number = words("mine.place_range", first=first, last=last) if between else first
    return words(f"mine.place_{found[1]}", number=number)


def describer(file: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """What gives the words of a row of a file in both languages: name, summary, note."""
    each = [Words(language) for language in LANGUAGES]

    def said(row: Mapping[str, Any]) -> dict[str, str]:
        return {f"{name}_{words.language}": text for words in each for name, text in _said(row, file, words)}

    return said


def _said(row: Mapping[str, Any], file: str, words: Words) -> list[tuple[str, str]]:
    where = place(str(row[col.PLACE]), words)
    stated = row[col.ATTACK_STATED]
    summary = words("mine.summary", file=file, place=where)
    if not pd.isna(stated):
        summary = f"{summary} {words('mine.stated', stated=str(stated).rstrip('.'))}"
    noted = [words("mine.reported")] if pd.isna(row[col.STARTED_ON]) else []
    name = row[col.ORGANISATION]
    return [
        ("name", words("mine.unnamed", place=where) if pd.isna(name) else str(name)),
        ("summary", summary),
        ("note", " ".join([*noted, words("mine.unverified")])),
    ]
