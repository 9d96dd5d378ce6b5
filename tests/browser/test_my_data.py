"""A reader brings a file in a real browser: progress, the report, the map, both languages, and nothing left behind."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analytics.words.text import Words
from tests.feeds.made import HHS
from tests.helpers.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.shipped]
FOLDER = os.environ.get("ATLAS_FEEDS_FOLDER")
# the whole register where it is, else its excerpt
FILE = next((Path(FOLDER) / "hhs_ocr").glob("*.csv")) if FOLDER else HHS
WORDS, PATIENCE = Words("en"), 120_000
BANNER, PREPARING = ".st-key-mine-banner", ".mine-making"


def bring(reader: Reader) -> Page:
    """The page of a file that was read."""
    page = reader.open("/my-data?lang=en")
    page.set_input_files("input[type=file]", FILE)
    expect(page.locator("[data-testid=stProgress]")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(BANNER)).to_contain_text(FILE.name, timeout=PATIENCE)
    reader.settled()
    return page


def see(view: str, page: Page, reader: Reader) -> None:
    """Choose what pages show, and wait until they can."""
    page.locator(".st-key-mine-switch").get_by_text(WORDS(f"mine.view_{view}"), exact=True).click()
    expect(page.locator(PREPARING)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(PREPARING)).to_have_count(0, timeout=PATIENCE)
    reader.settled()


def turn_to(name: str, page: Page, reader: Reader) -> None:
    page.locator(f"[class*=st-key-nav-][class*=-{name}] a").click()
    expect(page.locator(f".st-key-nav-current-{name}")).to_be_visible(timeout=PATIENCE)
    reader.settled()


def read(text: str) -> int:
    """The first number of a text."""
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def test_a_register_is_brought_shown_on_the_map_and_removed(reader):
    page = bring(reader)
    counts = [int(each.replace(",", "")) for each in re.findall(r"[\d,]+\d|\d", reader.headline)]
    assert counts[0] == counts[1] + counts[2]
    with FILE.open(encoding="latin-1", newline="") as file:
        stated = sum(bool(row["State"].strip()) for row in csv.DictReader(file))
    by_state = WORDS("imported_map.alone_state", count=stated)  # a filing names a state, and no place in it
    expect(page.get_by_text(by_state)).to_be_visible(timeout=PATIENCE)
    marks = reader.map().get_by_role("button", name=WORDS("imported_map.mark_state"))
    expect(marks.first).to_be_visible(timeout=PATIENCE)
    tables = page.locator("[data-testid=stTable]")
    numbers = [read(cell) for cell in tables.first.locator("tbody td").all_inner_texts()]
    assert sum(numbers) == counts[1]
    with page.expect_download() as download:
        page.get_by_role("button", name=WORDS("mine.take_csv")).click()
    assert download.value.failure() is None

    see("alone", page, reader)
    turn_to("world", page, reader)
    assert read(reader.headline.partition("–")[2]) == numbers[0]
    assert WORDS("mine.shown_alone") in page.locator(BANNER).inner_text()
    expect(reader.map().locator("body")).to_contain_text(WORDS.number(numbers[0]), timeout=PATIENCE)

    # links in lists, and the other language, do not load the page anew: the file would be gone
    turn_to("incident", page, reader)
    page.locator("ul.short-list a").first.click()
    expect(page.locator("main, [data-testid=stMain]")).to_contain_text(FILE.name, timeout=PATIENCE)
    page.locator("a.language").click()
    expect(page.locator(BANNER)).to_contain_text(Words("fr")("mine.shown_alone"), timeout=PATIENCE)
    reader.settled()
    assert page.evaluate("document.documentElement.lang") == "fr"

    page.locator(".st-key-mine-remove button").click()
    expect(page.locator(BANNER)).to_have_count(0, timeout=PATIENCE)
    reader.settled()
    assert reader.hosts == {"127.0.0.1"}
    assert reader.errors == []


def test_reading_can_be_cancelled_and_another_file_chosen(reader):
    page = reader.open("/my-data?lang=en")
    page.set_input_files("input[type=file]", FILE)
    # the field has a “Cancel upload of” of its own while the file is on its way to us
    page.get_by_role("button", name=WORDS("mine.cancel"), exact=True).click(timeout=PATIENCE)
    expect(page.locator("[data-testid=stFileUploader]")).to_be_visible(timeout=PATIENCE)
    reader.settled()
    assert page.locator(BANNER).count() == 0
    assert reader.errors == []


def test_a_reader_who_comes_again_finds_nothing(reader):
    page = bring(reader)
    page.reload()
    reader.settled()
    assert page.locator(BANNER).count() == 0
    expect(page.locator("[data-testid=stFileUploader]")).to_be_visible()
