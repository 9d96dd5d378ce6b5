"""The line of actions: sharing an address, and what stands beside it, in a browser."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.helpers.reader import PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

# the lowest point of each word of a line, below which its letters stand
BASELINES = """line => [...line.querySelectorAll("button.action, a.action, button p")].flatMap(one => {
  if (!one.checkVisibility()) return [];
  const words = document.createRange();
  words.selectNodeContents(one);
  return words.getBoundingClientRect().bottom;
})"""
SHIFTS = """new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved = (window.moved ?? 0) + shift.value;
}).observe({ type: "layout-shift", buffered: true })"""
# of the pages before this was first measured 0.55 to 1.25, then 0.05 to 0.9 on two busy cores; with room kept for all
# that a telephone shows first, 0.005 to 0.13 in a browser slowed down six times
MOST_MOVED = 0.4


def test_the_address_of_a_view_is_copied_by_keyboard_and_opens_the_view(browser, server):
    reader = Reader(browser, server, WIDE)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/timeline?department=78")
    page.get_by_role("button", name="Partager cette page").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#copying [role=status]")).to_have_text("Adresse copiée, avec le choix.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(copied).query) == {"department": ["78"], "lang": ["fr"]}
    assert not urlsplit(copied).fragment
    headline = reader.headline
    reader.open(copied.removeprefix(server))
    assert reader.headline == headline
    reader.context.close()


def test_a_figure_is_shared_with_its_heading(browser, server):
    reader = Reader(browser, server, WIDE)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/impact?lang=en&region=11")
    page.locator(".st-key-under-kinds [data-share]").click()
    expect(page.locator("#copying [role=status]")).not_to_be_empty()
    shared = urlsplit(page.evaluate("navigator.clipboard.readText()"))

    assert parse_qs(shared.query) == {"region": ["11"], "lang": ["en"]}
    assert page.locator(f"#{shared.fragment}").inner_text() == "By kind of hospital"
    reader.context.close()


def test_where_the_browser_refuses_the_address_stands_there_to_be_copied_by_hand(phone):
    phone.page.add_init_script("Clipboard.prototype.writeText = () => Promise.reject(new Error('refused'))")
    page = phone.open("/?department=91")
    share = page.get_by_role("button", name="Partager cette page")
    share.click()
    field = page.get_by_label("À copier à la main")

    expect(field).to_be_focused()
    assert "department=91" in field.input_value()
    assert page.evaluate("document.activeElement.selectionEnd") == len(field.input_value())
    page.keyboard.press("Escape")
    expect(share).to_be_focused()
    expect(field).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/timeline?lang=en", "/incident?incident=fr-rennes-chu-2023"])
def test_the_actions_of_a_figure_stand_on_one_line(reader, path):
    page = reader.open(path)
    reader.drawn()
    lines = [line for line in page.locator("[class*=st-key-under-]").all() if line.is_visible()]
    assert len(lines) >= 3
    for line in lines:
        bottoms = line.evaluate(BASELINES)
        assert max(bottoms) - min(bottoms) < 1, (line.inner_text(), bottoms)


# every control in sight that is no link within a sentence, smaller than a thumb needs; a field counts with its frame
SMALL = """size => [...document.querySelectorAll("a[href], button, input, textarea, summary")].filter(one => {
  const elsewhere = "header, iframe, .stMultiSelect, .stSelectbox, [role=row], [data-testid=stSidebar]";
  const frame = "label, [role=group], [data-testid$=RootElement], [data-testid$=InputContainer]";
  if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || one.closest(elsewhere)) return false;
  if (one.matches("a") && one.closest("p:not(.take), td, th, dd, li:not(.short-list li, .questions li)")) return false;
  const { width, height } = (one.closest(frame) ?? one).getBoundingClientRect();
  return width > 1 && Math.round(Math.min(width, height)) < size;
}).map(one => `${one.tagName} ${one.innerText || one.ariaLabel} ${one.getBoundingClientRect().height}`)"""
THUMB = 44


@pytest.mark.parametrize(
    "path", ["/", "/?department=78", "/incident?incident=fr-rennes-chu-2023", "/timeline?lang=en", "/regions?region=53"]
)
def test_a_thumb_hits_every_control_and_nothing_scrolls_sideways(phone, path):
    page = phone.open(path)
    phone.drawn()

    assert page.evaluate(SMALL, THUMB) == []
    for whole in ("html", "[data-testid=stMain]"):
        assert page.locator(whole).first.evaluate("it => it.scrollWidth <= innerWidth")


def test_the_pages_are_behind_a_menu_that_is_worked_by_keyboard(phone):
    page = phone.open("/?department=78")
    menu, pages = page.get_by_role("button", name="Menu"), page.locator(".st-key-navigation a")
    assert not any(link.is_visible() for link in pages.all())
    assert page.locator(".st-key-navigation").bounding_box()["height"] < 60
    menu.focus()
    page.keyboard.press("Enter")

    expect(menu).to_have_attribute("aria-expanded", "true")
    boxes = [link.bounding_box() for link in pages.all()]
    assert all(box["height"] >= THUMB for box in boxes)
    assert all(one["y"] + one["height"] <= other["y"] + 1 for one, other in pairwise(boxes))
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(pages.first).to_be_hidden()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Chronologie", exact=True).click()
    page.wait_for_url("**/timeline?department=78")
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_a_search_in_the_drawer_closes_it_and_shows_the_card(phone):
    page = phone.open("/")
    page.get_by_test_id("stExpandSidebarButton").click()
    field = page.locator(".st-key-widget-q input")
    field.fill("Dax")
    field.press("Enter")
    card = page.locator("article.card .card-name")

    expect(card).to_have_text("Centre hospitalier de Dax-Côte d’Argent")
    expect(field).not_to_be_in_viewport()
    expect(card).to_be_in_viewport()
    assert card.evaluate(
        "it => document.elementFromPoint(40, it.getBoundingClientRect().top + 5).closest('article') !== null"
    )


def test_the_card_of_a_mark_comes_into_sight(phone):
    page = phone.open("/")
    phone.drawn()
    phone.map().locator(".leaflet-marker-icon[data-incident]").first.click()

    expect(page.locator("article.card .card-name")).to_be_in_viewport()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", ["/", "/timeline"])
def test_little_moves_while_a_page_is_drawn(browser, server, path, size):
    reader = Reader(browser, server, size)
    reader.page.add_init_script(SHIFTS)
    reader.open(path)
    reader.drawn()

    assert reader.page.evaluate("window.moved ?? 0") < MOST_MOVED
    reader.context.close()
