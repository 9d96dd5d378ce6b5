"""Which language a browser asks for, by its header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.selection.languages import preferred
from analytics.selection.selection import LANGUAGES


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("*", "fr"),
        ("de-DE,de;q=0.9", "fr"),
        ("en", "en"),
        ("EN-us, fr;q=0.9", "en"),
        ("fr;q=0.2,en;q=0.1", "fr"),
        ("de,en;q=0.3,fr;q=0.2", "en"),
        ("fr,en", "fr"),  # both as much: the first
        ("en;q=0,fr;q=0.1", "fr"),
        ("en;q=0", "fr"),
        ("english", "fr"),
        ("en;q=loud", "fr"),
        ("en ; q=0.5", "en"),
    ],
)
def test_the_language_liked_best_of_those_that_we_speak(accepted, language):
    assert preferred(accepted) == language


@given(st.text(alphabet="enfrd-;q=.,01* ", max_size=60) | st.text(max_size=60))
def test_any_header_is_answered_with_a_language_that_we_speak(accepted):
    assert preferred(accepted) in LANGUAGES
