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


def test_a_program_is_told_the_addresses(app):
    answer = get(app, "/api/v1/", accept="application/json")

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
