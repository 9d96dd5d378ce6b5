"""Every code that VERIS can say is mapped to a name of its enumeration; what it cannot say is said too."""

from __future__ import annotations

import pytest

from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, CONFIDENCES, FINDINGS, SERVICE_CODES, STATUSES, TIERS
from analytics.schema.measures import MEASURES
from analytics.schema.tables import TABLES
from analytics.schema.veris import CROSSWALK
from tests.helpers.typography import misspaced

UNITS = ["Seconds", "Minutes", "Hours", "Days", "Weeks", "Months", "Years", "Never", "NA", "Unknown"]
RESULTS = ["Infiltrate", "Exfiltrate", "Elevate", "Lateral movement", "Deploy payload", "Other", "Unknown", "NA"]
# What VERIS allows in the fields that we name: github.com/vz-risk/veris, verisc-enum.json, commit 37645e3; for the
# assets and the varieties of an action, the groups that we use. The fields without a list take a date, a number or
# words: verisc.json, commit 27fb3de.
VERIS = {
    "security_incident": ["Confirmed", "Suspected", "Near miss", "False positive"],
    "confidence": ["High", "Medium", "Low", "None"],
    "action.hacking.variety": [
        "Abuse of functionality", "Backdoor", "Brute force", "Buffer overflow", "Disable controls", "DoS",
        "Evade Defenses", "Exploit misconfig", "Exploit vuln", "Scan network", "SQLi", "Use of stolen creds", "Other",
        "Unknown",
    ],
    "action.hacking.result": RESULTS,
    "action.unknown.result": RESULTS,
    "action.malware.variety": [
        "Backdoor", "Backdoor or C2", "C2", "Destroy data", "DoS", "Downloader", "Export data", "Ransomware", "RAT",
        "Rootkit", "Spyware/Keylogger", "Trojan", "Worm", "Other", "Unknown",
    ],
    "attribute.confidentiality.data_disclosure": ["No", "Potentially", "Yes", "Unknown"],
    "attribute.availability.variety": [
        "Acceleration", "Degradation", "Destruction", "Interruption", "Loss", "Obscuration", "Other", "Unknown",
    ],
    "attribute.availability.duration.unit": UNITS,
    "timeline.discovery.unit": UNITS,
    "timeline.containment.unit": UNITS,
    "discovery_method.external.variety": [
        "Actor disclosure", "Audit", "Customer", "Emergency response team", "Found documents", "Fraud detection",
        "Incident response", "Law enforcement", "Security researcher", "Suspicious traffic", "Unrelated 3rd party",
        "Other", "Unknown",
    ],
    "asset.assets.variety": [
        "N - LAN", "N - PBX", "N - Private WAN", "N - Public WAN", "N - Telephone", "N - Other", "N - Unknown",
        "S - Authentication", "S - Backup", "S - Database", "S - Directory", "S - File", "S - Mail",
        "S - Remote access", "S - Web application", "S - Other", "S - Unknown", "U - Telephone", "Unknown", "Other",
    ],
    "asset.hosting": [
        "External - unknown environment", "External - dedicated environment", "External - shared environment",
        "Internal", "NA", "Other", "Unknown",
    ],
    "impact.loss.variety": [
        "Asset and fraud", "Brand damage", "Business disruption", "Competitive advantage", "Legal and regulatory",
        "Operating costs", "Response and recovery", "Other",
    ],
}  # fmt: skip
WITHOUT_LIST = {
    "timeline.incident",
    "attribute.confidentiality.data_total",
    "victim.locations_affected",
    "impact.overall_amount",
    "victim.country",
    "victim.industry",
    "campaign_id",
}


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("attack_type", ATTACK_TYPES),
        ("status", STATUSES),
        ("confidence", CONFIDENCES),
        ("tier", TIERS),
        ("data_leaked", FINDINGS),
        ("services_affected", SERVICE_CODES),
    ],
)
def test_every_code_of_the_column_is_mapped_and_no_other(column, codes):
    assert {match.code for match in CROSSWALK if match.column == column and match.code} == set(codes)


@pytest.mark.parametrize("match", CROSSWALK, ids=lambda match: f"{match.column}-{match.code}-{match.path}")
def test_a_row_names_what_exists_on_both_sides_or_says_why_not(match):
    columns = {*TABLES[col.INCIDENTS].names, *MEASURES, "tier"}

    assert match.column in columns
    if match.value:
        assert match.value in VERIS[match.path]
    else:
        assert match.path in {"", *WITHOUT_LIST, *VERIS}
        assert match.remark is not None


def test_no_row_stands_twice():
    keys = [(match.column, match.code, match.path) for match in CROSSWALK]

    assert len(keys) == len(set(keys))


def test_dates_go_to_the_timeline():
    paths = {match.column: match.path for match in CROSSWALK if match.path.startswith("timeline")}

    assert paths == {
        "started_on": "timeline.incident",
        "detected_on": "timeline.discovery.unit",
        "ended_on": "timeline.containment.unit",
    }


def test_who_speaks_has_no_name_in_veris():
    rows = [match for match in CROSSWALK if match.column == "tier"]

    assert all((match.path, match.value) == ("", "") and match.remark for match in rows)


def test_remarks_are_in_both_languages_and_written_as_each_writes():
    remarks = [match.remark for match in CROSSWALK if match.remark]

    assert {remark.fr: misspaced(remark.fr) for remark in remarks if misspaced(remark.fr)} == {}
    for remark in remarks:
        assert remark.fr != remark.en
        assert not set(remark.en) & set("\u00a0\u202f«»'\"|")
        assert not set(remark.fr) & set("'\"|")
