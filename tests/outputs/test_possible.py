"""Attacks that may have begun in the period are a second number, everywhere that the first one is."""

from __future__ import annotations

import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import THEMES
from analytics.outputs import answers, brief, kit, pictures, receipts
from analytics.outputs.answers import Asked
from analytics.outputs.pictures import Choice
from analytics.schema import col
from analytics.selection.selection import LANGUAGES, Selection
from analytics.words.text import Words

SPRING = Selection(start="2021-04", end="2021-06")  # AP-HP’s files were taken in 2021, nobody says when
SAID = {
    "fr": "1 autre attaque a peut-être commencé dans la période : sa date n’est connue qu’au mois ou à l’année.",
    "en": "1 further attack may have begun in the period: its date is known to the month or the year only.",
}


@pytest.mark.parametrize("name", ["by-year", "map", "timeline", "department-incidents", "funnel-department", "trend"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_the_second_number_beside_its_choice(held_shipped, name, language):
    sheet = Sheet(Words(language), THEMES["light"], "wide")

    whole = " ".join(pictures.draw(name, Choice(held_shipped, SPRING), sheet).svg.split())
    words = SAID[language].split()

    assert all(word in whole for word in words)
    assert "peut-être" not in pictures.draw(name, Choice(held_shipped, Selection(start="2021", end="2021")), sheet).svg


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_and_the_kit_say_it(held_shipped, language):
    words = Words(language)
    paris = brief.brief_html(held_shipped, "75", SPRING, words)

    assert SAID[language] in paris
    assert SAID[language] not in brief.brief_html(held_shipped, "13", SPRING, words)
    readme = next(part for part in kit.parts(held_shipped, SPRING, words) if part.name == f"README.{language}.txt")
    assert " ".join(SAID[language].split()) in " ".join(readme.content.decode().split())


def test_the_receipt_of_a_count_and_its_quotation_say_it(held_shipped):
    words = Words("en")
    result = receipts.work_out("incidents", held_shipped, SPRING)

    assert result.value == len(SPRING.keep(held_shipped.published(SPRING.evidence)))
    assert ("possible", 1) in result.base
    assert "1 more possibly in the period" in receipts.quotation("incidents", result, held_shipped.atlas, SPRING, words)
    assert dict(receipts.work_out("incidents", held_shipped, Selection(start="2021", end="2021")).base) == {}


@pytest.mark.parametrize("table", [col.INCIDENTS, col.SITES, col.EVENTS, col.CLAIMS])
def test_every_table_that_follows_the_incidents_says_which_rows_are_possible(held_shipped, table):
    rows = held_shipped.table(table, SPRING)
    vague = rows.loc[rows[col.IN_PERIOD] == "possible", col.INCIDENT_ID]

    assert set(vague) == {"fr-aphp-data-2021"}
    assert set(rows.loc[rows[col.IN_PERIOD] == "certain", col.INCIDENT_ID]) <= set(
        SPRING.keep(held_shipped.published(SPRING.evidence))[col.INCIDENT_ID]
    )
    assert set(held_shipped.table(table, Selection())[col.IN_PERIOD]) == {"certain"}


def test_what_an_answer_says_of_itself_counts_them(held_shipped):
    rows = held_shipped.table(col.INCIDENTS, SPRING)
    said = answers.meta(Asked(col.INCIDENTS, "json", SPRING), len(rows), rows)
    areas = held_shipped.table(col.DEPARTMENTS, SPRING)

    assert (said["total"] - said["possible"], said["possible"]) == (len(rows) - 1, 1)
    assert any("cheval" in line for line in said["caveats"])
    assert areas.set_index(col.CODE).loc["75", [col.INCIDENTS, col.INCIDENTS_POSSIBLE]].tolist() == [0, 1]
    assert areas.set_index(col.CODE).loc["75", col.INCIDENTS_WEIGHTED] == pytest.approx(91 / 365)
