"""The search in the head of each page, as readers use it: by keyboard alone, on a telephone, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.helpers.reader import PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

TARGET = 44  # pixels: what a thumb hits


def field(page):
    return page.get_by_role("combobox", name="Chercher un hôpital, une ville, un département…")


def options(page):
    return page.locator("#find [role=option]")


def test_the_keyboard_alone_leads_from_any_page_to_the_file_of_an_incident_and_back(reader):
    page = reader.open("/timeline")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("hôpital Brest")
    expect(options(page).first).to_contain_text("CHU de Brest")
    expect(options(page).first).to_contain_text("Incident · Finistère (29) · 9 mars 2023 · source officielle")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incident?*incident=fr-brest-chu-2023")
    expect(page.locator("h1").first).to_have_text("CHU de Brest")
    reader.settled()
    page.go_back()
    page.wait_for_url("**/timeline*")

    assert reader.errors == []
    assert reader.hosts == {"127.0.0.1"}


def test_arrows_choose_and_escape_closes(reader):
    page = reader.open("/method")
    page.keyboard.press("/")
    page.keyboard.type("saint")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(options(page).nth(place)).to_have_attribute("aria-selected", "true")
        expect(field(page)).to_have_attribute("aria-activedescendant", f"find-{place}")
        expect(page.locator("#find [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_value("saint")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")


def test_who_presses_enter_before_the_answer_is_there_gets_it(reader):
    page = reader.open("/")
    page.keyboard.press("/")
    page.keyboard.insert_text("quimper")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regions?department=29")
    reader.settled()

    assert "Finistère" in page.locator("main").inner_text()


def test_a_misspelled_name_and_a_town_without_an_attack_are_answered(reader):
    page = reader.open("/")
    field(page).fill("versaile")
    expect(page.locator(".find-meant")).to_have_text("Vouliez-vous dire\u202f: Versailles\u202f?")
    expect(page.locator("#find [role=status]")).to_contain_text("Versailles")
    field(page).fill("quimper")
    expect(options(page).first).to_contain_text("aucune attaque connue")
    expect(options(page).nth(1)).to_contain_text("à 52\u202fkm")
    field(page).fill("zzzzqq")
    expect(page.locator(".find-meant")).to_have_text("Rien ne porte ces mots.")


def test_the_last_line_lists_all_incidents_that_have_the_words(reader):
    page = reader.open("/world?lang=en")
    box = page.get_by_role("combobox", name="Search for a hospital")
    box.fill("rennes")
    expect(options(page).last).to_contain_text("All incidents with “rennes”")
    options(page).last.click()
    page.wait_for_url("**/?q=rennes&lang=en")
    expect(page.locator("main")).to_contain_text("Rennes")


def test_a_stroke_typed_into_another_field_stays_there(reader):
    page = reader.open("/incident")
    other = page.get_by_role("textbox", name="Trouver un incident")
    other.focus()
    page.keyboard.type("a/b")

    expect(other).to_have_value("a/b")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_the_list_is_in_sight_and_made_for_thumbs(browser, server, scheme):
    someone = Reader(browser, server, PHONE, scheme)
    page = someone.open("/")
    page.locator("[data-testid=stExpandSidebarButton]").click()
    expect(page.get_by_role("heading", name="Filtrer")).to_be_in_viewport()
    # the filters lie above it, once they are there
    someone.until(lambda: page.evaluate("!document.elementFromPoint(300, 20).closest('#find')"))
    page.locator("[data-testid=stSidebarCollapseButton] button").click()
    field(page).click()
    page.keyboard.type("lyon")
    expect(options(page).first).to_be_visible()
    boxes = [field(page).bounding_box(), *(each.bounding_box() for each in options(page).all())]

    assert all(box["height"] >= TARGET for box in boxes)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    options(page).first.click()
    someone.settled()
    expect(page.locator("#find [role=listbox]")).to_be_hidden()
    assert someone.errors == []
    someone.context.close()


def test_the_search_scrolls_away_with_the_page_and_comes_back_for_who_types(browser, server):
    someone = Reader(browser, server, WIDE)
    page = someone.open("/method")
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 900)")
    expect(field(page)).not_to_be_in_viewport()
    page.keyboard.press("/")
    expect(field(page)).to_be_in_viewport()
    someone.context.close()


@pytest.mark.parametrize(
    ("lang", "label", "typed", "address"),
    [
        ("fr", "Région", "bret", "region=53"),
        ("fr", "Région", "rhone", "region=84"),
        ("fr", "Département", "ain", "department=01"),
        ("fr", "Département", "cote d or", "department=21"),
        ("en", "Region", "bret", "region=53"),
        ("en", "Country", "ger", "country=DEU"),
    ],
)
def test_a_list_of_a_filter_takes_what_was_typed_alone(reader, lang, label, typed, address):
    page = reader.open(f"/timeline?lang={lang}")
    page.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(typed)
    expect(page.locator("[data-testid=stMultiSelectOption], [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/timeline?*{address}*")

    assert page.url.count(address.partition("=")[0] + "=") == 1


def test_a_french_page_has_no_english_of_its_widgets(reader):
    page = reader.open("/?lang=fr")
    words = page.get_by_role("textbox", name="Rechercher", exact=True)
    words.fill("abc")
    expect(page.get_by_text("Entrée pour appliquer")).to_be_visible()
    words.fill("")
    page.get_by_role("combobox", name="Département", exact=True).click()
    page.keyboard.type("zzzz")
    expect(page.get_by_text("Aucun résultat")).to_be_visible()
    page.keyboard.press("Escape")
    reader.drawn()
    labels = page.evaluate(
        "() => ['aria-label', 'title', 'placeholder'].flatMap(name => [...document.querySelectorAll(`[${name}]`)]"
        ".filter(node => !node.closest('iframe')).map(node => node.getAttribute(name)))"
    )
    expect(page.get_by_text("Aller au contenu")).to_be_attached()
    english = "Open|Search|Show|Hide|Clear|Select|Press|Fullscreen|Collapse|Expand|Sidebar|Help|Link|Choose|Increment"
    assert [text for text in labels if re.match(rf"({english})\b", text or "")] == []


def test_on_a_telephone_the_card_begins_below_the_button_of_the_filters(phone):
    page = phone.open("/?incident=fr-versailles-2022")
    phone.drawn()
    button = page.get_by_test_id("stExpandSidebarButton")
    close = page.get_by_role("button", name="Fermer la fiche")
    phone.until(lambda: 0 <= close.bounding_box()["y"] < PHONE["height"] / 2)  # it is what one sees
    foot = button.bounding_box()["y"] + button.bounding_box()["height"]

    assert close.bounding_box()["y"] >= foot
    paper = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    expect(button).to_have_css("background-color", paper)
