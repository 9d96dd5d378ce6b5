"""What comes back from the map is what we wrote, or no click."""

from __future__ import annotations

import pytest

from analytics.drawings.leaflet.maps import Click, clicked


@pytest.mark.parametrize(
    ("text", "click"),
    [
        ("incident:fr-versailles-2022@1700000000000", Click("incident", "fr-versailles-2022", 1700000000000)),
        ("department:2A@5", Click("department", "2A", 5)),
        ("region:84@5", Click("region", "84", 5)),
        ("country:USA@5", Click("country", "USA", 5)),
    ],
)
def test_a_click_is_read(text, click):
    assert clicked({"last_object_clicked_tooltip": text}) == click


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"last_object_clicked_tooltip": None},
        {"last_object_clicked_tooltip": 78},
        {"last_object_clicked_tooltip": "78"},
        {"last_object_clicked_tooltip": "department:78"},
        {"last_object_clicked_tooltip": "planet:78@5"},
        {"last_object_clicked_tooltip": "department:<b>@5"},
        {"last_object_clicked_tooltip": "department:78@5\n"},
        {"last_object_clicked_tooltip": f"incident:{'a' * 101}@5"},
    ],
)
def test_anything_else_is_no_click(value):
    assert clicked(value) is None
