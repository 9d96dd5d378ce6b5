"""What a reader takes away from the pages: links, pictures, the kit, and what others frame."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.helpers.elsewhere import elsewhere
from tests.helpers.reader import PATIENCE, PHONE, WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

VERSAILLES = "fr-versailles-2022"
# what a page says; charts and tables are painted in their own time
WORDS = "[data-testid=stMain] :is([data-testid=stMarkdownContainer], [data-testid=stHtml])"
# every page with a choice that it narrows by or shows in its own way
VIEWS = (
    "/?department=78&lang=en",
    "/?country=world&type=ransomware&from=2021&to=2023-06",
    f"/incident?incident={VERSAILLES}&lang=en&evidence=official",
    "/timeline?region=11&from=2021&to=2023&type=ransomware&type=intrusion&q=hopital&lang=en",
    "/impact?country=USA&service=emergency",
    "/regions?level=region&measure=rate&smooth=yes&drawn=tiles&region=11&region=84",
    "/world?measure=rate&country=IND&evidence=attacker",
    "/method?lang=en&department=91",
)


@pytest.mark.parametrize("path", VIEWS)
def test_the_address_of_a_view_opens_the_same_view_for_somebody_else(browser, server, path):
    first, second = (Reader(browser, server, WIDE) for _ in range(2))
    first.open(path)
    shared = first.page.url  # what the browser shows
    second.open(shared.removeprefix(server))
    first.drawn()
    second.until(lambda: words_of(first) == words_of(second))

    assert parse_qs(urlsplit(shared).query) == parse_qs(urlsplit(path).query)
    assert first.errors == second.errors == []
    first.context.close()
    second.context.close()


def words_of(reader: Reader) -> list[str]:
    """What the page of a reader says."""
    return reader.page.locator(WORDS).all_inner_texts()


@pytest.mark.parametrize(
    "path", [f"/compare?compare={VERSAILLES}&compare=fr-dax-2021&lang=en", "/?department=78&lang=en&receipt=incidents"]
)
def test_a_workbook_of_a_page_is_made_when_its_button_is_pressed(reader, path):
    page = reader.open(path)
    reader.drawn()
    with page.expect_download() as taken:
        page.locator(":is(.st-key-compare-xlsx, .st-key-receipt-xlsx) button").click()

    assert openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).sheetnames[1:]
    assert reader.errors == []


def test_the_kit_is_made_in_sight_of_the_reader_and_holds_the_choice(reader):
    page = reader.open("/?department=78&lang=en")
    page.get_by_role("button", name="Prepare the reporter’s kit").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    ready = page.get_by_role("button", name="Download the reporter’s kit")
    ready.wait_for(timeout=8 * PATIENCE)  # twenty drawings in two languages, as pixels too
    with page.expect_download() as taken:
        ready.click()
    kit = zipfile.ZipFile(taken.value.path())

    rows = list(csv.DictReader(io.StringIO(kit.read("csv/incidents.csv").decode("utf-8"), newline="")))
    assert [row["incident_id"] for row in rows] == [VERSAILLES]
    assert kit.read("pictures/by-year.fr.png").startswith(b"\x89PNG")


def test_a_chart_is_saved_in_both_languages_as_drawing_and_as_pixels(reader):
    page = reader.open("/timeline?department=78")
    page.locator(".st-key-take-by-year button").click()
    shown = page.get_by_role("dialog").locator("img.taken")
    reader.until(lambda: shown.evaluate("image => image.complete && image.naturalWidth > 0"))
    links = page.get_by_role("dialog").locator(".take li")
    expect(links).to_have_count(2)

    for line, language in ((links.nth(0), "fr"), (links.nth(1), "en")):
        files = []
        for link in line.get_by_role("link").all():
            with page.expect_download() as taken:
                link.click()
            files.append((taken.value.suggested_filename, Path(taken.value.path()).read_bytes()))
        assert [name.rpartition(".")[2] for name, _ in files] == ["svg", "png", "svg", "png"]
        drawing = ElementTree.fromstring(files[0][1])  # noqa: S314
        assert drawing.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert all(content.startswith(b"\x89PNG") for _, content in files[1::2])
        assert all("department-78" in name for name, _ in files)
    assert reader.errors == []


def test_the_dialog_of_a_chart_fits_a_phone_and_closes_by_keyboard(phone):
    page = phone.open("/timeline?lang=en")
    page.locator(".st-key-take-by-year button").click()
    dialog = page.get_by_role("dialog")
    picture = dialog.locator("img.taken")
    # an image has no address before the browser has chosen among those offered
    phone.until(lambda: picture.evaluate("image => image.complete && image.naturalWidth > 0 && image.currentSrc"))

    assert "size=narrow" in picture.evaluate("image => image.currentSrc")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


# --- frames -----------------------------------------------------------------------------------------------


def test_the_lines_offered_show_the_chart_alone_in_a_page_of_another_origin(reader, browser, server):
    page = reader.open("/timeline?department=78&lang=en")
    page.locator(".st-key-embed-by-year button").click()
    code = page.get_by_role("dialog").locator("[data-testid=stCode] code").first
    code.wait_for()
    lines = code.inner_text()

    with elsewhere(lines) as site:
        other = Reader(browser, server, WIDE)
        other.page.goto(site)
        frame = other.page.frame_locator("iframe")
        picture = frame.locator("img")
        picture.wait_for()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
        expect(frame.get_by_role("link")).to_have_attribute("href", "/timeline?department=78&lang=en")
        inside = other.page.frames[1]
        assert inside.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
        assert inside.locator("script, nav, .stApp").count() == 0
        assert [error for error in other.errors if "favicon" not in error] == []
        other.context.close()


def test_the_card_of_an_incident_stands_alone_in_a_page_of_another_origin(reader, browser, server):
    page = reader.open(f"/incident?incident={VERSAILLES}&lang=en")
    lines = page.locator("[data-testid=stCode] code").filter(has_text="<iframe").first.inner_text()

    with elsewhere(lines) as site:
        other = Reader(browser, server, PHONE)
        other.page.goto(site)
        frame = other.page.frame_locator("iframe")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Versailles Hospital")
        frame.locator("summary").click()
        expect(frame.locator(".sources li").first).to_be_visible()
        inside = other.page.frames[1]
        assert inside.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert other.hosts == {"127.0.0.1"}
        other.context.close()


@pytest.mark.parametrize("path", ["/", "/timeline", f"/incident?incident={VERSAILLES}"])
def test_the_pages_refuse_to_be_framed_elsewhere(browser, server, path):
    with elsewhere(f'<iframe src="{server}{path}"></iframe>') as site:
        other = Reader(browser, server, WIDE)
        other.page.goto(site)
        other.until(lambda: any("frame-ancestors" in error for error in other.errors))
        other.until(lambda: other.page.frames[1].url.startswith("chrome-error"))
        other.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_frame_takes_the_picture_that_suits_the_screen(browser, server, size, scheme):
    reader = Reader(browser, server, size, scheme)
    reader.page.goto(f"{server}/embed/by-year?lang=en")
    source = reader.page.locator("img").evaluate("image => image.decode().then(() => image.currentSrc)")

    assert ("size=narrow" in source) == (size is PHONE)
    assert ("theme=dark" in source) == (scheme == "dark")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert reader.errors == []
    assert reader.hosts == {"127.0.0.1"}
    reader.context.close()
