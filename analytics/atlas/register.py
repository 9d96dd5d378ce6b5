"""The register of French hospitals beside the record: where their beds are, and which incidents named them."""

from __future__ import annotations

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.tables import LIST_SEPARATOR

NAMED, SITE, ENTITY = "named", "site", "entity"
DISCIPLINES = (col.ACUTE, col.PSYCHIATRIC, col.REHABILITATION, col.LONG_TERM, col.BEDS)


def located(hospitals: pd.DataFrame, beds: pd.DataFrame, departments: pd.DataFrame) -> pd.DataFrame:
    """The hospitals with region, country and, of the last year in which they had some, their beds by discipline.

    Parameters
    ----------
    hospitals : DataFrame
        One row a site: finess_et, department.
    beds : DataFrame
        One row a site and year: finess_et, year and the beds.
    departments : DataFrame
        code, region.
    """
    last = beds.sort_values(col.YEAR).drop_duplicates(col.FINESS_ET, keep="last").drop(columns=col.FINESS_EJ)
    placed = hospitals.copy()
    placed[col.REGION] = hospitals[col.DEPARTMENT].map(departments.set_index(col.CODE)[col.REGION])
    placed[col.COUNTRY] = FRANCE
    return placed.merge(
        last.rename(columns={col.YEAR: col.BEDS_YEAR}), on=col.FINESS_ET, how="left", validate="one_to_one"
    )


def beds_of_sites(hospitals: pd.DataFrame, beds: pd.DataFrame) -> pd.DataFrame:
    """Beds of each site and year where they are: finess_et, beds_year, department, region, country, beds.

    Parameters
    ----------
    hospitals : DataFrame
        One row a site: finess_et, department, region, country.
    beds : DataFrame
        One row a site and year: finess_et, year, beds.
    """
    where = hospitals[[col.FINESS_ET, col.DEPARTMENT, col.REGION, col.COUNTRY]]
    counted = beds[[col.FINESS_ET, col.YEAR, col.BEDS]].rename(columns={col.YEAR: col.BEDS_YEAR})
    joined = counted.merge(where, on=col.FINESS_ET, how="left", validate="many_to_one")
    return joined[[col.FINESS_ET, col.BEDS_YEAR, col.DEPARTMENT, col.REGION, col.COUNTRY, col.BEDS]]


def incidents_of(sites: pd.DataFrame, incidents: pd.DataFrame, beds: pd.DataFrame) -> pd.DataFrame:
    """Which incidents named which hospital: finess_et, incident_id, site_id, role, named, once a place and hospital.

    Where a place names the sites, `named` is ``site``. Where it names a legal entity alone, all sites that the entity
    had on the last 31 December before the attack (the nearest that is known) are named as ``entity``: nobody says
    which of them were hit.

    Parameters
    ----------
    sites : DataFrame
        Places of incidents: site_id, incident_id, role, finess_et (a list in a cell), finess_ej, beds_year.
    incidents : DataFrame
        incident_id, started_on.
    beds : DataFrame
        One row a hospital and year: finess_et, finess_ej, year.
    """
    columns = [col.FINESS_ET, col.INCIDENT_ID, col.SITE_ID, col.ROLE]
    own = pd.DataFrame(sites)[[*columns, col.FINESS_EJ]].assign(**{col.YEAR: _year_before(sites, incidents, beds)})
    by_site = own.assign(**{col.FINESS_ET: own[col.FINESS_ET].map(split_list)}).explode(col.FINESS_ET)
    by_site = by_site.dropna(subset=[col.FINESS_ET]).assign(**{NAMED: SITE})
    whole = own[own[col.FINESS_ET].isna() & own[col.FINESS_EJ].notna()].drop(columns=col.FINESS_ET)
    of_entity = beds[[col.FINESS_ET, col.FINESS_EJ, col.YEAR]]
    by_entity = whole.merge(of_entity, on=[col.FINESS_EJ, col.YEAR])
    return pd.concat([by_site, by_entity.assign(**{NAMED: ENTITY})])[[*columns, NAMED]].reset_index(drop=True)


def living_nearest(nearest: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Who lives nearest to which hospital: year, finess_et, department, people, communes.

    Parameters
    ----------
    nearest : DataFrame
        insee, from_year, to_year, finess_et.
    homes : DataFrame
        insee, department, population: communes, and the municipal districts of Paris, Lyon and Marseille.
    """
    own = nearest.merge(homes, on=col.INSEE, validate="many_to_one")
    years = range(int(own[col.FROM_YEAR].min()), int(own[col.TO_YEAR].max()) + 1) if len(own) else range(0)
    each = [own[(own[col.FROM_YEAR] <= year) & (own[col.TO_YEAR] >= year)].assign(**{col.YEAR: year}) for year in years]
    keys = [col.YEAR, col.FINESS_ET, col.DEPARTMENT]
    rows = pd.concat(each) if each else own.assign(**{col.YEAR: 0})
    return rows.groupby(keys).agg(people=(col.POPULATION, "sum"), communes=(col.INSEE, "size")).reset_index()


def with_point(beds: pd.DataFrame, hospitals: pd.DataFrame) -> pd.DataFrame:
    """Of the beds of each hospital and year, those of hospitals with a point, which have a geography."""
    return beds[beds[col.FINESS_ET].isin(hospitals.loc[hospitals[col.LATITUDE].notna(), col.FINESS_ET])]


def hit(sites: pd.DataFrame, incidents: pd.DataFrame, beds: pd.DataFrame) -> pd.DataFrame:
    """What geography is worked out from, of each incident that named hospitals with acute beds, sorted by identifier.

    Parameters
    ----------
    sites, incidents, beds : DataFrame
        As for `incidents_of`; sites have finess_ej, beds have acute.

    Returns
    -------
    DataFrame
        incident_id; year: of the beds, the last 31 December before the attack; finess_et: the hospitals named that had
        acute beds in that year; finess_ej: the legal entities named; role: those of the places. Lists in a cell.
    """
    named = incidents_of(sites, incidents, beds)
    own = pd.DataFrame(sites).assign(**{col.YEAR: _year_before(sites, incidents, beds)})
    own = own[own[col.SITE_ID].isin(named[col.SITE_ID])]
    years = own.groupby(col.INCIDENT_ID)[col.YEAR].max().rename(col.YEAR)
    acute = beds.loc[beds[col.ACUTE] > 0, [col.FINESS_ET, col.YEAR]]
    kept = named.merge(years, left_on=col.INCIDENT_ID, right_index=True).merge(acute, on=[col.FINESS_ET, col.YEAR])
    lists = {
        col.FINESS_ET: _lists(kept, col.FINESS_ET),
        col.FINESS_EJ: _lists(own, col.FINESS_EJ),
        col.ROLE: _lists(own, col.ROLE),
    }
    table = pd.DataFrame({col.YEAR: years} | lists).dropna(subset=[col.FINESS_ET])
    return table.rename_axis(col.INCIDENT_ID).sort_index().reset_index()


def _lists(rows: pd.DataFrame, column: str) -> pd.Series:
    """The distinct values of a column of each incident, as a list in a cell."""
    known = rows.dropna(subset=[column]).groupby(col.INCIDENT_ID)[column]
    return known.agg(lambda cells: LIST_SEPARATOR.join(sorted(set(cells))))


def _year_before(sites: pd.DataFrame, incidents: pd.DataFrame, beds: pd.DataFrame) -> pd.Series:
    """The year whose beds stand for each place: that of its beds, else the last before the attack, as far as known."""
    started = sites[col.INCIDENT_ID].map(incidents.set_index(col.INCIDENT_ID)[col.STARTED_ON])
    before = sites[col.BEDS_YEAR].fillna(pd.to_numeric(started.str[:4]).astype("Int64") - 1)
    return before.clip(beds[col.YEAR].min(), beds[col.YEAR].max())
