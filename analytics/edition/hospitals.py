"""The pages of hospitals in the static edition: one a department, each hospital a section of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analytics.drawings.legends import mark_svg
from analytics.edition.frame import AREA_INDEX, Edition, Here, Page, area_names, hospitals_path, rendered
from analytics.outputs.heads import Head
from analytics.outputs.html import cards
from analytics.outputs.html.hospital import NOT_TOUCHED, kind_and_status, touched
from analytics.outputs.templates import trusted
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words import hospitals
from analytics.words.text import Words


class _Hospital(NamedTuple):
    """One section."""

    number: str
    name: str
    about: str
    size: str
    closed: str
    known: str
    incidents: str


def hospital_pages(edition: Edition, words: Words) -> Iterator[Page]:
    """The hospitals of each department, by town: what they are, their beds, which attacks are known."""
    atlas, evidence = edition.atlas, edition.selection.evidence
    incidents = {row[col.INCIDENT_ID]: row for row in edition.held.rows(evidence)}
    hit = touched(atlas, edition.counted)
    last = int(atlas.hospital_beds[col.YEAR].max())
    ordered = atlas.hospitals.sort_values([col.TOWN, "name"])
    for code, name in area_names(atlas.departments, words).items():
        here = Here(edition, words, hospitals_path(code))
        sections = []
        for row in rows_of(ordered[ordered[col.DEPARTMENT] == code]):
            own, shared = hit.get(row[col.FINESS_ET], NOT_TOUCHED)
            named = [incidents[incident] for incident in (*own, *shared)]
            sections.append(
                _Hospital(
                    row[col.FINESS_ET],
                    row["name"],
                    words("semicolon").join([row[col.TOWN], kind_and_status(row, words)]),
                    hospitals.size(row, words),
                    hospitals.stays(row, last, words),
                    hospitals.known(len(own), len(shared), evidence, words),
                    trusted(cards.short_list(named, atlas, words, mark_svg, here.incident)) if named else "",
                )
            )
        area = f"{name} ({code})"
        title = words("hospital.of_department", area=area)
        yield rendered(
            "hospitals.html",
            here,
            Head(f"{title} – {words('site.title')}", words("hospital.subtitle"), ""),
            here.live("hospital", department=(code,)),
            title=title,
            sections=sections,
            area=(here.area("department", code), area),
            areas=here.to(AREA_INDEX),
        )
