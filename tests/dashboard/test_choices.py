"""What a page does with a choice: it names it, compares like with like, or says that it does not follow it."""

from __future__ import annotations

import html
import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.atlas.published import in_france
from analytics.record.cells import plain
from analytics.record.files import DATA
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.pages import ROOT, opened, unfolded

VIEWS = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("*.py"))
CORBEIL = "fr-corbeil-essonnes-chsf-2022"
WITHOUT_INCIDENT = ["DZA", "TCD", "CIV", "PRK"]

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


def said(app: AppTest) -> str:
    """Everything that a page says in words."""
    told = [*app.markdown, *app.caption, *app.info, *app.warning]
    words = [each.value for each in told] + [block.proto.body for block in app.get("html")]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(words)))


def headline(app: AppTest) -> str:
    return next(mark.value for mark in app.markdown if mark.value.startswith("# "))


# --- a country of which no attack is known ------------------------------------------------------------------


@pytest.mark.parametrize("code", WITHOUT_INCIDENT)
@pytest.mark.parametrize("view", VIEWS)
def test_a_country_without_an_incident_opens_every_page(view, code):
    assert not opened(view, country=code, lang="fr").exception


@pytest.mark.parametrize("view", ["explore", "timeline", "impact", "incident", "world"])
def test_a_page_says_that_none_is_known_and_names_the_country(shipped, view):
    names = shipped.countries.set_index("code")
    for code, lang in zip(WITHOUT_INCIDENT, ("fr", "en") * 2, strict=True):
        page = said(opened(view, country=code, lang=lang))
        name = names.loc[code, f"name_{lang}"].replace("'", "’")
        assert name in page, (code, lang)
        assert re.search("aucun" if lang == "fr" else r"\bno\b", plain(page.partition(name)[2])), (code, lang)


def test_every_country_that_can_be_clicked_on_the_map_can_be_chosen(shipped):
    drawn = json.loads((DATA / "reference" / "countries.geojson").read_text(encoding="utf-8"))["features"]
    clickable = {feature["properties"]["code"] for feature in drawn}

    assert len(clickable) > 150
    assert clickable <= shipped.vocabulary.country


# --- like beside like ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "beside"),
    [
        ({}, "declared"),
        ({"country": "FRA"}, "declared"),
        ({"type": "ransomware"}, "ransomware"),
        ({"type": "ransomware", "country": "FRA"}, "ransomware"),
        ({"department": "69"}, None),
        ({"type": ["ransomware", "ddos"]}, None),
        ({"severity": "care-affected"}, None),
        ({"q": "versailles"}, None),
    ],
)
def test_official_counts_stand_beside_french_ones_of_the_same_thing_or_nowhere(publish_shipped, query, beside):
    words = Words("en")
    app = unfolded("timeline", lang="en", **query)
    table = next(each.value for each in app.table if words("table.french") in each.value.columns)

    assert not app.exception
    assert (words("timeline.official_none") in said(app)) == (beside is None)
    assert (words("table.official_declared") in table.columns) == (beside == "declared")
    assert (words("table.official_ransomware") in table.columns) == (beside is not None)
    kinds = tuple([query["type"]] if isinstance(query.get("type"), str) else query.get("type", ()))
    french = in_france(Selection(type=kinds, country=("FRA",)).keep(publish_shipped("specialist")))
    if beside:
        first = {str(year): count for year, count in french["started_on"].str[:4].value_counts().items()}
        shown = table[words("table.french")].astype(str)
        assert {year: int(shown[year]) for year in ("2022", "2024")} == {year: first[year] for year in ("2022", "2024")}
        subtitle = "timeline.official_ransomware_subtitle" if beside == "ransomware" else "timeline.official_subtitle"
        assert words(subtitle) in said(app)


def test_of_a_country_chosen_alone_its_own_official_counts_stand_beside_or_none():
    words = Words("en")
    belgium, germany, korea = (unfolded("timeline", lang="en", country=code) for code in ("BEL", "DEU", "KOR"))

    assert not belgium.exception
    assert words("timeline.official_none") in said(belgium)
    assert words("unseen.no_line", country="Belgium") in said(belgium)
    assert not germany.exception
    assert words("timeline.official_none") not in said(germany)
    assert "Germany, 2023: 1 incident publicly known, against 21 officially" in said(germany)
    assert "4.8%" in said(germany)
    assert words("unseen.search") in said(germany)
    assert "CERT Santé" not in said(germany)
    name = "Registered, critical hospitals"
    by_year = next(each.value for each in germany.table if name in each.value.columns)
    assert by_year.loc["2023", name] == "21"
    assert words("table.french") not in by_year.columns
    assert "against 14 officially" in said(korea)


@pytest.mark.parametrize("country", ["JPN", "NLD"])
def test_a_country_whose_counts_carry_no_ratio_shows_none(country):
    page = said(unfolded("timeline", lang="en", country=country))

    assert "No ratio" in page
    told = page[page.index(Words("en")("unseen.title")) :].split(Words("en")("unseen.search"))[0]
    assert "%" not in told


@pytest.mark.parametrize("query", [{}, {"department": "69"}, {"country": ["DEU", "ITA"]}])
def test_without_one_country_chosen_what_we_do_not_see_is_french(query):
    page = said(opened("timeline", lang="en", **query))

    assert Words("en")("unseen.subtitle") in page
    assert "French incidents while CERT Santé received" in page


# --- pages that follow the choice, or say that they do not --------------------------------------------------


def test_the_list_of_incidents_and_the_way_from_one_to_the_next_follow_the_choice(publish_shipped):
    words, selection = Words("en"), Selection(department=("91",))
    own = selection.keep(publish_shipped("specialist"))
    assert CORBEIL in set(own["incident_id"])

    listed = opened("incident", lang="en", department="91")
    assert headline(listed).startswith(f"# Essonne (91) – {'one' if len(own) == 1 else len(own)} publicly documented")

    page = said(opened("incident", lang="en", department="91", incident=CORBEIL))
    assert words("incident.among_choice", count=len(own), choice="Essonne (91)") in page
    other = said(opened("incident", lang="en", department="69", incident=CORBEIL))
    assert words("incident.among_all", choice="Rhône (69)") in other


@pytest.mark.parametrize("view", ["regions", "world"])
def test_pages_of_areas_name_what_narrows_them_and_say_that_areas_do_not(view):
    words = Words("en")
    line = words("area.not_narrowed") if view == "regions" else words("area.unused", names="Rhône (69)")
    app = opened(view, lang="en", department="69", type="ransomware", **{"from": "2022", "to": "2022"})

    assert headline(app).startswith("# Ransomware, in 2022 – ")
    assert said(app).count(line) == 1
    assert line not in said(opened(view, lang="en", type="ransomware"))


@pytest.mark.parametrize("view", ["explore", "timeline", "impact", "incident"])
def test_every_headline_names_every_narrowing(view):
    query = {"region": "11", "from": "2021", "to": "2024", "severity": "care-affected", "evidence": "press"}
    told = headline(opened(view, lang="en", **query))

    for part in ("Île-de-France", "from 2021 to 2024", "care affected", "going by official sources, victims and the"):
        assert part in told, told
