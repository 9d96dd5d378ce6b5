"""Maps of the places hit as pictures that stand alone: one mark a place, in the shape and colour of its type of attack.

Marks that would hide each other are moved apart by a few pixels, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, hypot, pi, sin
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from analytics.drawings.leaflet.maps import not_drawn
from analytics.drawings.legends import HOLLOW_ROLES
from analytics.drawings.maps import area_maps, outlines
from analytics.drawings.maps.area_maps import furniture, legend_box, lines_at, place_name
from analytics.drawings.maps.outlines import Box, Frame, Outlines, Point
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme, mark_style
from analytics.geography import levels
from analytics.geography.levels import NOT_A_PLACE, WGS84
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FRANCE, OVERSEAS_DEPARTMENTS, ROLES
from analytics.words.text import Words

# How large a mark is drawn against its shape in the theme, and how far apart two marks have to be, in pixels.
_SCALE: dict[Size, float] = {"wide": 0.95, "narrow": 0.75}
_APART: dict[Size, float] = {"wide": 8.5, "narrow": 6.8}
_RINGS = 12  # a mark that finds no room within so many rings stays where it is


# --- places ---------------------------------------------------------------------------------------------------------


def places_of(sites: pd.DataFrame, kept: pd.DataFrame, *, france: bool) -> pd.DataFrame:
    """The places of incidents with the type of attack; a marker that is no place has no point.

    Parameters
    ----------
    sites : DataFrame
        Sites with their places (`atlas.sites`).
    kept : DataFrame
        Published incidents.
    france : bool
        All places in France; else the first place of each incident: on the scale of the world one says enough.
    """
    rows = pd.DataFrame(sites)
    rows = rows[rows[col.INCIDENT_ID].isin(kept[col.INCIDENT_ID])]
    if france:
        rows = rows[rows[col.COUNTRY] == FRANCE]
    else:
        # a real place of the incident before a marker
        real = rows[col.LATITUDE].notna() & rows[col.POINT_PRECISION].ne(NOT_A_PLACE)
        rows = rows.loc[real.sort_values(ascending=False, kind="stable").index].drop_duplicates(col.INCIDENT_ID)
        rows = rows.sort_index()
    points = rows.assign(attack_type=rows[col.INCIDENT_ID].map(kept.set_index(col.INCIDENT_ID)[col.ATTACK_TYPE]))
    points.loc[points[col.POINT_PRECISION] == NOT_A_PLACE, col.LATITUDE] = float("nan")
    return points


def left_out(points: pd.DataFrame, kept: pd.DataFrame, words: Words, *, france: bool) -> list[str]:
    """What a map of places does not show: incidents abroad, incidents without a place, places without a point."""
    hidden = not_drawn(points, france=france)
    drawn = set(points.drop(index=hidden.index)[col.INCIDENT_ID])
    missing = kept[~kept[col.INCIDENT_ID].isin(drawn)]
    abroad = missing[missing[col.COUNTRY] != FRANCE] if france else missing.iloc[:0]
    nowhere = missing.drop(abroad.index)
    said = []
    if len(abroad):
        said.append(words("map.abroad", count=len(abroad)))
    if len(nowhere):
        names = words.listing([str(name) for name in nowhere[words.column("name")]])
        said.append(words("map.nowhere", count=len(nowhere), names=names))
    of_drawn = hidden[hidden[col.INCIDENT_ID].isin(drawn)]
    if len(of_drawn):
        said.append(words("map.sites_without_point", count=of_drawn[col.SITE_ID].nunique()))
    return said


# --- marks ----------------------------------------------------------------------------------------------------------


def apart(points: Sequence[Point], distance: float) -> list[Point]:
    """Points moved so that no two are nearer than a distance: each to the nearest free spot around its own.

    Those that have room stay where they are, whatever the others do.
    """
    crowded = [
        any(_near(one, other, distance) for at, other in enumerate(points) if at != place)
        for place, one in enumerate(points)
    ]
    taken = [one for one, is_crowded in zip(points, crowded, strict=True) if not is_crowded]
    moved = []
    for one, is_crowded in zip(points, crowded, strict=True):
        found = one
        if is_crowded:
            free = (spot for spot in _spots(one, distance) if not any(_near(spot, other, distance) for other in taken))
            found = next(free, one)
            taken.append(found)
        moved.append(found)
    return moved


def _near(one: Point, other: Point, distance: float) -> bool:
    # a hair less: spots on a ring are exactly a distance apart
    return hypot(one[0] - other[0], one[1] - other[1]) < distance - 1e-6


def _spots(point: Point, distance: float) -> Iterator[Point]:
    """A point, then spots on ever larger rings around it."""
    yield point
    for ring in range(1, _RINGS + 1):
        radius = distance * ring / 2
        for step in range(6 * ring):
            angle = 2 * pi * step / (6 * ring)
            yield point[0] + radius * sin(angle), point[1] - radius * cos(angle)


def place_mark(at: Point, kind: str, role: str, theme: Theme, scale: float) -> str:
    """The mark of a place; hollow where nobody entered. A rim of paper keeps marks that touch apart."""
    where = f'transform="translate({canvas.fixed(at[0])} {canvas.fixed(at[1])}) scale({scale:g})"'
    colour = theme.attack_types[kind]
    inside, rim, width = (theme.paper, colour, 1.6) if role in HOLLOW_ROLES else (colour, theme.paper, 0.9)
    return f'<path d="{mark_style(kind).path}" {where} fill="{inside}" stroke="{rim}" stroke-width="{width:g}"/>'


def _marks(frames: Outlines, points: pd.DataFrame, sheet: Sheet) -> list[str]:
    """Every place once, in the frame that shows it largest."""
    shapes = []
    frame_of = _frames_of(frames, points)
    for frame in frames.frames:
        there = points[pd.Series([one is frame for one in frame_of], index=points.index, dtype=bool)]
        spots = apart(frame.view.places(there), _APART[sheet.size])
        shapes += [
            place_mark(at, row[col.ATTACK_TYPE], row[col.ROLE], sheet.theme, _SCALE[sheet.size])
            for at, row in zip(spots, rows_of(there), strict=True)
        ]
    return shapes


def _frames_of(frames: Outlines, points: pd.DataFrame) -> list[Frame]:
    """The frame of each point: that of its department where it has one, Europe where it lies there, else the main."""
    enlarged = frames.enlarged
    found = []
    inside = enlarged.view.places(points) if enlarged else [(0.0, 0.0)] * len(points)
    for row, (x, y) in zip(rows_of(points), inside, strict=True):
        box = enlarged.box if enlarged else frames.main.box
        if row[col.DEPARTMENT] in frames.insets:
            found.append(frames.insets[row[col.DEPARTMENT]])
        elif enlarged and frames.insets:
            found.append(enlarged if row[col.DEPARTMENT] in enlarged.paths else frames.main)
        else:
            within = box.left < x < box.right and box.top < y < box.bottom
            found.append(enlarged if enlarged and within else frames.main)
    return found


def _land(frames: Outlines, theme: Theme) -> list[str]:
    paths = "".join(f'<path d="{path}"/>' for frame in frames.frames for path in frame.paths.values() if path)
    window = f'<path d="{frames.window}" fill="none" stroke="{theme.muted}" stroke-width="1"/>' if frames.window else ""
    return [f'<g fill="{theme.zero}" stroke="{theme.border}" stroke-width="0.6">{paths}</g>{window}']


def _legend(points: pd.DataFrame, frames: Outlines, key: str, sheet: Sheet) -> tuple[list[str], float]:
    """The types in use, hollow marks where there are any, and where the marks stand."""
    words, theme = sheet.words, sheet.theme
    x, y, width = legend_box(frames, sheet.size)
    entries = [
        (kind, "", words.label(ATTACK_TYPES, kind)) for kind in ATTACK_TYPES if (points[col.ATTACK_TYPE] == kind).any()
    ]
    if points[col.ROLE].isin(HOLLOW_ROLES).any():
        kind = str(points.loc[points[col.ROLE].isin(HOLLOW_ROLES), col.ATTACK_TYPE].iloc[0])
        entries.append((kind, next(iter(HOLLOW_ROLES)), words("map.hollow")))
    shapes = []
    for kind, role, said in entries:
        shapes.append(place_mark((x + 8, y + 8), kind, role, theme, 1.1))
        more, y = lines_at(x + 22, y, width - 22, said, theme.text)
        shapes += more
        y += 6
    for text in (words("drawing.apart"), words(key)):
        more, y = lines_at(x, y + 4, width, text, theme.muted)
        shapes += more
    return shapes, y


# --- the two maps of all places -------------------------------------------------------------------------------------


def france_svg(
    sites: pd.DataFrame,
    incidents: pd.DataFrame,
    names: Mapping[str, str],
    scope: str,
    sheet: Sheet,
    drawn: Outlines | None = None,
) -> Drawing:
    """The places hit in France, each with the mark of its type of attack.

    Parameters
    ----------
    sites : DataFrame
        Sites with their places (`atlas.sites`).
    incidents : DataFrame
        The published incidents of a choice.
    names : mapping of str to str
        The name of each department by its code, in the language of the sheet.
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    drawn : Outlines, optional
        The departments; `outlines.france` where it is absent.
    """
    words = sheet.words
    frames = drawn or outlines.france("department", sheet.size)
    points = places_of(sites, incidents, france=True)
    shown = points.drop(index=not_drawn(points, france=True).index)
    title = words(
        "drawing.places",
        count=len(points),
        incidents=words("kit.count", count=points[col.INCIDENT_ID].nunique()),
    )
    told = [
        canvas.told(f"{place_name(names[str(code)])} ({code})", words("area.site_count", count=int(count)), words)
        for code, count in shown[col.DEPARTMENT]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
        .items()
    ]
    legend, bottom = _legend(shown, frames, "drawing.insets_france", sheet)
    named = {code: place_name(name) for code, name in names.items()}
    shapes = [*_land(frames, sheet.theme), *furniture(frames, named, words, sheet.theme), *_marks(frames, shown, sheet)]
    notes = [*left_out(points, incidents, words, france=True), words("drawing.points"), words("drawing.known")]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.places_subtitle"), scope],
        Body([*shapes, *legend], max(bottom, frames.bottom + 18)),
        [*notes, words("drawing.places_source")],
        canvas.described(title, told, words),
    )


def _most_first(codes: pd.Series) -> pd.Series:
    """How often each code stands there, the most often first, of two the first by code."""
    return codes.value_counts().sort_index().sort_values(ascending=False, kind="stable")


def world_svg(
    sites: pd.DataFrame,
    incidents: pd.DataFrame,
    names: Mapping[str, str],
    scope: str,
    sheet: Sheet,
    warning: Sequence[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """One mark for each incident on the map of the world; parameters as in `france_svg`, with the names of countries.

    `warning` has to be read before the map.
    """
    words = sheet.words
    frames = drawn or outlines.world(sheet.size)
    points = places_of(sites, incidents, france=False)
    shown = points.drop(index=not_drawn(points, france=False).index)
    countries = _most_first(shown[col.COUNTRY])
    title = words("world.finding", count=len(incidents), countries=words.number(incidents[col.COUNTRY].nunique()))
    told = [
        canvas.told(place_name(names[str(code)]), words("kit.count", count=int(count)), words)
        for code, count in countries.items()
    ]
    legend, bottom = _legend(shown, frames, "drawing.insets_world", sheet)
    shapes = [*_land(frames, sheet.theme), *furniture(frames, {}, words, sheet.theme), *_marks(frames, shown, sheet)]
    notes = [*left_out(points, incidents, words, france=False), words("drawing.points"), words("drawing.known")]
    return canvas.picture(
        sheet,
        title,
        [words("drawing.world_subtitle"), scope, *warning],
        Body([*shapes, *legend], max(bottom, frames.bottom + 18)),
        [*notes, words("drawing.map_source_world")],
        canvas.described(title, told, words),
    )


# --- one incident ---------------------------------------------------------------------------------------------------


class _Room(NamedTuple):
    """Where the parts of the map of an incident stand: the map, the small map, the list (left, top, width)."""

    frame: Box
    locator: Box
    listed: tuple[float, float, float]


_ROOMS: dict[Size, _Room] = {
    "wide": _Room(Box(32, 0, 560, 460), Box(616, 0, 120, 140), (616, 160, 252)),
    "narrow": _Room(Box(16, 0, 418, 344), Box(324, 362, 110, 130), (16, 358, 292)),
}
_LEAST_METRES = 130_000  # a map that shows less would show one town, and not where in the country it lies
_LEAST_ABROAD = 900_000
_BESIDE = 5  # degrees
_AIR = 1.6  # how much wider than the places the map is


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
    words, theme, room = sheet.words, sheet.theme, _ROOMS[sheet.size]
    kind = str(incident[col.ATTACK_TYPE])
    french = incident[col.COUNTRY] == FRANCE
    places = pd.DataFrame(sites).reset_index(drop=True)
    placed = places[col.LATITUDE].notna() & places[col.POINT_PRECISION].ne(NOT_A_PLACE)
    seen = _surroundings(places[placed], str(incident[col.COUNTRY])) if placed.any() else None
    touched = _touched(places, french)
    shapes: list[str] = []
    numbers: dict[int, str] = {}
    if seen is None:
        more, _ = lines_at(room.frame.left, 0, room.frame.width, words("incident.no_point"), theme.muted, 15)
        shapes += more
        room = _Room(room.frame, _up(room.locator, room.frame), _listed_up(room))
    else:
        inside = _inside(seen, places[placed], room.frame)
        marked, numbers = _near_map(seen, places.loc[inside], kind, touched, names, room.frame, french, sheet)
        shapes += marked
    shapes += _locator(room.locator, touched, french, theme)
    listed, bottom = _listed(places, numbers, set() if seen is None else set(inside), kind, room.listed, sheet)
    title = words(
        "drawing.incident",
        count=len(places),
        name=str(incident[words.column("name")]),
        date=words.when(incident[col.STARTED_ON]).replace(" ", "\u00a0"),  # a date is not broken over two lines
    )
    height = max(bottom, room.locator.bottom, room.frame.bottom + 4 if seen is not None else 0)
    source = "drawing.places_source" if french else "drawing.incident_source_world"
    return canvas.picture(
        sheet,
        title,
        [words("semicolon").join([words.label(ATTACK_TYPES, kind), where]), scope],
        Body([*shapes, *listed], height),
        [*([words("drawing.points"), words("drawing.incident_note")] if seen else []), words(source)],
        canvas.described(title, [_told(row, words) for row in rows_of(places)], words),
    )


def _touched(places: pd.DataFrame, french: bool) -> set[str]:
    """The departments or countries of the places; where the region alone is known, its departments."""
    if not french:
        return {str(code) for code in places[col.COUNTRY].dropna()}
    departments = outlines.near_outlines("department")
    regions = places.loc[places[col.DEPARTMENT].isna(), col.REGION].dropna()
    of_regions = departments.loc[departments[col.REGION].isin(regions), col.CODE]
    return {str(code) for code in [*places[col.DEPARTMENT].dropna(), *of_regions]}


def _area_name(code: str, names: Mapping[str, str], french: bool) -> str:
    name = place_name(names.get(code, code))
    return f"{name} ({code})" if french else name


def _told(row: Mapping[str, Any], words: Words) -> str:
    return canvas.told(row[words.column("name")], words.label(ROLES, row[col.ROLE]), words)


class _Seen(NamedTuple):
    """What the map of an incident looks at: a projection, a rectangle of it, and degrees that it can be asked for."""

    crs: str
    bounds: tuple[float, float, float, float]
    near: tuple[float, float, float, float]


def _surroundings(places: pd.DataFrame, country: str) -> _Seen:
    """The places and what is around them: departments in France, the country and its neighbours elsewhere."""
    if country != FRANCE:
        return _country_around(country, places)
    mainland = places[~places[col.DEPARTMENT].isin(OVERSEAS_DEPARTMENTS)]
    if mainland.empty:
        return _overseas(str(places[col.DEPARTMENT].iloc[0]))
    flat = gpd.GeoSeries.from_xy(mainland[col.LONGITUDE], mainland[col.LATITUDE], crs=WGS84).to_crs(levels.LAMBERT_93)
    bounds = _widened(tuple(flat.total_bounds), _LEAST_METRES)
    # the frame may be wider or taller than what is asked for
    twice = gpd.GeoSeries([shapely.box(*_widened(bounds, 0, 2))], crs=levels.LAMBERT_93)
    return _Seen(levels.LAMBERT_93, bounds, tuple(twice.to_crs(WGS84).total_bounds))


def _overseas(code: str) -> _Seen:
    """All of an overseas department."""
    known = outlines.near_outlines("department")
    own = known[known[col.CODE] == code]
    west, south, east, north = own.total_bounds
    bounds = own.to_crs(levels.OVERSEAS_CRS[code]).total_bounds
    return _Seen(
        levels.OVERSEAS_CRS[code], _widened(tuple(bounds), 0, 1.15), (west - 1, south - 1, east + 1, north + 1)
    )


def _country_around(country: str, places: pd.DataFrame) -> _Seen:
    """A country and what is beside it, on an equal-area projection; the places alone where it has no outline."""
    known = outlines.near_outlines("country")
    own = known[known[col.CODE] == country]
    points = gpd.GeoSeries.from_xy(places[col.LONGITUDE], places[col.LATITUDE], crs=WGS84)
    parts = shapely.get_parts(own.geometry.to_numpy())
    largest = max(parts, key=lambda one: float(one.area), default=points.iloc[0].buffer(1))
    # with the large islands beside it: Hawaii and Alaska would make the United States small
    beside = [one for one in parts if one.distance(largest) < _BESIDE and one.area > 0.1 * largest.area]
    middle = shapely.union_all([largest, *beside]).centroid
    crs = f"+proj=laea +lat_0={middle.y:.2f} +lon_0={middle.x:.2f} +datum=WGS84 +units=m"
    shown = gpd.GeoSeries([largest, *beside, *points], crs=WGS84).to_crs(crs)
    near = (max(middle.x - 70, -180), max(middle.y - 45, -85), min(middle.x + 70, 180), min(middle.y + 45, 85))
    return _Seen(crs, _widened(tuple(shown.total_bounds), _LEAST_ABROAD, 1.25), near)


def _widened(bounds: tuple[float, ...], least: float, air: float = _AIR) -> tuple[float, float, float, float]:
    """A rectangle with air around it, and of some size even around a single point."""
    west, south, east, north = bounds
    across, down = max((east - west) * air, least), max((north - south) * air, least)
    x, y = (west + east) / 2, (south + north) / 2
    return x - across / 2, y - down / 2, x + across / 2, y + down / 2


def _filling(seen: _Seen, box: Box) -> outlines.View:
    """The view whose rectangle fills the box: wider or taller than asked for, never less."""
    west, south, east, north = seen.bounds
    x, y = (west + east) / 2, (south + north) / 2
    scale = min(box.width / (east - west), box.height / (north - south))
    across, down = box.width / scale / 2, box.height / scale / 2
    return outlines.view(seen.crs, (x - across, y - down, x + across, y + down), box)


def _inside(seen: _Seen, places: pd.DataFrame, box: Box) -> list[int]:
    """The places that the map shows; others lie overseas while it shows the mainland."""
    spots = _filling(seen, box).places(places)
    return [
        int(row)
        for row, (x, y) in zip(places.index, spots, strict=True)
        if box.left <= x <= box.right and box.top <= y <= box.bottom
    ]


def _near_map(
    seen: _Seen,
    places: pd.DataFrame,
    kind: str,
    touched: set[str],
    names: Mapping[str, str],
    box: Box,
    french: bool,
    sheet: Sheet,
) -> tuple[list[str], dict[int, str]]:
    """The areas around, the marks and their names; and the number of each place whose name found no room."""
    theme, words = sheet.theme, sheet.words
    areas = outlines.near_outlines("department" if french else "country")
    # cut a little outside, and covered there: the outline of an area that goes on has no side at the frame
    cover = Box(box.left - 2, box.top - 2, box.width + 4, box.height + 4)
    frame = outlines.part(areas, _filling(seen, box), cover, seen.near)
    paths = [f'<path d="{path}"/>' for path in frame.paths.values() if path]
    shapes = [f'<g fill="{theme.zero}" stroke="{theme.border}" stroke-width="0.8">{"".join(paths)}</g>']
    shapes += [
        f'<path d="{frame.paths[code]}" fill="none" stroke="{theme.selected}" stroke-width="1.4"/>'
        for code in sorted(touched)
        if frame.paths.get(code)
    ]
    rim = " ".join(
        f'{side}="{canvas.fixed(one)}"' for side, one in zip(("x", "y", "width", "height"), cover, strict=True)
    )
    shapes.append(f'<rect {rim} fill="none" stroke="{theme.paper}" stroke-width="4"/>')
    spots = apart(frame.view.places(places), 13)
    kilometres = outlines.round_below(0.2 * box.width / frame.view.per_kilometre)
    bar = Box(box.left + 8, box.bottom - 26, max(kilometres * frame.view.per_kilometre, 50), 22)
    taken = [bar, *(Box(x - 7, y - 7, 14, 14) for x, y in spots)]
    marks = [place_mark(at, kind, row[col.ROLE], theme, 1.3) for at, row in zip(spots, rows_of(places), strict=True)]
    written, numbers = _names_beside(places, spots, box, taken, words, theme)
    labels = []
    for code, (x, y) in frame.points.items():
        text = _area_name(code, names, french)
        spot = _free([(x, y + 4, "middle")], text, 11, box, taken)
        if spot and frame.extents[code] > len(text) * 11 * canvas.LETTER:
            taken.append(_box_of(spot, text, 11))
            labels.append(canvas.label(spot[0], spot[1], text, theme.muted, 11, anchor="middle"))
    shapes += [*labels, *marks, *written, canvas.rect(*box, "none", theme.line)]
    shapes += area_maps.scale(bar.left, bar.bottom, frame, words, theme)
    return shapes, numbers


_Spot = tuple[float, float, str]  # x, foot, anchor


def _names_beside(
    places: pd.DataFrame, spots: list[Point], box: Box, taken: list[Box], words: Words, theme: Theme
) -> tuple[list[str], dict[int, str]]:
    """The name of each place beside its mark where there is room, else a number; `taken` grows by what is written."""
    written: list[str] = []
    numbers: dict[int, str] = {}
    for row, (x, y) in zip(places.index, spots, strict=True):
        beside: list[_Spot] = [
            (x + 10, y + 4, ""),
            (x - 10, y + 4, "end"),
            (x, y - 11, "middle"),
            (x, y + 20, "middle"),
        ]
        text = canvas.xml_text(places.loc[row, words.column("name")])
        spot = _free(beside, text, 12, box, taken)
        if spot is None:
            text = numbers[int(row)] = words.number(len(numbers) + 1)
            spot = _free(beside, text, 12, box, taken) or beside[0]
        taken.append(_box_of(spot, text, 12))
        written.append(canvas.label(spot[0], spot[1], text, theme.text, 12, anchor=spot[2], weight="600"))
    rim = f'<g stroke="{theme.paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
    return [f"{rim}{''.join(written)}</g>"], numbers


def _box_of(spot: _Spot, text: str, size: float) -> Box:
    """What a text takes up."""
    x, foot, anchor = spot
    long = len(text) * size * canvas.BOLD_LETTER
    left = {"": x, "middle": x - long / 2, "end": x - long}[anchor]
    return Box(left, foot - size, long, 1.25 * size)


def _free(spots: Sequence[_Spot], text: str, size: float, box: Box, taken: Sequence[Box]) -> _Spot | None:
    """The first spot where a text lies within the box and on nothing."""
    for spot in spots:
        one = _box_of(spot, text, size)
        if one.left < box.left + 3 or one.right > box.right - 3 or one.top < box.top + 3 or one.bottom > box.bottom - 3:
            continue
        if not any(
            one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
            for other in taken
        ):
            return spot
    return None


def _up(locator: Box, frame: Box) -> Box:
    """The small map where there is no large one above it."""
    return locator if locator.top < frame.bottom else Box(locator.left, 30, locator.width, locator.height)


def _listed_up(room: _Room) -> tuple[float, float, float]:
    left, top, width = room.listed
    return (room.frame.left, 36, room.frame.width) if top < room.frame.bottom else (left, 36, width)


def _locator(box: Box, touched: set[str], french: bool, theme: Theme) -> list[str]:
    """The country or the world in a few pixels, with the areas touched filled."""
    frames = outlines.small_france(box) if french else outlines.small_world(Box(box.left, box.top, box.width, 60))
    shapes = []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            if path:
                fill = theme.selected if code in touched else theme.zero
                shapes.append(f'<path d="{path}" fill="{fill}"/>')
    small = [code for code in sorted(touched) if frames.main.extents.get(code, 9) < 8 and code in frames.places]
    dots = [canvas.circle(*frames.places[code], 3, theme.selected, theme.paper) for code in small]
    return [f'<g stroke="{theme.border}" stroke-width="0.3">{"".join(shapes)}</g>', *dots]


def _listed(
    places: pd.DataFrame,
    numbers: Mapping[int, str],
    drawn: set[int],
    kind: str,
    at: tuple[float, float, float],
    sheet: Sheet,
) -> tuple[list[str], float]:
    """All places under their role, with the number of those whose name is not on the map."""
    words, theme = sheet.words, sheet.theme
    x, y, width = at
    shapes: list[str] = []
    for role, label in ROLES.items():
        there = places[places[col.ROLE] == role]
        if there.empty:
            continue
        said = label.in_language(words.language)
        shapes.append(place_mark((x + 7, y + 7.5), kind, role, theme, 1.1))
        shapes.append(canvas.label(x + 20, y + 12, said[0].upper() + said[1:], theme.text, 12, weight="600"))
        y += 18
        for row, place in there.iterrows():
            name = str(place[words.column("name")])
            name = f"{numbers[int(row)]} · {name}" if row in numbers else name  # type: ignore[call-overload]
            name = name if row in drawn else words("drawing.no_point", name=name)
            more, y = lines_at(x + 20, y, width - 20, name, theme.text)
            shapes += more
            y += 3
        y += 8
    return shapes, y
