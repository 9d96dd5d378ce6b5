"""What names are compared by: aliases, words, how much each tells."""

from __future__ import annotations

import pytest

from analytics.linking import names

COUNTS = names.counted(
    [*["Memorial Hospital"] * 400, *["Regional Health System"] * 500, *["Kettering Health"] * 1, *["Lehigh Valley"] * 9]
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("North Broward Hospital District d/b/a Broward Health", {"North Broward Hospital District", "Broward Health"}),
        ("NEC Networks, LLC d/b/a CaptureRx", {"NEC Networks", "CaptureRx"}),
        ("Marietta Area Health Care Inc. dba Memorial Health System", {"Memorial Health System"}),
        ("Lubbock County Hospital District (UMC", {"Lubbock County Hospital District", "UMC"}),
    ],
)
def test_each_side_of_doing_business_as_and_of_brackets_is_a_name(name, found):
    assert found <= set(names.aliases(name))


def test_a_cell_without_a_name_has_none():
    assert names.aliases(None) == names.aliases(" ; ,") == []


def test_legal_forms_and_accents_are_no_difference():
    assert names.words_of("Hôpital Saint-Louis, S.A.R.L.")[:3] == names.words_of("hopital St Louis")
    assert names.words_of("PIH Health, Inc.") == names.words_of("The PIH Health LLC")


def test_a_word_in_every_second_name_tells_little_and_a_rare_one_nearly_all():
    weights = names.Weights(COUNTS)

    assert weights.of("health") < weights.of("lehigh") < weights.of("kettering") == weights.of("never seen")
    assert weights.of("hospital") < 0.05
    assert weights.of("kettering") > 0.75


def test_rare_words_bring_names_together_and_common_ones_where_there_is_no_other():
    weights = names.Weights(COUNTS)

    assert names.keys(weights.names(["Lehigh Valley Health System Regional"])) == ["lehigh", "valley"]
    assert names.keys(weights.names(["Memorial Hospital"])) == ["hospital", "memorial"]


def test_the_same_words_in_another_order_are_one_name():
    assert len(names.Weights(COUNTS).names(["Kettering Health", "Health Kettering", "Kettering Health, Inc."])) == 1


def test_a_usual_word_with_a_letter_wrong_is_that_word_and_one_of_another_language_too():
    weights = names.Weights(COUNTS)

    assert weights.name("Kettering Hosptial")["words"] == ["kettering", "hospital"]
    assert weights.name("Kettering Hopital")["words"] == ["kettering", "hospital"]
    assert names.words_of("Lukaskrankenhaus Neuss") == names.words_of("Lukas Hospital Neuss")
