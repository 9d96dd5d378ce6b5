"""How far an incident reached: three levels, from fields that exist, and nothing else."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.atlas.published import in_france
from analytics.evidence.severity import SUPPORTING, severities
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, FINDINGS, SERVICE_CODES, SEVERITIES, TIERS
from analytics.selection.selection import Selection

CARE = sorted(set(SERVICE_CODES) - SUPPORTING)
NAMES = ["services_affected", "operations_disrupted", "patients_diverted", "care_affected"]


def level(kind: str, *claims: tuple[str, str]) -> str:
    """The level of one incident of a type, of which so many claims are retained."""
    rows = [
        {col.INCIDENT_ID: "x", col.MEASURE: name, col.VALUE: value, col.TIER: "press", col.PREFERRED: "yes"}
        for name, value in claims
    ]
    table = pd.DataFrame(rows, columns=[col.INCIDENT_ID, col.MEASURE, col.VALUE, col.TIER, col.PREFERRED])
    incidents = pd.DataFrame({col.INCIDENT_ID: ["x"], col.ATTACK_TYPE: [kind]})
    return str(severities(incidents, table, ("official", "press"))["x"])


def test_care_was_affected_in_more_than_half_of_the_french_incidents(held_shipped):
    kept = in_france(Selection().keep(held_shipped.published(Selection().evidence)))

    assert kept[col.SEVERITY].value_counts().to_dict() == {
        "care-affected": 36,
        "not-stated": 18,
        "data-or-website-only": 11,
    }


def test_the_levels_by_hand():
    assert level("ransomware") == "not-stated"
    assert level("data-theft") == "data-or-website-only"
    assert level("ddos", ("services_affected", "website; email")) == "data-or-website-only"
    assert level("ddos", ("services_affected", "website; outpatient")) == "care-affected"
    assert level("intrusion", ("services_affected", "network")) == "not-stated"
    assert level("unknown", ("patients_diverted", "no")) == "not-stated"
    assert level("unknown", ("operations_disrupted", "partial")) == "care-affected"


@settings(max_examples=60)
@given(
    st.sampled_from(list(ATTACK_TYPES)),
    st.sets(st.sampled_from(list(SERVICE_CODES))),
    st.dictionaries(st.sampled_from(NAMES[1:]), st.sampled_from(list(FINDINGS))),
)
def test_a_level_says_only_what_its_fields_say(kind, services, found):
    claims = [("services_affected", "; ".join(sorted(services)))] if services else []

    found_level = level(kind, *claims, *found.items())

    care = bool(services & set(CARE)) or bool(set(found.values()) & {"yes", "partial"})
    without_outage = kind in ("data-theft", "ddos")
    assert found_level == ("care-affected" if care else "data-or-website-only" if without_outage else "not-stated")


def test_every_incident_is_in_one_level_at_every_level_of_evidence(held_shipped):
    for tier in TIERS:
        published = Selection(evidence=tier).keep(held_shipped.published(tier))
        parts = [len(Selection(evidence=tier, severity=(code,)).keep(published)) for code in SEVERITIES]
        assert sum(parts) == len(published)
