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
    placed = held_shipped.atlas.sites.dropna(subset=[col.COUNTRY])
    sites = placed.groupby(col.INCIDENT_ID)[col.COUNTRY].agg(set).to_dict()

    table = by_group(kept, groups)

    left = outside(kept, groups)
    touched = [{row.country, *sites.get(row.incident_id, ())} for row in kept.itertuples()]
    for classification in ("who", "income"):
        own = table[table["classification"] == classification]
        somewhere = set(groups.loc[groups["classification"] == classification, col.COUNTRY])
        assert sum(bool(each & somewhere) for each in touched) + left[classification] == len(kept)
        assert (own["touched"] <= own["members"]).all()
    for group, number in table[["group", col.INCIDENTS]].itertuples(index=False):
        members = set(groups.loc[groups["group"] == group, col.COUNTRY])
        assert number == sum(bool(each & members) for each in touched)
