"""The static edition: pages that hold together, say what the API says, need no script, and replace each other whole."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from justhtml import JustHTML

from analytics import __main__ as command_line
from analytics.api import application
from analytics.atlas import atlas as atlases
from analytics.atlas import published as publication
from analytics.edition import files, frame, publish
from analytics.edition import pages as edition_pages
from analytics.evidence.links import linkable
from analytics.outputs import answers, formats, kit, served, tables
from analytics.outputs.addresses import formats_of
from analytics.outputs.answers import Asked
from analytics.outputs.brief import brief_html
from analytics.outputs.held import Held
from analytics.outputs.html.cards import FRONT_MEASURES
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.statistics import totals as impact_totals
from analytics.words.phrases import count_sentence
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.kits import without_pictures
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, TWO_TOWNS
from tests.helpers.typography import misspaced

pytestmark = pytest.mark.slow

LIVE, BASE = "https://atlas.example", "https://static.example/press"
HOSTILE = '</h1><script>alert(1)</script><a href="https://evil.example" onclick="x()">${x}'
TEXTUAL = ("name", "summary", "note", "title", "publisher", "text", "organisation", "reason", "end_meaning", "commune")


@dataclass(frozen=True)
class Read:
    """A page: its identifiers, every address with the name of its element, and the tree of the strict parser."""

    html: str

    @cached_property
    def tree(self) -> JustHTML:
        """What the strict parser makes of it; an error of the parser is an error of the page."""
        return JustHTML(self.html, strict=True, sanitize=False)

    @cached_property
    def text(self) -> str:
        """Its words."""
        return self.tree.to_text()

    @cached_property
    def ids(self) -> list[str]:
        """Its identifiers, in order."""
        return re.findall(r'<[^>]* id="([^"]*)"', self.html)

    @cached_property
    def addresses(self) -> list[tuple[str, str]]:
        """The name of each element that leads somewhere, and where."""
        found = re.findall(r'<(\w+)[^>]* (?:href|src|srcset)="([^"]*)"', self.html)
        return [(name, unescape(address)) for name, address in found]


def pages_of(folder: Path) -> dict[str, Read]:
    """Every page of an edition by its path."""
    found = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): Read(path.read_text(encoding="utf-8")) for path in found}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module", autouse=True)
def plain_kits() -> Iterator[None]:
    """Kits have tests of their own: here their pictures are empty."""
    with without_pictures():
        yield


@pytest.fixture(scope="module")
def small_held(small_atlas, small_root) -> Held:
    return Held(lambda: small_atlas, small_root)


@pytest.fixture(scope="module")
def small_folder(small_held, tmp_path_factory) -> Path:
    """The edition of the small world, with all that can be asked for."""
    folder = tmp_path_factory.mktemp("edition") / "small"
    publish.publish(folder, small_held, Selection(), live=f"{LIVE}/", base=f"{BASE}/")
    return folder


@pytest.fixture(scope="module")
def small_pages(small_folder) -> dict[str, Read]:
    return pages_of(small_folder)


@pytest.fixture(scope="module")
def believing_folder(small_held, tmp_path_factory) -> Path:
    """The same in English alone, for those who believe attackers, without an address of its own."""
    folder = tmp_path_factory.mktemp("edition") / "believing"
    publish.publish(folder, small_held, Selection(evidence="attacker"), ("en",), live=LIVE)
    return folder


@pytest.fixture(scope="module")
def spoilt_folder(small_atlas, small_root, tmp_path_factory) -> Path:
    """The same in French alone, with hostile words in every text and without any address."""

    def spoilt(name: str):
        rows = getattr(small_atlas, name)
        columns = [column for column in rows.columns if column.removesuffix("_fr").removesuffix("_en") in TEXTUAL]
        return rows.assign(**dict.fromkeys(columns, HOSTILE))

    names = ("incidents", "sites", "events", "sources", "mentions", "disagreements")
    bad = small_atlas._replace(**{name: spoilt(name) for name in names})
    folder = tmp_path_factory.mktemp("edition") / "spoilt"
    publish.publish(folder, Held(lambda: bad, small_root), Selection(evidence="attacker"), ("fr",))
    return folder


@pytest.fixture(scope="module")
def shipped_held(shipped) -> Held:
    return Held(lambda: shipped)


@pytest.fixture(scope="module")
def shipped_folder(shipped_held, tmp_path_factory) -> Path:
    """The edition of what the project ships, written once for all tests here."""
    folder = tmp_path_factory.mktemp("edition") / "shipped"
    publish.publish(folder, shipped_held, Selection())
    return folder


@pytest.fixture(scope="module")
def shipped_pages(shipped_folder) -> dict[str, Read]:
    return pages_of(shipped_folder)


# --- every page is a page -------------------------------------------------------------------------------------------


def is_whole(page: Read) -> Iterator[str]:
    """What is wrong with a page."""
    nodes = page.tree.query("*")
    elements = [node.name for node in nodes]
    ids = [node.attrs["id"] for node in nodes if "id" in node.attrs]
    (root,) = page.tree.query("html")
    if root.attrs.get("lang") not in LANGUAGES:
        yield "no language"
    if elements.count("h1") != 1 or elements.count("main") != 1:
        yield "not one h1 and one main"
    if len(ids) != len(set(ids)):
        yield f"an id twice: {sorted(one for one in ids if ids.count(one) > 1)}"
    if not page.tree.query("title")[0].to_text().strip():
        yield "no title"
    for node in nodes:
        if node.name == "img" and not node.attrs.get("alt"):
            yield "an image without a text"
        if node.name in ("script", "style", "iframe", "object", "form"):
            yield f"<{node.name}> has no place here"
        if any(name.startswith("on") or name == "style" for name in node.attrs):
            yield f"<{node.name} {node.attrs}>"
    links = sum(name in node.attrs for node in nodes for name in ("href", "src", "srcset"))
    if (ids, links) != (page.ids, len(page.addresses)):
        yield "the tests do not see all its identifiers and addresses"


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
    allowed = {linkable(row) for row in rows_of(sources)} - {None}
    ours = (f"{LIVE}/", f"{BASE}/")
    for path, page in pages.items():
        for name, address in page.addresses:
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


# --- what is there --------------------------------------------------------------------------------------------------


@pytest.mark.shipped
def test_every_incident_and_every_area_has_its_page_in_each_language(shipped, shipped_pages):
    expected = {"index.html"}
    for language in LANGUAGES:
        own = ["index.html", "incidents/index.html", "areas/index.html", "method.html", "downloads.html"]
        own += [f"incidents/{name}.html" for name in shipped.incidents[col.INCIDENT_ID]]
        own += [f"departments/{code}.html" for code in shipped.departments[col.CODE]]
        own += [f"regions/{code}.html" for code in shipped.regions[col.CODE]]
        expected |= {f"{language}/{path}" for path in own}

    assert set(shipped_pages) == expected


def test_a_page_leads_to_the_same_page_in_the_other_language(small_pages):
    for path, page in small_pages.items():
        if path == "index.html":
            continue
        other = "en" if path.startswith("fr/") else "fr"
        (switch,) = page.tree.query(".elsewhere a[hreflang]")
        target = (Path("/") / path).parent / switch.attrs["href"]
        assert (switch.attrs["lang"], Path(*_resolved(target)).as_posix()) == (other, other + path[2:])


def _resolved(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return parts


def test_the_root_offers_the_languages_french_first_each_in_its_own(small_pages):
    links = small_pages["index.html"].tree.query("li a")

    assert [(link.attrs["hreflang"], link.attrs["href"], link.to_text()) for link in links] == [
        ("fr", "fr/index.html", "Lire en français"),
        ("en", "en/index.html", "Read in English"),
    ]


def test_the_lists_have_every_incident_the_latest_first_and_mark_what_does_not_count(small_atlas, small_pages):
    front = small_pages["en/index.html"].tree
    rows = front.query(".incident-list tbody tr")

    dates = ["2023", "2022", "2022", "2021", "2020", "2019"]
    assert [re.search(r"\d{4}", row.query(".date")[0].to_text())[0] for row in rows] == dates
    assert [row.query(".special")[0].to_text() for row in rows if row.query(".special")] == ["attacker’s claim only"]
    assert all(row.query(".mark") and row.query(".type")[0].to_text().strip() for row in rows)
    assert "1 incident is marked and is in no total" in small_pages["en/index.html"].text
    index = small_pages["en/incidents/index.html"]
    for incident in small_atlas.incidents[col.INCIDENT_ID]:
        assert ("a", f"{incident}.html") in index.addresses
    assert {"y2022", "d01", "d2A", "cDEU", "d-"} <= set(index.ids)


def test_an_incident_known_from_an_attacker_alone_is_said_to_be_so_before_all_else(small_pages):
    opening = {"fr": "Cet incident n’est connu que par une revendication", "en": "This incident is known from a claim"}
    for language, said in opening.items():
        page = small_pages[f"{language}/incidents/{CLAIMED}.html"].tree
        assert said in page.query("article > header .warning")[0].to_text()
    assert "5,000" not in small_pages[f"en/incidents/{CLAIMED}.html"].text
    assert not small_pages[f"en/incidents/{TWO_TOWNS}.html"].tree.query(".warning")


def test_the_page_of_an_incident_has_all_its_parts(small_pages):
    page = small_pages[f"en/incidents/{TWO_TOWNS}.html"]

    parts = ["figures", "timeline", "places", "services", "response", "end", "who", "related", "sources", "cite"]
    assert [part for part in page.ids if part in parts] == parts
    assert page.text.index("We retain: 700 beds") < page.text.index("What the sources agree on")
    assert "Two papers count beds and places, the ministry beds alone." in page.text
    assert ("a", "../departments/01.html") in page.addresses


def test_incidents_and_areas_lead_to_each_other(small_pages):
    assert ("a", f"../incidents/{MONTH}.html") in small_pages["fr/departments/2A.html"].addresses
    assert ("a", "../regions/84.html") in small_pages["fr/departments/01.html"].addresses
    assert ("a", "../departments/01.html") in small_pages["fr/regions/84.html"].addresses


def test_a_brief_on_its_own_is_within_the_page_of_its_area(small_atlas, small_folder):
    published = publication.publish(small_atlas)
    for level, code in (("department", "02"), ("region", "01")):
        alone = brief_html(held_of(small_atlas, published), code, Selection(), Words("en"), level)
        within = (small_folder / f"en/{level}s/{code}.html").read_text(encoding="utf-8")
        body = alone.split("<main>\n")[1].split("\n</main>")[0]
        assert re.sub(r'<a href="\.\./incidents/[^"]*">(.*?)</a>', r"\1", within).count(body) == 1


# --- the numbers ----------------------------------------------------------------------------------------------------


def table(held: Held, name: str) -> list[dict[str, str]]:
    """Rows of a table as the API serves it."""
    written = answers.written(held, Asked(name, "csv", Selection())).decode()
    return list(csv.DictReader(io.StringIO(written, newline="")))


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_says_the_numbers_of_the_api(shipped_held, shipped_pages, language):
    words, front = Words(language), shipped_pages[f"{language}/index.html"]
    incidents = table(shipped_held, "incidents")
    kept = shipped_held.table("incidents", Selection())

    assert front.tree.query("h1")[0].to_text() == count_sentence(kept, words)
    assert words.number(len(incidents)) in front.tree.query("h1")[0].to_text()
    told = [node.to_text() for node in front.tree.query(".key-figures strong")]
    departments = {code for row in incidents for code in row["departments"].split("; ") if code}
    totals = [sum(float(row[measure]) for row in incidents if row[measure]) for measure in FRONT_MEASURES]
    assert told == [words.number(number) for number in (len(departments), *totals)]
    ranges = impact_totals.totals(kept, FRONT_MEASURES)
    for measure in FRONT_MEASURES:
        low, high = ranges.loc[measure, ["low", "high"]]
        assert low == high or words.span(low, high) in front.text
    assert len(front.tree.query(".incident-list tbody tr")) == len(shipped_held.atlas.incidents)
    year, count = [node.to_text() for node in front.tree.query(".plain-table tbody tr")[-1].query("td")][:2]
    # a year that is not over has a sign after it
    assert count == str(sum(row["started_on"].startswith(year[:4]) for row in incidents))


@pytest.mark.shipped
@pytest.mark.parametrize("code", ["75", "78", "91", "2A", "971", "69"])
def test_a_department_says_the_rates_of_the_api_with_their_intervals(shipped_held, shipped_pages, code):
    (row,) = [row for row in table(shipped_held, "departments") if row["code"] == code]
    cells = [
        [cell.to_text() for cell in line.query("td")]
        for line in shipped_pages[f"en/departments/{code}.html"].tree.query(".figures tbody tr")
    ]

    assert cells[0][0] == row["incidents"]
    assert cells[1][0] == row["sites"]
    for line, names in (
        (2, ("rate_per_million", "rate_low", "rate_high")),
        (3, ("rate_per_10k_beds", "beds_rate_low", "beds_rate_high")),
    ):
        said = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", cells[line][0])]
        assert said == pytest.approx([float(row[name]) for name in names], rel=0.06)


@pytest.mark.shipped
def test_the_areas_have_the_counts_of_the_api_in_the_order_of_codes(shipped_held, shipped_pages):
    index = shipped_pages["en/areas/index.html"].tree
    told = {
        line.query(".code")[0].to_text(): line.query(".count")[0].to_text().split()[0]
        for line in index.query(".areas li")
    }

    assert told == {
        row["code"]: row["incidents"] if row["incidents"] != "0" else "no" for row in table(shipped_held, "departments")
    }
    for group in index.query(".group"):
        codes = [node.to_text() for node in group.query(".code")]
        assert codes == sorted(codes)


# --- the files ------------------------------------------------------------------------------------------------------


def whole(held: Held, selection: Selection, name: str) -> bytes:
    return answers.written(held, Asked(name, "csv", selection))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_the_bytes_of_the_api(small_held, small_folder, language):
    folder = small_folder / files.folder(language)
    selection = Selection(lang=language)
    expected = {
        "kit.zip": kit.kit(small_held, selection, Words(language)),
        "datapackage.json": application._json(served.package(partial(whole, small_held, selection))),
        "CITATION.cff": kit.citation_cff().encode(),
    }
    for name in tables.EXPORTED:
        for form in formats_of(name):
            asked = Asked(name, form, selection)
            expected[f"{name}.{formats.FORMATS[form].ending}"] = answers.written(small_held, asked)
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
        return [address for name, address in small_pages[path].addresses if name == "a" and address.startswith(LIVE)]

    assert live("fr/index.html") == [f"{LIVE}/"]
    assert live(f"en/incidents/{MONTH}.html") == [f"{LIVE}/incident?incident={MONTH}&lang=en"]
    assert live("fr/departments/2A.html") == [f"{LIVE}/regions?department=2A"]
    assert live("en/regions/84.html") == [f"{LIVE}/regions?region=84&lang=en&level=region"]
    assert live("fr/method.html") == [f"{LIVE}/method"]


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


# --- nothing from the data is trusted -------------------------------------------------------------------------------


def test_markup_in_the_data_stays_text(spoilt_folder):
    pages = pages_of(spoilt_folder)
    assert {path: told for path, page in pages.items() if (told := list(is_whole(page)))} == {}
    assert not [address for page in pages.values() for _, address in page.addresses if "evil" in address]
    assert HOSTILE in pages[f"fr/incidents/{TWO_TOWNS}.html"].text


# --- the folder -----------------------------------------------------------------------------------------------------


def test_the_same_data_give_the_same_bytes(small_held, believing_folder, tmp_path):
    publish.publish(tmp_path / "again", small_held, Selection(evidence="attacker"), ("en",), live=LIVE)

    assert contents(tmp_path / "again") == contents(believing_folder)


@pytest.fixture
def short(monkeypatch):
    """An edition of one page a language, no files and no drawings: for tests that look at the folder alone."""
    monkeypatch.setattr(files, "files", lambda *_: iter(()))
    monkeypatch.setattr(publish, "pictures", lambda *_: [])
    monkeypatch.setattr(
        edition_pages, "pages", lambda _, words, *__: iter([frame.Page(f"{words.language}/index.html", "new")])
    )


@pytest.mark.usefixtures("short")
def test_an_edition_takes_the_place_of_the_one_before_whole(small_held, tmp_path):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    (folder / "fr" / "left-over.html").write_text("old")

    summary = publish.publish(folder, small_held, Selection(), ("en",))

    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
    assert not (folder / "fr").exists()
    marker = json.loads((folder / publish.MARKER).read_text())
    assert (marker["languages"], marker["evidence"]) == (["en"], "specialist")
    assert marker["counts"]["en"]["incidents"] == 6
    assert summary.files == len(contents(folder))
    assert summary.pages == len(list(folder.rglob("*.html"))) == marker["counts"]["en"]["pages"] + 1
    assert summary.size == sum(map(len, contents(folder).values()))


@pytest.mark.usefixtures("short")
def test_a_failure_leaves_the_edition_before_as_it_was(small_held, tmp_path, monkeypatch):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    before = contents(folder)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(publish, "_marker", fail)
    with pytest.raises(OSError, match="the disk is full"):
        publish.publish(folder, small_held, Selection(), ("fr",))

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.usefixtures("short")
def test_the_old_edition_comes_back_where_the_new_one_can_not_take_its_place(small_held, tmp_path, monkeypatch):
    folder = tmp_path / "edition"
    publish.publish(folder, small_held, Selection(), ("fr",))
    before = contents(folder)
    rename = Path.rename

    def refuse_the_new(self: Path, target: Path) -> Path:
        if self.suffix == ".new":
            raise OSError("not permitted")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(OSError, match="not permitted"):
        publish.publish(folder, small_held, Selection(), ("en",))

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.parametrize("marker", ["", "{}", "[]", '{"edition_of": "something else"}', None])
def test_a_folder_that_holds_something_else_is_left_alone(small_held, tmp_path, marker):
    (tmp_path / "letter.txt").write_text("mine")
    if marker is not None:
        (tmp_path / publish.MARKER).write_text(marker)

    with pytest.raises(ValueError, match="is not empty and holds no edition"):
        publish.publish(tmp_path, small_held, Selection())
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["live", "base"])
@pytest.mark.parametrize(
    "address", ["atlas.example", "ftp://atlas.example/", "https://", "https://a.example/?q=1", 'https://a.example/"x y']
)
def test_an_address_that_is_none_is_refused(small_held, tmp_path, name, address):
    with pytest.raises(ValueError, match=f"--{name} “"):
        publish.publish(tmp_path / "edition", small_held, Selection(), **{name: address})
    assert not list(tmp_path.iterdir())


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("short")
def test_the_command_writes_says_each_step_and_ends_with_a_summary(small_atlas, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)

    assert command_line.main(["publish", str(tmp_path / "edition"), "--lang", "en", "--live", LIVE]) == 0

    told, steps = capsys.readouterr()
    assert re.fullmatch(r".*edition: \d+ pages, \d+ files, [\d.]+ MB, \d+ s\n", told)
    assert steps.splitlines()[0] == "en: files"
    assert (tmp_path / "edition/en/index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--evidence", "rumour"), "--evidence “rumour”"),
        (("--live", "atlas"), "--live “atlas” is no address of a site"),
        ((), "holds no edition of the atlas"),
    ],
)
def test_what_can_not_be_is_refused_in_one_line(small_atlas, monkeypatch, capsys, tmp_path, arguments, said):
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)
    (tmp_path / "letter.txt").write_text("mine")
    target = tmp_path if not arguments else tmp_path / "new"

    assert command_line.main(["publish", str(target), *arguments]) == 1

    told, error = capsys.readouterr()
    assert told == ""
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error
