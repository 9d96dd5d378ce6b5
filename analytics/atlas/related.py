"""Which incidents belong together: one campaign, one department, one actor's name, the same weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from analytics.record.cells import plain, split_list
from analytics.record.dates import first_day, last_day
from analytics.schema import col

CAMPAIGN, DEPARTMENT, ACTOR, PERIOD = "campaign", "department", "actor", "period"
DAYS_APART = 30
# words of a name that names nobody
_NOBODY = ("not", "individual", "person", "user", "employee", "former")


def related(incident: str, incidents: pd.DataFrame, claims: pd.DataFrame) -> dict[str, list[str]]:
    """The incidents related to one, by what relates them; a reason that relates none is absent.

    Parameters
    ----------
    incident : str
        Identifier of an incident of the table.
    incidents : DataFrame
        Published incidents: incident_id, related_ids, departments (lists in a cell), started_on.
    claims : DataFrame
        Claims; those of measure ``actor`` that are retained name actors.

    Returns
    -------
    dict of str to list of str
        ``campaign``: named as one campaign. ``department``: a department in common. ``actor``: the same
        name of an actor; a name that sources write differently is another name. ``period``: begun within 30 days,
        whatever the precision of both dates allows. An incident stands under its first reason alone.
    """
    table = incidents.set_index(col.INCIDENT_ID)
    own = table.loc[incident]
    others = table.drop(index=incident)
    departments = set(split_list(own[col.DEPARTMENTS]))
    actors = _actors(claims)
    starts, ends = first_day(table[col.STARTED_ON]), last_day(table[col.STARTED_ON])
    apart = pd.Timedelta(days=DAYS_APART)
    near = (starts <= ends[incident] + apart) & (ends >= starts[incident] - apart)
    precise = table[col.STARTED_ON].str.len() == 10
    # either of two may name the other: the notes of one are not always repeated with the other
    named = set(split_list(own[col.RELATED_IDS])) | {
        str(other) for other, cell in others[col.RELATED_IDS].items() if incident in split_list(cell)
    }
    reasons = {
        CAMPAIGN: [other for other in others.index if other in named],
        DEPARTMENT: [other for other, cell in others[col.DEPARTMENTS].items() if departments & set(split_list(cell))],
        ACTOR: [other for other in others.index if actors.get(incident, set()) & actors.get(str(other), set())],
        PERIOD: [other for other in others.index if near[other] and precise[other] and precise[incident]],
    }
    seen: set[str] = set()
    by_reason: dict[str, list[str]] = {}
    for reason, those in reasons.items():
        fresh = [str(other) for other in those if other not in seen]
        seen |= set(fresh)
        if fresh:
            by_reason[reason] = fresh
    return by_reason


def first_of_campaigns(incidents: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The incidents with one of each campaign: that which began first, so that a campaign counts once.

    Parameters
    ----------
    incidents : DataFrame
        The incidents that count: incident_id, started_on.
    known : DataFrame
        Every incident that may tie two of them together: incident_id, related_ids. Either of two may name the other.
    """
    place = {incident: number for number, incident in enumerate(known[col.INCIDENT_ID])}
    named = known.set_index(col.INCIDENT_ID)[col.RELATED_IDS].map(split_list).explode().dropna()
    named = named[named.isin(list(place))]
    ties = (np.ones(len(named)), (named.index.map(place).to_numpy(int), named.map(place).to_numpy(int)))
    _, campaign = csgraph.connected_components(sparse.coo_array(ties, shape=(len(place), len(place))), directed=False)
    own = pd.Series(campaign, known[col.INCIDENT_ID].to_numpy())[incidents[col.INCIDENT_ID]].set_axis(incidents.index)
    in_time = incidents.sort_values([col.STARTED_ON, col.INCIDENT_ID])
    return incidents[~own[in_time.index].duplicated().reindex(incidents.index)]


def _actors(claims: pd.DataFrame) -> dict[str, set[str]]:
    """The plain names of the actors retained for each incident; who says that nobody is named names nobody."""
    rows = claims[(claims[col.MEASURE] == "actor") & (claims[col.PREFERRED] == "yes")].dropna(subset=[col.VALUE])
    named: dict[str, set[str]] = {}
    for incident, value in zip(rows[col.INCIDENT_ID], rows[col.VALUE], strict=True):
        name = plain(value.partition("(")[0])
        if name and not any(word in name.split() for word in _NOBODY):
            named.setdefault(incident, set()).add(name)
    return named
