"""Terms that a reader need not know carry what they mean, wherever they stand, in both languages."""

from __future__ import annotations

import re

import pytest

from analytics.outputs.html import cards
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.glossary import of_code, term
from analytics.schema.codes import RESPONSE_CODES
from analytics.statistics import totals
from analytics.words.text import Words

LANGUAGES = ("fr", "en")


def meanings(html: str) -> set[str]:
    return set(re.findall(r'data-meaning="([^"]+)"', html))


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_incident_explains_beds_authorities_and_what_is_retained(held_shipped, language):
    words = Words(language)
    file = Dossier("fr-rennes-chu-2023", held_shipped.atlas, held_shipped.published("specialist"), "specialist")
    sections = file.own_sections(words)

    explained = {name: meanings(sections[name].html) for name in ("figures", "response", "who")}
    assert explained["figures"] == {words("glossary.beds")}
    assert explained["response"] == {words(f"glossary.{name}") for name in ("anssi", "cert-sante", "cnil")}
    assert explained["who"] == {words("glossary.retained")}


@pytest.mark.shipped
def test_both_totals_of_beds_say_that_they_are_no_beds_closed(held_shipped):
    words = Words("en")
    rows = totals.totals(held_shipped.published("specialist"), cards.FRONT_MEASURES)

    html = [cards.total_item(row, words) for row in rows]
    assert [meanings(one) for one in html] == [{words("glossary.beds")}] * 2 + [set()]


def test_a_term_is_reached_by_keyboard_and_told_to_screen_readers():
    words = Words("fr")
    html = term("Lits", "beds", words)

    assert 'tabindex="0"' in html
    assert html.count(words("glossary.beds")) == 2  # shown, and described
    assert of_code("entraide", "mutual-aid", words) == "entraide"
    assert {code for code in RESPONSE_CODES if "data-meaning" in of_code("x", code, words)} == {
        "anssi", "cert-sante", "plan-blanc", "data-protection-authority",
    }  # fmt: skip


@pytest.mark.shipped
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_explains_how_well_an_attack_is_documented(held_shipped, language):
    words = Words(language)
    row = held_shipped.rows("specialist")[0]

    assert words("glossary.confidence") in meanings(cards.about(row, words))
