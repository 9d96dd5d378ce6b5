"""The maps in a browser: marks and rings add up to incidents, Paris and the towns are named, nothing is cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from analytics.drawings.maps import points as map_places
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.selection.selection import Selection
from tests.helpers.reader import MAP

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

# what each mark and each ring of a map stands for
COUNTS = """nodes => nodes.map(node => Number(node.querySelector(".count")?.textContent || 1))"""
BOXES = "nodes => nodes.map(node => node.getBoundingClientRect().toJSON())"
# of all text in sight: the smallest size, and what is wider than the room that it has
TEXTS = """root => [...root.querySelectorAll("*")]
  .filter(node => node.checkVisibility() && [...node.childNodes].some(each => each.nodeType === 3 && each.data.trim()))
  .map(node => ({
    text: node.textContent, size: parseFloat(getComputedStyle(node).fontSize),
    cut: node instanceof HTMLElement && getComputedStyle(node).display === "block"
      && node.scrollWidth > node.clientWidth + 1,
  }))"""


def meet(one: dict, other: dict) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


@pytest.mark.parametrize("view", ["france", "world"])
def test_marks_and_rings_add_up_to_the_incidents_that_have_a_place(reader, held_shipped, view):
    kept = held_shipped.choice(Selection()).kept
    points = map_places.places_of(held_shipped.sites, kept, france=view == "france")
    placed = points.drop(index=map_places.not_drawn(points, france=view == "france").index)
    reader.open(f"/?lang=en&view={view}&country={FRANCE}" if view == "france" else "/?lang=en&view=world")
    frame = reader.map()
    expect(frame.locator(".leaflet-marker-icon").nth(20)).to_be_attached()
    reader.drawn()

    expected = placed[col.INCIDENT_ID].nunique()
    reader.until(lambda: sum(frame.locator(".leaflet-marker-icon").evaluate_all(COUNTS)) == expected)


def test_paris_is_enlarged_and_towns_are_named_where_they_hide_nothing(reader):
    reader.open("/?lang=fr&view=france")
    frame = reader.map()
    expect(frame.locator(".enlarged .leaflet-marker-icon").first).to_be_visible()
    expect(frame.locator(".enlarged figcaption")).to_contain_text("Paris")
    reader.until(lambda: 6 <= frame.locator(".town").count() <= 10)
    reader.drawn()
    towns = frame.locator(".town").evaluate_all(BOXES)
    rings = frame.locator(".atlas > .leaflet-pane .cluster").evaluate_all(BOXES)

    assert not [town for town in towns if any(meet(town, ring) for ring in rings)]
    assert not [one for at, one in enumerate(towns) for other in towns[at + 1 :] if meet(one, other)]
    nearer = frame.get_by_role("button", name="Zoom avant")
    # until the map itself is near enough; a click while it moves is lost
    reader.until(lambda: frame.locator(".enlarged").is_hidden() or nearer.click())


def test_a_region_chosen_fills_the_map_outlined_and_the_others_are_pale(reader):
    reader.open("/?lang=fr&view=france&region=53")
    frame = reader.map()
    brest = frame.locator("path[data-code='29']")
    expect(frame.locator("path.outline")).to_have_count(1)
    expect(brest).not_to_have_class(re.compile("pale"))
    expect(frame.locator("path[data-code='75']")).to_have_class(re.compile("pale"))
    reader.until(lambda: brest.bounding_box()["width"] > 90)  # about 30 on the whole map
    expect(frame.locator(".town", has_text="Rennes")).to_be_visible()


def test_the_incident_chosen_is_joined_to_its_further_places(reader):
    reader.open("/?lang=fr&view=france&incident=fr-bourg-en-bresse-2023")
    frame = reader.map()
    dots = frame.locator("[data-further='fr-bourg-en-bresse-2023']")
    expect(dots.first).to_be_attached()
    expect(frame.locator("path.joint")).to_have_count(dots.count())
    other = frame.locator("[data-further]:not(.chosen)").first
    incident = other.get_attribute("data-further")
    other.dispatch_event("click")
    reader.page.wait_for_url(f"**incident={incident}**")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_name_on_the_map_of_a_phone_is_cut_or_too_small(phone, language):
    phone.open(f"/?lang={language}&view=france")
    frame = phone.map()
    expect(frame.locator(".insets .inset")).to_have_count(5)
    phone.drawn()
    texts = frame.locator(".atlas").evaluate(TEXTS)

    assert len(texts) > 10
    assert min(text["size"] for text in texts) >= 12
    assert [text for text in texts if text["cut"]] == []
    insets = frame.locator(".insets .inset")
    for place in range(5):
        box = insets.nth(place).bounding_box()
        bar = insets.nth(place).locator(".bar").bounding_box()
        assert bar["x"] + bar["width"] <= box["x"] + box["width"]


def test_nothing_that_the_frame_of_the_map_is_handed_is_run(reader):
    page = reader.open("/?lang=en&view=world")
    expect(reader.map().locator(".leaflet-marker-icon").first).to_be_attached()
    # in a timer of the frame, since no policy holds the program of the tool that drives the browser
    tried = page.evaluate(f"""() => new Promise(tell => {{
      const frame = document.querySelector("{MAP}").contentWindow;
      const ran = [];
      frame.ran = ran;
      frame.setTimeout(() => {{
        for (const text of ["ran.push('alone')", 'Atlas.show({{}});\\nran.push("after a state");', "1"]) {{
          try {{ frame.eval(text); }} catch (refused) {{ ran.push(refused.name); }}
        }}
        tell(ran);
      }});
    }})""")

    # what is alone is refused by the policy; of what stands beside a state, nothing is taken
    assert tried == ["EvalError", "TypeError", "EvalError"]
