"""Where names stand near points: where they hide the least of one another, of the points and of the curves."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.drawings.charts.base import Names, number

Boxes = NDArray[np.float64]  # one a row, in the order of `Box`

STANDOFF = 10  # pixels around a point where a ring may stand
_LETTER, _LINE = 6.9, 16  # width and height of the letters of a name


class Box(NamedTuple):
    """A rectangle in pixels, upwards."""

    left: float
    right: float
    bottom: float
    top: float


class Point(NamedTuple):
    """A point: across as a value, up in pixels."""

    x: float
    y: float

    def box(self, scale: float, reach: float) -> Box:
        """What it takes up where a value of one is so many pixels wide."""
        x = self.x * scale
        return Box(x - reach, x + reach, self.y - reach, self.y + reach)


class Place(NamedTuple):
    """Where a name may stand: how far its near side is from its point, in pixels."""

    right: float
    up: float

    @property
    def xanchor(self) -> str:
        """Which side of the name is near the point: left, center or right."""
        return "center" if self.right == 0 else "left" if self.right > 0 else "right"

    @property
    def yanchor(self) -> str:
        """Which side of the name is near the point: top, middle or bottom."""
        return "middle" if self.up == 0 else "bottom" if self.up > 0 else "top"

    def box(self, point: Point, scale: float, width: float) -> Box:
        """What a name of that width takes up there."""
        left = point.x * scale + self.right - {"left": 0, "center": 0.5, "right": 1}[self.xanchor] * width
        bottom = point.y + self.up - {"bottom": 0, "middle": 0.5, "top": 1}[self.yanchor] * _LINE
        return Box(left, left + width, bottom, bottom + _LINE)


# the nearest first; a name further away is preferred only where it hides less
PLACES = [
    Place(right * away, up * away)
    for away in (STANDOFF, 22, 36, 54, 76)
    for right, up in ((1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1), (0.5, 1), (-0.5, 1), (0, -1), (1, -1), (-1, -1))
]


_AWAY = np.array([math.hypot(place.right, place.up) for place in PLACES])


class Plane(NamedTuple):
    """The inside of a plane of values."""

    right: float  # where its axes end
    top: float
    height: float  # in pixels
    widths: tuple[float, ...]  # in pixels, on each page with the same drawing: names must have room on all of them


def name_places(names: Names, inside: Plane) -> list[Place]:
    """Where names hide the least of one another, of points and of curves; the first has the best place."""
    up = inside.height / inside.top
    points = [Point(x, y * up) for x, y in names.points]
    curves = [Point(x, y * up) for x, y in names.curves if y <= inside.top]
    scales = [width / inside.right for width in inside.widths]
    taken = [
        np.array([point.box(scale, 6) for point in points] + [point.box(scale, 2) for point in curves]).reshape(-1, 4)
        for scale in scales
    ]
    places = []
    for name in names.named:
        point, width = Point(number(name.x), name.y * up), _LETTER * len(name.text)
        cost = _AWAY.copy()
        for scale, page_width, boxes in zip(scales, inside.widths, taken, strict=True):
            page = Box(0, page_width, 8, inside.height + 8)
            own = np.array([place.box(point, scale, width) for place in PLACES])
            off = width * _LINE - _shared(own, np.array([page]))[:, 0]  # the part that lies off the page
            cost += 4 * off + _shared(own, boxes).sum(axis=1)
        place = PLACES[int(np.argmin(cost.round(6)))]  # of those that hide as much, the first
        taken = [np.vstack([boxes, place.box(point, scale, width)]) for scale, boxes in zip(scales, taken, strict=True)]
        places.append(place)
    return places


def _shared(boxes: Boxes, others: Boxes) -> Boxes:
    """The area that each box of one list shares with each of another."""
    (left, right, bottom, top), (lefts, rights, bottoms, tops) = boxes.T[..., None], others.T
    width = np.minimum(right, rights) - np.maximum(left, lefts)
    height = np.minimum(top, tops) - np.maximum(bottom, bottoms)
    shared: Boxes = np.maximum(width, 0) * np.maximum(height, 0)
    return shared
