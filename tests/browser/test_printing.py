"""Pages on A4 paper, as Chromium prints them: the sheet says what was chosen, and nothing on it is cut."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from analytics import site
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.text import Words
from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

A4 = (595, 842)  # points
WITHIN = 180 * 96 / 25.4  # pixels between the margins of a sheet
MOVED = "region=11&region=84&evidence=official&lang=en"
VERSAILLES = "fr-versailles-2022"
# what can be seen and lies outside the sheet, or is cut by a box around it
CUT = """width => [...document.querySelectorAll(".stMainBlockContainer *, main *")].filter(node => {
  if (!node.checkVisibility() || !node.getClientRects().length) return false;
  if (node.closest("svg, [data-testid=stIconMaterial]")) return false;
  const box = node.getBoundingClientRect();
  const clipped = getComputedStyle(node).overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1;
  return box.right > width + 1 || box.left < -1 || (clipped && node.clientWidth > 8);
}).map(node => node.outerHTML.slice(0, 160))"""
# each picture has come, is whole, and has the shape of its file
PICTURES = """() => Promise.all([...document.querySelectorAll("img.on-paper")].map(image => {
  image.loading = "eager";
  return image.decode().then(() => image.checkVisibility() && image.getBoundingClientRect().width);
}))"""


def printed(reader: Reader) -> pypdfium2.PdfDocument:
    """What the page comes to on paper; nothing was done before that a reader who prints would not do.

    Its pictures have been made before, as they are where somebody has asked for them: Chromium that is told to write a
    PDF does not wait for them as long as its window for printing does.
    """
    for address in reader.page.eval_on_selector_all("img.on-paper", "all => all.map(one => one.src)"):
        assert reader.page.request.get(address, timeout=120_000).ok
    return pypdfium2.PdfDocument(reader.page.pdf(prefer_css_page_size=True, display_header_footer=False))


def text_of(sheets: pypdfium2.PdfDocument) -> str:
    """All words on the sheets, with one space between them; narrow spaces of numbers are spaces too."""
    return re.sub(r"\s+", " ", " ".join(sheet.get_textpage().get_text_range() for sheet in sheets))


def coloured(sheet: pypdfium2.PdfPage) -> int:
    """How many colours a sheet has."""
    return len(sheet.render(scale=0.5).to_pil().convert("RGB").getcolors(1 << 20))


def cut(reader: Reader) -> list[str]:
    """What does not fit between the margins of a sheet, as a page for paper is laid out."""
    reader.page.set_viewport_size({"width": int(WITHIN), "height": 900})
    reader.page.emulate_media(media="print")
    assert all(reader.page.evaluate(PICTURES))
    return list(reader.page.evaluate(CUT, int(WITHIN)))


@pytest.mark.parametrize("page", [*site.PAGES], ids=lambda page: page.name)
def test_every_page_is_whole_on_paper_and_says_its_choice(reader, server, page):
    reader.open(f"/{page.path}?{MOVED}")
    reader.drawn()
    sheets = printed(reader)
    told = text_of(sheets)

    assert {tuple(round(side) for side in sheet.get_size()) for sheet in sheets} == {A4}
    words = Words("en")
    for one in ("Île-de-France", "Auvergne-Rhône-Alpes", "official", DATA_VERSION, words.when(DATA_DATE.isoformat())):
        assert one in told, one
    address = f"{server}/{page.path}?region=11&region=84&evidence=official&lang=en"
    assert address in told.replace(" ", ""), told[:600]
    assert cut(reader) == []
    assert reader.errors == []


@pytest.mark.parametrize("page", ["", "timeline"])
def test_the_label_of_the_last_year_is_on_paper(reader, page):
    reader.open(f"/{page}?lang=en")
    reader.drawn()

    assert "2026 partial" in text_of(printed(reader))


@pytest.mark.parametrize(("page", "tables"), [("", 1), ("timeline", 5), ("impact", 18), ("regions", 3), ("world", 2)])
def test_every_column_of_every_table_that_is_open_is_on_paper(reader, page, tables):
    reader.open(f"/{page}?lang=en")
    reader.drawn()
    folds = reader.page.locator("[class*=st-key-fold-] summary")
    for place in range(folds.count()):
        folds.nth(place).click()
        reader.drawn()
    shown = reader.page.locator("table.sheet, [data-testid=stTable]")
    reader.until(lambda: shown.count() >= tables)
    headings = shown.locator("thead th").all_text_contents()
    told = letters(text_of(printed(reader)))

    assert [one for one in headings if letters(one) not in told] == []
    # as many rows as the grid has, and in the last of them the last column
    last = reader.page.locator("table.sheet").last.locator("tbody tr").last.locator("th, td").all_text_contents()
    assert all(letters(cell) in told for cell in last)


def letters(text: str) -> str:
    """A text without spaces and the signs at which lines are broken."""
    return re.sub(r"[^\w%,.–]", "", text)


@pytest.mark.parametrize(
    "view", ["/?lang=en&country=FRA", "/regions?lang=en&measure=rate", "/regions?lang=en&drawn=tiles", "/world?lang=en"]
)
def test_maps_and_their_twins_are_not_blank_on_paper(reader, view):
    reader.open(view)
    reader.drawn()
    sheets = printed(reader)

    assert max(coloured(sheet) for sheet in list(sheets)[:4]) > 60
    if "world" not in view:
        assert "Mayotte" in text_of(sheets)


@pytest.mark.parametrize("query", ["", "&country=CAN"], ids=["many", "few"])
def test_a_timeline_of_many_and_of_few_is_whole_on_one_sheet(reader, query):
    reader.open(f"/timeline?lang=en{query}")
    reader.drawn()
    pictures = reader.page.locator("img.on-paper[style]")
    assert pictures.count() == 1
    assert cut(reader) == []
    height = pictures.first.evaluate("image => image.getBoundingClientRect().height")
    assert height < 267 * 96 / 25.4  # a sheet between its margins


def test_the_file_of_an_incident_shows_its_places_and_its_events_on_paper(browser, server):
    someone = Reader(browser, server, WIDE, "dark")
    someone.open(f"/incident?incident={VERSAILLES}&lang=en")
    someone.drawn()
    sheets = printed(someone)
    told = text_of(sheets)

    assert VERSAILLES in told.replace(" ", "")
    assert letters(told).count("AndréMignotHospital") >= 2  # on the map, and in the list
    assert cut(someone) == []
    someone.context.close()
