"""People whose nearest large hospital was in degraded mode, for page, picture, table and receipt."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.drawings.charts.base import Chart
from analytics.drawings.maps.nearest_map import nearest_map
from analytics.drawings.svg import charts
from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.outputs.held import Basis
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.statistics import areas
from analytics.statistics.nearest_days import NearestDays, OneDay, chosen_day, nearest_days, on_day
from analytics.words import phrases
from analytics.words.text import Words


def found(basis: Basis) -> NearestDays:
    """Every day of a choice."""
    whole = basis.held.choice(basis.selection)
    return whole.once(
        col.NEAREST_DAYS,
        lambda: nearest_days(basis.atlas, basis.published, whole.selection, basis.atlas.living_nearest),
    )


def one_day(basis: Basis) -> OneDay | None:
    """The day that a choice names, or that with most people; None where the choice has no day with a hospital."""
    every = found(basis)
    day = None if every.totals.empty else chosen_day(every, basis.selection.day)
    if day is None:
        return None
    codes = areas.chosen(basis.atlas, basis.selection, "department")
    return basis.held.choice(basis.selection).once(
        ("nearest-day", day), lambda: on_day(every, day, basis.atlas.living_nearest, codes)
    )


def named(day: OneDay, basis: Basis) -> pd.DataFrame:
    """The hospitals of a day as the register knows them: also name, town, department, latitude and longitude."""
    columns = [col.FINESS_ET, "name", "town", col.DEPARTMENT, col.LATITUDE, col.LONGITUDE]
    return day.hospitals.merge(basis.atlas.hospitals[columns], on=col.FINESS_ET, how="left", validate="one_to_one")


def department_names(basis: Basis, words: Words) -> dict[str, str]:
    """What each department is called, by its code."""
    return basis.atlas.place_names[col.DEPARTMENT, words.column("name")]


def scope(basis: Basis, words: Words) -> str:
    """The choice in words, in France; its dates cut the days, so that no attack is in doubt."""
    selection = basis.selection.without("incident")
    if not selection.names_area:
        selection = replace(selection, country=(FRANCE,))
    return words("kit.narrowed", scope=phrases.scope(selection, basis.atlas, words))


def described(basis: Basis, words: Words) -> tuple[object, ...]:
    """What the chart of days is described of."""
    return found(basis), scope(basis, words)


def draw(basis: Basis, sheet: Sheet) -> Drawing:
    """The map of the day of a choice; a choice without any day says so."""
    words, one = sheet.words, one_day(basis)
    if one is None:
        return charts.picture(Chart(words("nearest.nothing"), [scope(basis, words)], [], [], []), sheet)
    return nearest_map(one, named(one, basis), department_names(basis, words), scope(basis, words), sheet)
