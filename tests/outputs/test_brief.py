"""The brief of an area: worked by hand in the small world, whole for every area, and safe to open and to print."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import islice, pairwise

import pandas as pd
import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.evidence import links
from analytics.outputs.brief import Brief, brief_html, briefs, filename, level_of
from analytics.outputs.pictures import Choice, draw
from analytics.record import manifest
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import CLAIMED, MONTH, QUIET, TWO_TOWNS, YEAR
from tests.helpers.typography import misspaced

FRENCH, ENGLISH = Words("fr"), Words("en")
VOID = {"meta", "line", "circle", "rect", "path", "br"}
ORDER = ["answer", "figures", "drawing", "incidents", "limits", "sources", "method"]


class Page(HTMLParser):
    """Reads a page strictly: what opens must close in order; keeps its text, headings, addresses and tables."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.addresses: list[str] = []
        self.texts: list[str] = []
        self.cells: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "not closed"

    def handle_starttag(self, tag, attrs):  # noqa: D102
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice in <{tag}>"
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.addresses += [given[name] for name in ("href", "src", "action", "data") if name in given]
        if re.fullmatch(r"h\d", tag):
            self.headings.append((int(tag[1]), ""))
        if tag in ("td", "th"):
            self.cells.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):  # noqa: D102
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):  # noqa: D102
        assert self.open.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data):  # noqa: D102
        if "style" in self.open:
            return
        self.texts.append(data)
        if self.open and re.fullmatch(r"h\d", self.open[-1]):
            level, said = self.headings[-1]
            self.headings[-1] = (level, said + data)
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data

    @property
    def text(self) -> str:
        """All words of the page, one piece a line."""
        return "\n".join(text for text in self.texts if text.strip())


@pytest.fixture(scope="session")
def small_published(publish_small):
    return publish_small("specialist")


@pytest.fixture(scope="session")
def page(small_atlas, small_published):
    """The brief of an area of the small world, read."""

    def made(code: str, words: Words = ENGLISH, level: str | None = None, **chosen: object) -> Page:
        return Page(brief_html(held_of(small_atlas, small_published), code, Selection(**chosen), words, level))

    return made


@pytest.fixture(scope="session")
def shipped_pages(shipped, publish_shipped):
    """The briefs of all areas that the project ships, in French."""
    return list(briefs(held_of(shipped, publish_shipped("specialist")), Selection(), FRENCH))


@pytest.fixture(scope="session")
def english_pages(shipped, publish_shipped):
    """The first of them in English, and one region."""
    published = publish_shipped("specialist")
    region = brief_html(held_of(shipped, published), "11", Selection(), ENGLISH, "region")
    return [*islice(briefs(held_of(shipped, published), Selection(), ENGLISH), 12), Brief("region", "11", region)]


def cell_after(page: Page, name: str, further: int = 1) -> str:
    """The cell beside the one that begins with a name."""
    place = next(number for number, cell in enumerate(page.cells) if cell.startswith(name))
    return page.cells[place + further]


# --- which area -------------------------------------------------------------------------------------------


def test_a_code_means_a_department_where_it_is_one(small_atlas):
    assert level_of(small_atlas, "01") == "department"
    assert level_of(small_atlas, "01", "region") == "region"
    assert level_of(small_atlas, "84") == "region"


@pytest.mark.parametrize(("code", "level"), [("99", None), ("", None), ("84", "department"), ("FRA", None)])
def test_a_code_of_no_area_is_an_error_that_names_those_there_are(small_atlas, code, level):
    with pytest.raises(ValueError, match=f"has the code “{code}”; allowed: "):
        level_of(small_atlas, code, level)


def test_a_file_is_named_after_its_area_language_and_version():
    assert filename("91", "department", FRENCH) == f"fiche-departement-91-{DATA_VERSION}-fr.html"
    assert filename("11", "region", ENGLISH) == f"region-brief-11-{DATA_VERSION}-en.html"


# --- worked by hand ---------------------------------------------------------------------------------------


def test_the_figures_of_a_department_of_the_small_world(page):
    # two incidents in 01 (two towns, quiet), a million people in 2022: 2 per million, exact interval 0.24 to 7.22
    told = page("01", start="2022", end="2022")

    assert cell_after(told, "Attacks") == "2"
    assert cell_after(told, "Rate per million") == "2 (0.24–7.22)"
    # 1 000 beds in 2022
    assert cell_after(told, "Rate per 10,000 beds") == "20 (2.42–72.2)"
    # 3 events in 1.9 million known people (01 two, 02 one): 1.579 expected in 01
    assert cell_after(told, "Observed and expected, by population") == "2 for 1.58; ratio 1.27 (0.15–4.58)"
    # 400 of the 900 beds of 2021, and a second hospital of which nobody knows the beds
    assert cell_after(told, "Share of beds") == "at least 44.4%"
    assert "1 hospital hit has no known beds" in told.text
    # 100 to 200 beds for ten days; the other touched two departments, so it is nobody's alone
    assert cell_after(told, "Bed-days") == "1,000–2,000"
    assert "1 attack shared with other areas is not divided" in told.text


def test_the_incidents_of_a_department_are_those_of_the_table(page):
    told = page("01", start="2022", end="2022")

    assert "Two Towns Hospitals" in told.text
    assert QUIET in told.text
    assert MONTH not in told.text
    assert "Also touched: Second (02)." in told.text
    assert "Beds: 700 (600–800 depending on the source)" in told.text
    assert "Recovery: 88–118 days" in told.text
    assert "Beds: 100–200, no value retained" in told.text
    assert "30 June 2022" in told.text


def test_a_region_counts_its_own_and_marks_its_neighbours(page):
    told = page("84", level="region")

    assert told.headings[0] == (1, "First region (region 84)")
    assert cell_after(told, "Attacks") == "2"
    assert "Also touched: Second region (32)." in told.text


def test_the_figures_of_a_department_stand_beside_those_of_its_region_and_france(shipped, publish_shipped):
    published = publish_shipped("specialist")
    essonne = Page(brief_html(held_of(shipped, published), "91", Selection(), ENGLISH))
    heads = [cell for cell in essonne.cells if cell in ("Essonne", "Île-de-France", "France")]
    region = Page(brief_html(held_of(shipped, published), "11", Selection(), ENGLISH, "region"))

    assert heads == ["Essonne", "Île-de-France", "France"]
    assert cell_after(essonne, "Rate per million", 2) == cell_after(region, "Rate per million")
    assert cell_after(essonne, "Rate per million", 3) == cell_after(region, "Rate per million", 2)
    overseas = Page(brief_html(held_of(shipped, published), "974", Selection(), ENGLISH))
    assert "region 04" not in overseas.text  # its region is the same people
    assert overseas.cells[1:3] == ["Réunion", "France"]


def test_the_rate_of_an_area_is_drawn_as_in_the_gallery_in_the_colours_of_the_page(small_atlas, small_published):
    html = brief_html(held_of(small_atlas, small_published), "01", Selection(start="2022", end="2022"), ENGLISH)
    selection = Selection(start="2022", end="2022", department=("01",))
    drawing = draw(
        "compare-department", Choice(held_of(small_atlas, small_published), selection), Sheet(ENGLISH, size="narrow")
    )

    told = Page(html)
    assert html.count("<svg ") == 1
    assert 'role="img"' in html
    assert drawing.title in told.text
    assert drawing.alt in told.text
    assert "First (01), 2 incidents" in told.text
    assert not re.search(r"#[0-9a-f]{6}\b", html[html.index("<svg ") : html.index("</svg>")])


# --- nothing known ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=LANGUAGES)
def test_an_area_without_an_incident_gets_a_complete_page(page, words):
    told = page("02", words, start="2020", end="2020")

    assert [name for name in told.ids if name in ORDER] == ORDER
    assert words("conclude.zero") in told.text
    assert words("brief.no_incidents") in told.text
    # 3.69 over half a million
    assert f"{words.number(7.38, 2)}" in told.text
    assert cell_after(told, words("brief.name_incidents")) == "0"


def test_an_area_without_a_population_has_no_rate_and_says_why(page):
    told = page("2A")

    assert cell_after(told, "Rate per million") == "not known"
    assert cell_after(told, "Rate per 10,000 beds") == "not known"
    assert cell_after(told, "Observed and expected, by population") == "not known"
    assert "No rate: population or beds not known" in told.text
    assert "there is no rate to draw" in told.text


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=LANGUAGES)
def test_a_period_that_nobody_searched_says_nothing_but_that(page, words):
    told = page("01", words, start="2010", end="2012")

    assert words("conclude.no_years") in told.text
    assert cell_after(told, words("brief.name_people")) == words("brief.not_known")


def test_what_is_only_claimed_counts_at_the_last_level_and_is_marked(small_atlas, small_incidents):
    selection = Selection(evidence="attacker")

    html = brief_html(held_of(small_atlas, small_incidents), "84", selection, ENGLISH)
    assert CLAIMED in html
    assert "attacker’s claim only" in html
    assert "Evidence" not in html
    assert "all sources, attackers’ claims included" in html


def test_the_areas_of_the_selection_do_not_narrow_a_brief(small_atlas, small_published):
    named = Selection(department=("971",), country=("DEU",), incident=YEAR)

    held = held_of(small_atlas, small_published)

    assert brief_html(held, "01", named, FRENCH) == brief_html(held, "01", Selection(), FRENCH)


def test_only_the_sources_of_the_level_of_evidence_are_named(small_atlas, publish_small):
    selection = Selection(evidence="official")
    html = brief_html(held_of(small_atlas, publish_small("official")), "01", selection, ENGLISH)

    assert "Two Towns" in html
    assert "Ministère" in html
    assert "La Gazette" not in html
    assert "Le Matin" not in html


# --- a page that can be trusted ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.shipped
def test_every_department_and_region_gets_a_page(shipped_pages, shipped):
    assert [(one.level, one.code) for one in shipped_pages] == [
        *(("department", code) for code in shipped.departments["code"]),
        *(("region", code) for code in shipped.regions["code"]),
    ]


@pytest.mark.shipped
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_and_safe(shipped_pages, english_pages, shipped, language):
    pages, words = {"fr": shipped_pages, "en": english_pages}[language], Words(language)

    allowed = {address for _, row in shipped.sources.iterrows() if (address := links.linkable(row))}
    for one in pages:
        told = Page(one.html)
        tags = {tag for tag, _ in told.tags}
        assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}, one.code
        assert set(told.addresses) <= allowed, one.code
        assert not re.search(r'@import|url\((?!#|"data:font/woff2;base64,)|\son\w+=', one.html), one.code
        assert set(re.findall(r"https?://[^\"'<> ]+", one.html.replace("&amp;", "&"))) <= allowed, one.code
        assert one.html.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
        assert [name for name in told.ids if name in ORDER] == ORDER
        assert len(told.ids) == len(set(told.ids))
        levels = [level for level, _ in told.headings]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert all(attributes.get("scope") in ("row", "col") for tag, attributes in told.tags if tag == "th")
        assert words("receipt.credit", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())) in told.text
        assert manifest.fingerprint() in told.text
        assert "nan" not in re.findall(r"[a-z]+", told.text.casefold())
        if language == "fr":
            # what a radio station calls itself
            assert misspaced(told.text.replace("100% radio", "")) == [], one.code


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("code", ["91", "78", "974", "23"])
def test_one_brief_alone_is_the_same_as_among_all(shipped, publish_shipped, shipped_pages, code):
    among = {(one.level, one.code): one.html for one in shipped_pages}

    assert (
        brief_html(held_of(shipped, publish_shipped("specialist")), code, Selection(), FRENCH)
        == among["department", code]
    )


@pytest.mark.slow
@pytest.mark.shipped
def test_every_incident_in_a_brief_has_its_sources(shipped_pages):
    for one in shipped_pages:
        sources = one.html.partition('id="sources"')[2].partition('id="method"')[0]
        listed = one.html.partition('id="incidents"')[2].partition('id="limits"')[0]
        assert sources.count("<h3>") == listed.count('<th scope="row"'), one.code
        for block in sources.split("<h3>")[1:]:
            assert "<li>" in block


def test_words_from_the_data_run_nothing(small_atlas, small_published):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    incidents = small_published.assign(name_en=evil, name_fr=evil)
    sources = small_atlas.sources.assign(publisher=evil)
    sources["url"] = sources["url"].where(sources["source_id"] != "morning-2022-12", "javascript:alert(1)")
    departments = small_atlas.departments.assign(name_en=evil)
    hostile = small_atlas._replace(sources=sources, departments=departments)

    html = brief_html(held_of(hostile, incidents), "01", Selection(), ENGLISH)
    told = Page(html)
    assert not {"script", "img"} & {tag for tag, _ in told.tags}
    assert not any(name.startswith("on") for _, attributes in told.tags for name in attributes)
    assert not any(address.startswith("javascript") for address in told.addresses)
    assert told.text.count("<script>alert(1)</script>") > 3


def test_a_source_that_we_do_not_link_to_is_named_without_address(page):
    told = page("2A")

    assert "Un agrégateur (copy) (4 December 2022)" in told.text
    assert told.addresses
    assert set(told.addresses) == {"https://example.org/victim-2021-02"}


@pytest.mark.shipped
def test_the_share_of_paris_is_of_its_own_beds_in_two_lines(shipped, publish_shipped):
    told = Page(brief_html(held_of(shipped, publish_shipped("specialist")), "75", Selection(), ENGLISH))

    assert cell_after(told, "Share of beds in a hospital hit (care or systems)") == "at least 2.3%"
    assert cell_after(told, "Share of beds in a hospital hit (data or website only)") == "58.2%"


def test_what_is_given_stays_as_it_was(small_atlas, small_published):
    before = small_published.copy()

    brief_html(held_of(small_atlas, small_published), "01", Selection(), FRENCH)
    pd.testing.assert_frame_equal(small_published, before)
    assert TWO_TOWNS in set(small_published[col.INCIDENT_ID])


@pytest.mark.slow
@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=LANGUAGES)
def test_every_page_of_the_small_world_is_whole_for_every_choice(small_atlas, publish_small, words):
    for selection in (
        Selection(),
        Selection(evidence="official"),
        Selection(start="2022", end="2022-06"),
        Selection(type=("ddos",)),
        Selection(end="2018"),
    ):
        pages = list(briefs(held_of(small_atlas, publish_small(selection.evidence)), selection, words))
        assert len(pages) == 8
        for one in pages:
            told = Page(one.html)
            assert [name for name in told.ids if name in ORDER] == ORDER
            if words is FRENCH:
                assert misspaced(told.text.replace("« Élan »", "")) == []
