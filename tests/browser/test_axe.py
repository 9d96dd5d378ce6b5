"""What axe finds on the pages, with what opens over them: nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.helpers.reader import PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

VIEWS = (
    "/",
    "/?department=29&q=zzzz",
    "/world?country=DEU",
    "/timeline",
    "/impact",
    "/regions?level=region&region=11",
    "/incident?incident=fr-versailles-2022",
    "/incident",
    "/hospital?finess=910020254",
    "/hospital?department=64",
    "/?country=FRA&hospitals=yes",
    "/method",
)
FINDINGS = "() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"


def found(reader: Reader) -> list[str]:
    """What axe finds on the page and in its frames: the rule, then each place."""
    for frame in reader.page.frames:
        frame.evaluate(AXE_SCRIPT)
    return [
        f"{broken['id']}: {node['target']} {node['html'][:200]}"
        for broken in reader.page.evaluate(FINDINGS)
        for node in broken["nodes"]
    ]


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize(
    ("size", "scheme", "lang"), [(WIDE, "light", "fr"), (PHONE, "dark", "en")], ids=["desk", "phone"]
)
def test_axe_finds_nothing_on_a_page(browser, server, path, size, scheme, lang):
    someone = Reader(browser, server, size, scheme)
    someone.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    someone.drawn()

    assert found(someone) == []
    someone.context.close()


def search(reader: Reader) -> None:
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("rennes")
    expect(reader.page.locator("#find [role=option]").first).to_be_visible()


def receipt(reader: Reader) -> None:
    reader.page.locator("[class*=st-key-receipt-] button:visible").first.click()
    expect(reader.page.get_by_role("dialog").locator("h3").first).to_be_visible()


def taking(reader: Reader) -> None:
    reader.page.locator("[class*=st-key-take-] button:visible").first.click()
    expect(reader.page.get_by_role("dialog").locator("img.taken")).to_be_visible()


def filters(reader: Reader) -> None:
    unfold = reader.page.locator("[data-testid=stExpandSidebarButton]")
    if unfold.is_visible():
        unfold.click()
    expect(reader.page.locator("[data-testid=stSidebar] h2").first).to_be_visible()


@pytest.mark.parametrize("opened", [search, receipt, taking, filters], ids=lambda opened: opened.__name__)
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_axe_finds_nothing_with_something_open_over_a_page(
    browser, server, size, scheme, opened: Callable[[Reader], None]
):
    someone = Reader(browser, server, size, scheme)
    someone.open("/timeline")
    someone.drawn()
    opened(someone)
    someone.drawn()

    assert found(someone) == []
    someone.context.close()
