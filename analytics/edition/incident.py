"""The page of one incident in the static edition."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.legends import mark_svg
from analytics.edition.frame import Edition, Here, Page, area_names, head_in_dashboard, incident_path, rendered, trusted
from analytics.outputs.html import cards, dossier
from analytics.schema import col
from analytics.schema.codes import STATUSES
from analytics.words.incidents import called
from analytics.words.text import Words


def incident_page(edition: Edition, words: Words, incident: str) -> Page:
    """The file of one incident, with what the level of evidence lets its sources say."""
    here = Here(edition, words, incident_path(incident))
    file = edition.dossiers[incident]
    row, sections = file.row, file.sections(words, mark_svg, here.incident, here.cited("incident", incident=incident))
    every = edition.held.rows(edition.selection.evidence)
    beside = zip(("previous", "next"), dossier.neighbours(incident, every), strict=True)
    return rendered(
        "incident.html",
        here,
        head_in_dashboard("incident", here, incident),
        here.live("incident", incident=incident),
        name=row[words.column("name")],
        kicker=trusted(cards.kicker(row, edition.atlas, words, mark_svg)),
        claimed=words.label(STATUSES, "claimed") if row[col.STATUS] == "claimed" else "",
        silent=file.claims.empty,
        summary=row[words.column("summary")],
        about=trusted(cards.about(row, words)),
        sections={name: (section.title, trusted(section.html)) for name, section in sections.items()},
        areas=_areas_touched(file.sites, here),
        beside=[
            (name, here.incident(other[col.INCIDENT_ID]), words(f"incident.{name}", name=called(other, words)))
            for name, other in beside
            if other is not None
        ],
    )


def _areas_touched(sites: pd.DataFrame, here: Here) -> list[tuple[str, str]]:
    """Address and name of the page of each department that an incident touched."""
    names = area_names(here.edition.atlas.departments, here.words)
    touched = set(sites[col.DEPARTMENT].dropna())
    return [(here.area("department", code), f"{name} ({code})") for code, name in names.items() if code in touched]
