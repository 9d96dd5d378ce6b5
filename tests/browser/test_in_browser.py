"""What a reader sees and does, in headless Chromium on the real server."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, expect

from analytics.atlas.published import publish
from analytics.schema.codes import OVERSEAS_DEPARTMENTS, TIERS
from analytics.selection.selection import Selection
from analytics.statistics.profiles import profiles
from dashboard.paged import ROWS
from tests.helpers.reader import PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

VERSAILLES = "fr-versailles-2022"
PAGES = ("/", "/incident", f"/incident?incident={VERSAILLES}", "/timeline", "/impact", "/regions", "/world", "/method")


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_an_error_and_asks_no_foreign_host(browser, server, path, language, scheme):
    reader = Reader(browser, server, WIDE, scheme)
    page = reader.open(in_language(path, language))
    reader.drawn()

    assert reader.errors == []
    assert reader.hosts == {"127.0.0.1"}
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("[data-testid=stException]").count() == 0
    # an icon that is a file of the server is gone for a moment each time a run begins
    assert page.locator("link[rel*=icon]").first.get_attribute("href").startswith("data:image/png")
    reader.context.close()


def test_the_map_has_its_departments_and_its_points(reader, shipped):
    reader.open("/")
    areas = reader.map().locator("path[data-code]")
    expect(areas).to_have_count(len(shipped.departments))
    codes = areas.evaluate_all("paths => paths.map(path => path.dataset.code)")

    assert set(codes) == set(shipped.departments["code"])
    expect(reader.map().locator(".leaflet-marker-icon").nth(20)).to_be_attached()


def test_department_78_leaves_versailles_alone_on_the_map_in_the_table_and_in_the_file(reader):
    page = reader.open("/?department=78")
    expect(reader.map().locator(".leaflet-marker-icon")).to_have_count(1)
    expect(page.locator("h1").first).to_contain_text("2022")
    expect(page.locator("article.card .card-name")).to_have_text("Centre hospitalier de Versailles")
    # what assistive tools read of the grid stands in a table inside the canvas
    rows = page.locator("[data-testid=stDataFrame] table [role=row]")
    expect(rows).to_have_count(2)  # the header and the one incident
    expect(rows.last).to_contain_text("Centre hospitalier de Versailles")
    expect(page.get_by_role("heading", name="1 incident").first).to_be_attached()
    assert [row["incident_id"] for row in _rows(_download(page, "Télécharger ces lignes (CSV)"))] == [VERSAILLES]


def test_the_second_file_opens_right_in_a_french_spreadsheet(reader):
    page = reader.open("/?department=91")
    raw = Path(_download(page, "CSV pour un tableur français (;)").path()).read_bytes()

    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["Latitude, degrés décimaux, WGS 84"].startswith("48,")
    assert "fr-corbeil-essonnes-chsf-2022" in {row["Identifiant stable, jamais réattribué"] for row in rows}
    assert rows[0]["Nature de la victime"] == "hôpital"  # a code in words


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
    page.wait_for_url(lambda url: "department" not in url)

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
    page.wait_for_url("**department=91**")


def test_a_point_opens_the_card_and_the_card_is_in_the_address(reader):
    page = reader.open("/")
    mark = reader.map().locator(".leaflet-marker-icon[data-incident]").first
    incident = mark.get_attribute("data-incident")
    mark.click()

    expect(page.locator("article.card")).to_be_visible()
    page.wait_for_url(f"**incident={incident}**")
    page.get_by_role("button", name="Fermer la fiche").click()
    expect(page.locator("article.card")).to_have_count(0)
    page.wait_for_url(lambda url: "incident=" not in url)


def test_a_mark_is_reached_and_opened_with_the_keyboard(reader):
    page = reader.open("/")
    reader.map().locator(".leaflet-marker-icon[data-incident]").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator("article.card")).to_be_visible()


def test_a_department_that_is_clicked_becomes_the_filter(reader):
    page = reader.open("/")
    reader.map().locator("path[data-code='15']").click()  # no mark stands on it

    expect(_chip(page, "Cantal (15)")).to_be_visible()


def test_a_row_of_the_table_opens_the_card(reader):
    page = reader.open("/?department=78&department=91")
    reader.drawn()  # what is drawn above it later would move the table from under the pointer
    # the box that selects a row is painted at its left end, below the header
    page.locator("[data-testid=stDataFrame] .dvn-scroller").first.click(position={"x": 18, "y": 55})

    expect(page.locator("article.card")).to_be_visible()
    page.wait_for_url("**incident=**")


def test_the_zoom_of_the_map_outlives_a_filter(reader):
    page = reader.open("/")
    reader.drawn()
    paris, moving = reader.map().locator("path[data-code='75']"), reader.map().locator(".leaflet-zoom-anim")

    def width() -> float:
        expect(moving).to_have_count(0)
        return paris.bounding_box()["width"]

    before = width()
    reader.map().get_by_role("button", name="Zoom avant").click()
    reader.until(lambda: width() > 1.5 * before)
    zoomed = width()
    page.get_by_text("Incidents par million d’habitants et par an", exact=True).click()
    page.wait_for_url("**shade=yes**")
    reader.until(lambda: paris.evaluate("path => path.style.fill"))

    assert width() == pytest.approx(zoomed, rel=0.02)


def test_the_other_language_keeps_the_choice(reader):
    page = reader.open("/impact?department=78")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/impact?department=78&lang=en")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1").first).to_contain_text("publicly documented")


def test_what_the_address_asks_for_in_vain_is_said(reader):
    page = reader.open("/?department=99&colour=red&type=ransomware")

    notices = page.locator("[data-testid=stAlert]")
    expect(notices).to_have_count(2)
    expect(notices.first).to_contain_text("99")
    expect(page.locator("h1").first).to_contain_text("rien n’est affiché")
    page.wait_for_url(lambda url: "department=99" not in url)


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


def test_the_dial_changes_the_count_of_the_headline_and_the_address(reader, held_shipped):
    counts = {tier: len(held_shipped.table("incidents", Selection(evidence=tier))) for tier in TIERS}
    page = reader.open("/?lang=en")
    headline = page.locator("h1").first
    expect(headline).to_have_text(re.compile(rf"^{counts['specialist']} "))
    page.get_by_role("radio", name="authorities only").or_(page.get_by_role("button", name="authorities only")).click()

    expect(headline).to_have_text(re.compile(rf"^{counts['official']} "))
    page.wait_for_url("**evidence=official**")
    assert counts["official"] < counts["specialist"]
    page.get_by_text("+ attackers", exact=False).first.click()
    claimed = counts["attacker"] - counts["specialist"]
    expect(headline).to_have_text(
        re.compile(rf"^{counts['specialist']} .* and {claimed} that the attacker alone claims")
    )


def test_the_link_of_a_receipt_reopens_the_same_view_with_its_receipt(browser, server, reader):
    page = reader.open("/impact?region=11&lang=en")
    page.locator(".st-key-receipt-total-beds button").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("To quote")
    link = drawer.locator("code", has_text=re.compile("^http.*receipt=total-beds")).first.inner_text()
    quoted = drawer.locator("code", has_text="Source: Hospital Cyberattack Atlas").first.inner_text()
    page.wait_for_url("**receipt=total-beds**")

    second = Reader(browser, server, WIDE)
    second.page.goto(link)
    second.settled()
    again = second.page.get_by_role("dialog")
    expect(again).to_contain_text("it still holds")
    expect(again.locator("code", has_text="Source: Hospital").first).to_have_text(quoted)
    expect(second.page.locator("h1").first).to_have_text(reader.headline)
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

    expect(page).to_have_title(re.compile("^Versailles Hospital, 3 December 2022"))
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{reader.server}/incident?incident={VERSAILLES}&lang=en"


def test_the_page_of_an_incident_is_read_by_keyboard(reader):
    page = reader.open(f"/incident?incident={VERSAILLES}")
    folded = page.locator("details.measure").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(folded.locator("table.claims")).to_be_visible()


# --- areas --------------------------------------------------------------------------------------------------


def test_a_count_is_drawn_as_circles_and_a_ratio_as_colours_insets_included(reader, shipped):
    table = profiles(shipped, publish(shipped), Selection(), "department").areas
    hit = set(table.index[table["incidents"] > 0])
    page = reader.open("/regions?lang=en")
    frame = reader.map()
    expect(frame.locator(".circle")).to_have_count(len(hit))
    expect(frame.locator(".insets path[data-code]")).to_have_count(len(OVERSEAS_DEPARTMENTS))
    expect(frame.locator(".insets .circle")).to_have_count(len(hit & set(OVERSEAS_DEPARTMENTS)))

    box = page.locator("[data-testid=stSelectbox]", has_text="Measure").locator("input")
    box.click()
    page.get_by_role("option", name="Rate per million people and year").click()
    page.wait_for_url("**measure=rate**")
    expect(frame.locator(".circle")).to_have_count(0)
    fills = [frame.locator(f"path[data-code='{code}']") for code in ("52", "23")]
    reader.until(lambda: len({"", *(path.evaluate("path => path.style.fill") for path in fills)}) == 3)


def test_the_level_changes_the_map_the_table_and_the_address(reader, shipped):
    page = reader.open("/regions?lang=en")
    reader.map().locator("path[data-code='78']").wait_for()
    page.get_by_text("Regions", exact=True).first.click()
    page.wait_for_url("**level=region**")
    expect(reader.map().locator("path[data-code]")).to_have_count(len(shipped.regions))
    expect(page.get_by_role("heading", name=f"The {len(shipped.regions)} areas in a table")).to_be_visible()


def test_the_tiles_are_worked_with_the_keyboard_alone(reader):
    page = reader.open("/regions?lang=en&drawn=tiles")
    reader.drawn()
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
    rows = _rows(_download(page, "Download these rows (CSV)"))
    areas = reader.map().locator("path[data-code]")
    expect(areas).to_have_count(len(rows))
    codes = areas.evaluate_all("paths => paths.map(path => path.dataset.code)")

    assert sorted(codes) == sorted(row["code"] for row in rows)
    told = f"{next(row for row in rows if row['code'] == '11')['incidents']} incident"
    expect(reader.map().locator("path[data-code='11']")).to_have_attribute("aria-label", re.compile(told))


def test_a_click_on_an_area_opens_its_file_and_its_note_can_be_taken_away(reader):
    page = reader.open("/regions")
    reader.map().locator("path[data-code='23']").click()
    page.wait_for_url("**department=23**")
    expect(page.locator("dl.area-facts")).to_be_visible()

    with page.expect_download() as started:
        page.locator("p.take a", has_text="HTML").click()
    note = Path(started.value.path()).read_text(encoding="utf-8")
    assert "Creuse" in note
    assert "<script" not in note


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_on_a_phone(browser: Browser, server: str, path):
    reader = Reader(browser, server, PHONE, "dark")
    page = reader.open(in_language(path, "fr"))  # French words are the longer ones
    reader.drawn()

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


def test_a_phone_has_the_map_the_list_and_the_filters_behind_one_button(phone, held_shipped):
    page = phone.open("/")
    phone.map().locator("path[data-code]").first.wait_for()
    frame = page.locator("iframe[src*='streamlit_folium']")
    phone.until(lambda: 0.5 * PHONE["height"] <= frame.bounding_box()["height"] <= 0.75 * PHONE["height"])

    french = held_shipped.table("incidents", Selection(country=("FRA",)))  # what a page in French begins with
    expect(page.locator("ul.short-list li")).to_have_count(min(ROWS, len(french)))
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_hidden()
    assert page.locator(".st-key-narrow-list").bounding_box()["height"] < PHONE["height"]
    page.locator("[data-testid=stExpandSidebarButton]").click()
    expect(page.get_by_role("heading", name="Filtrer")).to_be_in_viewport()


def test_a_short_card_on_a_phone_leads_to_the_incident(phone):
    page = phone.open("/?department=91")
    page.locator("ul.short-list a", has_text="Sud Francilien").click()
    page.wait_for_selector("article.card")

    page.wait_for_url("**incident=fr-corbeil-essonnes-chsf-2022**")


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
