"""Where imported rows are put, how that is known, and how precisely."""

from __future__ import annotations

import pytest

from analytics.feeds.placing import Placer

pytestmark = pytest.mark.shipped
PARIS = {"latitude": 48.857, "longitude": 2.352}


@pytest.fixture(scope="module")
def placer():
    return Placer()


@pytest.mark.parametrize(
    ("stated", "by", "precision", "department"),
    [
        ({"finess_et": "10000024"}, "code", "site", "01"),  # a spreadsheet takes the first zero away
        ({"insee": "1001"}, "code", "commune", "01"),
        ({"department": "Ille-et-Vilaine", "commune": "Rennes"}, "gazetteer", "commune", "35"),
        ({"department": "2A"}, "gazetteer", "department", "2A"),
        (PARIS, "point", "point", "75"),
        ({"latitude": 14.62, "longitude": -61.02}, "point", "point", "972"),
        ({"country": "FRA", "organisation": "Centre hospitalier de Dax"}, "register", "site", "40"),
        (
            {"country": "FRA", "organisation": "CHU de Brest"},
            "register",
            "commune",
            "29",
        ),  # several sites of one entity
        ({"country": "USA", "state": "CA"}, "code", "state", None),
        ({"country": "USA", "organisation": "CH Arles"}, "gazetteer", "country", None),
        ({"country": "BEL", "department": "01"}, "gazetteer", "country", None),
        ({}, "none", "none", None),
    ],
)
def test_a_row_is_placed_by_the_best_that_it_says(placer, stated, by, precision, department):
    row = dict(stated)
    placer.place([row])

    assert (row["placed_by"], row["place_precision"], row.get("department")) == (by, precision, department)
    assert (row.get("latitude") is None) == (precision in ("department", "state", "country", "none"))
    if department:
        assert row["country"] == "FRA"
        assert row["region"]


def test_a_name_of_several_towns_places_in_none(placer):
    row = {"country": "FRA", "commune": "Saint-Denis"}
    placer.place([row])

    assert (row["place_precision"], row["doubts"], row.get("insee")) == ("country", "place-ambiguous", None)


def test_a_point_elsewhere_than_stated_is_a_doubt_and_the_statement_stands(placer):
    rows = [{"country": "ESP", **PARIS}, {"department": "33", **PARIS}]
    placer.place(rows)

    assert [row["doubts"] for row in rows] == ["place-disagrees"] * 2
    assert (rows[0]["country"], rows[0].get("department"), rows[1]["department"]) == ("ESP", None, "33")
