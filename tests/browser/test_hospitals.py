"""Hospitals as readers find them: from the name of a town, on the map, with the exercise; on a telephone too."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

PAU = "640000600"
MOST = 90_000  # bytes of the points as they are sent
SENT = """() => performance.getEntriesByType("resource")
  .filter(each => each.name.endsWith("/hospitals.json")).map(each => each.transferSize)"""


def of_pau(address: str) -> bool:
    """Whether an address is that of the hospital's page, whatever else of the choice it carries and in which order."""
    parts = urlsplit(address)
    return parts.path == "/hospital" and parse_qs(parts.query).get("finess") == [PAU]


def test_the_name_of_a_town_leads_to_its_hospital_in_two_steps(reader):
    page = reader.open("/")
    field = page.get_by_role("combobox", name="Chercher un hôpital, une ville, un département…")
    field.fill("Pau")  # one
    option = page.locator("#find [role=option]", has_text="Centre hospitalier de Pau")
    expect(option).to_contain_text("aucune attaque connue")
    option.click()  # two
    page.wait_for_url(of_pau)
    expect(page.locator("h1").first).to_have_text("Centre hospitalier de Pau")
    main = page.locator("main")
    expect(main).to_contain_text("Aucune attaque connue publiquement contre cet hôpital jusqu’au 6 août 2026.")
    reader.settled()

    assert reader.errors == []
    assert reader.hosts == {"127.0.0.1"}


def test_the_exercise_is_marked_as_one_and_a_neighbour_is_a_click_away(reader):
    page = reader.open(f"/hospital?finess={PAU}&lang=en")
    exercise = page.locator(".st-key-exercise")
    expect(exercise).to_contain_text("An exercise to prepare with, not a forecast")
    expect(exercise).to_contain_text("Which hospitals have an emergency department")
    page.locator("table.numbers a").first.click()
    expect(page.locator("h1").first).not_to_have_text("Centre hospitalier de Pau")
    assert PAU not in page.url


def test_the_map_fetches_the_points_once_and_a_filter_sends_none(browser, server):
    someone = Reader(browser, server, WIDE)
    fetched: list[int] = []

    def note(response) -> None:
        if response.url.endswith("/hospitals.json"):
            fetched.append(int(response.headers.get("content-length", 0)))

    someone.page.on("response", note)
    page = someone.open("/?lang=fr&country=FRA")
    someone.drawn()
    assert fetched == []
    page.get_by_text("Tous les hôpitaux", exact=True).click()
    frame = someone.map()
    expect(frame.locator("canvas").first).to_be_attached()
    someone.until(lambda: len(fetched) == 1)
    assert "hospitals=yes" in page.url
    page.get_by_role("radio", name="+ la presse").click()
    someone.settled()
    someone.drawn()

    assert 0 < fetched[0] < MOST
    frames = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    # a frame that is made anew finds them in the browser's cache
    assert len(fetched) == 1 or sum(sum(frame.evaluate(SENT)) for frame in frames) == 0
    assert someone.errors == []
    someone.context.close()


def test_a_point_of_the_map_opens_the_page_of_the_hospital(reader):
    page = reader.open(f"/hospital?finess={PAU}&lang=fr")
    frame = reader.map()
    expect(frame.locator("canvas").first).to_be_attached()
    reader.drawn()
    box = page.locator("iframe").first.bounding_box()
    assert box is not None
    # every so many pixels, until the pointer is over a point
    over = frame.locator(".atlas.on-hospital")
    at = next(
        (x, y)
        for y in range(60, 340, 6)
        for x in range(20, int(box["width"]) - 60, 6)
        if page.mouse.move(box["x"] + x, box["y"] + y) is None
        and over.count()
        and "Centre hospitalier de Pau" not in frame.locator(".tip").inner_text()
    )
    expect(frame.locator(".tip")).to_contain_text("lits")
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    page.wait_for_url(lambda url: "finess=" in url and PAU not in url)
