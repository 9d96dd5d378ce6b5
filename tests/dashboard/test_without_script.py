"""What is read without a script: the text of each page, who wrote it and when, and where programs fetch the data."""

from __future__ import annotations

import json

import pytest
from justhtml import JustHTML

from analytics import site
from analytics.outputs.heads import head_of
from analytics.outputs.plain_text import text_of
from analytics.schema.version import DATA_DATE
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words
from dashboard.page_head import in_language
from tests.helpers.small_world import CLAIMED, TWO_TOWNS

PAGE = '<html lang="en"><head><title>Streamlit</title></head><noscript>x</noscript></html>'
ORIGIN = "https://atlas.example"


def page_of(held, path: str, incident: str, language: str) -> JustHTML:
    words = Words(language)
    head = head_of(path, incident, held.atlas, words)
    written = in_language(PAGE, language, "", head, ORIGIN, plain=text_of(path, incident, held, words))
    # as a reader that runs nothing takes it
    return JustHTML(
        written.replace("<noscript>", "<div class='plain'>").replace("</noscript>", "</div>"), sanitize=False
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [page.path for page in site.PAGES])
def test_a_page_without_a_script_says_what_it_holds_and_leads_to_incidents(held_small, page, language):
    read = page_of(held_small, page, "", language)
    names = [row[f"name_{language}"] for row in held_small.rows(Selection().evidence)]
    told = " ".join(read.query(".plain")[0].to_text().split())

    assert " ".join(Words(language)(site.at(page).subtitle).split()) in told
    assert all(" ".join(name.split()) in told for name in names)
    assert len(read.query('.plain a[href^="incident?"]')) >= len(names)


@pytest.mark.parametrize("incident", [TWO_TOWNS, CLAIMED])
def test_an_incident_without_a_script_has_its_summary_its_figures_and_its_sources(held_small, incident):
    read = page_of(held_small, "incident", incident, "en")
    row = held_small.atlas.incidents.set_index("incident_id").loc[incident]
    told = " ".join(read.query(".plain")[0].to_text().split())

    assert " ".join(row["summary_en"].split()) in told
    assert len(read.query(".plain section")) >= 5


@pytest.mark.parametrize("path", [page.path for page in site.PAGES])
def test_catalogues_of_references_read_author_date_and_publisher(held_small, path):
    read = page_of(held_small, path, TWO_TOWNS, "en")
    metas = {one.attrs.get("name"): one.attrs["content"] for one in read.query("meta") if "content" in one.attrs}
    atlas = Words("en")("site.title")

    assert metas["citation_author"] == metas["DC.creator"] == metas["author"] == atlas
    assert metas["citation_publisher"] == metas["DC.publisher"] == atlas
    assert metas["citation_publication_date"].replace("/", "-") == metas["DC.date"] == DATA_DATE.isoformat()
    assert metas["citation_title"] == read.query("title")[0].to_text()
    told = json.loads(read.query('script[type="application/ld+json"]')[0].to_text() or "{}")
    assert told.get("@type") == ("WebPage" if path else "Dataset")


def test_the_head_declares_feed_api_and_description(held_small):
    links = {one.attrs["rel"]: one.attrs["href"] for one in page_of(held_small, "", "", "fr").query("link")}

    assert links["alternate"] == "/feed.xml"
    assert links["describedby"] == "/api/v1/datapackage.json"
    assert links["service-desc"] == "/api/v1/openapi.json"
    assert links["service-doc"] == "/api/v1/"
