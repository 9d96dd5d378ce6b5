"""What a reader sees and does, in headless Chromium on the real server."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, expect
from reader import PHONE, WIDE, Reader

pytestmark = pytest.mark.browser

VERSAILLES = "fr-versailles-2022"
PAGES = ("/", "/incident", f"/incident?incident={VERSAILLES}", "/timeline", "/impact", "/regions", "/world", "/method")


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_an_error_and_asks_no_foreign_host(browser, server, path, language, scheme):
    reader = Reader(browser, server, WIDE, scheme)
    page = reader.open(in_language(path, language))
    page.wait_for_timeout(1500)  # what a page asks for late is asked for by then

    assert reader.errors == []
    assert reader.hosts == {"127.0.0.1"}
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("[data-testid=stException]").count() == 0
    reader.context.close()


def test_the_map_has_its_departments_and_its_points(reader):
    reader.open("/")
    areas = reader.map().locator("path[data-code]")
    areas.first.wait_for()

    codes = areas.evaluate_all("paths => paths.map(path => path.dataset.code)")
    assert len(codes) == len(set(codes)) == 101
    assert {"2A", "2B", "971", "972", "973", "974", "976"} <= set(codes)
    assert reader.map().locator(".leaflet-marker-icon").count() > 20


def test_department_78_leaves_versailles_alone_on_the_map_in_the_table_and_in_the_file(reader):
    page = reader.open("/?department=78")
    marks = reader.map().locator(".leaflet-marker-icon")
    marks.first.wait_for()

    assert marks.count() == 1
    assert "2022" in reader.headline
    expect(page.locator("article.card .card-name")).to_have_text("Centre hospitalier de Versailles")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    # the grid is painted; what assistive tools read of it stands in a table inside the canvas
    rows = page.locator("[data-testid=stDataFrame] table [role=row]")
    expect(rows).to_have_count(2)  # the header and the one incident
    expect(rows.last).to_contain_text("Centre hospitalier de Versailles")
    assert page.get_by_role("heading", name="1 incident").count() >= 1
    assert [row["incident_id"] for row in _rows(_download(page, "Télécharger ces lignes (CSV)"))] == [VERSAILLES]


def test_the_second_file_opens_right_in_a_french_spreadsheet(reader):
    page = reader.open("/?department=91")
    raw = Path(_download(page, "Télécharger pour Excel français (;)").path()).read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["latitude"].startswith("48,")
    assert "fr-corbeil-essonnes-chsf-2022" in {row["incident_id"] for row in rows}


def test_the_choice_goes_from_page_to_page(reader):
    page = reader.open("/?department=78")
    for name, path in (("Chronologie", "/timeline"), ("Conséquences", "/impact"), ("Explorer", "/")):
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**{path}?department=78")
        expect(_chip(page, "Yvelines (78)")).to_be_visible()


def test_taking_a_chip_back_widens_the_view_and_the_browser_goes_back(reader):
    page = reader.open("/timeline?department=78")
    narrow = reader.headline
    _chip(page, "Yvelines (78)").click()
    expect(page.locator("h1").first).not_to_have_text(narrow)
    assert "department" not in page.url

    page.go_back()
    expect(page.locator("h1").first).to_have_text(narrow)


def test_choosing_a_department_in_the_list_filters_the_page(reader):
    page = reader.open("/")
    box = page.locator("[data-testid=stMultiSelect]").filter(has_text="Département").locator("input")
    box.click()
    box.fill("Essonne")
    page.get_by_role("option", name="Essonne (91)").click()
    page.keyboard.press("Escape")  # while the list is open, assistive tools see nothing else

    expect(_chip(page, "Essonne (91)")).to_be_visible()
    assert "department=91" in page.url


def test_a_point_opens_the_card_and_the_card_is_in_the_address(reader):
    page = reader.open("/")
    mark = reader.map().locator(".leaflet-marker-icon[data-incident]").first
    mark.wait_for()
    incident = mark.get_attribute("data-incident")
    mark.click()

    expect(page.locator("article.card")).to_be_visible()
    assert f"incident={incident}" in page.url
    page.get_by_role("button", name="Fermer la fiche").click()
    expect(page.locator("article.card")).to_have_count(0)
    assert "incident=" not in page.url


def test_a_mark_is_reached_and_opened_with_the_keyboard(reader):
    page = reader.open("/")
    mark = reader.map().locator(".leaflet-marker-icon[data-incident]").first
    mark.wait_for()
    mark.focus()
    page.keyboard.press("Enter")

    expect(page.locator("article.card")).to_be_visible()


def test_a_department_that_is_clicked_becomes_the_filter(reader):
    page = reader.open("/")
    area = reader.map().locator("path[data-code='33']")
    area.wait_for()
    area.click()

    expect(_chip(page, "Gironde (33)")).to_be_visible()


def test_a_row_of_the_table_opens_the_card(reader):
    page = reader.open("/?department=78&department=91")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    page.locator("[data-testid=stDataFrame]").scroll_into_view_if_needed()
    # the box that selects a row is painted at its left end, below the header
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 18, "y": 55})

    expect(page.locator("article.card")).to_be_visible()
    assert "incident=" in page.url


def test_the_zoom_of_the_map_outlives_a_filter(reader):
    page = reader.open("/")
    frame = reader.map()
    frame.locator("path[data-code]").first.wait_for()
    page.wait_for_timeout(800)
    before = frame.locator("path[data-code='75']").bounding_box()
    frame.get_by_role("button", name="Zoom avant").click()
    page.wait_for_timeout(1200)
    zoomed = frame.locator("path[data-code='75']").bounding_box()
    page.get_by_text("Incidents par million d’habitants", exact=True).click()
    reader.settled()
    page.wait_for_timeout(1200)
    after = frame.locator("path[data-code='75']").bounding_box()

    assert before is not None
    assert zoomed is not None
    assert after is not None
    assert zoomed["width"] > 1.5 * before["width"]
    assert after["width"] == pytest.approx(zoomed["width"], rel=0.02)
    assert "shade=yes" in page.url


def test_the_other_language_keeps_the_choice(reader):
    page = reader.open("/impact?department=78")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/impact?department=78&lang=en")
    page.wait_for_selector("h1")

    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("h1").first).to_contain_text("publicly documented")


def test_what_the_address_asks_for_in_vain_is_said(reader):
    page = reader.open("/?department=99&colour=red&type=ransomware")

    notices = page.locator("[data-testid=stAlert]")
    expect(notices).to_have_count(2)
    assert "99" in notices.first.inner_text()
    assert "department=99" not in page.url


def test_an_empty_view_offers_to_loosen_a_filter(reader):
    page = reader.open("/?department=78&type=ddos")
    page.get_by_role("button", name="Sans «\u202fDéni de service\u202f»").click()

    expect(page.locator("article.card .card-name")).to_have_text("Centre hospitalier de Versailles")


# --- every figure can be checked --------------------------------------------------------------------------


def test_from_the_map_to_the_page_of_an_incident_to_a_source_in_two_clicks(reader):
    page = reader.open("/?department=91&incident=fr-corbeil-essonnes-chsf-2022")
    reader.map().locator(".leaflet-marker-icon").first.wait_for()

    page.get_by_role("link", name="Tout le dossier").click()
    page.wait_for_url("**/incident?**")
    source = page.locator(".dossier table.claims a[href^='http']").first
    address = source.get_attribute("href")
    reader.context.route(
        "**/*", lambda route: route.fulfill(body="elsewhere") if address in route.request.url else route.continue_()
    )
    with page.expect_popup() as opened:
        source.click()

    assert opened.value.url == address
    assert opened.value.evaluate("window.opener") is None


def test_the_dial_changes_the_count_of_the_headline_and_the_address(reader):
    page = reader.open("/?lang=en")
    assert "103" in reader.headline
    page.get_by_role("radio", name="official only").or_(page.get_by_role("button", name="official only")).click()

    expect(page.locator("h1").first).not_to_contain_text("103")
    assert "evidence=official" in page.url
    counted = int(page.locator("h1").first.inner_text().split()[0])
    assert counted < 103
    page.get_by_text("+ attackers", exact=False).first.click()
    expect(page.locator("h1").first).to_contain_text("109")


def test_the_link_of_a_receipt_reopens_the_same_view_with_its_receipt(browser, server, reader):
    page = reader.open("/impact?region=11&lang=en")
    page.locator(".st-key-receipt-total-beds button").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("To quote")
    link = drawer.locator("code", has_text="receipt=total-beds").first.inner_text()
    quoted = drawer.locator("code", has_text="Source: Hospital Cyberattack Atlas").first.inner_text()
    assert "receipt=total-beds" in page.url

    second = Reader(browser, server, WIDE)
    second.page.goto(link)
    second.settled()
    again = second.page.get_by_role("dialog")
    expect(again).to_contain_text("it still holds")
    assert again.locator("code", has_text="Source: Hospital").first.inner_text() == quoted
    assert second.headline == reader.headline
    assert second.errors == []
    second.page.keyboard.press("Escape")
    expect(again).to_have_count(0)
    second.page.wait_for_url(lambda url: "receipt" not in url and "region=11" in url)
    second.context.close()


def test_the_claims_behind_a_figure_are_a_file(reader):
    page = reader.open("/?lang=en&receipt=total-patients_transferred")
    drawer = page.get_by_role("dialog")
    with page.expect_download() as started:
        drawer.get_by_role("button", name="claims used").click()

    rows = _rows(started.value)
    assert {row["measure"] for row in rows} == {"patients_transferred"}
    assert any(row["incident_id"] == VERSAILLES for row in rows)


def test_an_incident_is_searched_for_without_accents(reader):
    page = reader.open("/incident?lang=en")
    page.get_by_label("Find an incident").fill("CHALON saone")
    page.keyboard.press("Enter")
    page.locator("ul.short-list a", has_text="Chalon").first.click()
    page.wait_for_url("**incident=fr-chalon-2021**")
    page.wait_for_selector("h1")

    expect(page.locator("h1").first).to_contain_text("Chalon")


def test_the_incident_before_and_the_one_after_are_a_click_away(reader):
    page = reader.open(f"/incident?incident={VERSAILLES}")
    here = reader.headline
    page.locator(".st-key-neighbours-top a").last.click()
    expect(page.locator("h1").first).not_to_have_text(here)
    page.locator(".st-key-neighbours-top a", has_text="Versailles").click()
    page.wait_for_url(f"**incident={VERSAILLES}**")


def test_the_page_of_an_incident_prints_whole_and_without_controls(reader):
    page = reader.open(f"/incident?incident={VERSAILLES}")
    page.locator("details.measure").first.wait_for()
    page.emulate_media(media="print")

    for control in (".st-key-navigation", ".st-key-dial", "[data-testid=stSidebar]", ".st-key-receipt-incident-beds"):
        expect(page.locator(control).first).to_be_hidden()
    expect(page.locator(".dossier table.claims").first).to_be_visible()
    # what is folded on the screen is unfolded on paper
    expect(page.locator("details.measure table.claims").first).to_be_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") + paper.count(b"/Type/Page") >= 3


def test_the_title_of_the_window_is_that_of_the_incident_and_the_head_gives_its_address(reader):
    page = reader.open(f"/incident?incident={VERSAILLES}&lang=en")

    assert page.title().startswith("Versailles Hospital, 3 December 2022")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{reader.server}/incident?incident={VERSAILLES}&lang=en"


def test_the_page_of_an_incident_is_read_by_keyboard(reader):
    page = reader.open(f"/incident?incident={VERSAILLES}")
    folded = page.locator("details.measure").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(folded.locator("table.claims")).to_be_visible()


# --- areas --------------------------------------------------------------------------------------------------


def test_a_count_is_drawn_as_circles_and_a_ratio_as_colours_insets_included(reader):
    page = reader.open("/regions?lang=en")
    frame = reader.map()
    frame.locator("path[data-code]").first.wait_for()
    frame.locator(".circle").first.wait_for()
    circles = frame.locator(".circle").count()
    assert circles == 44
    assert frame.locator(".inset path[data-code]").count() == 5
    assert frame.locator(".inset .circle").count() == 1  # La Réunion

    box = page.locator("[data-testid=stSelectbox]", has_text="Measure").locator("input")
    box.click()
    page.get_by_role("option", name="Rate per million people and year").click()
    page.wait_for_url("**measure=rate**")
    expect(frame.locator(".circle")).to_have_count(0)
    painted = frame.locator("path[data-code='52']").evaluate("path => path.style.fill")
    assert painted not in ("", frame.locator("path[data-code='23']").evaluate("path => path.style.fill"))


def test_the_level_changes_the_map_the_table_and_the_address(reader):
    page = reader.open("/regions?lang=en")
    reader.map().locator("path[data-code='78']").wait_for()
    page.get_by_text("Regions", exact=True).first.click()
    page.wait_for_url("**level=region**")
    frame = page.frame_locator("iframe[src*='streamlit_folium']")
    expect(frame.locator("path[data-code]")).to_have_count(18)
    expect(page.get_by_role("heading", name="The 18 areas in a table")).to_be_visible()


def test_the_tiles_are_worked_with_the_keyboard_alone(reader):
    page = reader.open("/regions?lang=en&drawn=tiles")
    tile = page.locator(".st-key-tile-78 button").first
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**department=78**")
    expect(page.locator("dl.area-facts")).to_be_visible()
    expect(page.locator(".st-key-tile-78 button", has_text="✓").first).to_be_visible()

    # tab goes on from tile to tile, row by row
    page.locator(".st-key-tile-75 button").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[class*=st-key-tile-]') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.count("department=") == 2)
    expect(page.locator("table.comparison")).to_be_visible()


def test_the_table_holds_the_areas_of_the_map_with_their_values(reader):
    page = reader.open("/regions?lang=en&level=region")
    frame = reader.map()
    frame.locator("path[data-code='11']").wait_for()
    said = frame.locator("path[data-code='11']").get_attribute("aria-label")
    codes = frame.locator("path[data-code]").evaluate_all("paths => paths.map(path => path.dataset.code)")
    rows = _rows(_download(page, "Download these rows (CSV)"))

    assert sorted(codes) == sorted(row["code"] for row in rows)
    assert f"{next(row for row in rows if row['code'] == '11')['incidents']} incident" in said


def test_a_click_on_an_area_opens_its_file_and_its_brief_can_be_taken_away(reader):
    page = reader.open("/regions")
    area = reader.map().locator("path[data-code='23']")
    area.wait_for()
    area.click()
    page.wait_for_url("**department=23**")
    expect(page.locator("dl.area-facts")).to_be_visible()

    brief = Path(_download(page, "La note d’une page, à imprimer (HTML)").path()).read_text(encoding="utf-8")
    assert "Creuse" in brief
    assert "<script" not in brief


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, server: str, path):
    reader = Reader(browser, server, PHONE, "dark")
    page = reader.open(in_language(path, "fr"))  # French words are the longer ones
    page.wait_for_timeout(1500)

    widest = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter(node => node.offsetParent)"
        ".filter(node => !node.closest('svg, iframe, .frame, [data-testid=stDataFrame], [data-testid=stTable]'))"
        ".map(node => node.getBoundingClientRect().right))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert widest <= PHONE["width"] + 1
    assert reader.errors == []
    reader.context.close()


def test_a_phone_has_the_map_the_list_and_the_filters_behind_one_button(phone):
    page = phone.open("/")
    phone.map().locator("path[data-code]").first.wait_for()
    box = page.locator("iframe[src*='streamlit_folium']").bounding_box()
    assert box is not None
    assert 0.5 * PHONE["height"] <= box["height"] <= 0.75 * PHONE["height"]

    cards = page.locator("ul.short-list li")
    assert cards.count() > 90
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_hidden()
    page.locator("[data-testid=stExpandSidebarButton]").click()
    expect(page.get_by_role("heading", name="Filtrer")).to_be_in_viewport()


def test_a_short_card_on_a_phone_leads_to_the_incident(phone):
    page = phone.open("/?department=91")
    page.locator("ul.short-list a", has_text="Sud Francilien").click()
    page.wait_for_selector("article.card")

    assert "incident=fr-corbeil-essonnes-chsf-2022" in page.url


def _chip(page, label: str):
    """The button above the view that takes one filter back."""
    return page.locator(".st-key-chips").get_by_role("button", name=label)


def _download(page, name: str) -> Download:
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    return started.value


def _rows(download: Download) -> list[dict[str, str]]:
    text = Path(download.path()).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
