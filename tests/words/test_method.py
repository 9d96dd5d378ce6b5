"""The words of the method: the same sections, the same values to fill in, and the rules as the tables have them."""

from __future__ import annotations

import re

import pytest

from analytics.schema.codes import RULES
from analytics.selection.selection import LANGUAGES
from analytics.words.catalogue import LOCALE
from analytics.words.method import TOPICS
from tests.helpers.typography import misspaced, placeholders

FILLED = {
    "contact",
    *("incidents", "french", "claims", "sources", "sites", "events", "claimed", "default_count", "version", "date"),
    *("known_until", "mentions", "disagreements", "official_beds", "unmatched_beds"),
    *("countries", "languages", "attesting", "publishers", "several", "several_share"),
    *("read", "compared", "wrong", "wrong_share", "wrong_span", "false", "false_share", "false_span"),
    *("own_rows", "unread", "remains"),
}


def sections(language: str) -> dict[str, str]:
    """Title and body of every section, in order."""
    written = (LOCALE / f"method.{language}.md").read_text(encoding="utf-8")
    before, *parts = re.split(r"^## ", written, flags=re.MULTILINE)
    assert before == ""
    return {title: body.strip() for title, _, body in (part.partition("\n") for part in parts)}


def test_both_languages_have_the_same_sections_that_hold_the_same_values():
    french, english = (list(sections(language).values()) for language in LANGUAGES)

    assert len(french) == len(english) == len(TOPICS)
    assert [placeholders(body) for body in french] == [placeholders(body) for body in english]
    assert set().union(*map(placeholders, french)) == FILLED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_is_short_and_plain(language):
    for title, body in sections(language).items():
        assert 60 <= len(body.split()) <= 160, title
        assert not re.search(r"[<>'\"`´]|  |^#", body, re.MULTILINE), title


def test_the_signs_are_those_of_the_language():
    assert {title: misspaced(body) for title, body in sections("fr").items() if misspaced(body)} == {}
    assert [title for title, body in sections("en").items() if re.search("[\u00a0\u202f«»]", body)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_those_of_the_tables_and_in_their_order(language):
    numbered = [
        rule for body in sections(language).values() for rule in re.findall(r"^\d\. (.*)[;.]$", body, re.MULTILINE)
    ]

    assert [rule.rstrip("\u202f") for rule in numbered] == [label.in_language(language) for label in RULES.values()]


@pytest.mark.shipped
def test_the_figures_that_contradict_each_other_are_those_of_the_tables(shipped):
    series = shipped.national_series
    told = series.loc[series["metric"] == "structures_obliged_health", "value"].astype(int)

    for language, mark in (("fr", "\u202f"), ("en", ",")):
        words = " ".join(sections(language).values())
        assert [value for value in told if f"{value:,}".replace(",", mark) not in words] == []
