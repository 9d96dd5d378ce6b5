"""Writes the tables of the geography around hospitals (`tools.reference.catchment`), and says where a model is unfit.

Who has changed the register, the communes or the places of incidents runs

    python -m tools.reference.catchments data
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from analytics.atlas import register
from analytics.record.cells import split_list
from analytics.record.corrections import CORRECTIONS_FILE, corrected, read_corrections
from analytics.record.files import read_csv, read_facts, write_table
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR
from tools.reference.catchment import LARGE, Year, acute_sites, measured, nearest, people, run_lengths, year_of

FEW_BEDS, MANY_SITES = 50, 10
PSYCHIATRIC, SPECIALISED, FEW, MANY, PART, SUPPLIER, WEBSITE, SEVERAL = (
    *("psychiatric", "specialised", "few-beds", "many-sites", "part-of-hospital"),
    *("supplier", "website", "several-entities"),
)
# FINESS categories of hospitals for one kind of patient: rehabilitation, maternity, surgery alone, one specialty,
# cancer, prison
SPECIALISED_CATEGORIES = frozenset({"109", "122", "128", "129", "131", "433"})
# sites for one kind of patient that their category does not tell
SPECIALISED_SITES = frozenset(
    {
        "750150013",  # Les Bluets, Paris: a maternity hospital
        "620000026",  # Calot/Hélio, Berck: bones and joints
    }
)
MEASURES = (
    *(col.PEOPLE_NEAREST, col.EXTRA_KM, col.NEXT, col.PEOPLE_NEAREST_100, col.EXTRA_KM_100, col.NEXT_100),
    *(col.BEDS_ELSEWHERE, col.PEOPLE_MODEL, col.PEOPLE_MODEL_LOW, col.PEOPLE_MODEL_HIGH),
)


class Inputs(NamedTuple):
    """What the tables are made from, as `read` gives it: people by placing, the register, and who was hit."""

    homes: dict[str, gpd.GeoDataFrame]
    hospitals: pd.DataFrame
    beds: pd.DataFrame
    hit: pd.DataFrame


def read(data: Path) -> Inputs:
    """The inputs from a data folder."""
    tables = {}
    for name in ("communes", "districts", "people_points", "hospitals", "hospital_beds"):
        rows = read_csv(data / "reference" / f"{name}.csv")
        numbers = {*(col.POPULATION, col.LATITUDE, col.LONGITUDE, col.YEAR), *register.DISCIPLINES} & set(rows)
        tables[name] = rows.assign(**{column: pd.to_numeric(rows[column]) for column in numbers})
    facts = corrected(read_facts(data / "facts"), read_corrections(data / CORRECTIONS_FILE))
    sites = facts[col.SITES].assign(**{col.BEDS_YEAR: pd.to_numeric(facts[col.SITES][col.BEDS_YEAR]).astype("Int64")})
    return Inputs(
        people(tables["communes"], tables["districts"], tables["people_points"]),
        tables["hospitals"],
        tables["hospital_beds"],
        register.hit(sites, facts[col.INCIDENTS], register.with_point(tables["hospital_beds"], tables["hospitals"])),
    )


def acute_sites_of(inputs: Inputs, year: int) -> gpd.GeoDataFrame:
    """The acute sites of a year that have a point (`catchment.acute_sites`)."""
    return acute_sites(inputs.hospitals, inputs.beds, year)


def of_sites(year: Year, number: int) -> pd.DataFrame:
    """The figures of each acute site of one year, alone."""
    rows = [
        {col.FINESS_ET: code, col.YEAR: number, **measured(year, [at]), col.UNFIT: unfit(year, [at])}
        for at, code in enumerate(year.sites[col.FINESS_ET])
    ]
    return pd.DataFrame(rows, columns=[col.FINESS_ET, col.YEAR, *MEASURES, col.UNFIT])


def of_incidents(year: Year, number: int, hit: pd.DataFrame) -> pd.DataFrame:
    """The figures of the acute sites that each incident hit, taken together, of those whose beds are of one year.

    Parameters
    ----------
    year : Year
    number : int
        The year.
    hit : DataFrame
        incident_id, year, finess_et, finess_ej, role (lists in a cell): `register.hit`.
    """
    place = {code: at for at, code in enumerate(year.sites[col.FINESS_ET])}
    rows = []
    for row in hit[hit[col.YEAR] == number].to_dict("records"):
        mine = [place[code] for code in split_list(row[col.FINESS_ET])]
        why = unfit(year, mine, split_list(row[col.ROLE]), split_list(row[col.FINESS_EJ]))
        key = {name: row[name] for name in (col.INCIDENT_ID, col.YEAR, col.FINESS_ET)}
        rows.append({**key, **measured(year, mine), col.UNFIT: why})
    return pd.DataFrame(rows, columns=[col.INCIDENT_ID, col.YEAR, col.FINESS_ET, *MEASURES, col.UNFIT])


def unfit(year: Year, mine: Sequence[int], roles: Sequence[str] = (), entities: Sequence[str] = ()) -> str:
    """Why the model is not for some sites, as codes in a cell; nothing where it is.

    Parameters
    ----------
    year : Year
    mine : sequence of int
        The sites' places in the table of the year.
    roles : sequence of str, optional
        Of the places of an incident.
    entities : sequence of str, optional
        The legal entities that an incident names.
    """
    sites = year.sites
    own = sites.iloc[list(mine)]
    acute, whole = own[col.ACUTE].sum(), own[col.BEDS].sum()
    entity = sites[np.isin(year.entity, year.entity[list(mine)])]
    towns = {_town(insee) for insee in own[col.INSEE]}
    rest = entity.drop(index=own.index).loc[lambda each: [_town(insee) in towns for insee in each[col.INSEE]]]
    kinds = own.groupby(col.KIND)[col.ACUTE].sum()
    special = own[col.CATEGORY].isin(SPECIALISED_CATEGORIES) | own[col.FINESS_ET].isin(SPECIALISED_SITES)
    psychiatric = kinds.idxmax() == "psychiatric" or own[col.PSYCHIATRIC].sum() > whole / 2
    reasons = {
        WEBSITE: bool(roles) and set(roles) <= {"targeted"},
        SUPPLIER: bool(roles) and set(roles) <= {"served"},
        SEVERAL: len(set(entities) or set(own[col.FINESS_EJ])) > 1,
        MANY: len(entity) > MANY_SITES,
        PART: rest[col.ACUTE].sum() >= acute / 2,
        PSYCHIATRIC: psychiatric,
        SPECIALISED: not psychiatric and (acute < whole / 2 or own.loc[special, col.ACUTE].sum() > acute / 2),
        FEW: acute < FEW_BEDS,
    }
    return LIST_SEPARATOR.join(name for name, holds in reasons.items() if holds)


def _town(insee: str) -> str:
    """The commune of a hospital; Paris, Lyon and Marseille are one town each, whatever the district."""
    return next((city for city in ("751", "6938", "132") if insee.startswith(city)), insee)


def nearest_large(inputs: Inputs, years: Sequence[int]) -> pd.DataFrame:
    """The nearest site of at least 100 acute beds to the town hall of each commune, by spans of years."""
    halls = inputs.homes["town-halls"]
    found = {}
    for number in years:
        sites = acute_sites_of(inputs, number)
        large = sites[sites[col.ACUTE] >= LARGE].reset_index(drop=True)
        at = nearest(halls, large)["site"]
        codes = large[col.FINESS_ET].reindex(at).set_axis(halls[col.INSEE])
        found[number] = codes
    return run_lengths(found).rename(columns={"key": col.INSEE, "value": col.FINESS_ET})


def build(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The three tables by name, as they are written."""
    years = sorted(inputs.beds[col.YEAR].unique().tolist())
    sites, incidents = [], []
    for number in years:
        year = year_of(inputs.homes, acute_sites_of(inputs, number))
        sites.append(of_sites(year, number))
        incidents.append(of_incidents(year, number, inputs.hit))
    nearest_of_communes = nearest_large(inputs, years)
    return {
        col.CATCHMENTS: pd.concat(sites).sort_values([col.FINESS_ET, col.YEAR]),
        col.INCIDENT_CATCHMENTS: pd.concat(incidents).sort_values(col.INCIDENT_ID),
        col.NEAREST_HOSPITALS: nearest_of_communes[[col.INSEE, col.FROM_YEAR, col.TO_YEAR, col.FINESS_ET]],
    }


def main(folder: str) -> None:
    """Read a data folder, and write the tables into its reference."""
    data = Path(folder)
    for name, table in build(read(data)).items():
        write_table(table, data / "reference" / f"{name}.csv")


if __name__ == "__main__":
    main(sys.argv[1])
