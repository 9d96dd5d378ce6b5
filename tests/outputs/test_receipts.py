"""A figure can be worked out again from its address, and says whether what was quoted still holds."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.atlas.published import figures_of
from analytics.outputs import receipts
from analytics.outputs.formats import to_csv
from analytics.outputs.html import cards
from analytics.outputs.receipt_figures import FIGURES
from analytics.outputs.receipts import address, by_evidence, changed, checksum, quotation, read_address, token, work_out
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection
from analytics.words import around
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import CLAIMED, MONTH, TWO_TOWNS

EVERYTHING = Selection(evidence="attacker")
PAU = "640000600"
LANGUAGES = ("fr", "en")


def worth(name: str, selection: Selection, atlas) -> float | None:
    return work_out(name, held_of(atlas), selection).value


# --- worked by hand in the small world --------------------------------------------------------------------


def test_counts_are_those_of_the_small_world(small_atlas):
    assert worth("incidents", EVERYTHING, small_atlas) == 6
    assert worth("incidents", Selection(), small_atlas) == 5  # the claim of an attacker is left out
    assert worth("incidents-france", Selection(), small_atlas) == 4
    assert worth("countries", Selection(), small_atlas) == 2


def test_departments_are_counted_once_each(small_atlas, held_small):
    # two towns in 01 and 02, a point in 2A, one overseas; the quiet one is in 01 too
    result = work_out("departments", held_small, Selection())

    assert result.value == 4
    assert set(result.rows[col.INCIDENT_ID]) <= set(small_atlas.incidents[col.INCIDENT_ID])


def test_a_total_has_its_range_its_base_and_the_claims_behind_it(held_small):
    result = work_out("total-beds", held_small, Selection())

    # 700, 300 and 1,200 are retained; from 100 to 200 is stated, and nothing of it retained; three cases are listed
    assert (result.value, result.code, result.low, result.high) == (3, "cases", None, None)
    assert dict(result.base) == {"not_retained": 1, "without": 1}
    assert set(result.claims["measure"]) == {"beds"}
    assert len(result.claims) == 8


def test_the_figure_of_one_incident_is_there_whatever_the_selection_keeps(small_atlas):
    selection = Selection(department=("971",), incident=TWO_TOWNS)

    assert worth("incident-beds", selection, small_atlas) == 700
    assert worth("incident-days_to_recover", selection, small_atlas) is not None
    assert worth("incident-patients_transferred", selection, small_atlas) == 6


def test_nothing_comes_first_where_two_share_the_rank(small_atlas, held_small):
    # 2019, 2020 and 2021 have one incident each, 2022 has two
    found = work_out("busiest-year", held_small, Selection())
    assert (found.code, found.value) == ("2022", 2)
    assert worth("busiest-year", Selection(end="2021"), small_atlas) is None
    assert work_out("service", held_small, Selection()).code == "imaging"


def test_a_figure_of_an_incident_needs_one(held_small):
    with pytest.raises(ValueError, match="incident="):
        work_out("incident-beds", held_small, Selection())


@pytest.mark.parametrize("name", [f"hospital-{column}" for column in around.FIGURES] + ["hospital-beds"])
def test_a_figure_of_a_hospital_needs_one(held_small, name):
    with pytest.raises(ValueError, match="finess="):
        work_out(name, held_small, Selection(incident=TWO_TOWNS))


def test_the_receipts_of_a_hospital_are_the_figures_of_its_page(shipped, held_shipped):
    selection = Selection(finess=PAU, lang="en")
    (row,) = rows_of(shipped.catchments[shipped.catchments["finess_et"] == PAU].sort_values("year").tail(1))
    results = {column: work_out(f"hospital-{column}", held_shipped, selection) for column in around.FIGURES}

    assert {column: result.value for column, result in results.items()} == {name: row[name] for name in around.FIGURES}
    words = Words("en")
    told = quotation("hospital-beds_elsewhere", results["beds_elsewhere"], shipped, selection, words)
    assert told.startswith("Centre hospitalier de Pau – Acute beds of other hospitals within 30 km: ")
    beds = work_out("hospital-beds", held_shipped, selection).rows
    assert list(beds["year"]) == list(range(2019, 2025))
    own = shipped.hospital_beds[shipped.hospital_beds["finess_et"] == PAU].set_index("year")["beds"]
    assert beds.set_index("year")["beds"].to_dict() == own.to_dict()


def test_a_hospital_without_acute_beds_has_no_figure_of_those_around(held_small):
    result = work_out("hospital-people_model", held_small, Selection(finess="970000003"))

    assert result.value is None
    assert receipts.said("hospital-people_model", result, Words("en")) == Words("en")("around.no_row")


def test_a_figure_that_there_is_not_is_refused_with_those_that_there_are(held_small):
    with pytest.raises(ValueError, match="total-beds"):
        work_out("total-happiness", held_small, Selection())


# --- how much it depends on who is believed ---------------------------------------------------------------


def test_a_count_never_falls_as_more_sources_are_accepted(shipped, held_shipped):
    results = by_evidence("incidents", held_shipped, Selection())
    counts = [result.value for result in results.values()]

    assert list(results) == list(TIERS)
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == len(shipped.incidents)


def test_what_is_only_claimed_counts_at_the_last_step_only(shipped, held_shipped):
    results = by_evidence("incidents", held_shipped, Selection())
    claimed = (shipped.incidents["status"] == "claimed").sum()

    assert results["attacker"].value - results["specialist"].value == claimed > 0


def test_claims_of_a_tier_that_is_not_accepted_are_not_behind_the_figure(held_small):
    strict = work_out("total-beds", held_small, Selection(evidence="press"))

    assert set(strict.claims["tier"]) <= {"official", "victim", "press"}


def test_what_only_an_attacker_says_is_no_figure_by_default(small_atlas):
    asked = Selection(incident=CLAIMED)

    assert worth("incident-people_affected", asked, small_atlas) is None
    assert worth("incident-people_affected", asked.at("attacker"), small_atlas) == 5000


# --- every figure, there and back -------------------------------------------------------------------------


def selections() -> st.SearchStrategy[Selection]:
    return st.builds(
        Selection,
        country=st.sampled_from([(), ("FRA",), ("DEU",)]),
        department=st.sampled_from([(), ("01",), ("2A", "971")]),
        start=st.sampled_from(["", "2020", "2022-06"]),
        type=st.sampled_from([(), ("ransomware",)]),
        evidence=st.sampled_from(list(TIERS)),
        q=st.sampled_from(["", "cœur", "été & co?"]),
        incident=st.sampled_from([TWO_TOWNS, MONTH]),
        finess=st.sampled_from(["010000001", "010000002"]),
        lang=st.sampled_from(LANGUAGES),
    )


@pytest.mark.parametrize("name", FIGURES)
@given(selection=selections())
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_address_gives_back_the_figure_that_it_quotes(small_atlas, held_small, name, selection):
    result = work_out(name, held_small, selection)

    asked = read_address(address("/impact", name, selection, result), small_atlas)

    assert (asked.path, asked.name, asked.selection, asked.version) == ("/impact", name, selection, DATA_VERSION)
    assert asked.stated == token(name, work_out(asked.name, held_small, asked.selection))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_quoted(small_atlas, held_small, name, language):
    words, selection = Words(language), Selection(incident=TWO_TOWNS, finess="010000001", lang=language)
    result = work_out(name, held_small, selection)

    quoted = quotation(name, result, small_atlas, selection, words)

    assert DATA_VERSION in quoted
    assert receipts.label(name, words) in quoted
    assert len(receipts.formula(name, words)) > 40
    assert "{" not in quoted + receipts.said(name, result, words)


def test_the_sentence_to_quote_says_what_it_covers(shipped, held_shipped):
    words = Words("en")
    selection = Selection(department=("78",), start="2022", end="2022", lang="en")
    result = work_out("incidents", held_shipped, selection)

    assert quotation("incidents", result, shipped, selection, words) == (
        f"Publicly known attacks: {result.value:.0f}. Scope: Yvelines (78); in 2022; "
        "all sources, except what only the attacker says. "
        f"Source: Hospital Cyberattack Atlas, version {DATA_VERSION}, data of {words.when(DATA_DATE.isoformat())}."
    )
    assert result.value >= 1


def test_the_checksum_is_that_of_the_file_of_rows(held_small):
    result = work_out("timeline", held_small, Selection())

    assert checksum(result) == hashlib.sha256(to_csv(result.rows)).hexdigest()
    assert token("timeline", result) == checksum(result)[:12]


def test_another_datum_changes_the_token_of_a_drawing(held_small):
    one = token("by-year", work_out("by-year", held_small, Selection()))
    other = token("by-year", work_out("by-year", held_small, EVERYTHING))

    assert one != other


# --- addresses --------------------------------------------------------------------------------------------


def test_an_address_may_be_whole_and_may_say_how_the_page_is_shown(small_atlas):
    asked = read_address("https://atlas.example/some/base/?view=world&receipt=incidents&lang=en", small_atlas)

    assert (asked.name, asked.selection, asked.stated) == ("incidents", Selection(lang="en"), "")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("/impact?from=2022", "receipt=NAME"),
        ("/?receipt=incidents&department=99", "department “99”"),
        ("/?receipt=incidents&colour=red", "colour “red”"),
    ],
)
def test_an_address_that_is_not_understood_says_why(small_atlas, wrong, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        read_address(wrong, small_atlas)


# --- the command line -------------------------------------------------------------------------------------


@pytest.fixture
def at_the_shell(monkeypatch, small_atlas, capsys):
    """The command line on the small world: exit code, output, errors."""
    monkeypatch.setattr(atlases, "load", lambda: small_atlas)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = command_line.main(["receipt", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_figure_that_holds_ends_well_and_one_that_does_not_fails(at_the_shell):
    assert at_the_shell("/?receipt=incidents&stated=5&version=1.0.0")[0] == 0
    code, out, _ = at_the_shell("/?receipt=incidents&stated=4&version=1.0.0")

    assert code == 1
    assert "DOES NOT HOLD" in out
    assert "4 dans la version 1.0.0" in out


def test_a_wrong_address_is_a_reason_and_no_traceback(at_the_shell):
    code, out, error = at_the_shell("/?receipt=luck")

    assert (code, out) == (1, "")
    assert error.startswith("error: there is no figure “luck”")


def test_rows_and_claims_are_written_as_files(at_the_shell, tmp_path):
    rows, claims = tmp_path / "rows.csv", tmp_path / "claims.csv"
    code, out, _ = at_the_shell("/?receipt=total-beds", "--rows", str(rows), "--claims", str(claims))

    assert code == 0
    read = list(csv.DictReader(io.StringIO(claims.read_text(encoding="utf-8"))))
    assert {row["measure"] for row in read} == {"beds"}
    assert f"claims:  {len(read)}" in out
    assert len(rows.read_text(encoding="utf-8").splitlines()) == 5


def test_the_address_that_it_prints_holds(at_the_shell):
    _, out, _ = at_the_shell("/impact?receipt=total-beds&from=2022&lang=en")
    printed = next(line.removeprefix("address: ") for line in out.splitlines() if line.startswith("address: "))

    assert parse_qs(urlsplit(printed).query)["stated"] == ["cases:1"]
    assert at_the_shell(printed)[0] == 0


# --- figures that cover a part ------------------------------------------------------------------------------


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("incident", "number"),
    [
        ("fr-dax-2021", 1),
        ("fr-corbeil-essonnes-chsf-2022", 13),
        ("fr-paris-bluets-2022", 2),
        ("fr-versailles-2022", 6),
    ],
)
def test_a_figure_that_covers_a_part_says_at_least_wherever_it_stands(held_shipped, incident, number, language):
    words, selection = Words(language), Selection(incident=incident)
    result = work_out("incident-patients_transferred", held_shipped, selection)
    at_least = words("total.at_least", value=words.number(number))

    assert at_least in receipts.said("incident-patients_transferred", result, words)
    assert at_least in quotation("incident-patients_transferred", result, held_shipped.atlas, selection, words)
    france = Selection(country=("FRA",))  # few enough to be listed case by case
    whole = work_out("total-patients_transferred", held_shipped, france)
    assert at_least in quotation("total-patients_transferred", whole, held_shipped.atlas, france, words)
    row = held_shipped.table("incidents", selection).iloc[0]
    assert (row["patients_transferred"], row["patients_transferred_partial"]) == (number, "yes")
    stated = cards.figures_by_measure(figures_of(held_shipped.atlas, incident, selection.evidence))
    assert at_least in cards.stated_item(stated["patients_transferred"], words)


# --- what came since -------------------------------------------------------------------------------------


def count_of(held):
    return work_out("incidents", held, Selection())


def test_a_receipt_of_an_earlier_version_says_what_came_since(held_small):
    said = {
        version: changed(("3", version), "5", count_of(held_small), held_small.atlas, Words("en"))
        for version in ("1.0.0", "1.1.0", "2.0.0", "")
    }

    assert said["1.0.0"] == "3 in version 1.0.0, 5 now: 1 incident added, 1 corrected."
    assert said["1.1.0"] == "3 in version 1.1.0, 5 now: 1 corrected."
    assert "the method have changed" in said["2.0.0"]
    assert "the method have changed" in said[""]


@pytest.mark.shipped
def test_a_count_of_the_first_versions_is_explained_by_what_was_added_since(held_shipped):
    atlas, words, first = held_shipped.atlas, Words("en"), "1.1.0"
    result = count_of(held_shipped)
    old = set(atlas.incidents.loc[atlas.incidents[col.ADDED_ON] == "2026-11-23", col.INCIDENT_ID])
    added = set(result.rows[col.INCIDENT_ID]) - old

    said = changed(("103", first), token("incidents", result), result, atlas, words)

    assert said.startswith(f"103 in version {first}, {len(result.rows)} now: {len(added)} incidents added, ")
    assert len(result.rows) - len(added) == 103
