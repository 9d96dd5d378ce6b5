"""Maps of areas as pictures that stand alone: counts as circles, ratios as colour, each inset at its own scale.

They take tables, and read no file but the outlines of the areas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd

from analytics.drawings.legends import CIRCLE_OF_ONE
from analytics.drawings.maps import outlines
from analytics.drawings.maps.outlines import Frame, Outlines
from analytics.drawings.shading import shade
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet, Size
from analytics.drawings.theme import Theme, contrast, thin_lines
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.statistics import classes
from analytics.statistics.area_measures import MEASURES, AreaMeasure, measure_of
from analytics.words import phrases
from analytics.words.text import Words

AT_LEAST = "≥"
# Pixels that the circle of the largest value of a measure may have as its radius.
LARGEST_CIRCLE: dict[Size, float] = {"wide": 34, "narrow": 26}
_SMALLEST_CIRCLE = 1.5
_SEEN = 4  # pixels: an area that is smaller has its colour as a dot
_SWATCH = (24, 14)


def round_references(largest: float) -> list[int]:
    """Two or three round values whose circles explain those of a map: none is above the largest."""
    top = outlines.round_below(largest)
    low = 1 if top <= 200 else outlines.round_below(top / 20)
    return sorted({low, outlines.round_below(top / 2.5), top})


def map_svg(
    areas: pd.DataFrame,
    name: str,
    level: Level,
    scope: str,
    sheet: Sheet,
    *,
    breaks: tuple[float, ...] = (),
    named: Collection[str] = (),
    warning: Sequence[str] = (),
    drawn: Outlines | None = None,
) -> Drawing:
    """The areas of a level: counts as circles, or a ratio as colour, what lies far away in insets.

    Parameters
    ----------
    areas : DataFrame, index code
        name_fr, name_en and the columns of the measures (`profiles.profiles`). An area that it lacks is drawn as one
        without data.
    name : str
        The measure, one of those of the level (`area_measures.of_level`).
    level : str
        ``department``, ``region`` or ``country``.
    scope : str
        The choice in words; it stands in the picture.
    sheet : Sheet
    breaks : tuple of float
        Upper ends of the classes, chosen once from the whole record (`classes.head_tail_breaks`); the last is also the
        largest count, to which the circles are scaled.
    named : collection of str
        Areas to outline: those that the reader chose.
    warning : sequence of str
        What has to be read before the map.
    drawn : Outlines, optional
        Those of the level and of the sheet where it is absent.

    Raises
    ------
    ValueError
        Where the level has no such measure.
    """
    measure = measure_of(name, level)
    words, theme = sheet.words, sheet.theme
    frames = drawn or (outlines.world(sheet.size) if level == col.COUNTRY else outlines.france(level, sheet.size))
    values = areas[measure.column].astype("Float64").astype(float)
    painted = _painted(areas, values, measure, breaks, theme)
    shapes = _areas_drawn(frames, painted, set(named), theme)
    if measure.kind == "count":
        shapes += _circles(frames, areas, values, measure, _unit(values, breaks, sheet), sheet)
    else:
        shapes += _dots(frames, painted, values, theme)
        shapes += _lower_bounds(frames, areas, name, painted, theme)
    shapes += furniture(frames, _names(areas, words), words, theme)
    legend, bottom = _legend(frames, name, level, values, breaks, painted, areas, sheet)
    title = finding(areas, name, level, words)
    notes = notes_of(areas, name, level, named, words)
    notes.append(words(f"drawing.map_source_{_where(level)}"))
    return canvas.picture(
        sheet,
        title,
        [words(f"picture.by_{level}", measure=words(f"area.{name}")), scope, *warning],
        Body([*shapes, *legend], max(bottom, frames.bottom + 18), painted.patterns),
        notes,
        canvas.described(title, values_told(areas, name, level, words), words),
    )


def _where(level: Level) -> str:
    return "world" if level == col.COUNTRY else "france"


# --- words ----------------------------------------------------------------------------------------------------------


def finding(areas: pd.DataFrame, name: str, level: Level, words: Words) -> str:
    """What the map shows, in a sentence."""
    column, shown = MEASURES[name].column, MEASURES[name].finding
    return words(
        f"drawing.{shown.key(level)}",
        count=shown.count(areas, column),
        of=words.number(shown.of(areas, column)),
        areas=words(f"drawing.areas_{level}", count=int((areas[col.INCIDENTS] > 0).sum())),
    )


def notes_of(areas: pd.DataFrame, name: str, level: Level, named: Collection[str], words: Words) -> list[str]:
    """One value read aloud, what is measured, and what the values leave out."""
    measure = MEASURES[name]
    notes = [phrases.area_reading(areas, name, _names(areas, words), words), words(f"area.definition_{name}")]
    if level == col.COUNTRY:
        notes.append(words("world.denominators"))
    if measure.kind == "ratio" and measure.ends:
        notes.append(words("drawing.map_fragile"))
    if measure.left_out:
        notes.append(words("area.left_out", count=int(areas[measure.left_out].sum())) + ".")
    if measure.cut and areas[measure.cut].any():
        cut = words.listing([_named(code, row, level, words) for code, row in areas[areas[measure.cut]].iterrows()])
        notes.append(canvas.told(cut, words("area.share_cut"), words) + ".")
    if named:
        notes.append(words(f"drawing.map_note_{_where(level)}"))
    return [*notes, words("drawing.known")]


def values_told(areas: pd.DataFrame, name: str, level: Level, words: Words) -> list[str]:
    """Each area that an incident touched with its value, the most incidents first."""
    touched = areas[areas[col.INCIDENTS] > 0].sort_values(col.INCIDENTS, ascending=False, kind="stable")
    return [
        canvas.told(_named(code, row, level, words), phrases.area_told(row, name, words), words)
        for code, row in touched.iterrows()
    ]


def _named(code: object, row: pd.Series, level: Level, words: Words) -> str:
    name = place_name(row[words.column("name")])
    return f"{name} ({code})" if level == "department" else name


def place_name(name: object) -> str:
    """The name of an area with its typographic apostrophe."""
    return str(name).replace("'", "’")


def _names(areas: pd.DataFrame, words: Words) -> dict[str, str]:
    return {str(code): place_name(name) for code, name in areas[words.column("name")].items()}


# --- colours and circles --------------------------------------------------------------------------------------------


class Painted(NamedTuple):
    """How each area is filled: its colour or pattern, what is laid over it, and the patterns themselves."""

    fills: dict[str, str]
    over: dict[str, str]
    patterns: list[str]


def nothing_known(theme: Theme) -> str:
    """The pattern of areas without a value."""
    return canvas.hatch("nothing", theme.no_data, 1.2, 6)


def fragile_over(colours: dict[str, str], fragile: Collection[str], theme: Theme) -> tuple[dict[str, str], list[str]]:
    """What is laid over each fragile colour, and the patterns of it."""
    over = {code: f"url(#fragile-{colours[code].removeprefix('#')})" for code in map(str, fragile)}
    used = sorted({colours[code] for code in over})
    return over, [
        canvas.hatch(f"fragile-{colour.removeprefix('#')}", thin_lines(colour, theme), 1, 5) for colour in used
    ]


def _painted(
    areas: pd.DataFrame, values: pd.Series, measure: AreaMeasure, breaks: tuple[float, ...], theme: Theme
) -> Painted:
    """Zero, no data and fragile are each drawn in their own way."""
    if measure.kind == "count":
        return Painted(dict.fromkeys(map(str, _counted(areas, values)), theme.zero), {}, [nothing_known(theme)])
    shading = shade(classes.capped(values, breaks), breaks, theme)
    fragile = values.index[measure.fragile(values, areas[col.RELIABILITY])]
    over, patterns = fragile_over(shading.colours, fragile, theme)
    return Painted(shading.colours, over, [nothing_known(theme), *patterns])


def _counted(areas: pd.DataFrame, values: pd.Series) -> pd.Index:
    """The areas whose count is known: that of one without an incident is, whatever is counted."""
    return values.index[values.notna() | areas[col.INCIDENTS].eq(0)]


def _unit(values: pd.Series, breaks: tuple[float, ...], sheet: Sheet) -> float:
    """The radius of one: that of every map of the atlas, or less where the largest circle would hide the map."""
    largest = max([*breaks[-1:], values.max() if values.notna().any() else 1, 1])
    return float(min(CIRCLE_OF_ONE / 2, LARGEST_CIRCLE[sheet.size] / largest**0.5))


def _radius(count: float, unit: float) -> float:
    """Area in proportion to the count; never too small to be seen."""
    return float(max(_SMALLEST_CIRCLE, unit * count**0.5))


def _areas_drawn(frames: Outlines, painted: Painted, named: set[str], theme: Theme) -> list[str]:
    """The areas, those without data hatched, those chosen outlined above all others."""
    shapes, above = [], []
    for frame in frames.frames:
        for code, path in frame.paths.items():
            if not path:
                continue
            fill = painted.fills.get(code, "url(#nothing)")
            shapes.append(f'<path d="{path}" fill="{fill}"/>')
            if code in painted.over:
                shapes.append(f'<path d="{path}" fill="{painted.over[code]}" stroke="none"/>')
            if code in named:
                above.append(f'<path d="{path}" fill="none" stroke="{theme.selected}" stroke-width="1.8"/>')
    if frames.window:
        above.append(f'<path d="{frames.window}" fill="none" stroke="{theme.muted}" stroke-width="1"/>')
    return [f'<g stroke="{theme.border}" stroke-width="0.6">{"".join(shapes)}</g>', *above]


def _circles(
    frames: Outlines, areas: pd.DataFrame, values: pd.Series, measure: AreaMeasure, unit: float, sheet: Sheet
) -> list[str]:
    """A circle for each count above zero, the largest first so that none hides another."""
    words, theme, points = sheet.words, sheet.theme, frames.places
    known = values[values.notna() & areas[col.INCIDENTS].gt(0) & values.index.isin(list(points))]
    shapes, numbers = [], []
    for code, count in known.sort_values(ascending=False, kind="stable").items():
        (x, y), said = points[str(code)], words.number(count)
        radius = _radius(count, unit)
        if count > 0:
            shapes.append(canvas.circle(x, y, radius, theme.ramp[3], theme.paper))
        size = min(12, 1.75 * radius / (canvas.LETTER * len(said)))
        if count > 1 and size >= 8.5:
            numbers.append(canvas.label(x, y + 0.36 * size, said, theme.paper, size, anchor="middle", weight="600"))
        elif measure.circle_unit > 1:
            # few and far apart, and one of them may be zero: each is told
            numbers.append(canvas.label(x + radius + 3, y + 4, said, theme.text, 11))
    return [*shapes, *numbers]


def _dots(frames: Outlines, painted: Painted, values: pd.Series, theme: Theme) -> list[str]:
    """A dot in the colour of its class for each area with a value that no frame draws large enough to be seen."""
    extents: dict[str, float] = {}
    for frame in frames.frames:
        extents |= {code: max(side, extents.get(code, 0)) for code, side in frame.extents.items()}
    small = [str(code) for code, value in values.items() if value > 0 and extents.get(str(code), _SEEN) < _SEEN]
    dots = []
    for code in small:
        x, y = (canvas.fixed(side) for side in frames.places[code])
        dots.append(
            f'<circle cx="{x}" cy="{y}" r="3" fill="{painted.fills[code]}" stroke="{theme.text}" stroke-width="0.8"/>'
        )
    return dots


def _lower_bounds(frames: Outlines, areas: pd.DataFrame, name: str, painted: Painted, theme: Theme) -> list[str]:
    """A sign on each area whose share is a minimum."""
    measure = MEASURES[name]
    if not measure.at_least:
        return []
    signs, points = [], frames.places
    known = areas[measure.column].notna() & areas.index.isin(list(points))
    for code in areas.index[areas[measure.at_least] & known]:
        (x, y), fill = points[str(code)], painted.fills.get(str(code), theme.paper)
        signs.append(canvas.label(x, y + 4, AT_LEAST, ink(fill, theme), 12, anchor="middle", weight="600"))
    return signs


def ink(ground: str, theme: Theme) -> str:
    """The colour of letters on a ground: the text or the paper, whichever stands out more."""
    return max((theme.text, theme.paper), key=lambda colour: contrast(colour, ground))


# --- frames, names and scales ---------------------------------------------------------------------------------------


def furniture(frames: Outlines, names: dict[str, str], words: Words, theme: Theme) -> list[str]:
    """Frames, names and scales: each inset says how much larger it is drawn than the main map."""
    shapes = []
    for code, frame in frames.insets.items():
        shapes += _inset(frame, names.get(code, code), frames.main, words, theme)
    if frames.enlarged:
        name = words("drawing.paris" if frames.insets else "drawing.europe")
        shapes += _inset(frames.enlarged, name, frames.main, words, theme)
    if frames.insets:
        box = frames.main.box
        narrow = box.left < 100
        shapes += scale(box.left + (0 if narrow else 8), box.bottom - 6, frames.main, words, theme, 0.11)
    return shapes


def _inset(frame: Frame, name: str, main: Frame, words: Words, theme: Theme) -> list[str]:
    """The frame of an inset, its name, its scale and how much larger it is drawn than the main map."""
    box = frame.box
    times = words.number(frame.view.per_kilometre / main.view.per_kilometre, 1)
    shapes = [
        canvas.rect(*box, "none", theme.line),
        canvas.label(box.left, box.bottom + 13, name, theme.text, 11.5),
        canvas.label(box.right - 3, box.bottom - 5, f"× {times}", theme.muted, 10, anchor="end"),
    ]
    # a small frame has no room for both, and the other says how long a kilometre is
    return shapes if box.width < 100 else [*shapes, *scale(box.left + 5, box.bottom - 5, frame, words, theme, 0.3, 10)]


def scale(
    x: float, y: float, frame: Frame, words: Words, theme: Theme, share: float = 0.2, size: float = 11.5
) -> list[str]:
    """A bar of a round number of kilometres, about as long as that share of the frame, with their number above."""
    kilometres = outlines.round_below(share * frame.box.width / frame.view.per_kilometre)
    return [
        canvas.line(x, y, x + kilometres * frame.view.per_kilometre, y, theme.muted, 1.5),
        canvas.label(x, y - 4, words("drawing.kilometres", number=words.number(kilometres)), theme.muted, size),
    ]


# --- legend ---------------------------------------------------------------------------------------------------------

# Where the legend stands: to the right of France, beside or under the insets elsewhere. Left, top and width.
_LEGENDS: dict[tuple[str, Size], tuple[float, float, float]] = {
    ("france", "wide"): (706, 8, 178),
    ("france", "narrow"): (16, 500, 418),
    ("world", "wide"): (496, 392, 372),
    ("world", "narrow"): (16, 540, 418),
}


def legend_box(frames: Outlines, size: Size) -> tuple[float, float, float]:
    """Left, top and width of the legend of a map."""
    left, top, width = _LEGENDS["france" if frames.insets else "world", size]
    if size == "narrow" and frames.insets and frames.enlarged:
        width = frames.enlarged.box.left - left - 16
    return left, top, width


def _legend(
    frames: Outlines,
    name: str,
    level: Level,
    values: pd.Series,
    breaks: tuple[float, ...],
    painted: Painted,
    areas: pd.DataFrame,
    sheet: Sheet,
) -> tuple[list[str], float]:
    """What sizes, colours, hatching and signs mean, and where the legend ends."""
    words, theme, measure = sheet.words, sheet.theme, MEASURES[name]
    x, y, width = legend_box(frames, sheet.size)
    shapes: list[str] = []
    if measure.kind == "count":
        shapes, y = _sizes(values, breaks, x, y, width, sheet)
        more, y = lines_at(x, y, width, words(f"drawing.circles_{name}"), theme.text)
        shapes += more
        more, y = lines_at(x, y + 4, width, words("area.why_circles"), theme.muted)
        shapes += more
        y += 10
    more, y = swatches(_entries(name, values, breaks, painted, areas, words, theme), x, y, width, theme)
    shapes += more
    if measure.at_least and areas[measure.at_least].any():
        shapes.append(canvas.label(x + _SWATCH[0] / 2, y + 12, AT_LEAST, theme.text, 13, anchor="middle", weight="600"))
        more, y = lines_at(x + 32, y, width - 32, words("area.share_low"), theme.text)
        shapes += more
        y += 8
    more, y = lines_at(x, y + 2, width, words(f"drawing.insets_{_where(level)}"), theme.muted)
    shapes += more
    if level == col.COUNTRY:
        more, y = lines_at(x, y + 8, width, words("world.no_ranking"), theme.muted)
        shapes += more
        more, y = _listed(areas, measure, x, y + 6, width, words, theme)
        shapes += more
    return shapes, y


def _listed(
    areas: pd.DataFrame, measure: AreaMeasure, x: float, y: float, width: float, words: Words, theme: Theme
) -> tuple[list[str], float]:
    """Each country touched with its value, in two columns: on a map of the world most are too small to be found."""
    touched = areas[areas[col.INCIDENTS] > 0].sort_values(col.INCIDENTS, ascending=False, kind="stable")
    rows, column = (len(touched) + 1) // 2, (width - 20) / 2
    shapes = []
    for place, (_, row) in enumerate(touched.iterrows()):
        left, foot = x + (place // rows) * (column + 20), y + 12 + (place % rows) * 16
        value = phrases.area_value(row[measure.column], measure, words)
        room = column - 10 - len(value) * 12 * canvas.LETTER
        shapes.append(
            canvas.label(left, foot, canvas.cut(place_name(row[words.column("name")]), room, 12), theme.text, 12)
        )
        shapes.append(canvas.label(left + column, foot, value, theme.text, 12, anchor="end"))
    return shapes, y + 16 * rows


def _sizes(
    values: pd.Series, breaks: tuple[float, ...], x: float, y: float, width: float, sheet: Sheet
) -> tuple[list[str], float]:
    """Circles of round values in rows, each with its number."""
    theme, unit = sheet.theme, _unit(values, breaks, sheet)
    largest = max([*breaks[-1:], values.max() if values.notna().any() else 1, 1])
    items = [(_radius(one, unit), sheet.words.number(one)) for one in round_references(largest)]
    shapes: list[str] = []
    left, tallest = x, 0.0
    for radius, said in items:
        long = 2 * radius + 6 + len(said) * 12 * canvas.LETTER + 14
        if left + long > x + width + 14 and left > x:
            left, y, tallest = x, y + 2 * tallest + 6, 0.0
        tallest = max(tallest, radius, 8)
        shapes.append(canvas.circle(left + radius, y + tallest, radius, theme.ramp[3], theme.paper))
        shapes.append(canvas.label(left + 2 * radius + 5, y + tallest + 4.5, said, theme.text, 12))
        left += long
    return shapes, y + 2 * tallest + 6


def _entries(
    name: str,
    values: pd.Series,
    breaks: tuple[float, ...],
    painted: Painted,
    areas: pd.DataFrame,
    words: Words,
    theme: Theme,
) -> list[tuple[str, str, str]]:
    """Fill, what lies over it and words of each swatch."""
    measure = MEASURES[name]
    zero = (theme.zero, "", words("map.zero"))
    unknown = ("url(#nothing)", "", words(f"area.none_{name}"))
    if measure.kind == "count":
        lacking = len(_counted(areas, values)) < len(areas)
        return [zero, unknown] if lacking else [zero]
    entries = [unknown, zero, *class_entries(breaks, measure, words, theme)]
    if painted.over:
        code = sorted(painted.over)[0]
        entries.append((painted.fills[code], painted.over[code], words("map.fragile")))
    return entries


def class_entries(
    breaks: tuple[float, ...], measure: AreaMeasure, words: Words, theme: Theme
) -> list[tuple[str, str, str]]:
    """The classes with their colours: those that `maps.shade` gives to their upper ends."""
    ends = pd.Series({str(place): end for place, end in enumerate(breaks)}, dtype=float)
    colours = shade(ends, breaks, theme).colours
    entries = []
    for place, end in enumerate(breaks):
        if measure.kind == "count":
            said = words.span(breaks[place - 1] + 1 if place else 1, end)
            entries.append((colours[str(place)], "", said))
            continue
        high = phrases.area_value(end, measure, words)
        low = phrases.area_value(breaks[place - 1], measure, words) if place else ""
        said = words("map.between", low=low, high=high) if place else words("map.up_to", high=high)
        entries.append((colours[str(place)], "", said))
    return entries


def swatches(
    entries: list[tuple[str, str, str]], x: float, y: float, width: float, theme: Theme
) -> tuple[list[str], float]:
    """Boxes with their words, one below the other, and where they end."""
    shapes = []
    for fill, over, said in entries:
        shapes.append(canvas.rect(x, y, *_SWATCH, fill, theme.border))
        if over:
            shapes.append(canvas.rect(x, y, *_SWATCH, over))
        more, bottom = lines_at(x + 32, y - 1, width - 32, said, theme.text)
        shapes += more
        y = max(bottom, y + _SWATCH[1]) + 7
    return shapes, y


def lines_at(x: float, y: float, width: float, text: str, fill: str, size: float = 12) -> tuple[list[str], float]:
    """A text of as many lines as it needs in a column, and where it ends."""
    lines = canvas.broken(text, size, width)
    step = 1.25 * size
    drawn = [canvas.label(x, y + size + place * step, one, fill, size) for place, one in enumerate(lines)]
    return drawn, y + len(lines) * step
