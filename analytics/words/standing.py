"""Where the figures of an incident stand, in sentences, and what makes another like it."""

from __future__ import annotations

from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.statistics.standing import Alike, Standing
from analytics.words.text import Words


def label(measure: str, words: Words) -> str:
    """What a measure is called where incidents are compared by it."""
    if measure == col.DAYS_TO_RECOVER:
        return words("standing.days")
    return MEASURES[measure].label.in_language(words.language)


def amount(measure: str, value: float, floor: bool, words: Words) -> str:
    """A figure as it is written: at least so much where it covers a part only."""
    unit = MEASURES[measure].unit if measure in MEASURES else ""
    written = words.measured(value, unit, 1 if measure == col.DAYS_TO_RECOVER else 0)
    return words("total.at_least", value=written) if floor else written


def sentence(one: Standing, words: Words) -> str:
    """The measure, then `place`."""
    return f"{label(one.measure, words)}{words('card.colon')}{place(one, words)}"


def place(one: Standing, words: Words) -> str:
    """The figure, how many of the others that have one are surely less, how many the same, and what one cannot say."""
    value = amount(one.measure, one.value, one.floor, words)
    said = [value]
    if not one.others:
        return f"{said[0]}{words('semicolon')}{words('standing.alone')}"
    said.append(words("standing.below", count=one.below, others=words.number(len(one.others))))
    said += [words("standing.same", count=one.same)] if one.same else []
    said += [words("standing.unsure", count=one.unsure)] if one.unsure else []
    said += [words("standing.floor", count=one.above)] if one.floor and one.above else []
    return words("semicolon").join(said)


def in_common(alike: Alike, words: Words) -> str:
    """What two incidents have in common, in words."""
    return words("standing.common", what=words.listing([words(f"standing.trait_{name}") for name in alike.common]))
