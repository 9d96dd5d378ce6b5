"""Every page, run without a browser: both languages, empty and odd choices, and what the map is sent."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.text import Words

ROOT = Path(__file__).resolve().parent.parent
VIEWS = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("*.py"))
LANGUAGES = sorted(path.stem for path in (ROOT / "analytics" / "locale").glob("*.toml"))
SECONDS = 120  # the first run reads and places everything


def opened(view: str = "explore", /, **query: str | list[str]) -> AppTest:
    """A page, run once, at an address."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    if view != "explore":
        app.switch_page(f"views/{view}.py")
    return app.run()


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
    app = opened(view, lang=language)

    assert not app.exception
    assert "103" in headline(app) or view != "explore"
    assert Words(language)("site.title") in " ".join(mark.value for mark in app.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_that_has_nothing_to_show_offers_a_way_out(view, language):
    app = opened(view, lang=language, department="78", type="ddos")

    assert not app.exception
    assert app.info
    assert [button for button in app.button if str(button.key).startswith("loosen-")]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "query",
    [
        {"country": "IND"},
        {"department": "974"},
        {"region": "44"},
        {"evidence": "official"},
        {"evidence": "attacker"},
        {"from": "2022-12-03", "to": "2022-12"},
        {"q": "chateau d'eau <script>"},
        {"service": ["maternity", "email"]},
        {"incident": "fr-ght-coeur-grand-est-2022"},
        {"view": "world", "shade": "yes"},
        {"shade": "yes", "evidence": "attacker"},
        {"shade": "yes", "country": "IND", "view": "france"},
    ],
    ids=str,
)
def test_a_page_stands_whatever_is_chosen(view, query):
    assert not opened(view, **query).exception


def test_claims_of_attackers_count_only_when_asked_for():
    assert "103" in headline(opened())
    assert "109" in headline(opened(evidence="attacker"))


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
    app = opened(incident="fr-versailles-2022")

    told = " ".join(block.proto.body for block in app.get("html"))
    assert '<h3 class="card-name">Centre hospitalier de Versailles</h3>' in told
    assert app.button(key="close-card")


def test_the_map_is_sent_no_foreign_address():
    sent = json.dumps(sent_to_the_map(opened()))

    assert not [url for url in re.findall(r"https?://[^\s\"'\\]+", sent) if "www.w3.org" not in url]


def test_a_filter_changes_the_overlay_and_not_the_base_map():
    everything, one = sent_to_the_map(opened()), sent_to_the_map(opened(department="78"))

    assert everything["script"] == one["script"]
    assert everything["feature_group"] != one["feature_group"]
    assert len(json.dumps(one["feature_group"])) < 12_000
