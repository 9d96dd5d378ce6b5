"""The page of hospitals without a browser: one, all, a number that no hospital has, and the points on the map."""

from __future__ import annotations

import json
import re

import pytest

from analytics.drawings.leaflet.assets import assets
from analytics.drawings.leaflet.maps import clicked
from analytics.schema import col
from analytics.words import around
from analytics.words.text import Words
from tests.helpers.pages import opened

FRENCH, ENGLISH = Words("fr"), Words("en")
DAX, ENTITY = "400000105", "400780193"

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


def told(app) -> str:
    return " ".join([*(mark.value for mark in app.markdown), *(part.proto.body for part in app.get("html"))])


def sent(app) -> str:
    return str(json.loads(app.get("component_instance")[0].proto.json_args))


def test_a_hospital_says_what_is_known_of_it():
    app = opened("hospital", finess=DAX, lang="fr")

    assert not app.exception
    assert "# Centre hospitalier Dax" in told(app)
    assert "1 attaque connue publiquement a touché l’établissement dont ce site fait partie" in told(app)
    assert f"'here': '{DAX}'" in sent(app).replace('\\"', "'").replace('"', "'") or DAX in sent(app)


def test_filters_do_not_narrow_what_is_known_and_the_page_says_so():
    app = opened("hospital", finess=DAX, lang="en", type="ddos")

    assert "1 publicly known attack" in told(app)
    assert ENGLISH("hospital.not_narrowed") in [caption.value for caption in app.caption]


def test_each_figure_around_a_hospital_can_be_checked_and_its_beds_taken_away():
    app = opened("hospital", finess=DAX, lang="en", receipt="hospital-extra_km_100")

    assert not app.exception
    labels = {name: app.button(key=f"receipt-hospital-{name}").label for name in around.FIGURES}
    assert labels["beds_elsewhere"] == "Verify: acute beds of other hospitals within 30 km, 15 beds"
    assert len({*labels.values()}) == len(labels)
    links = [code.value for code in app.code]
    assert any(f"/hospital?finess={DAX}&" in link and "receipt=hospital-extra_km_100&stated=" in link for link in links)
    assert app.button(key="take-hospital-beds").label == ENGLISH("actions.take")
    assert f'href="/api/v1/hospitals.xlsx?finess={DAX}&amp;lang=en"' in told(app)


@pytest.mark.parametrize(("number", "more"), [("999999999", "Search by name or by town"), (ENTITY, "It has 4 sites")])
def test_a_number_that_no_hospital_has_is_told_with_the_way_on(number, more):
    app = opened("hospital", finess=number, lang="en")

    assert not app.exception
    assert f"# No hospital has the number {number}" in told(app)
    assert more in told(app)


def test_what_is_no_number_is_told_as_not_understood():
    app = opened("hospital", finess="<b>", lang="en")

    assert not app.exception
    assert any("finess" in warning.value for warning in app.warning)


def test_without_a_number_the_page_lists_those_of_the_department(shipped):
    app = opened("hospital", lang="en", department="64")
    table = app.dataframe[0].value
    own = shipped.hospitals[shipped.hospitals[col.DEPARTMENT] == "64"]

    assert len(table) == len(own)
    assert table[ENGLISH("hospital.name")].iloc[0] == "Centre hospitalier Oloron"
    attacks = [int(re.sub(r"\D", "", cell)) for cell in table[ENGLISH("hospital.attacks")]]
    assert attacks == sorted(attacks, reverse=True)
    assert (
        f"{len(own)} hospital sites that had beds since 2019; sites of a hospital touched by a known attack: 1"
        in told(app)
    )


def test_a_filter_counts_the_attacks_that_it_keeps():
    app = opened("hospital", lang="en", department="64", type="ddos")

    assert "sites of a hospital touched by a known attack: 0" in told(app)


def test_all_hospitals_are_listed_by_pages_and_found_by_town():
    app = opened("hospital", lang="fr")
    assert len(app.dataframe[0].value) == 200
    app.text_input(key="find-hospital").set_value("Pau").run()

    assert "Centre hospitalier de Pau" in told(app)
    app.text_input(key="find-hospital").set_value("zzzzzz").run()
    assert FRENCH("hospital.not_found") in [info.value for info in app.info]


def test_the_points_are_one_file_and_a_change_of_filter_sends_none():
    rows = json.loads(assets()["hospitals.json"].content)
    off, on, narrowed = (
        sent(opened("explore", lang="en", country="FRA", **more))
        for more in ({}, {"hospitals": "yes"}, {"hospitals": "yes", "type": "ddos"})
    )

    assert len(rows) > 2_790
    assert len(assets()["hospitals.json"].content) < 260_000
    assert DAX not in off
    assert DAX in on
    assert DAX not in narrowed  # no denial of service there: it is grey
    assert len(on) - len(off) < 4_000
    assert "Centre hospitalier Dax" not in on.replace("Centre hospitalier de Dax", "")


def test_a_click_on_a_point_is_one_on_a_hospital():
    click = clicked({"last_object_clicked_tooltip": "hospital:2A0000287@17"})

    assert click is not None
    assert (click.kind, click.code) == ("hospital", "2A0000287")
