"""The API asked as programs ask it, over the small world; what it serves and what it says that it serves."""

from __future__ import annotations

import ast
import csv
import gzip
import hashlib
import io
import json
import re
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import frictionless
import jsonschema
import pandas as pd
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from analytics.api import application, limits, openapi
from analytics.api.application import Api, routes
from analytics.api.problems import TITLES, Problem, Refused
from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs import addresses, feeds, formats, kit, served
from analytics.outputs import pictures as gallery
from analytics.outputs.addresses import (
    FEED,
    KIT,
    OPENAPI,
    PACKAGE,
    ROBOTS,
    SITEMAP,
    formats_of,
    picture_path,
    table_path,
)
from analytics.outputs.answers import AREA_CAVEATS, CAVEATS
from analytics.outputs.formats import FORMATS
from analytics.outputs.held import Held, Kept
from analytics.outputs.served import columns_of
from analytics.outputs.tables import EXPORTED, table_of
from analytics.record.corrections import read_changes
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, SERVICE_CODES, TIERS
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.tables import TABLES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.address import from_query
from analytics.selection.selection import NAMES, Selection
from analytics.words.text import Words
from tests.helpers.asgi import ask
from tests.helpers.kits import without_pictures
from tests.helpers.small_world import CLAIMED, MONTH, QUIET, TWO_TOWNS, YEAR

HOST = {"Host": "atlas.example"}
ORIGIN = "https://atlas.example"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SERVED = [(table, form) for table in EXPORTED for form in formats_of(table)]
ALONE = (PACKAGE, OPENAPI, KIT, FEED, SITEMAP, ROBOTS)
SELECTIONS = [
    Selection(),
    Selection(evidence="attacker"),
    Selection(department=("2A",)),
    Selection(department=("2A", "971"), evidence="attacker"),
    Selection(country=("DEU",), lang="en"),
    Selection(start="2020", end="2021-06"),
    Selection(q="zzz"),
    Selection(incident=QUIET),
]


def built(atlas, small_root, base=""):
    return Starlette(routes=routes(base, Held(lambda: atlas, small_root)))


@pytest.fixture(scope="module")
def app(small_atlas, small_root):
    with without_pictures():
        yield built(small_atlas, small_root)


def get(app, path, method="GET", **headers):
    return ask(app, path, method, HOST | {name.replace("_", "-"): value for name, value in headers.items()})


def address(table, form, selection=None, **more):
    pairs = [*(selection.to_query() if selection else []), *more.items()]
    return table_path(table, form) + (f"?{urlencode(pairs)}" if pairs else "")


def rows_of(answer, delimiter=","):
    text = answer.body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def strictly(content):
    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(content, parse_constant=refuse)


def problem(answer):
    """The document of a refusal, after looking at what every refusal has."""
    document = strictly(answer.body)
    jsonschema.validate(document, openapi._PROBLEM | {"additionalProperties": False})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert document["status"] == answer.status
    return document


# --- tables and selections --------------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "form"), SERVED)
def test_every_table_is_served_in_its_formats(app, small_atlas, table, form):
    answer = get(app, table_path(table, form))

    assert answer.status == 200
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert int(answer.headers["content-length"]) == len(answer.body)
    name = rf'(inline|attachment); filename="hospital-cyberattack-atlas_{table}_v{DATA_VERSION}_{DATA_DATE}.{form}"'
    assert re.fullmatch(name, answer.headers["content-disposition"])
    count = len(table_of(small_atlas, table, Selection()))
    if form == "csv":
        assert len(rows_of(answer)) == count
    elif form == "parquet":
        assert len(pd.read_parquet(io.BytesIO(answer.body))) == count
    else:
        document = strictly(answer.body)
        assert document["meta"]["count"] == document["meta"]["total"] == count
        assert len(document["data" if form == "json" else "features"]) == count


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda selection: urlencode(selection.to_query()) or "open")
@pytest.mark.parametrize("table", EXPORTED)
def test_a_selection_gives_what_the_export_gives(app, small_atlas, publish_small, table, selection):
    expected = table_of(small_atlas, table, selection, publish_small)

    assert get(app, address(table, "csv", selection)).body == formats.to_csv(expected)
    document = strictly(get(app, address(table, "json", selection)).body)
    assert document["data"] == strictly(formats.to_json(expected, {}))["data"]
    assert document["meta"]["total"] == len(expected)
    assert document["meta"]["selection"] == {
        "evidence": [selection.evidence],
        "lang": [selection.lang],
        **{name: [one for key, one in selection.to_query() if key == name] for name, _ in selection.to_query()},
    }


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "country": st.lists(st.sampled_from(["FRA", "DEU", "USA"]), min_size=1, max_size=3),
        "region": st.lists(st.sampled_from(["11", "94", "01"]), min_size=1, max_size=2),
        "department": st.lists(st.sampled_from(["2A", "971", "75"]), min_size=1, max_size=3),
        "from": st.sampled_from(["2016", "2020", "2021-02", "2022-12-03"]),
        "to": st.sampled_from(["2020", "2021-02", "2022-12-03", "2026"]),
        "type": st.lists(st.sampled_from(list(ATTACK_TYPES)), min_size=1, max_size=3),
        "service": st.lists(st.sampled_from(list(SERVICE_CODES)), min_size=1, max_size=2),
        "evidence": st.sampled_from(list(TIERS)),
        "q": st.sampled_from(["hôpital", "CENTRE", "a", "centre hospitalier"]),
    },
)


def ids_of(app, path, query, key):
    """The identifiers of the rows in each format, in their order; none where the address is refused."""
    answers = {form: get(app, f"{table_path(path, form)}?{query}") for form in FORMATS}
    if {answer.status for answer in answers.values()} == {400}:
        return {}
    as_json, as_geojson = (strictly(answers[form].body) for form in ("json", "geojson"))
    as_parquet = pd.read_parquet(io.BytesIO(answers["parquet"].body), columns=[key])
    assert as_json["meta"]["total"] == as_geojson["meta"]["total"] == len(as_json["data"])
    return {
        "csv": [row[key] for row in rows_of(answers["csv"])],
        "json": [row[key] for row in as_json["data"]],
        "geojson": [feature["properties"][key] for feature in as_geojson["features"]],
        "parquet": as_parquet[key].tolist(),
    }


@given(CHOICES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("table", ["incidents", "sites"])
def test_every_format_holds_the_same_rows(app, small_atlas, table, choice):
    small = {name: values for name, values in choice.items() if name in ("country", "region", "department")}
    known = from_query(small, small_atlas.vocabulary).selection
    choice |= {name: list(getattr(known, name)) for name in small}
    query = urlencode({name: values for name, values in choice.items() if values}, doseq=True)
    held = ids_of(app, table, query, TABLES[table].key)

    if held:
        assert all(ids == held["csv"] for ids in held.values())
    else:
        assert {"from", "to"} <= set(choice)


def views(atlas):
    """Addresses of views of the whole vocabulary of an atlas; they often keep something, and sometimes nothing."""
    codes = atlas.vocabulary

    def some(values):
        return st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=6, unique=True)

    days = st.dates(date(2016, 1, 1), date(2026, 12, 31)).map(date.isoformat)
    moments = st.builds(lambda day, length: day[:length], days, st.sampled_from([4, 7, 10]))
    named = {
        "country": some(codes.country & set(atlas.incidents["country"])),
        "region": some(codes.region),
        "department": some(codes.department),
        "from": moments,
        "to": moments,
        "type": some(ATTACK_TYPES),
        "service": some(SERVICE_CODES),
        "evidence": st.sampled_from(list(TIERS)),
        "q": st.sampled_from(["hopital", "CENTRE", "université", "a", "saint", "zzz"]),
    }
    # one to three names: with all of them at once hardly a view would keep anything
    chosen = st.lists(st.sampled_from(sorted(named)), min_size=1, max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: named[name] for name in names}))


@pytest.mark.slow
@pytest.mark.shipped
def test_the_page_and_every_format_hold_the_same_incidents_in_200_views(shipped, publish_shipped, small_root):
    app, sizes = built(shipped, small_root), []

    @given(views(shipped))
    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    def look(view):
        # as dashboard/main.py reads the address and hands the rows to the page
        selection, misread = from_query({n: [v] if isinstance(v, str) else v for n, v in view.items()}, codes)
        on_the_page = selection.keep(publish_shipped(selection.evidence))[col.INCIDENT_ID].tolist()
        held = ids_of(app, "incidents", urlencode(view, doseq=True), col.INCIDENT_ID)

        assert held == ({} if misread else dict.fromkeys(FORMATS, on_the_page))
        sizes.append(len(on_the_page))

    codes = shipped.vocabulary
    look()
    assert len(sizes) == 200
    assert len(set(sizes)) > 20


def test_the_outlines_of_areas_carry_their_table(app):
    for table in COMPUTED_TABLES:
        rows = strictly(get(app, table_path(table, "json")).body)["data"]
        collection = strictly(get(app, table_path(table, "geojson")).body)

        assert [feature["properties"] for feature in collection["features"]] == rows
        assert "crs" not in collection
        drawn = {feature["geometry"]["type"] for feature in collection["features"] if feature["geometry"]}
        assert drawn <= {"Polygon", "MultiPolygon"}
        assert drawn


@pytest.mark.shipped
@pytest.mark.parametrize("table", COMPUTED_TABLES)
def test_every_area_but_some_small_countries_is_drawn(shipped, small_root, table):
    collection = strictly(get(built(shipped, small_root), table_path(table, "geojson")).body)

    without = [feature for feature in collection["features"] if feature["geometry"] is None]
    assert len(without) < (len(collection["features"]) / 4 if table == "countries" else 1)


def test_the_french_dialect(app):
    answer = get(app, address("sites", "csv", Selection(evidence="attacker"), dialect="excel-fr"))

    assert answer.body.startswith(b"\xef\xbb\xbfsite_id;")
    assert "excel-fr" in answer.headers["content-disposition"]
    assert {row["longitude"] for row in rows_of(answer, ";") if row[col.INCIDENT_ID] == YEAR} == {"-61,5"}


def test_numbers_stay_numbers(app):
    selection = Selection(evidence="attacker")
    (row,) = (row for row in rows_of(get(app, address("sites", "csv", selection))) if row[col.INCIDENT_ID] == YEAR)
    data = strictly(get(app, address("sites", "json", selection)).body)["data"]

    assert row["longitude"] == "-61.5"
    assert [row["longitude"] for row in data if row[col.INCIDENT_ID] == YEAR] == [-61.5]


def test_formulas_are_defused_in_csv_and_words_are_whole_in_json(small_atlas, small_root):
    spoilt = small_atlas.incidents.assign(name_fr='=HYPERLINK("https://example.org")', name_en="<script>1</script>")
    app = built(small_atlas._replace(incidents=spoilt), small_root)

    assert {row["name_fr"] for row in rows_of(get(app, table_path("incidents", "csv")))} == {
        '\'=HYPERLINK("https://example.org")'
    }
    answer = get(app, table_path("incidents", "json"))
    assert {row["name_fr"] for row in strictly(answer.body)["data"]} == {'=HYPERLINK("https://example.org")'}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_says_what_it_is(app):
    said = strictly(get(app, address("departments", "json", Selection(lang="en"))).body)["meta"]

    assert said["data_version"] == DATA_VERSION
    assert said["data_date"] == DATA_DATE.isoformat()
    assert said["caveats"] == [caveat.en for caveat in (*CAVEATS, *AREA_CAVEATS)]
    assert said["attribution"].startswith("Source: Hospital Cyberattack Atlas, version ")
    assert strictly(get(app, table_path("incidents", "json")).body)["meta"]["caveats"] == [one.fr for one in CAVEATS]


# --- paging -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_pages_add_up_to_the_whole(app, size):
    selection = Selection(evidence="attacker", lang="en")
    whole = strictly(get(app, address("claims", "json", selection)).body)
    path, rows, pages = address("claims", "json", selection, limit=size), [], 0
    while path:
        page = strictly(get(app, path).body)
        assert page["meta"]["count"] == len(page["data"]) <= size
        assert page["meta"]["total"] == whole["meta"]["total"]
        rows += page["data"]
        path, pages = page["meta"].get("next"), pages + 1

    assert rows == whole["data"]
    assert pages == -(-len(rows) // size)


def test_an_offset_without_a_limit_takes_the_rest(app):
    whole = strictly(get(app, table_path("sites", "json")).body)["data"]

    assert strictly(get(app, address("sites", "json", offset=2)).body)["data"] == whole[2:]
    assert strictly(get(app, address("sites", "json", offset=1000)).body)["data"] == []


# --- problems ---------------------------------------------------------------------------------------------

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
    ("incidents.csv?from=2022%0A", "unknown-value"),
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
    ("hospitals.csv", "unknown-table"),
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
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        assert 400 <= status <= 500


# --- HTTP -------------------------------------------------------------------------------------------------

FIXED = [table_path(table, form) for table, form in SERVED] + list(ALONE)
EVERYWHERE = [*FIXED, *(picture_path("department-rate", form) for form in gallery.FORMS)]
PROMISED = [*FIXED, *(picture_path("{picture}", form) for form in gallery.FORMS)]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_copy_that_is_held_is_not_sent_again(app, path):
    first = get(app, path)
    tag, day = first.headers["etag"], first.headers["last-modified"]

    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(app, path, If_None_Match=held)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["access-control-allow-origin"] == "*"
    assert get(app, path, If_Modified_Since=day).status == 304
    assert get(app, path, If_Modified_Since="Fri, 01 Jan 2016 00:00:00 GMT").status == 200
    assert get(app, path, If_Modified_Since="soon").status == 200
    assert get(app, path, If_None_Match='"other"', If_Modified_Since=day).status == 200


@pytest.mark.parametrize("path", EVERYWHERE)
def test_head_has_the_headers_of_get_and_no_body(app, path):
    whole, head = get(app, path), get(app, path, "HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_pages_of_other_sites_may_ask(app, path):
    asked = get(app, path, "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="GET")

    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["access-control-allow-methods"] == asked.headers["allow"] == "GET, HEAD, OPTIONS"
    answer = get(app, path, Origin="https://example.org")
    assert asked.headers["access-control-allow-origin"] == answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_an_answer_is_compressed_for_those_who_take_it(app, path):
    plain, small = get(app, path), get(app, path, Accept_Encoding="br, gzip;q=0.8")

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    for refusal in ("", "br", "identity", "gzip;q=0", "*;q=0", "gzip; q=0.000"):
        assert "content-encoding" not in get(app, path, Accept_Encoding=refusal).headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_a_page(app, path):
    headers = get(app, path).headers

    assert "html" not in headers["content-type"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"].startswith("public")


def test_the_same_question_has_one_tag_however_it_is_written(app):
    def tag(query):
        return get(app, f"{table_path('incidents', 'csv')}?{query}").headers["etag"]

    assert tag("department=2A&department=971") == tag("department=971&department=2A&department=971")
    assert tag("from=2020&lang=fr") == tag("lang=fr&from=2020&evidence=specialist")
    assert tag("department=2A") != tag("department=971")
    assert tag("dialect=excel-fr") != tag("dialect=rfc4180") == tag("lang=fr")


def test_another_state_of_the_data_has_another_tag(small_atlas, small_root, tmp_path):
    here, elsewhere = (Starlette(routes=routes("", Held(lambda: small_atlas, root))) for root in (small_root, tmp_path))

    path = table_path("incidents", "csv")
    assert get(here, path).headers["etag"] != get(elsewhere, path).headers["etag"]


def test_the_atlas_is_loaded_once_and_answers_are_kept(small_atlas, small_root):
    loaded = []
    held = Held(lambda: loaded.append(1) or small_atlas, small_root)
    assert not loaded
    app = Starlette(routes=routes("", held))

    bodies = {get(app, table_path("incidents", "json")).body for _ in range(3)}
    assert (len(bodies), len(loaded)) == (1, 1)


def test_what_is_kept_is_sent_without_a_thread(small_atlas, small_root, monkeypatch):
    in_threads = []

    async def counted(answer, request):
        in_threads.append(request.scope["path"])
        return answer(request)

    monkeypatch.setattr(application, "run_in_threadpool", counted)
    kept = Kept()
    app = Api("", Held(lambda: small_atlas, small_root), kept)
    path = address("incidents", "csv", Selection(department=("2A",)))

    first, again, head = get(app, path), get(app, path), get(app, path, "HEAD")
    assert (again.body, again.headers, head.headers) == (first.body, first.headers, first.headers)
    assert get(app, path, If_None_Match=first.headers["etag"]).status == 304
    assert len(in_threads) == 1

    assert gzip.decompress(get(app, path, Accept_Encoding="gzip").body) == first.body
    assert get(app, f"{path}&lang=de").status == 400
    assert get(app, path, "POST").status == 405
    assert len(in_threads) == 4
    kept.put("more", b"1" * (kept.largest + 1))
    assert get(app, path).body == first.body
    assert len(in_threads) == 5


def test_only_so_many_addresses_are_known(small_atlas, small_root, monkeypatch):
    monkeypatch.setattr(limits, "KNOWN_ADDRESSES", 3)
    app = Api("", Held(lambda: small_atlas, small_root))

    for number in range(10):
        assert get(app, address("incidents", "json", offset=number)).status == 200
        assert len(app._known) <= 3


def test_what_is_kept_has_a_size():
    kept = Kept(10)
    kept.put("a", b"12345")
    kept.put("b", b"12345")
    kept.get("a")
    kept.put("c", b"1")

    assert kept.get("b") is None
    assert (kept.get("a"), kept.get("c"), kept.size) == (b"12345", b"1", 6)
    kept.put("a", b"1")
    kept.put("huge", b"1" * 11)
    assert kept.size == 0


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        ("department=2A&department=971", "department-2A_department-971_"),
        ("q=%22%3B%20rm%20-rf%20%0d%0aX%3A%20y", "q-rm-rf-x-y_"),
        ("q=%E2%82%AC", "q-x_"),
        ("q=" + "a" * 200, "selection-"),
    ],
)
def test_a_file_name_says_what_is_inside_and_nothing_else(app, query, scope):
    header = get(app, f"{table_path('incidents', 'csv')}?{query}").headers["content-disposition"]

    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._\-]{1,200}"', header)
    assert f"_incidents_{scope}" in header


def test_a_base_path_goes_before_everything(small_atlas, small_root):
    app = built(small_atlas, small_root, "/atlas")

    assert get(app, "/api/v1/incidents.json").status == 404
    page = strictly(get(app, "/atlas/api/v1/incidents.json?limit=1").body)
    assert page["meta"]["next"].startswith("/atlas/api/v1/incidents.json?")
    assert strictly(get(app, "/atlas" + OPENAPI).body)["servers"] == [{"url": "/atlas"}]
    assert b"http://atlas.example/atlas/incident?" in get(app, "/atlas/feed.xml").body
    assert b"http://atlas.example/atlas/sitemap.xml" in get(app, "/atlas/robots.txt").body


# --- feed, sitemap, robots --------------------------------------------------------------------------------


def entries_of(answer):
    return ElementTree.fromstring(answer.body).findall("a:entry", ATOM)  # noqa: S314 - written by ourselves


@pytest.mark.parametrize("query", ["", "?lang=en", "?department=2A", "?region=94&lang=en", "?country=DEU"])
def test_the_feed_has_what_atom_asks_for(app, query):
    answer = get(app, FEED + query)
    feed = ElementTree.fromstring(answer.body)  # noqa: S314 - written by ourselves

    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    lang = "en" if "lang=en" in query else "fr"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == answer.headers["content-language"] == lang
    ids = [feed.find("a:id", ATOM).text]
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("title", "id", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.find("a:updated", ATOM).text)
        assert element.find("a:id", ATOM).text.startswith("tag:hospital-cyberattack-atlas,2026:")
    assert feed.find("a:author/a:name", ATOM).text
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"].startswith("http://atlas.example/feed.xml?")
    ids += [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert len(ids) == len(set(ids))
    days = [entry.find("a:updated", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert days == sorted(days, reverse=True)


def test_the_feed_of_an_area_has_its_incidents_alone(app):
    (entry,) = entries_of(get(app, f"{FEED}?department=2A"))

    assert entry.find("a:id", ATOM).text.endswith(f":incident:{MONTH}")
    everything = [entry.find("a:id", ATOM).text for entry in entries_of(get(app, FEED))]
    assert any(name.endswith(f":incident:{TWO_TOWNS}") for name in everything)
    assert not any(name.endswith(f":incident:{CLAIMED}") for name in everything)


def test_changes_of_the_data_are_in_the_feed_of_everything(small_atlas):
    kept, changes = table_of(small_atlas, "incidents", Selection()), read_changes()
    versions = set(changes["version"])

    feed = feeds.atom(small_atlas, kept, changes, Selection(), feeds.in_dashboard(Selection(), ORIGIN)).decode()
    assert {version for version in versions if f":data:{version}<" in feed} == versions
    there = Selection(department=("2A",))
    area = feeds.atom(small_atlas, kept, changes, there, feeds.in_dashboard(there, ORIGIN)).decode()
    assert ":data:" not in area


def test_hostile_words_are_escaped_in_the_feed(small_atlas, small_root):
    hostile = '</title><script>1</script>&"\x00\x0b]]>'
    spoilt = small_atlas.incidents.assign(name_fr=hostile, summary_fr=hostile)
    answer = get(built(small_atlas._replace(incidents=spoilt), small_root), FEED)

    assert b"<script" not in answer.body
    title = next(entry for entry in entries_of(answer) if ":incident:" in entry.find("a:id", ATOM).text)
    assert title.find("a:title", ATOM).text.startswith('</title><script>1</script>&"]]> (')


@pytest.mark.parametrize("host", ['a"><b', "a b", "a/b", "", "x@y", "é.example"])
@pytest.mark.parametrize("path", [FEED, SITEMAP, ROBOTS])
def test_a_host_that_is_none_is_refused(app, path, host):
    answer = ask(app, path, headers={"Host": host})

    assert problem(answer)["type"].endswith(":unreadable-host")


def test_a_correction_of_an_incident_brings_it_up_again(small_atlas):
    row = {"table": "sites", "key": f"{YEAR}.s1", "date": "2026-05-05"}
    corrected = small_atlas._replace(corrections=pd.DataFrame([row, {**row, "table": "sources", "key": "x"}]))

    assert feeds.updated_on(corrected)[YEAR] == "2026-05-05"
    assert feeds.updated_on(small_atlas)[YEAR] < "2026"


def test_the_kit_is_that_of_the_choice(app, small_atlas, publish_small):
    answer = get(app, f"{KIT}?department=2A&evidence=attacker&lang=en")
    selection = Selection(department=("2A",), evidence="attacker", lang="en")

    assert answer.headers["content-type"] == "application/zip"
    assert kit.filename() in answer.headers["content-disposition"]
    assert answer.body == kit.kit(small_atlas, publish_small("attacker"), selection, Words("en"))
    assert problem(ask(app, f"{KIT}?department=99"))["status"] == 400


def test_the_sitemap_has_every_page_and_incident_in_both_languages(app, small_atlas):
    answer = get(app, SITEMAP)
    places = re.findall(r"<loc>(.*?)</loc>", answer.body.decode())

    ElementTree.fromstring(answer.body)  # noqa: S314 - written by ourselves
    assert len(places) == len(set(places)) == 2 * (len(feeds.PAGES) + len(small_atlas.incidents))
    assert f"http://atlas.example/incident?incident={QUIET}&amp;lang=en" in places


def test_the_pages_of_the_sitemap_are_those_of_the_dashboard():
    program = ast.parse((Path(__file__).parents[2] / "dashboard" / "main.py").read_text(encoding="utf-8"))
    (pages,) = (
        ast.literal_eval(node.value)
        for node in program.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )

    assert set(feeds.PAGES) == {"" if page == "explore" else page for page in pages} - {"incident"}


def test_robots_are_told_where_the_sitemap_is(app):
    assert b"\nSitemap: http://atlas.example/sitemap.xml\n" in get(app, ROBOTS).body


# --- pictures ---------------------------------------------------------------------------------------------

NEEDED = {"incident": QUIET, "department": "2A", "region": "94"}


def picture(app, name, form="svg", **query):
    needs = gallery.PICTURES[name].needs
    asked = {**({needs: NEEDED[needs]} if needs else {}), **query}
    return get(app, picture_path(name, form) + (f"?{urlencode(asked)}" if asked else ""))


# each picture in one of them, in turns: how each is drawn in all is asked of the gallery
VARIANTS = list(product(("fr", "en"), THEMES, WIDTHS))


@pytest.mark.parametrize(
    ("name", "lang", "theme", "size"),
    [(name, *VARIANTS[place % len(VARIANTS)]) for place, name in enumerate(gallery.PICTURES)],
)
def test_every_picture_has_an_address_with_its_language_theme_and_size(app, name, lang, theme, size):
    answer = picture(app, name, lang=lang, theme=theme, size=size)
    root = ElementTree.fromstring(answer.body)  # noqa: S314

    assert answer.status == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert root.get("width") == str(WIDTHS[size])
    assert THEMES[theme].paper in answer.body.decode()
    assert DATA_VERSION in answer.headers["content-disposition"]


def test_a_picture_is_of_the_choice_and_as_pixels_too(app):
    whole, chosen = (picture(app, "by-year", lang="en", **query).body.decode() for query in ({}, {"from": "2022"}))

    assert "2019: 1" in whole
    assert "2019: 1" not in chosen
    assert picture(app, "by-year", "png").body.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", [name for name, one in gallery.PICTURES.items() if one.needs])
def test_a_picture_that_lacks_something_says_what(app, name):
    needs = gallery.PICTURES[name].needs

    refusal = problem(get(app, picture_path(name, "svg")))

    assert refusal["type"].endswith("missing-name")
    assert refusal["errors"][0]["name"] == needs


# --- what is promised -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(app):
    return strictly(get(app, OPENAPI).body)


def test_every_address_that_is_served_is_in_the_document_and_the_other_way_round(app, document):
    told = problem(get(app, "/api/v1/"))["allowed"]

    assert set(document["paths"]) == set(told) == set(PROMISED)
    for path, operations in document["paths"].items():
        assert set(operations) == {"get", "head", "options"}
        assert get(app, path.format(picture="by-year")).status == 200


def test_the_names_of_an_address_are_those_of_the_vocabulary(app, document):
    own = ("dialect", "limit", "offset", addresses.THEME, addresses.SIZE)
    assert list(document["components"]["parameters"]) == [*NAMES, *own]
    for table, form in SERVED:
        listed = [one["$ref"].split("/")[-1] for one in document["paths"][table_path(table, form)]["get"]["parameters"]]
        assert problem(get(app, address(table, form, nothing="x")))["allowed"] == listed


@pytest.mark.parametrize("table", EXPORTED)
def test_the_columns_promised_are_those_that_are_served(small_atlas, table):
    assert [column.name for column in columns_of(table)] == table_of(small_atlas, table, Selection()).columns.tolist()


@pytest.mark.parametrize("table", EXPORTED)
@pytest.mark.shipped
def test_every_row_is_as_promised(shipped, table):
    rows = strictly(formats.to_json(table_of(shipped, table, Selection(evidence="attacker")), {}))["data"]
    validator = jsonschema.Draft202012Validator(served.row_schema(table))

    assert not [error.message for row in rows for error in validator.iter_errors(row)]


@pytest.mark.shipped
def test_every_example_is_as_its_schema_says(shipped):
    components = openapi.openapi(shipped.vocabulary)["components"]
    for parameter in components["parameters"].values():
        if "example" in parameter:
            jsonschema.validate(parameter["example"], parameter["schema"])
    for schema in components["schemas"].values():
        for example in schema.get("examples", []):
            jsonschema.validate(example, schema)


def test_the_package_describes_what_is_served(app, small_atlas):
    package = strictly(get(app, PACKAGE).body)

    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in EXPORTED]
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == table_of(small_atlas, resource["name"], Selection()).columns.tolist()


def test_the_package_has_size_and_checksum_of_each_table_as_it_is_served(app):
    described = {resource["path"]: resource for resource in strictly(get(app, PACKAGE).body)["resources"]}

    assert set(described) == {f"{name}.csv" for name in EXPORTED}
    for path, resource in described.items():
        body = get(app, f"{addresses.ROOT}/{path}").body
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


@pytest.mark.slow
@pytest.mark.shipped
def test_frictionless_finds_the_package_as_it_says(shipped, small_root, tmp_path):
    app = built(shipped, small_root)
    (tmp_path / "datapackage.json").write_bytes(get(app, PACKAGE).body)
    for name in EXPORTED:
        (tmp_path / f"{name}.csv").write_bytes(get(app, table_path(name, "csv")).body)

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    assert report.valid, report.flatten(["taskId", "rowNumber", "fieldName", "type", "message"])[:10]


# schemathesis makes its own days and limits out of the schema; that not every day exists is said in words only
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_is_not_promised(small_atlas, small_root):
    api = Api("", Held(lambda: small_atlas, small_root))
    schema = schemathesis.openapi.from_asgi(OPENAPI, Starlette(routes=routes("", api.held)))
    seen = set()
    for operation in schema.include(method="GET").get_all_operations():
        made = operation.ok()

        @given(made.as_strategy())
        @settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def try_it(case):
            response = case.call()
            case.validate_response(response, checks=list(CHECKS))

        try_it()
        seen.add(made.path)

    assert seen == set(PROMISED)
