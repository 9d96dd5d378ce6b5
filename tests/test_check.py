"""The check finds what does not hold together, and finds nothing in a world that does."""

from __future__ import annotations

import pandas as pd
import pytest
from small_world import MONTH, QUIET, SOURCES, TWO_TOWNS

from analytics import check
from analytics.atlas import Atlas
from analytics.schema import INCIDENT_ID, MEASURE, RULE


@pytest.fixture
def no_stale_files(monkeypatch):
    """The manifest is that of the shipped data, of which the small world knows nothing."""
    monkeypatch.setattr(check, "stale_files", lambda: iter(()))


def problems(atlas: Atlas) -> list[str]:
    """The problems that a report lists, one a line."""
    text, unexplained = check.report(atlas)
    _, _, listed = text.partition(" unexplained problems")
    lines = [line.strip() for line in listed.splitlines()[1:]]
    assert len(lines) == unexplained
    return lines


def changed(table: pd.DataFrame, key: str, value: str, **cells: object) -> pd.DataFrame:
    """The table with cells of one row changed."""
    row = table[key] == value
    assert row.sum() == 1
    return table.assign(**{name: table[name].mask(row, cell) for name, cell in cells.items()})


@pytest.mark.usefixtures("no_stale_files")
def test_the_small_world_has_no_problem_and_every_table_is_counted(small_atlas):
    text, unexplained = check.report(small_atlas)

    assert unexplained == 0, text
    for count, label in ((6, "incidents"), (7, "sites"), (7, "timeline lines"), (len(SOURCES), "sources")):
        assert f"{count} {label}: {count} passed, 0 set aside" in text
    assert "5 French incidents, 1 elsewhere; 1 are an attacker’s claim only" in text
    assert "4 departments and 2 countries touched" in text
    assert "sources: 1 official, 1 victim, 6 press, 1 specialist, 1 attacker" in text


@pytest.mark.usefixtures("no_stale_files")
def test_a_date_that_no_retained_claim_says_is_told(small_atlas):
    incidents = changed(small_atlas.incidents, INCIDENT_ID, QUIET, started_on="2022-06-29")

    assert problems(small_atlas._replace(incidents=incidents)) == [
        f"incidents.csv, {QUIET}, started_on: no retained claim says 2022-06-29"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_a_claim_that_is_not_retained_backs_nothing(small_atlas):
    incidents = changed(small_atlas.incidents, INCIDENT_ID, TWO_TOWNS, attack_type="intrusion")

    assert problems(small_atlas._replace(incidents=incidents)) == [
        f"incidents.csv, {TWO_TOWNS}, attack_type: no retained claim says intrusion"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_beds_of_a_site_that_no_claim_says_are_told(small_atlas):
    claims, explained = (rows[rows[MEASURE] != "beds"] for rows in (small_atlas.claims, small_atlas.disagreements))
    without = small_atlas._replace(claims=claims, disagreements=explained)

    assert problems(without) == [f"sites.csv, {TWO_TOWNS}.s1, beds: no claim says 400"]


@pytest.mark.usefixtures("no_stale_files")
def test_a_source_that_nothing_cites_is_told(small_atlas):
    stray = small_atlas.sources.head(1).assign(source_id="stray")
    sources = pd.concat([small_atlas.sources, stray], ignore_index=True)

    assert problems(small_atlas._replace(sources=sources)) == ["sources.csv, stray: nothing cites it"]


@pytest.mark.parametrize("name", ["sites", "events", "claims"])
def test_an_incident_without_a_row_of_each_kind_is_told(small_atlas, name):
    table = getattr(small_atlas, name)
    gone = small_atlas._replace(**{name: table[table[INCIDENT_ID] != MONTH]})

    assert list(check.empty_incidents(gone)) == [f"incidents.csv, {MONTH}: no row in {name}.csv"]


def test_a_point_outside_its_department_is_told_unless_a_note_says_why(small_atlas):
    rows = small_atlas.sites.head(1).assign(point_department="02")

    def told(note: str | None) -> list[str]:
        placed = small_atlas.placed._replace(disagreements=rows.assign(note_en=pd.Series([note], dtype="str")))
        return list(check.misplaced_sites(small_atlas._replace(placed=placed)))

    assert told(None) == [f"sites.csv, {TWO_TOWNS}.s1: stated in 01, its point lies in 02"]
    assert told("the campus crosses the border") == []


@pytest.mark.parametrize("measure", ["attack_type", "beds"])
def test_a_disagreement_without_a_reason_is_told(small_atlas, measure):
    explained = small_atlas.disagreements
    unexplained = small_atlas._replace(disagreements=explained[explained[MEASURE] != measure])

    assert list(check.unexplained_disagreements(small_atlas)) == []
    assert list(check.unexplained_disagreements(unexplained)) == [
        f"claims.csv, {TWO_TOWNS}, {measure}: sources disagree, and no row of disagreements.csv says why"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_a_reason_for_what_nobody_disputes_is_told(small_atlas):
    idle = small_atlas.disagreements.head(1).assign(incident_id=MONTH)
    more = pd.concat([small_atlas.disagreements, idle], ignore_index=True)

    assert problems(small_atlas._replace(disagreements=more)) == [
        f"disagreements.csv, {MONTH}, beds: the claims do not disagree"
    ]


def test_a_rule_goes_with_a_value_and_no_rule_with_no_value(small_atlas):
    explained, claims = small_atlas.disagreements, small_atlas.claims
    beds = explained[MEASURE] == "beds"
    undecided = explained.assign(rule=explained[RULE].mask(beds, "none"))
    none_kept = claims.assign(preferred=claims["preferred"].mask(claims[MEASURE] == "beds", "no"))

    def told(**tables: pd.DataFrame) -> list[str]:
        return list(check.unexplained_disagreements(small_atlas._replace(**tables)))

    row = f"disagreements.csv, {TWO_TOWNS}, beds: the rule is"
    assert told(disagreements=undecided) == [f"{row} none, although a value is retained"]
    assert told(claims=none_kept) == [f"{row} most-voices, although no value is retained"]
    assert told(disagreements=undecided, claims=none_kept) == []


@pytest.mark.usefixtures("no_stale_files")
def test_a_row_set_aside_is_told_with_its_line_and_rule(small_atlas):
    problem = {
        "table": "sites",
        "line": 4,
        "key": "x",
        "column": "latitude",
        "rule": "out-of-range",
        "found": "91",
        "expected": "at most 90",
    }
    checked = small_atlas.checked._replace(problems=pd.DataFrame([problem]))

    assert problems(small_atlas._replace(checked=checked)) == [
        "sites.csv, line 4 (x), latitude: out-of-range, found “91”, expected at most 90"
    ]


@pytest.mark.shipped
def test_the_shipped_files_are_those_of_the_manifest():
    assert list(check.stale_files()) == []
