"""The share of each kind of hospital: each legal entity once, every side of all of them, what is left out counted."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outputs import kinds_figures
from analytics.record.cells import split_list
from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics.kinds import SIDES, TOUCHED, by_kind
from analytics.words.kinds import finding, unmatched
from analytics.words.phrases import scope
from analytics.words.text import Words
from tests.helpers.said_back import choices
from tools.reference.kinds import kinds
from tools.reference.survey import KINDS

SURVEY = os.environ.get("ATLAS_SAE_SITES_FILE")  # a table of it, one row a site: fi_ej, cat, stjr, lits_total
KNOWN = pd.DataFrame(
    {
        "kind": ["university", "hospital", "hospital"],
        "size": ["1000-over", "100-299", "100-299"],
        "status": "public",
        "entities": [4, 10, 6],
        "finess_ej": [["1"], ["2", "3"], []],
    }
)


def test_a_hospital_touched_twice_counts_once_and_others_are_in_no_share():
    incidents = pd.DataFrame(
        {col.LEGAL_ENTITIES: ["1; 2", "2", "9", None, "3"], col.COUNTRY: ["FRA", "FRA", "FRA", "FRA", "DEU"]}
    )
    found = by_kind(incidents, KNOWN)

    assert found.table.set_index("name")[[TOUCHED, "entities"]].to_numpy().tolist() == [
        [1, 4],
        [1, 16],
        [1, 4],
        [1, 16],
        [2, 20],
    ]
    assert found[1:] == (4, 2, 3, 1)
    assert finding(found, Words("en")).startswith(
        "University hospitals: the largest share touched, 1 of 4 touched, 25%"
    )
    assert unmatched(found, Words("en")).startswith("Of 4 French incidents, 2 name no hospital of the survey")
    assert finding(by_kind(incidents.iloc[3:], KNOWN), Words("en")) == Words("en")("kinds.none")


@pytest.mark.shipped
@settings(max_examples=40)
@given(selection=choices())
def test_of_any_choice_each_side_adds_up_to_the_same_hospitals(held_shipped, selection):
    basis = held_shipped.choice(selection)
    found = kinds_figures.found(basis)

    kept = kinds_figures.whole(basis).kept
    named = {code for cell in kept[kept[col.COUNTRY] == "FRA"][col.LEGAL_ENTITIES] for code in split_list(cell)}
    assert found.entities == len(named)
    for side in SIDES:
        rows = found.table[found.table["side"] == side]
        assert rows[TOUCHED].sum() == found.entities - found.outside
        assert rows["entities"].sum() == 1832
    rounded = 1e-9  # of a share of nothing the lower end is zero but for the rounding
    assert (found.table[col.LOW] <= found.table["share"] + rounded).all()
    assert (found.table["share"] <= found.table[col.HIGH] + rounded).all()


def test_the_kind_is_that_of_most_beds():
    survey = pd.DataFrame(
        [("a", "355", "1", 60), ("a", "292", "1", 90), ("b", "101", "1", 1200), ("c", "146", "2", 0)],
        columns=["fi_ej", "cat", "stjr", "lits_total"],
    )
    made = kinds(survey, {"b", "z"})

    assert made.to_dict("list") == {
        "kind": ["psychiatric", "university"],
        "size": ["100-299", "1000-over"],
        "status": ["public", "public"],
        "entities": [1, 1],
        "finess_ej": ["", "b"],
    }
    assert {*KINDS.values(), "other"} == set(SIDES["kind"])


@pytest.mark.skipif(not SURVEY, reason="the survey is not shipped: ATLAS_SAE_SITES_FILE names no table of it")
def test_the_table_is_what_the_survey_gives():
    named = set(read_csv(DATA / "facts" / "sites.csv")[col.FINESS_EJ].dropna())
    shipped = read_csv(DATA / "reference" / "kinds.csv").fillna("").astype(str)

    assert kinds(read_csv(Path(SURVEY or "")), named).astype(str).equals(shipped.reset_index(drop=True))


@pytest.mark.shipped
@given(
    st.lists(st.sampled_from(list(SIDES["kind"])), max_size=3, unique=True),
    st.lists(st.sampled_from(list(SIDES["size"])), max_size=2, unique=True),
    st.lists(st.sampled_from(list(SIDES["status"])), max_size=2, unique=True),
)
def test_a_choice_of_kind_size_and_status_keeps_the_incidents_that_touched_such_a_hospital(
    publish_shipped, shipped, kind, size, status
):
    published = publish_shipped("attacker")
    chosen = {"kind": kind, "size": size, "status": status}

    kept = Selection(evidence="attacker", hospital=tuple(kind), capacity=tuple(size), ownership=tuple(status)).keep(
        published
    )

    expected = []
    for row in published.itertuples():
        own = set(split_list(row.legal_entities))
        sides = [
            any(
                own & set(codes)
                for name, codes in zip(shipped.kinds[side], shipped.kinds[col.FINESS_EJ], strict=True)
                if name in names
            )
            for side, names in chosen.items()
            if names
        ]
        if all(sides):
            expected.append(row.incident_id)
    assert kept[col.INCIDENT_ID].tolist() == expected


@pytest.mark.shipped
def test_what_kind_of_hospital_was_chosen_is_said_in_both_languages(shipped):
    chosen = Selection(hospital=("university", "psychiatric"), ownership=("public",))

    french, english = (scope(chosen, shipped, Words(language)) for language in ("fr", "en"))

    assert "genre d’hôpital touché\u202f: hôpitaux universitaires ou psychiatrie" in french
    assert "statut de l’hôpital touché\u202f: public" in french
    assert "kind of hospital hit: university hospitals or psychiatric hospitals" in english
