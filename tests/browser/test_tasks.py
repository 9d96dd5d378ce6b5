"""The tasks of three readers from the front page: how many clicks each takes, and what they hold in the end."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from analytics.selection.selection import LANGUAGES
from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

TO_THE_FILE, TO_A_QUOTE, TO_A_CHART, TO_EXCEL = 3, 2, 2, 2  # clicks, each from where the one before ended


class Counted:
    """A reader whose clicks are counted; what is typed is none."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader, self.page, self.language, self.clicks = reader, reader.page, language, 0

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
        # what the first letters found is no answer
        with self.page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [words]):
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
    yield Counted(someone, request.param[:2])
    assert someone.errors == []
    assert someone.hosts == {"127.0.0.1"}
    someone.context.close()


def rows_of(workbook: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet of a workbook that holds more than what was chosen."""
    return list(load_workbook(io.BytesIO(workbook), read_only=True).worksheets[1].iter_rows(values_only=True))


def excel(page: Page) -> Locator:
    """What takes the table away as a workbook: a link where a file is served, a button where a page makes it."""
    name = re.compile("pour Excel|for Excel")
    return page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first


def picture(counted: Counted) -> bytes:
    """The drawing in the reader's language that the open dialog offers."""
    line = counted.dialog.locator(".take li").nth(LANGUAGES.index(counted.language))
    name, drawn = counted.taken(line.get_by_role("link").first)
    assert name.endswith(".svg")
    return drawn


def quotes_and_takes_away(counted: Counted, figure: str, named: str, asked: str) -> None:
    """A quote of a figure, a chart and a workbook: what they name, and what the address of the quote asks for."""
    page = counted.page
    counted.click(page.locator(f"[class*=st-key-receipt-{figure}] button:visible").first)
    quote = counted.dialog.locator("[data-testid=stCode] code").first
    expect(quote).to_contain_text(named)
    assert asked in quote.inner_text()
    assert counted.since() <= TO_A_QUOTE
    counted.closed()

    counted.click(page.locator("[class*=st-key-take-] button:visible").first)
    assert named in picture(counted).decode()
    assert counted.since() <= TO_A_CHART
    counted.closed()

    name, workbook = counted.taken(excel(page))
    assert counted.since() <= TO_EXCEL
    assert name.endswith(".xlsx")
    assert any(named in str(cell) for row in rows_of(workbook) for cell in row)


@pytest.mark.parametrize(
    ("counted", "typed", "figure", "heading", "named", "asked"),
    [
        ("fr-FR", "hôpital Brest", "incident", "CHU de Brest", "Brest", "incident=fr-brest-chu-2023"),
        ("fr-FR", "Grand Est", "area", "Grand Est", "Grand Est", "region=44"),
        ("en-GB", "Germany", "area", "Germany", "Germany", "country=DEU"),
    ],
    indirect=["counted"],
    ids=["reporter", "regional adviser", "adviser at WHO"],
)
def test_from_the_front_page_to_a_quote_a_chart_and_a_workbook(counted, typed, figure, heading, named, asked):
    counted.reader.open("/")
    counted.click(counted.search(typed))
    expect(counted.page.get_by_role("heading", name=heading, exact=True).first).to_be_visible()
    assert counted.page.locator("html").get_attribute("lang") == counted.language
    assert counted.since() <= TO_THE_FILE

    quotes_and_takes_away(counted, figure, named, asked)
