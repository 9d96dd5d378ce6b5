"""The two files of words: the same keys, plurals and placeholders, and typography to the sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analytics.selection.selection import LANGUAGES
from analytics.words.text import LOCALE, catalogue
from tests.helpers.typography import misspaced, placeholders

THIN = "\u202f"


def forms(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language with its key; a plural form has its name behind the key."""
    for key, entry in catalogue(language).items():
        if isinstance(entry, dict):
            yield from ((f"{key} ({form})", words) for form, words in entry.items())
        else:
            yield key, entry


def test_the_locale_files_are_those_of_the_vocabulary():
    assert sorted(path.stem for path in LOCALE.glob("*.toml")) == sorted(LANGUAGES)


def test_both_languages_have_the_same_keys_and_plurals():
    assert {key for key, _ in forms("fr")} == {key for key, _ in forms("en")}


def test_both_languages_have_the_same_placeholders():
    french, english = dict(forms("fr")), dict(forms("en"))

    told = {key: placeholders(french[key]) ^ placeholders(english[key]) for key in french}
    assert {key: names for key, names in told.items() if names} == {}


def test_every_plural_has_a_form_for_one_and_for_the_others():
    for language in LANGUAGES:
        plurals = {key: set(entry) for key, entry in catalogue(language).items() if isinstance(entry, dict)}
        assert {key: names for key, names in plurals.items() if not {"one", "other"} <= names} == {}


def test_no_text_is_empty_or_has_spaces_around_or_twice():
    joints = {"semicolon", "card.colon", "figure.partial_mark"}  # they stand between two other texts
    for language in LANGUAGES:
        for key, words in forms(language):
            assert words.strip(f" {THIN}"), (language, key)
            assert key in joints or words == words.strip(), (language, key)
            assert "  " not in words, (language, key)


@pytest.mark.parametrize(
    "words", ["un : deux", "un: deux", "«un»", "« un »", "100 %", "100%", "quoi\u00a0!", "dix\u00a0000"]
)
def test_the_check_of_typography_sees_what_is_wrong(words):
    assert misspaced(words)


@pytest.mark.parametrize(
    "words", ["un\u202f: deux", "«\u202fun\u202f»\u202f?", "100\u202f%", "%", "Excel (;)", "%{{x}} sur"]
)
def test_the_check_of_typography_lets_pass_what_is_right(words):
    assert not misspaced(words)


def test_french_texts_have_their_narrow_spaces():
    assert {key: misspaced(words) for key, words in forms("fr") if misspaced(words)} == {}


def test_english_texts_have_no_space_before_a_sign():
    told = {key: words for key, words in forms("en") if re.search(r"\s[;:!?%](?!\{)|[«»\u00a0\u202f]", words)}
    assert told == {}


def test_apostrophes_and_quotation_marks_are_typographic():
    told = [key for language in LANGUAGES for key, words in forms(language) if re.search("['\"`´]", words)]
    assert told == []
