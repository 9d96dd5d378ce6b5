"""Names of a plane stand where they hide the least: where the plain rule, box by box, puts them."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from analytics.drawings.charts import placing
from analytics.drawings.charts.base import Names, Text
from analytics.drawings.charts.placing import Box, Plane, Point
from tests.helpers.boxes import shared

PLANE = Plane(5, 6, 300, (280, 600, 950))
PLACES = st.tuples(st.floats(0, 5), st.floats(0, 6))


def hidden(place, point: Point, width: float, taken: list[list[Box]]) -> float:
    """What a name would hide in that place on all pages, and how far it would be."""
    cost = math.hypot(place.right, place.up)
    for page_width, boxes in zip(PLANE.widths, taken, strict=True):
        box = place.box(point, page_width / PLANE.right, width)
        page = Box(0, page_width, 8, PLANE.height + 8)
        off = (box.right - box.left) * (box.top - box.bottom) - shared(box, page)
        cost += 4 * off + sum(shared(box, other) for other in boxes)
    return cost


@given(st.lists(PLACES, min_size=1, max_size=25), st.lists(PLACES, max_size=20), st.integers(4, 25))
def test_names_hide_as_little_as_they_can_one_after_the_other(points, curves, letters):
    named = [Text(x, y, "n" * letters) for x, y in points[:6]]
    up = PLANE.height / PLANE.top
    scales = [width / PLANE.right for width in PLANE.widths]
    taken = [
        [Point(x, y * up).box(scale, 6) for x, y in points] + [Point(x, y * up).box(scale, 2) for x, y in curves]
        for scale in scales
    ]

    found = placing.name_places(Names(named, points, curves), PLANE)

    for name, place in zip(named, found, strict=True):
        point, width = Point(name.x, name.y * up), 6.9 * letters
        least = min(hidden(other, point, width, taken) for other in placing.PLACES)
        assert math.isclose(hidden(place, point, width, taken), least, abs_tol=1e-5)
        for scale, boxes in zip(scales, taken, strict=True):
            boxes.append(place.box(point, scale, width))
