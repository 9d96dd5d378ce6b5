"""The map of the world in a browser: no circle hides another, Europe is enlarged, the legend goes up to the largest."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

# of each circle: its country, whether Europe's frame has it, and the country of what is seen in its middle
SEEN = """circles => circles.map(circle => {
  const box = circle.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const seen = top && top.closest("[data-circle]");
  return {
    code: circle.dataset.circle, width: box.width, left: box.left, top: box.top,
    near: Boolean(circle.closest(".enlarged")), seen: seen ? seen.dataset.circle : "",
  };
})"""


def test_every_circle_of_the_world_is_seen_and_the_legend_goes_up_to_the_largest(reader):
    page = reader.open("/world?lang=en")
    frame = reader.map()
    reader.until(lambda: frame.locator(".enlarged .circle").count() > 0)
    reader.drawn()
    # the frame grows to its height once the map is there
    reader.until(lambda: all(circle["seen"] for circle in frame.locator(".circle").evaluate_all(SEEN)))
    circles = {circle["code"]: circle for circle in frame.locator(".circle").evaluate_all(SEEN)}

    assert len(circles) > 45
    for circle in circles.values():
        other = circles[circle["seen"]]  # that of an island may stand before it, but no larger one
        assert other["width"] <= circle["width"]
    assert sum(circle["seen"] == code for code, circle in circles.items()) > len(circles) - 4
    assert {"FRA", "DEU", "GBR"} < {code for code, circle in circles.items() if circle["near"]}
    assert {"USA", "CAN", "JPN"} < {code for code, circle in circles.items() if not circle["near"]}

    largest = max(circle["width"] for circle in circles.values())
    legend = page.locator("ul.atlas-legend-circles img")
    widths = legend.evaluate_all("images => images.map(image => image.width)")
    assert abs(max(widths) - largest) < 2
    count = frame.locator("[data-circle=USA] .count").text_content()
    assert count in page.locator("ul.atlas-legend-circles").text_content().split("Area")[0]


def test_the_map_of_the_world_fills_its_frame(reader):
    reader.open("/world?lang=en")
    frame = reader.map()
    reader.until(lambda: frame.locator(".enlarged .circle").count() > 0)
    reader.drawn()
    box = frame.locator(".atlas").evaluate("node => node.getBoundingClientRect().toJSON()")
    land = frame.locator(".atlas > .leaflet-map-pane path[data-code], .atlas > .leaflet-pane path[data-code]")
    tops = land.evaluate_all(
        "paths => paths.map(path => path.getBoundingClientRect()).map(one => [one.top, one.bottom])"
    )
    shown = [end for end in tops if end[1] > end[0] + 2]
    assert max(bottom for _, bottom in shown) - min(top for top, _ in shown) > 0.65 * box["height"]


def test_the_countries_stand_in_columns(reader):
    page = reader.open("/world?lang=en")
    reader.drawn()
    lefts = page.locator(".st-key-countries button").evaluate_all(
        "buttons => buttons.map(button => Math.round(button.getBoundingClientRect().left))"
    )
    assert len(lefts) > 45
    assert len(set(lefts)) >= 3


def test_circles_of_a_phone_leave_their_countries_in_sight_and_their_legend_shrinks_with_them(phone):
    page = phone.open("/world?lang=en")
    frame = phone.map()
    phone.drawn()
    phone.until(lambda: frame.locator("[data-circle=USA]").count() > 0)
    circle = frame.locator("[data-circle=USA]").bounding_box()["width"]
    country = frame.locator(".leaflet-pane path[data-code=USA]").first.bounding_box()["width"]
    widths = page.locator("ul.atlas-legend-circles img").evaluate_all("images => images.map(image => image.width)")

    assert circle < 0.6 * country  # its outline reaches to the Aleutians
    assert abs(max(widths) - circle) <= 2


def test_the_outlines_of_a_group_are_lighter_than_those_of_a_country(reader):
    width = "path => parseFloat(getComputedStyle(path).strokeWidth)"
    widths = []
    for query in ("group=eu", "country=DEU"):
        reader.open(f"/world?lang=en&{query}")
        path = reader.map().locator("path[data-code=DEU].chosen, path[data-again=DEU].chosen").first
        path.wait_for(state="attached")
        widths.append(path.evaluate(width))
    assert widths[0] < widths[1] / 1.5
