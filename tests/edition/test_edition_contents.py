"""The static edition has all that there is to read, and says the numbers of the API."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from analytics.edition.front import LATEST
from analytics.edition.publish import style_sheet
from analytics.outputs import answers
from analytics.outputs.answers import Asked
from analytics.outputs.brief import brief_html
from analytics.outputs.held import Held
from analytics.outputs.html.cards import FRONT_MEASURES
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.selection.selection import LANGUAGES, Selection
from analytics.statistics import quality
from analytics.statistics import totals as impact_totals
from analytics.words import totals as total_words
from analytics.words.headlines import count_sentence
from analytics.words.text import Words
from tests.helpers.small_world import CLAIMED, MONTH, TWO_TOWNS

pytestmark = pytest.mark.slow


@pytest.mark.shipped
def test_every_incident_and_every_area_has_its_page_in_each_language(shipped, shipped_pages):
    expected = {"index.html"}
    for language in LANGUAGES:
        own = ["index.html", "incidents/index.html", "areas/index.html", "method.html", "downloads.html", "names.html"]
        own += ["accessibility.html", "licences.html"]
        own += [f"incidents/{name}.html" for name in shipped.incidents[col.INCIDENT_ID]]
        own += [f"departments/{code}.html" for code in shipped.departments[col.CODE]]
        own += [f"regions/{code}.html" for code in shipped.regions[col.CODE]]
        own += [f"hospitals/{code}.html" for code in shipped.departments[col.CODE]]
        expected |= {f"{language}/{path}" for path in own}

    assert set(shipped_pages) == expected


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_shows_where_the_record_comes_from_and_leads_to_its_readings(shipped, shipped_pages, language):
    page, words = shipped_pages[f"{language}/method.html"].tree, Words(language)
    total = quality.whole(shipped, "third")
    (origin,) = page.query("section[aria-labelledby='origin']")
    (record,) = page.query("section[aria-labelledby='quality']")

    assert len(list(origin.query("svg.searched path"))) > 150
    rows = list(origin.query("details tbody tr"))
    assert len(rows) == shipped.incidents[col.COUNTRY].nunique()
    assert words.percent(total[quality.SHARE], 1) in record.to_text()
    assert [link.attrs["href"] for link in record.query("a")] == ["downloads.html"]


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


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_lists_the_latest_and_the_index_all_by_year_with_their_number(shipped, shipped_pages, language):
    words = Words(language)
    front, index = (shipped_pages[f"{language}/{path}"] for path in ("index.html", "incidents/index.html"))
    assert len(front.tree.query(".incident-list tbody tr")) == LATEST
    assert words("edition.latest_title", latest=words.number(LATEST), count=len(shipped.incidents)) in front.text
    assert len(index.tree.query(".incident-list tbody tr")) == len(shipped.incidents)
    for link in index.tree.query("nav.contents a[href^='#y']"):
        year, number = link.to_text().split()
        own = shipped.incidents[col.STARTED_ON].str.startswith(year)
        assert number == words.number(int(own.sum()))
    (strip,) = index.tree.query("figure img")
    assert strip.attrs["src"].endswith("pictures/timeline.svg")


def test_every_type_of_attack_has_its_colour():
    style = style_sheet().decode()
    for kind in ATTACK_TYPES:
        assert f".mark.type-{kind} {{ color: var(--type-{kind}); }}" in style
        assert f"--type-{kind}:" in style


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


def test_a_brief_on_its_own_is_within_the_page_of_its_area(small_held, small_folder):
    for level, code in (("department", "02"), ("region", "01")):
        alone = brief_html(small_held, code, Selection(), Words("en"), level)
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

    assert front.tree.query("h1")[0].to_text() == count_sentence(kept, Selection(), shipped_held.atlas, words)
    assert words.number(len(incidents)) in front.tree.query("h1")[0].to_text()
    told = [node.to_text() for node in front.tree.query(".key-figures strong")]
    departments = {code for row in incidents for code in row["departments"].split("; ") if code}
    rows = impact_totals.totals(kept, FRONT_MEASURES)
    said = [total_words.told(row, words) for row in rows]
    assert told == [words.number(len(departments)), *(line.value for line in said)]
    for line in said:
        assert line.span in front.text
        assert all(note in front.text for note in line.notes)
    assert len(front.tree.query(".incident-list tbody tr")) == LATEST
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
    for line, names in (
        (1, ("rate_per_million", "rate_low", "rate_high")),
        (2, ("rate_per_10k_beds", "beds_rate_low", "beds_rate_high")),
        (3, ("rate_per_1k_entities", "entities_rate_low", "entities_rate_high")),
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
