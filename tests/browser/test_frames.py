"""Frames of ours in a page of another origin: nothing is cut, from a telephone to a desk, with a script and without."""

from __future__ import annotations

import pytest

from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.outputs import addresses, embeds, pictures
from analytics.outputs.held import Held
from analytics.outputs.text_heights import text_heights
from analytics.record.cells import rows_of
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.elsewhere import elsewhere

pytestmark = [pytest.mark.browser, pytest.mark.shipped]

SEVEN = (320, 375, 430, 480, 599, 700, 1000)
MARGINS = 16  # pixels of the other page on both sides together
# how much of what is in a frame has no room, down and across, and how much room is left over
OVER = "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
LEFT = "() => innerHeight - document.body.getBoundingClientRect().height"


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


def some_cards(held: Held) -> list[str]:
    """Incidents from the shortest card to the longest."""
    published = held.published(Selection().evidence)
    long = (published["summary_fr"].str.len() + published["note_fr"].str.len().fillna(0)).sort_values().index
    ordered = published.loc[long, "incident_id"].tolist()
    return [ordered[place * (len(ordered) - 1) // 5] for place in range(6)]


def card_lines(incident: str, lang: str, held: Held, server: str, resize: bool) -> str:
    """The lines that the page of an incident offers."""
    published = held.published(Selection().evidence)
    (row,) = rows_of(published[published["incident_id"] == incident])
    alone = Selection(incident=incident, lang=lang)
    heights = text_heights(embeds.card_page(row, held.atlas, alone, "auto", ""))
    source = server + embeds.address(addresses.CARD, alone, resize=resize)
    if resize:
        return embeds.resized_snippet(source, incident, max(heights.values()))
    return embeds.text_snippet(source, incident, heights)


def picture_lines(name: str, lang: str, held: Held, server: str, resize: bool) -> str:
    """The lines that the button under a drawing offers."""
    choice = pictures.Choice(held, Selection(lang=lang))
    wide, narrow = [pictures.draw(name, choice, Sheet(Words(lang), size=size)) for size in WIDTHS]
    source = server + embeds.address(name, choice.selection, resize=resize)
    lines = embeds.resized_snippet if resize else embeds.snippet
    return lines(source, name, embeds.frame_height(wide, narrow))


def framed(reader, width):
    """The frames of the other page at a width, each brought into sight: one that nobody sees lays out nothing."""
    reader.page.set_viewport_size({"width": width + MARGINS, "height": 900})
    for element in reader.page.locator("iframe").element_handles():
        element.scroll_into_view_if_needed()
        yield element.get_attribute("title"), element.content_frame()


def all_at_once(lines: str) -> str:
    """The lines without waiting for a reader to scroll to their frame."""
    return lines.replace(' loading="lazy"', "")


@pytest.mark.parametrize("resize", [False, True], ids=["still", "resized"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_cards_short_and_long_fit_their_frames_at_every_width(reader, server, held, lang, resize):
    body = all_at_once("".join(card_lines(one, lang, held, server, resize) for one in some_cards(held)))
    with elsewhere(body) as site:
        reader.page.goto(site)
        for width in SEVEN:
            for title, inside in framed(reader, width):
                if resize:
                    reader.until(lambda inside=inside: 0 <= inside.evaluate(LEFT) <= 1)
                assert max(inside.evaluate(OVER)) <= 0, (width, title)
                assert inside.evaluate(LEFT) < 0.5 * inside.evaluate("() => innerHeight"), (width, title)


@pytest.mark.parametrize("resize", [False, True], ids=["still", "resized"])
@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("picture", ["by-year", "department-incidents"])
def test_a_picture_fits_its_frame_at_every_width(reader, server, held, picture, lang, resize):
    with elsewhere(all_at_once(picture_lines(picture, lang, held, server, resize))) as site:
        reader.page.goto(site)
        for width in SEVEN:
            ((_, inside),) = framed(reader, width)
            reader.until(lambda inside=inside: max(inside.evaluate(OVER)) <= 0)
            assert inside.locator("img").evaluate("img => img.decode().then(() => img.clientHeight)") > 150
            if resize:
                reader.until(lambda inside=inside: 0 <= inside.evaluate(LEFT) <= 1)


@pytest.mark.parametrize("told", ["'900px'", "NaN", "Infinity", "1e9", "-5", "{}"])
def test_a_page_takes_no_height_that_is_none_and_none_of_another_frame(reader, server, held, told):
    lines = all_at_once(picture_lines("by-year", "en", held, server, resize=True))
    with elsewhere(lines + '<iframe srcdoc="x"></iframe>') as site:
        reader.page.goto(site)
        (_, inside) = next(framed(reader, 700))
        reader.until(lambda: 0 <= inside.evaluate(LEFT) <= 1)
        height = reader.page.evaluate("document.querySelector('iframe').style.height")
        reader.page.frames[1].evaluate(f"() => parent.postMessage({{atlasHeight: {told}}}, '*')")
        reader.page.frames[1].evaluate("() => parent.postMessage(null, '*')")
        reader.page.frames[2].evaluate("() => parent.postMessage({atlasHeight: 5000}, '*')")
        reader.page.wait_for_timeout(200)
        assert reader.page.evaluate("document.querySelector('iframe').style.height") == height
        assert [error for error in reader.errors if "favicon" not in error] == []
