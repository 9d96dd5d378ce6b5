"""A page on paper says what was chosen, which sources count, where it stands and of which day it is."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs

import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import pictures
from analytics.outputs.pictures import Choice
from analytics.schema.version import DATA_VERSION
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.words.text import Words
from dashboard import on_paper
from dashboard.controls import Chosen
from dashboard.frame import Run
from tests.helpers.pages import opened

pytestmark = pytest.mark.shipped


@pytest.mark.parametrize("page", ["explore", "timeline", "impact", "regions", "world", "method"])
def test_a_page_on_paper_begins_with_its_choice(page):
    app = opened(page, department="69", evidence="official", q="lyon", lang="en")

    (sheet,) = [part.proto.body for part in app.get("html") if 'class="printed"' in part.proto.body]
    for told in ("Rhône", "lyon", "official", "department=69", "evidence=official", DATA_VERSION):
        assert told in sheet, told


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("compare", {"compare": ["fr-dax-2021", "fr-versailles-2022"]}),
        ("regions", {"from": "2010", "to": "2015"}),
        ("regions", {"type": "ransomware"}),
        ("timeline", {"country": "IND"}),
        ("timeline", {"from": "2026-02", "country": "FRA"}),
    ],
)
def test_no_page_prints_a_picture_in_which_there_is_nothing_to_draw(held_shipped, page, query):
    app = opened(page, lang="en", **query)

    assert not app.exception
    for part in app.get("html"):
        for address in re.findall(r'<img class="on-paper"[^>]* src="([^"#]+)', part.proto.body):
            path, _, asked = html.unescape(address).partition("?")
            name = path.rpartition("/")[2].removesuffix(".svg")
            selection, _ = from_query(parse_qs(asked), held_shipped.atlas.vocabulary)
            assert not pictures.draw(name, Choice(held_shipped, selection), Sheet(Words("en"))).empty, address


def test_what_stands_in_the_place_of_an_empty_picture_is_printed(held_shipped):
    run = Run(held_shipped.choice(Selection()), Chosen(Selection(), "france", False, []), Words("en"), LIGHT)

    assert on_paper._instead("side-by-side", run, Selection(compare=("region-53",))) == Words("en")("compare.nothing")
    assert on_paper._instead("trend", run, Selection()) == on_paper._instead("official", run, Selection()) == ""
