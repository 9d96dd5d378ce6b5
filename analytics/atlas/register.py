"""The register of French hospitals beside the record: where their beds are, and which incidents named them."""

from __future__ import annotations

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE

NAMED, SITE, ENTITY = "named", "site", "entity"


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
    own = pd.DataFrame(sites)[[*columns, col.FINESS_EJ, col.BEDS_YEAR]]
    by_site = own.assign(**{col.FINESS_ET: own[col.FINESS_ET].map(split_list)}).explode(col.FINESS_ET)
    by_site = by_site.dropna(subset=[col.FINESS_ET]).assign(**{NAMED: SITE})
    whole = own[own[col.FINESS_ET].isna() & own[col.FINESS_EJ].notna()].drop(columns=col.FINESS_ET)
    started = whole[col.INCIDENT_ID].map(incidents.set_index(col.INCIDENT_ID)[col.STARTED_ON])
    before = whole[col.BEDS_YEAR].fillna(pd.to_numeric(started.str[:4]).astype("Int64") - 1)
    years = before.clip(beds[col.YEAR].min(), beds[col.YEAR].max())
    of_entity = beds[[col.FINESS_ET, col.FINESS_EJ, col.YEAR]]
    by_entity = whole.assign(**{col.YEAR: years}).merge(of_entity, on=[col.FINESS_EJ, col.YEAR])
    return pd.concat([by_site, by_entity.assign(**{NAMED: ENTITY})])[[*columns, NAMED]].reset_index(drop=True)
