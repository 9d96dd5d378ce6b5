"""Charts on a page: each mark of a description becomes traces of plotly, as plain dictionaries.

No object of plotly is built: each takes milliseconds, and a test holds the dictionaries against plotly's own schema. It
knows no chart: whatever is described in `analytics.drawings.charts` is drawn here.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analytics.drawings.charts.base import (
    Axis,
    Band,
    Bars,
    Beside,
    Block,
    Curve,
    Doubts,
    Key,
    Look,
    Mark,
    Names,
    Panel,
    Point,
    Points,
    Spans,
    Stroke,
    Text,
    Texts,
    Together,
    Value,
    number,
)
from analytics.drawings.charts.numbers import short
from analytics.drawings.charts.placing import STANDOFF, Plane, name_places
from analytics.drawings.charts.scales import beneath
from analytics.drawings.theme import SANS, Theme

Trace = dict[str, Any]

# No button, no logo, no zoom by the wheel: what a chart shows is in its table and its files.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
WIDTHS = (330, 600, 950)  # pixels between the axes on a phone, a tablet and a wide page: names must have room on each
NO_BREAK = "\u00a0"


def figure(blocks: Sequence[Block], look: Look, height: float | None = None) -> dict[str, Any]:
    """The first block of a chart as a figure; a chart without any says that there is nothing.

    Parameters
    ----------
    blocks : sequence of Block
    look : Look
    height : float, optional
        In pixels; as the chart has it, unless said.

    Returns
    -------
    dict
        ``data`` and ``layout`` as plotly reads them. What stands for an incident or an area carries its code as
        ``customdata``.
    """
    panels = blocks[0].panels if blocks else ()
    if not panels:
        return _nothing(look)
    first, wide = panels[0], min(blocks[0].page_wide, len(panels))
    high = math.ceil(len(panels) / wide)
    layout = _dress(first, look, 80 + first.page.height * high if first.heading else first.page.height)
    data: list[Trace] = []
    for place, panel in enumerate(panels):
        drawn = _Drawn(panel, look, str(place + 1) if place else "")
        data += drawn.traces()
        layout["annotations"] += drawn.annotations()
        layout["shapes"] += drawn.shapes()
        layout |= drawn.axes(_domains(place, wide, high, layout), place + wide >= len(panels), place % wide == 0)
    if height is not None:
        layout["height"] = height
    return {"data": data, "layout": layout}


def _nothing(look: Look) -> dict[str, Any]:
    """A figure without anything to draw says so."""
    hidden = {"visible": False, "fixedrange": True}
    text = {"type": "scatter", "mode": "text", "x": [0], "y": [0], "text": [look.words("chart.nothing")]}
    trace = {**text, "textfont": {"color": look.theme.muted}, "hoverinfo": "skip", "showlegend": False}
    return {"data": [trace], "layout": {**_common(look), "height": 120, "xaxis": hidden, "yaxis": hidden}}


def _common(look: Look) -> dict[str, Any]:
    """The dress that all figures share: paper, type, the separators of the language."""
    theme = look.theme
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": SANS, "size": 13, "color": theme.text},
        "separators": ", " if look.words.language == "fr" else ".,",
        "hoverlabel": {
            "bgcolor": theme.panel,
            "bordercolor": theme.line,
            "font": {"color": theme.text, "family": SANS},
        },
        "dragmode": False,
        "template": {},
    }


def _dress(panel: Panel, look: Look, height: float) -> dict[str, Any]:
    """The layout of a figure, with room for its legend above and for its note below."""
    page, bottom = panel.page, panel.page.below
    annotations = []
    if panel.note:
        note = _wrapped(panel.note, 52)
        bottom += 10 + 16 * (note.count("<br>") + 1)
        annotations.append(_annotation(note, look.theme.muted, 0, 0, yanchor="top", yshift=-page.below))
    # what stands above the axes: an axis of time, the name of an axis, or the numbers of a band
    lift = 28 if panel.axis.side != "bottom" or panel.across else 34 if panel.band else 0
    return {
        **_common(look),
        "height": height + bottom - page.below,
        "margin": {"l": 8, "r": 8, "t": page.above, "b": bottom},
        "legend": {
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1 + lift / (height - page.above - page.below),
            "x": 0,
            "traceorder": "normal",
        },
        "bargap": 0.25,
        "barmode": "stack",
        "annotations": annotations,
        "shapes": [],
    }


def _domains(place: int, wide: int, high: int, layout: dict[str, Any]) -> tuple[list[float], list[float]]:
    """The part of the width and of the height that a panel has."""
    inner = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    between, aside = (34 / inner if high > 1 else 0), (0.04 if wide > 1 else 0)
    tall, width = (1 - between * (high - 1)) / high, (1 - aside * (wide - 1)) / wide
    left, top = (width + aside) * (place % wide), 1 - (tall + between) * (place // wide)
    return [round(left, 6), round(left + width, 6)], [max(0.0, round(top - tall, 6)), round(top, 6)]


# --- texts and values ------------------------------------------------------------------------------------------------


def _plain(value: Value) -> float | str | None:
    """A value as JSON holds it: days in ISO form, nothing for what is not a number."""
    if isinstance(value, pd.Timestamp):
        return str(value.isoformat())
    return None if value != value else float(value)


def _wrapped(text: str, width: int = 60) -> str:
    """A text on as many lines as it needs, beside those that it has; nothing is cut."""
    return "<br>".join(line for part in text.split("<br>") for line in textwrap.wrap(part, width))


def _halo(theme: Theme) -> str:
    """A rim of paper around letters, so that a line behind them does not cross them."""
    around = [(right, down) for right in (-1.5, 0, 1.5) for down in (-1.5, 0, 1.5) if right or down]
    return ", ".join(f"{right}px {down}px 0.5px {theme.paper}" for right, down in around)


def _annotation(text: str, colour: str, x: Value, y: float, size: int = 12, **more: object) -> dict[str, Any]:
    """A text at a place of the figure, from its left end unless said."""
    return {
        "text": text, "x": _plain(x), "y": y, "xref": "paper", "yref": "paper", "xanchor": "left",
        "yanchor": "bottom", "align": "left", "showarrow": False, "font": {"color": colour, "size": size}, **more,
    }  # fmt: skip


def _line(stroke: Stroke) -> dict[str, Any]:
    dash = "solid" if not stroke.dash else "dash" if stroke.dash == "5 4" else "dot"
    return {"color": stroke.colour, "width": stroke.width, "dash": dash}


def _hovering(hovers: Iterable[str], codes: Sequence[str]) -> dict[str, Any]:
    """What a mark says when pointed at, and what a click on it chooses."""
    texts = [_wrapped(hover) for hover in hovers]
    told = {"hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>"} if any(texts) else {"hoverinfo": "skip"}
    return told | ({"customdata": list(codes)} if any(codes) else {})


# --- one panel ------------------------------------------------------------------------------------------------------


class _Drawn(NamedTuple):
    """One panel on its way to a figure; `suffix` tells its axes from those of the others."""

    panel: Panel
    look: Look
    suffix: str

    @property
    def lanes(self) -> list[str]:
        """On a page, rows of the same lane are one."""
        return list(dict.fromkeys(slot.lane for slot in self.panel.slots if slot.lane))

    def y(self, row: float) -> float:
        """The row of a mark."""
        return self.lanes.index(self.panel.slots[int(row)].lane) if self.lanes else row

    def traces(self) -> Iterator[Trace]:
        """All marks that are traces, in their order."""
        axes = {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}
        for mark in self.panel.marks:
            for one in mark.marks if isinstance(mark, Together) else [mark]:
                for trace in self._traces(one):
                    yield {"showlegend": False, "cliponaxis": False, **trace, **axes}

    def _traces(self, mark: Mark) -> list[Trace]:
        match mark:
            case Bars():
                return [self._bars(mark)]
            case Spans():
                return self._spans(mark)
            case Doubts():
                return self._doubts(mark)
            case Points():
                return self._points(mark)
            case Curve():
                return [self._curve(mark)]
            case Texts():
                return self._texts(mark)
            case Beside():
                return self._beside(mark)
            case Names():
                return []

    def _legend(self, key: Key) -> dict[str, Any]:
        """The name of a trace, and its place in the legend where it has one."""
        names = [entry.name for entry in self.panel.legend]
        if not key.name or key.name not in names:
            return {}
        return {
            "name": key.name.replace("\n", "<br>"), "showlegend": True, "legendrank": names.index(key.name) + 1
        }  # fmt: skip

    def _bars(self, mark: Bars) -> Trace:
        places, values = list(range(len(mark.values))), [_plain(value) for value in mark.values]
        rows = self.panel.kind == "rows"
        marker: dict[str, Any] = {
            "color": mark.key.fill,
            "line": {"color": mark.key.rim or mark.key.fill, "width": 1 if mark.key.rim else 0},
        }
        if mark.hatched:
            marker["pattern"] = {
                "shape": ["/" if place in mark.hatched else "" for place in places],
                "fillmode": "overlay", "fgcolor": self.look.theme.paper, "fgopacity": 1, "size": 6, "solidity": 0.35,
            }  # fmt: skip
        return {
            "type": "bar",
            "orientation": "h" if rows else "v",
            "x": values if rows else places,
            "y": places if rows else values,
            "marker": marker,
            **_hovering(mark.hovers, [mark.code] * len(places) if mark.code else []),
            **self._legend(mark.key),
        }

    def _segments(self, ends: Iterable[tuple[Value, Value, float]]) -> dict[str, Any]:
        """Lines along rows, with gaps between them."""
        x: list[float | str | None] = []
        y: list[float | None] = []
        for start, end, row in ends:
            x += [_plain(start), _plain(end), None]
            y += [self.y(row), self.y(row), None]
        return {"type": "scatter", "mode": "lines", "x": x, "y": y}

    def _spans(self, mark: Spans) -> list[Trace]:
        if not mark.spans:
            return []
        lines = self._segments((span.start, span.end, span.row) for span in mark.spans)
        traces = [{**lines, "line": _line(mark.key.stroke), "hoverinfo": "skip", **self._legend(mark.key)}]
        if mark.ends:
            end = {"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": mark.key.stroke.colour}}
            x, y = [_plain(value) for value, _ in mark.ends], [self.y(row) for _, row in mark.ends]
            traces.append({"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": end, "hoverinfo": "skip"})
        return traces

    def _doubts(self, mark: Doubts) -> list[Trace]:
        if not mark.spans:
            return []
        lines = self._segments((span.start, span.end, span.row) for span in mark.spans)
        hovers = [hover for text in mark.hovers for hover in (text, text, "")]
        line = {"color": mark.fill, "width": 9}
        return [{**lines, "line": line, "opacity": mark.opacity, **_hovering(hovers, [])}]

    def _points(self, mark: Points) -> list[Trace]:
        """A trace for each way of marking: its points, and their numbers where they have any."""
        groups: dict[Key, list[tuple[Point, bool]]] = {}
        # names stand clear of each other on the narrowest page
        xs = [self._across(point.x) * WIDTHS[0] for point in mark.points] if self.panel.axis.log else []
        for point, below in zip(mark.points, beneath(mark.points, xs or [0] * len(mark.points)), strict=True):
            if not (self.panel.axis.log and point.x == 0):
                groups.setdefault(point.key, []).append((point, below))
        return [self._group(key, each) for key, each in groups.items()]

    def _across(self, value: Value) -> float:
        """How far right a value stands on a logarithmic axis, as a share of it."""
        low, high = number(self.panel.axis.low), number(self.panel.axis.high)
        return math.log10(max(number(value), low) / low) / math.log10(high / low)

    def _group(self, key: Key, each: Sequence[tuple[Point, bool]]) -> Trace:
        theme = self.look.theme
        points = [point for point, _ in each]
        open_ = key.symbol == "ring" or key.fill == theme.paper
        symbol = {"dot": "circle", "ring": "circle"}.get(key.symbol, key.symbol)
        colour = key.rim if open_ else key.fill
        rim = {"width": 2 if open_ else 1, "color": key.rim} if key.rim else {"width": 0}
        marker = {"symbol": f"{symbol}-open" if open_ else symbol, "color": colour, "size": 2 * key.radius, "line": rim}
        texts: dict[str, Any] = {}
        if any(point.text for point in points):
            texts = {
                "text": [point.text for point in points],
                "textposition": ["bottom center" if below else "top center" for _, below in each],
                "textfont": {"color": theme.text, "size": 12},
            }
        return {
            "type": "scatter",
            "mode": "markers+text" if texts else "markers",
            "x": [_plain(point.x) for point in points],
            "y": [self.y(point.y) for point in points],
            "marker": marker,
            **texts,
            **_hovering((point.hover for point in points), [point.code for point in points]),
            **self._legend(key),
        }

    def _curve(self, mark: Curve) -> Trace:
        x: list[float | str | None] = []
        y: list[float | str | None] = []
        for line in mark.lines:
            gap = [None] if x else []
            x += [*gap, *(_plain(at) for at, _ in line)]
            y += [*gap, *(_plain(value) for _, value in line)]
        return {
            "type": "scatter", "mode": "lines", "x": x, "y": y, "line": _line(mark.key.stroke),
            **_hovering(mark.hovers, []), **self._legend(mark.key),
        }  # fmt: skip

    def _texts(self, mark: Texts) -> list[Trace]:
        if not mark.texts:
            return []
        space = NO_BREAK if mark.anchor == "" else ""
        where = {"": "middle right", "middle": "top center", "end": "middle left"}[mark.anchor]
        return [self._text_trace(mark.texts, mark.colour, mark.size, where, space)]

    def _text_trace(self, texts: Sequence[Text], colour: str, size: float, where: str, space: str = "") -> Trace:
        rows = self.panel.kind == "rows"
        return {
            "type": "scatter",
            "mode": "text",
            "x": [_plain(text.x) for text in texts],
            "y": [self.y(text.y) if rows else text.y for text in texts],
            "text": [space + text.text for text in texts],
            "textposition": where,
            "textfont": {"color": colour, "size": size, "shadow": _halo(self.look.theme)},
            **_hovering((text.hover for text in texts), [text.code for text in texts]),
        }

    def _beside(self, mark: Beside) -> list[Trace]:
        """Names on the side of their line where there is more room, cut to what a page has."""
        axis, traces = self.panel.axis, []
        after: list[Text] = []
        before: list[Text] = []
        for name, begin, span in zip(mark.names, mark.begins, mark.spans, strict=True):
            roomy = axis.high - span.end >= begin - axis.low  # type: ignore[operator]  # both are days
            text = NO_BREAK * 2 + self._cut(name) + NO_BREAK * 2
            (after if roomy else before).append(Text(span.end if roomy else begin, span.row, text))
        for texts, where in ((after, "middle right"), (before, "middle left")):
            if texts:
                traces.append(self._text_trace(texts, self.look.theme.text, 12, where))
        return traces

    def _cut(self, name: str) -> str:
        """A name as long as a page or a phone has room for."""
        return short(name, 26 if self.look.narrow else 60)

    # --- what is no trace ---

    def annotations(self) -> list[dict[str, Any]]:
        """The heading of a panel, the name of its axis, the numbers of its band, and names near points."""
        panel, theme = self.panel, self.look.theme
        notes = [self._name(name, place, mark) for mark, name, place in self._near_points()]
        if panel.heading:
            own: dict[str, Any] = {"xref": f"x{self.suffix} domain", "yref": f"y{self.suffix} domain", "yshift": 2}
            notes.append(_annotation(f"<b>{panel.heading}</b>", theme.text, 0, 1, 13, **own))
        if panel.across:
            notes.append(_annotation(panel.axis.name, theme.muted, 0, 1, yshift=8))
        if panel.band:
            side = "left" if panel.band.value < number(panel.axis.high) / 2 else "right"
            more: dict[str, Any] = {"xref": "x", "xanchor": side, "align": side, "yshift": 4}
            notes.append(_annotation("<br>".join(panel.band.text), theme.text, panel.band.value, 1, **more))
        return notes

    def _near_points(self) -> Iterator[tuple[Plane, Text, Any]]:
        panel, page = self.panel, self.panel.page
        for mark in panel.marks:
            if isinstance(mark, Names) and panel.across:
                inner = page.height - page.above - page.below
                plane = Plane(number(panel.across.high), number(panel.axis.high), inner, WIDTHS)
                for name, place in zip(mark.named, name_places(mark, plane), strict=True):
                    yield plane, name, place

    def _name(self, name: Text, place: Any, _plane: Plane) -> dict[str, Any]:  # noqa: ANN401
        """A name near its point; one that stands away from it has a thin line to it."""
        theme = self.look.theme
        return {
            "text": name.text, "x": _plain(name.x), "y": name.y, "ax": place.right, "ay": -place.up,
            "xanchor": place.xanchor, "yanchor": place.yanchor, "showarrow": True, "arrowhead": 0, "arrowwidth": 1,
            "arrowcolor": theme.muted, "standoff": STANDOFF, "borderpad": 0,
            "font": {"color": theme.text, "size": 12, "shadow": _halo(theme)},
        }  # fmt: skip

    def shapes(self) -> list[dict[str, Any]]:
        """The band with the value in it, and where our knowledge ends."""
        panel, theme = self.panel, self.look.theme
        shapes = _band_shapes(panel.band, theme) if panel.band else []
        if panel.now:
            line = {"color": theme.muted, "width": 1, "dash": "dot"}
            shapes.append(_upright(_plain(panel.now), line))
        return shapes

    def axes(self, domains: tuple[list[float], list[float]], lowest: bool, first: bool) -> dict[str, Any]:
        """Both axes; of panels on the same axes only the lowest and the first of a row are named."""
        theme = self.look.theme
        shared = {"fixedrange": True, "linecolor": theme.line, "zeroline": False}
        x = {**shared, "tickfont": {"color": theme.muted}, "domain": domains[0], "anchor": f"y{self.suffix}"}
        y = {**shared, "tickfont": {"color": theme.text}, "domain": domains[1], "anchor": f"x{self.suffix}"}
        own_x, own_y = {"columns": self._columns, "rows": self._rows, "plane": self._plane}[self.panel.kind]()
        return {
            f"xaxis{self.suffix}": {**x, **own_x, "showticklabels": lowest},
            f"yaxis{self.suffix}": {**y, **own_y, "showticklabels": first, "automargin": True},
        }

    def _values(self, axis: Axis) -> dict[str, Any]:
        """The ticks of an axis of values."""
        ticks = {
            "tickmode": "array",
            "tickvals": [_plain(tick.at) for tick in axis.ticks],
            "ticktext": [tick.name for tick in axis.ticks],
            "gridcolor": self.look.theme.line,
            "tickangle": 0,
        }
        if axis.name and self.panel.axis.side == "bottom":
            font = {"color": self.look.theme.muted, "size": 12}
            ticks["title"] = {"text": _wrapped(axis.name, 32), "font": font, "standoff": 6}
        return ticks

    def _slots(self, names: Sequence[str]) -> dict[str, Any]:
        """The names of an axis that holds no values."""
        return {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names), "tickangle": 0}

    def _columns(self) -> tuple[dict[str, Any], dict[str, Any]]:
        slots = self.panel.slots
        names = ["<br>".join(part for part in (slot.short or slot.name, slot.note) if part) for slot in slots]
        x = {**self._slots(names), "range": [-0.5, len(slots) - 0.5], "showgrid": False, "showline": True}
        # a number stands on the highest bar
        return x, {**self._values(self.panel.axis), "range": [0, 1.08 * number(self.panel.axis.high)]}

    def _rows(self) -> tuple[dict[str, Any], dict[str, Any]]:
        panel = self.panel
        names = self.lanes or [_wrapped(slot.short, 22) if slot.short else self._cut(slot.name) for slot in panel.slots]
        y = {**self._slots(names), "range": [len(names) - 0.4, -0.6], "gridcolor": self.look.theme.line}
        x = {
            **self._values(panel.axis),
            "range": self._ends(),
            "side": "bottom" if panel.axis.side == "bottom" else "top",
        }
        if panel.axis.log:
            x["type"] = "log"
        elif isinstance(panel.axis.low, pd.Timestamp):
            x["type"] = "date"
        return x | {"visible": bool(panel.axis.ticks)}, y | {"visible": any(names)}

    def _ends(self) -> list[float | str | None]:
        """Where an axis across begins and ends: with room for marks at zero, and for texts behind the last."""
        axis, room = self.panel.axis, self.panel.room
        if isinstance(axis.low, pd.Timestamp):
            return [_plain(axis.low), _plain(axis.high)]
        if axis.log:
            return [-0.05, math.log10(number(axis.high))]
        bars = any(
            isinstance(one, Bars) for mark in self.panel.marks if isinstance(mark, Together) for one in mark.marks
        )
        high = number(axis.high)
        return [0 if bars else -0.03 * high, high if axis.ticks else high * (1 + room.right / 280)]

    def _plane(self) -> tuple[dict[str, Any], dict[str, Any]]:
        top, across = number(self.panel.axis.high), self.panel.across or self.panel.axis
        x = {**self._values(across), "range": [0, across.high], "showgrid": False, "ticks": "outside"}
        # below zero there is room for points that stand on it
        y = {**self._values(self.panel.axis), "range": [-0.035 * top, top]}
        y.pop("title")  # above its top, to be read without turning the head
        return x, y


def _band_shapes(band: Band, theme: Theme) -> list[dict[str, Any]]:
    area = {
        "type": "rect", "x0": band.low, "x1": band.high, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain",
        "fillcolor": band.key.fill, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    return [area, _upright(band.value, {"color": theme.muted, "width": 1.5})]


def _upright(x: float | str | None, line: dict[str, Any]) -> dict[str, Any]:
    """A line from the bottom to the top at a value."""
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
    return {"type": "line", **ends, "line": line, "layer": "below"}
