"""Every page, run without a browser: both languages, empty and odd choices, and what the map is sent."""

from __future__ import annotations

import html
import json
import re
from functools import cache

import pytest
from streamlit.testing.v1 import AppTest

from analytics.outputs import receipts
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from analytics.statistics import quality
from analytics.statistics.area_measures import MEASURES
from analytics.words.incidents import names as incident_names
from analytics.words.text import UNKNOWN, Words
from tests.helpers.pages import ROOT, opened, unfolded

VIEWS = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("*.py"))
LANGUAGES = sorted(path.stem for path in (ROOT / "analytics" / "words" / "locale").glob("*.toml"))
VERSAILLES = "fr-versailles-2022"
CORBEIL = "fr-corbeil-essonnes-chsf-2022"

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


@cache
def seen(view: str, language: str) -> AppTest:
    """A page as it opens, to be looked at only: run once for all tests; an incident's page shows one."""
    return opened(view, lang=language, **({"incident": VERSAILLES} if view == "incident" else {}))


def kept(atlas, **query: str | list[str]) -> Selection:
    """What an address asks for."""
    listed = {name: [value] if isinstance(value, str) else value for name, value in query.items()}
    return from_query(listed, atlas.vocabulary).selection


@pytest.fixture(scope="session")
def counts(publish_shipped) -> dict[str, int]:
    """How many incidents count where that much evidence is enough."""
    return {tier: len(Selection(evidence=tier).keep(publish_shipped(tier))) for tier in TIERS}


def headline(app: AppTest) -> str:
    """The sentence of the page."""
    return next(mark.value for mark in app.markdown if mark.value.startswith("# "))


def sent_to_the_map(app: AppTest) -> dict[str, object]:
    """What streamlit-folium sends to the browser."""
    component = app.get("component_instance")[0].proto
    return dict(json.loads(component.json_args))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_runs_in_each_language(view, language):
    app = seen(view, language)

    assert not app.exception
    assert Words(language)("site.title") in " ".join(mark.value for mark in app.markdown)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"department": ["75", "91"], "evidence": "attacker"},
        {"from": "2021-03", "to": "2023", "service": ["emergency", "imaging"], "q": "centre"},
        {"sector": ["supplier", "pathology-provider"]},
    ],
)
def test_the_table_of_the_page_shows_the_incidents_of_the_file(shipped, held_shipped, query):
    rows = held_shipped.table("incidents", kept(shipped, **query))
    newest = rows.sort_values(["started_on", "incident_id"], ascending=False)

    app = opened("explore", lang="en", **query)

    shown = app.dataframe[0].value[Words("en")("table.name")].tolist()
    names = incident_names(newest, Words("en")).tolist()
    assert shown == names[: len(shown)]
    assert len(shown) == len(names) or app.number_input  # the others are on further pages
    assert len(newest) > 3


FILTERED = sorted({"explore", "timeline", "impact"} & set(VIEWS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", FILTERED)
def test_a_page_that_has_nothing_to_show_offers_a_way_out(view, language):
    app = opened(view, lang=language, department="78", type="ddos")

    assert not app.exception
    assert app.info
    assert [button for button in app.button if str(button.key).startswith("loosen-")]


# what narrows the pages that count incidents, what they all read, and how some of them show their view
COUNTING = ("explore", "timeline", "impact")
COMPARING = ("regions", "world")
CHOICES = [
    (("explore", "impact", *COMPARING), {"country": "IND"}),
    (("timeline", "regions"), {"department": "974"}),
    (("explore", "impact"), {"region": "44"}),
    (VIEWS, {"evidence": "official", "service": ["maternity", "email"]}),
    ((*COUNTING, *COMPARING, "incident"), {"evidence": "attacker", "q": "chateau d'eau <script>"}),
    ((*COUNTING, *COMPARING), {"from": "2022-12-03", "to": "2022-12"}),
    ((*COUNTING, *COMPARING, "incident"), {"incident": "fr-ght-coeur-grand-est-2022"}),
    (("explore",), {"view": "world", "shade": "yes"}),
    (("explore",), {"shade": "yes", "evidence": "attacker"}),
    (("explore",), {"shade": "yes", "country": "IND", "view": "france"}),
    (COMPARING, {"level": "region", "measure": "beds-share"}),
    (COMPARING, {"measure": "rate", "smooth": "yes", "drawn": "tiles", "department": ["78", "91"]}),
    (("regions",), {"measure": "bed-days", "level": "region", "region": ["11", "44", "84"]}),
    (COMPARING, {"measure": "beds-rate", "type": "ddos"}),
]


@pytest.mark.parametrize(
    ("view", "query"), [(view, query) for views, query in CHOICES for view in views], ids=lambda value: str(value)
)
def test_a_page_stands_whatever_is_chosen_of_what_it_reads(view, query):
    assert not opened(view, **query).exception


def test_claims_of_attackers_count_only_when_asked_for(counts):
    assert headline(seen("explore", "en")).startswith(f"# {counts['specialist']} ")
    known, claimed = counts["specialist"], counts["attacker"] - counts["specialist"]
    assert claimed > 0
    told = headline(opened(lang="en", evidence="attacker"))
    assert told.startswith(f"# {known} publicly documented attacks and {claimed} that the attacker alone claims")


def test_what_an_address_asks_for_in_vain_is_said_and_forgotten():
    app = opened(department="99", colour="red")

    assert len(app.warning) == 2
    assert "99" in app.warning[0].value
    assert "department" not in app.query_params
    assert "colour" not in app.query_params


def test_the_address_follows_a_filter_and_a_filter_the_address():
    app = opened(department="78")
    assert app.multiselect(key="widget-department").value == ["78"]

    app.multiselect(key="widget-type").set_value(["ransomware"]).run()

    assert not app.exception
    assert app.query_params["department"] == "78"
    assert app.query_params["type"] == "ransomware"


@pytest.mark.parametrize(
    ("language", "label", "chip", "option"),
    [
        ("fr", "Organisme touché", "prestataire d’hôpitaux touché  ×", "Prestataire d’hôpitaux"),
        ("en", "Organisation hit", "supplier of hospitals hit  ×", "Supplier of hospitals"),
    ],
)
def test_what_was_hit_is_a_filter_with_a_widget_and_a_chip(language, label, chip, option):
    app = opened(sector="supplier", lang=language)
    widget = app.multiselect(key="widget-sector")

    assert (widget.label, widget.value) == (label, ["supplier"])
    assert option in widget.options
    assert app.button(key="chip-sector-supplier").label == chip


def test_an_end_before_the_start_follows_it():
    app = opened(**{"from": "2022", "to": "2023"})
    app.selectbox(key="widget-start").set_value("2024").run()

    assert app.query_params["from"] == "2024"
    assert app.query_params["to"] == "2024"


def test_clearing_leaves_the_language():
    app = opened(lang="en", department="78")
    app.button(key="clear-chips").click().run()

    assert dict(app.query_params) == {"lang": "en"}


def test_the_card_tells_the_incident_of_the_address():
    app = opened(incident=VERSAILLES)

    told = " ".join(block.proto.body for block in app.get("html"))
    assert '<h3 class="card-name">Centre hospitalier de Versailles</h3>' in told
    assert app.button(key="close-card")


def test_the_map_is_sent_no_foreign_address():
    sent = json.dumps(sent_to_the_map(seen("explore", "fr")))

    assert not [url for url in re.findall(r"https?://[^\s\"'\\]+", sent) if "www.w3.org" not in url]


def test_a_filter_changes_the_overlay_and_not_the_base_map():
    everything, one = sent_to_the_map(seen("explore", "fr")), sent_to_the_map(opened(department="78"))

    assert everything["script"] == one["script"]
    assert everything["feature_group"] != one["feature_group"]
    assert len(json.dumps(one["feature_group"])) < 12_000


# --- receipts -----------------------------------------------------------------------------------------------


def figures_of(app: AppTest) -> list[str]:
    """The figures of a page that have a receipt, by the buttons that open them."""
    keys = [str(button.key) for button in app.button]
    return [key.removeprefix("receipt-") for key in keys if key.startswith("receipt-")]


def words_of(app: AppTest) -> str:
    """Everything that the page says in words, without markup."""
    said = [mark.value for mark in app.markdown] + [block.proto.body for block in app.get("html")]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(said)))


SAYING_NOTHING = ("accessibility", "licences", "my_data")  # of the record
WITH_FIGURES = [view for view in VIEWS if view not in ("method", *SAYING_NOTHING)]
NARROWED = [
    (view, query)
    for query in ({"department": ["78", "91"]}, {"evidence": "official"}, {"country": "IND"})
    for view in WITH_FIGURES
    if view != "incident" or "evidence" in query
]


@pytest.mark.parametrize(("view", "query"), [*((view, {}) for view in WITH_FIGURES), *NARROWED], ids=str)
def test_every_headline_number_has_a_receipt_that_gives_the_number_on_the_page(shipped, held_shipped, view, query):
    query = {"incident": CORBEIL, **query} if view == "incident" else query
    query = {"compare": [CORBEIL, "fr-versailles-2022"], **query} if view == "compare" else query
    app = opened(view, lang="en", **query) if query else seen(view, "en")
    selection = kept(shipped, **query).at(query.get("evidence", "specialist"))
    names, page = figures_of(app), words_of(app)

    assert names
    assert len(names) == len(set(names))
    for name in names:
        result = receipts.work_out(name, held_shipped, selection)
        if FIGURES[name].drawing:
            assert len(result.rows)
            continue
        told = receipts.said(name, result, Words("en")).partition(" (")[0].rpartition(": ")[2]
        if name.startswith("total-") and result.value is None:
            told = UNKNOWN
        if FIGURES[name].around:  # a sentence has words of its own around the number
            told = re.search(r"\d[\d,.]*", told).group()
        assert re.search(rf"(?<![\d,]){re.escape(told)}(?![\d,]*\d)", page), (name, told)


@pytest.mark.parametrize("view", VIEWS)
def test_no_headline_number_is_without_a_receipt(view):
    app = seen(view, "fr")
    shown = [block for block in app.get("html") if '<dl class="key-figures"' in block.proto.body]
    names = figures_of(app)

    drawn = len(app.get("plotly_chart")) + len(app.get("component_instance"))
    counted = [name for name in names if not FIGURES[name].drawing]
    assert len(counted) >= len(shown)
    # a figure drawn in two widths is one figure; the timeline and the map of one incident are its own lists
    assert view in ("incident", "method") or len(names) - len(counted) >= drawn / 2


# the words of each receipt are tested in both languages without a page: here every other one opens in the other
@pytest.mark.parametrize(("name", "language"), [(name, LANGUAGES[at % 2]) for at, name in enumerate(sorted(FIGURES))])
def test_every_receipt_opens(name, language):
    about = {"finess": "640000600"} if FIGURES[name].of_hospital else {"incident": VERSAILLES}
    app = opened("world", lang=language, receipt=name, **about)

    assert not app.exception
    told = " ".join(code.value for code in app.code)
    assert f"receipt={name}" in told
    assert "python -m analytics receipt '/world?" in told
    assert receipts.label(name, Words(language)) in told


def test_a_receipt_says_whether_the_figure_that_was_quoted_still_holds(counts):
    holds = opened(receipt="incidents", stated=str(counts["specialist"]), version="1.0.0")
    changed = opened(receipt="incidents", stated="99", version="1.0.0")

    assert holds.success
    assert not holds.warning
    assert "99" in changed.warning[0].value
    assert str(counts["specialist"]) in changed.warning[0].value


def test_the_button_of_a_figure_writes_its_receipt_into_the_address():
    app = opened()
    app.button(key="receipt-departments").click().run()

    assert not app.exception
    assert app.query_params["receipt"] == "departments"
    assert any("receipt=departments" in code.value for code in app.code)


@pytest.mark.parametrize("odd", [{"receipt": "luck"}, {"receipt": "incidents", "stated": "<script>"}], ids=str)
def test_an_odd_receipt_is_said_and_forgotten(odd):
    app = opened(**odd)

    assert not app.exception
    assert app.warning


# --- the dial and the page of an incident ------------------------------------------------------------------


def dial_of(app: AppTest):
    """The choice of the evidence that is enough."""
    return next(one for one in app.segmented_control if one.key == "widget-evidence")


# compare has it once it has something
@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("compare", *SAYING_NOTHING)])
def test_the_dial_is_on_every_page_and_says_how_many_each_step_keeps(publish_shipped, view):
    options = dial_of(seen(view, "en")).proto.options
    of_page = {"country": ("FRA",)} if view in ("regions", "hospital") else {}  # which are of France alone
    counts = [len(Selection(evidence=tier, **of_page).keep(publish_shipped(tier))) for tier in TIERS]

    assert [option.content.rpartition("· ")[2] for option in options] == [str(count) for count in counts]


# each of these puts the dial under its headline in its own way
@pytest.mark.parametrize("view", ["explore", "incident", "regions", "method"])
def test_the_dial_turns(view):
    app = opened(view, incident=VERSAILLES)
    dial_of(app).set_value("official").run()

    assert not app.exception
    assert app.query_params["evidence"] == "official"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_says_where_the_record_comes_from_and_how_good_it_is(language, shipped):
    words, total = Words(language), quality.whole(shipped, "third")
    app = opened("method", lang=language)

    assert words.percent(total[quality.SHARE], 1) in words_of(app)
    assert words("method.searched_english") in words_of(app)
    folds = [fold.label for fold in app.expander]
    assert words("method.searched_table", count=shipped.incidents[col.COUNTRY].nunique()) in folds
    assert len(app.dataframe) == 0  # the list is made when it is opened
    (listed,) = unfolded("method", lang=language).dataframe
    assert len(listed.value) == len(shipped.readings)


def test_the_page_of_an_incident_holds_every_part_in_both_languages():
    for language in LANGUAGES:
        words = Words(language)
        page = words_of(opened("incident", lang=language, incident=CORBEIL))
        for part in ("figures", "timeline", "places", "services", "response", "end", "who", "related", "cite"):
            assert words(f"incident.{part}") in page


@pytest.mark.parametrize(
    "incident", ["fr-perpignan-2026", "fr-reunion-chu-2023", "fr-grand-est-pulsy-2025", "aiims-new-delhi-2022"]
)
@pytest.mark.parametrize("evidence", ["official", "attacker"])
def test_the_page_of_an_incident_stands_whoever_is_believed(incident, evidence):
    assert not opened("incident", incident=incident, evidence=evidence).exception


@pytest.mark.parametrize(
    ("asked", "found"),
    [("VERSAILLES", "versailles"), ("91", "corbeil"), ("la reunion", "reunion"), ("lockbit", "kbc-zagreb")],
)
def test_an_incident_is_found_by_name_department_town_or_actor(asked, found):
    app = opened("incident")
    app.text_input(key="find-incident").set_value(asked).run()

    lists = [block.proto.body for block in app.get("html") if "short-list" in block.proto.body]
    assert found in lists[0]


def test_a_search_that_finds_nothing_says_what_to_try():
    app = opened("incident", lang="en")
    app.text_input(key="find-incident").set_value("zzzz").run()

    assert "Try a town" in app.info[0].value


# --- areas --------------------------------------------------------------------------------------------------


# every measure once, at one level and the other in turns
@pytest.mark.parametrize(
    ("measure", "level"),
    [(measure, ("department", "region")[place % 2]) for place, measure in enumerate(sorted(MEASURES))],
)
def test_the_tiles_are_the_twin_of_the_map(shipped, measure, level):
    on_the_map = opened("regions", level=level, measure=measure, lang="en")
    tiles = opened("regions", level=level, measure=measure, lang="en", drawn="tiles")

    assert not tiles.exception
    sent = sent_to_the_map(on_the_map)
    shown = {
        str(button.key).removeprefix("tile-"): button for button in tiles.button if str(button.key).startswith("tile-")
    }
    rows = tiles.dataframe[0].value
    assert set(shown) == set(rows["Code"].dropna()) == set(getattr(shipped, f"{level}s")["code"])
    assert len(rows) == len(shown) + 2  # France, and what has no place
    # what a tooltip of the map says, a tile says too
    for code in ("11", "84" if level == "region" else "78"):
        note = shown[code].help.partition(" – ")[2]
        assert note
        assert json.dumps(note, ensure_ascii=False)[1:-1].replace("'", "\\u0027") in json.dumps(
            sent, ensure_ascii=False
        ).replace("\\\\", "\\") or note in str(sent)


def test_a_tile_chooses_an_area_and_takes_it_back():
    app = opened("regions", drawn="tiles")
    app.button(key="tile-78").click().run()
    assert app.query_params["department"] == "78"
    app.button(key="tile-91").click().run()
    assert app.query_params["department"] == ["78", "91"]
    app.button(key="tile-78").click().run()
    assert app.query_params["department"] == "91"


@pytest.mark.parametrize("view", ["regions", "world"])
def test_an_incident_that_is_open_does_not_narrow_the_comparison_of_areas(view):
    open_card, without = opened(view, lang="en", incident=VERSAILLES), seen(view, "en")

    assert headline(open_card) == headline(without)
    assert len(open_card.dataframe[0].value) == len(without.dataframe[0].value)


def test_two_areas_are_compared_with_france_and_with_what_can_be_said():
    page = words_of(opened("regions", lang="en", department=["78", "91"]))

    assert "Yvelines (78)" in page
    assert "Essonne (91)" in page
    assert Words("en")("regions.cannot") in page


def test_the_world_warns_that_it_is_no_census():
    assert "no census" in seen("world", "en").warning[0].value
