"""The page of one incident in the static edition."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.drawings.legends import SVG_NAMESPACE, mark_svg
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import OF_THE_PAGE
from analytics.edition.frame import Edition, Here, Page, area_names, head_in_dashboard, incident_path, rendered
from analytics.outputs import pictures, standing_figures
from analytics.outputs.html import cards, dossier
from analytics.outputs.templates import trusted
from analytics.schema import col
from analytics.schema.codes import STATUSES
from analytics.statistics import standing
from analytics.words.incidents import called
from analytics.words.text import Words


def incident_page(edition: Edition, words: Words, incident: str) -> Page:
    """The file of one incident, with what the level of evidence lets its sources say."""
    here = Here(edition, words, incident_path(incident))
    file = edition.dossiers[incident]
    counted = standing_figures.counted(edition.held, edition.selection.evidence)
    cited = here.cited("incident", incident=incident)
    row, sections = file.row, file.sections(counted, words, mark_svg, here.incident, cited)
    if standing.standings(row, counted):
        title, said = sections["standing"]
        sections["standing"] = dossier.Section(title, f"{_strip(edition, incident, words)}\n{said}")
    every = edition.held.rows(edition.selection.evidence)
    beside = zip(("previous", "next"), dossier.neighbours(incident, every), strict=True)
    return rendered(
        "incident.html",
        here,
        head_in_dashboard("incident", here, incident),
        here.live("incident", incident=incident),
        name=row[words.column("name")],
        code=incident,
        kicker=trusted(cards.kicker(row, edition.atlas, words, mark_svg)),
        claimed=words.label(STATUSES, "claimed") if row[col.STATUS] == "claimed" else "",
        silent=file.claims.empty,
        summary=row[words.column("summary")],
        about=trusted(file.about(words)),
        sections={name: (section.title, trusted(section.html)) for name, section in sections.items()},
        areas=_areas_touched(file.sites, here),
        beside=[
            (name, here.incident(other[col.INCIDENT_ID]), words(f"incident.{name}", name=called(other, words)))
            for name, other in beside
            if other is not None
        ],
    )


def _strip(edition: Edition, incident: str, words: Words) -> str:
    """Its figures among those of all incidents, drawn in the colours of the page."""
    choice = pictures.Choice(edition.held, replace(edition.selection, incident=incident))
    drawing = pictures.draw("incident-standing", choice, Sheet(words, OF_THE_PAGE, "narrow"))
    return drawing.svg.replace(f' xmlns="{SVG_NAMESPACE}"', "")  # within HTML it needs none; every word is escaped


def _areas_touched(sites: pd.DataFrame, here: Here) -> list[tuple[str, str]]:
    """Address and name of the page of each department that an incident touched."""
    names = area_names(here.edition.atlas.departments, here.words)
    touched = set(sites[col.DEPARTMENT].dropna())
    return [(here.area("department", code), f"{name} ({code})") for code, name in names.items() if code in touched]
