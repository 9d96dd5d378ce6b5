"""The feed, the sitemap and what robots are told."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from analytics import site
from analytics.outputs import feeds
from analytics.outputs.addresses import FEED, ROBOTS, SITEMAP
from analytics.record.corrections import read_changes
from analytics.selection.selection import Selection
from tests.helpers.api import built, get
from tests.helpers.small_world import CLAIMED, MONTH, QUIET, TWO_TOWNS, YEAR

ORIGIN = "https://atlas.example"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries_of(answer):
    return ElementTree.fromstring(answer.body).findall("a:entry", ATOM)  # noqa: S314 - written by ourselves


@pytest.mark.parametrize("query", ["", "?lang=en", "?department=2A", "?region=94&lang=en", "?country=DEU"])
def test_the_feed_has_what_atom_asks_for(app, query):
    answer = get(app, FEED + query)
    feed = ElementTree.fromstring(answer.body)  # noqa: S314 - written by ourselves

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    lang = "en" if "lang=en" in query else "fr"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == answer.headers["content-language"] == lang
    ids = [feed.find("a:id", ATOM).text]
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("title", "id", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.find("a:updated", ATOM).text)
        assert element.find("a:id", ATOM).text.startswith("tag:hospital-cyberattack-atlas,2026:")
    assert feed.find("a:author/a:name", ATOM).text
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"].startswith("http://atlas.example/feed.xml?")
    ids += [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert len(ids) == len(set(ids))
    days = [entry.find("a:updated", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert days == sorted(days, reverse=True)


def test_the_feed_of_an_area_has_its_incidents_alone(app):
    (entry,) = entries_of(get(app, f"{FEED}?department=2A"))

    assert entry.find("a:id", ATOM).text.endswith(f":incident:{MONTH}")
    everything = [entry.find("a:id", ATOM).text for entry in entries_of(get(app, FEED))]
    assert any(name.endswith(f":incident:{TWO_TOWNS}") for name in everything)
    assert not any(name.endswith(f":incident:{CLAIMED}") for name in everything)


def test_changes_of_the_data_are_in_the_feed_of_everything(small_atlas, held_small):
    kept, changes = held_small.table("incidents", Selection()), read_changes()
    versions = set(changes["version"])

    feed = feeds.atom(small_atlas, kept, changes, Selection(), feeds.in_dashboard(Selection(), ORIGIN)).decode()
    assert {version for version in versions if f":data:{version}<" in feed} == versions
    there = Selection(department=("2A",))
    area = feeds.atom(small_atlas, kept, changes, there, feeds.in_dashboard(there, ORIGIN)).decode()
    assert ":data:" not in area


def test_hostile_words_are_escaped_in_the_feed(small_atlas, small_root):
    hostile = '</title><script>1</script>&"\x00\x0b]]>'
    spoilt = small_atlas.incidents.assign(name_fr=hostile, summary_fr=hostile)
    answer = get(built(small_atlas._replace(incidents=spoilt), small_root), FEED)

    assert b"<script" not in answer.body
    title = next(entry for entry in entries_of(answer) if ":incident:" in entry.find("a:id", ATOM).text)
    assert title.find("a:title", ATOM).text.startswith('</title><script>1</script>&"]]> (')


def test_a_correction_of_an_incident_brings_it_up_again(small_atlas):
    row = {"table": "sites", "key": f"{YEAR}.s1", "date": "2026-05-05"}
    corrected = small_atlas._replace(corrections=pd.DataFrame([row, {**row, "table": "sources", "key": "x"}]))

    assert feeds.updated_on(corrected)[YEAR] == "2026-05-05"
    assert feeds.updated_on(small_atlas)[YEAR] < "2026"


def test_the_sitemap_has_every_page_and_incident_in_both_languages(app, small_atlas):
    answer = get(app, SITEMAP)
    places = re.findall(r"<loc>(.*?)</loc>", answer.body.decode())

    ElementTree.fromstring(answer.body)  # noqa: S314 - written by ourselves
    pages = [page for page in site.PAGES if page.in_sitemap]
    assert len(places) == len(set(places)) == 2 * (len(pages) + len(small_atlas.incidents))
    assert f"http://atlas.example/incident?incident={QUIET}&amp;lang=en" in places


def test_robots_are_told_where_the_sitemap_is(app):
    assert b"\nSitemap: http://atlas.example/sitemap.xml\n" in get(app, ROBOTS).body
