"""The geography around hospitals as HTML: where people would go and who lives near, as facts and as an exercise."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.words import catchments
from analytics.words.catchments import Stated
from analytics.words.escape import safe
from analytics.words.text import Words

SERVED = "population_served"
UNSAID = ("emergency", "transport", "staff", "season", "paper")


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
    sentences = _sentences(row, told, atlas, words)
    note = words("catchment.note", year=str(row[col.YEAR]))
    items = "".join(f"<li>{safe(sentence)}</li>" for sentence in sentences)
    return f'<ul class="plain" lang="{words.language}">{items}</ul><p class="said">{safe(note)}</p>'


def exercise(row: dict[str, Any], acute: int, atlas: Atlas, words: Words) -> str:
    """The same as an exercise: were the systems down; and what it cannot say."""
    others = int(row[col.BEDS_ELSEWHERE])
    beds = words("catchment.exercise_beds", count=others, own=words.number(acute), year=str(row[col.YEAR]))
    lines = [catchments.farther(row, 1, _names(atlas), words), beds]
    if not split_list(row[col.UNFIT]):
        number = words.number(catchments.rounded(float(row[col.PEOPLE_MODEL])))
        lines.append(words("catchment.exercise_people", people=number))
    unsaid = "".join(f"<li>{safe(words(f'catchment.unsaid_{name}'))}</li>" for name in UNSAID)
    said = "".join(f"<li>{safe(line)}</li>" for line in lines)
    return (
        f"<p><strong>{safe(words('catchment.exercise_what'))}</strong></p>"
        f'<ul class="plain" lang="{words.language}">{said}</ul>'
        f'<h3>{safe(words("catchment.unsaid"))}</h3><ul class="plain" lang="{words.language}">{unsaid}</ul>'
    )


def _sentences(row: dict[str, Any], told: Stated | None, atlas: Atlas, words: Words) -> list[str]:
    sites = len(split_list(row[col.FINESS_ET]))
    return [
        catchments.farther(row, sites, _names(atlas), words),
        catchments.elsewhere(row, words),
        catchments.nearest(row, sites, words),
        catchments.estimate(row, told, words),
    ]


def _names(atlas: Atlas) -> dict[str, str]:
    """What each hospital is called, with its town."""
    rows = atlas.hospitals
    named = zip(rows[col.FINESS_ET], rows["name"], rows[col.TOWN], strict=True)
    return {number: name if town in name else f"{name}, {town}" for number, name, town in named}
