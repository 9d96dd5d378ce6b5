"""What a source is called, and as what it speaks, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analytics.schema import col
from analytics.schema.codes import PUBLISHERS, TIERS
from analytics.words.text import UNKNOWN, Words

Row = Mapping[str, Any]


def publisher(source: Row, words: Words) -> str:
    """Its publisher; a copy says that it is one, and what has no name says what it is."""
    name = str(source[col.PUBLISHER])
    name = words.label(PUBLISHERS, name) if name in PUBLISHERS else name
    return f"{name} {words('source.copy')}" if source[col.COPY] == "yes" else name


def named(source: Row, words: Words) -> str:
    """Publisher and title; the publisher alone where there is no title, or one rebuilt from an address."""
    name = publisher(source, words)
    title = source[col.TITLE]
    return name if source[col.TITLE_KIND] == "rebuilt" or pd.isna(title) else f"{name}{words('card.colon')}{title}"


def standing(source: Row, words: Words, tier: str = "") -> str:
    """As what it speaks: the tier, its own unless said; the article that the atlas began with speaks as none."""
    if source[col.FOUNDING] == "yes":
        return words("source.no_voice")
    return words.label(TIERS, tier or source[col.TIER])


def strongest_tier(incident: Row, words: Words) -> str:
    """The tier of the strongest source of an incident; a dash where every claim on it was set aside."""
    tier = incident[col.STRONGEST_TIER]
    return UNKNOWN if pd.isna(tier) else words.label(TIERS, tier)


def dated(source: Row, words: Words) -> str:
    """Its publisher with the day on which it was published, where that is known."""
    name, day = publisher(source, words), source[col.PUBLISHED_ON]
    return name if pd.isna(day) else f"{name} ({words.when(day)})"


def speaking(source: Row, tier: str, words: Words) -> str:
    """Who speaks in it, where a claim has a tier: itself, or somebody whom it cites."""
    return standing(source, words) if tier == source[col.TIER] else words(f"source.cites_{tier}")


def by_standing(sources: Iterable[Row], words: Words) -> dict[str, list[Row]]:
    """Sources by what they speak as, the strongest tier first, then copies by others, those that lend none last."""
    copies = words("source.copies")
    groups: dict[str, list[Row]] = {label.in_language(words.language): [] for label in TIERS.values()}
    groups[copies] = []
    for source in sources:
        copied = source[col.COPY] == "yes" and source[col.FOUNDING] != "yes"
        groups.setdefault(copies if copied else standing(source, words), []).append(source)
    return {label: rows for label, rows in groups.items() if rows}
