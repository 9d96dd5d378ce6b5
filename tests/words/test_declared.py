"""The declaration of accessibility: the parts that the form asks for, the same in both languages."""

from __future__ import annotations

import re

import pytest

from analytics.selection.languages import LANGUAGES
from analytics.site import CONTACT
from analytics.words.declared import TOPICS, declaration
from analytics.words.text import LOCALE, Words
from tests.helpers.typography import misspaced


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_declaration_says_the_state_what_does_not_conform_the_tests_the_contact_and_the_appeal(language, monkeypatch):
    monkeypatch.setenv(CONTACT, "atlas@example.org")
    told = {section.topic: section for section in declaration(Words(language))}

    assert tuple(told) == TOPICS
    assert {"fr": "non conforme", "en": "not compliant"}[language] in told["state"].body
    assert "mailto:atlas@example.org" in told["contact"].body
    assert "formulaire.defenseurdesdroits.fr" in told["appeal"].body
    assert not re.search(r"[{}]", "".join(section.body for section in told.values()))


def test_both_languages_say_as_much_and_lead_to_the_same_addresses():
    french, english = (declaration(Words(language)) for language in ("fr", "en"))

    for one, other in zip(french, english, strict=True):
        assert one.body.count("\n") == other.body.count("\n"), one.title
        assert re.findall(r"\]\(([^)]+)\)", one.body) == re.findall(r"\]\(([^)]+)\)", other.body)


def test_the_french_has_french_spaces():
    written = (LOCALE / "accessibility.fr.md").read_text(encoding="utf-8")

    assert misspaced(re.sub(r"\]\([^)]+\)", "]", written)) == []
