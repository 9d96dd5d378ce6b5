"""One scope for a whole page: headline, figures, list, map, files and address are of France or of the world."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from analytics.outputs.held import Held
from analytics.schema import col
from analytics.selection.selection import Selection
from dashboard import scopes
from tests.helpers.pages import opened

pytestmark = [pytest.mark.shipped, pytest.mark.slow]

SWITCH = "widget-scope"


@pytest.fixture(scope="module")
def counts(held_shipped: Held) -> tuple[int, int]:
    """How many incidents France has, and the world."""
    published = held_shipped.published(Selection().evidence)
    kept = Selection().keep(published)
    return int((kept[col.COUNTRY] == "FRA").sum()), len(kept)


def switch(app):
    (found,) = (each for each in app.get("button_group") if each.proto.id.endswith(SWITCH))
    return found


def told(app):
    return [option.content.replace("\u202f", " ") for option in switch(app).proto.options]


def title(app):
    return next(one.value for one in app.main.markdown if one.value.startswith("# ")).replace("\u202f", " ")


@pytest.mark.parametrize("view", ["explore", "timeline", "impact", "incident"])
def test_a_page_in_french_begins_in_france_and_says_how_many_are_elsewhere(counts, view):
    app, (france, world) = opened(view), counts

    assert not app.exception
    assert switch(app).value == "france"
    assert told(app) == [f"France : {france}", f"Monde : {world} ({world - france} ailleurs)"]
    assert title(app).startswith("# France – ")
    assert dict(app.query_params) == {"country": "FRA"}


@pytest.mark.parametrize("view", ["explore", "timeline", "impact", "incident"])
def test_a_page_in_english_begins_in_the_world(counts, view):
    app, (france, world) = opened(view, lang="en"), counts

    assert switch(app).value == "world"
    assert told(app) == [f"France: {france}", f"World: {world} ({world - france} elsewhere)"]
    assert not title(app).startswith("# France")
    assert dict(app.query_params) == {"lang": "en"}


def test_all_of_the_page_follows_the_switch(counts):
    app, (france, world) = opened("explore"), counts

    def shown():
        table = next(one.value for one in app.main.markdown if "# Le tableau" in one.value)
        return table.replace("\u202f", " ").lstrip("# "), [each.key for each in app.toggle]

    # departments and hospitals are on the map of France
    assert shown() == (f"Le tableau : {france} incidents", ["widget-shade", "widget-hospitals"])
    app.get("button_group")[app.get("button_group").index(switch(app))].set_value("world").run()
    assert shown() == (f"Le tableau : {world} incidents", [])
    assert title(app).startswith(f"# {world} attaques")
    assert dict(app.query_params) == {"country": "world"}
    assert all("country=world" in link.proto.query_string for link in app.get("page_link"))


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ({"country": "FR"}, {"country": "FRA"}),
        ({"view": "world"}, {"country": "world"}),
        ({"view": "france", "lang": "en"}, {"country": "FRA", "lang": "en"}),
        ({"view": "world", "country": "DEU"}, {"country": "DEU"}),
        ({"type": "ransomware"}, {"country": "world", "type": "ransomware"}),
        ({"region": "44"}, {"region": "44"}),
        ({"view": "france", "type": "ransomware"}, {"country": "FRA", "type": "ransomware"}),
    ],
)
def test_an_address_of_before_answers_with_what_it_asked_for(query, address):
    app = opened("explore", **query)

    assert not app.exception
    assert not app.warning
    assert dict(app.query_params) == address


@pytest.mark.parametrize("incident", ["fr-versailles-2022", "change-healthcare-2024"])
def test_a_link_to_an_incident_opens_where_it_was(incident, shipped):
    french = scopes.country_of(incident, shipped) == "FRA"

    app = opened("incident", incident=incident)

    assert dict(app.query_params) == {"country": "FRA" if french else "world", "incident": incident}


def test_a_receipt_that_was_quoted_is_of_what_was_quoted(counts):
    app = opened("explore", receipt="incidents", stated=str(counts[1]), version="2.0.0", view="france")

    assert app.query_params["country"] == "world"
    assert not [one.value for one in app.main.warning]


def test_whoever_leaves_the_last_part_of_france_is_still_in_france():
    app = opened("explore", region="44")
    app.button(key="chip-region-44").click().run()

    assert dict(app.query_params) == {"country": "FRA"}


def test_clearing_leaves_the_scope():
    app = opened("explore", country="world", type="ransomware")
    app.button(key="clear-chips").click().run()

    assert dict(app.query_params) == {"country": "world"}


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ({"region": ("53",)}, {"country": ("DEU",)}, {"country": ("DEU",)}),
        ({"country": ("DEU",)}, {"region": ("53",)}, {"country": ("FRA",), "region": ("53",)}),
        ({"country": ("FRA",)}, {"region": ("53",)}, {"country": ("FRA",), "region": ("53",)}),
        ({}, {"country": ("DEU",)}, {"country": ("DEU",)}),
        ({"country": ("FRA",), "region": ("53",)}, {"group": ("who-eur",)}, {"group": ("who-eur",)}),
    ],
)
def test_areas_that_cannot_meet_are_not_chosen_together(before, changes, after):
    chosen = Selection(**before)

    assert scopes.agreeing(chosen, Selection(**{**before, **changes}), changes) == Selection(**after)


def test_a_search_that_finds_nothing_in_france_offers_the_world():
    app = opened("explore", country="FRA", q="change healthcare")

    assert app.button(key="loosen-country-FRA")
    app.button(key="loosen-country-FRA").click().run()
    assert app.query_params["country"] == "world"


# --- what a page does not use ---


def test_a_region_chosen_elsewhere_is_shown_on_the_page_of_areas():
    app = opened("explore", country="FRA")
    app.multiselect(key="widget-region").set_value(["44"]).run()
    link = next(each.proto for each in app.get("page_link") if each.proto.page == "regions")
    app = opened("regions", **parse_qs(link.query_string))

    assert app.selectbox(key="widget-measure")
    (level,) = (each for each in app.get("button_group") if each.proto.id.endswith("widget-level"))
    assert level.value == "region"
    assert "Grand Est" in [one.value.lstrip("# ") for one in app.main.markdown]


def test_the_area_chosen_last_decides_the_level():
    app = opened("regions", department="67", level="department")
    app.multiselect(key="widget-region").set_value(["44"]).run()

    assert app.query_params["level"] == "region"


@pytest.mark.parametrize(
    ("view", "hidden", "offered"),
    [
        ("regions", {"country"}, {"region", "department", "type"}),
        ("world", {"region", "department"}, {"country", "type"}),
        ("method", {"country", "region", "department", "type", "service", "sector", "severity"}, set()),
        ("timeline", set(), {"country", "region", "department", "type"}),
    ],
)
def test_a_page_offers_the_filters_that_change_something_on_it(view, hidden, offered):
    app = opened(view)
    there = {each.key.removeprefix("widget-") for each in app.sidebar.multiselect}

    assert offered <= there
    assert not hidden & there


@pytest.mark.parametrize(
    ("view", "query", "idle"),
    [("regions", {"country": "DEU"}, "Allemagne"), ("world", {"region": "44"}, "Grand Est"), ("regions", {}, "")],
)
def test_what_changes_nothing_on_a_page_is_said_in_a_line(view, query, idle):
    said = " ".join(one.value for one in opened(view, **query).main.markdown).replace("\u202f", " ")

    assert (f"Sans effet sur cette page : {idle}." in said) == bool(idle)
    assert ("Sans effet" in said) == bool(idle)


@pytest.mark.parametrize(("lang", "said"), [("en", ", in 1 country"), ("fr", ", dans 1 pays")])
def test_several_incidents_may_be_in_one_country(lang, said):
    app = opened("world", lang=lang, q="Bretagne")

    assert title(app).endswith(said), title(app)
