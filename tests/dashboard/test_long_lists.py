"""Lists that a reader can read to the end: by year, by pages, each incident in exactly one of them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dashboard.paged import ROWS
from dashboard.views.incident import AT_ONCE
from tests.helpers.pages import opened, unfolded

pytestmark = pytest.mark.shipped


def listed(app) -> list[str]:
    """The incidents that the page lists, by their addresses."""
    (links,) = [block.proto.body for block in app.get("html") if '<ul class="short-list"' in block.proto.body]
    return re.findall(r"incident=([\w-]+)", links)


@pytest.mark.parametrize("query", [{}, {"country": "USA"}, {"evidence": "attacker"}], ids=str)
def test_every_incident_is_in_the_list_of_its_year_and_no_list_is_long(held_shipped, query):
    app = opened("incident", lang="en", **query)
    rows = held_shipped.rows(query.get("evidence", "specialist"))
    if "country" in query:
        rows = [row for row in rows if row["country"] == query["country"]]
    years = Counter(row["started_on"][:4] for row in rows)
    found = []
    for year, count in years.items():
        app.pills(key="incidents-year").set_value(year).run()
        own = listed(app)
        assert len(own) == count <= ROWS
        found += own

    assert len(rows) > AT_ONCE
    assert found == [row["incident_id"] for row in rows]


def test_a_list_opens_with_its_latest_year_and_a_short_one_is_whole():
    app = opened("incident", lang="en")
    assert 0 < len(listed(app)) < AT_ONCE
    short = opened("incident", lang="en", department="59")
    assert not short.pills
    assert len(listed(short)) < AT_ONCE


@pytest.mark.parametrize(("view", "key"), [("incident", "incidents-year"), ("timeline", "strip-year")])
def test_a_year_that_another_choice_has_not_is_forgotten(view, key):
    app = opened(view, lang="en")
    kind = "pills" if view == "incident" else "selectbox"
    getattr(app, kind)(key=key).set_value("2016").run()
    app.multiselect(key="widget-country").set_value(["FRA"]).run()  # none began then
    assert not app.exception
    assert getattr(app, kind)(key=key).value != "2016"


def test_the_names_behind_a_row_of_the_strip_are_those_of_its_year(held_shipped):
    app = opened("timeline", lang="en")
    app.selectbox(key="strip-year").set_value("2020").run()
    rows = [row for row in held_shipped.rows("specialist") if row["started_on"].startswith("2020")]

    assert sorted(listed(app)) == sorted(row["incident_id"] for row in rows)


def test_a_country_with_many_incidents_shows_the_latest_and_folds_the_others_away(held_shipped):
    app = opened("world", lang="en", country="USA")
    rows = [row for row in held_shipped.rows("specialist") if row["country"] == "USA"]

    assert len(listed(app)) == 8
    assert listed(app)[0] == rows[0]["incident_id"]


def test_dated_recoveries_have_a_row_each_beside_the_strip_when_they_are_opened():
    app = unfolded("timeline", lang="en")

    assert not app.exception
    drawn = [chart.proto.id for chart in app.get("plotly_chart")]
    for name in ("timeline-wide", "timeline-narrow", "outages-wide", "outages-narrow", "recoveries"):
        assert any(shown.endswith(name) for shown in drawn), name
