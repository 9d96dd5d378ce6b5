"""The check finds what does not hold together, and finds nothing in a world that does."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas import check
from analytics.atlas.atlas import Atlas
from analytics.atlas.published import figures_of
from analytics.schema import col
from tests.helpers.small_world import MONTH, QUIET, SOURCES, TWO_TOWNS


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
    for count, label in ((6, "incidents"), (7, "sites"), (8, "timeline lines"), (len(SOURCES), "sources")):
        assert f"{count} {label}: {count} passed, 0 set aside" in text
    assert "5 French incidents, 1 elsewhere; 1 are an attacker’s claim only" in text
    assert "4 departments and 2 countries touched" in text
    assert "sources: 2 official, 1 victim, 6 press, 1 specialist, 1 attacker" in text


@pytest.mark.usefixtures("no_stale_files")
def test_a_date_that_no_retained_claim_says_is_told(small_atlas):
    incidents = changed(small_atlas.incidents, col.INCIDENT_ID, QUIET, started_on="2022-06-29")

    assert problems(small_atlas._replace(incidents=incidents)) == [
        f"incidents.csv, {QUIET}, started_on: no retained claim says 2022-06-29"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_a_claim_that_is_not_retained_backs_nothing(small_atlas):
    incidents = changed(small_atlas.incidents, col.INCIDENT_ID, TWO_TOWNS, attack_type="intrusion")

    assert problems(small_atlas._replace(incidents=incidents)) == [
        f"incidents.csv, {TWO_TOWNS}, attack_type: no retained claim says intrusion"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_beds_of_a_site_that_no_claim_says_are_told(small_atlas):
    claims, explained = (rows[rows[col.MEASURE] != "beds"] for rows in (small_atlas.claims, small_atlas.disagreements))
    without = small_atlas._replace(claims=claims, disagreements=explained)

    assert list(check.unbacked_facts(without)) == [
        f"sites.csv, {TWO_TOWNS}.s1, beds: no claim says 400",
        f"sites.csv, {TWO_TOWNS}.s2, beds: no claim says 232",
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"finess_ej": None}, "no FINESS number says of which hospital"),
        ({"beds_year": None}, "no beds_year"),
        ({"beds_year": 2020}, "cites no survey of 2020"),
        ({"source_ids": "ministry-2022-12"}, "cites no survey of 2021"),
        ({"source_ids": None}, "cites no survey of 2021"),
    ],
)
def test_beds_of_a_site_need_a_finess_number_a_year_and_the_survey_of_that_year(small_atlas, cells, told):
    sites = changed(small_atlas.sites, "site_id", f"{TWO_TOWNS}.s2", **cells)

    assert list(check.ungrounded_beds(small_atlas._replace(sites=sites))) == [
        f"sites.csv, {TWO_TOWNS}.s2, beds: {told}"
    ]


def test_one_finess_number_is_enough_of_the_site_or_of_the_legal_entity(small_atlas):
    sites = changed(small_atlas.sites, "site_id", f"{TWO_TOWNS}.s1", finess_et=None)

    assert list(check.ungrounded_beds(small_atlas._replace(sites=sites))) == []


def test_a_source_that_is_no_statistics_grounds_no_beds(small_atlas):
    sources = small_atlas.sources.assign(statistical="no")
    told = list(check.ungrounded_beds(small_atlas._replace(sources=sources)))

    assert told == [f"sites.csv, {TWO_TOWNS}.s{number}, beds: cites no survey of 2021" for number in (1, 2)]


def test_official_beds_that_the_sites_do_not_add_up_to_are_told(small_atlas):
    sites = changed(small_atlas.sites, "site_id", f"{TWO_TOWNS}.s2", beds=233)

    assert list(check.ungrounded_beds(small_atlas._replace(sites=sites))) == [
        f"claims.csv, {TWO_TOWNS}.beds.5: says 632, the sites add up to 633"
    ]


def test_a_french_incident_without_official_beds_needs_a_reason(small_atlas):
    unmatched = small_atlas.beds_unmatched
    without = small_atlas._replace(beds_unmatched=unmatched[unmatched[col.INCIDENT_ID] != MONTH])

    assert list(check.unanswered_beds(without)) == [
        f"incidents.csv, {MONTH}: no official beds, and beds_unmatched.csv does not say why"
    ]


@pytest.mark.parametrize("missing", [{"beds_year": None}, {"finess_et": None, "finess_ej": None}])
def test_official_beds_of_no_numbered_site_are_no_answer(small_atlas, missing):
    sites = small_atlas.sites.assign(**missing)

    assert list(check.unanswered_beds(small_atlas._replace(sites=sites))) == [
        f"incidents.csv, {TWO_TOWNS}: no official beds, and beds_unmatched.csv does not say why"
    ]


def test_official_beds_and_a_reason_why_there_are_none_contradict_each_other(small_atlas):
    unmatched = pd.concat(
        [small_atlas.beds_unmatched, small_atlas.beds_unmatched.head(1).assign(incident_id=TWO_TOWNS)],
        ignore_index=True,
    )

    assert list(check.unanswered_beds(small_atlas._replace(beds_unmatched=unmatched))) == [
        f"beds_unmatched.csv, {TWO_TOWNS}: it has official beds"
    ]


@pytest.mark.usefixtures("no_stale_files")
def test_a_source_that_nothing_cites_is_told(small_atlas):
    stray = small_atlas.sources.head(1).assign(source_id="stray")
    sources = pd.concat([small_atlas.sources, stray], ignore_index=True)

    assert problems(small_atlas._replace(sources=sources)) == ["sources.csv, stray: nothing cites it"]


@pytest.mark.parametrize("name", ["sites", "events", "claims"])
def test_an_incident_without_a_row_of_each_kind_is_told(small_atlas, name):
    table = getattr(small_atlas, name)
    gone = small_atlas._replace(**{name: table[table[col.INCIDENT_ID] != MONTH]})

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
    unexplained = small_atlas._replace(disagreements=explained[explained[col.MEASURE] != measure])

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
    beds = explained[col.MEASURE] == "beds"
    undecided = explained.assign(rule=explained[col.RULE].mask(beds, "none"))
    none_kept = claims.assign(preferred=claims["preferred"].mask(claims[col.MEASURE] == "beds", "no"))

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


@pytest.mark.parametrize(
    ("tiers", "told"), [(("attacker", "press"), 1), (("attacker", "attacker"), 0), (("victim",), 0)]
)
@pytest.mark.usefixtures("no_stale_files")
def test_a_number_of_the_attacker_that_a_paper_prints_stays_the_attackers(small_atlas, tiers, told):
    row = small_atlas.claims[small_atlas.claims[col.MEASURE] == "people_affected"].iloc[[0]]
    others = [
        row.assign(claim_id=f"x.{place}", tier=tier, value="77", low=None, high=None, incident_id=QUIET, preferred="no")
        for place, tier in enumerate(("attacker", "press", *tiers) if tiers == ("victim",) else tiers)
    ]
    claims = pd.concat([small_atlas.claims, *others])
    lines = problems(small_atlas._replace(claims=claims))

    assert len([line for line in lines if "the attacker’s number" in line]) == told


@pytest.mark.parametrize("incident", ["fr-paris-bluets-2022", "fr-ght-coeur-grand-est-2022", "fr-rennes-chu-2023"])
@pytest.mark.shipped
def test_volumes_that_attackers_announce_are_their_word_whoever_prints_them(shipped, incident):
    def volume(tier: str) -> pd.DataFrame:
        figures = figures_of(shipped, incident, tier)
        return figures[figures[col.MEASURE] == "data_leaked_gb"]

    assert volume("specialist").empty
    assert volume("attacker")[col.TIER].to_list() == ["attacker"]
