"""Where names stand near points: by arrays, as the rule says it pair by pair."""

from __future__ import annotations

import math
import random

import pytest

from analytics.drawings.charts import placing
from analytics.drawings.charts.base import Look, Names, Text
from analytics.drawings.charts.placing import Place, Plane, name_places
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures
from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection
from analytics.words.text import Words
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
                cost += placing.HIDES * 4 * (width * 16 - shared(own, Box(0, page, 8, inside.height + 8)))
                cost += placing.HIDES * sum(shared(own, other) for other in boxes)
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


@pytest.mark.shipped
@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(department=("69", "52", "75", "59", "13")),
        Selection(start="2021", department=("69", "52")),
        Selection(evidence="attacker", type=("ransomware",), department=("35", "29", "2A", "78")),
        Selection(evidence="official", department=("69",)),
    ],
)
def test_no_name_of_the_funnel_lies_on_a_stranger_or_on_a_limit(held_shipped, selection):
    chart = pictures.described("funnel-department", Choice(held_shipped, selection), Look(Words("fr"), LIGHT))
    (panel,) = chart.blocks[0].panels
    (names,) = [mark for mark in panel.marks if isinstance(mark, Names)]
    width, height = 950, 300
    inside = Plane(panel.across.high, panel.axis.high, height, (width,))
    across, up = width / panel.across.high, height / panel.axis.high
    for name, place in zip(names.named, name_places(names, inside), strict=True):
        own = box(place, name.x * across, name.y * up, 6.9 * len(name.text))
        dots = [Box(x * across - 4, x * across + 4, y * up - 4, y * up + 4) for x, y in names.points]
        lines = [Box(x * across, x * across + 1, y * up, y * up + 1) for x, y in names.curves if y <= panel.axis.high]
        assert not any(shared(own, other) for other in [*dots, *lines]), name.text
