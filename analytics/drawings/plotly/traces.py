"""The marks of a description as traces of plotly: plain dictionaries, without an object of plotly."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import short
from analytics.drawings.charts.scales import beneath
from analytics.drawings.theme import Theme

Trace = dict[str, Any]
Traces = Iterator[tuple[base.Key, Trace]]  # those of a mark, each with its key
Place = tuple[base.Value | None, float | None]  # across and up; a gap where both are missing
NO_BREAK = "\u00a0"
# the beginning of a tag that is none of ours: a new line, bold letters, the small print of a panel
_NOT_OURS = re.compile(r'<(?!br>|/?b>|/?extra>|/span>|span style="color:#[0-9a-fA-F]{3,8};font-size:12px">)')
NARROWEST = 330  # pixels between the axes on a phone
FEW_BARS, WIDEST_BAR = 6, 0.75  # below so many columns, a bar is no wider than it would be among them


def traces(panel: base.Panel, look: base.Look, suffix: str) -> Iterator[Trace]:
    """All marks of a panel that are traces, in their order; `suffix` tells its axes from those of the others."""
    names = [key.name for key in panel.legend]
    told = set()  # marks of several shapes may share a name
    for mark in (*panel.marks, *panel.together):
        for key, trace in _DRAWN[type(mark)](mark, panel, look):
            trace |= {
                "showlegend": key.name in names and key.name not in told,
                "xaxis": f"x{suffix}",
                "yaxis": f"y{suffix}",
            }
            told.add(key.name)
            if key.name in names:
                trace["legendrank"] = names.index(key.name) + 1
            if key.name:
                trace["name"] = key.name.replace("\n", "<br>")
            yield trace


def plain(value: base.Value | None) -> float | str | None:
    """A value as JSON holds it: days in ISO form, nothing for what is not a number."""
    if isinstance(value, pd.Timestamp):
        return str(value.isoformat())
    return None if value is None or value != value else float(value)


def as_text(part: Any) -> Any:  # noqa: ANN401 - whatever a figure holds
    """A figure, or a part of one, whose texts are text: of HTML, which plotly reads (links too), only what we write."""
    if isinstance(part, str):
        return _NOT_OURS.sub("&lt;", part)
    if isinstance(part, dict):
        return {name: as_text(each) for name, each in part.items()}
    return [as_text(each) for each in part] if isinstance(part, list) else part


def wrapped(text: str, width: int = 60) -> str:
    """A text on as many lines as it needs, beside those that it has; nothing is cut."""
    return "<br>".join(line for part in text.split("<br>") for line in textwrap.wrap(part, width))


def cut(name: str, look: base.Look) -> str:
    """A name as long as a page or a phone has room for."""
    return short(name, 26 if look.narrow else 60)


def halo(theme: Theme) -> str:
    """A rim of paper around letters, so that a line behind them does not cross them."""
    around = [(right, down) for right in (-1.5, 0, 1.5) for down in (-1.5, 0, 1.5) if right or down]
    return ", ".join(f"{right}px {down}px 0.5px {theme.paper}" for right, down in around)


def _scatter(mode: str, places: Iterable[Place], hovers: Iterable[str] = (), codes: Sequence[str] = ()) -> Trace:
    """Marks, lines or texts at places, with what they say when pointed at and what a click on them chooses."""
    x, y = zip(*places, strict=True)
    at = {"x": [plain(value) for value in x], "y": [plain(value) for value in y], "cliponaxis": False}
    return {"type": "scatter", "mode": mode, **at, **_hovering(hovers, codes)}


def _hovering(hovers: Iterable[str], codes: Sequence[str] = ()) -> dict[str, Any]:
    texts = [wrapped(hover) for hover in hovers]
    hover: dict[str, Any] = {"customdata": list(codes)} if any(codes) else {}
    if not any(texts):
        return {**hover, "hoverinfo": "skip"}
    return {**hover, "hovertext": texts, "hovertemplate": "%{hovertext}<extra></extra>"}


def _line(key: base.Key) -> dict[str, Any]:
    dash = "solid" if not key.dash else "dash" if key.dash == "5 4" else "dot"
    return {"color": key.fill, "width": key.size, "dash": dash}


def _bars(mark: base.Bars, panel: base.Panel, look: base.Look) -> Traces:
    places, values = list(range(len(mark.values))), [plain(value) for value in mark.values]
    key, rows = mark.key, panel.kind == "rows"
    marker: dict[str, Any] = {"color": key.fill, "line": {"color": key.rim or key.fill, "width": 1 if key.rim else 0}}
    if mark.hatched:
        marker["pattern"] = {
            "shape": ["/" if place in mark.hatched else "" for place in places],
            "fillmode": "overlay", "fgcolor": look.theme.paper, "fgopacity": 1, "size": 6, "solidity": 0.35,
        }  # fmt: skip
    at = {"x": values, "y": places, "orientation": "h"} if rows else {"x": places, "y": values, "orientation": "v"}
    if not rows and len(places) < FEW_BARS:  # few do not become as wide as walls
        at["width"] = WIDEST_BAR / FEW_BARS * len(places)
    yield key, {"type": "bar", **at, "marker": marker, **_hovering(mark.hovers, mark.codes)}


def _spans(mark: base.Spans, panel: base.Panel, _look: base.Look) -> Traces:
    """Lines along rows, with gaps between them."""
    places: list[Place] = []
    for span in mark.spans:
        row = panel.lane(span.row)
        places += [(span.start, row), (span.end, row), (None, None)]
    if places:
        hovers = [hover for text in mark.hovers for hover in (text, text, "")]
        yield mark.key, {**_scatter("lines", places, hovers), "line": _line(mark.key), "opacity": mark.opacity}
    if mark.ends:
        marker = {"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": mark.key.fill}}
        ends = [(value, panel.lane(row)) for value, row in mark.ends]
        yield mark.key._replace(name=""), {**_scatter("markers", ends), "marker": marker}


def _points(mark: base.Points, panel: base.Panel, look: base.Look) -> Traces:
    """A trace for each way of marking: its points, and their numbers where they have any, clear of one another."""
    groups: dict[base.Key, list[tuple[base.Point, bool]]] = {}
    xs = [panel.axis.share(point.x) * NARROWEST for point in mark.points]
    for point, below in zip(mark.points, beneath(mark.points, xs), strict=True):
        if not (panel.axis.log and point.x == 0):
            groups.setdefault(point.key, []).append((point, below))
    for key, each in groups.items():
        points, text = [point for point, _ in each], {}
        if any(point.text for point in points):
            text = {
                "text": [point.text for point in points],
                "textposition": ["bottom center" if below else "top center" for _, below in each],
                "textfont": {"color": look.theme.text, "size": 12},
            }
        places = [(point.x, panel.lane(point.y)) for point in points]
        hovers, codes = [point.hover for point in points], [point.code for point in points]
        trace = _scatter("markers+text" if text else "markers", places, hovers, codes)
        yield key, {**trace, **text, "marker": _marker(key, look.theme)}


def _marker(key: base.Key, theme: Theme) -> dict[str, Any]:
    """The mark of a key: open where its fill is paper."""
    symbol, size = key.symbol if key.symbol not in ("dot", "ring") else "circle", 2 * key.size
    if key.symbol == "ring" or key.fill == theme.paper:
        return {"symbol": f"{symbol}-open", "color": key.rim, "size": size, "line": {"width": 2}}
    return {"symbol": symbol, "color": key.fill, "size": size, "line": {"width": 1, "color": key.rim or key.fill}}


def _near(value: float) -> float:
    """A value to nine digits, nearer than a screen can show it: hundreds of points weigh less."""
    return float(f"{value:.9g}") if isinstance(value, float) else value


def _curve(mark: base.Curve, _panel: base.Panel, _look: base.Look) -> Traces:
    places: list[Place] = []
    for line in mark.lines:
        places += [*([(None, None)] if places else []), *((_near(x), _near(y)) for x, y in line)]
    trace = _scatter("lines", places, mark.hovers)
    if mark.key.symbol == "band":
        yield mark.key, {**trace, "line": {"width": 0}, "fill": "toself", "fillcolor": mark.key.fill}
    else:
        yield mark.key, {**trace, "line": _line(mark.key)}


def _texts(mark: base.Texts, panel: base.Panel, look: base.Look) -> Traces:
    if not mark.texts:
        return
    where = {"": "middle right", "middle": "top center", "end": "middle left"}[mark.anchor]
    places = [(text.x, panel.lane(text.y)) for text in mark.texts]
    trace = _scatter("text", places, [text.hover for text in mark.texts], [text.code for text in mark.texts])
    font = {"color": mark.colour, "size": mark.size, "shadow": halo(look.theme)}
    texts = [NO_BREAK * int(text.across // 4) + text.text for text in mark.texts]
    kept = {"unselected": {"textfont": {"color": mark.colour}}}  # a bar that is chosen leaves the numbers as they were
    yield base.Key(""), {**trace, "text": texts, "textposition": where, "textfont": font, **kept}


def _names(_mark: base.Names, _panel: base.Panel, _look: base.Look) -> Traces:
    """Names near points are no traces."""
    return iter(())


_DRAWN: Mapping[type, Callable[..., Traces]] = {
    base.Bars: _bars, base.Spans: _spans, base.Points: _points, base.Curve: _curve,
    base.Texts: _texts, base.Names: _names,
}  # fmt: skip
