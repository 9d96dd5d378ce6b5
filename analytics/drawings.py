"""Charts and the map of France as SVG files that stand alone: title, source, date, licence and description inside.

Made of text only, with no browser and no request, and the same to the byte for the same data. They take tables and
read no file but the outlines of the departments.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import geopandas as gpd
import pandas as pd

from analytics import phrases, trends
from analytics.geography import label_points, read_light_departments
from analytics.impact import services_hit
from analytics.maps import CIRCLE_OF_ONE, SVG_NAMESPACE, shade
from analytics.records import rows_of
from analytics.schema import (
    ATTACK_TYPE,
    ATTACK_TYPES,
    CODE,
    DAYS_TO_RECOVER,
    INCIDENT_ID,
    INCIDENTS,
    LATITUDE,
    LONGITUDE,
    OVERSEAS_DEPARTMENTS,
    RATE_PER_MILLION,
    RELIABILITY,
    SERVICE_CODES,
    SERVICES,
)
from analytics.store import DATA
from analytics.text import Words
from analytics.theme import LIGHT, SANS, SERIF, Theme, mark_style, thin_lines
from analytics.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL, LICENCE

WIDTH = 900
MARGIN = 32
MapMeasure = Literal["incidents", "rate"]
MAP_MEASURES: dict[MapMeasure, str] = {"incidents": INCIDENTS, "rate": RATE_PER_MILLION}

# A projection true at the place for each of the frames; metres in all of them.
LAMBERT_93 = "EPSG:2154"
OVERSEAS_CRS = {"971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975", "976": "EPSG:4471"}
# Kilometres of the bar in each inset, about a third of its width.
OVERSEAS_BAR = {"971": 20, "972": 20, "973": 100, "974": 20, "976": 10}
MAIN_BAR = 100

CIRCLE_REFERENCES = (1, 3, 10)
_STABLE = "stable"
# Width of a letter as a share of the size of the type: that of wide fallback types, so that no line runs out.
_LETTER, _BOLD_LETTER = 0.56, 0.66
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Drawing(NamedTuple):
    """One picture: the SVG, and the words that stand for it where it cannot be seen."""

    svg: str
    alt: str


# --- text and shapes --------------------------------------------------------------------------------------------


def xml_text(text: object) -> str:
    """Text without the characters that XML cannot hold, not yet escaped."""
    return _NO_XML.sub("\ufffd", str(text))


def _safe(text: object) -> str:
    return html.escape(xml_text(text), quote=True)


def _n(value: float) -> str:
    """A coordinate to a tenth of a pixel, never “-0”."""
    return f"{round(float(value), 1) + 0.0:g}"


def _label(
    x: float,
    y: float,
    text: object,
    fill: str,
    size: float = 13,
    *,
    anchor: str = "",
    weight: str = "",
    family: str = "",
) -> str:
    """One line of text."""
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += f' font-weight="{weight}"' if weight else ""
    more += f' font-family="{_safe(family)}"' if family else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size:g}" fill="{fill}"{more}>{_safe(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}" stroke="{stroke}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1) -> str:
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{width:g}"/>'


def _circle(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" fill-opacity="0.82" '
        f'stroke="{stroke}" stroke-width="1"/>'
    )


def _hatch(name: str, colour: str, width: float, step: float) -> str:
    """A pattern of slanted lines, to fill an area with or to lay over one."""
    return (
        f'<pattern id="{name}" width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="{step:g}" stroke="{colour}" '
        f'stroke-width="{width:g}"/></pattern>'
    )


def _broken(text: str, size: float, width: float, letter: float = _LETTER) -> list[str]:
    """A text on as many lines as it needs in that width; nothing is cut, and no narrow space is a place to break."""
    return textwrap.wrap(
        xml_text(text), max(10, int(width / (letter * size))), break_long_words=True, break_on_hyphens=False
    )


def _paragraph(
    y: float, text: str, size: float, fill: str, *, weight: str = "", family: str = ""
) -> tuple[list[str], float]:
    """The lines of a text over the whole width, and where the next thing may begin."""
    step = size * 1.35
    lines = _broken(text, size, WIDTH - 2 * MARGIN, _BOLD_LETTER if weight else _LETTER)
    drawn = [
        _label(MARGIN, y + size + place * step, line, fill, size, weight=weight, family=family)
        for place, line in enumerate(lines)
    ]
    return drawn, y + len(lines) * step


class _Body(NamedTuple):
    """What a picture shows between its title and its source: its shapes, patterns and height."""

    shapes: list[str]
    height: float
    patterns: Sequence[str] = ()


def _picture(
    title: str, subtitles: Iterable[str], body: _Body, notes: Iterable[str], alt: str, words: Words, theme: Theme
) -> Drawing:
    """The frame that all pictures share."""
    top, y = _paragraph(MARGIN - 8, title, 23, theme.text, weight="600", family=SERIF)
    y += 4
    for line in subtitles:
        drawn, y = _paragraph(y, line, 13.5, theme.muted)
        top += drawn
    y += 14
    middle = f'<g transform="translate(0 {_n(y)})">{"".join(body.shapes)}</g>'
    y += body.height + 12
    bottom = [_line(MARGIN, y, WIDTH - MARGIN, y, theme.line)]
    y += 4
    for line in [*notes, _credit(words)]:
        drawn, y = _paragraph(y, line, 11.5, theme.muted)
        bottom += drawn
    height = _n(y + MARGIN / 2)
    svg = (
        f'<svg xmlns="{SVG_NAMESPACE}" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="title desc" xml:lang="{words.language}" font-family="{_safe(SANS)}">\n'
        f'<title id="title">{_safe(title)}</title>\n<desc id="desc">{_safe(alt)}</desc>\n'
        f"<defs>{''.join(body.patterns)}</defs>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="{theme.paper}"/>\n'
        + "\n".join([*top, middle, *bottom])
        + "\n</svg>\n"
    )
    return Drawing(svg, xml_text(alt))


def _credit(words: Words) -> str:
    """Who, which version, of which day, under which licence."""
    credit = words("receipt.credit", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))
    return f"{credit} {words('drawing.licence', licence=LICENCE)}"


def _described(title: str, told: list[str], words: Words) -> str:
    """The words that stand for a picture: what it finds, then all its values."""
    if not told:
        return f"{title}. {words('drawing.nothing')}."
    return f"{title}. {words('semicolon').join(told)}."


def _named(name: object, value: str, words: Words) -> str:
    return f"{name}{words('card.colon')}{value}"


def _nothing(words: Words, theme: Theme) -> _Body:
    return _Body([_label(MARGIN, 24, words("drawing.nothing"), theme.muted, 15)], 40)


# --- by year -----------------------------------------------------------------------------------------------------


def by_year_svg(
    incidents: pd.DataFrame, scope: str, words: Words, theme: Theme = LIGHT, known_until: date = KNOWN_UNTIL
) -> Drawing:
    """Incidents by year of their start and by type, stacked; a year that is not over is hatched and named so.

    Parameters
    ----------
    incidents : DataFrame
        The published incidents of a choice: started_on, attack_type, country.
    scope : str
        The choice in words (`phrases.scope`); it stands in the picture.
    words, theme : Words, Theme
    known_until : date
        Nothing after it has been searched for.
    """
    title = phrases.year_sentence(incidents, words)
    counts = trends.per_year(incidents)
    partial = [year for year in counts.index if trends.is_partial(year, known_until)]
    told = [_named(year, words.number(total), words) for year, total in counts.sum(axis=1).items()]
    notes = [words("figure.partial", date=words.when(known_until.isoformat()))] if partial else []
    body = _stacks(counts, partial, words, theme) if len(counts) else _nothing(words, theme)
    return _picture(
        title,
        [words("timeline.by_year_subtitle"), scope],
        body,
        [*notes, words("drawing.known")],
        _described(title, told, words),
        words,
        theme,
    )


def _stacks(counts: pd.DataFrame, partial: Collection[int], words: Words, theme: Theme) -> _Body:
    """The bars, their legend and their years."""
    kinds = [kind for kind in ATTACK_TYPES if counts[kind].sum()]
    shapes, used = _type_legend(kinds, words, theme)
    floor, ceiling = used + 330, used + 26
    highest = max(5, int(counts.sum(axis=1).max()))
    unit = (floor - ceiling) / highest
    for value in range(0, highest + 1, _step(highest)):
        y = floor - value * unit
        shapes += [
            _line(MARGIN + 30, y, WIDTH - MARGIN, y, theme.line),
            _label(MARGIN + 24, y + 4, words.number(value), theme.muted, 12, anchor="end"),
        ]
    slot = (WIDTH - 2 * MARGIN - 30) / len(counts)
    width = min(slot * 0.75, 70)
    for place, (year, row) in enumerate(counts.iterrows()):
        middle = MARGIN + 30 + slot * (place + 0.5)
        y = floor
        for kind in kinds:
            height = float(row[kind]) * unit
            if not height:
                continue
            y -= height
            shapes.append(_rect(middle - width / 2, y, width, height, theme.attack_types[kind], theme.paper))
            if year in partial:
                shapes.append(_rect(middle - width / 2, y, width, height, "url(#partial)"))
        shapes.append(_label(middle, y - 6, words.number(row.sum()), theme.text, 13, anchor="middle", weight="600"))
        shapes.append(_label(middle, floor + 18, str(year), theme.text, 12.5, anchor="middle"))
        if year in partial:
            shapes.append(_label(middle, floor + 33, words("figure.partial_tick"), theme.muted, 11.5, anchor="middle"))
    return _Body(shapes, floor + 42, [_hatch("partial", theme.paper, 2.4, 7)])


def _type_legend(kinds: Iterable[str], words: Words, theme: Theme) -> tuple[list[str], float]:
    """The types of attack with their shapes, on as many lines as they need, and the height that they take."""
    shapes, x, y = [], float(MARGIN + 6), 8.0
    for kind in kinds:
        name = words.label(ATTACK_TYPES, kind)
        width = 24 + len(name) * 13 * _LETTER + 14
        if x + width > WIDTH - MARGIN:
            x, y = float(MARGIN + 6), y + 20
        at = f'transform="translate({_n(x)} {_n(y)})"'
        shapes.append(f'<path d="{mark_style(kind).path}" {at} fill="{theme.attack_types[kind]}"/>')
        shapes.append(_label(x + 13, y + 4.5, name, theme.text, 13))
        x += width
    return shapes, y + 12


def _step(highest: int) -> int:
    """The step of an axis of counts: at most six lines, at 1, 2 or 5 times a power of ten."""
    step, factors = 1, (2, 2.5, 2)
    place = 0
    while highest / step > 6:
        step = int(step * factors[place % 3])
        place += 1
    return step


# --- services and recoveries ---------------------------------------------------------------------------------------


def services_svg(incidents: pd.DataFrame, scope: str, words: Words, theme: Theme = LIGHT) -> Drawing:
    """How many incidents disrupted each service, as bars; parameters as in `by_year_svg`, with services."""
    title = phrases.service_sentence(incidents, words)
    counts = services_hit(incidents)
    names = {code: words.label(SERVICE_CODES, code) for code in counts.index}
    told = [_named(names[code], words.number(count), words) for code, count in counts.items()]
    return _picture(
        title,
        [words("drawing.services_subtitle", count=int(incidents[SERVICES].notna().sum())), scope],
        _bars([(names[code], int(count)) for code, count in counts.items()], words, theme),
        [words("drawing.services_note"), words("drawing.known")],
        _described(title, told, words),
        words,
        theme,
    )


def _bars(rows: list[tuple[str, int]], words: Words, theme: Theme) -> _Body:
    """One bar a row, its name on the left and its number at its end."""
    if not rows:
        return _nothing(words, theme)
    left = MARGIN + 300
    unit = (WIDTH - MARGIN - left - 50) / max(count for _, count in rows)
    shapes = []
    for place, (name, count) in enumerate(rows):
        y = 27 * place
        shapes += [
            _label(left - 10, y + 15, _cut(name, 292), theme.text, 13, anchor="end"),
            _rect(left, y, count * unit, 20, theme.ramp[3]),
            _label(left + count * unit + 7, y + 15, words.number(count), theme.text, 13),
        ]
    return _Body(shapes, 27.0 * len(rows))


def recoveries_svg(incidents: pd.DataFrame, scope: str, words: Words, theme: Theme = LIGHT) -> Drawing:
    """Days to recover of each incident for which they are known, longest first, with their range.

    Parameters are those of `by_year_svg`, with the names, days_to_recover and its `_low` and `_high`.
    """
    rows = incidents[incidents[DAYS_TO_RECOVER].notna()].sort_values(
        [DAYS_TO_RECOVER, INCIDENT_ID], ascending=[False, True], ignore_index=True
    )
    title = words("drawing.recoveries", count=len(rows), of=words.number(len(incidents)))
    told = [_named(row[words.column("name")], _days(row, words), words) for row in rows_of(rows)]
    return _picture(
        title,
        [words("drawing.recoveries_subtitle"), scope],
        _ranges(rows, words, theme) if len(rows) else _nothing(words, theme),
        [words("drawing.recoveries_note"), words("drawing.known")],
        _described(title, told, words),
        words,
        theme,
    )


def _ends(row: dict[str, Any]) -> tuple[float, float]:
    return float(row[f"{DAYS_TO_RECOVER}_low"]), float(row[f"{DAYS_TO_RECOVER}_high"])


def _days(row: dict[str, Any], words: Words) -> str:
    return words.days(*_ends(row))


def _ranges(rows: pd.DataFrame, words: Words, theme: Theme) -> _Body:
    """One row an incident: its name, the range as a line, the value retained as its mark."""
    shapes, used = _type_legend([kind for kind in ATTACK_TYPES if (rows[ATTACK_TYPE] == kind).any()], words, theme)
    left = MARGIN + 360
    unit = (WIDTH - MARGIN - left - 120) / max(10.0, float(rows[f"{DAYS_TO_RECOVER}_high"].max()))
    for place, row in enumerate(rows_of(rows)):
        y = used + 14 + 24 * place
        low, high = _ends(row)
        kind = str(row[ATTACK_TYPE])
        at = f'transform="translate({_n(left + float(row[DAYS_TO_RECOVER]) * unit)} {_n(y)})"'
        shapes += [
            _label(left - 12, y + 4.5, _cut(str(row[words.column("name")]), 350), theme.text, 13, anchor="end"),
            _line(left, y, left + low * unit, y, theme.line),
            _line(left + low * unit, y, left + high * unit, y, theme.muted, 3),
            f'<path d="{mark_style(kind).path}" {at} fill="{theme.attack_types[kind]}"/>',
            _label(left + high * unit + 12, y + 4.5, _days(row, words), theme.text, 13),
        ]
    return _Body(shapes, used + 14 + 24.0 * len(rows))


def _cut(name: str, width: float) -> str:
    """A name on one line; the whole name is in the description and in the tables."""
    length = int(width / (0.52 * 13))
    return name if len(name) <= length else name[: length - 1].rstrip(" ,(") + "…"


# --- the map -------------------------------------------------------------------------------------------------------


class _Frame(NamedTuple):
    """One of the frames of the map: its outlines in pixels, the point of each, and pixels for a kilometre."""

    paths: dict[str, str]
    points: dict[str, tuple[float, float]]
    per_kilometre: float


class Outlines(NamedTuple):
    """The departments as the map draws them: the mainland and Corsica, an inset for each overseas one, and Paris.

    Paris and its neighbours are too small for their circles, and drawn a second time, larger.
    """

    main: _Frame
    insets: dict[str, _Frame]
    paris: _Frame | None

    @property
    def frames(self) -> list[_Frame]:
        """All frames, the main one first."""
        return [self.main, *self.insets.values(), *([self.paris] if self.paris else [])]

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """The point of each department, in the last frame that draws it: the larger one."""
        return {code: point for frame in self.frames for code, point in frame.points.items()}


_MAP_HEIGHT = 572
_MAIN_BOX = (168.0, 0.0, 520.0, 560.0)  # left, top, width and height of the frame of the mainland
_INSET = (float(MARGIN), 112.0, 104.0, 80.0)  # left, step, width and height of an inset
_PARIS = ("75", "92", "93", "94")
_PARIS_BOX = (738.0, 318.0, 130.0, 110.0)


@cache
def outlines(folder: Path = DATA / "reference") -> Outlines:
    """The departments of the project, projected and scaled into the frames of the map."""
    departments = read_light_departments(folder)
    near = departments[~departments[CODE].isin(OVERSEAS_DEPARTMENTS)]
    left, step, width, height = _INSET
    insets = {}
    for place, code in enumerate(OVERSEAS_DEPARTMENTS):
        one = departments[departments[CODE] == code]
        if len(one):
            insets[code] = _framed(one, OVERSEAS_CRS[code], (left + 8, step * place + 8, width - 16, height - 16))
    around = departments[departments[CODE].isin(_PARIS)]
    left, top, width, height = _PARIS_BOX
    paris = _framed(around, LAMBERT_93, (left + 8, top + 8, width - 16, height - 16)) if len(around) else None
    return Outlines(_framed(near, LAMBERT_93, _MAIN_BOX), insets, paris)


def _framed(areas: gpd.GeoDataFrame, crs: str, box: tuple[float, float, float, float]) -> _Frame:
    """Areas put into a box of pixels, north up, none of their proportions lost."""
    flat = areas.to_crs(crs)
    west, south, east, north = flat.total_bounds
    left, top, width, height = box
    scale = min(width / (east - west), height / (north - south))
    across, down = left + (width - (east - west) * scale) / 2, top + (height - (north - south) * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return across + (x - west) * scale, down + (north - y) * scale

    marks = label_points(areas)
    inside = gpd.GeoSeries.from_xy(marks[LONGITUDE], marks[LATITUDE], crs="EPSG:4326").to_crs(crs)
    points = {str(code): at(point.x, point.y) for code, point in zip(marks[CODE], inside, strict=True)}
    paths = {
        str(code): "".join(_ring([at(x, y) for x, y in ring.coords]) for ring in _rings(shape))
        for code, shape in zip(flat[CODE], flat.geometry, strict=True)
    }
    return _Frame(paths, points, scale * 1000)


def _rings(shape: Any) -> list[Any]:  # noqa: ANN401 - shapely ships no types
    polygons = getattr(shape, "geoms", [shape])
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def _ring(points: list[tuple[float, float]]) -> str:
    """One ring as a path, points that fall together left out; nothing where it is smaller than a pixel's tenth."""
    written = [f"{_n(x)} {_n(y)}" for x, y in points]
    kept = [one for place, one in enumerate(written) if not place or one != written[place - 1]]
    return f"M{'L'.join(kept[:-1])}Z" if len(kept) > 3 else ""


def map_svg(
    areas: pd.DataFrame,
    measure: MapMeasure,
    scope: str,
    words: Words,
    theme: Theme = LIGHT,
    *,
    breaks: tuple[float, ...] = (),
    named: Collection[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """The departments of France: counts as circles, or the yearly rate as colour, with insets at their own scale.

    Parameters
    ----------
    areas : DataFrame, index code
        name_fr, name_en, incidents, rate_per_million, reliability (`areas.rate_table`). A department that it lacks is
        drawn as one without data.
    measure : str
        ``incidents`` (circles, area proportional) or ``rate`` (classes of colour).
    scope : str
        The choice in words; it stands in the picture.
    words, theme : Words, Theme
    breaks : tuple of float
        Upper ends of the classes of the rate, chosen once from the whole record (`classes.head_tail_breaks`).
    named : collection of str
        Departments to outline: those that the reader chose.
    drawn : Outlines, optional
        `outlines()` where it is absent.

    Raises
    ------
    ValueError
        Where there is no such measure.
    """
    if measure not in MAP_MEASURES:
        raise ValueError(f"the map has no measure “{measure}”; it has {', '.join(MAP_MEASURES)}")
    frames = drawn or outlines()
    values = areas[MAP_MEASURES[measure]].astype("Float64").astype(float)
    touched = areas[areas[INCIDENTS] > 0].sort_values(INCIDENTS, ascending=False, kind="stable")
    title = words("drawing.map", count=len(touched), of=words.number(len(areas)))
    told = [_told(code, row, measure, words) for code, row in touched.iterrows()]
    notes = [words("drawing.map_fragile")] if measure == "rate" else []
    notes += [words("drawing.map_note")] if named else []
    painted = _painted(areas, values, measure, breaks, theme)
    shapes = _areas_drawn(frames, painted, set(named), theme)
    if measure == "incidents":
        shapes += _circles(frames, values, words, theme)
    shapes += _furniture(frames, areas, words, theme)
    shapes += _map_legend(measure, breaks, painted, words, theme)
    return _picture(
        title,
        [words(f"drawing.map_{measure}"), scope],
        _Body(shapes, _MAP_HEIGHT, painted.patterns),
        [*notes, words("drawing.known"), words("drawing.map_source")],
        _described(title, told, words) if told else f"{title}.",
        words,
        theme,
    )


def _told(code: object, row: pd.Series, measure: MapMeasure, words: Words) -> str:
    count, rate = int(row[INCIDENTS]), words.number(row[RATE_PER_MILLION], 2)
    said = words.number(count) if measure == "incidents" else words("area.told_rate", count=count, value=rate)
    return _named(f"{_place(row[words.column('name')])} ({code})", said, words)


def _place(name: object) -> str:
    """The name of a department with its typographic apostrophe."""
    return str(name).replace("'", "’")


class _Painted(NamedTuple):
    """How each department is filled: its colour or pattern, what is laid over it, and the patterns themselves."""

    fills: dict[str, str]
    over: dict[str, str]
    patterns: list[str]


def _painted(
    areas: pd.DataFrame, values: pd.Series, measure: MapMeasure, breaks: tuple[float, ...], theme: Theme
) -> _Painted:
    """Zero, no data and fragile are each drawn in their own way."""
    nothing = _hatch("nothing", theme.no_data, 1.2, 6)
    if measure == "incidents":
        return _Painted({str(code): theme.zero for code in values.dropna().index}, {}, [nothing])
    # a year taken alone can lie above the whole record: the last class is open
    shading = shade(values.clip(upper=breaks[-1]) if breaks else values, breaks, theme)
    fragile = values[(values > 0) & areas[RELIABILITY].ne(_STABLE)].index
    over, patterns = {}, {}
    for code in map(str, fragile):
        place = _fragile_name(shading.colours[code])
        over[code] = f"url(#{place})"
        patterns[place] = _hatch(place, thin_lines(shading.colours[code], theme), 1, 5)
    return _Painted(shading.colours, over, [nothing, *(patterns[name] for name in sorted(patterns))])


def _fragile_name(colour: str) -> str:
    return f"fragile-{colour.removeprefix('#')}"


def _areas_drawn(frames: Outlines, painted: _Painted, named: set[str], theme: Theme) -> list[str]:
    """The departments, those without data hatched, those chosen outlined above all others."""
    shapes, above = [], []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            fill = painted.fills.get(code, "url(#nothing)")
            shapes.append(f'<path d="{path}" fill="{fill}" stroke="{theme.border}" stroke-width="0.6"/>')
            if code in painted.over:
                shapes.append(f'<path d="{path}" fill="{painted.over[code]}"/>')
            if code in named:
                above.append(f'<path d="{path}" fill="none" stroke="{theme.selected}" stroke-width="1.8"/>')
    return shapes + above


def _circles(frames: Outlines, values: pd.Series, words: Words, theme: Theme) -> list[str]:
    """A circle for each count above zero, the largest first so that none hides another."""
    points = frames.places
    shown = values[(values > 0) & values.index.isin(list(points))].sort_values(ascending=False, kind="stable")
    shapes = []
    for code, count in shown.items():
        x, y = points[str(code)]
        shapes.append(_circle(x, y, _radius(count), theme.ramp[3], theme.paper))
        if count > 1:
            shapes.append(_label(x, y + 4, words.number(count), theme.paper, 11, anchor="middle", weight="600"))
    return shapes


def _radius(count: float) -> float:
    """The radius of a count: that of every other map of the atlas."""
    return float(CIRCLE_OF_ONE / 2 * count**0.5)


def _furniture(frames: Outlines, areas: pd.DataFrame, words: Words, theme: Theme) -> list[str]:
    """Frames, names and scales: each inset says how much larger it is drawn than the mainland."""
    left, step, width, height = _INSET
    shapes = []
    for place, (code, frame) in enumerate(frames.insets.items()):
        name = _place(areas[words.column("name")].get(code, code))
        box = (left, step * place, width, height)
        shapes += _inset(box, name, frame, frames.main, OVERSEAS_BAR[code], words, theme)
    if frames.paris:
        shapes += _inset(_PARIS_BOX, words("drawing.paris"), frames.paris, frames.main, 5, words, theme)
    return [*shapes, *_scale(_MAIN_BOX[0] + 8, _MAIN_BOX[3] - 6, MAIN_BAR, frames.main, words, theme, 11.5)]


def _inset(
    box: tuple[float, float, float, float],
    name: str,
    frame: _Frame,
    main: _Frame,
    bar: int,
    words: Words,
    theme: Theme,
) -> list[str]:
    """The frame of an inset, its name, its scale and how much larger it is drawn than the mainland."""
    left, top, width, height = box
    times = words.number(frame.per_kilometre / main.per_kilometre, 1)
    return [
        _rect(left, top, width, height, "none", theme.line),
        _label(left, top + height + 13, name, theme.text, 11.5),
        _label(left + width, top + height - 5, f"× {times}", theme.muted, 10, anchor="end"),
        *_scale(left + 5, top + height - 5, bar, frame, words, theme, 9.5),
    ]


def _scale(x: float, y: float, kilometres: int, frame: _Frame, words: Words, theme: Theme, size: float) -> list[str]:
    """A bar as long as so many kilometres, with their number above."""
    long = kilometres * frame.per_kilometre
    return [
        _line(x, y, x + long, y, theme.muted, 1.5),
        _label(x, y - 4, words("drawing.kilometres", number=words.number(kilometres)), theme.muted, size),
    ]


def _map_legend(
    measure: MapMeasure, breaks: tuple[float, ...], painted: _Painted, words: Words, theme: Theme
) -> list[str]:
    """What sizes, colours and hatching mean, on the right of the map."""
    x, y = 706.0, 20.0
    shapes: list[str] = []
    if measure == "incidents":
        for count in CIRCLE_REFERENCES:
            radius = _radius(count)
            shapes.append(_circle(x + 20, y + radius, radius, theme.ramp[3], theme.paper))
            shapes.append(_label(x + 48, y + radius + 4.5, words.number(count), theme.text, 12.5))
            y += 2 * radius + 8
        y = _legend_words(shapes, x, y + 4, words("area.circles_incidents"), theme) + 10
    entries = [(theme.zero, "", words("map.zero"))]
    if measure == "rate":
        entries = [("url(#nothing)", "", words("map.no_data")), *entries, *_classes(breaks, words, theme)]
        if painted.over:
            code = sorted(painted.over)[0]
            entries.append((painted.fills[code], painted.over[code], words("map.fragile")))
    for fill, over, name in entries:
        shapes.append(_rect(x, y, 24, 14, fill, theme.border))
        if over:
            shapes.append(_rect(x, y, 24, 14, over))
        y = max(_legend_words(shapes, x + 32, y - 1, name, theme), y + 14) + 8
    _legend_words(shapes, x, y + 4, words("drawing.insets"), theme, theme.muted)
    return shapes


def _legend_words(shapes: list[str], x: float, y: float, text: str, theme: Theme, fill: str = "") -> float:
    """Add a text of as many lines as it needs; where it ends."""
    for line in _broken(text, 12, WIDTH - MARGIN / 2 - x):
        shapes.append(_label(x, y + 12, line, fill or theme.text, 12))
        y += 15
    return y


def _classes(breaks: tuple[float, ...], words: Words, theme: Theme) -> list[tuple[str, str, str]]:
    """The classes with their colours: those that `maps.shade` gives to their upper ends."""
    ends = pd.Series({str(place): end for place, end in enumerate(breaks)}, dtype=float)
    colours = shade(ends, breaks, theme).colours
    entries = []
    for place, end in enumerate(breaks):
        high = words.number(end, 2)
        low = words.number(breaks[place - 1], 2) if place else ""
        said = words("map.between", low=low, high=high) if place else words("map.up_to", high=high)
        entries.append((colours[str(place)], "", said))
    return entries
