"""The geography around hospitals as HTML: where people would go and who lives near, as facts and as an exercise."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.words import around
from analytics.words.escape import safe
from analytics.words.text import Words

SERVED = "population_served"
UNSAID = ("emergency", "transport", "staff", "season", "paper")


class Stated(NamedTuple):
    """The people served that sources state, from the lowest to the highest.

    Attributes
    ----------
    whole : whether they say so of what the hospital is part of, and not of it alone.
    """

    low: float
    high: float
    whole: bool = False


def of_hospital(number: str, atlas: Atlas) -> dict[str, Any] | None:
    """The geography of a hospital in its last year with acute beds; None where it never had any or has no point."""
    rows = atlas.catchments
    own = rows[rows[col.FINESS_ET] == number].sort_values(col.YEAR)
    return None if own.empty else rows_of(own.tail(1))[0]


def of_incident(incident: str, atlas: Atlas) -> dict[str, Any] | None:
    """That of the hospitals which an incident names, before the attack; None where none of them had acute beds."""
    rows = atlas.incident_catchments
    own = rows_of(rows[rows[col.INCIDENT_ID] == incident])
    return own[0] if own else None


def stated(claims: pd.DataFrame, *, whole: bool = False) -> Stated | None:
    """The people served that the claims state, `whole` as `Stated` has it; None where no claim does."""
    said = pd.to_numeric(claims.loc[claims[col.MEASURE] == SERVED, col.VALUE], errors="coerce").dropna()
    return None if said.empty else Stated(float(said.min()), float(said.max()), whole)


def facts(row: dict[str, Any], told: Stated | None, atlas: Atlas, words: Words) -> str:
    """Where people would go and who lives near, each a sentence; then what the distances are."""
    lines = [*_farther(row, atlas, words), _nearest(row, words), _estimate(row, told, words)]
    note = words("catchment.note", year=str(row[col.YEAR]))
    return f'{_list(lines, words)}<p class="said">{safe(note)}</p>'


def exercise(row: dict[str, Any], acute: int, atlas: Atlas, words: Words) -> str:
    """The same as an exercise: were the systems down; and what it cannot say. `acute` are its own beds."""
    lines = [
        *_farther(row, atlas, words),
        words("catchment.exercise_own", count=acute, year=str(row[col.YEAR])),
    ]
    if not split_list(row[col.UNFIT]):
        lines.append(words("catchment.exercise_people", people=around.people(row[col.PEOPLE_MODEL], words)))
    unsaid = [words(f"catchment.unsaid_{name}") for name in UNSAID]
    return (
        f"<p><strong>{safe(words('catchment.exercise_what'))}</strong></p>{_list(lines, words)}"
        f"<h3>{safe(words('catchment.unsaid'))}</h3>{_list(unsaid, words)}"
    )


def _farther(row: dict[str, Any], atlas: Atlas, words: Words) -> list[str]:
    """How much farther the next large hospital is, how many beds others have, and which it would be for most."""
    said = [around.next_hospital(row, words)]
    if not pd.isna(row[col.NEXT_100]):
        register = atlas.hospitals
        name, town = register.loc[register[col.FINESS_ET] == row[col.NEXT_100], ["name", col.TOWN]].iloc[0]
        said.append(words("catchment.next", hospital=name if town in name else f"{name}, {town}"))
    return said


def _nearest(row: dict[str, Any], words: Words) -> str:
    sites, people = len(split_list(row[col.FINESS_ET])), row[col.PEOPLE_NEAREST_100]
    if not people:
        return words("catchment.nearest_none", count=sites)
    return words("catchment.nearest", count=sites, people=around.people(people, words))


def _estimate(row: dict[str, Any], told: Stated | None, words: Words) -> str:
    """The estimate of people or why there is none, then what sources state where the estimate does not say it."""
    if told is None:
        return f"{around.estimate(row, words)} {words('catchment.not_stated')}"
    if not told.whole and not split_list(row[col.UNFIT]):
        return around.estimate(row, words, (told.low, told.high))
    people = words.number(told.low)
    if told.low != told.high:
        people = words("around.span", low=people, high=words.number(told.high))
    said = words("catchment.stated_whole" if told.whole else "catchment.stated", people=people)
    return f"{around.estimate(row, words)} {said}"


def _list(lines: list[str], words: Words) -> str:
    items = "".join(f"<li>{safe(line)}</li>" for line in lines)
    return f'<ul class="plain" lang="{words.language}">{items}</ul>'
