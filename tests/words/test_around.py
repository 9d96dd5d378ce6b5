"""The geography around a hospital in sentences: what it is, what it is not, and where nothing can be said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.outputs import quoting, receipts
from analytics.outputs.receipt_figures import FigureBasis
from analytics.schema import col
from analytics.schema.codes import UNFIT_REASONS
from analytics.selection.selection import Selection
from analytics.words import around
from analytics.words.text import Words

FRENCH, ENGLISH = Words("fr"), Words("en")


def row(**cells: Any) -> dict[str, Any]:
    """A row of the tables: the hospital of Corbeil-Essonnes, but for some cells."""
    figures = {
        col.FINESS_ET: "910020254",
        col.PEOPLE_NEAREST: 117_000,
        col.PEOPLE_NEAREST_100: 165_000,
        col.EXTRA_KM: 1.0,
        col.EXTRA_KM_100: 19.79,
        col.BEDS_ELSEWHERE: 15,
        col.UNFIT: None,
        col.PEOPLE_MODEL: 239_273,
        col.PEOPLE_MODEL_LOW: 224_386,
        col.PEOPLE_MODEL_HIGH: 271_563,
    }
    return {**figures, **cells}


def test_an_estimate_says_what_it_is_and_stands_beside_what_is_stated():
    assert around.estimate(row(), FRENCH, (600_000, 1_200_000)) == (
        "Environ 240 000 habitants (220 000 à 270 000 selon le modèle) : estimation de l’Atlas d’après les lits "
        "et la distance, chaque habitant n’étant compté qu’une fois. Aucune source ne l’indique. Les hôpitaux "
        "annoncent d’ordinaire deux à trois fois plus, parce que leurs bassins se recouvrent ; ici, les sources disent "
        "600 000 à 1 200 000."
    )
    assert around.estimate(row(), ENGLISH, (600_000, 1_200_000)) == (
        "About 240,000 people (220,000 to 270,000 depending on the model): our estimate from beds and distance, which "
        "counts everybody once. No source states it. What hospitals say of themselves is usually two to three times "
        "more, because the areas that they claim overlap; here, sources say 600,000 to 1,200,000."
    )
    assert around.estimate(row(), ENGLISH, (800_000, 800_000)).endswith("overlap; here, sources say 800,000.")
    assert around.estimate(row(), ENGLISH).endswith("the areas that they claim overlap.")


def test_models_that_agree_have_no_range():
    same = row(people_model_low=239_000, people_model_high=241_000)

    assert around.estimate(same, ENGLISH).startswith("About 240,000 people (whatever the model): ")
    assert around.estimate(same, FRENCH).startswith("Environ 240 000 habitants (quel que soit le modèle)")


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
@pytest.mark.parametrize("code", UNFIT_REASONS)
def test_where_the_model_is_unfit_the_reason_stands_instead_of_a_number(words, code):
    told = around.estimate(row(unfit=f"{code}; few-beds"), words, (1, 2))

    assert UNFIT_REASONS[code].in_language(words.language) in told
    assert "240" not in told
    assert "240" not in around.figure(col.PEOPLE_MODEL, row(unfit=code), words)


def test_the_next_hospital_is_a_fact_of_geography():
    assert around.next_hospital(row(), ENGLISH) == (
        "The nearest other hospital of at least 100 acute beds is on average 20 km farther, in a straight line, for "
        "those who live nearest to this one; 15 acute beds of other hospitals lie within 30 km."
    )
    assert around.next_hospital(row(extra_km_100=0.02, beds_elsewhere=0), FRENCH) == (
        "L’autre hôpital le plus proche d’au moins 100 lits de court séjour est en moyenne à moins de 0,1 km de plus, "
        "à vol d’oiseau, pour ceux qui habitent le plus près de celui-ci ; aucun lit de court séjour d’un autre "
        "hôpital n’est à 30 km ou moins."
    )
    several = row(finess_et="1; 2", beds_elsewhere=1)
    assert "nearest to one of these; 1 acute bed of other hospitals lies within 30 km." in around.next_hospital(
        several, ENGLISH
    )


def test_without_a_next_hospital_or_anybody_near_it_says_which():
    nothing = row(extra_km_100=None, beds_elsewhere=0)

    assert around.next_hospital(nothing, ENGLISH).startswith(
        "No other hospital of at least 100 acute beds is on the same"
    )
    assert around.next_hospital(row(extra_km_100=None, people_nearest_100=0), ENGLISH).startswith("Nobody lives nearer")
    assert around.figure(col.EXTRA_KM_100, nothing, FRENCH) == "aucun autre hôpital à qui comparer"


@given(st.floats(10, 1e8))
def test_an_estimate_has_two_digits_and_is_near(value):
    said = float(around.people(value, ENGLISH).replace(",", ""))

    assert len(str(int(said)).rstrip("0")) <= 2
    assert said == pytest.approx(value, rel=0.051)


@pytest.mark.shipped
def test_receipts_and_quotations_have_the_figures_of_the_table(held_shipped):
    selection = Selection(incident="fr-dax-2021", lang="fr")
    basis = FigureBasis(held_shipped, selection)

    def said(name: str, words: Words) -> str:
        return receipts.said(name, receipts.work_out(name, held_shipped, selection), words)

    assert said("incident-extra_km_100", FRENCH) == "20 km"
    assert said("incident-beds_elsewhere", ENGLISH) == "15 beds"
    assert said("incident-people_model", ENGLISH) == "about 130,000 people (120,000 to 140,000 depending on the model)"
    result = receipts.work_out("incident-extra_km_100", held_shipped, selection)
    told = quoting.prose("incident-extra_km_100", result, basis, FRENCH)
    assert told.startswith("Centre hospitalier de Dax-Côte d’Argent (9 février 2021)\u202f: l’autre hôpital")
    assert "15 lits de court séjour d’autres hôpitaux sont à 30 km ou moins." in told
    assert result.claims.empty
    line = receipts.quotation("incident-extra_km_100", result, basis.atlas, selection, ENGLISH)
    assert "Scope: 1 acute hospital, beds of 31 December 2020, population of 2023." in line
    nobody = Selection(incident="fr-caen-2019")
    result = receipts.work_out("incident-extra_km_100", held_shipped, nobody)
    line = receipts.quotation("incident-extra_km_100", result, basis.atlas, nobody, ENGLISH)
    assert "Scope: no acute hospital is named." in line


@pytest.mark.shipped
def test_an_estimate_is_no_population_served_and_an_unfit_one_has_no_value(held_shipped):
    for incident in ("fr-nantes-chu-2024", "fr-caen-2019"):
        result = receipts.work_out("incident-people_model", held_shipped, Selection(incident=incident))
        assert result.value is None
        assert "estimation" in receipts.said("incident-people_model", result, FRENCH) or result.rows.empty
    assert receipts.said("incident-people_model", result, ENGLISH) == "no acute hospital is named"
    served = receipts.work_out("incident-population_served", held_shipped, Selection(incident="fr-dax-2021"))
    assert served.value is None
