"""What relates two incidents: a campaign, a department, the name of an actor, the same weeks."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas.published import publish
from analytics.atlas.related import first_of_campaigns, related
from analytics.schema import col


def table(**starts: str) -> pd.DataFrame:
    """Incidents that share nothing but what a test gives them."""
    return pd.DataFrame(
        {
            col.INCIDENT_ID: list(starts),
            "related_ids": pd.Series([None] * len(starts), dtype="str"),
            "departments": pd.Series([None] * len(starts), dtype="str"),
            "started_on": list(starts.values()),
        }
    )


def actors(**names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {col.INCIDENT_ID: list(names), "measure": "actor", "preferred": "yes", "value": list(names.values())},
    )


def test_incidents_that_share_nothing_are_not_related():
    assert related("a", table(a="2020-01-01", b="2022-01-01"), actors()) == {}


def test_one_department_in_common_is_enough():
    incidents = table(a="2020-01-01", b="2022-01-01", c="2024-01-01")
    incidents["departments"] = ["51; 52", "52; 55", "55"]

    assert related("a", incidents, actors()) == {"department": ["b"]}


def test_a_campaign_comes_first_and_an_incident_stands_once():
    incidents = table(a="2020-01-01", b="2020-01-02")
    incidents["departments"] = ["75", "75"]
    incidents["related_ids"] = ["b", "a"]

    assert related("a", incidents, actors(a="LockBit", b="LockBit")) == {"campaign": ["b"]}


def test_of_a_campaign_the_first_counts_also_where_what_ties_it_together_does_not_count():
    incidents = table(a="2020-03", b="2020-01-02", c="2020-02", d="2021")
    incidents["related_ids"] = ["c", None, "b", None]  # a and b are tied by c alone

    assert first_of_campaigns(incidents, incidents)[col.INCIDENT_ID].tolist() == ["b", "d"]
    assert first_of_campaigns(incidents.iloc[[0, 1, 3]], incidents)[col.INCIDENT_ID].tolist() == ["b", "d"]
    assert first_of_campaigns(incidents.iloc[:0], incidents).empty


def test_the_three_regional_services_of_september_2025_are_one_event(shipped):
    published = publish(shipped)
    thefts = published[(published["attack_type"] == "data-theft") & (published["country"] == "FRA")]

    once = first_of_campaigns(thefts, published)
    september = [incident for incident in once[col.INCIDENT_ID] if "grades" in incident]
    assert len(september) == 1
    assert len(once) < len(thefts)


def test_the_name_of_an_actor_is_compared_without_case_or_what_stands_in_brackets():
    incidents = table(a="2020-01-01", b="2022-01-01", c="2024-01-01")

    found = related("a", incidents, actors(a="LockBit (claim)", b="LOCKBIT", c="LockBit 3.0"))

    assert found == {"actor": ["b"]}


@pytest.mark.parametrize("nobody", ["not publicly named", "an individual using a pseudonym", "former employee"])
def test_who_is_not_named_relates_nobody(nobody):
    incidents = table(a="2020-01-01", b="2022-01-01")

    assert related("a", incidents, actors(a=nobody, b=nobody)) == {}


@pytest.mark.parametrize(("other", "near"), [("2020-01-31", True), ("2020-02-01", False), ("2019-12-02", True)])
def test_thirty_days_are_near_and_thirty_one_are_not(other, near):
    found = related("a", table(a="2020-01-01", b=other), actors())

    assert found == ({"period": ["b"]} if near else {})


def test_a_date_known_to_the_year_is_near_nothing():
    assert related("a", table(a="2020-01-01", b="2020"), actors()) == {}


@pytest.mark.slow
def test_to_be_related_is_mutual(shipped):
    published = publish(shipped, "attacker")
    pairs = {
        (incident, other, reason)
        for incident in published[col.INCIDENT_ID]
        for reason, others in related(incident, published, shipped.claims).items()
        for other in others
    }

    # an incident stands under its first reason, which both sides share
    assert {(other, incident, reason) for incident, other, reason in pairs} == pairs
    assert len(pairs) > 100
