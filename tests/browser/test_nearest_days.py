"""The day of the map of hospitals in degraded mode: slider, buttons and address say the same one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.shipped]


def day_of(reader) -> list[str]:
    """The day that the address says."""
    return parse_qs(urlsplit(reader.page.url).query).get("day", [])


def test_slider_buttons_and_address_say_the_same_day(reader):
    page = reader.page
    reader.open("/impact?lang=en&day=2021-02-15")
    reader.drawn()
    told = page.get_by_text("lived nearest to a hospital known to be in degraded mode; ")
    expect(told).to_contain_text("On 15 February 2021, 453,916 people")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    reader.until(lambda: day_of(reader) == ["2021-02-16"])
    expect(told).to_contain_text("On 16 February 2021")
    page.locator(".st-key-nearest-before button").click()
    reader.until(lambda: day_of(reader) == ["2021-02-15"])
    expect(told).to_contain_text("On 15 February 2021")
    picture = page.locator("img.day-map")
    picture.scroll_into_view_if_needed()
    reader.until(lambda: picture.evaluate("image => image.complete && image.naturalWidth") == 900)
    assert "day=2021-02-15" in picture.get_attribute("src")
    assert reader.errors == []


def test_a_day_without_a_known_outage_leads_to_one_that_has_some_on_a_phone_too(phone):
    page = phone.page
    phone.open("/impact?lang=en&day=2020-06-01")
    phone.drawn()
    expect(page.get_by_text("On 1 June 2020, no outage is known")).to_be_visible()
    assert page.locator("img.day-map").count() == 0
    page.locator(".st-key-nearest-after button").click()
    phone.until(lambda: day_of(phone) == ["2020-12-01"])
    expect(page.locator("img.day-map")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
