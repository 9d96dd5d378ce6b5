"""One hospital of the register: its beds by year, and what lies near, other hospitals and the places of incidents."""

from __future__ import annotations

import pandas as pd

from analytics.geography.distances import kilometres
from analytics.geography.levels import NOT_A_PLACE
from analytics.schema import col

KM = "km"
DISCIPLINES = (col.ACUTE, col.PSYCHIATRIC, col.REHABILITATION, col.LONG_TERM)
_POINT = [col.LATITUDE, col.LONGITUDE]


def has_beds(hospitals: pd.DataFrame) -> pd.Series:
    """Whether each hospital of the register had beds in the last year of the survey.

    Parameters
    ----------
    hospitals : DataFrame
        beds_year: the last year in which each had some.
    """
    return hospitals[col.BEDS_YEAR].eq(hospitals[col.BEDS_YEAR].max())


def beds_by_year(number: str, beds: pd.DataFrame) -> pd.DataFrame:
    """The beds of a hospital, one row a year of the survey; missing where it had none or was not there.

    Parameters
    ----------
    number : str
        finess_et of the hospital.
    beds : DataFrame
        Beds of all hospitals: finess_et, year, those of each discipline, beds.
    """
    own = beds[beds[col.FINESS_ET] == number].set_index(col.YEAR)
    years = pd.RangeIndex(int(beds[col.YEAR].min()), int(beds[col.YEAR].max()) + 1, name=col.YEAR)
    return own[[*DISCIPLINES, col.BEDS]].reindex(years)


def hospitals_near(number: str, hospitals: pd.DataFrame, most: int) -> pd.DataFrame:
    """The hospitals with beds nearest to one and their distance in `km`, the nearest first; none where it has no point.

    Parameters
    ----------
    number : str
        finess_et of the hospital.
    hospitals : DataFrame
        The register: finess_et, latitude, longitude, beds_year.
    most : int
    """
    here = point_of(number, hospitals)
    others = hospitals[has_beds(hospitals) & hospitals[col.FINESS_ET].ne(number)]
    return _nearest(here, others, most)


def incidents_near(
    number: str, hospitals: pd.DataFrame, sites: pd.DataFrame, most: int, without: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """The incidents with a place nearest to a hospital: incident_id, commune and the distance in `km`, each once.

    Parameters
    ----------
    number, hospitals
        As for `hospitals_near`.
    sites : DataFrame
        Places of the incidents that count: incident_id, commune, latitude, longitude, point_precision.
    most : int
    without : frozenset of str
        Incidents that are told elsewhere.
    """
    real = sites[sites[col.POINT_PRECISION].ne(NOT_A_PLACE) & ~sites[col.INCIDENT_ID].isin(without)]
    near = _nearest(point_of(number, hospitals), pd.DataFrame(real), len(real))
    return near.drop_duplicates(col.INCIDENT_ID).head(most)


def point_of(number: str, hospitals: pd.DataFrame) -> tuple[float, float] | None:
    """Latitude and longitude of a hospital; None where it has none."""
    rows = hospitals.loc[hospitals[col.FINESS_ET] == number, _POINT].astype(float).dropna()
    return None if rows.empty else (rows[col.LATITUDE].iloc[0], rows[col.LONGITUDE].iloc[0])


def _nearest(here: tuple[float, float] | None, rows: pd.DataFrame, most: int) -> pd.DataFrame:
    if here is None:
        return rows.iloc[:0].assign(**{KM: pd.Series(dtype=float)})
    away = rows.assign(**{KM: kilometres(here, rows[_POINT].astype(float))}).dropna(subset=[KM])
    return away.sort_values(KM, kind="stable").head(most)
