"""Everyone can read the pages and what opens over them: axe, names, targets, and enlarged to 400 %."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from analytics.words.text import Words
from tests.feeds.made import HHS
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
    "/accessibility",
    "/licences",
    "/my-data",
    "/compare",
    "/compare?compare=fr-versailles-2022&compare=fr-brest-chu-2023",
)
# sizes of targets too (2.5.8), which axe leaves out unless it is asked
FINDINGS = """() => axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})
  .then(result => result.violations)"""
LOOKS = ((WIDE, "light"), (PHONE, "dark")), ((PHONE, "light"), (WIDE, "dark"))
# 1280 pixels enlarged to 400 %, and 1440 to 200 % (criteria 1.4.10 and 1.4.4)
ENLARGED = ({"width": 320, "height": 256}, {"width": 720, "height": 450})
SIDEWAYS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .map(node => node.scrollWidth - node.clientWidth)"""


CONTROLS = ("button", "combobox", "textbox", "radio", "checkbox")


def on_the_map(broken: str, target: list[str]) -> bool:
    """Whether a mark of the map is small or has neighbours: where it stands is what it says (2.5.8, essential)."""
    return broken == "target-size" and target[0] == "iframe"


def beside_the_page(broken: str, html: str) -> bool:
    """Whether it is an open list, which Streamlit hangs beside all landmarks (advice of axe, no criterion of WCAG)."""
    return broken == "region" and 'role="listbox"' in html


def found(reader: Reader) -> list[str]:
    """What axe finds on the page and in its frames: the rule, then each place."""
    for frame in reader.page.frames:
        frame.evaluate(AXE_SCRIPT)
    return [
        f"{broken['id']}: {node['target']} {node['html'][:200]}"
        for broken in reader.page.evaluate(FINDINGS)
        for node in broken["nodes"]
        if not on_the_map(broken["id"], node["target"]) and not beside_the_page(broken["id"], node["html"])
    ]


def tree(reader: Reader) -> list[tuple[str, str]]:
    """What a screen reader is told of the page, in its order: role and name of each node."""
    session = reader.context.new_cdp_session(reader.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    heard = (node for node in nodes if not node.get("ignored"))
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in heard]


def sharing_a_name(reader: Reader, words: Words) -> dict[tuple[str, str], int]:
    """Controls that are called alike though they do not do the same: role and name, and how many."""
    # of the filters as a whole and of one, the panel and the line above the page take away the same
    same = (words("widgets.clear_all"), words("widgets.remove", name=""))
    controls = Counter(
        node for node in tree(reader) if node[0] in ("button", "combobox", "textbox", "radio", "checkbox")
    )
    return {node: count for node, count in controls.items() if count > 1 and not node[1].startswith(same)}


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize(("lang", "looks"), [("fr", LOOKS[0]), ("en", LOOKS[1])], ids=["fr", "en"])
def test_a_page_can_be_read_by_everyone(browser, server, path, lang, looks):
    """In both languages, at a desk and on a phone, light and dark; each pair of width and colours in one of them."""
    someone = Reader(browser, server, *looks[0])
    someone.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    for size, scheme in looks:
        someone.page.set_viewport_size(size)
        someone.page.emulate_media(color_scheme=scheme)
        someone.settled()
        someone.drawn()
        assert found(someone) == [], (size, scheme)
        assert sharing_a_name(someone, Words(lang)) == {}, (size, scheme)
    for size in ENLARGED if lang == "fr" else ():  # French words are the longer ones
        someone.page.set_viewport_size(size)
        someone.settled()
        someone.until(lambda: someone.page.evaluate(SIDEWAYS) == [0, 0])  # charts follow a frame or two later
    someone.context.close()


@pytest.mark.parametrize(("lang", "looks"), [("fr", LOOKS[0]), ("en", LOOKS[1])], ids=["fr", "en"])
def test_a_file_of_ones_own_can_be_read_by_everyone(browser, server, lang, looks):
    """Its report, and a page that shows it."""
    someone, words = Reader(browser, server, *looks[0]), Words(lang)
    page = someone.open(f"/my-data?lang={lang}")
    page.set_input_files("input[type=file]", HHS)
    expect(page.locator(".st-key-mine-banner")).to_be_visible(timeout=60_000)
    someone.settled()
    for size, scheme in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        someone.drawn()
        assert found(someone) == [], (size, scheme)
        assert sharing_a_name(someone, words) == {}, (size, scheme)
        assert page.evaluate(SIDEWAYS) == [0, 0]
    page.locator(".st-key-mine-switch").get_by_text(words("mine.view_alone"), exact=True).click()
    expect(page.locator(".mine-making")).to_be_visible(timeout=60_000)
    expect(page.locator(".mine-making")).to_have_count(0, timeout=60_000)
    page.set_viewport_size(WIDE)
    page.locator("[class*=st-key-nav-other-explore] a").click()
    expect(page.locator(".st-key-nav-current-explore")).to_be_visible(timeout=60_000)
    someone.settled()
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


def embedding(reader: Reader) -> None:
    reader.page.locator("[class*=st-key-embed-] button:visible").first.click()
    expect(reader.page.get_by_role("dialog").locator("[data-testid=stCode]").first).to_be_visible()


def filters(reader: Reader) -> None:
    unfold = reader.page.locator("[data-testid=stExpandSidebarButton]")
    if unfold.is_visible():
        unfold.click()
    expect(reader.page.locator("[data-testid=stSidebar] h2").first).to_be_visible()


def list_of_a_filter(reader: Reader) -> None:
    filters(reader)
    field = reader.page.locator(".st-key-widget-department input").first
    options = reader.page.get_by_role("option")

    def unfolded() -> bool:
        if not options.count():
            field.press("ArrowDown")  # a click where the drawer still comes in, or is drawn anew, is lost
        return options.count() > 0

    reader.until(unfolded)
    expect(options.first).to_be_visible()


def pages(reader: Reader) -> None:
    menu = reader.page.locator("button.menu")
    if menu.is_visible():  # on a narrow screen alone
        menu.click()
        expect(menu).to_have_attribute("aria-expanded", "true")


def report(reader: Reader) -> None:
    reader.page.locator("details.report summary").first.click()
    expect(reader.page.locator("details.report pre").first).to_be_visible()


OPENED = (search, receipt, taking, embedding, filters, list_of_a_filter, pages, report)


@pytest.mark.parametrize("opened", OPENED, ids=lambda opened: opened.__name__)
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
