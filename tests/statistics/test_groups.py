"""Groups of countries: the groups of a classification and what is in none of them are all incidents."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analytics.schema import col
from analytics.statistics.groups import by_group, outside
from tests.helpers.said_back import choices


@pytest.mark.shipped
@settings(max_examples=20, deadline=None)
@given(choices())
def test_the_groups_of_a_classification_and_what_is_in_none_are_all_incidents(held_shipped, selection):
    kept = held_shipped.choice(selection).kept
    groups = held_shipped.atlas.country_groups

    table = by_group(kept, groups)

    left = outside(kept, table)
    for classification in ("who", "income"):
        own = table[table["classification"] == classification]
        assert own[col.INCIDENTS].sum() + left[classification] == len(kept)
        assert (own["touched"] <= own["members"]).all()
    members = set(groups.loc[groups["group"] == "eu", col.COUNTRY])
    (union,) = table.loc[table["group"] == "eu", col.INCIDENTS]
    assert union == kept[col.COUNTRY].isin(members).sum()
