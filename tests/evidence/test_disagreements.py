"""The stories of the disagreements that readers ask about first: told in both languages, with their numbers."""

from __future__ import annotations

import pytest

from analytics.schema.codes import RULES
from analytics.selection.selection import LANGUAGES

pytestmark = pytest.mark.shipped

VERSAILLES, CHSF = "fr-versailles-2022", "fr-corbeil-essonnes-chsf-2022"

# what a story must say, in French and in English; the signs between figures are those of the language
STORIES = {
    f"{VERSAILLES}.patients_transferred": (("2", "6", "samedi soir"), ("2", "6", "Saturday evening")),
    f"{VERSAILLES}.started_on": (("samedi 3 décembre", "dimanche"), ("Saturday 3 December", "Sunday")),
    f"{CHSF}.population_served": (
        ("600\u202f000", "700\u202f000", "1,2 million", "1 million", "Arpajon"),
        ("600,000", "700,000", "1.2 million", "1 million", "Arpajon"),
    ),
    f"{CHSF}.ransom_demand_lowered_usd": (
        ("10 millions", "2 millions", "1 million"),
        ("10 million", "2 million", "1 million"),
    ),
    f"{CHSF}.data_leaked_gb": (("11 Go", "11,7 Go"), ("11 GB", "11.7 GB")),
    "fr-ght-coeur-grand-est-2022.hospitals_affected": (("Neuf", "huit", "deux"), ("Nine", "eight", "two")),
    "aiims-new-delhi-2022.patients_per_year": (
        ("4 millions", "1,5 million", "80\u202f000"),
        ("4 million", "1.5 million", "80,000"),
    ),
}


@pytest.mark.parametrize("key", STORIES)
def test_a_story_gives_the_numbers_between_which_sources_differ(shipped, key):
    row = shipped.disagreements.set_index("disagreement_id").loc[key]

    for language, words in zip(LANGUAGES, STORIES[key], strict=True):
        assert [word for word in words if word not in row[f"reason_{language}"]] == []


def test_an_identifier_is_its_incident_and_its_measure(shipped):
    rows = shipped.disagreements

    assert (rows["disagreement_id"] == rows["incident_id"] + "." + rows["measure"]).all()


def test_a_reason_is_one_to_four_sentences(shipped):
    for language in LANGUAGES:
        reasons = shipped.disagreements[f"reason_{language}"]
        ends = reasons.str.count(r"[.?!](?= [A-ZÀ-Ý«“]|$)")
        assert reasons[~ends.between(1, 4)].tolist() == []
        assert reasons[reasons.str.len() > 900].tolist() == []


def test_every_rule_explains_something(shipped):
    assert set(shipped.disagreements["rule"]) == set(RULES)
