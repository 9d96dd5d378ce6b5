"""The language of the browser, the scope of a page, and what goes along from page to page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]


def query_of(reader) -> dict[str, list[str]]:
    return parse_qs(urlsplit(reader.page.url).query)


def title(reader) -> str:
    return reader.page.locator("h1").inner_text()


def go(reader, name: str) -> None:
    """Follow a link of the navigation to another page."""
    reader.page.locator(f".st-key-nav-other-{name} a").click()
    reader.page.locator(f".st-key-nav-current-{name}").wait_for()
    reader.drawn()


def test_a_browser_that_asks_for_english_is_answered_in_english(browser, server):
    reader = Reader(browser, server, WIDE, locale="en-GB")
    reader.open("/")
    reader.drawn()

    assert reader.page.locator("html").get_attribute("lang") == "en"
    assert "in France" in title(reader)
    assert query_of(reader) == {"lang": ["en"]}
    reader.page.locator("a.language").click()
    reader.page.wait_for_url("**lang=fr*")
    reader.drawn()
    assert reader.page.locator("html").get_attribute("lang") == "fr"
    reader.page.reload()
    reader.drawn()
    assert "attaques connues" in title(reader)
    assert reader.errors == []
    reader.context.close()


def test_area_and_scope_go_along_from_page_to_page(reader):
    page = reader.page
    reader.open("/?region=44")
    reader.drawn()
    go(reader, "regions")
    page.get_by_role("heading", name="Grand Est", exact=True).wait_for()
    assert query_of(reader)["region"] == ["44"]
    go(reader, "impact")
    assert title(reader).startswith("Grand Est")
    go(reader, "explore")
    page.locator(".st-key-chip-region-44 button").click()
    reader.until(lambda: query_of(reader) == {"country": ["FRA"]})
    reader.until(lambda: title(reader).startswith("France"))
    page.get_by_text("(298 ailleurs)").click()
    reader.until(lambda: query_of(reader) == {"country": ["world"]})
    reader.drawn()
    assert "dont" in title(reader)
    go(reader, "timeline")
    assert query_of(reader) == {"country": ["world"]}
    assert reader.errors == []


def test_an_incident_that_is_searched_for_opens_within_the_choice(reader):
    reader.open("/timeline?country=FRA&type=ransomware")
    reader.drawn()
    field = reader.page.get_by_role("combobox", name="Chercher").or_(reader.page.locator("#find input[role=combobox]"))
    field.first.fill("versailles 2022")
    reader.page.locator("#find-0").wait_for()
    field.first.press("Enter")
    reader.page.wait_for_url("**/incident?*")
    # the language that the link names goes where it is that of the browser
    kept = {"country": ["FRA"], "type": ["ransomware"], "incident": ["fr-versailles-2022"]}
    reader.until(lambda: query_of(reader) == kept)
    assert reader.errors == []
