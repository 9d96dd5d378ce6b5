"""The root of the API: a page for people, a refusal that lists the addresses for programs."""

from __future__ import annotations

import pytest
from justhtml import JustHTML

from analytics.outputs.served import columns_of
from analytics.outputs.tables import EXPORTED
from analytics.selection.selection import LANGUAGES
from tests.helpers.api import get


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/"])
def test_a_browser_is_shown_every_table_and_column(app, path, language):
    answer = get(app, f"{path}?lang={language}", accept="text/html,*/*")
    page = JustHTML(answer.body.decode(), sanitize=False)

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "Accept" in answer.headers["vary"].split(", ")
    names = {code.to_text() for code in page.query("th code")}
    assert names == {column.name for table in EXPORTED for column in columns_of(table)}
    assert all(get(app, one.attrs["href"], "HEAD").status == 200 for one in page.query("#tables + table td a")[:3])


@pytest.mark.parametrize(("query", "language"), [("", "en"), ("?lang=fr", "fr")])
def test_the_page_is_in_the_language_of_the_browser_unless_its_address_says_one(app, query, language):
    answer = get(app, f"/api/v1/{query}", accept="text/html", accept_language="en-GB,en;q=0.9")

    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"].split(", ")
    assert f'<html lang="{language}"' in answer.body.decode()


def test_a_program_is_told_the_addresses(app):
    answer = get(app, "/api/v1/", accept="application/json")

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
