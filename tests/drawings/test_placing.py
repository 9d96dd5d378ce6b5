"""Where names stand near points: by arrays, as the rule says it pair by pair."""

from __future__ import annotations

import math
import random

import pytest

from analytics.drawings.charts import placing
from analytics.drawings.charts.base import Names, Text
from analytics.drawings.charts.placing import Place, Plane, name_places
from tests.helpers.boxes import Box, box, shared

WIDTHS = (280, 600, 950)


def plainly(names: Names, inside: Plane) -> list[Place]:
    """The rule: of all places that which hides least of what stands there, every pair of boxes compared."""
    up = inside.height / inside.top
    scales = [width / inside.right for width in inside.widths]
    around = [(x, y * up, placing.POINT_REACH) for x, y in names.points]
    around += [(x, y * up, placing.CURVE_REACH) for x, y in names.curves if y <= inside.top]
    taken = [[Box(x * scale - r, x * scale + r, y - r, y + r) for x, y, r in around] for scale in scales]
    found = []
    for name in names.named:
        width = 6.9 * len(name.text)

        def hidden(place, name=name, width=width):
            cost = math.hypot(place.right, place.up)
            for page, scale, boxes in zip(inside.widths, scales, taken, strict=True):
                own = box(place, name.x * scale, name.y * up, width)
                cost += 4 * (width * 16 - shared(own, Box(0, page, 8, inside.height + 8)))
                cost += sum(shared(own, other) for other in boxes)
            return round(cost, 6)

        best = min(placing.PLACES, key=hidden)
        for scale, boxes in zip(scales, taken, strict=True):
            boxes.append(box(best, name.x * scale, name.y * up, width))
        found.append(best)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_names_stand_where_the_rule_has_them_on_any_plane(seed):
    rng = random.Random(seed)  # noqa: S311 - no secret
    right, top = rng.uniform(0.5, 40), rng.uniform(3, 12)
    points = [(rng.uniform(0, right), rng.uniform(0, top)) for _ in range(rng.randint(1, 60))]
    curves = [(rng.uniform(0, right), rng.uniform(0, 1.5 * top)) for _ in range(rng.choice([0, 40]))]
    named = [Text(x, y, "n" * rng.randint(2, 25)) for x, y in rng.sample(points, min(len(points), 8))]
    names, inside = Names(named, points, curves), Plane(right, top, 300, WIDTHS)

    assert name_places(names, inside) == plainly(names, inside)


def test_a_plane_without_points_or_curves_has_names_beside_their_places():
    assert name_places(Names([Text(1, 1, "Aube")], [], []), Plane(2, 2, 300, WIDTHS)) == [Place(placing.STANDOFF, 0)]
