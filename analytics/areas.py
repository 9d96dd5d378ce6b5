"""Departments, regions and countries with the rates of a selection: the tables of the public contract.

Names of areas in a selection choose rows; everything else in it chooses the incidents that count. A row therefore
holds all incidents of its area, also those that touched a neighbour.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics import rates
from analytics.atlas import Atlas
from analytics.geography import Level
from analytics.schema import (
    BEDS,
    BEDS_YEAR,
    CODE,
    COUNTRY,
    DEPARTMENT,
    FRANCE,
    INCIDENT_ID,
    NAME_EN,
    NAME_FR,
    POPULATION,
    POPULATION_YEAR,
    REGION,
    YEAR,
)
from analytics.selection import Selection
from analytics.version import KNOWN_UNTIL

BEDS_PER_1000 = "beds_per_1000"


def rate_table(
    atlas: Atlas, incidents: pd.DataFrame, selection: Selection, level: Level, known_until: date = KNOWN_UNTIL
) -> pd.DataFrame:
    """The areas that a selection names (all where it names none), with people, beds, counts and yearly rates.

    Parameters
    ----------
    atlas : Atlas
    incidents : DataFrame
        Published incidents (`atlas.publish`) for the selection's level of evidence.
    selection : Selection
    level : str
        ``department`` (101 rows), ``region`` (18) or ``country``. In the table of countries the row of France is the
        sum of its departments, over the years of our French record, as everywhere else; the others begin in 2016.
    known_until : date
        Nothing after it has been searched for.

    Returns
    -------
    DataFrame
        The columns of `schema.COMPUTED_TABLES`, in the order of the reference.
    """
    ids = counted(incidents, selection)
    areas = reference(atlas, level)
    codes = pd.Index(areas[CODE], name=CODE)
    counts = rates.counts(atlas.sites, ids, codes, level)
    known_beds = beds(atlas, level)
    over = rates.period(selection, known_until)
    table = rates.rate_table(counts, areas, known_beds, over)
    if level == COUNTRY:
        world = rates.period(selection, known_until, rates.FIRST_YEAR_WORLD)
        elsewhere = rates.rate_table(counts, areas, known_beds, world)
        table = pd.concat([table[table[CODE] == FRANCE], elsewhere[elsewhere[CODE] != FRANCE]])
        table = table.set_index(CODE).loc[codes].reset_index()
    return table[table[CODE].isin(chosen(atlas, selection, level))].reset_index(drop=True)


def covered(selection: Selection, level: Level, known_until: date = KNOWN_UNTIL) -> rates.Period:
    """The period over which the rates of a level are taken: what the selection covers of what has been searched."""
    return rates.period(selection, known_until, rates.FIRST_YEAR_WORLD if level == COUNTRY else rates.FIRST_YEAR_FRANCE)


def counted(incidents: pd.DataFrame, selection: Selection) -> pd.Series:
    """Ids of the incidents that a selection counts, whatever areas it names.

    The incident named in an address counts alone, as in every other file taken away.
    """
    kept = selection.everywhere().keep(incidents)[INCIDENT_ID]
    return kept[kept == selection.incident] if selection.incident else kept


def chosen(atlas: Atlas, selection: Selection, level: Level) -> list[str]:
    """Codes of the areas of a level that lie in, or hold, the areas that a selection names; all where it names none.

    A country keeps all departments and regions of France or none; a department keeps its region and France.
    """
    lies_in = pd.DataFrame({DEPARTMENT: atlas.departments[CODE], REGION: atlas.departments[REGION], COUNTRY: FRANCE})
    if level == COUNTRY:
        lies_in = pd.concat([lies_in, pd.DataFrame({COUNTRY: atlas.countries[CODE]})])
    for name in (COUNTRY, REGION, DEPARTMENT):
        if named := getattr(selection, name):
            lies_in = lies_in[lies_in[name].isin(named)]
    return list(dict.fromkeys(lies_in[level].dropna()))


def reference(atlas: Atlas, level: Level) -> pd.DataFrame:
    """The areas of a level: code, name_fr, name_en, population, population_year (numbers, missing where not known).

    The people of France are those of its departments together, so that one figure holds everywhere.
    """
    areas = {DEPARTMENT: atlas.departments, REGION: atlas.regions, COUNTRY: atlas.countries}[level]
    table = areas.reindex(columns=[CODE, NAME_FR, NAME_EN, POPULATION, POPULATION_YEAR])
    table = table.assign(**{name: pd.to_numeric(table[name]) for name in (POPULATION, POPULATION_YEAR)})
    if level == COUNTRY:
        people = reference(atlas, "department")
        french = table[CODE] == FRANCE
        table[POPULATION] = table[POPULATION].mask(french, people[POPULATION].sum(skipna=False))
        table[POPULATION_YEAR] = table[POPULATION_YEAR].mask(french, people[POPULATION_YEAR].max())
    return table


def beds(atlas: Atlas, level: Level) -> pd.DataFrame:
    """Hospital beds of the areas of a level: code, year, beds, one row for each year that is known.

    Those of a region and of France are the sum of their departments, missing where one of them is. Those of other
    countries come from beds per 1 000 inhabitants, which are rounded.
    """
    known = atlas.beds
    if level == DEPARTMENT:
        return known
    regions = atlas.departments.set_index(CODE)[REGION]
    into = known[CODE].map(regions) if level == REGION else pd.Series(FRANCE, index=known.index)
    complete = known.groupby([into.rename(CODE), YEAR])[BEDS].agg(lambda cells: cells.sum(skipna=False)).reset_index()
    if level == REGION:
        return complete
    others = atlas.countries[atlas.countries[CODE] != FRANCE].reindex(
        columns=[CODE, POPULATION, BEDS_PER_1000, BEDS_YEAR]
    )
    numbers = others[[POPULATION, BEDS_PER_1000, BEDS_YEAR]].apply(pd.to_numeric)
    each = pd.DataFrame(
        {
            CODE: others[CODE],
            YEAR: numbers[BEDS_YEAR],
            BEDS: (numbers[POPULATION] * numbers[BEDS_PER_1000] / 1000).round(),
        }
    ).dropna()
    return pd.concat([complete, each.astype({YEAR: int})], ignore_index=True)
