"""The tables of pages in a real browser: in the language of the page, whatever the browser's, and sorted as numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from analytics.outputs.held import Held
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.words.numbers import rate
from analytics.words.text import Words
from dashboard.areas import CODE_WIDTH, NAME_WIDTH
from tests.helpers.reader import WIDE, Reader

pytestmark = pytest.mark.browser

THIN = "\u202f"


def cells(grid: Locator, row: int) -> list[str]:
    """What assistive tools read of a row of a grid, its headings first: the rest of the grid is painted."""
    found = grid.locator("table [role=row]").nth(row).locator("[role=gridcell], [role=columnheader]")
    return [text.strip() for text in found.all_text_contents()]


@pytest.mark.parametrize(
    ("language", "locale", "people"),
    [("fr", "en-GB", f"12{THIN}463{THIN}067"), ("en", "fr-FR", "12,463,067")],
)
def test_a_table_is_written_in_the_language_of_the_page_and_sorts_by_number(browser, server, language, locale, people):
    reader = Reader(browser, server, WIDE, locale=locale)
    page = reader.open(f"/regions?level=region&lang={language}")
    grid = page.locator("[data-testid=stDataFrame]").last
    grid.scroll_into_view_if_needed()
    rows = grid.locator("table [role=row]")
    region = rows.filter(has_text="Île-de-France")
    expect(region).to_contain_text(people)
    own = Held().rates(Selection(), "region").loc["11", col.RATE_PER_MILLION]
    expect(region).to_contain_text(rate(float(own), Words(language)))

    painted = grid.locator("canvas").first.bounding_box()
    for arrow in ("↑", "↓"):
        page.mouse.click(painted["x"] + CODE_WIDTH + NAME_WIDTH + 30, painted["y"] + 18)
        expect(rows.first).to_contain_text(f"{arrow} Incidents")
    shown = [int(cells(grid, place)[2]) for place in range(1, rows.count())]
    # as text, 8 would come before 60
    assert shown == sorted(shown, reverse=True)
    assert shown[0] > 10 > shown[5] > 0
    reader.context.close()
