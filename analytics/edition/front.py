"""The front of the static edition, and the lists of all incidents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts.by_year import year_table
from analytics.drawings.legends import mark_svg
from analytics.edition.frame import (
    AREA_INDEX,
    FILES,
    FRONT,
    INCIDENT_INDEX,
    METHOD,
    Edition,
    Here,
    Page,
    area_names,
    head_in_dashboard,
    rendered,
)
from analytics.edition.pictures import ON_THE_FRONT, ON_THE_INDEX, Picture
from analytics.outputs.html import cards, method_tables
from analytics.outputs.templates import trusted
from analytics.record.cells import plain, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, STATUSES
from analytics.schema.version import KNOWN_UNTIL
from analytics.statistics import totals as impact_totals
from analytics.statistics import trends
from analytics.words import headlines, phrases
from analytics.words.citations import named_citations
from analytics.words.escape import safe
from analytics.words.incidents import counted, is_claimed
from analytics.words.sources import strongest_tier
from analytics.words.text import Words

LATEST = 40  # incidents that the front lists; all are in the index


def _listed(rows: Iterable[dict[str, Any]], here: Here) -> list[dict[str, Any]]:
    """Incidents as the rows of a table: address, date, name, place, mark and type, strongest tier, what is special."""
    words, edition = here.words, here.edition
    listed = []
    for row in rows:
        special = ""
        if is_claimed(row):
            special = words.label(STATUSES, "claimed")
        elif row[col.INCIDENT_ID] not in edition.counted:
            special = words("edition.uncounted")
        listed.append(
            {
                "address": here.incident(row[col.INCIDENT_ID]),
                "date": words.when(row[col.STARTED_ON]),
                "name": row[words.column("name")],
                "place": phrases.place_line(row, edition.atlas, words),
                "mark": trusted(mark_svg(row[col.ATTACK_TYPE], is_claimed(row))),
                "type": words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]),
                "tier": strongest_tier(row, words),
                "special": special,
            }
        )
    return listed


def _uncounted(here: Here) -> str:
    """How many incidents of the lists count in no figure; empty where all count."""
    count = len(here.edition.published) - len(here.edition.kept)
    return here.words("edition.uncounted_note", count=count) if count else ""


def front_page(edition: Edition, words: Words, pictures: Iterable[Picture]) -> Page:
    """The finding of the record, its key figures, its drawings, the latest incidents, and what it does not mean."""
    here = Here(edition, words, FRONT)
    kept, sites = edition.kept, edition.atlas.sites
    places = sites[sites[col.INCIDENT_ID].isin(kept[col.INCIDENT_ID])]
    totals = impact_totals.totals(kept, cards.FRONT_MEASURES)
    items = [cards.places_item(places, words), *(cards.total_item(row, words) for row in totals)]
    return rendered(
        "front.html",
        here,
        head_in_dashboard("", here),
        here.live(""),
        headline=headlines.count_sentence(kept, edition.selection, edition.atlas, words),
        note=phrases.claims_sentence(kept, edition.selection, words),
        items=[trusted(item) for item in items],
        pictures=[picture for picture in pictures if picture.name in ON_THE_FRONT],
        years=trusted(_years(kept, words)),
        caveats=_caveats(words),
        incidents=_listed(edition.newest_first[:LATEST], here),
        list_title=_list_title(len(edition.newest_first), words),
        uncounted=_uncounted(here),
        areas=here.to(AREA_INDEX),
        index=here.to(INCIDENT_INDEX),
        method=here.to(METHOD),
        files=here.to(FILES),
        citations=named_citations(words, here.cited("")),
    )


def _years(kept: pd.DataFrame, words: Words) -> str:
    """The numbers behind the chart of years."""
    table = year_table(trends.per_year(kept), words, KNOWN_UNTIL)
    rows = (
        [safe(year), *(safe(words.number(float(cell))) for cell in cells)]
        for year, cells in zip(table.index, table.to_numpy(), strict=True)
    )
    return method_tables.table([str(table.index.name), *map(str, table.columns)], rows, words)


def _caveats(words: Words) -> list[str]:
    """What the figures do not mean."""
    return [
        words("kit.limit_public"),
        words("edition.limit_gaps", date=words.when(KNOWN_UNTIL.isoformat())),
        words("kit.limit_empty"),
        words("edition.limit_range"),
        words("edition.limit_official"),
        words("kit.limit_rates"),
    ]


def _list_title(count: int, words: Words) -> str:
    """Whether the list of the front holds all incidents, or the latest."""
    if count <= LATEST:
        return words("edition.list_title", count=count)
    return words("edition.latest_title", latest=words.number(LATEST), count=count)


def incident_index(edition: Edition, words: Words, pictures: Iterable[Picture]) -> Page:
    """Every incident under its year, and under each department or country that it touched."""
    here = Here(edition, words, INCIDENT_INDEX)
    years: dict[str, list[dict[str, Any]]] = {}
    for row in edition.newest_first:
        years.setdefault(str(row[col.STARTED_ON])[:4], []).append(row)
    return rendered(
        "incidents.html",
        here,
        head_in_dashboard("incident", here),
        here.live("incident"),
        title=words("incident.find_title", count=len(edition.published)),
        uncounted=_uncounted(here),
        pictures=[picture for picture in pictures if picture.name in ON_THE_INDEX],
        years=[(year, counted(pd.DataFrame(rows), words), _listed(rows, here)) for year, rows in years.items()],
        departments=_by_department(here),
        elsewhere=_by_country(here),
    )


class _Group(NamedTuple):
    """Incidents under one heading."""

    anchor: str
    name: str
    incidents: list[dict[str, Any]]


def _by_department(here: Here) -> list[_Group]:
    """French incidents under each department that they touched, in the order of codes, then those without one."""
    names = area_names(here.edition.atlas.departments, here.words)
    by_code: dict[str, list[dict[str, Any]]] = {}
    for row in here.edition.newest_first:
        if row[col.COUNTRY] == FRANCE:
            for code in split_list(row[col.DEPARTMENTS]) or [""]:
                by_code.setdefault(code, []).append(row)
    groups = [
        _Group(f"d{code}", f"{names[code]} ({code})", _listed(by_code[code], here)) for code in names if code in by_code
    ]
    if "" in by_code:
        groups.append(_Group("d-", here.words("regions.unplaced_row_department"), _listed(by_code[""], here)))
    return groups


def _by_country(here: Here) -> list[_Group]:
    """Incidents outside France under their country, in alphabetical order of the language."""
    names = area_names(here.edition.atlas.countries, here.words)
    by_country: dict[str, list[dict[str, Any]]] = {}
    for row in here.edition.newest_first:
        if row[col.COUNTRY] != FRANCE:
            by_country.setdefault(row[col.COUNTRY], []).append(row)
    return [
        _Group(f"c{code}", names[code], _listed(by_country[code], here))
        for code in sorted(by_country, key=lambda code: plain(names[code]))
    ]
