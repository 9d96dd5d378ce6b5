"""Claims become figures: retained, lowest, highest, and how many independent voices; a disagreement stays one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.evidence.figures import FIGURE_COLUMNS, disagreements, figures, retained
from analytics.evidence.voices import strongest, support
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.selection import accepted_tiers
from tests.helpers.small_world import CLAIMED, FOREIGN, MONTH, QUIET, TWO_TOWNS, YEAR

WITHOUT_ATTACKERS = accepted_tiers("specialist")


def row_of(table: pd.DataFrame, incident: str, measure: str) -> dict[str, object]:
    """One figure without its key; missing numbers are None, so that they compare."""
    found = table[(table[col.INCIDENT_ID] == incident) & (table[col.MEASURE] == measure)]
    assert len(found) == 1
    row = found.iloc[0].drop([col.INCIDENT_ID, col.MEASURE]).to_dict()
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@pytest.fixture
def stated(small_atlas) -> pd.DataFrame:
    return figures(small_atlas.claims, small_atlas.sources)


def test_a_figure_is_the_value_retained_with_the_lowest_and_the_highest_of_all(stated):
    figure = row_of(stated, TWO_TOWNS, "beds")

    assert (figure["value"], figure["low"], figure["high"]) == (700, 600, 800)
    assert figure[col.SOURCES] == 5


def test_two_papers_that_print_one_dispatch_are_one_voice(stated):
    figure = row_of(stated, TWO_TOWNS, "patients_transferred")

    assert (figure["value"], figure[col.SOURCES], figure[col.INDEPENDENT_SOURCES]) == (6, 2, 1)


def test_another_agency_is_another_voice(small_atlas):
    claims = small_atlas.claims.copy()
    other = small_atlas.sources.assign(
        agency=small_atlas.sources["agency"].mask(small_atlas.sources["publisher"] == "Le Soir", "Reuters")
    )

    assert row_of(figures(claims, other), TWO_TOWNS, "patients_transferred")[col.INDEPENDENT_SOURCES] == 2


def test_a_copy_adds_no_voice(stated):
    figure = row_of(stated, MONTH, "people_affected")

    assert (figure["value"], figure["tier"]) == (1500, "victim")
    assert (figure[col.SOURCES], figure[col.INDEPENDENT_SOURCES]) == (2, 1)


def test_where_nothing_but_copies_is_left_they_are_one_voice(stated):
    assert row_of(stated, MONTH, "operations_cancelled")[col.INDEPENDENT_SOURCES] == 1


def test_a_range_is_not_cut_in_the_middle(stated):
    figure = row_of(stated, QUIET, "beds")

    assert (figure["value"], figure["low"], figure["high"]) == (None, 100, 200)


def test_without_a_value_retained_a_figure_is_missing_and_not_zero(stated):
    figure = row_of(stated, FOREIGN, "ransom_demand_eur")

    assert (figure["value"], figure["low"], figure["high"]) == (None, 100_000, 200_000)
    assert (figure["tier"], figure[col.INDEPENDENT_SOURCES]) == ("press", 1)


def test_voices_and_tier_are_of_those_that_state_the_value_retained(stated):
    # the ministry and the expert give other numbers of beds: they are in the range, and no witnesses of the value
    figure = row_of(stated, TWO_TOWNS, "beds")

    assert (figure["tier"], figure[col.INDEPENDENT_SOURCES]) == ("press", 1)


def test_what_only_the_attacker_says_is_left_out_with_its_tier(small_atlas, stated):
    fewer = figures(small_atlas.claims, small_atlas.sources, WITHOUT_ATTACKERS)

    assert row_of(stated, CLAIMED, "people_affected")["value"] == 5000
    assert row_of(stated, TWO_TOWNS, "people_affected")["value"] is None
    gone = set(zip(stated[col.INCIDENT_ID], stated[col.MEASURE], strict=True)) - set(
        zip(fewer[col.INCIDENT_ID], fewer[col.MEASURE], strict=True)
    )
    assert gone == {(CLAIMED, "people_affected"), (TWO_TOWNS, "people_affected")}


def test_a_stricter_level_takes_its_claims_out_of_the_range(small_atlas):
    strict = figures(small_atlas.claims, small_atlas.sources, accepted_tiers("press"))

    beds = row_of(strict, TWO_TOWNS, "beds")
    assert (beds["value"], beds["low"], beds["high"]) == (700, 632, 700)


def test_a_measure_in_words_is_no_figure(stated):
    assert set(stated[col.MEASURE]).isdisjoint({"actor", "started_on", "attack_type", "services_affected", "reported"})
    assert YEAR not in set(stated[col.INCIDENT_ID])


@pytest.mark.parametrize("measure", ["actor", "nothing"])
def test_without_a_number_there_is_a_table_without_rows(small_atlas, measure):
    claims = small_atlas.claims[small_atlas.claims[col.MEASURE] == measure]

    none = figures(claims, small_atlas.sources)

    assert none.empty
    assert list(none.columns) == FIGURE_COLUMNS


def test_the_tables_received_are_left_alone(small_atlas):
    claims, sources = small_atlas.claims.copy(), small_atlas.sources.copy()

    figures(claims, sources)
    support(claims, sources)
    disagreements(claims)

    pd.testing.assert_frame_equal(claims, small_atlas.claims)
    pd.testing.assert_frame_equal(sources, small_atlas.sources)


# --- support, retained values, disagreements ---------------------------------------------------------------


def test_support_counts_sources_and_voices_and_names_the_strongest_tier(small_atlas):
    table = support(small_atlas.claims, small_atlas.sources)

    # Le Matin and Le Soir (AFP), La Gazette, the ministry, the expert, the leak site
    assert table.loc[TWO_TOWNS].to_dict() == {
        col.SOURCES: 6,
        col.INDEPENDENT_SOURCES: 5,
        col.STRONGEST_TIER: "official",
    }
    assert table.loc[MONTH].to_dict() == {col.SOURCES: 2, col.INDEPENDENT_SOURCES: 1, col.STRONGEST_TIER: "victim"}
    assert table.loc[CLAIMED].to_dict() == {col.SOURCES: 2, col.INDEPENDENT_SOURCES: 2, col.STRONGEST_TIER: "press"}
    assert set(table.index) == set(small_atlas.incidents[col.INCIDENT_ID])


def test_reference_statistics_attest_to_no_attack(small_atlas):
    claims, sources = small_atlas.claims, small_atlas.sources
    survey = claims[claims["source_id"] == "survey-2021"].assign(incident_id=YEAR)

    table = support(pd.concat([claims, survey], ignore_index=True), sources)

    pd.testing.assert_frame_equal(table, support(claims, sources))
    assert table.loc[YEAR, col.STRONGEST_TIER] == "press"


def test_reference_statistics_are_figures_like_any_other(small_atlas):
    survey = small_atlas.claims[small_atlas.claims["source_id"] == "survey-2021"].assign(incident_id=YEAR)
    claims = pd.concat([small_atlas.claims, survey.assign(preferred="yes")], ignore_index=True)

    figure = row_of(figures(claims, small_atlas.sources), YEAR, "beds")

    assert (figure["value"], figure["tier"], figure[col.INDEPENDENT_SOURCES]) == (632, "official", 1)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(list(TIERS)), st.booleans()), min_size=1))
def test_the_strongest_tier_is_the_first_in_the_order_of_tiers_of_those_that_lend_one(said):
    claims = pd.DataFrame(said, columns=[col.INCIDENT_ID, "tier", "founding"])
    claims[col.SOURCE_ID] = claims.pop("founding").map({True: "ours", False: "theirs"})
    sources = pd.DataFrame({col.SOURCE_ID: ["ours", "theirs"], col.FOUNDING: ["yes", None]})

    found = strongest(claims, sources, [col.INCIDENT_ID])

    for incident, tier in found.items():
        theirs = [tier for key, tier, ours in said if key == incident and not ours]
        every = [tier for key, tier, _ in said if key == incident]
        assert tier == min(theirs or every, key=list(TIERS).index)


def test_the_article_that_the_atlas_began_with_is_no_voice_and_lends_no_tier(small_atlas):
    claims, sources = small_atlas.claims, small_atlas.sources
    told = claims[claims[col.MEASURE] == "started_on"].drop_duplicates(col.INCIDENT_ID).assign(source_id="ours")
    ours = sources.iloc[[0]].assign(source_id="ours", publisher="Ours", agency=None, tier="official", founding="yes")
    more = pd.concat([claims, told.assign(tier="official")]), pd.concat([sources, ours])

    measures = [col.INDEPENDENT_SOURCES, col.STRONGEST_TIER]
    pd.testing.assert_frame_equal(support(*more)[measures], support(claims, sources)[measures])
    alone = told.assign(measure="staff", value="7", low=None, high=None, preferred="yes")
    figure = row_of(figures(alone, more[1]), TWO_TOWNS, "staff")
    assert (figure["value"], figure[col.INDEPENDENT_SOURCES]) == (7, 0)


def test_a_figure_that_rests_on_copies_alone_says_so(stated, small_atlas):
    copies = small_atlas.sources.assign(copy="yes")

    assert set(figures(small_atlas.claims, copies)[col.COPY]) == {"yes"}
    # beside a copy stands the victim
    assert row_of(stated, TWO_TOWNS, "beds")[col.COPY] == "no"


def test_retained_words_are_given_by_incident(small_atlas):
    assert retained(small_atlas.claims, "services_affected").to_dict() == {
        TWO_TOWNS: "emergency; imaging",
        MONTH: "laboratory; imaging",
    }
    assert retained(small_atlas.claims, "services_affected", ("victim",)).to_dict() == {MONTH: "laboratory; imaging"}
    assert retained(small_atlas.claims, "maternity").empty


def test_what_sources_state_differently_is_a_disagreement(small_atlas):
    told = disagreements(small_atlas.claims).set_index([col.INCIDENT_ID, col.MEASURE])["values"]

    # ransomware or intrusion; 700, 632, and from 600 to 800
    assert told.to_dict() == {(TWO_TOWNS, "attack_type"): 2, (TWO_TOWNS, "beds"): 3}


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=5), kept=st.integers(0, 4))
@settings(max_examples=25)
def test_a_value_retained_lies_between_the_lowest_and_the_highest(values, kept):
    claims = pd.DataFrame(
        {
            col.INCIDENT_ID: "one",
            col.MEASURE: "beds",
            "value": pd.Series([str(value) for value in values], dtype="str"),
            "low": pd.Series([None] * len(values), dtype="str"),
            "high": pd.Series([None] * len(values), dtype="str"),
            "source_id": [f"s{number}" for number in range(len(values))],
            "tier": "press",
            "preferred": ["yes" if number == kept else "no" for number in range(len(values))],
            "partial": None,
        }
    )
    sources = pd.DataFrame({"source_id": claims["source_id"], "publisher": claims["source_id"], "copy": "no"})
    sources["founding"] = None
    sources["agency"] = pd.Series([None] * len(values), dtype="str")

    (figure,) = figures(claims, sources).to_dict("records")

    assert (figure["low"], figure["high"]) == (min(values), max(values))
    if kept < len(values):
        assert figure["value"] == values[kept]
        assert figure["low"] <= figure["value"] <= figure["high"]
    else:
        assert pd.isna(figure["value"])
    assert 1 <= figure[col.INDEPENDENT_SOURCES] <= figure[col.SOURCES] == len(values)
