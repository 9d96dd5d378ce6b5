"""Words of what a reader brought: their own where there are some, with the fields of those of the record."""

from __future__ import annotations

import pytest

from analytics.atlas import brought
from analytics.selection.selection import LANGUAGES
from analytics.words.text import BROUGHT, Words, catalogue
from tests.helpers.typography import placeholders

VOICES = (*brought.SIDES, BROUGHT)


@pytest.mark.parametrize("voice", VOICES)
def test_a_voice_has_its_own_words_for_words_that_there_are_with_the_same_fields(voice):
    for language in LANGUAGES:
        own, words = catalogue(language), Words(language, voice)
        keys = [key.removeprefix(f"{voice}.") for key in own if key.startswith(f"{voice}.")]
        assert keys
        for key in keys:
            texts = [own[key], own[f"{voice}.{key}"]]
            assert isinstance(texts[0], dict) == isinstance(texts[1], dict), key
            usual, other = ("".join(text.values()) if isinstance(text, dict) else text for text in texts)
            assert placeholders(other) <= placeholders(usual), key
            if not isinstance(texts[0], dict) and voice != BROUGHT:
                values = dict.fromkeys(placeholders(usual), "x")
                assert words(key, **values) == texts[1].format(**values)


def test_a_voice_falls_back_on_what_is_said_of_anything_brought_and_then_of_the_record():
    assert Words("en", "alone")("map.source") == "your file"
    assert Words("en", "both")("timeline.until") == catalogue("en")["brought.timeline.until"]
    assert Words("en", "alone")("site.title") == Words("en")("site.title")
    assert Words("en")("headline.counted", count=2) == "2 publicly documented attacks"
