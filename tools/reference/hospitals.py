"""Makes the register of French hospitals from the annual survey: who they are, where they are, their beds each year.

No registry carries the survey (DREES, SAE, statistical bases), so that `python -m analytics reference` cannot remake
the tables. Who has it, one row a year and site in one file, the sites of the last year with their points (FINESS,
through Eurostat) in the other, runs

    python -m tools.reference.hospitals SURVEY.csv SURVEY_2024.csv data/reference
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.record.files import read_csv, write_table
from analytics.schema import col
from tools.reference.spelling import places_of, written
from tools.reference.survey import COLLECTIVITIES, DISCIPLINES, KINDS, MERGED, OTHER, STATUSES, commune_of

NAME, SURVEY_NAME = "name", "survey_name"
FINESS, TOWN_HALL, MOVED = "finess", "town-hall", "moved"
FAR_KM = 25.0  # from its own town hall: a point farther away is an error of the source
EARTH_KM = 6371.0
_OF_A_SITE = "eurostat_finess_2020"  # what the survey file calls a point that is the hospital's own
_DECIMALS = 5  # a metre


class Register(NamedTuple):
    """The two tables.

    Attributes
    ----------
    hospitals : DataFrame
        One row a site that had beds in any year: finess_et, finess_ej, name, survey_name, category, kind, status,
        department, insee, town, latitude, longitude, point.
    beds : DataFrame
        finess_et, year, finess_ej (that of the year), acute, psychiatric, rehabilitation, long_term, beds; years
        without beds are not there.
    """

    hospitals: pd.DataFrame
    beds: pd.DataFrame


def register(survey: pd.DataFrame, latest: pd.DataFrame, communes: pd.DataFrame) -> Register:
    """The hospitals of the survey, each as its last year with beds says, and the beds of all years.

    Parameters
    ----------
    survey : DataFrame
        One row a year and site: annee, fi, fi_ej, rs, cat, dep, cominsee, nomcom and the beds by discipline.
    latest : DataFrame
        One row a site: fi, fi_ej, stjr (status), lat, lon, point.
    communes : DataFrame
        insee, name, department, latitude, longitude of communes and of the districts of Paris, Lyon and Marseille.
    """
    keys = {"fi": col.FINESS_ET, "annee": col.YEAR, "fi_ej": col.FINESS_EJ}
    beds = survey[list(keys)].rename(columns=keys)
    beds = beds.assign(**{ours: survey[theirs].astype(int) for ours, theirs in DISCIPLINES.items()})
    open_sites = beds[col.BEDS] > 0
    last = survey[open_sites].sort_values("annee", kind="stable").drop_duplicates("fi", keep="last").sort_values("fi")
    sites = last.reset_index(drop=True)
    insee = pd.Series([commune_of(*pair) for pair in zip(sites["cominsee"], sites["nomcom"], strict=True)])
    insee = insee.replace(MERGED)
    town = insee.map(communes.set_index(col.INSEE)[NAME]).fillna(insee.map(COLLECTIVITIES))
    if unknown := sorted(set(insee[town.isna()])):
        raise ValueError(f"communes of the survey that are in no table of communes: {unknown}")
    places = {code: places_of(rows[NAME].tolist()) for code, rows in communes.groupby(col.DEPARTMENT)}
    names = [
        written(name, places.get(code, {}), where)
        for name, code, where in zip(sites["rs"], sites["dep"], town, strict=True)
    ]
    hospitals = pd.DataFrame(
        {
            col.FINESS_ET: sites["fi"],
            col.FINESS_EJ: sites["fi_ej"],
            NAME: names,
            SURVEY_NAME: sites["rs"],
            col.CATEGORY: sites["cat"],
            col.KIND: sites["cat"].map(KINDS).fillna(OTHER),
            col.STATUS: _statuses(sites, latest),
            col.DEPARTMENT: sites["dep"],
            col.INSEE: insee.where(~insee.isin(COLLECTIVITIES)),
            col.TOWN: town,
        }
    )
    located = pd.concat([hospitals, _points(sites["fi"], insee, latest, communes)], axis=1)
    return Register(located, beds[open_sites].sort_values([col.FINESS_ET, col.YEAR], ignore_index=True))


def _statuses(sites: pd.DataFrame, latest: pd.DataFrame) -> pd.Series:
    """The status of each site, else that of its legal entity, which is the same for all of its sites."""
    of_site = sites["fi"].map(latest.set_index("fi")["stjr"])
    of_entity = sites["fi_ej"].map(latest.drop_duplicates("fi_ej").set_index("fi_ej")["stjr"])
    return of_site.fillna(of_entity).map(STATUSES)


def _points(numbers: pd.Series, insee: pd.Series, latest: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """latitude, longitude, point of each site: its own, or its town hall where that has none or lies far away."""
    own = latest[latest["point"] == _OF_A_SITE].set_index("fi")
    halls = communes.set_index(col.INSEE)
    names = (("lat", col.LATITUDE), ("lon", col.LONGITUDE))
    stated = {ours: numbers.map(own[theirs]).astype(float) for theirs, ours in names}
    hall = {ours: insee.map(halls[ours]).astype(float) for _, ours in names}
    away = kilometres(*stated.values(), *hall.values())
    # the two collectivities are in no table of communes, and their points are a filler far from both islands
    believed = (away <= FAR_KM).to_numpy()
    known = hall[col.LATITUDE].notna().to_numpy()
    moved = known & (away > FAR_KM).to_numpy()
    kinds = np.select([believed, moved, known], [FINESS, MOVED, TOWN_HALL], default="")
    placed = {ours: stated[ours].where(believed, hall[ours]).round(_DECIMALS) for _, ours in names}
    return pd.DataFrame({**placed, col.POINT: pd.Series(kinds).replace("", None)})


def kilometres(latitude: pd.Series, longitude: pd.Series, latitude_to: pd.Series, longitude_to: pd.Series) -> pd.Series:
    """How far points are from others, in kilometres, each from the one in the same row; missing where one is.

    On a flat map true between the two, right to a thousandth over a hundred kilometres.
    """
    north, east = np.radians(latitude_to - latitude), np.radians(longitude_to - longitude)
    away: pd.Series = EARTH_KM * np.hypot(north, east * np.cos(np.radians((latitude + latitude_to) / 2)))
    return away


def main(survey: str, latest: str, destination: str) -> None:
    """Read the survey, and write both tables beside those of the communes, which are in the same folder."""
    folder = Path(destination)
    communes = pd.concat([read_csv(folder / "communes.csv"), read_csv(folder / "districts.csv")])
    made = register(read_csv(Path(survey)), read_csv(Path(latest)), communes)
    for name, table in made._asdict().items():
        file = {"hospitals": "hospitals.csv", "beds": "hospital_beds.csv"}[name]
        write_table(table, folder / file)


if __name__ == "__main__":
    main(*sys.argv[1:4])
