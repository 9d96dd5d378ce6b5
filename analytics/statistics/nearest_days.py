"""People whose nearest large acute hospital was in degraded mode, day by day: from what is known to what may be.

Nearest is the hospital of at least 100 acute beds that is nearest to the town hall in a straight line, of those that
there were on the last 31 December before the day. It is where they live, not where they are cared for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.atlas import register
from analytics.atlas.atlas import Atlas
from analytics.evidence.severity import CARE
from analytics.record.dates import days_meant, first_day, last_day
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR
from analytics.schema.version import KNOWN_UNTIL
from analytics.selection.selection import Selection
from analytics.statistics import areas
from analytics.statistics.recovery import DAYS_HIGH, DAYS_LOW, cases

UNKNOWN_FOR = (
    90  # days after the last one that a source speaks of: so long an end that nobody states may be yet to come
)
FROM_LOW, TO_LOW, FROM_HIGH, TO_HIGH, END_KNOWN = "from_low", "to_low", "from_high", "to_high", "end_known"
HIT_ROLES = ("entered", "unknown")  # what a source says of the incident is said of these places
NO_SYSTEM = "targeted"  # of a website alone
COUNTED = (col.PEOPLE, col.COMMUNES)
SHARE, SURELY = "share", "surely"
_DAY = pd.Timedelta(days=1)


class NearestDays(NamedTuple):
    """People and communes whose nearest large acute hospital was in degraded mode.

    Attributes
    ----------
    areas : DataFrame
        One row a day and department with anybody: day, department, people_low, people_high, communes_low,
        communes_high. Low is what sources show, high what they do not rule out.
    totals : DataFrame, index day
        Every day of the period: the same of all departments, and hospitals_low, hospitals_high.
    spells : DataFrame
        One row an incident and hospital, as `spells` has it, of those that anybody of the choice lives nearest to.
    """

    areas: pd.DataFrame
    totals: pd.DataFrame
    spells: pd.DataFrame


def spells(atlas: Atlas, incidents: pd.DataFrame) -> pd.DataFrame:
    """From when to when each hospital that an incident names was in degraded mode: surely, and perhaps.

    Parameters
    ----------
    atlas : Atlas
    incidents : DataFrame
        Published incidents (`atlas.published.publish`).

    Returns
    -------
    DataFrame
        incident_id, finess_et, from_low, to_low (days on which it surely was, both included; missing where there is
        none), from_high, to_high (days on which it may have been), end_known (whether a source bounds the end: else
        to_high is `UNKNOWN_FOR` days after the last day that one speaks of, which is no end).

    Notes
    -----
    Outages alone have spells (`recovery.outages`): neither thefts of data without an effect on care nor denials of
    service nor attempts. An incident without a stated effect on care, and a place that was cut off as a precaution or
    depends on a system hit elsewhere, may have been in degraded mode and is never sure to have been. Places that name a
    legal entity alone are left out: nobody says which of its sites were hit.
    """
    named = atlas.incidents_of_hospitals
    named = named[(named[register.NAMED] == register.SITE) & (named[col.ROLE] != NO_SYSTEM)]
    sure_role = named[col.ROLE].isin(HIT_ROLES)
    places = named.assign(sure=sure_role).groupby([col.INCIDENT_ID, col.FINESS_ET])["sure"].any().reset_index()
    facts = incidents[[col.INCIDENT_ID, col.STARTED_ON, col.SEVERITY]].merge(cases(incidents), on=col.INCIDENT_ID)
    rows = places.merge(facts, on=col.INCIDENT_ID, validate="many_to_one")
    first, latest = first_day(rows[col.STARTED_ON]), last_day(rows[col.STARTED_ON])
    least, most = (pd.to_timedelta(rows[name], unit="D") for name in (DAYS_LOW, DAYS_HIGH))
    to_low = (first + least).fillna(first)
    is_sure = rows["sure"] & (rows[col.SEVERITY] == CARE) & (latest <= to_low)
    last_seen = pd.concat([latest, to_low], axis=1).max(axis=1)
    to_high = (latest + most).fillna(last_seen + UNKNOWN_FOR * _DAY)
    return pd.DataFrame(
        {
            col.INCIDENT_ID: rows[col.INCIDENT_ID],
            col.FINESS_ET: rows[col.FINESS_ET],
            FROM_LOW: latest.where(is_sure),
            TO_LOW: to_low.where(is_sure),
            FROM_HIGH: first,
            TO_HIGH: to_high,
            END_KNOWN: rows[DAYS_HIGH].notna(),
        }
    )


def nearest_days(
    atlas: Atlas,
    published: pd.DataFrame,
    selection: Selection,
    living: pd.DataFrame,
    known_until: date = KNOWN_UNTIL,
) -> NearestDays:
    """The people of the departments of a choice, on each day of its period; hospitals and attacks lie anywhere.

    Parameters
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents at the selection's level of evidence.
    selection : Selection
        Areas cut the people, dates the days; all else cuts the incidents.
    living : DataFrame
        As `Atlas.living_nearest` has it.
    known_until : date
        Nothing after it has been searched for.
    """
    wanted = replace(selection.everywhere(), start="", end="")
    found = spells(atlas, published)
    found = found[found[col.INCIDENT_ID].isin(published[col.INCIDENT_ID][wanted.certain(published)])]
    living = living[living[col.DEPARTMENT].isin(areas.chosen(atlas, selection, "department"))]
    found = found[found[col.FINESS_ET].isin(living[col.FINESS_ET])]
    days = _period(found, selection, known_until)
    found = found[(found[FROM_HIGH] <= days.max()) & (found[TO_HIGH] >= days.min())].reset_index(drop=True)
    by_year = days.year.to_numpy() - 1
    years = by_year.clip(living[col.YEAR].min(), living[col.YEAR].max()) if len(living) else by_year
    hospitals = sorted(found[col.FINESS_ET].unique())
    surely = _each_day(found, hospitals, days, FROM_LOW, TO_LOW)
    perhaps = surely | _each_day(found, hospitals, days, FROM_HIGH, TO_HIGH)
    tables, counts = [], np.zeros((len(days), 2), dtype=int)
    for year in np.unique(years):
        of_year, here = years == year, living[living[col.YEAR] == year]
        tables.append(_of_year(here, hospitals, days[of_year], surely[of_year], perhaps[of_year]))
        has_people = np.isin(hospitals, here[col.FINESS_ET])
        counts[of_year] = np.stack([(hit & has_people).sum(axis=1) for hit in (surely[of_year], perhaps[of_year])], 1)
    table = pd.concat(tables, ignore_index=True) if tables else _none()
    totals = table.drop(columns=col.DEPARTMENT).groupby(col.DAY).sum().reindex(days, fill_value=0)
    totals[[f"{col.HOSPITALS}_low", f"{col.HOSPITALS}_high"]] = counts
    return NearestDays(table, totals.rename_axis(col.DAY), found)


class OneDay(NamedTuple):
    """One day of `NearestDays`.

    Attributes
    ----------
    day : Timestamp
    total : mapping of str to int
        The columns of `NearestDays.totals`.
    areas : DataFrame, index department
        Every department of the choice where anybody has a nearest hospital: people and communes, low and high, with
        population, share_low and share_high of its people.
    hospitals : DataFrame
        finess_et, surely, people, communes (of the choice, nearest to it), incident_ids (a list in a cell); those that
        surely were in degraded mode first, then those with most people.
    before, after : Timestamp or None
        The nearest days on which a hospital's degraded mode began, or may have.
    """

    day: pd.Timestamp
    total: Mapping[str, int]
    areas: pd.DataFrame
    hospitals: pd.DataFrame
    before: pd.Timestamp | None
    after: pd.Timestamp | None


def chosen_day(found: NearestDays, text: str) -> pd.Timestamp | None:
    """The day that an address names (of a month or a year the first); without one that with most people.

    None where the choice has no day at all.
    """
    if text:
        return days_meant(text)[0]
    if found.totals.empty:
        return None
    people = found.totals[[f"{col.PEOPLE}_{end}" for end in (col.LOW, col.HIGH)]]
    most: pd.Timestamp = people.sort_values([*people], ascending=False, kind="stable").index[0]
    return most


def on_day(found: NearestDays, day: pd.Timestamp, living: pd.DataFrame, codes: list[str]) -> OneDay:
    """What `found` has of one day, with all departments of the choice and the hospitals that were hit.

    Parameters
    ----------
    found : NearestDays
    day : Timestamp
        It need not lie in the period.
    living : DataFrame
        As `Atlas.living_nearest` has it.
    codes : list of str
        The departments of the choice.
    """
    year = min(max(day.year - 1, living[col.YEAR].min()), living[col.YEAR].max())
    here = living[(living[col.YEAR] == year) & living[col.DEPARTMENT].isin(codes)]
    rows = found.areas[found.areas[col.DAY] == day].drop(columns=col.DAY).set_index(col.DEPARTMENT)
    people = here.groupby(col.DEPARTMENT)[col.PEOPLE].sum().rename(col.POPULATION)
    areas_of_day = rows.reindex(people.index, fill_value=0).join(people)
    for end in (col.LOW, col.HIGH):
        areas_of_day[f"{SHARE}_{end}"] = areas_of_day[f"{col.PEOPLE}_{end}"] / areas_of_day[col.POPULATION]
    starts = found.spells[FROM_HIGH].drop_duplicates().sort_values()
    starts = starts[starts.isin(found.totals.index)]
    before, after = starts[starts < day], starts[starts > day]
    total = {str(name): int(found.totals[name].get(day, 0)) for name in found.totals}
    return OneDay(
        day,
        total,
        areas_of_day,
        _hospitals(found.spells, day, here),
        None if before.empty else before.iloc[-1],
        None if after.empty else after.iloc[0],
    )


def _hospitals(found: pd.DataFrame, day: pd.Timestamp, living: pd.DataFrame) -> pd.DataFrame:
    """The rows of `OneDay.hospitals`."""
    surely = (found[FROM_LOW] <= day) & (found[TO_LOW] >= day)
    there = surely | ((found[FROM_HIGH] <= day) & (found[TO_HIGH] >= day))
    of_hospital = found[there].assign(**{SURELY: surely[there]}).groupby(col.FINESS_ET)
    table = pd.DataFrame(
        {
            SURELY: of_hospital[SURELY].any(),
            col.INCIDENT_IDS: of_hospital[col.INCIDENT_ID].agg(lambda ids: LIST_SEPARATOR.join(sorted(set(ids)))),
        }
    )
    near = living.groupby(col.FINESS_ET)[list(COUNTED)].sum()
    table = table.join(near, how="inner").rename_axis(col.FINESS_ET).reset_index()
    return table.sort_values([SURELY, col.PEOPLE], ascending=False, kind="stable").reset_index(drop=True)


def _none() -> pd.DataFrame:
    numbers = {f"{name}_{end}": pd.Series(dtype=int) for name in COUNTED for end in (col.LOW, col.HIGH)}
    return pd.DataFrame({col.DAY: pd.Series(dtype="datetime64[us]"), col.DEPARTMENT: pd.Series(dtype="str"), **numbers})


def _period(found: pd.DataFrame, selection: Selection, known_until: date) -> pd.DatetimeIndex:
    """The days that the choice has, from the first on which a hospital may have been hit; none where there is none."""
    if found.empty:
        return pd.DatetimeIndex([])
    first, last = found[FROM_HIGH].min(), min(found[TO_HIGH].max(), pd.Timestamp(known_until))
    if selection.start:
        first = max(first, days_meant(selection.start)[0])
    if selection.end:
        last = min(last, days_meant(selection.end)[1])
    return pd.date_range(first, last, freq="D", unit="us")


def _each_day(
    found: pd.DataFrame, hospitals: list[str], days: pd.DatetimeIndex, begin: str, end: str
) -> npt.NDArray[np.bool_]:
    """Whether each hospital is within a spell on each day, shape (days, hospitals)."""
    hit = np.zeros((len(days), len(hospitals)), dtype=bool)
    place = {finess: number for number, finess in enumerate(hospitals)}
    for finess, start, stop in zip(found[col.FINESS_ET], found[begin], found[end], strict=True):
        if pd.notna(start):
            hit[:, place[finess]] |= (days >= start) & (days <= stop)
    return hit


def _of_year(
    living: pd.DataFrame,
    hospitals: list[str],
    days: pd.DatetimeIndex,
    surely: npt.NDArray[np.bool_],
    perhaps: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """The rows of `NearestDays.areas` on days whose hospitals are those of one year."""
    columns = {}
    for name in COUNTED:
        wide = living.pivot(index=col.FINESS_ET, columns=col.DEPARTMENT, values=name)
        wide = wide.reindex(hospitals).fillna(0).astype(int)
        for end, hit in ((col.LOW, surely), (col.HIGH, perhaps)):
            columns[f"{name}_{end}"] = hit.astype(int) @ wide.to_numpy()
    day, department = np.nonzero(columns[f"{COUNTED[1]}_{col.HIGH}"])
    return pd.DataFrame(
        {
            col.DAY: days[day],
            col.DEPARTMENT: wide.columns.to_numpy()[department],
            **{name: numbers[day, department] for name, numbers in columns.items()},
        }
    )
