"""No number is ours alone: behind every numeric cell of the exported incidents stands a claim with a source."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.schema import col
from analytics.schema.measures import HEADLINE_MEASURES
from analytics.selection.selection import Selection

pytestmark = pytest.mark.shipped

# which claims can stand behind a number that is worked out rather than stated
BEHIND = {
    # a point is that of the town or of the establishment that sources name
    **dict.fromkeys(
        ("latitude", "longitude"), ("commune", "department", "sites_listed", "organisation_name", "regions")
    ),
    **dict.fromkeys(
        (f"days_to_recover{end}" for end in ("", "_low", "_high")),
        ("downtime_days", "recovery_duration_months", "ended_on"),
    ),
    **{bound: (bound,) for bound in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST)},
    **{f"{measure}{end}": (measure,) for measure in HEADLINE_MEASURES for end in ("", "_low", "_high")},
}
COUNTS = ("sources", "independent_sources")  # counted over all claims of the incident


def exported(name: str, monkeypatch, capsysbinary, shipped) -> list[dict[str, str]]:
    monkeypatch.setattr(atlases, "load", lambda: shipped)
    assert command_line.main(["export", name, "--evidence", "attacker"]) == 0
    return list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8"), newline="")))


def test_every_numeric_column_of_the_incidents_is_accounted_for(held_shipped):
    table = held_shipped.table("incidents", Selection(evidence="attacker"))
    numeric = {name for name in table.columns if pd.api.types.is_numeric_dtype(table[name])}

    assert numeric == {*BEHIND, *COUNTS}


def test_behind_every_numeric_cell_stands_a_claim_with_a_source(monkeypatch, capsysbinary, shipped):
    incidents = exported("incidents", monkeypatch, capsysbinary, shipped)
    claims = exported("claims", monkeypatch, capsysbinary, shipped)
    sources = {row["source_id"] for row in exported("sources", monkeypatch, capsysbinary, shipped)}

    assert {claim["source_id"] for claim in claims} <= sources
    assert all(claim["publisher"] and claim["tier"] for claim in claims)
    said = {(claim[col.INCIDENT_ID], claim[col.MEASURE]) for claim in claims}
    of_any = {claim[col.INCIDENT_ID] for claim in claims}
    cells = [(row[col.INCIDENT_ID], name) for row in incidents for name in (*BEHIND, *COUNTS) if row[name] != ""]
    bare = [
        (incident, name)
        for incident, name in cells
        if not (incident in of_any if name in COUNTS else any((incident, measure) in said for measure in BEHIND[name]))
    ]
    assert len(cells) > 900
    assert bare == []


def test_a_number_taken_away_from_the_claims_is_missed(monkeypatch, capsysbinary, shipped):
    fewer = shipped._replace(claims=shipped.claims[shipped.claims[col.MEASURE] != "cost_eur"])
    claims = exported("claims", monkeypatch, capsysbinary, fewer)
    incidents = exported("incidents", monkeypatch, capsysbinary, shipped)

    said = {(claim[col.INCIDENT_ID], claim[col.MEASURE]) for claim in claims}
    assert [
        row[col.INCIDENT_ID] for row in incidents if row["cost_eur"] and (row[col.INCIDENT_ID], "cost_eur") not in said
    ]


def test_claims_are_exported_with_the_columns_of_the_contract(monkeypatch, capsysbinary, shipped):
    claims = exported("claims", monkeypatch, capsysbinary, shipped)

    contract = ["incident_id", "measure", "value", "low", "high", "unit", "as_of", "source_id", "publisher"]
    contract += ["tier", "preferred", "note"]
    assert set(contract) <= set(claims[0])
    assert len(claims) == len(shipped.claims) >= 1200


def test_a_level_of_evidence_leaves_the_claims_of_weaker_tiers_out(held_shipped):
    claims = held_shipped.table("claims", Selection(evidence="victim"))

    assert set(claims["tier"]) == {"official", "victim"}
