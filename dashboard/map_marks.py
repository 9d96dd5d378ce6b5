"""What the map of Explore shows of the incidents kept: a mark each, or a circle an area where they are too many."""

from __future__ import annotations

import pandas as pd

from analytics.drawings import legends
from analytics.drawings.leaflet.maps import Chosen, Hospitals
from analytics.drawings.leaflet.rows import DIMMED, FURTHER
from analytics.drawings.maps import clusters
from analytics.drawings.maps import points as map_places
from analytics.drawings.maps.clusters import Drawn
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import areas
from analytics.words.incidents import called, claimed_among, with_claims
from analytics.words.text import Words
from dashboard import loading
from dashboard.components import map_words
from dashboard.frame import Run


def level(run: Run) -> Level:
    """What the areas of the map are."""
    return "department" if run.chosen.view == "france" else "country"


def map_points(run: Run) -> pd.DataFrame:
    """The places of the kept incidents as points with their words; markers that are no place stay out."""
    france = run.chosen.view == "france"
    every = loading.held().choice(Selection()).once(("points", france, run.words), lambda: every_point(run, france))
    points = every[
        every.index.isin(run.places.index) if france else every[col.INCIDENT_ID].isin(run.kept[col.INCIDENT_ID])
    ]
    return points.assign(dimmed=~run.selection.in_area(points) if france and run.selection.places == "all" else False)


def of_france(run: Run) -> Run:
    """The same run with all incidents in France at its level of evidence, whatever else is chosen."""
    selection = Selection(evidence=run.selection.evidence, lang=run.selection.lang).scoped("france")
    return run._replace(choice=loading.held().choice(selection), chosen=run.chosen._replace(selection=selection))


def hospitals(run: Run, here: str = "") -> Hospitals:
    """What the map says of the hospitals of the register: those that an incident kept names, and the one looked at."""
    named = run.atlas.incidents_of_hospitals
    kept = named[named[col.INCIDENT_ID].isin(run.kept[col.INCIDENT_ID])]
    texts = {name: run.words(f"hospital.map_{name}") for name in ("beds", "hit")}
    return Hospitals(sorted(set(kept[col.FINESS_ET])), here, texts)


def every_point(run: Run, france: bool) -> pd.DataFrame:
    """The places of all incidents as points, with what is said of each."""
    words, published = run.words, run.published
    points = map_places.places_of(loading.held().sites, published, france=france)
    incidents = {row[col.INCIDENT_ID]: row for row in loading.held().rows(run.selection.evidence)}
    names = [called(incidents[incident], words) for incident in points[col.INCIDENT_ID]]
    return points.assign(
        label=points[words.column("name")] if france else names,  # on the world a place is known by its incident
        called=names,
        when=[words.when(incidents[incident][col.STARTED_ON]) for incident in points[col.INCIDENT_ID]],
        detail=map_places.told(points, words),
    )


def drawn(run: Run, points: pd.DataFrame) -> Drawn:
    """The marks or the circles of some points; the incident that is open keeps its marks beside circles."""
    area = level(run)
    marks, circles = run.once("drawn", lambda: clusters.drawn(points, area, loading.label_points(area)), area)
    if circles is not None and run.selection.incident:
        own = points[points[col.INCIDENT_ID] == run.selection.incident]
        marks = pd.concat([marks.drop(index=own.index, errors="ignore"), own])
    inside = ~marks[DIMMED].to_numpy(bool)
    further = map_places.further(marks, france=area == "department", preferred=inside)
    return Drawn(marks.assign(further=further), circles)


def inside(run: Run) -> frozenset[str]:
    """The areas of the map that the reader chose; none where he chose none."""
    return frozenset(areas.chosen(run.atlas, run.selection, level(run)) if run.selection.names_area else ())


def chosen(run: Run) -> Chosen:
    """The areas that the reader chose as the map shows them; it does not move to them where others are shown too."""
    selection, look = run.selection, run.selection.places != "all"
    if level(run) == "country":
        return Chosen(selection.country, (), inside(run), look)
    regions = () if selection.department else selection.region
    return Chosen(selection.department, regions, inside(run), look)


def legend(run: Run, marks: pd.DataFrame) -> str:
    """What the marks mean: of what the map shows of them, and of nothing else."""
    france = run.chosen.view == "france"
    shown = marks.drop(index=map_places.not_drawn(marks, france=france).index)
    leading = shown[~shown[FURTHER]]
    return legends.marks_legend_html(
        leading[col.ATTACK_TYPE].unique(),
        run.theme,
        map_words(run.words, france),
        hollow=bool(leading[col.ROLE].isin(legends.HOLLOW_ROLES).any()),
        claimed=bool(claimed_among(leading)),
        further=len(leading) < len(shown),
    )


def notes(circles: pd.DataFrame, words: Words) -> dict[str, str]:
    """What is said of each circle: its incidents, and how many of them the attacker alone claims."""
    counted = zip(circles[col.CODE], circles[clusters.VALUE], circles[col.INCIDENTS_CLAIMED], strict=True)
    return {
        str(code): with_claims(words("map.clustered_note", count=int(count)), int(claimed), words)
        for code, count, claimed in counted
    }
