"""What incidents weighed in terms of care: the beds of the hospitals hit, and bed-days in degraded mode.

Unknown is never zero: a hospital without known beds, or a recovery that nobody states, is counted apart, and the
figure beside it is said to be a lower bound.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR
from analytics.statistics.counts import coverage
from analytics.statistics.denominators import beds_in

HOSPITALS, WITHOUT_BEDS, IN_SEVERAL = "hospitals", "without_beds", "in_several"
BEDS_HIT, SHARE, STATED_SHARE, IS_LOWER_BOUND = "beds_hit", "share", "stated_share", "is_lower_bound"
STATE = "state"
COMPLETE, INCOMPLETE, BEDS_UNKNOWN = "complete", "incomplete", "beds-unknown"
NOT_HIT = ("targeted",)  # a website was, the hospital was not


class BedDays(NamedTuple):
    """Bed-days by area, and what belongs to no single area; every incident is in one of the three, and in one only.

    Attributes
    ----------
    areas : DataFrame, index code
        value, low, high: sums over the incidents that are complete, missing where there is none; complete,
        incomplete, beds-unknown: how many incidents are; is_lower_bound: whether incidents were left out of the sum.
    several : DataFrame
        The rows of `bed_days` of those incidents that touched several areas: nobody says how many beds in each.
    unplaced : DataFrame
        The rows of those that touched no known area.
    """

    areas: pd.DataFrame
    several: pd.DataFrame
    unplaced: pd.DataFrame


def share_of_beds_hit(
    sites: pd.DataFrame, establishments: pd.DataFrame, incident_ids: pd.Series, beds: pd.DataFrame, level: str
) -> pd.DataFrame:
    """The part of each area's beds that is in a hospital that was hit, each hospital once and its beds where they are.

    Parameters
    ----------
    sites : DataFrame
        Placed sites: site_id, incident_id, role, finess_et, finess_ej, beds, beds_year and the column named by `level`.
        A site that was only `targeted` (its website) was not hit.
    establishments : DataFrame
        The beds of establishments where they are: finess_et, beds_year, department, region, beds (`Atlas.beds_sites`).
        A site of which one is not known there has all its beds where it stands.
    incident_ids : Series of str
        The incidents that count.
    beds : DataFrame
        code, year, beds of the areas; those of the year nearest to the hospital's are divided by.
    level : str
        ``department`` or ``region``.

    Returns
    -------
    DataFrame, index code (the areas of `beds`)
        hospitals: distinct hospitals hit that have beds there. without_beds: those of them without known beds.
        in_several: those whose establishments lie in several departments (AP-HP); the beds that are here count here.
        beds_hit: beds of the hospitals that have some, missing where none has. stated_share: beds_hit over the area's
        beds, 0 where nothing was hit. share: the same, at most 1; where the two differ, beds elsewhere were counted,
        and the page must say so. is_lower_bound: whether hospitals are left out.
    """
    known = beds.dropna()
    hit = sites[sites[col.INCIDENT_ID].isin(incident_ids) & ~sites[col.ROLE].isin(NOT_HIT)]
    each = _hospitals(_where_beds_are(hit, establishments, level).dropna(subset=[level]), level)
    divisors = {int(year): beds_in(known, int(year))[col.BEDS] for year in each[col.BEDS_YEAR].dropna().unique()}
    each[SHARE] = [
        # no division where the beds or their year are not known
        row_beds / divisors[int(year)].get(area, float("nan"))
        if pd.notna(row_beds) and pd.notna(year)
        else float("nan")
        for area, row_beds, year in zip(each[level], each[col.BEDS], each[col.BEDS_YEAR], strict=True)
    ]
    grouped = each.groupby(level)
    codes = pd.Index(known[col.CODE].unique(), name=col.CODE)
    table = pd.DataFrame(
        {HOSPITALS: grouped.size(), WITHOUT_BEDS: grouped[SHARE].agg(lambda cells: cells.isna().sum())}
    )
    table[IN_SEVERAL] = grouped[IN_SEVERAL].sum()
    table = table.reindex(codes).fillna(0).astype(int)
    for name, column in ((BEDS_HIT, col.BEDS), (STATED_SHARE, SHARE)):
        sums = each[each[SHARE].notna()].groupby(level)[column].sum().astype(float).reindex(codes)
        table[name] = sums.mask(table[HOSPITALS] == 0, 0.0)
    table[SHARE] = table[STATED_SHARE].clip(upper=1.0)
    table[IS_LOWER_BOUND] = table[WITHOUT_BEDS] > 0
    return table


def _where_beds_are(hit: pd.DataFrame, establishments: pd.DataFrame, level: str) -> pd.DataFrame:
    """The sites, each once an area in which it has establishments, with those and with their beds; `in_several`."""
    listed = pd.DataFrame(hit).assign(**{col.FINESS_ET: hit[col.FINESS_ET].map(split_list)}).explode(col.FINESS_ET)
    key = [col.FINESS_ET, col.BEDS_YEAR]
    found = listed.merge(establishments[[*key, level, col.BEDS]], on=key, how="left", suffixes=("", "_here"))
    whole = found[f"{col.BEDS}_here"].notna().groupby(found[col.SITE_ID]).transform("all")
    several = found[whole].groupby(col.SITE_ID)[f"{level}_here"].nunique()
    parts = (
        found[whole]
        .groupby([col.SITE_ID, f"{level}_here"], as_index=False)
        .agg({col.FINESS_ET: LIST_SEPARATOR.join, f"{col.BEDS}_here": "sum"})
    )
    parts = parts.rename(columns={f"{level}_here": level, f"{col.BEDS}_here": col.BEDS})
    rest = pd.DataFrame(hit)[[col.SITE_ID, col.FINESS_EJ, col.BEDS_YEAR]]
    parts = parts.merge(rest, on=col.SITE_ID, validate="many_to_one")
    parts[IN_SEVERAL] = parts[col.SITE_ID].map(several) > 1
    others = hit[~hit[col.SITE_ID].isin(parts[col.SITE_ID])]
    departments = others[col.FINESS_ET].map(lambda cell: len({department_of_finess(each) for each in split_list(cell)}))
    return pd.concat([parts, others.assign(**{IN_SEVERAL: departments > 1})], ignore_index=True)


def _hospitals(hit: pd.DataFrame, level: str) -> pd.DataFrame:
    """Each hospital of each area once: area, beds, beds_year, in_several.

    The establishments of a row are its geographical numbers, else its legal entity, else the site itself. Of rows that
    share an establishment the one with the most establishments is kept, of those as many one with beds, and of these
    the latest; a row for a whole legal entity holds all rows of that entity.
    """
    rows = pd.DataFrame(hit)[
        [level, col.SITE_ID, col.FINESS_ET, col.FINESS_EJ, col.BEDS, col.BEDS_YEAR, IN_SEVERAL]
    ].reset_index(drop=True)
    numbers = rows[col.FINESS_ET].map(split_list)
    whole = numbers.map(len).eq(0) & rows[col.FINESS_EJ].notna()
    names = [
        set(own) or {entity if pd.notna(entity) else site}
        for own, entity, site in zip(numbers, rows[col.FINESS_EJ], rows[col.SITE_ID], strict=True)
    ]
    rows = rows.assign(
        many=[len(own) for own in names], whole=whole, known=rows[[col.BEDS, col.BEDS_YEAR]].notna().all(axis=1)
    )
    order = rows.sort_values(["known", "whole", "many", col.BEDS_YEAR], ascending=False, kind="stable").index
    taken: dict[str, set[str]] = {}
    kept = []
    for row in order:
        entity = rows.loc[row, col.FINESS_EJ]
        held = taken.setdefault(rows.loc[row, level], set())
        if not held & (names[row] | ({entity} if pd.notna(entity) else set())):
            kept.append(row)
        held |= names[row]
    return rows.loc[sorted(kept), [level, col.BEDS, col.BEDS_YEAR, IN_SEVERAL]]


def department_of_finess(number: str) -> str:
    """The department under which an establishment was registered, from its FINESS number.

    >>> department_of_finess("690784137"), department_of_finess("970400024"), department_of_finess("2A0000287")
    ('69', '974', '2A')
    """
    return f"97{number[3]}" if number.startswith("970") else number[:2]


def bed_days(incidents: pd.DataFrame) -> pd.DataFrame:
    """Beds times days from the attack to the recovery, low to high, for each incident.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents: incident_id, beds and days_to_recover, each with its `_low` and `_high`.

    Returns
    -------
    DataFrame
        incident_id; value (the values retained, missing where there is none), low, high; state: ``complete``;
        ``incomplete`` where the beds are known and nobody states the recovery, so that all one knows is that there
        were some bed-days; ``beds-unknown``. Numbers are missing unless complete.
    """
    table = incidents[[col.INCIDENT_ID]].reset_index(drop=True)
    for name, suffix in ((col.VALUE, ""), (col.LOW, "_low"), (col.HIGH, "_high")):
        table[name] = _numbers(incidents, f"{col.BEDS}{suffix}") * _numbers(incidents, f"{col.DAYS_TO_RECOVER}{suffix}")
    beds, days = (_numbers(incidents, f"{name}_low").notna() for name in (col.BEDS, col.DAYS_TO_RECOVER))
    states = pd.Series(COMPLETE, index=table.index, dtype="str")
    table[STATE] = states.mask(~days, INCOMPLETE).mask(~beds, BEDS_UNKNOWN)
    return table


def _numbers(incidents: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_numeric(incidents[name]).astype(float).reset_index(drop=True)


def bed_days_by_area(incidents: pd.DataFrame, sites: pd.DataFrame, codes: pd.Index, level: str) -> BedDays:
    """Bed-days of each area; those of an incident that touched several areas, or none, stay apart.

    Parameters
    ----------
    incidents : DataFrame
        Published incidents, as for `bed_days`.
    sites : DataFrame
        Placed sites: site_id, incident_id, country and the column named by `level`.
    codes : Index of str
        The areas.
    level : str
        ``department``, ``region`` or ``country``.
    """
    each = bed_days(incidents)
    touched = coverage(sites, incidents[col.INCIDENT_ID], level)
    single = (
        sites.loc[sites[col.INCIDENT_ID].isin(incidents[col.INCIDENT_ID]), [col.INCIDENT_ID, level]]
        .dropna()
        .drop_duplicates()
    )
    single = single[~single[col.INCIDENT_ID].isin(touched.several[col.INCIDENT_ID])]
    placed = each.merge(single, on=col.INCIDENT_ID, how="inner", validate="one_to_one")
    table = pd.DataFrame(index=codes)
    complete = placed[placed[STATE] == COMPLETE].groupby(level)
    table[[col.VALUE, col.LOW, col.HIGH]] = complete[[col.VALUE, col.LOW, col.HIGH]].sum(min_count=1)
    for state in (COMPLETE, INCOMPLETE, BEDS_UNKNOWN):
        table[state] = placed[placed[STATE] == state].groupby(level).size()
    table = table.fillna(dict.fromkeys((COMPLETE, INCOMPLETE, BEDS_UNKNOWN), 0))
    table = table.astype(dict.fromkeys((COMPLETE, INCOMPLETE, BEDS_UNKNOWN), int))
    table[IS_LOWER_BOUND] = table[INCOMPLETE] + table[BEDS_UNKNOWN] > 0
    several = each[each[col.INCIDENT_ID].isin(touched.several[col.INCIDENT_ID])]
    apart = each[each[col.INCIDENT_ID].isin(touched.unplaced)]
    return BedDays(table, several.reset_index(drop=True), apart.reset_index(drop=True))
