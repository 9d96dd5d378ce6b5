"""What is said of each incident whatever the level of evidence: its places, and what a search looks into.

A list in a cell is made by a plain loop: one call of pandas a group takes minutes where there are tens of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.tables import LIST_SEPARATOR
from analytics.selection.search_words import looked_into


def places(sites: pd.DataFrame) -> pd.DataFrame:
    """Of each incident, by identifier: departments, regions, legal_entities (lists in a cell), latitude, longitude.

    The point is that of the first place that is one.
    """
    lists = {
        name: _lists(sites[col.INCIDENT_ID], sites[codes])
        for name, codes in (
            (col.DEPARTMENTS, col.DEPARTMENT),
            (col.REGIONS, col.REGION),
            (col.LEGAL_ENTITIES, col.FINESS_EJ),
        )
    }
    real = sites[sites[col.POINT_PRECISION] != "symbolic"].dropna(subset=[col.LATITUDE, col.LONGITUDE])
    points = real.drop_duplicates(col.INCIDENT_ID).set_index(col.INCIDENT_ID)[[col.LATITUDE, col.LONGITUDE]]
    return pd.DataFrame(lists, index=sites[col.INCIDENT_ID].unique()).join(pd.DataFrame(points))


def countries(incidents: pd.DataFrame, sites: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Of each incident, by identifier: countries (its own and those of its places), country_groups; lists in a cell.

    Parameters
    ----------
    incidents, sites : DataFrame
        With incident_id and country.
    groups : DataFrame
        group, country: a row each member.
    """
    touched = pd.concat([rows[[col.INCIDENT_ID, col.COUNTRY]] for rows in (incidents, sites)])
    member = touched.merge(groups, on=col.COUNTRY)
    lists = {
        col.COUNTRIES: _lists(touched[col.INCIDENT_ID], touched[col.COUNTRY]),
        col.COUNTRY_GROUPS: _lists(member[col.INCIDENT_ID], member["group"]),
    }
    return pd.DataFrame(lists, index=incidents[col.INCIDENT_ID])


def hospitals(legal_entities: pd.Series, known: pd.DataFrame) -> pd.DataFrame:
    """Kinds, sizes and statuses of the hospitals of each incident (lists in a cell); empty where none is surveyed.

    Parameters
    ----------
    legal_entities : Series
        Lists in a cell, by identifier of the incident.
    known : DataFrame
        Legal entities with beds by kind, size and status; finess_ej lists those that the record names.
    """
    each = pd.DataFrame({col.LEGAL_ENTITIES: legal_entities.dropna().map(split_list)}).explode(col.LEGAL_ENTITIES)
    surveyed = known.explode(col.FINESS_EJ).dropna(subset=[col.FINESS_EJ]).set_index(col.FINESS_EJ)
    incidents = each.index.to_series()
    columns = {
        column: _lists(incidents, each[col.LEGAL_ENTITIES].map(surveyed[side]))
        for column, side in (
            (col.HOSPITAL_KINDS, "kind"),
            (col.HOSPITAL_SIZES, "size"),
            (col.HOSPITAL_STATUSES, "status"),
        )
    }
    return pd.DataFrame(columns, index=legal_entities.index)


def search_text(
    incidents: pd.DataFrame, sites: pd.DataFrame, claims: pd.DataFrame, names: Iterable[tuple[str, pd.DataFrame]]
) -> pd.Series:
    """Names, places, actors and summaries of each incident, as a search compares them, in both languages.

    Parameters
    ----------
    incidents, sites, claims : DataFrame
    names : iterable of (str, DataFrame)
        A column of the sites, and the places whose codes it holds: code, name_fr, name_en.
    """
    own = (col.NAME_FR, col.NAME_EN, col.ORGANISATION, col.SUMMARY_FR, col.SUMMARY_EN)
    words = _joined(incidents[name] for name in own)
    near = [sites[name] for name in (col.NAME_FR, col.NAME_EN, col.COMMUNE)]
    for codes, known in names:
        by_code = known.set_index(col.CODE)
        near += [sites[codes].map(by_code[language]) for language in (col.NAME_FR, col.NAME_EN)]
    # a department's number is how many French readers call it
    near.append(sites[col.DEPARTMENT])
    actors = claims[claims[col.MEASURE] == "actor"]
    places = _together(sites[col.INCIDENT_ID], _joined(near))
    named = _together(actors[col.INCIDENT_ID], _joined([actors[col.VALUE], actors[col.VALUE_FR]]))
    texts = {
        incident: looked_into(f"{text} {places.get(incident, '')} {named.get(incident, '')}")
        for incident, text in zip(incidents[col.INCIDENT_ID], words, strict=True)
    }
    return pd.Series(texts, dtype="str")


def _lists(incidents: pd.Series, codes: pd.Series) -> pd.Series:
    """The codes of each incident once, sorted, in a cell; incidents without one are absent."""
    found: dict[str, set[str]] = {}
    known = codes.notna()
    for incident, code in zip(incidents[known], codes[known], strict=True):
        found.setdefault(incident, set()).add(code)
    return pd.Series({incident: LIST_SEPARATOR.join(sorted(those)) for incident, those in found.items()}, dtype="str")


def _joined(columns: Iterable[pd.Series]) -> list[str]:
    """The texts of each row, one after the other."""
    return [" ".join(cells) for cells in zip(*(column.fillna("").astype(str) for column in columns), strict=True)]


def _together(incidents: pd.Series, texts: Iterable[str]) -> dict[str, str]:
    """The texts of each incident, one after the other."""
    found: dict[str, list[str]] = {}
    for incident, text in zip(incidents, texts, strict=True):
        found.setdefault(incident, []).append(text)
    return {incident: " ".join(those) for incident, those in found.items()}
