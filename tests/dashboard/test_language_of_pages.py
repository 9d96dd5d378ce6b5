"""The language of pages: that of the address, else that of the browser, and links that keep it."""

from __future__ import annotations

import re

import pytest

from dashboard import controls
from tests.helpers.pages import opened

pytestmark = pytest.mark.shipped


@pytest.fixture
def english_browser(monkeypatch):
    monkeypatch.setattr(controls, "asked_language", lambda: "en")


def other_language_of(app):
    return next(
        re.search(r'class="language" lang="(..)".*?href="(.*?)"', each.proto.body).groups()
        for each in app.get("html")
        if 'class="language"' in each.proto.body
    )


@pytest.mark.usefixtures("english_browser")
def test_a_browser_that_asks_for_english_is_answered_in_english():
    app = opened("method")

    assert app.query_params["lang"] == "en"
    assert app.sidebar.markdown[0].value == "## Filter"
    lang, address = other_language_of(app)
    assert (lang, "lang=fr" in address) == ("fr", True)


@pytest.mark.usefixtures("english_browser")
def test_french_that_was_asked_for_stays_in_the_address_of_an_english_browser():
    app = opened("method", lang="fr", type="ransomware")

    assert app.sidebar.markdown[0].value == "## Filtrer"
    assert app.query_params["lang"] == "fr"
    links = [each.proto.query_string for each in app.get("page_link")]
    assert links
    assert all("lang=fr" in link and "type=ransomware" in link for link in links)


def test_a_french_browser_needs_no_language_in_its_addresses():
    app = opened("method")

    assert "lang" not in app.query_params
    assert other_language_of(app)[0] == "en"
