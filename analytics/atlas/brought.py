"""An atlas of what somebody brought: imported rows as incidents, alone or beside the record, and what is left out.

Each row is one incident with one place, and whoever made the file is its one source. Nothing of it is verified, and
nothing of the record is changed: what is made here is another atlas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, get_args

import geopandas as gpd
import pandas as pd

from analytics.atlas.atlas import Atlas, listed
from analytics.geography.placing import AGREES, POINT_COUNTRY
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.version import DATA_DATE

Side = Literal["alone", "both"]
SIDES: tuple[Side, ...] = get_args(Side)
OWN, SOURCE = "own-", "own-file"  # begins the identifiers of imported rows; their one source
NO_ATTACK, NO_HEALTH, NO_DATE, NO_COUNTRY = "no-attack", "no-health", "no-date", "no-country"
LEFT_OUT = (NO_ATTACK, NO_HEALTH, NO_DATE, NO_COUNTRY)
"""Why an accepted row is on no page, the first reason that holds."""
UNSAID_TIER = "specialist"  # whoever made the list, where the row does not say whose word it is

_SHARED = "shared-instant"  # the moment of an import is no date of anything
_POINTS = {"site": "site", "point": "site", "commune": "commune"}
_EMPTY_ALONE = (
    col.EVENTS,
    *(col.MENTIONS, col.DISAGREEMENTS, col.BEDS_UNMATCHED),
    *(col.REVISIONS, col.READINGS, col.EARLIER_READINGS, col.INCIDENT_CATCHMENTS),
)


class File(NamedTuple):
    """The file that rows were read from, as the source of each.

    Attributes
    ----------
    name : as whoever brought it calls it.
    title_fr, title_en : of the feed that it is.
    """

    name: str
    title_fr: str
    title_en: str


class Sorted(NamedTuple):
    """Every row accepted is shown on pages or left out, and none is both.

    Attributes
    ----------
    shown : DataFrame
        The rows received that pages show, with ``day``: the date that stands for the start.
    left_out : dict of str to int
        How many are not, by the reasons of `LEFT_OUT`.
    reported : int
        How many of those shown are dated by their report, for want of a start.
    without_country : DataFrame
        The rows left out for want of a country alone, with ``day``.
    """

    shown: pd.DataFrame
    left_out: dict[str, int]
    reported: int
    without_country: pd.DataFrame


def sort_out(rows: pd.DataFrame, atlas: Atlas) -> Sorted:
    """Which imported rows pages can show: attacks on health, as far as the file says, with a date and a country.

    Parameters
    ----------
    rows : DataFrame
        As an import gives them (`schema.tables.IMPORTED`).
    atlas : Atlas
        Its countries are those that are known.
    """
    imported = rows[col.DOUBTS].map(lambda cell: _SHARED in split_list(cell)).astype(bool)
    reported = rows[col.REPORTED_ON].mask(imported)
    day = rows[col.STARTED_ON].fillna(reported)
    failing = {
        NO_ATTACK: rows[col.CYBER].eq("no"),
        NO_HEALTH: rows[col.HEALTH].eq("no"),
        NO_DATE: day.isna(),
        NO_COUNTRY: ~rows[col.COUNTRY].isin(atlas.countries[col.CODE]),
    }
    left = pd.Series(False, index=rows.index)
    out = {}
    for reason in LEFT_OUT:
        fails = failing[reason].fillna(False).astype(bool) & ~left
        out[reason] = rows[fails].assign(day=day[fails])
        left |= fails
    shown = rows[~left].assign(day=day[~left])
    counted = {reason: len(each) for reason, each in out.items()}
    return Sorted(shown, counted, int(shown[col.STARTED_ON].isna().sum()), out[NO_COUNTRY])


def atlas_of(
    shown: pd.DataFrame, file: File, atlas: Atlas, said: Callable[[Mapping[str, Any]], dict[str, str]]
) -> Atlas:
    """Another atlas, of imported rows alone.

    Parameters
    ----------
    shown : DataFrame
        As `sort_out` gives them.
    file : File
    atlas : Atlas
        The record, whose reference tables it keeps.
    said : callable
        The words of one row in both languages: name, summary, note.
    """
    incidents, sites, claims = [], [], []
    regions = dict(zip(atlas.departments[col.CODE], atlas.departments[col.REGION], strict=True))
    for number, row in enumerate(rows_of(shown), 1):
        incident = f"{OWN}{number}"
        words = said(row)
        incidents.append(_incident(incident, row) | words)
        sites.append(_site(incident, row, regions) | {name: words[name] for name in (col.NAME_FR, col.NAME_EN)})
        claims += _claims(incident, row, words)
    made = {
        col.INCIDENTS: pd.DataFrame(incidents),
        col.SITES: _placed(pd.DataFrame(sites), atlas),
        col.CLAIMS: pd.DataFrame(claims).assign(**{col.PUBLISHER: file.name}),
        col.SOURCES: pd.DataFrame([_source(file)]),
    }
    tables = {name: _like(getattr(atlas, name), rows) for name, rows in made.items()}
    empty = {name: getattr(atlas, name).iloc[:0] for name in _EMPTY_ALONE}
    return Atlas(**(atlas._asdict() | tables | empty))


def beside(record: Atlas, alone: Atlas) -> Atlas:
    """The record and the rows of a file, behind it; nothing is compared: what is in both counts twice."""
    joined = {
        name: pd.concat([getattr(record, name), getattr(alone, name)], ignore_index=True)
        for name in (col.INCIDENTS, col.SITES, col.CLAIMS, col.SOURCES)
    }
    return Atlas(**(record._asdict() | joined))


def _incident(incident: str, row: Mapping[str, Any]) -> dict[str, Any]:
    started = row[col.STARTED_ON] if not pd.isna(row[col.STARTED_ON]) else row["day"]
    return {
        col.INCIDENT_ID: incident,
        col.ORGANISATION: row[col.ORGANISATION],
        col.SECTOR: row[col.SECTOR],
        col.COUNTRY: row[col.COUNTRY],
        col.STARTED_ON: started,
        col.STARTED_PRECISION: {4: "year", 7: "month"}.get(len(started), "day"),
        col.ATTACK_TYPE: _or(row[col.ATTACK_TYPE], "unknown"),
        col.STATUS: _or(row[col.STATUS], "claimed" if _tier(row) == "attacker" else "confirmed"),
        col.CONFIDENCE: "unrated",
        col.ADDED_ON: DATA_DATE.isoformat(),
    }


def _site(incident: str, row: Mapping[str, Any], regions: Mapping[str, str]) -> dict[str, Any]:
    department = row[col.DEPARTMENT] if row[col.DEPARTMENT] in regions else None
    placed = not pd.isna(row[col.LATITUDE])
    return {
        col.SITE_ID: f"{incident}.s1",
        col.INCIDENT_ID: incident,
        col.COMMUNE: row[col.COMMUNE],
        col.INSEE: row[col.INSEE],
        col.DEPARTMENT: department,
        col.REGION: regions[department] if department else None,
        col.COUNTRY: row[col.COUNTRY],
        col.LATITUDE: row[col.LATITUDE] if placed else None,
        col.LONGITUDE: row[col.LONGITUDE] if placed else None,
        col.POINT_PRECISION: _POINTS.get(row[col.PLACE_PRECISION], "area"),
        col.ROLE: "unknown",
        col.FINESS_ET: row[col.FINESS_ET],
        col.FINESS_EJ: row[col.FINESS_EJ],
        col.SOURCE_IDS: SOURCE,
        col.PLACED_BY: "point" if placed and row[col.PLACED_BY] == "point" else "code",
    }


def _claims(incident: str, row: Mapping[str, Any], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the file says of one incident; a number that stands for “not counted yet” is no number."""
    stated = {
        "organisation_name": words[col.NAME_EN],
        col.ATTACK_TYPE: row[col.ATTACK_TYPE],
        col.STARTED_ON: row[col.STARTED_ON],
    }
    units = {}
    if not pd.isna(row[col.PEOPLE_AFFECTED]) and "placeholder-count" not in split_list(row[col.DOUBTS]):
        stated[col.PEOPLE_AFFECTED] = str(int(row[col.PEOPLE_AFFECTED]))
        units[col.PEOPLE_AFFECTED] = "people"
    if not pd.isna(row[col.ACTOR]):
        stated["actor"] = row[col.ACTOR]
    french = {"organisation_name": words[col.NAME_FR], "actor": row[col.ACTOR]}
    return [
        {
            col.CLAIM_ID: f"{incident}.{measure}.1",
            col.INCIDENT_ID: incident,
            col.MEASURE: measure,
            col.VALUE: value,
            col.VALUE_FR: french.get(measure),
            col.UNIT: units.get(measure),
            col.AS_OF: row[col.REPORTED_ON],
            col.SOURCE_ID: SOURCE,
            col.TIER: _tier(row),
            col.PREFERRED: "yes",
        }
        for measure, value in stated.items()
        if not pd.isna(value)
    ]


def _source(file: File) -> dict[str, Any]:
    return {
        col.SOURCE_ID: SOURCE,
        col.PUBLISHER: file.name,
        col.TITLE: file.title_fr if file.title_fr == file.title_en else f"{file.title_fr} / {file.title_en}",
        col.TITLE_KIND: "as-noted",
        col.TIER: UNSAID_TIER,
        "language": "und",
        col.COPY: "no",
        "headline_only": "no",
        "link": "no",
        "link_reason": "dataset-row",
        col.STATISTICAL: "no",
    }


def _placed(sites: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """The places with what placing adds: the point where there is one, and the groups of their countries."""
    if sites.empty:
        return sites
    points = gpd.GeoSeries.from_xy(
        sites[col.LONGITUDE].astype(float), sites[col.LATITUDE].astype(float), crs=atlas.sites.crs
    )
    return sites.assign(
        **{
            col.POINT_DEPARTMENT: sites[col.DEPARTMENT].where(sites[col.COUNTRY] == FRANCE),
            POINT_COUNTRY: sites[col.COUNTRY],
            AGREES: pd.array([pd.NA] * len(sites), dtype="boolean"),
            col.COUNTRY_GROUPS: sites[col.COUNTRY].map(listed(atlas.country_groups)),
            "geometry": points.where(sites[col.LATITUDE].notna()),
        }
    )


def _like(record: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table like the record's, with its columns and types."""
    like = rows.reindex(columns=record.columns)
    like = like.astype({name: kind for name, kind in record.dtypes.items() if name != "geometry"})
    if isinstance(record, gpd.GeoDataFrame):
        like = gpd.GeoDataFrame(like, geometry="geometry", crs=record.crs)
    return like


def _tier(row: Mapping[str, Any]) -> str:
    return str(_or(row[col.TIER], UNSAID_TIER))


def _or(value: Any, other: str) -> Any:  # noqa: ANN401 - a cell
    return other if pd.isna(value) else value
