"""The tasks of three readers from the front page: how many clicks each takes, and what they hold in the end."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from analytics.selection.selection import LANGUAGES
from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

TO_THE_FILE, TO_A_QUOTE, TO_A_CHART, TO_EXCEL = 3, 2, 2, 2  # clicks, each from where the one before ended
BREST = "fr-brest-chu-2023"


class Counted:
    """A reader whose clicks are counted; what is typed is none."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page, self.clicks = reader, reader.page, 0

    def click(self, what: Locator) -> None:
        """Click on something, and wait until the page has answered."""
        what.click()
        self.clicks += 1
        self.reader.settled()

    def taken(self, what: Locator) -> tuple[str, bytes]:
        """The name and the bytes of the file that a click brings."""
        with self.page.expect_download() as download:
            what.click()
        self.clicks += 1
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def since(self) -> int:
        """How many clicks since this was asked last."""
        clicks, self.clicks = self.clicks, 0
        return clicks

    def search(self, words: str) -> Locator:
        """What the search in the head finds for words typed into it: the first."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        first = self.page.locator("#find [role=option]").first
        expect(first).to_be_visible()
        return first

    @property
    def dialog(self) -> Locator:
        """What lies over the page."""
        return self.page.get_by_role("dialog")

    def closed(self) -> None:
        """Close what lies over the page, by keyboard."""
        self.page.keyboard.press("Escape")
        expect(self.dialog).to_have_count(0)


@pytest.fixture
def counted(browser, server, request):
    """A reader at a desk whose browser asks for a language."""
    someone = Reader(browser, server, WIDE, locale=request.param)
    yield Counted(someone)
    assert someone.errors == []
    assert someone.hosts == {"127.0.0.1"}
    someone.context.close()


def rows_of(workbook: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet of a workbook that holds more than what was chosen."""
    return list(load_workbook(io.BytesIO(workbook), read_only=True).worksheets[1].iter_rows(values_only=True))


def excel(page: Page, name: str) -> Locator:
    """What takes the table away as a workbook: a link where a file is served, a button where a page makes it."""
    return page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first


def picture(counted: Counted) -> bytes:
    """The drawing in the reader's language that the open dialog offers."""
    language = counted.page.locator("html").get_attribute("lang")
    line = counted.dialog.locator(".take li").nth(LANGUAGES.index(language or ""))
    name, drawn = counted.taken(line.get_by_role("link").first)
    assert name.endswith(".svg")
    return drawn


@pytest.mark.parametrize("counted", ["fr-FR"], indirect=True)
def test_a_reporter_finds_quotes_and_takes_away_what_happened_in_brest(counted):
    page = counted.page
    counted.reader.open("/")
    counted.click(counted.search("hôpital Brest"))
    expect(page.locator("h1").first).to_have_text("CHU de Brest")
    assert counted.since() <= TO_THE_FILE

    counted.click(page.locator(".st-key-receipt-beds button:visible, [class*=st-key-receipt-] button:visible").first)
    quote = counted.dialog.locator("[data-testid=stCode] code").first
    expect(quote).to_contain_text("CHU de Brest")
    said = quote.inner_text()
    assert counted.since() <= TO_A_QUOTE
    # the figure is the one of the file, with who says it and the address of this incident
    assert f"incident={BREST}" in said
    counted.closed()

    counted.click(page.locator("[class*=st-key-take-] button:visible").first)
    assert b"Brest" in picture(counted)
    assert counted.since() <= TO_A_CHART
    counted.closed()

    name, workbook = counted.taken(excel(page, "Télécharger pour Excel"))
    assert counted.since() <= TO_EXCEL
    assert name.endswith(".xlsx")
    assert any("CHU de Brest" in str(cell) for row in rows_of(workbook) for cell in row)


@pytest.mark.parametrize("counted", ["fr-FR"], indirect=True)
def test_an_adviser_of_a_region_has_its_sheet_its_rate_to_quote_its_chart_and_its_rows(counted):
    page = counted.page
    counted.reader.open("/")
    counted.click(counted.search("Grand Est"))
    expect(page.get_by_role("heading", name="Grand Est", exact=True).first).to_be_visible()
    assert counted.since() <= TO_THE_FILE

    counted.click(page.locator("[class*=st-key-receipt-area] button:visible").first)
    quote = counted.dialog.locator("[data-testid=stCode] code").first
    expect(quote).to_contain_text("Grand Est")
    assert "region=44" in quote.inner_text()
    assert counted.since() <= TO_A_QUOTE
    counted.closed()

    counted.click(page.locator("[class*=st-key-take-] button:visible").first)
    assert b"Grand Est" in picture(counted)
    assert counted.since() <= TO_A_CHART
    counted.closed()

    name, workbook = counted.taken(excel(page, "Télécharger pour Excel"))
    assert counted.since() <= TO_EXCEL
    assert name.endswith(".xlsx")
    assert any("Grand Est" in str(cell) for row in rows_of(workbook) for cell in row)


@pytest.mark.parametrize("counted", ["en-GB"], indirect=True)
def test_an_adviser_at_who_reads_a_country_in_english_from_the_first_page_on(counted):
    page = counted.page
    counted.reader.open("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    counted.click(counted.search("Germany"))
    expect(page.get_by_role("heading", name="Germany").first).to_be_visible()
    assert counted.since() <= TO_THE_FILE

    counted.click(page.locator("[class*=st-key-receipt-] button:visible").first)
    quote = counted.dialog.locator("[data-testid=stCode] code").first
    expect(quote).to_contain_text("Germany")
    assert "country=DEU" in quote.inner_text()
    assert counted.since() <= TO_A_QUOTE
    counted.closed()

    counted.click(page.locator("[class*=st-key-take-] button:visible").first)
    assert b"Germany" in picture(counted)
    assert counted.since() <= TO_A_CHART
    counted.closed()

    name, workbook = counted.taken(excel(page, "Download for Excel"))
    assert counted.since() <= TO_EXCEL
    assert name.endswith(".xlsx")
    assert any("Germany" in str(cell) for row in rows_of(workbook) for cell in row)
