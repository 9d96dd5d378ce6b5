"""The questions of the front page lead to their answers, in both languages, and go when a reader has one of his own."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.shipped]
QUESTIONS = "ul.questions a"


@pytest.mark.parametrize(("lang", "place", "page"), [("fr", 2, "/impact"), ("en", 3, "/timeline")])
def test_a_question_opens_the_view_at_its_answer_and_stays_there(reader, lang, place, page):
    reader.open(f"/?lang={lang}&evidence=official")
    reader.drawn()
    reader.page.locator(QUESTIONS).nth(place).click()
    reader.page.wait_for_url(f"**{page}*")
    heading = reader.page.locator(f"[id='{reader.page.url.partition('#')[2]}']")

    heading.wait_for()
    reader.drawn()
    reader.until(lambda: 0 <= heading.bounding_box()["y"] < 120)
    assert "evidence=official" in reader.page.url
    assert reader.errors == []


def test_the_day_up_to_which_we_searched_stands_under_the_headline(reader):
    reader.open("/?lang=en")
    reader.drawn()

    assert "Nothing was searched for after 6 August 2026." in reader.page.locator(".stMainBlockContainer").inner_text()
    assert reader.page.locator(QUESTIONS).count() == 4
    assert "What happened in 2025?" in reader.page.locator(QUESTIONS).all_inner_texts()


def test_a_choice_is_a_question_of_its_own(reader):
    reader.open("/?lang=en&department=69")
    reader.drawn()

    assert reader.page.locator(QUESTIONS).count() == 0
