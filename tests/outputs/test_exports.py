"""What is taken away: CSV in two dialects, JSON and GeoJSON, the same rows in each, and no formula in any."""

from __future__ import annotations

import csv
import io
import json
import math
import re

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.outputs.formats import DIALECTS, FORMATS, defused, to_csv, to_geojson, to_json
from analytics.outputs.served import DEFINED
from analytics.outputs.tables import EXPORTED
from analytics.schema import col
from analytics.selection.selection import Selection
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, QUIET, SOURCES, TWO_TOWNS, YEAR

EVERYTHING = Selection(evidence="attacker")
META = {"table": "sites", "count": 7}
DAYS = "nearest_days"  # worked out, without a table of the atlas and without text
REGISTERS = "registers"  # the same


def rows_of(written: bytes, dialect: str = "rfc4180") -> list[dict[str, str]]:
    """The rows of a CSV as the standard reader reads them."""
    french = dialect == "excel-fr"
    text = written.decode("utf-8-sig" if french else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if french else ",", strict=True))


def ids(table: pd.DataFrame) -> list[str]:
    return table[col.INCIDENT_ID].tolist()


@pytest.fixture(scope="module")
def whole(held_small) -> dict[str, pd.DataFrame]:
    """Every table of the small world as it is taken away whole; not to be changed."""
    return {name: held_small.table(name, EVERYTHING) for name in EXPORTED}


# --- tables and selections --------------------------------------------------------------------------------


def test_every_table_that_is_defined_can_be_taken_away():
    assert set(EXPORTED) == set(DEFINED)


@pytest.mark.parametrize("name", sorted({*EXPORTED} - {DAYS, REGISTERS}))
def test_an_open_choice_takes_every_row_with_the_columns_of_the_dictionary(small_atlas, whole, name):
    table = whole[name]

    assert len(table) == len(getattr(small_atlas, name))
    assert set(table.columns) >= set(DEFINED[name].names)


@pytest.mark.shipped
def test_days_have_the_columns_of_the_dictionary_and_are_those_of_the_choice(held_shipped):
    chosen = Selection(department=("40",), start="2021-02", end="2021-02")
    table = held_shipped.table(DAYS, chosen)

    assert list(table.columns) == DEFINED[DAYS].names
    assert {column.kind for column in DEFINED[DAYS].columns} == {"date", "code", "integer"}
    assert set(table["department"]) == {"40"}
    assert table["day"].tolist() == [f"2021-02-{day:02}" for day in range(9, 29)]
    assert set(table["people_low"]) == {173_365}


def test_sites_events_and_claims_follow_the_incidents_chosen(held_small):
    chosen = Selection(department=("2A",))

    assert ids(held_small.table("incidents", chosen)) == [MONTH]
    assert ids(held_small.table("sites", chosen)) == [MONTH]
    assert ids(held_small.table("events", chosen)) == [MONTH]
    assert set(ids(held_small.table("claims", chosen))) == {MONTH}
    assert held_small.table("sources", chosen)["source_id"].tolist() == ["victim-2021-02", "copy-2021-03"]


def test_incidents_that_only_an_attacker_claims_are_asked_for(held_small):
    assert CLAIMED not in ids(held_small.table("incidents", Selection()))
    assert CLAIMED in ids(held_small.table("incidents", EVERYTHING))


def test_one_incident_named_is_taken_alone_with_its_own_rows(held_small):
    one = Selection(incident=QUIET)

    assert ids(held_small.table("incidents", one)) == [QUIET]
    assert set(ids(held_small.table("claims", one))) == {QUIET}
    assert held_small.table("sources", one)["source_id"].tolist() == ["expert-2022-07"]


def test_every_source_of_a_kept_row_is_among_the_sources_taken(held_small):
    chosen = Selection(country=("DEU",))

    taken = set(held_small.table("sources", chosen)["source_id"])

    assert taken == {"zeitung-2020-09", "expert-2022-07"}
    assert set(held_small.table("claims", chosen)["source_id"]) <= taken


def test_the_notes_of_claims_are_in_the_language_asked_for(held_small):
    def note(lang):
        claims = held_small.table("claims", Selection(lang=lang)).set_index("claim_id")
        return claims.loc[f"{TWO_TOWNS}.beds.1", ["note", "publisher"]].tolist()

    assert note("fr") == ["lits et places", "Le Matin"]
    assert note("en") == ["beds and places", "Le Matin"]


def test_incidents_carry_their_figures_and_no_search_text(whole):
    table = whole["incidents"]

    assert col.SEARCH_TEXT not in table.columns
    assert table.set_index(col.INCIDENT_ID).loc[TWO_TOWNS, ["beds", "beds_low", "beds_high"]].tolist() == [
        700,
        600,
        800,
    ]


def test_a_table_that_nobody_knows_is_named_with_those_there_are(held_small):
    with pytest.raises(ValueError, match=r"there is no table “practices”; the tables are incidents, sites"):
        held_small.table("practices", Selection())


# --- CSV --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPORTED))
def test_a_csv_follows_rfc_4180_and_reads_back_as_it_was(whole, name):
    table = whole[name]
    written = to_csv(table)

    assert written.endswith(b"\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert written.decode("utf-8").split("\r\n")[0] == ",".join(table.columns)
    assert not written.startswith(b"\xef\xbb\xbf")
    read = rows_of(written)
    assert len(read) == len(table)
    for row, (_, cells) in zip(read, table.iterrows(), strict=True):
        for column, cell in cells.items():
            if pd.isna(cell):
                assert row[column] == "", column
            elif isinstance(cell, str):
                assert row[column] == cell, column
            else:
                assert float(row[column]) == cell, column


def test_cells_with_commas_quotes_and_lines_are_quoted():
    table = pd.DataFrame({"words": ['a,b "c"', "two\r\nlines", "plain"], "more": ["1", "2", "3"]})

    assert to_csv(table) == b'words,more\r\n"a,b ""c""",1\r\n"two\r\nlines",2\r\nplain,3\r\n'


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_words_read_back_as_they_were_apart_from_formulas(dialect, rows):
    # a cell that is empty is a missing one, which is why the reader gives the same for both
    table = pd.DataFrame(rows, columns=["first", "second"], dtype="object")

    read = rows_of(to_csv(table, dialect), dialect)

    assert [(row["first"], row["second"]) for row in read] == [
        tuple(defused(text, dialect) for text in row) for row in rows
    ]


def test_the_french_dialect_has_a_mark_semicolons_and_decimal_commas(whole):
    written = to_csv(whole["sites"], "excel-fr")

    assert written.startswith(b"\xef\xbb\xbfsite_id;incident_id;")
    assert b"\r\n" in written
    rows = {row["site_id"]: row for row in rows_of(written, "excel-fr")}
    assert rows[f"{YEAR}.s1"]["longitude"] == "-61,5"
    assert rows[f"{TWO_TOWNS}.s1"]["beds"] == "400"
    assert rows[f"{MONTH}.s1"]["beds"] == ""
    # quotes tell text from numbers
    assert b';"01001";"01";"84";"FRA";0,5;0,5;"site";' in written


def test_the_french_dialect_writes_the_numbers_of_claims_with_commas_and_leaves_other_values(held_small):
    claims = held_small.table("claims", EVERYTHING)
    claims["value"] = claims["value"].mask(claims["measure"] == "actor", "version 2.0")
    claims["low"] = claims["low"].replace("100000", "100000.5")
    claims["high"] = claims["high"].replace("200000", "200000.5")

    rows = {row["claim_id"]: row for row in rows_of(to_csv(claims, "excel-fr"), "excel-fr")}

    assert rows[f"{FOREIGN}.data_leaked_gb.1"]["value"] == "1,5"
    assert b';"data_leaked_gb";1,5;' in to_csv(claims, "excel-fr")
    ransom = rows[f"{FOREIGN}.ransom_demand_eur.1"]
    assert (ransom["low"], ransom["high"]) == ("100000,5", "200000,5")
    assert rows[f"{TWO_TOWNS}.actor.1"]["value"] == "version 2.0"
    assert rows[f"{TWO_TOWNS}.started_on.1"]["value"] == "2022-12-03"
    plain = {row["claim_id"]: row for row in rows_of(to_csv(claims))}
    assert plain[f"{FOREIGN}.data_leaked_gb.1"]["value"] == "1.5"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_both_dialects_hold_the_same_rows(whole, dialect):
    read = rows_of(to_csv(whole["incidents"], dialect), dialect)

    assert [row[col.INCIDENT_ID] for row in read] == ids(whole["incidents"])


def test_a_dialect_that_nobody_knows_is_named_with_those_there_are(small_atlas):
    with pytest.raises(ValueError, match=r"there is no dialect “excel-de”; the dialects are rfc4180, excel-fr"):
        to_csv(small_atlas.sources, "excel-de")


def test_a_table_without_rows_is_a_header(held_small):
    chosen = Selection(q="zzz")

    for name in EXPORTED:
        if col.INCIDENT_ID in DEFINED[name].names:
            assert to_csv(held_small.table(name, chosen)).count(b"\r\n") == 1


def test_numbers_are_written_without_needless_zeros_and_without_loss():
    table = pd.DataFrame({"n": [1.0, 0.1 + 0.2, -61.5, math.nan, 1e15]})

    assert to_csv(table) == b"n\r\n1\r\n0.30000000000000004\r\n-61.5\r\n\r\n1000000000000000\r\n".replace(
        b"\r\n\r\n", b'\r\n""\r\n'
    )


# --- formulas ---------------------------------------------------------------------------------------------

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("https://example.org";"ici")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", sorted({*EXPORTED} - {DAYS, REGISTERS}))
def test_no_text_of_any_table_is_run_as_a_formula(whole, name, dialect):
    texts = [column.name for column in DEFINED[name].columns if column.kind in ("text", "address")]
    # a value of a claim may be a number, negative or not
    texts = [column for column in texts if column not in ("value", "low", "high")]
    one = whole[name].head(1)
    spoilt = pd.concat([one.assign(**dict.fromkeys(texts, payload)) for payload in PAYLOADS])

    read = rows_of(to_csv(spoilt, dialect), dialect)

    assert texts
    for row, payload in zip(read, PAYLOADS, strict=True):
        assert [row[column] for column in texts] == ["'" + payload.replace("\r=", "\r'=")] * len(texts)


# without separators, new lines and what is no text
PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Z"], exclude_characters=",;"))


@given(st.sampled_from(STARTS), PLAIN)
@example("-", "61.5x")
def test_text_that_starts_like_a_formula_is_kept_behind_an_apostrophe(start, rest):
    written = defused(start + rest)

    assert not written.startswith(STARTS) or written.removeprefix("-").replace(".", "", 1).isdecimal()
    assert written.removeprefix("'") == start + rest


@given(PLAIN.filter(lambda text: not text.startswith(STARTS)))
def test_other_text_is_left_as_it_is(text):
    assert defused(text) == text


@given(st.lists(st.tuples(st.text('=+-@,;"\t\r\n\0 \u202e1a'), st.text('=-,;"\n1a')), max_size=3))
@example([('a;"=1+1"', "x"), ('"', "=1"), ("a\n=1", ',"-x')])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_cell_begins_like_a_formula_whatever_separator_a_program_is_told(dialect, rows):
    written = to_csv(pd.DataFrame(rows, columns=["first", "second"], dtype="object"), dialect)

    for separator in ",;":
        for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=separator):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t")) or re.fullmatch(r"-\d+([.,]\d+)?", cell), cell
    assert not re.search("[\0\u202e]", written.decode())


def test_signs_that_nobody_sees_hide_no_formula_and_an_address_leads_where_it_did():
    assert defused("\0=1") == defused("\u202e=1") == "'=1"
    assert defused("\u00a0\ufeff=1") == "'\u00a0\ufeff=1"
    address = "https://example.org/article,-1;=2"
    assert defused(address, "excel-fr") == "https://example.org/article,%2D1;=2"
    assert defused(address) == "https://example.org/article,-1;%3D2"


def test_a_negative_number_stays_a_number(whole):
    overseas = next(row for row in rows_of(to_csv(whole["sites"])) if row[col.INCIDENT_ID] == YEAR)

    assert overseas["longitude"] == "-61.5"
    assert defused("-61.5") == "-61.5"
    assert defused("-61.5.1") == "'-61.5.1"


# --- JSON and GeoJSON -------------------------------------------------------------------------------------


def strictly(written: bytes) -> dict[str, object]:
    """JSON as the standard has it: NaN and Infinity are no JSON."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(written.decode("utf-8"), parse_constant=refuse)


@pytest.mark.parametrize("name", sorted(EXPORTED))
def test_json_says_what_it_is_and_has_null_where_a_value_is_not_known(whole, name):
    table = whole[name]

    written = strictly(to_json(table, META))

    assert written["meta"] == META
    assert len(written["data"]) == len(table)
    for row, (_, cells) in zip(written["data"], table.iterrows(), strict=True):
        assert list(row) == list(table.columns)
        for column, cell in cells.items():
            assert row[column] is None if pd.isna(cell) else row[column] == cell, column


@pytest.mark.parametrize("name", ["incidents", "sites"])
def test_geojson_is_what_rfc_7946_asks_for(whole, name):
    table = whole[name]

    written = strictly(to_geojson(table, META))

    assert written["type"] == "FeatureCollection"
    assert "crs" not in written
    assert written["meta"] == META
    assert len(written["features"]) == len(table)
    for feature, (_, row) in zip(written["features"], table.iterrows(), strict=True):
        assert feature["type"] == "Feature"
        assert feature["properties"][col.INCIDENT_ID] == row[col.INCIDENT_ID]
        if pd.isna(row["latitude"]):
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def test_a_point_of_geojson_is_longitude_then_latitude(whole):
    features = strictly(to_geojson(whole["sites"], META))["features"]

    points = {feature["properties"]["site_id"]: feature["geometry"] for feature in features}
    assert points[f"{YEAR}.s1"]["coordinates"] == [-61.5, 16.5]
    assert points[f"{QUIET}.s1"] is None


def test_geojson_of_a_table_without_points_is_an_error(small_atlas):
    with pytest.raises(ValueError, match="no coordinates"):
        to_geojson(small_atlas.sources, META)


def test_geojson_and_json_of_the_shipped_sites_are_strict(held_shipped):
    table = held_shipped.table("sites", EVERYTHING)

    features = strictly(to_geojson(table, META))["features"]
    assert len(features) == len(strictly(to_json(table, META))["data"]) == len(table)
    for feature in features:
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_parquet_reads_back_with_its_types(whole):
    table = whole["sites"]
    read = pd.read_parquet(io.BytesIO(FORMATS["parquet"].write(table, META)))

    assert read["longitude"].tolist()[:4] == [0.5, 1.5, 2.5, -61.5]
    assert read["beds"].tolist()[0] == 400
    assert read["site_id"].tolist() == table["site_id"].tolist()
    assert read.attrs == {"table": "sites", "count": "7"}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_writing_leaves_the_table_alone(held_small, name):
    table = held_small.table("sites", EVERYTHING)
    before = table.copy()

    written = FORMATS[name].write(table, META)

    assert isinstance(written, bytes)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs == {}


def test_an_open_choice_takes_every_source_also_those_of_incidents_left_out(held_small):
    assert len(held_small.table("sources", Selection())) == len(SOURCES)
