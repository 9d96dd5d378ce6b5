"""What search engines and previews see: each page and incident by its own name, in its language, at its address."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from analytics import site
from analytics.outputs.heads import INCIDENT_PREVIEW, LONGEST, dataset, head_of
from analytics.outputs.pictures import PICTURES
from analytics.words.text import Words
from dashboard.page_head import in_language
from tests.helpers.small_world import FOREIGN, TWO_TOWNS

ROOT = Path(__file__).resolve().parents[2]
FRENCH, ENGLISH = Words("fr"), Words("en")
PAGE = '<html lang="en"><head><title>Streamlit</title></head><noscript>x</noscript></html>'
ORIGIN = "https://atlas.example"


def test_every_page_of_the_dashboard_has_a_head():
    views = {path.stem for path in (ROOT / "dashboard" / "views").glob("*.py")}

    assert {page.name for page in site.PAGES} == views


@pytest.mark.parametrize("page", [page.path for page in site.PAGES])
def test_a_page_is_named_and_described_in_each_language(small_atlas, page):
    french, english = (head_of(page, "", small_atlas, words) for words in (FRENCH, ENGLISH))

    assert FRENCH("site.title") in french.title
    assert english.title != french.title
    assert 30 < len(english.description) <= LONGEST
    assert french.path == f"/{page}"
    assert english.path == f"/{page}?lang=en"


def test_an_incident_has_its_name_its_date_its_place_and_its_address(small_atlas):
    head = head_of("incident", TWO_TOWNS, small_atlas, ENGLISH)

    assert head.title == "Two Towns Hospitals, 3 December 2022 – Hospital Cyberattack Atlas"
    assert head.description.startswith("First (01) and Second (02). What happened.")
    assert head.path == f"/incident?incident={TWO_TOWNS}&lang=en"
    assert head_of("incident", FOREIGN, small_atlas, ENGLISH).description.startswith("Germany. ")


@pytest.mark.parametrize("incident", ["", "no-such-incident", "<script>"])
def test_an_incident_that_there_is_not_gives_the_page_of_all(small_atlas, incident):
    assert head_of("incident", incident, small_atlas, FRENCH) == head_of("incident", "", small_atlas, FRENCH)


@pytest.mark.parametrize(
    ("compared", "title", "image"),
    [
        ({"country-FRA": "France", "country-DEU": "Germany"}, "Compare: France and Germany", "country-incidents"),
        (
            {"department-01": "First (01)", "department-02": "Second (02)"},
            "First (01) and Second (02)",
            "department-01",
        ),
        ({TWO_TOWNS: "Two Towns", "region-84": "South"}, "Compare: Two Towns and South", "side-by-side"),
        ({"region-84": "South", "country-FRA": "France"}, "South and France", "timeline"),
    ],
)
def test_what_is_compared_is_named_in_the_head(small_atlas, compared, title, image):
    head = head_of("compare", "", small_atlas, ENGLISH, compared)

    assert title in head.title
    assert all(name in head.description for name in compared.values())
    assert head.path == "/compare?" + "&".join(f"compare={value}" for value in compared) + "&lang=en"
    assert image.partition("-01")[0] in head.image
    assert head_of("timeline", "", small_atlas, ENGLISH, compared) == head_of("timeline", "", small_atlas, ENGLISH)


@pytest.mark.parametrize("page", ["nowhere", "api/v1", "../x"])
def test_a_page_that_there_is_not_has_no_head_of_its_own(small_atlas, page):
    assert head_of(page, "", small_atlas, FRENCH) is None


@pytest.mark.slow
@pytest.mark.shipped
def test_every_shipped_incident_has_a_head_that_fits(shipped):
    for incident in shipped.incidents["incident_id"]:
        for words in (FRENCH, ENGLISH):
            head = head_of("incident", incident, shipped, words)
            assert len(head.description) <= LONGEST
            assert "nan" not in re.split(r"\W+", head.title + " " + head.description)


def test_the_head_stands_in_the_page_with_its_canonical_address(small_atlas):
    head = head_of("incident", TWO_TOWNS, small_atlas, ENGLISH)
    page = in_language(PAGE, "en", "", head, ORIGIN)

    assert f"<title>{html.escape(head.title)}</title>" in page
    address = html.escape(f"{ORIGIN}{head.path}")
    assert f'<link rel="canonical" href="{address}" />' in page
    assert f'<meta property="og:url" content="{address}" />' in page
    image = html.escape(f"{ORIGIN}/api/v1/pictures/incident-map.png?incident={TWO_TOWNS}&lang=en")
    assert f'<meta property="og:image" content="{image}" />' in page
    assert '"@type": "WebPage"' in page
    assert '"@type": "DataDownload"' not in page


def test_every_page_has_a_picture_for_previews():
    for page in site.PAGES:
        assert not PICTURES[page.preview].needs
    assert PICTURES[INCIDENT_PREVIEW].needs == "incident"


def test_without_a_host_there_is_no_canonical_address(small_atlas):
    assert "canonical" not in in_language(PAGE, "en", "", head_of("", "", small_atlas, ENGLISH), "")


def test_the_front_page_describes_the_data_set_to_programs(small_atlas):
    page = in_language(PAGE, "fr", "", head_of("", "", small_atlas, FRENCH), ORIGIN)
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = json.loads(written)

    assert described["@type"] == "Dataset"
    assert described["distribution"][0]["contentUrl"] == f"{ORIGIN}/api/v1/incidents.csv"


def test_nothing_ends_the_script_that_describes_the_data_set():
    written = dataset('https://x"></script><script>alert(1)</script>', ENGLISH)

    assert "<" not in written
    assert json.loads(written)["url"].startswith('https://x"></script>')


def test_a_hostile_name_stays_text(small_atlas):
    bad = small_atlas._replace(incidents=small_atlas.incidents.assign(name_en='"><script>alert(1)</script>'))
    page = in_language(PAGE, "en", "", head_of("incident", TWO_TOWNS, bad, ENGLISH), ORIGIN)

    assert "<script>alert" not in page
