"""Tables as the API serves them: every format holds what is chosen, page by page too."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import urlencode

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.outputs import formats
from analytics.outputs.addresses import table_path
from analytics.outputs.answers import AREA_CAVEATS, CAVEATS
from analytics.outputs.formats import FORMATS
from analytics.outputs.tables import AREAS, EXPORTED
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, SERVICE_CODES, TIERS
from analytics.schema.tables import TABLES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.address import from_query
from analytics.selection.selection import Selection
from tests.helpers.api import SERVED, address, built, get, rows_of, strictly
from tests.helpers.small_world import QUIET, YEAR

ROWS = tuple(form for form in FORMATS if form != "xlsx")  # a workbook has words for codes: tests/outputs/test_labelled

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


@pytest.mark.parametrize(("table", "form"), SERVED)
def test_every_table_is_served_in_its_formats(app, held_small, table, form):
    answer = get(app, table_path(table, form))

    assert answer.status == 200
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert int(answer.headers["content-length"]) == len(answer.body)
    told = f"{table}{'_fr' * (form == 'xlsx')}"
    name = rf'(inline|attachment); filename="hospital-cyberattack-atlas_{told}_v{DATA_VERSION}_{DATA_DATE}.{form}"'
    assert re.fullmatch(name, answer.headers["content-disposition"])
    count = len(held_small.table(table, Selection()))
    if form == "csv":
        assert len(rows_of(answer)) == count
    elif form == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[1].max_row == count + 1
    elif form == "parquet":
        assert len(pd.read_parquet(io.BytesIO(answer.body))) == count
    else:
        document = strictly(answer.body)
        assert document["meta"]["count"] == document["meta"]["total"] == count
        assert len(document["data" if form == "json" else "features"]) == count


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda selection: urlencode(selection.to_query()) or "open")
@pytest.mark.parametrize("table", EXPORTED)
def test_a_selection_gives_what_the_export_gives(app, held_small, table, selection):
    expected = held_small.table(table, selection)

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
    answers = {form: get(app, f"{table_path(path, form)}?{query}") for form in ROWS}
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
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    @settings(max_examples=200, database=None, derandomize=True)
    def look(view):
        # as dashboard/main.py reads the address and hands the rows to the page
        selection, misread = from_query({n: [v] if isinstance(v, str) else v for n, v in view.items()}, codes)
        published = publish_shipped(selection.evidence)
        with_possible = selection.keep_with_possible(published)
        on_the_page = with_possible[col.INCIDENT_ID].tolist()  # those that may have begun in the period are told apart
        certain = with_possible.loc[with_possible[col.IN_PERIOD] == "certain", col.INCIDENT_ID].tolist()
        assert certain == selection.keep(published)[col.INCIDENT_ID].tolist()
        held = ids_of(app, "incidents", urlencode(view, doseq=True), col.INCIDENT_ID)

        assert held == ({} if misread else dict.fromkeys(ROWS, on_the_page))
        sizes.append(len(on_the_page))

    codes = shipped.vocabulary
    look()
    assert len(sizes) == 200
    assert len(set(sizes)) > 20


def test_the_outlines_of_areas_carry_their_table(app):
    for table in AREAS:
        rows = strictly(get(app, table_path(table, "json")).body)["data"]
        collection = strictly(get(app, table_path(table, "geojson")).body)

        assert [feature["properties"] for feature in collection["features"]] == rows
        assert "crs" not in collection
        drawn = {feature["geometry"]["type"] for feature in collection["features"] if feature["geometry"]}
        assert drawn <= {"Polygon", "MultiPolygon"}
        assert drawn


@pytest.mark.shipped
@pytest.mark.parametrize("table", AREAS)
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
