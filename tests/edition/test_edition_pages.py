"""Every page of the static edition is a page: whole, without a script, and no link is broken."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from analytics.evidence.links import linkable
from analytics.outputs.datapackage import LICENCE_PAGE
from analytics.outputs.html.third_parties import PARTS
from analytics.record.cells import rows_of
from analytics.selection.selection import LANGUAGES
from analytics.words.declared import declaration
from analytics.words.text import Words
from tests.helpers.edition import BASE, HOSTILE, LIVE, Read, is_whole, pages_of
from tests.helpers.small_world import TWO_TOWNS
from tests.helpers.typography import misspaced

pytestmark = pytest.mark.slow


def test_the_check_of_a_page_sees_what_is_wrong():
    bad = "<!DOCTYPE html><html><title> </title><h1 id=a>x</h1><h1 id=a>x</h1><img src=x onerror=y><script></script>"

    assert len(list(is_whole(Read(bad)))) == 8
    with pytest.raises(Exception, match="Unexpected </p> end tag"):
        Read("<!DOCTYPE html><html><title>x</title><p><div></p></div></html>").tree  # noqa: B018


def test_every_page_is_valid_whole_and_without_a_script(small_pages):
    assert {path: told for path, page in small_pages.items() if (told := list(is_whole(page)))} == {}


# of those written by one template every so many is read; the others are asked only what is asked of all below
SAMPLED = {"incidents": 12, "departments": 12, "regions": 6}


@pytest.mark.shipped
def test_a_page_of_each_template_and_a_sample_of_the_others_are_valid_whole_and_without_a_script(shipped_pages):
    of_template = {
        folder: [path for path in shipped_pages if f"/{folder}/" in path and not path.endswith("index.html")]
        for folder in SAMPLED
    }
    chosen = set(shipped_pages).difference(*of_template.values())
    for folder, paths in of_template.items():
        chosen.update(paths[:: SAMPLED[folder]])

    assert {path: wrong for path in chosen if (wrong := list(is_whole(shipped_pages[path])))} == {}
    assert len(chosen) > 11 + len(SAMPLED) * len(LANGUAGES)


@pytest.mark.shipped
def test_no_shipped_page_has_an_identifier_twice_or_what_has_no_place_in_it(shipped_pages):
    for path, page in shipped_pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        assert len(re.findall("<h1[ >]", page.html)) == page.html.count("<main") == 1, path
        assert not re.search(r"<(script|style|iframe|object|form)\b|<[^>]* (on\w+|style)=", page.html), path
        assert not re.search(r'<img(?![^>]* alt="[^"])', page.html), path


@pytest.mark.parametrize("world", ["small", pytest.param("shipped", marks=pytest.mark.shipped)])
def test_no_link_within_the_edition_is_broken(world, request):
    pages, folder = (request.getfixturevalue(f"{world}_{what}") for what in ("pages", "folder"))
    broken = []
    for path, page in pages.items():
        for _, address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (folder / path).parent / unquote(parts.path) if parts.path else folder / path
            where = target.resolve().relative_to(folder.resolve()).as_posix()
            if not target.is_file() or (parts.fragment and parts.fragment not in pages[where].ids):
                broken.append((path, address))

    assert broken == []
    assert sum(len(page.addresses) for page in pages.values()) > 100


@pytest.mark.parametrize("world", ["small", pytest.param("shipped", marks=pytest.mark.shipped)])
def test_a_page_names_no_other_host_but_those_of_sources_to_which_we_send_readers(world, request):
    pages = request.getfixturevalue(f"{world}_pages")
    sources = request.getfixturevalue(f"{world}_held").atlas.sources
    declared = "".join(section.body for section in declaration(Words("en")))
    allowed = {linkable(row) for row in rows_of(sources)} - {None} | {part.url for part in PARTS.values()}
    allowed |= set(re.findall(r"\]\((https[^)]+)\)", declared))
    ours = (f"{LIVE}/", f"{BASE}/")
    for path, page in pages.items():
        for name, address in page.addresses:
            if (name, address) == ("link", LICENCE_PAGE):  # told to programs; no browser fetches it
                continue
            if urlsplit(address).scheme and not address.startswith(ours):
                assert name == "a", (path, address)
                assert address in allowed, (path, address)
            assert not address.startswith(("//", "/")), (path, address)


@pytest.mark.shipped
def test_french_pages_have_their_narrow_spaces(shipped_folder):
    pages = ["index", "incidents/index", "areas/index", "departments/78", "regions/11"]
    for path in pages:
        page = (shipped_folder / f"fr/{path}.html").read_text(encoding="utf-8")
        pieces = [unescape(piece) for piece in re.split(r"<[^>]*>", page.split("<body")[1])]
        assert [told for piece in pieces if "@misc" not in piece for told in misspaced(piece)] == [], path
        assert any("\u202f" in piece for piece in pieces), path


def test_markup_in_the_data_stays_text(spoilt_folder):
    pages = pages_of(spoilt_folder)
    assert {path: told for path, page in pages.items() if (told := list(is_whole(page)))} == {}
    assert not [address for page in pages.values() for _, address in page.addresses if "evil" in address]
    assert HOSTILE in pages[f"fr/incidents/{TWO_TOWNS}.html"].text


def test_every_page_says_who_we_are_and_takes_a_report(small_pages):
    for path, page in small_pages.items():
        if not page.tree.query("footer"):
            continue  # the choice of languages
        footer = page.tree.query("footer")[0]
        assert [link for link in footer.query("a") if str(link.attrs["href"]).endswith("method.html#who")], path
        assert page.tree.query("footer details.report pre"), path


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_leads_to_every_incident_town_and_area_with_one_and_every_page_leads_to_it(
    shipped_pages, shipped_held, language
):
    page = shipped_pages[f"{language}/names.html"]
    led = {address.partition("#")[0] for name, address in page.addresses if name == "a"}
    atlas = shipped_held.atlas

    assert {f"incidents/{incident}.html" for incident in atlas.incidents["incident_id"]} <= led
    for level in ("department", "region"):
        assert {f"{level}s/{code}.html" for code in atlas.sites[level].dropna()} <= led
    for town in ("Rennes", "Corbeil-Essonnes", "Dax"):
        assert re.search(rf"[> ]{town}\b", page.html), town
    initials = [node.to_text().strip() for node in page.tree.query("main h2")]
    assert initials == sorted(initials)
    for path, other in shipped_pages.items():
        if path.startswith(f"{language}/"):
            links = [address for name, address in other.addresses if name == "a" and address.endswith("names.html")]
            assert len(links) >= 2, path  # of the navigation and of the footer
