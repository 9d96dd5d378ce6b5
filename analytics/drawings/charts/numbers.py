"""The numbers of charts as they are written, the same on a page and in a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analytics.schema import col
from analytics.statistics import comparison, funnel
from analytics.words.numbers import interval, rate
from analytics.words.recovery import lasted
from analytics.words.text import Words

Reference = tuple[str, float, float, float]  # what the rate of all is called, the rate, the ends of its interval


def with_confidence(low: float, high: float, words: Words) -> str:
    """The two ends of an interval, and how sure it is."""
    return f"{interval(low, high, words)}, {words('chart.confidence')}"


def level_name(name: str, words: Words) -> str:
    """How sure the limits of a funnel are: 95 or 99.8 %."""
    return words.percent(funnel.FUNNEL_LEVELS[name], 1)


def reference_lines(reference: Reference, words: Words) -> list[str]:
    """The rate of all and its interval, a line each."""
    label, value, low, high = reference
    return [words("chart.reference", label=label, rate=rate(value, words)), interval(low, high, words)]


def side(row: Mapping[str, Any], words: Words) -> str:
    """On which side of which limit of a funnel an area lies."""
    for name in ("99_8", "95"):
        if row[f"flag_{name}"] != "inside":
            above = row[f"flag_{name}"] == "above"
            return words("chart.above" if above else "chart.below", level=level_name(name, words))
    return words("chart.inside")


def compared(row: Mapping[str, Any], words: Words) -> str:
    """What was seen in an area of a funnel, what was expected, and the ratio of the two."""
    return words(
        "chart.compared",
        observed=words.number(row[comparison.OBSERVED]),
        expected=rate(row[comparison.EXPECTED], words),
        ratio=rate(row[comparison.RATIO], words),
    )


def recovered(row: Mapping[str, Any], words: Words) -> str:
    """After how many days an incident was recovered from, or that nobody dates it, and how long it lasted at least."""
    days = lasted(row, words)
    if pd.isna(row[col.DAYS_TO_RECOVER]):
        return f"{words('figure.end_unknown')} ({days})" if days else words("figure.end_unknown")
    return words("figure.recovered_after", days=days)


def short(name: str, length: int) -> str:
    """A name cut to so many signs."""
    return name if len(name) <= length else name[: length - 1].rstrip(" ,(") + "…"


def valued(name: object, value: str, words: Words) -> str:
    """A name and its value, as the description of a picture lists them."""
    return f"{name}{words('card.colon')}{value}"
