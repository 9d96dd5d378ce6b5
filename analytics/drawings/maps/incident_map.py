"""The map of one incident as a picture that stands alone: its places with names and roles, and where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts.numbers import valued
from analytics.drawings.maps import frames, outlines
from analytics.drawings.maps.legend import Column
from analytics.drawings.maps.marks import apart, place_mark
from analytics.drawings.maps.measured import place_name
from analytics.drawings.maps.names_beside import Room, beside
from analytics.drawings.maps.outlines import Box, Frame, Point
from analytics.drawings.maps.surroundings import Surroundings, surroundings
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme
from analytics.geography.levels import NOT_A_PLACE
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, ROLES
from analytics.words.incidents import called, is_claimed
from analytics.words.text import Words


class _Layout(NamedTuple):
    """Where the parts stand: the map, the small map, and the list (left, top, width)."""

    frame: Box
    locator: Box
    listed: tuple[float, float, float]


_WITH_A_MAP: dict[Size, _Layout] = {
    "wide": _Layout(Box(32, 0, 560, 460), Box(616, 0, 120, 140), (616, 160, 252)),
    "narrow": _Layout(Box(16, 0, 418, 344), Box(324, 362, 110, 130), (16, 358, 292)),
}
# where no place has a point, a line says so in place of the map
_WITHOUT_A_MAP: dict[Size, _Layout] = {
    "wide": _Layout(Box(32, 0, 560, 460), Box(616, 0, 120, 140), (32, 36, 560)),
    "narrow": _Layout(Box(16, 0, 418, 344), Box(324, 30, 110, 130), (16, 36, 292)),
}


@dataclass(frozen=True)
class _Incident:
    """What the map is of.

    Attributes
    ----------
    kind, country : str
        The type of attack, and where it was.
    claimed : bool
        Whether the attacker alone says so.
    places : DataFrame
        The sites of the incident, numbered from 0.
    names : mapping of str to str
        The name of each department of France, or of each country, by its code.
    """

    kind: str
    claimed: bool
    country: str
    places: pd.DataFrame
    names: Mapping[str, str]

    @property
    def french(self) -> bool:
        """Whether it was in France: its areas are departments then, else countries."""
        return self.country == FRANCE

    @property
    def placed(self) -> pd.DataFrame:
        """The places that have a point."""
        points = self.places[col.LATITUDE].notna() & self.places[col.POINT_PRECISION].ne(NOT_A_PLACE)
        return self.places[points]

    @cached_property
    def touched(self) -> set[str]:
        """The departments or countries of the places; where the region alone is known, its departments."""
        if not self.french:
            return {str(code) for code in self.places[col.COUNTRY].dropna()}
        departments = outlines.near_outlines("department")
        regions = self.places.loc[self.places[col.DEPARTMENT].isna(), col.REGION].dropna()
        of_regions = departments.loc[departments[col.REGION].isin(regions), col.CODE]
        return {str(code) for code in [*self.places[col.DEPARTMENT].dropna(), *of_regions]}

    def area_name(self, code: str) -> str:
        """The name of an area, a department with its code."""
        name = place_name(self.names.get(code, code))
        return f"{name} ({code})" if self.french else name


class _Near(NamedTuple):
    """The map of the places: what is drawn, which places it shows, the number of each whose name found no room."""

    shapes: list[str]
    drawn: set[int]
    numbers: dict[int, str]


def incident_svg(
    incident: Mapping[str, Any],
    sites: pd.DataFrame,
    names: Mapping[str, str],
    where: str,
    scope: str,
    sheet: Sheet,
) -> Drawing:
    """The places of one incident with their names and roles, the areas around, and where in the country it was.

    Parameters
    ----------
    incident : mapping
        The published incident: incident_id, names, started_on, attack_type, country.
    sites : DataFrame
        The sites of the incident.
    names : mapping of str to str
        The name of each department of France, or of each country, by its code.
    where, scope : str
        Where it was (`phrases.place_line`), and the choice in words.
    sheet : Sheet
    """
    words, theme = sheet.words, sheet.theme
    places = pd.DataFrame(sites).reset_index(drop=True)
    subject = _Incident(str(incident[col.ATTACK_TYPE]), is_claimed(incident), str(incident[col.COUNTRY]), places, names)
    has_map = not subject.placed.empty
    layout = (_WITH_A_MAP if has_map else _WITHOUT_A_MAP)[sheet.size]
    near = _near_map(subject, layout.frame, sheet) if has_map else _no_map(layout.frame, sheet)
    listed = _listed(subject, near, Column(*layout.listed), sheet)
    title = words(
        "drawing.incident",
        count=len(places),
        name=called(incident, words),
        date=words.when(incident[col.STARTED_ON]).replace(" ", "\u00a0"),  # a date is not broken over two lines
    )
    height = max(listed.bottom, layout.locator.bottom, layout.frame.bottom + 4 if has_map else 0)
    source = "drawing.places_source" if subject.french else "drawing.incident_source_world"
    return canvas.picture(
        sheet,
        title,
        [words("semicolon").join([words.label(ATTACK_TYPES, subject.kind), where]), scope],
        Body([*near.shapes, *_locator(subject, layout.locator, theme), *listed.shapes], height),
        [*([words("drawing.points"), words("drawing.incident_note")] if has_map else []), words(source)],
        [_with_role(row, words) for row in rows_of(places)],
    )


def _with_role(place: Mapping[str, Any], words: Words) -> str:
    return valued(place[words.column("name")], words.label(ROLES, place[col.ROLE]), words)


# --- the map ----------------------------------------------------------------------------------------------------------


def _no_map(box: Box, sheet: Sheet) -> _Near:
    """What stands where no place has a point."""
    column = Column(box.left, 0, box.width)
    column.text(sheet.words("incident.no_point"), sheet.theme.muted, size=15)
    return _Near(column.shapes, set(), {})


def _near_map(subject: _Incident, box: Box, sheet: Sheet) -> _Near:
    """The areas around, the marks and their names, without places overseas where it shows the mainland."""
    theme = sheet.theme
    seen = surroundings(subject.placed, subject.country)
    frame, shapes = _areas(subject, seen, box, theme)
    places = _inside(subject.placed, frame, box)
    spots = apart(frame.view.places(places), 13)
    kilometres = outlines.round_below(0.2 * box.width / frame.view.per_kilometre)
    bar = Box(box.left + 8, box.bottom - 26, max(kilometres * frame.view.per_kilometre, 50), 22)
    room = Room(box, [bar, *(Box(x - 7, y - 7, 14, 14) for x, y in spots)])
    marks = [
        place_mark(at, subject.kind, row[col.ROLE], theme, 1.3, claimed=subject.claimed)
        for at, row in zip(spots, rows_of(places), strict=True)
    ]
    names, numbers = _place_names(places, spots, room, sheet)
    shapes += [*_area_names(subject, frame, room, theme), *marks, names, canvas.rect(*box, "none", theme.line)]
    shapes += frames.scale(bar.left, bar.bottom, frame, sheet.words, theme)
    return _Near(shapes, {int(row) for row in places.index}, numbers)


def _areas(subject: _Incident, seen: Surroundings, box: Box, theme: Theme) -> tuple[Frame, list[str]]:
    """The areas around the places, those touched outlined."""
    areas = outlines.near_outlines("department" if subject.french else "country")
    # cut a little outside, and covered there: the outline of an area that goes on has no side at the frame
    cover = Box(box.left - 2, box.top - 2, box.width + 4, box.height + 4)
    frame = outlines.part(areas, seen.view(box), cover, seen.near)
    paths = [f'<path d="{path}"/>' for path in frame.paths.values() if path]
    left, top, width, height = (canvas.fixed(side) for side in cover)
    return frame, [
        f'<g fill="{theme.zero}" stroke="{theme.border}" stroke-width="0.8">{"".join(paths)}</g>',
        *(
            f'<path d="{frame.paths[code]}" fill="none" stroke="{theme.selected}" stroke-width="1.4"/>'
            for code in sorted(subject.touched)
            if frame.paths.get(code)
        ),
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="{theme.paper}" '
        'stroke-width="4"/>',
    ]


def _inside(places: pd.DataFrame, frame: Frame, box: Box) -> pd.DataFrame:
    """The places that lie in the box."""
    spots = frame.view.places(places)
    return places[[box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in spots]]


def _place_names(places: pd.DataFrame, spots: list[Point], room: Room, sheet: Sheet) -> tuple[str, dict[int, str]]:
    """The name of each place beside its mark where there is room, else a number."""
    words, theme = sheet.words, sheet.theme
    labels: list[str] = []
    numbers: dict[int, str] = {}
    for row, point in zip(places.index, spots, strict=True):
        text = canvas.xml_text(places.loc[row, words.column("name")])
        spot = room.free(text, 12, beside(point))
        if spot is None:
            text = numbers[int(row)] = words.number(len(numbers) + 1)
            spot = room.free(text, 12, beside(point)) or beside(point)[0]
        room.take(text, 12, spot)
        labels.append(canvas.label(spot[0], spot[1], text, theme.text, 12, anchor=spot[2], weight="600"))
    rim = f'<g stroke="{theme.paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
    return f"{rim}{''.join(labels)}</g>", numbers


def _area_names(subject: _Incident, frame: Frame, room: Room, theme: Theme) -> list[str]:
    """The names of the areas that are wide enough for theirs, where nothing stands yet."""
    labels = []
    for code, (x, y) in frame.points.items():
        text = subject.area_name(code)
        spot = room.free(text, 11, [(x, y + 4, "middle")])
        if spot and frame.extents[code] > len(text) * 11 * canvas.LETTER:
            room.take(text, 11, spot)
            labels.append(canvas.label(spot[0], spot[1], text, theme.muted, 11, anchor="middle"))
    return labels


# --- beside the map ---------------------------------------------------------------------------------------------------


def _locator(subject: _Incident, box: Box, theme: Theme) -> list[str]:
    """The country or the world in a few pixels, with the areas touched filled."""
    world = Box(box.left, box.top, box.width, 60)
    small = outlines.small_france(box) if subject.french else outlines.small_world(world)
    shapes = []
    for frame in small.frames:
        for code, path in frame.paths.items():
            if path:
                fill = theme.selected if code in subject.touched else theme.zero
                shapes.append(f'<path d="{path}" fill="{fill}"/>')
    unseen = [code for code in sorted(subject.touched) if small.main.extents.get(code, 9) < 8 and code in small.places]
    dots = [canvas.circle(*small.places[code], 3, theme.selected, theme.paper) for code in unseen]
    return [f'<g stroke="{theme.border}" stroke-width="0.3">{"".join(shapes)}</g>', *dots]


def _listed(subject: _Incident, near: _Near, column: Column, sheet: Sheet) -> Column:
    """All places under their role, with the number of those whose name is not on the map."""
    words, theme = sheet.words, sheet.theme
    for role, label in ROLES.items():
        places = subject.places[subject.places[col.ROLE] == role]
        if places.empty:
            continue
        heading = label.in_language(words.language)
        at = (column.left + 7, column.bottom + 7.5)
        column.shapes.append(place_mark(at, subject.kind, role, theme, 1.1, claimed=subject.claimed))
        column.shapes.append(
            canvas.label(
                column.left + 20, column.bottom + 12, heading[0].upper() + heading[1:], theme.text, 12, weight="600"
            )
        )
        column.space(18)
        for row, name in places[words.column("name")].astype(str).items():
            text = f"{near.numbers[row]} · {name}" if row in near.numbers else name
            text = text if row in near.drawn else words("drawing.no_point", name=text)
            column.text(text, theme.text, indent=20)
            column.space(3)
        column.space(8)
    return column
