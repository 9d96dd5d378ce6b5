"""Who has no mouse, and who hears the pages: where the keyboard leads, and what is told in which order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.helpers.reader import PATIENCE, PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

STOPS = 45  # of the tabulator: the search, the filters, the pages, the answer and what stands below it
# where the keyboard is: whether something else lies over it, and whether its place looks other than without
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const { left, top, width, height } = one.getBoundingClientRect();
  const frame = one.closest("[data-testid=stTextInputRootElement], [role=group], #find") ?? one;
  const at = [0.1, 0.5, 0.9].map((share) => document.elementFromPoint(left + width * share, top + height / 2));
  const ringed = [one, frame].some((node) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  });
  return {
    name: `${one.tagName} ${one.ariaLabel ?? one.innerText ?? ""}`.slice(0, 60),
    seen: one.tagName === "IFRAME" || at.some((node) => node && (frame.contains(node) || node.contains(one))),
    ringed: one.tagName === "IFRAME" || ringed,
  };
}"""


@pytest.mark.parametrize(("path", "size"), [("/timeline", WIDE), ("/timeline", PHONE), ("/incident", PHONE)])
def test_the_keyboard_is_never_where_nobody_sees_it(browser, server, path, size):
    """Not in the folded drawer, nor under the head of the page (2.4.11); and its place has a ring (2.4.7)."""
    someone = Reader(browser, server, size)
    someone.open(path)
    someone.drawn()
    places = []
    for _ in range(STOPS):
        someone.page.keyboard.press("Tab")
        places.append(someone.page.evaluate(FOCUS))

    assert [place["name"] for place in places if place and not place["seen"]] == []
    assert [place["name"] for place in places if place and not place["ringed"]] == []
    assert len({place["name"] for place in places if place}) > 10
    someone.context.close()


def test_a_receipt_is_opened_read_and_closed_by_keyboard(reader):
    page = reader.open("/timeline")
    reader.drawn()
    button = page.get_by_role("button", name=re.compile(r"^Vérifier\s: année")).first
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h3").first).to_be_visible()
    for _ in range(25):  # what lies below is not reached
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    expect(button).to_be_focused()


def test_a_drawing_is_taken_away_by_keyboard(reader):
    page = reader.open("/timeline")
    reader.drawn()
    page.get_by_role("button", name=re.compile(r"^Enregistrer\s: Incidents par année")).first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="PNG").first).to_be_visible(timeout=PATIENCE)
    reader.settled()
    reader.drawn()
    for _ in range(3):  # the button that closes, the drawing for print, that for screens
        page.keyboard.press("Tab")
    link = dialog.get_by_role("link", name="PNG").first
    expect(link).to_be_focused(timeout=PATIENCE)
    drawing = page.request.get(reader.server + link.get_attribute("href"))

    assert drawing.headers["content-type"] == "image/png"
    assert drawing.body().startswith(b"\x89PNG")


def test_two_incidents_are_set_side_by_side_by_keyboard(reader):
    page = reader.open("/incident?incident=fr-dax-2021&compare=fr-versailles-2022")
    page.get_by_role("button", name="Ajouter à la comparaison").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Retirer de la comparaison")).to_be_focused()
    page.get_by_role("link", name="Comparer (2)", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?**")

    expect(page.get_by_role("columnheader", name=re.compile("Dax"))).to_be_visible()
    expect(page.get_by_role("columnheader", name=re.compile("Versailles"))).to_be_visible()


def test_a_mark_of_the_map_is_chosen_by_keyboard_and_keeps_it(reader):
    page = reader.open("/?country=FRA")
    reader.drawn()
    mark = reader.map().get_by_role("button", name=re.compile("^Centre hospitalier")).first
    incident = mark.get_attribute("data-incident")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**incident={incident}*")
    reader.settled()

    expect(reader.map().locator(f"[data-incident={incident}].chosen")).to_be_focused(timeout=PATIENCE)
    expect(page.locator(f"a[href*='incident={incident}']").first).to_be_visible(timeout=PATIENCE)


def test_a_choice_is_made_by_keyboard_and_its_answer_announced(reader):
    page = reader.open("/timeline")
    reader.drawn()
    assert page.locator("#answer").text_content() == ""
    page.locator(".st-key-widget-type input").focus()
    page.keyboard.type("rançon")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**type=ransomware*")
    reader.settled()

    expect(page.locator("#answer")).to_have_text(reader.headline)
    expect(page.get_by_role("status").and_(page.locator("#answer"))).to_have_count(1)


# --- what a screen reader is told, in order: a chart, a map, a table, a receipt ----------------------------


def test_a_chart_is_told_before_what_can_be_done_with_it(reader):
    page = reader.open("/timeline")
    reader.drawn()
    told = page.get_by_role("main").aria_snapshot()
    steps = [
        r'heading "[^"]+" \[level=1\]',
        r'button "Partager cette page"',
        r'heading "[^"]+" \[level=2\]',
        r'figure "[^"]{40,}"',  # what the drawing shows, in words
        r'button "Partager\s: Incidents par année[^"]*"',
        r'button "Enregistrer\s: Incidents par année[^"]*"',
        r'combobox "Les incidents d’une barre\s: Incidents par année[^"]*"',
    ]
    places = [found.start() if (found := re.search(step, told)) else step for step in steps]

    assert [place for place in places if isinstance(place, str)] == [], told[:4000]


def test_a_map_is_named_and_so_is_each_mark(reader):
    page = reader.open("/?country=FRA")
    reader.drawn()
    told = reader.map().locator("body").aria_snapshot()

    assert page.locator("iframe[src*='streamlit_folium']").get_attribute("title") == "Carte des incidents"
    assert re.search(r'button "Centre hospitalier [^"]+"', told)
    assert re.search(r'button "\d+ incidents proches, ouvrir"', told)
    assert "button:" not in told  # none without a name


def test_a_table_has_its_header_and_rows(reader):
    page = reader.open("/compare?compare=fr-versailles-2022&compare=fr-brest-chu-2023")
    told = page.get_by_role("table").first.aria_snapshot()

    assert re.search(r'columnheader "CHU de Brest"', told)
    assert re.search(r'rowheader "Lits"', told)
    assert re.search(r'link "Vérifier et citer\s: Lits, CHU de Brest"', told)


def test_a_receipt_says_figure_sentence_formula_and_rows_in_this_order(reader):
    page = reader.open("/timeline?receipt=busiest-year")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("table")).to_be_visible()
    told = dialog.aria_snapshot()
    order = ["D’où vient ce chiffre", "Année la plus chargée", "À citer", "Comment il est calculé", "Sources acceptées"]
    places = [told.find(step) for step in order]

    assert -1 not in places
    assert places == sorted(places)


def test_who_asks_for_less_motion_gets_none(browser, server):
    someone = Reader(browser, server, WIDE)
    someone.page.emulate_media(reduced_motion="reduce")
    someone.open("/?country=FRA")
    someone.drawn()
    moving = """() => document.getAnimations({ subtree: true })
      .filter((one) => one.effect?.getComputedTiming().activeDuration > 10).length"""

    assert someone.page.evaluate(moving) == 0
    someone.context.close()
