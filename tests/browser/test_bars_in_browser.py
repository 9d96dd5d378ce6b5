"""A click on a bar in a real browser: its incidents are named, and they lead on."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def click_in_the_middle(page: Page, mark: Locator) -> None:
    """Click on a mark of a figure where it is, whatever lies over it to catch the pointer."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_on_a_bar_names_its_incidents_and_leads_to_them_on_explore(reader):
    page = reader.open("/timeline?lang=en&country=FRA")
    reader.drawn()
    bar = page.locator(".js-plotly-plot .bars path").nth(2)
    click_in_the_middle(page, bar)
    opened = page.locator(".st-key-behind-bar-by-year")
    expect(opened).to_be_visible()
    reader.settled()
    count = int(re.findall(r"(\d+) incident", opened.inner_text())[-1])

    assert opened.locator("a[href*='incident=']").count() == min(count, 8)
    opened.get_by_text("Open on Explore").click()
    page.wait_for_url("**/?*type=*")
    reader.settled()
    assert str(count) in reader.headline


def test_a_click_on_a_bar_of_a_panel_names_the_incidents_of_its_area_and_year(reader):
    page = reader.open("/regions?lang=en&level=region")
    reader.drawn()
    figure = page.locator(".st-key-wide-figure-years-region .js-plotly-plot")
    bar = figure.locator(".bars path").nth(4)  # Auvergne-Rhône-Alpes in 2023
    click_in_the_middle(page, bar)
    opened = page.locator(".st-key-behind-bar-years-region")
    expect(opened).to_be_visible()
    reader.settled()
    said = re.search(r"Open on Explore: (.+) · (\d{4}): (\d+) incident", opened.inner_text())

    assert opened.locator("a[href*='incident=']").count() == min(int(said[3]), 8)
    opened.get_by_text("Open on Explore").click()
    page.wait_for_url(f"**/?*from={said[2]}*")
    reader.settled()
    assert said[3] in reader.headline
    assert said[1] in reader.headline


def test_a_click_on_the_strip_of_explore_names_its_incidents_and_shows_them_alone(reader):
    page = reader.open("/?lang=en&country=FRA")
    reader.drawn()
    bar = page.locator(".js-plotly-plot .bars path").nth(2)
    click_in_the_middle(page, bar)
    opened = page.locator(".st-key-behind-bar-strip")
    expect(opened).to_be_visible()
    reader.settled()
    count = int(re.findall(r"(\d+) incident", opened.inner_text())[-1])

    opened.get_by_text("Show these alone").click()
    page.wait_for_url("**/?*type=*")
    reader.settled()
    assert str(count) in reader.headline


def test_a_click_on_a_kind_of_hospital_opens_its_incidents(reader):
    page = reader.open("/impact?lang=en&country=FRA")
    reader.drawn()
    point = page.locator(".st-key-kinds .scatterlayer .points path, [class*='kinds'] .scatterlayer .points path").first
    click_in_the_middle(page, point)
    opened = page.locator(".st-key-behind-bar-kinds")

    expect(opened).to_be_visible()
    opened.get_by_text("Open on Explore").click()
    page.wait_for_url("**/?*hospital=*")
