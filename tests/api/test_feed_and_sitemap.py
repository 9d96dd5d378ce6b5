"""The feed, the sitemap and what robots are told."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from analytics import site
from analytics.atlas import register
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


def test_an_entry_is_dated_by_when_its_incident_came_in_and_was_last_corrected(small_atlas, small_root):
    correction = {"table": "sites", "key": f"{YEAR}.s1", "date": "2026-05-05"}
    of_a_source = {"table": "sources", "key": "gazette-2022-12", "date": "2026-06-06"}
    corrected = small_atlas._replace(corrections=pd.DataFrame([correction, of_a_source]))
    entries = {
        entry.find("a:id", ATOM).text.rpartition(":")[2]: entry
        for entry in entries_of(get(built(corrected, small_root), FEED))
    }

    assert {entries[name].find("a:published", ATOM).text[:10] for name in (YEAR, TWO_TOWNS)} == {"2025-01-01"}
    assert entries[YEAR].find("a:updated", ATOM).text[:10] == feeds.updated_on(corrected)[YEAR] == "2026-05-05"
    assert entries[TWO_TOWNS].find("a:updated", ATOM).text[:10] == "2025-01-01"


def test_an_old_attack_that_comes_in_tomorrow_is_on_top(small_atlas, small_root):
    rows = small_atlas.incidents
    late = rows.assign(added_on=rows["added_on"].mask(rows["incident_id"] == YEAR, "2027-01-01"))
    names = [
        entry.find("a:id", ATOM).text
        for entry in entries_of(get(built(small_atlas._replace(incidents=late), small_root), FEED))
    ]

    assert names[0].endswith(f":incident:{YEAR}")
    # those of one day: the latest attack first
    others = [name.rpartition(":")[2] for name in names[1:] if ":incident:" in name]
    started = rows.set_index("incident_id")["started_on"]
    assert [started[name] for name in others] == sorted((started[name] for name in others), reverse=True)


@pytest.mark.parametrize("longest", [1, 2, 3, 100])
@pytest.mark.parametrize("query", ["", "?country=FRA&lang=en"])
def test_the_pages_of_the_feed_lead_to_each_other_and_hold_everything_once(
    app, small_atlas, small_root, monkeypatch, query, longest
):
    everything = [entry.find("a:id", ATOM).text for entry in entries_of(get(app, FEED + query))]
    monkeypatch.setattr(feeds, "LONGEST_PAGE", longest)
    other = built(small_atlas, small_root)
    seen, page, address, before = [], 0, FEED + query, None
    while address:
        page += 1
        feed = ElementTree.fromstring(get(other, address).body)  # noqa: S314 - written by ourselves
        links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
        assert links.get("previous") == before
        ids = [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
        assert 0 < len(ids) <= longest
        seen += ids
        before, address = links["self"], links.get("next", "").removeprefix("http://atlas.example")

    assert seen == everything
    assert page == -(-len(everything) // longest)
    if page > 1:
        assert links["last"] == links["self"]
        assert links["first"] == "http://atlas.example/feed.xml?" + (query[1:] or "lang=fr")


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "1.0"])
def test_a_page_that_the_feed_does_not_have_is_refused(app, page):
    assert get(app, f"{FEED}?department=2A&page={page}").status == 400


def test_every_incident_of_the_record_is_in_the_feed(shipped, held_shipped):
    kept, changes = held_shipped.table("incidents", Selection()), read_changes()
    there = feeds.in_dashboard(Selection(), ORIGIN)
    pages = range(1, feeds.page_count(kept, changes, Selection()) + 1)
    text = b"".join(feeds.atom(shipped, kept, changes, Selection(), there, page) for page in pages).decode()

    assert set(re.findall(r"<id>[^<]*:incident:([^<]+)</id>", text)) == set(kept["incident_id"])


def test_the_sitemap_has_every_page_and_incident_in_both_languages(app, small_atlas):
    answer = get(app, SITEMAP)
    places = re.findall(r"<loc>(.*?)</loc>", answer.body.decode())

    ElementTree.fromstring(answer.body)  # noqa: S314 - written by ourselves
    pages = [page for page in site.PAGES if page.in_sitemap]
    named = small_atlas.incidents_of_hospitals
    hospitals = set(named.loc[named[register.NAMED] == register.SITE, "finess_et"])
    assert hospitals
    assert len(places) == len(set(places)) == 2 * (len(pages) + len(small_atlas.incidents) + len(hospitals))
    assert f"http://atlas.example/incident?incident={QUIET}&amp;lang=en" in places


def test_robots_are_told_where_the_sitemap_is(app):
    assert b"\nSitemap: http://atlas.example/sitemap.xml\n" in get(app, ROBOTS).body
