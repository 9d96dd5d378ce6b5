"""Where names stand near points: where they hide the least of one another, of the points and of the curves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.drawings.charts.base import Names, number

Boxes = NDArray[np.float64]  # rectangles in pixels, one a row: left, right, bottom, top; upwards

POINT_REACH, CURVE_REACH = 6, 3  # pixels around a point, and around one along a curve, that a name would hide
HIDES = 30  # what a pixel that a name hides costs, in pixels of a longer way from its point
STANDOFF = 10  # pixels around a point where a ring may stand
_LETTER, _LINE = 6.9, 16  # width and height of the letters of a name


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


# the nearest first; a name further away is preferred only where it hides less
PLACES = [
    Place(right * away, up * away)
    for away in (STANDOFF, 22, 36, 54, 76, 104, 140)
    for right, up in ((1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1), (0.5, 1), (-0.5, 1), (0, -1), (1, -1), (-1, -1))
]
_SIDES = {"left": 0, "center": 0.5, "right": 1, "bottom": 0, "middle": 0.5, "top": 1}
_RIGHT, _UP = np.array(PLACES).T
_BEFORE = np.array([_SIDES[place.xanchor] for place in PLACES])  # how much of a name is left of where it is anchored
_BELOW = np.array([_SIDES[place.yanchor] for place in PLACES])


class Plane(NamedTuple):
    """The inside of a plane of values."""

    right: float  # where its axes end
    top: float
    height: float  # in pixels
    widths: tuple[float, ...]  # in pixels, on each page with the same drawing: names must have room on all of them


def name_places(names: Names, inside: Plane) -> list[Place]:
    """Where names hide the least of one another, of points and of curves; the first has the best place."""
    up = inside.height / inside.top
    points = np.array(names.points, dtype=float).reshape(-1, 2)
    curves = np.array(names.curves, dtype=float).reshape(-1, 2)
    curves = curves[curves[:, 1] <= inside.top]
    scales = [width / inside.right for width in inside.widths]
    taken = [
        np.vstack([_around(points * (scale, up), POINT_REACH), _around(curves * (scale, up), CURVE_REACH)])
        for scale in scales
    ]
    places = []
    for name in names.named:
        width = _LETTER * len(name.text)
        own = [_boxes(number(name.x) * scale, name.y * up, width) for scale in scales]
        cost = np.hypot(_RIGHT, _UP)
        for boxes, others, page_width in zip(own, taken, inside.widths, strict=True):
            page = np.array([[0, page_width, 8, inside.height + 8]])
            off = width * _LINE - _shared(boxes, page)  # the part that lies off the page
            cost += HIDES * (4 * off + _shared(boxes, others))
        best = int(np.argmin(cost.round(6)))  # of those that hide as much, the first
        taken = [np.vstack([others, boxes[best]]) for others, boxes in zip(taken, own, strict=True)]
        places.append(PLACES[best])
    return places


def _boxes(x: float, y: float, width: float) -> Boxes:
    """What a name of that width takes up in each of its places."""
    left, bottom = x + _RIGHT - _BEFORE * width, y + _UP - _BELOW * _LINE
    return np.column_stack([left, left + width, bottom, bottom + _LINE])


def _around(points: Boxes, reach: float) -> Boxes:
    """What points take up, given in pixels."""
    return np.column_stack([points[:, 0] - reach, points[:, 0] + reach, points[:, 1] - reach, points[:, 1] + reach])


def _shared(boxes: Boxes, others: Boxes) -> NDArray[np.float64]:
    """The area that each box shares with all others together."""
    left, right, bottom, top = boxes.T
    lefts, rights, bottoms, tops = others.T
    near = (lefts < right.max()) & (rights > left.min()) & (bottoms < top.max()) & (tops > bottom.min())
    lefts, rights, bottoms, tops = others[near].T
    width = np.minimum(right[:, None], rights) - np.maximum(left[:, None], lefts)
    height = np.minimum(top[:, None], tops) - np.maximum(bottom[:, None], bottoms)
    shared: NDArray[np.float64] = (np.maximum(width, 0) * np.maximum(height, 0)).sum(axis=1)
    return shared
