"""What the map of Explore shows of the incidents kept: a mark a place, or a circle an area where they are too many."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.maps import clusters
from analytics.drawings.maps import points as map_places
from analytics.drawings.maps.clusters import Drawn
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, POINT_PRECISIONS, ROLES
from analytics.selection.selection import Selection
from analytics.words.incidents import called, with_claims
from analytics.words.text import Words
from dashboard import loading
from dashboard.frame import Run


def map_points(run: Run) -> pd.DataFrame:
    """The places of the kept incidents as points with their words; markers that are no place stay out."""
    france = run.chosen.view == "france"
    every = loading.held().choice(Selection()).once(("points", france, run.words), lambda: every_point(run, france))
    points = every[
        every.index.isin(run.places.index) if france else every[col.INCIDENT_ID].isin(run.kept[col.INCIDENT_ID])
    ]
    return points.assign(dimmed=~run.selection.in_area(points)) if france and run.selection.places == "all" else points


def every_point(run: Run, france: bool) -> pd.DataFrame:
    """The places of all incidents as points, with what is said of each."""
    words, published = run.words, run.published
    points = map_places.places_of(loading.held().sites, published, france=france)
    incidents = {row[col.INCIDENT_ID]: row for row in loading.held().rows(run.selection.evidence)}
    return points.assign(
        dimmed=False,
        label=points[words.column("name")],
        detail=[
            words(
                "map.detail",
                incident=called(incidents[incident], words),
                date=words.when(incidents[incident][col.STARTED_ON]),
                type=words.label(ATTACK_TYPES, incidents[incident][col.ATTACK_TYPE]).lower(),
                role=words.label(ROLES, role),
                precision=words.label(POINT_PRECISIONS, precision),
            )
            for incident, role, precision in zip(
                points[col.INCIDENT_ID], points[col.ROLE], points[col.POINT_PRECISION], strict=True
            )
        ],
    )


def drawn(run: Run, points: pd.DataFrame) -> Drawn:
    """The marks or the circles of some points; the incident that is open keeps its marks beside circles."""
    level: Level = "department" if run.chosen.view == "france" else "country"
    made = run.once("drawn", lambda: clusters.drawn(points, level, loading.label_points(level)), level)
    if made.circles is None or not run.selection.incident:
        return made
    own = points[points[col.INCIDENT_ID] == run.selection.incident]
    return Drawn(pd.concat([made.marks.drop(index=own.index, errors="ignore"), own]), made.circles)


def notes(circles: pd.DataFrame, words: Words) -> dict[str, str]:
    """What is said of each circle: its incidents, and how many of them the attacker alone claims."""
    counted = zip(circles[col.CODE], circles[clusters.VALUE], circles[col.INCIDENTS_CLAIMED], strict=True)
    return {
        str(code): with_claims(words("map.clustered_note", count=int(count)), int(claimed), words)
        for code, count, claimed in counted
    }
