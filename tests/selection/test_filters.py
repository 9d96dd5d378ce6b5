"""A filter is said once: what the registry holds is found wherever filters are, and nothing else has to know it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.schema import col
from analytics.selection.filters import FILTERS
from analytics.selection.selection import LANGUAGES
from analytics.words.text import catalogue
from tests.helpers.small_world import CLAIMED

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "tests" / "helpers" / "throw_away_filter.py"


@pytest.fixture(scope="module")
def thrown_in(small_root):
    """What becomes of a filter that was added to the registry and nowhere else."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", PROGRAM, small_root],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "1000"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_filter_of_the_registry_is_in_the_address_both_ways(thrown_in):
    address = thrown_in["address"]

    assert address["written"] == [["evidence", "attacker"], ["standing", "claimed"]]
    assert (address["read"], address["taken back"]) == (True, True)
    assert address["refused"] == [["standing", "rumoured", "confirmed, claimed", []]]


def test_a_filter_of_the_registry_is_told_in_both_languages(thrown_in):
    french, english = thrown_in["words"]

    assert french.startswith("revendication seule\u202f; ")
    assert english.startswith("attacker’s claim only; ")


def test_a_filter_of_the_registry_is_in_the_document_and_in_the_answers_of_the_api(thrown_in):
    api = thrown_in["api"]

    assert api["parameter"] == {
        "name": "standing",
        "in": "query",
        "required": False,
        "description": "Whether the attack is established; may be repeated.",
        "style": "form",
        "explode": True,
        "schema": {"type": "array", "items": {"type": "string", "enum": ["confirmed", "claimed"]}, "minItems": 1},
        "example": ["claimed"],
    }
    assert "#/components/parameters/standing" in api["of incidents"]
    assert api["answer"]["meta"]["selection"]["standing"] == ["claimed"]
    assert [row[col.INCIDENT_ID] for row in api["answer"]["data"]] == [CLAIMED]
    assert (api["refusal"]["status"], api["refusal"]["allowed"]) == (400, ["confirmed", "claimed"])


def test_a_filter_of_the_registry_is_an_option_of_the_command_line(thrown_in):
    said = thrown_in["command line"]

    assert re.search(r"--standing QUERY_STANDING\s+whether the attack is established\n", said["help"])
    assert said["code"] == 0
    assert [row[col.INCIDENT_ID] for row in csv.DictReader(said["written"].splitlines())] == [CLAIMED]


def test_a_filter_of_the_registry_is_in_the_documents(thrown_in):
    what = "Whether the attack is established; may be repeated. `confirmed`, `claimed`."

    assert f"\n| `standing` * | {what} | `standing=claimed` |\n" in thrown_in["documents"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filtering", FILTERS.values(), ids=FILTERS)
def test_every_filter_has_the_words_of_its_widget_and_of_its_chips(filtering, language):
    needed = [f"filters.{filtering.name}"] if filtering.side in ("where", "when", "what") else []
    needed += [f"filters.chip_{filtering.field}"] if filtering.framed else []

    assert set(needed) <= catalogue(language).keys()


def test_a_new_filter_is_an_entry_and_the_words_of_two_languages():
    files = [
        path
        for folder in ("analytics", "dashboard", "app.py")
        for path in [ROOT / folder, *(ROOT / folder).rglob("*")]
        if path.suffix in (".py", ".toml", ".html", ".js", ".css")
    ]
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if re.search(r"\bsectors?\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    }

    # the column and its codes were there before the filter, and public feeds have columns of that name of their own
    assert {name for name in naming if not name.startswith(("analytics/schema/", "analytics/feeds/"))} == {
        "analytics/atlas/brought.py",  # fills the columns of incidents from rows of a file, and is no filter
        "analytics/linking/records.py",  # which incidents are of suppliers: reads the column, and no filter
        "analytics/selection/filters.py",
        "analytics/statistics/standing.py",  # of incidents that are alike: reads the column, and no filter
        "analytics/words/locale/en.toml",
        "analytics/words/locale/fr.toml",
    }
