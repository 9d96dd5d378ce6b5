"""Charts as pictures that stand alone: each mark of a description becomes shapes of SVG.

It knows no chart: whatever is described in `analytics.drawings.charts` is drawn here, and the same to the byte for the
same description.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.placing import STANDOFF, Plane, name_places
from analytics.drawings.charts.scales import beneath
from analytics.drawings.svg import canvas
from analytics.drawings.svg.canvas import Body, Drawing, Sheet

_GAP = 22  # between panels that stand side by side

Placed = tuple[float, str]  # the place that a shape belongs to, and the shape


def look(sheet: Sheet) -> base.Look:
    """For whom a chart on a sheet is described."""
    return base.Look(sheet.words, sheet.theme, sheet.narrow)


def picture(chart: base.Chart, sheet: Sheet) -> Drawing:
    """A chart in the frame that all pictures share."""
    body = _body(chart.blocks, sheet) if chart.values else Body([], 0)
    drawn = canvas.picture(sheet, chart.title, chart.subtitles, body, chart.notes, chart.values)
    return drawn._replace(empty=not chart.values)


def height(chart: base.Chart, sheet: Sheet) -> int:
    """How high its picture is, which no mark changes: none is drawn for it."""
    bare = [
        block._replace(panels=[panel._replace(marks=(), together=()) for panel in block.panels])
        for block in chart.blocks
    ]
    return picture(chart._replace(values=chart.values[:1], blocks=bare), sheet).height


def _body(blocks: Sequence[base.Block], sheet: Sheet) -> Body:
    """The blocks, one below the other."""
    shapes: list[str] = []
    y = 0.0
    for place, block in enumerate(blocks):
        drawn, y = _block(block, y + (26 if place else 0), sheet)
        shapes += drawn
    cut = any(panel.cut for block in blocks for panel in block.panels)
    return Body(shapes, y, [canvas.hatch(canvas.PARTIAL, sheet.theme.paper, 2.4, 7)] if cut else [])


def _block(block: base.Block, y: float, sheet: Sheet) -> tuple[list[str], float]:
    """Panels side by side, below their heading, and where they end."""
    shapes: list[str] = []
    if block.heading:
        shapes.append(canvas.label(sheet.margin, y + 14, block.heading, sheet.theme.text, 14, weight="600"))
        y += 14 + block.gap
    width = (sheet.width - 2 * sheet.margin - _GAP * (block.wide - 1)) / block.wide
    height = 0.0
    for place, panel in enumerate(block.panels):
        if place and place % block.wide == 0:
            y += height
        left = sheet.margin + (width + _GAP) * (place % block.wide)
        drawn, height = _panel(panel, left, left + width, y, sheet)
        shapes += drawn
    return shapes, y + height


class _Inside(NamedTuple):
    """The inside of a panel, in pixels, and the middles of its rows."""

    panel: base.Panel
    left: float
    right: float
    ceiling: float
    floor: float
    middles: Sequence[float]

    def x(self, value: base.Value) -> float:
        """How far right a value stands, or the middle of a column."""
        panel, wide = self.panel, self.right - self.left
        if panel.kind == "columns":
            return self.left + wide * (base.number(value) + 0.5) / len(panel.slots)
        return self.left + (panel.across or panel.axis).share(value) * wide

    def y(self, value: float) -> float:
        """How far down a value stands, or the middle of a row."""
        if self.panel.kind == "rows":
            return self.middles[int(value)]
        return self.floor - value * (self.floor - self.ceiling) / base.number(self.panel.axis.high)


def _panel(panel: base.Panel, left: float, right: float, y: float, sheet: Sheet) -> tuple[list[str], float]:
    """The shapes of a panel and how high it is."""
    shapes, used = _legend(panel.legend, y, sheet)
    room = panel.room
    top = y + used + room.above
    texts: list[str] = []
    middles: Sequence[float] = ()
    if any(slot.text for slot in panel.slots):
        texts, middles, floor = _told(panel, top, sheet)
    elif panel.kind == "rows":
        floor = top + room.inside * len(panel.slots) + room.foot
        middles = [top + room.first + room.inside * place for place in range(len(panel.slots))]
    else:
        floor = top + room.inside
    inside = _Inside(panel, left + room.left, right - room.right, top, floor, middles)
    if panel.heading:
        name = canvas.cut(panel.heading, right - left)
        foot = top - (20 if panel.beneath else 2)
        shapes.append(canvas.label(left, foot, name, sheet.theme.text, 13, weight="600"))
    if panel.beneath:
        shapes.append(canvas.label(left, top - 4, panel.beneath, sheet.theme.muted, canvas.SMALLEST))
    shapes += _across(inside, sheet) if panel.kind == "rows" else _upwards(inside, sheet)
    if panel.across:
        shapes += _ground(panel.across, inside, sheet)
    shapes += texts
    shapes += [shape for mark in panel.marks for _, shape in _DRAWN[type(mark)](mark, inside, sheet)]
    together = [placed for mark in panel.together for placed in _DRAWN[type(mark)](mark, inside, sheet)]
    shapes += [shape for _, shape in sorted([*_row_names(inside, sheet), *together], key=lambda placed: placed[0])]
    if panel.kind == "columns":
        shapes += _column_names(inside, sheet)
    return shapes, floor + room.below - y


def _legend(keys: Sequence[base.Key], y: float, sheet: Sheet) -> tuple[list[str], float]:
    """The legend of a panel, on as many lines as it needs, and how high it is; nothing where there is none."""
    if not keys:
        return [], 0
    left, edge = float(sheet.margin + 6), sheet.width - sheet.margin + 14
    shapes: list[str] = []
    x, down = left, 8.0
    for key in keys:
        sign = {"line": 21, "band": 14, "ring": 9}.get(key.symbol, 7)
        # on a narrow sheet each line of the name has a place of its own, and the first the sign
        for place, name in enumerate(key.name.split("\n") if sheet.narrow else [key.name.replace("\n", ", ")]):
            sign = 21 if place else sign
            width = sign + 17 + len(name) * 13 * canvas.LETTER + 14
            if x + width > edge and x > left:
                x, down = left, down + 20
            if not place:
                shapes.append(_symbol(x, down, key))
            shapes.append(canvas.label(x + sign + 6, down + 4.5, name, sheet.theme.text, 13))
            x += width
    return ([f'<g transform="translate(0 {canvas.fixed(y)})">{"".join(shapes)}</g>'] if y else shapes), down + 12


def _symbol(x: float, y: float, key: base.Key) -> str:
    """The mark of a key."""
    if key.symbol == "line":
        return canvas.line(x - 6, y, x + 20, y, key.fill, key.size, key.dash)
    if key.symbol == "band":
        return canvas.rect(x - 6, y - 7, 20, 14, key.fill) + canvas.line(x + 4, y - 7, x + 4, y + 7, key.rim, 1.5)
    if key.symbol == "ring":
        return canvas.ring(x, y, key.size, key.rim)
    if key.symbol == "dot":
        return canvas.circle(x, y, key.size, key.fill, key.rim)
    return canvas.shape(x, y, key.symbol, key.fill, key.rim, round(key.size / base.Key("").size, 3))


def _upwards(inside: _Inside, sheet: Sheet) -> Iterator[str]:
    """Lines across a panel at some values, each with its number."""
    panel, theme = inside.panel, sheet.theme
    if panel.axis.name:
        yield canvas.label(inside.left - panel.room.left, inside.ceiling - 12, panel.axis.name, theme.muted, 12)
    for tick in panel.axis.ticks:
        y = inside.y(base.number(tick.at))
        yield canvas.line(inside.left, y, inside.right, y, theme.line)
        yield canvas.label(inside.left - 6, y + 4, tick.name, theme.muted, 12, anchor="end")


def _ground(axis: base.Axis, inside: _Inside, sheet: Sheet) -> Iterator[str]:
    """The axis below a plane: under zero there is room for points that stand on it."""
    muted, ground = sheet.theme.muted, inside.floor + 12
    for tick in axis.ticks:
        x = inside.x(tick.at)
        yield canvas.line(x, ground, x, ground + 5, muted)
        yield canvas.label(x, ground + 18, tick.name, muted, 12, anchor="middle")
    if axis.name:
        yield canvas.label(inside.right, ground + 36, axis.name, muted, 12, anchor="end")


def _across(inside: _Inside, sheet: Sheet) -> list[str]:
    """Lines from top to bottom, or in strips around the rows, with their names; a band lies over the lines."""
    panel, theme = inside.panel, sheet.theme
    strips = [(inside.ceiling, inside.floor)]
    if panel.strip:
        strips = [(middle - panel.strip, middle + panel.strip) for middle in inside.middles]
    elif panel.slots and panel.slots[0].text and sheet.narrow:
        strips = [(inside.ceiling, inside.ceiling)]  # lines would cross the letters
    shapes: list[str] = []
    for top, floor in strips:
        for tick in panel.axis.ticks:
            shapes.append(canvas.line(inside.x(tick.at), top, inside.x(tick.at), floor, theme.line))
            shapes += [] if panel.band else [_named(tick, inside, sheet)]
        if panel.band:
            low, high, value = (inside.x(value) for value in (panel.band.low, panel.band.high, panel.band.value))
            shapes.append(canvas.rect(low, top, high - low, floor - top, panel.band.key.fill))
            shapes.append(canvas.line(value, top, value, floor, theme.muted, 1.5))
    if panel.band:
        if not sheet.narrow:
            middle = inside.x(panel.band.value)
            anchor = "end" if middle > (inside.left + inside.right) / 2 else ""
            shapes.append(canvas.label(middle, strips[0][0] - 7, panel.band.key.name, theme.text, 12, anchor=anchor))
        shapes += [_named(tick, inside, sheet) for tick in panel.axis.ticks]
    if panel.aside:
        edge = inside.right + panel.room.right
        shapes.append(canvas.label(edge, inside.ceiling - 8, panel.aside, theme.muted, 12, anchor="end"))
    return shapes


def _named(tick: base.Tick, inside: _Inside, sheet: Sheet) -> str:
    """What a line is called: in its middle, but not over the edge."""
    axis, x = inside.panel.axis, inside.x(tick.at)
    anchor = "middle"
    if tick.half:
        before, after = x - tick.half < inside.left - 10, x + tick.half > inside.right + 10
        anchor = "start" if before else "end" if after else "middle"
    foot = inside.ceiling - 8 if axis.side == "top" else inside.floor + axis.drop
    return canvas.label(x, foot, tick.name, sheet.theme.muted, 12, anchor=anchor)


def _row_names(inside: _Inside, sheet: Sheet) -> Iterator[Placed]:
    """The names of the rows, and what is said at their ends."""
    panel, theme = inside.panel, sheet.theme
    naming, edge = panel.naming, inside.right + panel.room.right
    if not naming:
        return
    own = partial(canvas.label, fill=theme.text, size=naming.size, weight=naming.weight)
    for place, slot in enumerate(panel.slots):
        x, foot = inside.left + naming.across, inside.middles[place] + naming.down
        room = naming.width or edge - sheet.margin - (len(slot.aside) * 7 + 10 if slot.aside else 0)
        yield place, own(x, foot, canvas.cut(slot.name, room, naming.size), anchor=naming.anchor)
        if slot.note:
            yield place, canvas.label(x, foot + 13.5, slot.note, theme.muted, canvas.SMALLEST)
        if slot.aside:
            yield place, own(edge, foot, slot.aside, anchor="end")


def _column_names(inside: _Inside, sheet: Sheet) -> Iterator[str]:
    """The names below columns, and what is said of some of them."""
    for place, slot in enumerate(inside.panel.slots):
        middle = inside.x(place)
        if slot.name:
            yield canvas.label(middle, inside.floor + 18, slot.name, sheet.theme.text, 12.5, anchor="middle")
        if slot.note:
            # the last year stands at the edge, where its note may have no room on both sides
            x = min(middle, inside.right + 8 - len(slot.note) * canvas.SMALLEST * canvas.LETTER / 2)
            yield canvas.label(x, inside.floor + 33, slot.note, sheet.theme.muted, canvas.SMALLEST, anchor="middle")


def _told(panel: base.Panel, top: float, sheet: Sheet) -> tuple[list[str], list[float], float]:
    """What took place in each row, beside it or below it where the sheet is narrow; the middles; where they end."""
    theme = sheet.theme
    left = sheet.margin if sheet.narrow else sheet.margin + 320
    shapes, middles, y = [], [], top + 8
    for slot in panel.slots:
        middles.append(y + (10 if sheet.narrow else 8))
        foot = y + (32 if sheet.narrow else 13)
        shapes.append(canvas.label(left, foot, slot.name, theme.muted, 12.5, weight="600"))
        for text in canvas.broken(slot.text, 13.5, sheet.width - sheet.margin - left, 0.51):
            foot += 18
            shapes.append(canvas.label(left, foot, text, theme.text, 13.5))
        y = foot + 20
    return shapes, middles, y - 10


# --- marks ----------------------------------------------------------------------------------------------------------


def _bars(mark: base.Bars, inside: _Inside, _sheet: Sheet) -> Iterator[Placed]:
    """One bar a place, over or beside the one before."""
    if inside.panel.kind == "rows":
        for place, value in enumerate(mark.values):
            length = inside.x(value) - inside.left
            yield place, canvas.rect(inside.left, inside.y(place) - 9, length, 18, mark.key.fill)
        return
    width = min((inside.right - inside.left) / max(1, len(mark.values)) * 0.75, 70)
    for place, value in enumerate(mark.values):
        count = 0 if value != value else value
        if not count and mark.key.rim:
            continue
        ground = mark.below[place] if mark.below else 0
        left, top = inside.x(place) - width / 2, inside.y(ground + count)
        height = inside.y(ground) - top
        yield place, canvas.rect(left, top, width, height, mark.key.fill, mark.key.rim or "none")
        if place in mark.hatched:
            yield place, canvas.rect(left, top, width, height, f"url(#{canvas.PARTIAL})")


def _spans(mark: base.Spans, inside: _Inside, _sheet: Sheet) -> Iterator[Placed]:
    key = mark.key
    for span in mark.spans:
        start, end, y = inside.x(span.start), inside.x(span.end), inside.y(span.row)
        if key.symbol == "bar":
            end = inside.x(span.end + pd.Timedelta(days=1))  # type: ignore[operator]  # bars are days
            width = max(2, end - start)
            yield span.row, canvas.rect(start, y - key.size / 2, width, key.size, key.fill, opacity=mark.opacity)
        else:
            yield span.row, canvas.line(start, y, end, y, key.fill, key.size, key.dash)
    for value, row in mark.ends:
        x, y = inside.x(value), inside.y(row)
        yield row, canvas.line(x, y - 5, x, y + 5, key.fill, 2)


def _points(mark: base.Points, inside: _Inside, sheet: Sheet) -> Iterator[Placed]:
    """Marks, each with its number above, or below where that of the one before is near."""
    xs, theme = [inside.x(point.x) for point in mark.points], sheet.theme
    for point, x, below in zip(mark.points, xs, beneath(mark.points, xs), strict=True):
        y = inside.y(point.y)
        if not (inside.panel.axis.log and point.x == 0):  # zero has no place there: its number stands alone
            yield point.y, _symbol(x, y, point.key)
        if point.text:
            foot = y + 20 if below else y - 10
            yield point.y, canvas.label(x, foot, point.text, theme.text, 12, anchor="middle", halo=theme.paper)


def _curve(mark: base.Curve, inside: _Inside, _sheet: Sheet) -> Iterator[Placed]:
    key, top = mark.key, base.number(inside.panel.axis.high)
    for line in mark.lines:
        points = [(inside.x(x), inside.y(y)) for x, y in line if y <= top]  # none where it is not a number
        if len(points) > 1:
            is_band = key.symbol == "band"
            yield 0, canvas.area(points, key.fill) if is_band else canvas.path(points, key.fill, key.size, key.dash)


def _texts(mark: base.Texts, inside: _Inside, _sheet: Sheet) -> Iterator[Placed]:
    written = partial(canvas.label, fill=mark.colour, anchor=mark.anchor, weight=mark.weight, halo=mark.halo)
    for text in () if mark.page_only else mark.texts:
        place = text.y if inside.panel.kind == "rows" else base.number(text.x)
        x, y = inside.x(text.x) + text.across, inside.y(text.y) + text.down
        yield place, written(x, y, text.text, size=mark.size)


def _names(mark: base.Names, inside: _Inside, sheet: Sheet) -> Iterator[Placed]:
    """Names near their points; a name that stands away from its point has a thin line to it."""
    theme, axis = sheet.theme, inside.panel.across
    anchors = {"left": "", "center": "middle", "right": "end"}
    right, top = base.number(axis.high) if axis else 0, base.number(inside.panel.axis.high)
    plane = Plane(right, top, inside.floor - inside.ceiling, (inside.right - inside.left,))
    for name, place in zip(mark.named, name_places(mark, plane), strict=True):
        x, y = inside.x(name.x), inside.y(name.y)
        away = math.hypot(place.right, place.up)
        moved = away > 1.5 * STANDOFF
        if moved:
            near, far = (x + place.right * 6 / away, y - place.up * 6 / away), (x + place.right, y - place.up)
            yield 0, canvas.line(*near, *far, theme.muted, 0.8)
        aside = x + place.right + math.copysign(4 if moved else 3, place.right) * (place.up == 0)  # not on ring or line
        foot = y - place.up + {"bottom": -4, "middle": 4, "top": 12}[place.yanchor]
        anchor = anchors[place.xanchor]
        yield 0, canvas.label(aside, foot, name.text, theme.text, 12, anchor=anchor, halo=theme.paper)


_DRAWN: Mapping[type, Callable[..., Iterator[Placed]]] = {
    base.Bars: _bars, base.Spans: _spans, base.Points: _points, base.Curve: _curve,
    base.Texts: _texts, base.Names: _names,
}  # fmt: skip
