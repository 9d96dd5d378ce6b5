"""Every rule sets aside the row that breaks it, and nothing else; no row is ever lost."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import small_world
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_world import FOREIGN, PLACES, QUIET, TWO_TOWNS

from analytics import records
from analytics.records import PROBLEM_COLUMNS, as_number, check, is_date, split_list
from analytics.schema import INCIDENT_ID, TABLES

Facts = dict[str, pd.DataFrame]


def test_the_small_world_breaks_no_rule(facts):
    checked = check(facts, PLACES)

    assert checked.problems.values.tolist() == []
    assert {name: len(rows) for name, rows in checked.tables.items()} == {
        name: len(rows) for name, rows in small_world.FACTS.items()
    }


def test_numbers_become_numbers_and_dates_stay_as_written(facts):
    tables = check(facts, PLACES).tables

    assert tables["sites"]["latitude"].tolist()[0] == 0.5
    assert tables["sites"]["beds"].tolist()[0] == 400
    assert tables["sites"]["beds"].isna().tolist() == [False, *[True] * 6]
    assert tables["incidents"]["started_on"].tolist()[:3] == ["2022-12-03", "2021-02", "2019"]
    assert tables["claims"]["value"].tolist()[5] == "700"


def test_the_tables_received_are_left_alone(facts):
    spoil(facts, "sites", 0, latitude="91")
    before = {name: rows.copy() for name, rows in facts.items()}

    check(facts, PLACES)

    for name, rows in facts.items():
        pd.testing.assert_frame_equal(rows, before[name])


# --- one row for each rule --------------------------------------------------------------------------------


class Broken(NamedTuple):
    """A row of the small world copied under a new key, with cells that break one rule in one column."""

    rule: str
    table: str
    row: int
    cells: dict[str, str | None]
    column: str


BREAKS = [
    Broken("missing", "incidents", 2, {"name_fr": None}, "name_fr"),
    Broken("missing", "events", 0, {"source_ids": None}, "source_ids"),
    Broken("not-a-date", "claims", 0, {"as_of": "2023-02-29"}, "as_of"),
    Broken("not-a-date", "claims", 0, {"as_of": "03/12/2022"}, "as_of"),
    Broken("not-a-date", "claims", 0, {"as_of": "2022-13"}, "as_of"),
    Broken("not-a-date", "claims", 0, {"as_of": "0000"}, "as_of"),
    Broken("not-a-date", "claims", 0, {"as_of": "٢٠٢٢"}, "as_of"),
    Broken("precision-disagrees", "incidents", 2, {"started_precision": "day"}, "started_precision"),
    Broken("precision-disagrees", "events", 0, {"occurred_precision": None}, "occurred_precision"),
    Broken("precision-disagrees", "sources", 0, {"published_on": None}, "published_precision"),
    Broken("not-a-number", "sites", 0, {"latitude": "45,5"}, "latitude"),
    Broken("not-a-number", "sites", 0, {"longitude": "1e1"}, "longitude"),
    Broken("not-a-number", "sites", 0, {"beds": "12.5"}, "beds"),
    Broken("not-a-number", "sites", 0, {"beds": "٣"}, "beds"),
    Broken("not-a-number", "sites", 0, {"beds": "9" * 30}, "beds"),
    Broken("not-a-number", "national_series", 0, {"value": "nan"}, "value"),
    Broken("out-of-range", "sites", 0, {"latitude": "90.5"}, "latitude"),
    Broken("out-of-range", "sites", 0, {"longitude": "-180.5"}, "longitude"),
    Broken("out-of-range", "sites", 0, {"beds": "-1"}, "beds"),
    Broken("not-an-address", "sources", 0, {"url": "ftp://example.org"}, "url"),
    Broken("not-an-address", "sources", 0, {"url": "javascript:alert(1)"}, "url"),
    Broken("not-an-address", "sources", 0, {"url": 'https://example.org/"onclick'}, "url"),
    Broken("not-an-address", "sources", 0, {"url": "https://example.org/a b"}, "url"),
    Broken("not-a-code", "incidents", 2, {"attack_type": "virus"}, "attack_type"),
    Broken("not-a-code", "incidents", 2, {"country": "GBR"}, "country"),
    Broken("not-a-code", "sites", 0, {"department": "99"}, "department"),
    Broken("not-a-code", "sites", 0, {"region": "99"}, "region"),
    Broken("not-a-code", "sites", 0, {"insee": "99999"}, "insee"),
    Broken("not-a-code", "claims", 0, {"measure": "mood"}, "measure"),
    Broken("repeated-key", "events", 0, {"event_id": f"{TWO_TOWNS}.e01"}, "event_id"),
    Broken("unknown-reference", "events", 0, {INCIDENT_ID: "nobody"}, INCIDENT_ID),
    Broken("unknown-reference", "events", 0, {"source_ids": "gazette-2022-12; nobody"}, "source_ids"),
    Broken("unknown-reference", "claims", 0, {"source_id": "nobody"}, "source_id"),
    Broken("unknown-reference", "incidents", 2, {"related_ids": "nobody"}, "related_ids"),
    Broken("ends-before-it-starts", "incidents", 0, {"ended_on": "2022-11", "ended_precision": "month"}, "ended_on"),
    Broken("ends-before-it-starts", "incidents", 0, {"ended_on": "2022-12-02", "ended_precision": "day"}, "ended_on"),
    Broken("no-value", "claims", 5, {"value": None}, "value"),
    Broken("half-a-range", "claims", 5, {"low": "600", "preferred": "no"}, "low"),
    Broken("not-the-unit", "claims", 5, {"unit": "patients"}, "unit"),
    Broken("not-the-unit", "claims", 5, {"unit": None}, "unit"),
    Broken("missing", "claims", 13, {"value_fr": None}, "value_fr"),
    Broken("not-of-the-measure", "claims", 5, {"value": "about 700"}, "value"),
    Broken("not-of-the-measure", "claims", 5, {"value": "1,200"}, "value"),
    Broken("not-of-the-measure", "claims", 5, {"value": "-700"}, "value"),
    Broken("not-of-the-measure", "claims", 0, {"value": "December"}, "value"),
    Broken("not-of-the-measure", "claims", 3, {"value": "virus"}, "value"),
    Broken("not-of-the-measure", "claims", 12, {"value": "emergency; canteen"}, "value"),
    Broken("low-above-high", "claims", 8, {"low": "900"}, "low"),
    Broken("two-preferred-values", "claims", 7, {"preferred": "yes"}, "preferred"),
    Broken("two-preferred-values", "claims", 8, {"preferred": "yes"}, "preferred"),
    Broken("link-without-address", "sources", 0, {"url": None}, "link"),
    Broken("link-reason", "sources", 0, {"link_reason": "blog"}, "link_reason"),
    Broken("link-reason", "sources", 6, {"link_reason": None}, "link_reason"),
]


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: f"{broken.table}-{broken.column}-{broken.rule}")
def test_a_row_that_breaks_a_rule_is_set_aside_with_its_line_and_column_and_nothing_else_is(facts, broken):
    line = add_copy(facts, broken)

    checked = check(facts, PLACES)

    told = checked.problems[["table", "line", "column", "rule"]]
    assert told.values.tolist() == [[broken.table, line, broken.column, broken.rule]]
    assert {name: rows.index.tolist() for name, rows in checked.aside.items() if len(rows)} == {broken.table: [line]}
    assert len(checked.tables[broken.table]) == len(facts[broken.table]) - 1


def test_every_rule_of_the_room_has_a_row_that_breaks_it():
    calls = [
        node
        for node in ast.walk(ast.parse(Path(records.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
    ]

    assert {ast.literal_eval(call.args[2]) for call in calls} == {broken.rule for broken in BREAKS}


def test_a_problem_says_what_was_found_and_what_was_expected(facts):
    line = spoil(facts, "sites", 0, latitude="91")

    problem = check(facts, PLACES).problems.iloc[0].to_dict()

    assert problem == {
        "table": "sites",
        "line": line,
        "key": f"{TWO_TOWNS}.s1",
        "column": "latitude",
        "rule": "out-of-range",
        "found": "91",
        "expected": "at most 90",
    }


def test_the_same_value_retained_twice_is_no_contradiction(facts):
    add_copy(facts, Broken("", "claims", 5, {}, ""))

    assert check(facts, PLACES).problems.empty


def test_an_end_within_the_month_or_the_year_of_the_start_is_no_contradiction(facts):
    spoil(facts, "incidents", 0, ended_on="2022-12", ended_precision="month")
    spoil(facts, "incidents", 2, ended_on="2019-03-01", ended_precision="day")

    assert check(facts, PLACES).problems.empty


def test_a_kind_of_place_that_nobody_listed_is_not_checked(facts):
    spoil(facts, "sites", 0, insee="99999")

    assert check(facts, {name: codes for name, codes in PLACES.items() if name != "insee"}).problems.empty


def test_a_row_that_breaks_two_rules_is_set_aside_once_and_told_twice(facts):
    line = spoil(facts, "sites", 6, latitude="91", longitude="far")

    checked = check(facts, PLACES)

    assert checked.problems[["line", "column"]].values.tolist() == [[line, "latitude"], [line, "longitude"]]
    assert checked.aside["sites"].index.tolist() == [line]


# --- what falls with a row --------------------------------------------------------------------------------


def test_what_refers_to_a_row_set_aside_is_set_aside_with_it(facts):
    line = spoil(facts, "incidents", 4, attack_type="virus")

    checked = check(facts, PLACES)

    own = {name: (facts[name][INCIDENT_ID] == FOREIGN).sum() for name in ("sites", "events", "claims")}
    assert {name: len(rows) for name, rows in checked.aside.items() if len(rows)} == {"incidents": 1, **own}
    others = checked.problems[checked.problems["line"].ne(line) | checked.problems["table"].ne("incidents")]
    assert set(others["rule"]) == {"unknown-reference"}
    assert set(others["found"]) == {FOREIGN}


def test_what_falls_makes_others_fall_until_nothing_does(facts):
    spoil(facts, "incidents", 5, attack_type="virus")  # the first incident is related to it

    aside = check(facts, PLACES).aside

    assert aside["incidents"][INCIDENT_ID].tolist() == [TWO_TOWNS, QUIET]
    assert set(aside["sites"][INCIDENT_ID]) == {TWO_TOWNS, QUIET}


def test_a_source_set_aside_takes_its_claims_and_the_lines_that_cite_it(facts):
    spoil(facts, "sources", 3, tier="rumour")

    aside = check(facts, PLACES).aside

    assert aside["sources"]["source_id"].tolist() == ["ministry-2022-12"]
    assert aside["claims"]["claim_id"].tolist() == [f"{TWO_TOWNS}.beds.3"]
    assert aside["sites"]["site_id"].tolist() == [f"{TWO_TOWNS}.s1"]
    assert aside["national_series"]["series_id"].tolist() == ["2021.1", "2022.1", "2022.4"]


# --- whatever is written in the cells ---------------------------------------------------------------------

GARBAGE = st.one_of(
    st.none(),
    st.text(max_size=12).filter(bool),
    st.from_regex(r"\A-?\d{1,40}(\.\d{1,3})?\Z"),
    st.sampled_from(["", " ", "yes", "no", "day", "0000", "2022-02-30", "1e400", "nan", "inf", "; ", "FRA", "\x00"]),
).map(lambda cell: cell or None)
CELLS = [
    (name, row, column)
    for name, rows in small_world.FACTS.items()
    for row in range(len(rows))
    for column in TABLES[name].names
]


@settings(max_examples=25, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(CELLS), GARBAGE, max_size=12))
@example(changes={("sites", 0, "beds"): "9" * 30})
@example(changes={("sites", 0, "beds"): "٣", ("claims", 5, "value"): "٣"})
@example(changes={(name, row, TABLES[name].key): None for name in small_world.FACTS for row in (0,)})
def test_every_row_read_is_in_exactly_one_of_the_two_whatever_its_cells(read_once, changes):
    facts = dict(read_once)
    for (name, row, column), cell in changes.items():
        spoil(facts, name, row, **{column: cell})

    checked = check(facts, PLACES)

    assert list(checked.problems.columns) == PROBLEM_COLUMNS
    for name, rows in facts.items():
        assert len(checked.tables[name]) + len(checked.aside[name]) == len(rows)
        pd.testing.assert_frame_equal(checked.aside[name], rows.loc[checked.aside[name].index])
        kept = rows.drop(index=checked.aside[name].index)
        assert checked.tables[name][TABLES[name].key].tolist() == kept[TABLES[name].key].tolist()
        told = checked.problems.loc[checked.problems["table"] == name, "line"]
        assert set(told) == set(checked.aside[name].index)


def test_tables_without_rows_pass(facts):
    checked = check({name: rows.iloc[:0] for name, rows in facts.items()}, PLACES)

    assert checked.problems.empty
    assert all(rows.empty for rows in checked.tables.values())


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["2022", "2022-12", "2022-12-03", "2024-02-29", "0001", "9999-12-31"])
def test_a_year_a_month_and_a_day_of_the_calendar_are_dates(cell):
    assert is_date(cell)


@pytest.mark.parametrize(
    "cell", ["", "22", "2022-1", "2022-00", "2022-02-30", "2022/12/03", "2022-12-03T00", "0000-05"]
)
def test_anything_else_is_not_a_date(cell):
    assert not is_date(cell)


@pytest.mark.parametrize(("cell", "number"), [("0", 0), ("-61.5", -61.5), ("10000000", 10_000_000), ("007", 7)])
def test_plain_decimal_notation_is_a_number(cell, number):
    assert as_number(cell) == number


@pytest.mark.parametrize("cell", ["", "1 000", "1,5", "1.", ".5", "+1", "1e5", "inf", "0x10", "²", "٣", "9" * 400])
def test_any_other_notation_is_none(cell):
    assert as_number(cell) is None


@given(st.lists(st.text(alphabet="ab-1", min_size=1), min_size=1))
def test_a_list_in_a_cell_comes_back_as_it_was(values):
    assert split_list("; ".join(values)) == values


@pytest.mark.parametrize("cell", [None, float("nan"), pd.NA])
def test_an_empty_cell_is_an_empty_list(cell):
    assert split_list(cell) == []


def spoil(facts: Facts, table: str, row: int, **cells: str | None) -> int:
    """Change cells of one row, counted from 0, and give its line back."""
    line = int(facts[table].index[row])
    facts[table] = facts[table].copy()
    for column, cell in cells.items():
        facts[table].loc[line, column] = cell
    return line


def add_copy(facts: Facts, broken: Broken) -> int:
    """Add a copy of one row under a new key at the end, with the cells that break a rule; give its line back."""
    rows = facts[broken.table]
    line = int(rows.index[-1]) + 1
    copy = rows.iloc[[broken.row]].set_axis([line]).assign(**{TABLES[broken.table].key: "a-copy"})
    for column, cell in broken.cells.items():
        copy[column] = pd.Series([cell], index=[line], dtype="str")
    facts[broken.table] = pd.concat([rows, copy])
    return line
