"""Departments, regions and countries with the rates of a selection: the tables of the public contract.

Names of areas in a selection choose rows; everything else in it chooses the incidents that count. A row therefore
holds all incidents of its area, also those that touched a neighbour.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.atlas.atlas import Atlas, listed
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.statistics import counts as area_counts
from analytics.statistics import periods, rates

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
        sum of its departments, over the years of our French record, as everywhere else; the others begin in 2016
        and have no rates, because there the record is no census.
    known_until : date
        Nothing after it has been searched for.

    Returns
    -------
    DataFrame
        The columns of `schema.COMPUTED_TABLES`, in the order of the reference.
    """
    ids, possible = counted(incidents, selection), in_doubt(incidents, selection)
    areas = reference(atlas, level)
    codes = pd.Index(areas[col.CODE], name=col.CODE)
    counts = area_counts.counts(atlas.sites, ids, codes, level, possible, claimed(incidents))
    known_beds, known_entities = beds(atlas, level), atlas.entities_of[level]
    over = periods.period(selection, known_until)
    table = rates.rate_table(counts, areas, known_beds, known_entities, over)
    if level == col.COUNTRY:
        world = periods.period(selection, known_until, periods.FIRST_YEAR_WORLD)
        elsewhere = rates.rate_table(counts, areas, known_beds, known_entities, world)
        chosen_cases = rates.without_rates(elsewhere[elsewhere[col.CODE] != FRANCE])
        table = pd.concat([table[table[col.CODE] == FRANCE], chosen_cases])
        table = table.set_index(col.CODE).loc[codes].reset_index()
        table[col.COUNTRY_GROUPS] = table[col.CODE].map(listed(atlas.country_groups))
    return table[table[col.CODE].isin(chosen(atlas, selection, level))].reset_index(drop=True)


def covered(selection: Selection, level: Level, known_until: date = KNOWN_UNTIL) -> periods.Period:
    """The period over which the rates of a level are taken: what the selection covers of what has been searched."""
    return periods.period(
        selection, known_until, periods.FIRST_YEAR_WORLD if level == col.COUNTRY else periods.FIRST_YEAR_FRANCE
    )


def claimed(incidents: pd.DataFrame) -> pd.Series:
    """Ids of the incidents that the attacker alone claims."""
    return incidents.loc[incidents[col.STATUS] == "claimed", col.INCIDENT_ID]


def counted(incidents: pd.DataFrame, selection: Selection) -> pd.Series:
    """Ids of the incidents that a selection counts for certain, whatever areas it names.

    The incident named in an address counts alone, as in every other file taken away.
    """
    kept = incidents[col.INCIDENT_ID][selection.everywhere().certain(incidents)]
    return kept[kept == selection.incident] if selection.incident else kept


def in_doubt(incidents: pd.DataFrame, selection: Selection) -> pd.Series:
    """The incidents of which it is not known whether they lie in the period, by id, and what each weighs in a rate."""
    weights = periods.weights_in_doubt(incidents, selection.everywhere())
    return weights[weights.index == selection.incident] if selection.incident else weights


def chosen(atlas: Atlas, selection: Selection, level: Level) -> list[str]:
    """Codes of the areas of a level that lie in, or hold, the areas that a selection names; all where it names none.

    A country keeps all departments and regions of France or none; a department keeps its region and France.
    """
    lies_in = pd.DataFrame(
        {col.DEPARTMENT: atlas.departments[col.CODE], col.REGION: atlas.departments[col.REGION], col.COUNTRY: FRANCE}
    )
    if level == col.COUNTRY:
        lies_in = pd.concat([lies_in, pd.DataFrame({col.COUNTRY: atlas.countries[col.CODE]})])
    for name in (col.COUNTRY, col.REGION, col.DEPARTMENT):
        if named := getattr(selection, name):
            lies_in = lies_in[lies_in[name].isin(named)]
    if selection.group:
        groups = atlas.country_groups
        members = groups.loc[groups["group"].isin(selection.group), col.COUNTRY]
        lies_in = lies_in[lies_in[col.COUNTRY].isin(members)]
    return list(dict.fromkeys(lies_in[level].dropna()))


def reference(atlas: Atlas, level: Level) -> pd.DataFrame:
    """The areas of a level: code, name_fr, name_en, population, population_year (numbers, missing where not known).

    The people of France are those of its departments together, so that one figure holds everywhere.
    """
    areas = {col.DEPARTMENT: atlas.departments, col.REGION: atlas.regions, col.COUNTRY: atlas.countries}[level]
    table = areas.reindex(columns=[col.CODE, col.NAME_FR, col.NAME_EN, col.POPULATION, col.POPULATION_YEAR])
    table = table.assign(**{name: pd.to_numeric(table[name]) for name in (col.POPULATION, col.POPULATION_YEAR)})
    if level == col.COUNTRY:
        people = reference(atlas, "department")
        french = table[col.CODE] == FRANCE
        table[col.POPULATION] = table[col.POPULATION].mask(french, people[col.POPULATION].sum(skipna=False))
        table[col.POPULATION_YEAR] = table[col.POPULATION_YEAR].mask(french, people[col.POPULATION_YEAR].max())
    return table


def beds(atlas: Atlas, level: Level) -> pd.DataFrame:
    """Hospital beds of the areas of a level: code, year, beds, one row for each year that is known.

    Those of a region and of France are the sum of their departments, missing where one of them is. Those of other
    countries come from beds per 1 000 inhabitants, which are rounded.
    """
    known = atlas.beds
    if level == col.DEPARTMENT:
        return known
    regions = atlas.departments.set_index(col.CODE)[col.REGION]
    into = known[col.CODE].map(regions) if level == col.REGION else pd.Series(FRANCE, index=known.index)
    complete = (
        known.groupby([into.rename(col.CODE), col.YEAR])[col.BEDS]
        .agg(lambda cells: cells.sum(skipna=False))
        .reset_index()
    )
    if level == col.REGION:
        return complete
    others = atlas.countries[atlas.countries[col.CODE] != FRANCE].reindex(
        columns=[col.CODE, col.POPULATION, BEDS_PER_1000, col.BEDS_YEAR]
    )
    numbers = others[[col.POPULATION, BEDS_PER_1000, col.BEDS_YEAR]].apply(pd.to_numeric)
    each = pd.DataFrame(
        {
            col.CODE: others[col.CODE],
            col.YEAR: numbers[col.BEDS_YEAR],
            col.BEDS: (numbers[col.POPULATION] * numbers[BEDS_PER_1000] / 1000).round(),
        }
    ).dropna()
    return pd.concat([complete, each.astype({col.YEAR: int})], ignore_index=True)
