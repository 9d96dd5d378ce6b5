"""Charts on a page: descriptions as figures of plotly, in plain dictionaries.

No object of plotly is built: each takes milliseconds, and a test holds the dictionaries against plotly's own schema. It
knows no chart: whatever is described in `analytics.drawings.charts` is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from plotly.basedatatypes import BaseFigure

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import short
from analytics.drawings.charts.placing import STANDOFF, Plane, name_places
from analytics.drawings.plotly.traces import NARROWEST, Trace, as_text, cut, halo, plain, traces, wrapped
from analytics.drawings.theme import SANS

# No button, no logo, no zoom by the wheel: what a chart shows is in its table and its files.
CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
WIDTHS = (NARROWEST, 600, 950)  # between the axes on a phone, a tablet and a wide page: names must have room on each

# from a panel to the one below it in pixels, and to the one beside it as a part of the width
_UNNAMED, _NAMED, _NAMED_NARROW = (34, 0.04), (72, 0.04), (72, 0.09)  # whose slots are named or not
_LETTERS, _LETTERS_NARROW = 28, 24  # of the heading of a panel; the whole name is in the table and in what it hovers

# of columns: what a click in a legend hid would still be counted in the numbers above them
_STILL = {"itemclick": False, "itemdoubleclick": False}

Figure = dict[str, Any]  # `data` and `layout`, as plotly.js reads them


class Plain(BaseFigure):  # type: ignore[misc]  # plotly is not typed
    """A figure that stays the dictionary it is.

    Streamlit builds an object of plotly of every dictionary, to validate it: twenty milliseconds for a long chart, in
    every run. A test holds ours against the schema of plotly instead.
    """

    def __init__(self, figure: Figure) -> None:  # BaseFigure builds its objects here
        self._plain = figure

    def to_dict(self) -> Figure:
        """The dictionary itself."""
        return self._plain


def figure(blocks: Sequence[base.Block], look: base.Look, height: float | None = None) -> Figure:
    """The first block of a chart as a figure, ``data`` and ``layout``; without any it says that there is nothing.

    What stands for an incident or an area carries its code as ``customdata``.
    """
    panels = blocks[0].panels if blocks else ()
    if not panels:
        return _nothing(look)
    first, wide = panels[0], min(blocks[0].page_wide, len(panels))
    high = math.ceil(len(panels) / wide)
    layout = _dress(first, look, 80 + first.page.height * high if first.heading else first.page.height)
    gaps = (_NAMED_NARROW if look.narrow else _NAMED) if blocks[0].each_named else _UNNAMED
    data: list[Trace] = []
    for place, panel in enumerate(panels):
        suffix = str(place + 1) if place else ""
        data += traces(panel, look, suffix)
        layout["annotations"] += [*_notes(panel, look, suffix), *_names(panel, look)]
        layout["shapes"] += _shapes(panel, look)
        x, y = _axes(panel, look)
        if wide > 1 and not blocks[0].each_named:  # every other slot is named, and the last always
            x |= {name: x[name][::-2] for name in ("tickvals", "ticktext")}
        across, up = _domains(place, wide, high, layout, gaps)
        # of panels on the same axes only the lowest and the first of a row are named
        lowest = blocks[0].each_named or place + wide >= len(panels)
        own_x = {"domain": across, "anchor": f"y{suffix}", "showticklabels": lowest}
        own_y = {"domain": up, "anchor": f"x{suffix}", "showticklabels": place % wide == 0}
        layout |= {f"xaxis{suffix}": {**x, **own_x}, f"yaxis{suffix}": {**y, **own_y}}
    whole: Figure = as_text({"data": data, "layout": layout | ({"height": height} if height else {})})
    return whole


def with_more(figure: Figure, panel: base.Panel, look: base.Look) -> Figure:
    """A figure of one panel with more marks on its axes, those of another panel; the figure itself is not changed."""
    layout = figure["layout"]
    return {
        "data": [*figure["data"], *as_text(list(traces(panel, look, "")))],
        "layout": {**layout, "annotations": [*layout["annotations"], *as_text(list(_names(panel, look)))]},
    }


def _nothing(look: base.Look) -> dict[str, Any]:
    """A figure without anything to draw says so."""
    hidden = {"visible": False, "fixedrange": True}
    text = {"type": "scatter", "mode": "text", "x": [0], "y": [0], "text": [look.words("chart.nothing")]}
    trace = {**text, "textfont": {"color": look.theme.muted}, "hoverinfo": "skip", "showlegend": False}
    return {"data": [trace], "layout": {**_common(look), "height": 120, "xaxis": hidden, "yaxis": hidden}}


def _common(look: base.Look) -> dict[str, Any]:
    """The dress that all figures share: paper, type, the separators of the language."""
    theme, font = look.theme, {"family": SANS, "color": look.theme.text}
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {**font, "size": 13},
        "separators": ", " if look.words.language == "fr" else ".,",
        "hoverlabel": {"bgcolor": theme.panel, "bordercolor": theme.line, "font": font},
        "dragmode": False,
        "template": {},
    }


def _dress(panel: base.Panel, look: base.Look, height: float) -> dict[str, Any]:
    """The layout of a figure, with room for its legend above and for its note below."""
    page, bottom, notes = panel.page, panel.page.below, []
    if panel.note:
        note = wrapped(panel.note, 52)
        bottom += 10 + 16 * (note.count("<br>") + 1)
        notes = [_note(note, look.theme.muted, 0, 0, yanchor="top", yshift=-page.below)]
    # what stands above the axes: an axis of time, the name of an axis, the numbers of a band, or a heading
    lift = 28 if panel.axis.side != "bottom" or panel.across else 34 if panel.band else 24 if panel.heading else 0
    # without an axis, numbers stand behind the marks
    right = 8 + (0 if panel.axis.ticks else 0.8 * panel.room.right)
    foot = 1 + lift / (height - page.above - page.below)
    legend = {"orientation": "h", "yanchor": "bottom", "y": foot, "x": 0, "traceorder": "normal"}
    return {
        **_common(look),
        "height": height + bottom - page.below,
        "margin": {"l": 8, "r": right, "t": page.above, "b": bottom},
        "legend": {**legend, **(_STILL if panel.kind == "columns" else {})},
        "bargap": 0.25,
        "barmode": "stack",
        "annotations": notes,
        "shapes": [],
    }


def _domains(
    place: int, wide: int, high: int, layout: dict[str, Any], gaps: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """The part of the width and of the height that a panel has."""
    inner = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    between, aside = (gaps[0] / inner if high > 1 else 0), (gaps[1] if wide > 1 else 0)
    tall, width = (1 - between * (high - 1)) / high, (1 - aside * (wide - 1)) / wide
    left, top = (width + aside) * (place % wide), 1 - (tall + between) * (place // wide)
    return [round(left, 6), round(left + width, 6)], [max(0.0, round(top - tall, 6)), round(top, 6)]


def _note(text: str, colour: str, x: float, y: float, size: int = 12, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A text at a place of the figure, from its left end unless said."""
    return {
        "text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom",
        "align": "left", "showarrow": False, "font": {"color": colour, "size": size}, **more,
    }  # fmt: skip


def _notes(panel: base.Panel, look: base.Look, suffix: str) -> Iterator[dict[str, Any]]:
    """The heading of a panel, the name of its upward axis, the numbers of its band."""
    theme, band = look.theme, panel.band
    if panel.heading:
        own = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain"}
        text = f"<b>{short(panel.heading, _LETTERS_NARROW if look.narrow else _LETTERS)}</b>"
        if panel.beneath:
            text += f'<br><span style="color:{theme.muted};font-size:12px">{panel.beneath}</span>'
        yield _note(text, theme.text, 0, 1, 13, yshift=2, **own)
    if panel.across and panel.axis.name:  # to be read without turning the head
        yield _note(panel.axis.name, theme.muted, 0, 1, yshift=8)
    if band:
        side = "left" if panel.axis.share(band.value) < 0.5 else "right"
        text = "<br>".join(band.text)
        yield _note(text, theme.text, band.value, 1, xref="x", xanchor=side, align=side, yshift=4)


def _names(panel: base.Panel, look: base.Look) -> Iterator[dict[str, Any]]:
    """Names near their points; one that stands away from its point has a thin line to it."""
    page, theme = panel.page, look.theme
    font = {"color": theme.text, "size": 12, "shadow": halo(theme)}
    for mark in panel.marks:
        if not isinstance(mark, base.Names) or not panel.across:
            continue
        inner = page.height - page.above - page.below
        plane = Plane(base.number(panel.across.high), base.number(panel.axis.high), inner, WIDTHS)
        for name, place in zip(mark.named, name_places(mark, plane), strict=True):
            yield {
                "text": name.text, "x": plain(name.x), "y": name.y, "ax": place.right, "ay": -place.up,
                "xanchor": place.xanchor, "yanchor": place.yanchor, "showarrow": True, "arrowhead": 0,
                "arrowwidth": 1, "arrowcolor": theme.muted, "standoff": STANDOFF, "borderpad": 0, "font": font,
            }  # fmt: skip


def _shapes(panel: base.Panel, look: base.Look) -> Iterator[dict[str, Any]]:
    """The band with the value in it."""
    upright = {"y0": 0, "y1": 1, "xref": "x", "yref": "y domain", "layer": "below"}
    if band := panel.band:
        fill, line = {"fillcolor": band.key.fill, "line": {"width": 0}}, {"color": look.theme.muted, "width": 1.5}
        yield {"type": "rect", "x0": band.low, "x1": band.high, **upright, **fill}
        yield {"type": "line", "x0": band.value, "x1": band.value, **upright, "line": line}


def _axes(panel: base.Panel, look: base.Look) -> tuple[dict[str, Any], dict[str, Any]]:
    """The horizontal and the vertical axis of a panel."""
    theme = look.theme
    shared = {"fixedrange": True, "linecolor": theme.line, "gridcolor": theme.line, "zeroline": False, "tickangle": 0}
    x, y = {"columns": _columns, "rows": _rows, "plane": _plane}[panel.kind](panel, look)
    return (
        {**shared, "tickfont": {"color": theme.muted}, **x},
        {**shared, "tickfont": {"color": theme.text}, "automargin": True, **y},
    )


def _slots(names: Sequence[str]) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names)}


def _values(axis: base.Axis, look: base.Look | None = None) -> dict[str, Any]:
    """The ticks of an axis of values, and its name where it is across."""
    ticks = _slots([tick.name for tick in axis.ticks]) | {"tickvals": [plain(tick.at) for tick in axis.ticks]}
    if not look or not axis.name:
        return ticks
    font = {"color": look.theme.muted, "size": 12}
    name = wrapped(axis.name, 32).replace("<br>", " <br>")  # whoever has it read aloud hears two words, not one
    return {**ticks, "title": {"text": name, "font": font, "standoff": 6}}


def _columns(panel: base.Panel, _look: base.Look) -> tuple[dict[str, Any], dict[str, Any]]:
    """Slots across, values up with room for a number on the highest bar."""
    names = ["<br>".join(part for part in (slot.short or slot.name, slot.note) if part) for slot in panel.slots]
    shown = {"showgrid": False, "showline": True, "ticklabeloverflow": "allow"}
    x = {**_slots(names), **shown, "range": [-0.5, len(names) - 0.5]}
    return x, {**_values(panel.axis), "range": [0, 1.08 * base.number(panel.axis.high)]}


def _rows(panel: base.Panel, look: base.Look) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values across, slots down."""
    axis = panel.axis
    names = panel.lanes or [wrapped(slot.short, 22) if slot.short else cut(slot.name, look) for slot in panel.slots]
    y = {**_slots(names), "range": [len(names) - 0.4, -0.6], "showgrid": bool(axis.ticks), "visible": any(names)}
    bars = any(isinstance(mark, base.Bars) for mark in panel.together)
    if not bars:
        y["ticklabelstandoff"] = 7  # names clear of marks at zero
    x = {**_values(axis, look), "side": axis.side, "visible": bool(axis.ticks)}
    if isinstance(axis.low, pd.Timestamp):
        return {**x, "type": "date", "range": [plain(axis.low), plain(axis.high)]}, y
    high = base.number(axis.high)
    if axis.log:  # with room for marks at the left end, as below where no bar stands on zero
        return {**x, **_logarithmic(axis)}, y
    return {**x, "type": "linear", "range": [0 if bars else -0.03 * high, high]}, y


def _plane(panel: base.Panel, look: base.Look) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values both ways; below zero there is room for points that stand on it."""
    top, across = base.number(panel.axis.high), panel.across or panel.axis
    ends = _logarithmic(across) if across.log else {"range": [0, across.high]}
    x = {**_values(across, look), **ends, "showgrid": False, "ticks": "outside"}
    return x, {**_values(panel.axis), "range": [-0.035 * top, top]}


def _logarithmic(axis: base.Axis) -> dict[str, Any]:
    """The ends of a logarithmic axis, with room for marks at its left end."""
    return {"type": "log", "range": [math.log10(base.number(axis.low)) - 0.05, math.log10(base.number(axis.high))]}
