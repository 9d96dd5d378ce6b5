"""Every rule sets aside the row that breaks it, and nothing else; no row is ever lost."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.record import checks, files
from analytics.record.cells import as_number, is_date, split_list
from analytics.record.checks import PROBLEM_COLUMNS, check
from analytics.schema import col
from analytics.schema.tables import TABLES
from tests.helpers import small_world
from tests.helpers.small_world import FOREIGN, MONTH, PLACES, QUIET, TWO_TOWNS, YEAR

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
    assert tables["sites"]["beds"].isna().tolist() == [False, False, *[True] * 5]
    assert tables["incidents"]["started_on"].tolist()[:3] == ["2022-12-03", "2021-02", "2019"]
    assert tables["claims"]["value"].tolist()[5] == "700"


def test_the_tables_received_are_left_alone(facts):
    spoil(facts, "sites", SITE, latitude="91")
    before = {name: rows.copy() for name, rows in facts.items()}

    check(facts, PLACES)

    for name, rows in facts.items():
        pd.testing.assert_frame_equal(rows, before[name])


# --- one row for each rule --------------------------------------------------------------------------------


class Broken(NamedTuple):
    """A row of the small world copied under a new key, with cells that break one rule in one column."""

    rule: str
    table: str
    key: str
    cells: dict[str, str | None]
    column: str


SITE, EVENT = f"{TWO_TOWNS}.s1", f"{TWO_TOWNS}.e01"
STARTED, ATTACK, BEDS = f"{TWO_TOWNS}.started_on.1", f"{TWO_TOWNS}.attack_type.1", f"{TWO_TOWNS}.beds.1"
SERVICES, ACTOR = f"{TWO_TOWNS}.services_affected.1", f"{TWO_TOWNS}.actor.1"
DOWN, ENDED = f"{MONTH}.downtime_days.1", f"{QUIET}.ended_on.1"
BREAKS = [
    Broken("missing", "incidents", YEAR, {"name_fr": None}, "name_fr"),
    Broken("missing", "events", EVENT, {"source_ids": None}, "source_ids"),
    Broken("not-a-date", "claims", STARTED, {"as_of": "2023-02-29"}, "as_of"),
    Broken("not-a-date", "claims", STARTED, {"as_of": "03/12/2022"}, "as_of"),
    Broken("not-a-date", "claims", STARTED, {"as_of": "2022-13"}, "as_of"),
    Broken("not-a-date", "claims", STARTED, {"as_of": "0000"}, "as_of"),
    Broken("not-a-date", "claims", STARTED, {"as_of": "٢٠٢٢"}, "as_of"),
    Broken("unseen-sign", "incidents", YEAR, {"summary_en": "It was \u202eesaeler"}, "summary_en"),
    Broken("unseen-sign", "events", EVENT, {"text_fr": "Il\x00 y eut"}, "text_fr"),
    Broken("unseen-sign", "sources", "morning-2022-12", {"publisher": "Le\u200bMatin"}, "publisher"),
    Broken("space-at-an-end", "claims", STARTED, {"claim_id": " fr-two-towns-2022.started_on.9"}, "claim_id"),
    Broken("space-at-an-end", "sites", SITE, {"commune": "Première\u00a0"}, "commune"),
    Broken("too-long", "incidents", YEAR, {"note_fr": "a" * 2001}, "note_fr"),
    Broken("too-long", "incidents", YEAR, {"incident_id": "a" * 101}, "incident_id"),
    Broken("another-form", "incidents", YEAR, {"incident_id": "../../../pwned"}, "incident_id"),
    Broken("another-form", "incidents", YEAR, {"incident_id": "fr-overse\u0430s-2019"}, "incident_id"),
    Broken("another-form", "incidents", YEAR, {"incident_id": "fr--2019"}, "incident_id"),
    Broken("another-form", "claims", STARTED, {"claim_id": "Fr-Two.started_on.1"}, "claim_id"),
    Broken("another-form", "sites", SITE, {"finess_et": "01000000"}, "finess_et"),
    Broken("another-form", "national_series", "2021.1", {"year": "20x3"}, "year"),
    Broken("another-form", "national_series", "2021.1", {"year": "2023-13"}, "year"),
    Broken("ends-before-it-starts", "national_series", "2021.1", {"year": "2023-12/2023-01"}, "year"),
    Broken("out-of-range", "national_series", "2021.1", {"value": "-5"}, "value"),
    Broken("not-an-address", "sources", "morning-2022-12", {"url": "https://user:word@example.org/"}, "url"),
    Broken("half-a-point", "sites", SITE, {"longitude": None}, "longitude"),
    Broken("half-a-point", "sites", SITE, {"latitude": None}, "latitude"),
    Broken("related-to-itself", "incidents", QUIET, {"incident_id": "fr-x", "related_ids": "fr-x"}, "related_ids"),
    Broken("named-twice", "incidents", YEAR, {"related_ids": f"{QUIET}; {QUIET}"}, "related_ids"),
    Broken("precision-disagrees", "incidents", YEAR, {"started_precision": "day"}, "started_precision"),
    Broken("precision-disagrees", "events", EVENT, {"occurred_precision": None}, "occurred_precision"),
    Broken("precision-disagrees", "sources", "morning-2022-12", {"published_on": None}, "published_precision"),
    Broken("not-a-number", "sites", SITE, {"latitude": "45,5"}, "latitude"),
    Broken("not-a-number", "sites", SITE, {"longitude": "1e1"}, "longitude"),
    Broken("not-a-number", "sites", SITE, {"beds": "12.5"}, "beds"),
    Broken("not-a-number", "sites", SITE, {"beds": "٣"}, "beds"),
    Broken("not-a-number", "sites", SITE, {"beds": "9" * 30}, "beds"),
    Broken("not-a-number", "national_series", "2021.1", {"value": "nan"}, "value"),
    Broken("out-of-range", "sites", SITE, {"latitude": "90.5"}, "latitude"),
    Broken("out-of-range", "sites", SITE, {"longitude": "-180.5"}, "longitude"),
    Broken("out-of-range", "sites", SITE, {"beds": "-1"}, "beds"),
    Broken("not-an-address", "sources", "morning-2022-12", {"url": "ftp://example.org"}, "url"),
    Broken("not-an-address", "sources", "morning-2022-12", {"url": "javascript:alert(1)"}, "url"),
    Broken("not-an-address", "sources", "morning-2022-12", {"url": 'https://example.org/"onclick'}, "url"),
    Broken("not-an-address", "sources", "morning-2022-12", {"url": "https://example.org/a b"}, "url"),
    Broken("not-a-code", "incidents", YEAR, {"attack_type": "virus"}, "attack_type"),
    Broken("not-a-code", "incidents", YEAR, {"country": "GBR"}, "country"),
    Broken("not-a-code", "sites", SITE, {"department": "99"}, "department"),
    Broken("not-a-code", "sites", SITE, {"region": "99"}, "region"),
    Broken("not-a-code", "sites", SITE, {"insee": "99999"}, "insee"),
    Broken("not-a-code", "claims", STARTED, {"measure": "mood"}, "measure"),
    Broken("repeated-key", "events", EVENT, {"event_id": EVENT}, "event_id"),
    Broken("unknown-reference", "events", EVENT, {col.INCIDENT_ID: "nobody"}, col.INCIDENT_ID),
    Broken("unknown-reference", "events", EVENT, {"source_ids": "gazette-2022-12; nobody"}, "source_ids"),
    Broken("unknown-reference", "claims", STARTED, {"source_id": "nobody"}, "source_id"),
    Broken("unknown-reference", "incidents", YEAR, {"related_ids": "nobody"}, "related_ids"),
    Broken(
        "ends-before-it-starts", "incidents", TWO_TOWNS, {"ended_on": "2022-11", "ended_precision": "month"}, "ended_on"
    ),
    Broken(
        "ends-before-it-starts",
        "incidents",
        TWO_TOWNS,
        {"ended_on": "2022-12-02", "ended_precision": "day"},
        "ended_on",
    ),
    Broken("no-value", "claims", BEDS, {"value": None}, "value"),
    Broken("half-a-range", "claims", BEDS, {"low": "600", "preferred": "no"}, "low"),
    Broken("not-the-unit", "claims", BEDS, {"unit": "patients"}, "unit"),
    Broken("not-the-unit", "claims", BEDS, {"unit": None}, "unit"),
    Broken("missing", "claims", ACTOR, {"value_fr": None}, "value_fr"),
    Broken("not-of-the-measure", "claims", BEDS, {"value": "about 700"}, "value"),
    Broken("not-of-the-measure", "claims", BEDS, {"value": "1,200"}, "value"),
    Broken("not-of-the-measure", "claims", BEDS, {"value": "-700"}, "value"),
    Broken("not-of-the-measure", "claims", STARTED, {"value": "December"}, "value"),
    Broken("not-of-the-measure", "claims", ATTACK, {"value": "virus"}, "value"),
    Broken("not-of-the-measure", "claims", SERVICES, {"value": "emergency; canteen"}, "value"),
    Broken("low-above-high", "claims", f"{TWO_TOWNS}.beds.4", {"low": "900"}, "low"),
    Broken("two-preferred-values", "claims", f"{TWO_TOWNS}.beds.3", {"preferred": "yes"}, "preferred"),
    Broken("two-preferred-values", "claims", f"{TWO_TOWNS}.beds.4", {"preferred": "yes"}, "preferred"),
    Broken("bound-disagrees", "claims", DOWN, {"measure": "recovery_at_least_days", "value": "11"}, "value"),
    Broken("bound-disagrees", "claims", DOWN, {"measure": "recovery_at_most_days", "value": "9"}, "value"),
    Broken(
        "bound-disagrees", "claims", ENDED, {"measure": col.RECOVERY_AT_LEAST, "value": "11", "unit": "days"}, "value"
    ),
    Broken("link-without-address", "sources", "morning-2022-12", {"url": None}, "link"),
    Broken("link-reason", "sources", "morning-2022-12", {"link_reason": "blog"}, "link_reason"),
    Broken("link-reason", "sources", "copy-2021-03", {"link_reason": None}, "link_reason"),
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
        for node in ast.walk(ast.parse(Path(checks.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
    ]

    assert {ast.literal_eval(call.args[2]) for call in calls} == {broken.rule for broken in BREAKS} | {"not-the-sum"}


def test_a_total_is_the_sum_of_its_parts(small_root):
    tables = files.read_reference(small_root / "reference")
    beds = tables[col.HOSPITAL_BEDS]
    spoilt = tables | {col.HOSPITAL_BEDS: beds.assign(beds=beds["beds"].where(beds.index != 3, "391"))}

    told = check(spoilt, PLACES).problems

    assert told[["line", "column", "rule", "found"]].values.tolist() == [[3, "beds", "not-the-sum", "391"]]
    assert told["expected"].tolist() == ["390, the sum of acute, psychiatric, rehabilitation, long_term"]


def test_a_problem_says_what_was_found_and_what_was_expected(facts):
    line = spoil(facts, "sites", SITE, latitude="91")

    problem = check(facts, PLACES).problems.iloc[0].to_dict()

    assert problem == {
        "table": "sites",
        "line": line,
        "key": SITE,
        "column": "latitude",
        "rule": "out-of-range",
        "found": "91",
        "expected": "at most 90",
    }


def test_the_same_value_retained_twice_is_no_contradiction(facts):
    add_copy(facts, Broken("", "claims", BEDS, {}, ""))

    assert check(facts, PLACES).problems.empty


def test_an_end_within_the_month_or_the_year_of_the_start_is_no_contradiction(facts):
    spoil(facts, "incidents", TWO_TOWNS, ended_on="2022-12", ended_precision="month")
    spoil(facts, "incidents", YEAR, ended_on="2019-03-01", ended_precision="day")

    assert check(facts, PLACES).problems.empty


def test_a_kind_of_place_that_nobody_listed_is_not_checked(facts):
    spoil(facts, "sites", SITE, insee="99999")

    assert check(facts, {name: codes for name, codes in PLACES.items() if name != "insee"}).problems.empty


def test_a_row_that_breaks_two_rules_is_set_aside_once_and_told_twice(facts):
    line = spoil(facts, "sites", f"{QUIET}.s1", latitude="91", longitude="far")

    checked = check(facts, PLACES)

    assert checked.problems[["line", "column"]].values.tolist() == [[line, "latitude"], [line, "longitude"]]
    assert checked.aside["sites"].index.tolist() == [line]


# --- what falls with a row --------------------------------------------------------------------------------


def test_what_refers_to_a_row_set_aside_is_set_aside_with_it(facts):
    line = spoil(facts, "incidents", FOREIGN, attack_type="virus")

    checked = check(facts, PLACES)

    own = {name: (facts[name][col.INCIDENT_ID] == FOREIGN).sum() for name in ("sites", "events", "claims")}
    assert {name: len(rows) for name, rows in checked.aside.items() if len(rows)} == {"incidents": 1, **own}
    others = checked.problems[checked.problems["line"].ne(line) | checked.problems["table"].ne("incidents")]
    assert set(others["rule"]) == {"unknown-reference"}
    assert set(others["found"]) == {FOREIGN}


def test_what_falls_makes_others_fall_until_nothing_does(facts):
    spoil(facts, "incidents", QUIET, attack_type="virus")  # the first incident is related to it

    aside = check(facts, PLACES).aside

    assert aside["incidents"][col.INCIDENT_ID].tolist() == [TWO_TOWNS, QUIET]
    assert set(aside["sites"][col.INCIDENT_ID]) == {TWO_TOWNS, QUIET}


def test_a_source_set_aside_takes_its_claims_and_the_lines_that_cite_it(facts):
    spoil(facts, "sources", "ministry-2022-12", tier="rumour")

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


@settings(max_examples=25)
@given(changes=st.dictionaries(st.sampled_from(CELLS), GARBAGE, max_size=12))
@example(changes={("sites", 0, "beds"): "9" * 30})
@example(changes={("sites", 0, "beds"): "٣", ("claims", 5, "value"): "٣"})
@example(changes={(name, row, TABLES[name].key): None for name in small_world.FACTS for row in (0,)})
def test_every_row_read_is_in_exactly_one_of_the_two_whatever_its_cells(read_once, changes):
    facts = {name: rows.copy() for name, rows in read_once.items()}
    for (name, row, column), cell in changes.items():
        facts[name].loc[facts[name].index[row], column] = cell

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


def spoil(facts: Facts, table: str, key: str, **cells: str | None) -> int:
    """Change cells of the row with that key, and give its line back."""
    rows = facts[table].copy()
    (line,) = rows.index[rows[TABLES[table].key] == key]
    for column, cell in cells.items():
        rows.loc[line, column] = cell
    facts[table] = rows
    return int(line)


def add_copy(facts: Facts, broken: Broken) -> int:
    """Add a copy of one row under a new key at the end, with the cells that break a rule; give its line back."""
    rows, name = facts[broken.table], TABLES[broken.table].key
    line = int(rows.index[-1]) + 1
    copy = rows[rows[name] == broken.key].set_axis([line]).assign(**{name: "a-copy"})
    for column, cell in broken.cells.items():
        copy[column] = pd.Series([cell], index=[line], dtype="str")
    facts[broken.table] = pd.concat([rows, copy])
    return line
