"""What a chart is made of, whoever draws it: its words, its axes and its marks.

A description holds values, not pixels: `analytics.drawings.svg.charts` draws it as a picture that stands alone,
`analytics.drawings.plotly.charts` on a page. The few pixels that it does hold say how much room it takes in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import pandas as pd

from analytics.drawings.theme import Theme, mark_style
from analytics.schema.codes import ATTACK_TYPES
from analytics.words.text import Words

Value = float | pd.Timestamp


def number(value: Value) -> float:
    """A value of an axis that holds no days."""
    if isinstance(value, pd.Timestamp):
        raise TypeError(f"a number was expected and not a day: {value}")
    return value


class Look(NamedTuple):
    """For whom a chart is described: language, colours, and whether the screen or the sheet is a narrow one."""

    words: Words
    theme: Theme
    narrow: bool = False

    @property
    def width(self) -> int:
        """Pixels of a picture between its margins."""
        return 418 if self.narrow else 836


# --- marks --------------------------------------------------------------------------------------------------------


class Stroke(NamedTuple):
    """How a line is drawn; `dash` as SVG writes it, empty for a whole line."""

    colour: str
    width: float = 1
    dash: str = ""


class Key(NamedTuple):
    """How something is marked, and what the legend calls it.

    Attributes
    ----------
    symbol : str
        One of `theme.SHAPES`, or ``dot`` (lets what lies under it be seen), ``ring``, ``band``, ``line``.
    rim : str
        Colour of the edge; around a fill of paper it makes the mark an open one.
    """

    name: str
    symbol: str = "circle"
    fill: str = ""
    rim: str = ""
    radius: float = 5
    stroke: Stroke = Stroke("")


class Bars(NamedTuple):
    """One bar a place.

    Attributes
    ----------
    key : Key
        With a rim where bars stand on one another: it keeps them apart, and zero has none.
    hovers : sequence of str
        What each says on a page when it is pointed at.
    hatched : collection of int
        Places whose value is not whole.
    code : str
        The area that they are of.
    below : sequence of float
        What each stands on; the ground where it is empty.
    """

    key: Key
    values: Sequence[float]
    hovers: Sequence[str] = ()
    hatched: frozenset[int] = frozenset()
    code: str = ""
    below: Sequence[float] = ()


class Span(NamedTuple):
    """From one value to another in a row; no shorter than so many pixels in a picture."""

    start: Value
    end: Value
    row: int
    least: float = 0


class Spans(NamedTuple):
    """Lines along rows, with small bars at the ends that are listed."""

    key: Key
    spans: Sequence[Span]
    ends: Sequence[tuple[Value, int]] = ()


class Doubts(NamedTuple):
    """Bars as long as the doubt on a date: each to the end of its last day."""

    fill: str
    spans: Sequence[Span]
    opacity: float = 1
    hovers: Sequence[str] = ()


class Point(NamedTuple):
    """A mark; a value of zero on a logarithmic axis has none, but its text stands at the left end.

    Attributes
    ----------
    code : str
        The incident or the area that a click on it chooses.
    text : str
        The number at it.
    """

    x: Value
    y: float
    key: Key
    hover: str = ""
    code: str = ""
    text: str = ""


class Points(NamedTuple):
    """Marks, in the order in which they are drawn."""

    points: Sequence[Point]


class Curve(NamedTuple):
    """Lines through points, all of one kind; what is no number is a gap."""

    key: Key
    lines: Sequence[Sequence[tuple[float, float]]]
    hovers: Sequence[str] = ()


class Text(NamedTuple):
    """A text at a value: where its foot stands in a picture, in pixels from there."""

    x: Value
    y: float
    text: str
    across: float = 0
    down: float = 0
    hover: str = ""
    code: str = ""


class Texts(NamedTuple):
    """Texts of one kind; a picture may say elsewhere what a page writes here."""

    texts: Sequence[Text]
    colour: str
    size: float = 13
    anchor: Literal["", "middle", "end"] = ""
    weight: str = ""
    halo: str = ""
    page_only: bool = False


class Beside(NamedTuple):
    """Names of rows, each beside its line, on the side where there is more room.

    `begins` says where each line begins, and `spans` are what it ends with.
    """

    names: Sequence[str]
    begins: Sequence[Value]
    spans: Sequence[Span]


class Names(NamedTuple):
    """Names near points, where they hide the least.

    Attributes
    ----------
    points : sequence of (float, float)
        All points of the chart, to be kept free.
    curves : sequence of (float, float)
        Points along its lines, to be kept free too.
    """

    named: Sequence[Text]
    points: Sequence[tuple[float, float]]
    curves: Sequence[tuple[float, float]]


Mark = Bars | Spans | Doubts | Points | Curve | Texts | Beside | Names


class Together(NamedTuple):
    """Marks that are drawn place by place, each place whole before the next."""

    marks: Sequence[Mark]


# --- axes and panels ----------------------------------------------------------------------------------------------


class Tick(NamedTuple):
    """A value with a line of its own, and what is written there: half as wide as that, where it may meet an edge."""

    at: Value
    name: str
    half: float = 0


class Axis(NamedTuple):
    """An axis of values.

    Attributes
    ----------
    side : str
        Where a horizontal one is named.
    drop : float
        How far below its floor a picture writes the numbers of a horizontal one.
    """

    low: Value
    high: Value
    ticks: Sequence[Tick] = ()
    name: str = ""
    log: bool = False
    side: Literal["bottom", "top", "both"] = "bottom"
    drop: float = 18


class Slot(NamedTuple):
    """A place on an axis that holds no values: a year, an area, an incident, an event.

    Attributes
    ----------
    name : str
        Empty where there is no room for it.
    note : str
        Stands below the name.
    aside : str
        What a picture says at the end of the row; on a page, pointing at it and the table say so.
    short : str
        The name as a page writes it, where its column is narrower.
    text : str
        What took place, in a picture: several lines beside or below the row.
    lane : str
        On a page, rows of the same lane are one.
    """

    name: str
    note: str = ""
    aside: str = ""
    short: str = ""
    text: str = ""
    lane: str = ""


class Room(NamedTuple):
    """Pixels of a picture: free at the left and right, above, inside (of one row where there are rows), below.

    `first` is where the middle of a row is, and `foot` what the inside has below its last row.
    """

    left: float
    right: float
    above: float
    inside: float
    below: float
    first: float = 0
    foot: float = 0


class Naming(NamedTuple):
    """Where a picture writes the name of a row: pixels from the left end of its axis and from its middle."""

    across: float
    down: float
    width: float = 0
    size: float = 13
    anchor: Literal["", "end"] = ""
    weight: str = ""


class Page(NamedTuple):
    """Pixels of a page: the whole height, and how much of it is above and below the axes."""

    height: float
    above: float = 36
    below: float = 36


class Band(NamedTuple):
    """A range behind everything, and the value in it."""

    low: float
    high: float
    value: float
    text: Sequence[str]
    key: Key


class Panel(NamedTuple):
    """One pair of axes and what is drawn between them.

    Attributes
    ----------
    kind : str
        ``columns``: slots across, values up. ``rows``: values across, slots down. ``plane``: values both ways.
    axis : Axis
        Of the values; of a plane the vertical one.
    slots : sequence of Slot
    marks : sequence of Mark or Together
        In the order in which they are drawn.
    across : Axis, optional
        Of a plane.
    band : Band, optional
    now : Timestamp, optional
        Where our knowledge ends.
    strip : float
        Half the height of the strips in which a picture draws its lines; zero for lines from top to bottom.
    cut : bool
        Whether a year that is not over can be among the slots: it is hatched, and says so below.
    aside : str
        What the texts at the end of the rows are.
    note : str
        What a page says below the axes.
    """

    kind: Literal["columns", "rows", "plane"]
    axis: Axis
    marks: Sequence[Mark | Together]
    room: Room
    page: Page
    slots: Sequence[Slot] = ()
    across: Axis | None = None
    legend: Sequence[Key] = ()
    heading: str = ""
    naming: Naming | None = None
    band: Band | None = None
    now: pd.Timestamp | None = None
    strip: float = 0
    cut: bool = False
    aside: str = ""
    note: str = ""


class Block(NamedTuple):
    """Panels on the same axes, and what stands above them.

    Attributes
    ----------
    wide, page_wide : int
        How many stand side by side, in a picture and on a page.
    heading : str
    gap : float
        Pixels of a picture between the heading and the panels.
    """

    panels: Sequence[Panel]
    wide: int = 1
    page_wide: int = 1
    heading: str = ""
    gap: float = 10


class Chart(NamedTuple):
    """One chart.

    Attributes
    ----------
    title : str
        The finding, in a sentence.
    subtitles : sequence of str
        What is drawn, and of which choice.
    notes : sequence of str
        What it does not mean.
    values : sequence of str
        What it shows, for those who cannot see it. A picture without any says that there is nothing.
    blocks : sequence of Block
    """

    title: str
    subtitles: Sequence[str]
    notes: Sequence[str]
    values: Sequence[str]
    blocks: Sequence[Block]


def described(chart: Chart, words: Words) -> str:
    """The words that stand for a chart: what it finds, then all its values."""
    if not chart.values:
        return f"{chart.title}. {words('drawing.nothing')}."
    return f"{chart.title}. {words('semicolon').join(chart.values)}."


def type_keys(kinds: Iterable[str], look: Look) -> dict[str, Key]:
    """The types of attack that are there, in their order, with their shapes and colours."""
    there = set(kinds)
    return {
        kind: Key(look.words.label(ATTACK_TYPES, kind), mark_style(kind).symbol, look.theme.attack_types[kind])
        for kind in ATTACK_TYPES
        if kind in there
    }
