"""The files of the static edition are those of the API, and its addresses lead where they say."""

from __future__ import annotations

from functools import partial
from xml.etree import ElementTree

import pytest

from analytics.api import application
from analytics.edition import files, publish
from analytics.outputs import answers, formats, kit, served, tables
from analytics.outputs.addresses import formats_of
from analytics.outputs.answers import Asked
from analytics.outputs.held import Held
from analytics.schema import col
from analytics.schema.version import DATA_DATE
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words
from tests.helpers.edition import BASE, LIVE, Read, contents, pages_of
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, TWO_TOWNS

pytestmark = pytest.mark.slow

WHOLE = {"fr": "country=world", "en": "lang=en"}  # what the front asks for in order to show the whole record


def whole(held: Held, selection: Selection, name: str) -> bytes:
    return answers.written(held, Asked(name, "csv", selection))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_the_bytes_of_the_api(small_held, small_folder, language):
    folder = small_folder / files.folder(language)
    selection = Selection(lang=language)
    expected = {
        "kit.zip": kit.kit(small_held, selection, Words(language), LIVE),
        "datapackage.json": application._json(served.package(partial(whole, small_held, selection))),
        "CITATION.cff": kit.citation_cff(address=f"{LIVE}/?{WHOLE[language]}").encode(),
    }
    for name in tables.EXPORTED:
        for form in formats_of(name):
            asked = Asked(name, form, selection)
            expected[f"{name}.{formats.FORMATS[form].ending}"] = answers.written(small_held, asked, LIVE)
        expected[f"{name}.excel-fr.csv"] = answers.written(small_held, Asked(name, "csv", selection, "excel-fr"))
    found = contents(folder)

    assert {name: content for name, content in found.items() if name in expected} == expected
    assert set(found) - set(expected) == {"tables.xlsx", "feed.xml"}


def test_the_page_of_files_offers_each_with_its_rows_and_its_size(small_folder, small_pages):
    page = small_pages["en/downloads.html"]
    offered = {address.removeprefix("../") for _, address in page.addresses if address.startswith("../data/")}

    assert offered == {f"data/en/{name}" for name in contents(small_folder / "data/en")}
    rows = {line.query("code")[0].to_text(): line for line in page.tree.query(".file-list tbody tr")}
    assert set(rows) == set(tables.EXPORTED)
    assert rows[col.SOURCES].query(".number")[0].to_text().split()[-1] == "11"
    size = len((small_folder / "data/en/claims.json").read_bytes())
    assert f"JSON claims {round(size / 1000)} kB" in " ".join(rows["claims"].to_text().split())


def test_the_feed_leads_into_the_edition(small_folder, small_pages):
    feed = ElementTree.fromstring((small_folder / "data/en/feed.xml").read_bytes())  # noqa: S314
    links = [node.get("href") for node in feed.iter("{http://www.w3.org/2005/Atom}link")]

    assert f"{BASE}/data/en/feed.xml" in links
    assert f"{BASE}/en/incidents/{FOREIGN}.html" in links
    for link in links:
        path = link.removeprefix(f"{BASE}/")
        assert (small_folder / (path + "index.html" if path.endswith("/") else path)).is_file(), link
    assert ("link", "../../data/en/feed.xml") in small_pages[f"en/incidents/{FOREIGN}.html"].addresses


# --- addresses of the world -----------------------------------------------------------------------------------------


def test_the_sitemap_has_every_page_and_each_page_says_where_it_is(small_folder, small_pages):
    site = ElementTree.fromstring((small_folder / "sitemap.xml").read_bytes())  # noqa: S314
    listed = [node.text for node in site.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    said = [link.attrs["href"] for page in small_pages.values() for link in page.tree.query('link[rel="canonical"]')]

    assert sorted(listed) == sorted(said)
    assert len(listed) == len(small_pages) - 1
    page = small_pages[f"fr/incidents/{TWO_TOWNS}.html"].tree
    alternates = [
        (link.attrs["hreflang"], link.attrs["href"]) for link in page.query('link[rel="alternate"][hreflang]')
    ]
    assert alternates == [(one, f"{BASE}/{one}/incidents/{TWO_TOWNS}.html") for one in LANGUAGES]
    (url,) = page.query('meta[property="og:url"]')
    assert url.attrs["content"] == alternates[0][1]
    (image,) = page.query('meta[property="og:image"]')
    assert (small_folder / image.attrs["content"].removeprefix(f"{BASE}/")).read_bytes().startswith(b"\x89PNG")


def test_each_page_leads_to_its_own_live_page(small_pages):
    def live(path: str) -> list[str]:
        linked = (address for name, address in small_pages[path].addresses if name == "a")
        return [address for address in linked if address.startswith(LIVE) and f"{LIVE}/api/" not in address]

    assert live("fr/index.html") == [f"{LIVE}/?country=world"]  # a page in French shows France of itself
    assert live(f"en/incidents/{MONTH}.html") == [f"{LIVE}/incident?incident={MONTH}&lang=en"]
    assert live("fr/departments/2A.html") == [f"{LIVE}/regions?department=2A"]
    assert live("en/regions/84.html") == [f"{LIVE}/regions?region=84&lang=en&level=region"]
    assert live("fr/method.html") == [f"{LIVE}/method?country=world"]


def test_without_addresses_there_are_no_links_to_either(spoilt_folder):
    pages = pages_of(spoilt_folder)
    told = "".join(page.html for page in pages.values())

    assert "canonical" not in told
    assert "og:" not in told
    assert LIVE not in told
    assert not (spoilt_folder / "sitemap.xml").exists()
    assert not (spoilt_folder / "data/fr/feed.xml").exists()
    assert not [page for page in pages.values() if page.tree.query(".elsewhere")]
    assert {path.split("/")[0] for path in pages} == {"fr", "index.html"}


def test_the_level_of_evidence_is_that_of_every_page_file_and_link(believing_folder):
    page = Read((believing_folder / f"en/incidents/{CLAIMED}.html").read_text(encoding="utf-8"))

    assert "5,000" in page.text
    assert "attackers’ claims included" in page.text
    assert ("a", f"{LIVE}/incident?evidence=attacker&incident={CLAIMED}&lang=en") in page.addresses
    assert CLAIMED.encode() in (believing_folder / "data/en/incidents.csv").read_bytes()


def test_the_same_data_give_the_same_bytes(small_held, believing_folder, tmp_path):
    publish.publish(tmp_path / "again", small_held, Selection(evidence="attacker"), ("en",), live=LIVE)

    assert contents(tmp_path / "again") == contents(believing_folder)


def test_catalogues_of_references_read_who_when_and_what_and_programs_the_tables(small_pages):
    for path, page in small_pages.items():
        if "/" not in path:
            continue  # it offers the languages
        (canonical,) = page.tree.query('link[rel="canonical"]')
        said = {meta.attrs["name"]: meta.attrs["content"] for meta in page.tree.query("meta[name]")}
        assert said["citation_public_url"] == said["DC.identifier"] == canonical.attrs["href"]
        assert said["citation_author"] == said["citation_publisher"] == Words(path[:2])("site.title")
        assert said["DC.date"] == DATA_DATE.isoformat()
        described, licence = (page.tree.query(f'link[rel="{name}"]')[0] for name in ("describedby", "license"))
        assert described.attrs["href"].endswith(f"data/{path[:2]}/datapackage.json")
        assert licence.attrs["href"].startswith("https://")


def test_an_area_and_an_incident_lead_to_their_note_where_the_dashboard_is(small_pages):
    for path, kind, code in (("departments/01", "department", "01"), (f"incidents/{TWO_TOWNS}", "incident", TWO_TOWNS)):
        links = {link for _, link in small_pages[f"en/{path}.html"].addresses}
        assert {f"{LIVE}/api/v1/notes/{kind}/{code}.{form}?lang=en" for form in ("pdf", "docx", "html")} <= links
