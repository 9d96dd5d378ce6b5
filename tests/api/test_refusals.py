"""What the API does not understand it refuses, and says what it would have understood."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from analytics.api.application import routes
from analytics.api.problems import TITLES, Problem, Refused
from analytics.outputs import addresses
from analytics.outputs.addresses import FEED, OPENAPI, ROBOTS, SITEMAP, table_path
from analytics.outputs.held import Held
from analytics.schema.codes import ATTACK_TYPES, TIERS
from tests.helpers.api import get, problem
from tests.helpers.asgi import ask

LONG = "x" * 9000
HOSTILE = [
    ("incidents.csv?foo=1", "unknown-name"),
    ("incidents.csv?limit=1", "unknown-name"),
    ("incidents.json?dialect=excel-fr", "unknown-name"),
    ("incidents.csv?DEPARTMENT=75", "unknown-name"),
    ("incidents.csv?department=999", "unknown-value"),
    ("incidents.csv?department=", "unknown-value"),
    ("incidents.csv?q", "unknown-value"),
    ("incidents.csv?department=2A&department=", "unknown-value"),
    ("incidents.csv?from=2021-02-30", "unknown-value"),
    ("incidents.csv?from=%D9%A2%D9%A0%D9%A2%D9%A2", "unknown-value"),
    ("incidents.csv?from=2022%00", "unknown-value"),
    ("incidents.csv?from=2022&to=2021", "unknown-value"),
    ("incidents.csv?from=0000", "unknown-value"),
    ("incidents.csv?evidence=rumour", "unknown-value"),
    ("incidents.csv?lang=de", "unknown-value"),
    ("incidents.csv?incident=../../etc/passwd", "unknown-value"),
    ("incidents.csv?dialect=excel-de", "unknown-value"),
    (f"incidents.csv?q={'a' * 201}", "unknown-value"),
    ("incidents.csv?" + "&".join(f"country={number}" for number in range(600)), "unknown-value"),
    ("incidents.csv?" + "&".join(f"n{number}" for number in range(1500)), "unknown-name"),
    ("incidents.csv?from=2020&from=2021", "repeated-name"),
    ("incidents.csv?q=a&q=b", "repeated-name"),
    ("incidents.csv?dialect=excel-fr&dialect=excel-fr", "repeated-name"),
    ("incidents.json?limit=0", "unknown-value"),
    ("incidents.json?limit=-1", "unknown-value"),
    ("incidents.json?limit=1e3", "unknown-value"),
    ("incidents.json?limit=1.0", "unknown-value"),
    ("incidents.json?limit=%201", "unknown-value"),
    ("incidents.json?limit=007", "unknown-value"),
    ("incidents.json?limit=%D9%A1", "unknown-value"),
    (f"incidents.json?limit={'9' * 5000}", "unknown-value"),
    ("incidents.json?limit=10001", "unknown-value"),
    ("incidents.json?offset=99999999", "unknown-value"),
    ("incidents.csv?q=%ff", "unreadable-query"),
    ("incidents.csv?q=%ED%A0%80", "unreadable-query"),
    (f"incidents.csv?q={LONG}", "address-too-long"),
    ("openapi.json?lang=fr", "unknown-name"),
    ("datapackage.json?x=1", "unknown-name"),
    ("pictures/moon.svg", "unknown-picture"),
    ("pictures/by-year", "unknown-picture"),
    ("pictures/by-year.gif", "unknown-format"),
    ("pictures/by-year.svg?theme=pink", "unknown-value"),
    ("pictures/by-year.svg?size=huge", "unknown-value"),
    ("pictures/by-year.svg?dialect=excel-fr", "unknown-name"),
    ("doctors.csv", "unknown-table"),
    ("__class__.csv", "unknown-table"),
    ("incidents.html", "unknown-format"),
    ("incidents.CSV", "unknown-format"),
    ("claims.geojson", "unknown-format"),
    ("incidents", "unknown-address"),
    ("incidents.csv/", "unknown-address"),
    ("../../etc/passwd", "unknown-address"),
    ("", "unknown-address"),
]


@pytest.mark.parametrize(("path", "kind"), HOSTILE, ids=[path[:50] for path, _ in HOSTILE])
def test_what_is_not_understood_is_refused_with_what_is_allowed(app, path, kind):
    answer = get(app, f"{addresses.ROOT}/{path}")
    document = problem(answer)

    assert document["type"].endswith(f":{kind}")
    assert (answer.status, document["title"]) == TITLES[kind]
    assert len(answer.body) < 50_000
    assert len(document.get("errors", [])) <= 10
    assert answer.headers["cache-control"] == "no-store"


def test_a_refusal_names_everything_that_was_wrong(app):
    document = problem(get(app, f"{addresses.ROOT}/incidents.json?evidence=rumour&limit=x&type=flood"))

    assert [error["name"] for error in document["errors"]] == ["limit", "evidence", "type"]
    assert document["errors"][1]["allowed"] == list(TIERS)
    assert document["errors"][2]["allowed"] == list(ATTACK_TYPES)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_breaks_it(app, name, value):
    for pair in (f"{quote(name)}={quote(value)}", f"q={quote(value)}", f"from={quote(value)}"):
        answer = get(app, f"{table_path('incidents', 'csv')}?{pair}")
        assert answer.status in (200, 400)
        if answer.status == 400:
            problem(answer)


@pytest.mark.parametrize("day", ["0001", "1500-06", "9999", "9999-12-31"])
def test_a_day_far_away_is_a_day(app, day):
    for name in ("from", "to"):
        assert get(app, f"{table_path('departments', 'csv')}?{name}={day}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", [table_path("incidents", "csv"), "/feed.xml", "/robots.txt", OPENAPI, "/api"])
def test_other_methods_are_refused(app, path, method):
    answer = get(app, path, method)

    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert problem(answer)["allowed"] == ["GET", "HEAD", "OPTIONS"]


def test_a_failure_is_a_problem_too_and_tells_nothing_of_the_inside(small_root, caplog):
    def broken():
        raise ValueError("secret path")

    answer = get(Starlette(routes=routes("", Held(broken, small_root))), table_path("incidents", "csv"))

    assert answer.status == 500
    assert "secret" not in json.dumps(problem(answer))
    assert "secret path" in caplog.text


def test_every_kind_of_problem_has_a_status_and_a_title():
    for kind, (status, title) in TITLES.items():
        assert Problem(Refused(kind, "x")).document["title"] == title
        assert 400 <= status <= 503


@pytest.mark.parametrize("host", ['a"><b', "a b", "a/b", "", "x@y", "é.example"])
@pytest.mark.parametrize("path", [FEED, SITEMAP, ROBOTS])
def test_a_host_that_is_none_is_refused(app, path, host):
    answer = ask(app, path, headers={"Host": host})

    assert problem(answer)["type"].endswith(":unreadable-host")
