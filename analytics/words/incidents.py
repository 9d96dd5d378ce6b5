"""What an incident is called: one known from an attacker's claim alone is never called by its name alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import STATUSES
from analytics.words.text import Words


def is_claimed(row: Mapping[str, Any]) -> bool:
    """Whether an incident is known from the attacker's claim alone."""
    return bool(row[col.STATUS] == "claimed")


def called(row: Mapping[str, Any], words: Words) -> str:
    """The name of an incident, with what it is where the attacker alone says so."""
    name = str(row[words.column("name")])
    return f"{name} ({words.label(STATUSES, row[col.STATUS])})" if is_claimed(row) else name


def names(incidents: pd.DataFrame, words: Words) -> pd.Series:
    """The same of each incident of a table, by its identifier."""
    rows = rows_of(incidents, (col.INCIDENT_ID, words.column("name"), col.STATUS))
    return pd.Series([called(row, words) for row in rows], [row[col.INCIDENT_ID] for row in rows], dtype="object")


def claimed_among(incidents: pd.DataFrame) -> int:
    """How many of a table of incidents the attacker alone claims."""
    return incidents[col.STATUS].to_list().count("claimed")


def with_claims(text: str, claimed: int, words: Words) -> str:
    """A count in words, and how many of it the attacker alone claims: "6 incidents, 1 of them claimed by …"."""
    return f"{text}, {words('front.claimed', count=claimed)}" if claimed else text


def counted(incidents: pd.DataFrame, words: Words) -> str:
    """How many incidents a table has, and how many of them the attacker alone claims."""
    return with_claims(words("kit.count", count=len(incidents)), claimed_among(incidents), words)


def known_and_claimed(incidents: pd.DataFrame, words: Words) -> str:
    """How many attacks are known, and how many the attacker alone claims: "103 known and 6 claimed"."""
    claimed = claimed_among(incidents)
    known = words("headline.known", count=len(incidents) - claimed)
    return words("headline.and_claimed", count=claimed, known=known) if claimed else known
