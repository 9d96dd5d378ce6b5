"""Long lists: two hundred rows a page, every incident on one page, and nothing new where they are few."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.drawings.maps import clusters
from analytics.selection.selection import Selection
from analytics.words.incidents import called
from analytics.words.text import Words
from dashboard import loading, paged
from tests.helpers.pages import opened

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


def rows(app) -> pd.DataFrame:
    """The grid of incidents."""
    return app.dataframe[0].value


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_hold_every_incident_once(monkeypatch, language):
    whole = [called(row, Words(language)) for row in loading.held().choice(Selection()).rows]
    monkeypatch.setattr(paged, "ROWS", 41)
    app = opened(lang=language, view="world")
    pages = app.number_input[0]
    assert pages.max == -(-len(whole) // 41)
    shown = [rows(app)]
    for number in range(2, int(pages.max) + 1):
        app.number_input[0].set_value(number).run()
        assert not app.exception
        shown.append(rows(app))
    assert [len(part) for part in shown[:-1]] == [41] * (len(shown) - 1)
    names = [name for part in shown for name in part.iloc[:, 1]]
    assert names == whole


def test_another_choice_begins_with_its_first_page(monkeypatch):
    monkeypatch.setattr(paged, "ROWS", 10)
    app = opened()
    app.number_input[0].set_value(3).run()
    app.multiselect(key="widget-region").set_value(["11"]).run()
    assert not app.number_input or app.number_input[0].value == 1


def test_a_choice_has_neither_pages_nor_circles_where_it_fits():
    app = opened(country="FRA")
    assert len(rows(app)) <= paged.ROWS
    assert not app.number_input


@pytest.mark.parametrize("view", ["france", "world"])
def test_a_map_of_too_many_places_says_what_its_circles_are(monkeypatch, view):
    before = opened(view=view)
    monkeypatch.setattr(clusters.drawn, "__defaults__", (5,))
    app = opened(view=view, evidence="official")
    assert not app.exception
    told = " ".join(caption.value for caption in app.caption)
    assert "each circle is" in told or "chaque cercle est" in told
    assert "each circle is" not in " ".join(caption.value for caption in before.caption)
