"""The map of an imported table of ten and of a hundred thousand rows, as a reader meets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, expect

from tests.benchmarks.shared import served
from tests.helpers.reader import MAP, PHONE, WIDE, Reader

CIRCLES, SQUARES = ".heap:not(.area-alone)", ".heap.area-alone"
MOST_BYTES = 90_000  # of all that the websocket brings for the first view, the page and its words among it
MOST_AGAIN = 5_000  # of a run that changes something else


@pytest.fixture(scope="module")
def imported() -> Iterator[str]:
    """The address of a page with nothing but such a map."""
    with served("tests/benchmarks/imported_app.py") as server:
        yield server.address


@pytest.fixture
def someone(browser: Browser, imported: str) -> Iterator[Reader]:
    reader = Reader(browser, imported, WIDE, locale="en")
    yield reader
    reader.context.close()


def numbers(frame: FrameLocator, what: str) -> list[int]:
    return [int(re.sub(r"\D", "", text)) for text in frame.locator(f"{what} .count").all_text_contents()]


def whole_map(reader: Reader, query: str) -> FrameLocator:
    reader.page.goto(f"{reader.server}/?{query}")
    frame = reader.page.frame_locator(MAP)
    frame.get_by_role("button", name=re.compile("Whole map|Vue d’ensemble")).click()
    expect(frame.locator(CIRCLES).first).to_be_visible()
    return frame


@pytest.mark.parametrize("rows", [10_000, 100_000])
def test_every_row_is_counted_on_the_map_and_little_is_sent(someone: Reader, rows: int):
    received = [0]
    someone.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda data: received.__setitem__(0, received[0] + len(data))),
    )

    frame = whole_map(someone, f"rows={rows}&lang=en")

    assert sum(numbers(frame, CIRCLES)) == rows * 87 // 100
    assert sum(numbers(frame, SQUARES)) == rows * 12 // 100
    assert frame.locator(".heap").count() < 300
    assert received[0] < MOST_BYTES
    before = received[0]
    someone.page.get_by_role("radio", name="a").click()
    expect(someone.page.get_by_role("heading", name="a chosen")).to_be_visible()
    assert received[0] - before < MOST_AGAIN
    assert sum(numbers(frame, CIRCLES)) == rows * 87 // 100  # a run of the page leaves the map as it is
    assert someone.hosts == {"127.0.0.1"}
    assert someone.errors == []


@pytest.mark.parametrize("rows", [10_000, 100_000])
def test_a_circle_opens_and_the_buttons_come_nearer_and_go_back(someone: Reader, rows: int):
    frame = whole_map(someone, f"rows={rows}&lang=en")
    before = numbers(frame, CIRCLES)
    largest = frame.locator(CIRCLES).nth(before.index(max(before)))
    expect(largest).to_have_accessible_name(re.compile(r"[\d,]+ rows, at several places near here, come nearer"))

    largest.focus()
    someone.page.keyboard.press("Enter")

    expect(frame.locator(CIRCLES)).not_to_have_count(len(before))
    opened = numbers(frame, CIRCLES)
    assert len(opened) > len(before)
    assert max(opened) < max(before)
    frame.get_by_role("button", name="Zoom in").click()
    expect(frame.locator(CIRCLES)).not_to_have_count(len(opened))
    frame.get_by_role("button", name=re.compile("Whole map|Vue d’ensemble")).click()
    expect(frame.locator(CIRCLES)).to_have_count(len(before))
    assert someone.errors == []


def test_what_is_known_to_a_state_only_says_so_to_those_who_do_not_see_it(someone: Reader):
    frame = whole_map(someone, "rows=10000&lang=fr")

    names = [square.get_attribute("aria-label") for square in frame.locator(SQUARES).all()]

    assert any(re.fullmatch(r".+, [\d\s]+ lignes, connues par leur seul État.*", str(name)) for name in names)
    assert any(re.fullmatch(r"Allemagne, 200 lignes, connues par leur seul pays", str(name)) for name in names)
    expect(frame.get_by_role("region", name="Carte des lignes importées")).to_be_visible()


def test_the_same_is_there_as_a_table(someone: Reader):
    someone.page.goto(f"{someone.server}/?rows=10000&lang=en")

    someone.page.get_by_text("The same as a table, by place").click()

    expect(someone.page.locator("[data-testid=stDataFrame]")).to_be_visible()
    assert "Texas" in str(someone.page.locator("body").text_content())  # what stands on paper in its place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_france_is_on_its_own_map_with_what_is_overseas_in_its_insets(browser: Browser, imported: str, scheme: str):
    reader = Reader(browser, imported, PHONE, scheme)
    frame = whole_map(reader, "rows=10000&abroad=no&lang=fr")

    assert sum(numbers(frame, ".heap")) == 10_000
    assert sum(numbers(frame, ".inset .heap")) > 100
    fill = frame.locator(".heap .sum").first.evaluate("node => getComputedStyle(node).fill")
    text = frame.locator(".heap .count").first.evaluate("node => getComputedStyle(node).fill")
    assert fill != text
    assert reader.errors == []
    reader.context.close()
