"""Files in the shapes of public feeds, made for tests: nothing in them happened."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from analytics.feeds.feed import Feed
from analytics.feeds.registry import FEEDS

SAMPLES = Path(__file__).resolve().parent / "samples"
HHS, VCDB = SAMPLES / "breach_report.csv", SAMPLES / "vcdb.json"
ONION = "http://" + "a" * 56 + ".onion/post"
EUREPOC = (
    "ID",
    "name",
    "start_date",
    "incident_type",
    "receiver_name",
    "receiver_country",
    "receiver_category",
    "receiver_category_subcode",
    "source_incident_detection_disclosure",
    "sources_url",
)
HOSPITAL = {
    "ID": "7",
    "start_date": "2021-02-09",
    "incident_type": "Disruption; Hijacking with Misuse; Ransomware",
    "receiver_name": "['Hospital of Nowhere']",
    "receiver_country": "['Korea, Republic of']",
    "receiver_category": "[['Critical infrastructure']]",
    "receiver_category_subcode": "[['', 'Health']]",
    "source_incident_detection_disclosure": "Incident disclosed by victim",
    "sources_url": f"['https://example.org/a', '{ONION}']",
}


def csv_text(header: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def eurepoc(path: Path, *changes: dict[str, str]) -> Path:
    rows = [HOSPITAL | {"ID": str(number)} | each for number, each in enumerate(changes or ({},), 1)]
    path.write_text(csv_text(EUREPOC, rows), encoding="utf-8", newline="")
    return path


def post(number: int, **changes: object) -> dict[str, object]:
    """A claim in the older shape."""
    moment = f"2022-03-{1 + number % 28:02d} {number % 24:02d}:{number % 60:02d}:01.{number:06d}"
    made = {"post_title": f"Victim {number}", "group_name": "made", "discovered": moment, "published": moment}
    return {**made, "post_url": ONION, **changes}


def newer(number: int, **changes: object) -> dict[str, object]:
    """A claim in the newer shape."""
    return {
        "victim": f"Victim {number}",
        "group": "made",
        "country": "FR",
        "activity": "Healthcare",
        "attackdate": "2026-03-14T01:02:03Z",
        "discovered": "2026-03-15 01:02:03",
        "claim_url": ONION,
        "screenshot": "https://images.example.org/x.png",
        "press": {"link": "https://example.org/article"},
        **changes,
    }


def posts(path: Path, *records: object) -> Path:
    path.write_text(json.dumps(list(records)), encoding="utf-8")
    return path


def feed(name: str) -> Feed:
    return FEEDS[name]
