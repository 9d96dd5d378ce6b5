"""The pages of the areas in the static edition: their list, and the brief of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analytics.edition.frame import AREA_INDEX, Edition, Here, Page, area_names, area_path, hospitals_path, rendered
from analytics.geography.levels import Level
from analytics.outputs.heads import Head
from analytics.outputs.templates import trusted
from analytics.record.cells import plain
from analytics.schema import col
from analytics.words.incidents import with_claims
from analytics.words.text import Words


def area_index(edition: Edition, words: Words) -> Page:
    """Regions in alphabetical order, under each its departments by code, with counts and never a ranking."""
    here = Here(edition, words, AREA_INDEX)
    regions = area_names(edition.atlas.regions, words)
    groups = [
        (_area_line("region", code, regions[code], here), _departments_of(code, here))
        for code in sorted(regions, key=lambda code: plain(regions[code]))
    ]
    return rendered(
        "areas.html",
        here,
        Head(f"{words('edition.areas_title')} – {words('site.title')}", words("edition.areas_note"), ""),
        here.live("regions"),
        groups=groups,
    )


class _AreaLine(NamedTuple):
    """One area in a list."""

    code: str
    name: str
    address: str
    known: bool  # of any attack
    told: str
    hospitals: str  # the address of their page; empty for a region


def _area_line(level: Level, code: str, name: str, here: Here) -> _AreaLine:
    (count, claimed), words = here.edition.area_counts[level][code], here.words
    told = with_claims(words("edition.area_count", count=count), claimed, words) if count else words("map.zero")
    hospitals = here.to(hospitals_path(code)) if level == "department" else ""
    return _AreaLine(code, name, here.area(level, code), count > 0, told, hospitals)


def _departments_of(region: str, here: Here) -> list[_AreaLine]:
    """The departments of a region, in the order of codes."""
    table = here.edition.atlas.departments
    names = area_names(table, here.words)
    codes = sorted(map(str, table.loc[table[col.REGION] == region, col.CODE]))
    return [_area_line("department", code, names[code], here) for code in codes]


def area_pages(edition: Edition, words: Words) -> Iterator[Page]:
    """The brief of each department and of each region, with the areas around it."""
    of_department = dict(zip(edition.atlas.departments[col.CODE], edition.atlas.departments[col.REGION], strict=True))
    regions = area_names(edition.atlas.regions, words)
    for content in edition.briefs[words.language]:
        here = Here(edition, words, area_path(content.level, content.code))
        region = str(of_department[content.code]) if content.level == "department" else content.code
        chosen = {content.level: (content.code,)}
        level = [("level", content.level)] if content.level == "region" else []
        yield rendered(
            "area.html",
            here,
            Head(f"{content.heading} – {words('site.title')}", content.answer, ""),
            here.live("regions", level, **chosen),
            content=trusted(content.html),
            level=content.level,
            code=content.code,
            region=(here.area("region", region), regions[region]),
            departments=_departments_of(region, here) if content.level == "region" else [],
            areas=here.to(AREA_INDEX),
            hospitals=here.to(hospitals_path(content.code)) if content.level == "department" else "",
        )
