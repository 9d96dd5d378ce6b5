"""What a chart is made of, whoever draws it: its words, its axes and its marks.

A description holds values, not pixels: `analytics.drawings.svg.charts` draws it as a picture that stands alone,
`analytics.drawings.plotly.charts` on a page. The few pixels that it does hold say how much room it takes in each.
"""

from __future__ import annotations

import math
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


class Key(NamedTuple):
    """How something is marked, and what the legend calls it; a name of two lines has a line break in it."""

    name: str
    symbol: str = "circle"  # of theme.SHAPES, or dot (lets what is under it be seen), ring, band, bar, line
    fill: str = ""
    rim: str = ""  # around a fill of paper it makes the mark an open one
    size: float = 5  # half the width of a mark, the whole width of a line
    dash: str = ""  # of a line, as SVG writes it


def line(colour: str, width: float = 1, dash: str = "", name: str = "") -> Key:
    """The key of a line."""
    return Key(name, "line", colour, size=width, dash=dash)


class Bars(NamedTuple):
    """One bar a place; a rim keeps those that stand on one another apart."""

    key: Key
    values: Sequence[float]
    hovers: Sequence[str] = ()  # what each says on a page when it is pointed at
    hatched: frozenset[int] = frozenset()  # places whose value is not whole
    codes: Sequence[str] = ()  # what a click on each chooses
    below: Sequence[float] = ()  # what each stands on; the ground where it is empty


class Span(NamedTuple):
    """From one value to another in a row."""

    start: Value
    end: Value
    row: int


class Spans(NamedTuple):
    """Lines along rows; as bars they are dates in doubt, each to the end of its last day."""

    key: Key
    spans: Sequence[Span]
    ends: Sequence[tuple[Value, int]] = ()  # where small bars stand across a line
    opacity: float = 1
    hovers: Sequence[str] = ()


class Point(NamedTuple):
    """A mark; a value of zero on a logarithmic axis has none, but its text stands at the left end."""

    x: Value
    y: float
    key: Key
    hover: str = ""
    code: str = ""  # the incident or the area that a click on it chooses
    text: str = ""  # the number at it


class Points(NamedTuple):
    """Marks, in the order in which they are drawn."""

    points: Sequence[Point]


class Curve(NamedTuple):
    """Lines through points, all of one kind; what is no number is a gap. Of a band it is what each line encloses."""

    key: Key
    lines: Sequence[Sequence[tuple[float, float]]]
    hovers: Sequence[str] = ()


class Text(NamedTuple):
    """A text at a value: how far from there it begins and its foot stands in a picture, in pixels."""

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


class Names(NamedTuple):
    """Names near points, where they hide the least of all points and of what lies along the curves."""

    named: Sequence[Text]
    points: Sequence[tuple[float, float]]
    curves: Sequence[tuple[float, float]]


Mark = Bars | Spans | Points | Curve | Texts | Names


# --- axes and panels ----------------------------------------------------------------------------------------------


class Tick(NamedTuple):
    """A value with a line of its own, and what is written there: half as wide as that, where it may meet an edge."""

    at: Value
    name: str
    half: float = 0


class Axis(NamedTuple):
    """An axis of values."""

    low: Value
    high: Value
    ticks: Sequence[Tick] = ()
    name: str = ""
    log: bool = False
    side: Literal["bottom", "top"] = "bottom"  # where a horizontal one is named
    drop: float = 18  # how far below its floor a picture writes its numbers

    def share(self, value: Value) -> float:
        """How far along the axis a value stands, from 0 to 1."""
        if self.log:
            low, high = number(self.low), number(self.high)
            return math.log10(max(number(value), low) / low) / math.log10(high / low)
        return float((value - self.low) / (self.high - self.low))  # type: ignore[operator,arg-type]  # days or numbers


class Slot(NamedTuple):
    """A place on an axis that holds no values: a year, an area, an incident, an event."""

    name: str  # empty where there is no room for it
    note: str = ""  # stands below the name
    aside: str = ""  # what a picture says at the end of the row, and a page when it is pointed at
    short: str = ""  # the name as a page writes it, where its column is narrower
    text: str = ""  # what took place, in a picture: several lines beside or below the row
    lane: str = ""  # on a page, rows of the same lane are one


class Room(NamedTuple):
    """Pixels of a picture: left and right of the axes, above, inside (of a row where there are rows) and below."""

    left: float
    right: float
    above: float
    inside: float
    below: float
    first: float = 0  # where the middle of a row is
    foot: float = 0  # what the inside has below its last row


class Page(NamedTuple):
    """Pixels of a page: the whole height, and how much of it is above and below the axes."""

    height: float
    above: float = 36
    below: float = 36


class Naming(NamedTuple):
    """Where a picture writes the name of a row: pixels from the left end of its axis and from its middle."""

    across: float
    down: float
    width: float = 0  # as much as there is, unless said
    size: float = 13
    anchor: Literal["", "end"] = ""
    weight: str = ""


class Band(NamedTuple):
    """A range behind everything, and the value in it."""

    low: float
    high: float
    value: float
    text: Sequence[str]
    key: Key


class Panel(NamedTuple):
    """One pair of axes and what is drawn between them.

    Columns are slots across with values up; rows are slots down with values across; a plane has values both ways.
    """

    kind: Literal["columns", "rows", "plane"]
    axis: Axis  # of the values; of a plane the vertical one
    marks: Sequence[Mark]  # in the order in which they are drawn
    room: Room
    page: Page
    slots: Sequence[Slot] = ()
    together: Sequence[Mark] = ()  # drawn after the others place by place, each place whole before the next
    across: Axis | None = None  # of a plane
    legend: Sequence[Key] = ()
    heading: str = ""  # of a panel among others
    naming: Naming | None = None
    band: Band | None = None
    strip: float = 0  # half the height of the strips that a picture's lines keep to; else from top to bottom
    cut: bool = False  # whether a year that is not over can be among the slots
    aside: str = ""  # what the texts at the end of the rows are
    note: str = ""  # what a page says below the axes
    beneath: str = ""  # what stands below the heading

    @property
    def lanes(self) -> list[str]:
        """On a page, the rows that stand for several slots; none where each has its own."""
        return list(dict.fromkeys(slot.lane for slot in self.slots if slot.lane))

    def lane(self, row: float) -> float | None:
        """On a page, the row of a mark; none where its slot is in no lane and others are."""
        if not self.lanes:
            return row
        lane = self.slots[int(row)].lane
        return self.lanes.index(lane) if lane else None


class Block(NamedTuple):
    """Panels on the same axes, and what stands above them."""

    panels: Sequence[Panel]
    wide: int = 1  # how many stand side by side in a picture
    page_wide: int = 1  # and on a page
    heading: str = ""
    gap: float = 10  # pixels of a picture between the heading and the panels
    each_named: bool = False  # whether each of its panels names its slots on a page, not those alone that end a column


class Chart(NamedTuple):
    """One chart: what it finds, what is drawn of which choice, what it does not mean, all its values, and the drawing.

    A picture of a chart without any values says that there is nothing.
    """

    title: str
    subtitles: Sequence[str]
    notes: Sequence[str]
    values: Sequence[str]
    blocks: Sequence[Block]


def type_keys(kinds: Iterable[str], look: Look) -> dict[str, Key]:
    """The types of attack that are there, in their order, with their shapes and colours."""
    there = set(kinds)
    return {
        kind: Key(look.words.label(ATTACK_TYPES, kind), mark_style(kind).symbol, look.theme.attack_types[kind])
        for kind in ATTACK_TYPES
        if kind in there
    }


def claimed_key(look: Look, key: Key) -> Key:
    """The hollow mark of what the attacker alone says, for the key of what it would be as a fact."""
    return key._replace(name=look.words("map.claimed_hollow"), fill=look.theme.paper, rim=key.fill)


def claimed_keys(claimed: bool, look: Look) -> list[Key]:
    """What a legend says of hollow marks: nothing where no incident is known from the attacker alone."""
    return [claimed_key(look, Key("", fill=look.theme.text))] if claimed else []
