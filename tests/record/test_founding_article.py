"""Every fact of the news report that this atlas began with can be taken away, under its source.

founding_article.csv beside this file says them in the vocabulary of our measures, one fact a row: "month" is the month
of `started_on`, a range is `low` and `high`, services and responses are codes, words are the English ones.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest

from analytics import __main__ as command_line
from analytics.atlas import atlas as atlases
from analytics.schema.measures import MEASURES

pytestmark = pytest.mark.shipped

ARTICLE = "founding-article-2022-12"
FIXTURE = Path(__file__).resolve().with_name("founding_article.csv")
FACT = ("incident_id", "measure", "value", "low", "high")
ORIGINAL = os.environ.get("ATLAS_FOUNDING_ARTICLE", "")


@pytest.fixture
def exported(monkeypatch, capsysbinary, shipped) -> list[dict[str, str]]:
    """The claims as the command line writes them, those of incidents known from the attacker alone included."""
    monkeypatch.setattr(atlases, "load", lambda: shipped)
    assert command_line.main(["export", "claims", "--evidence", "attacker"]) == 0
    written = capsysbinary.readouterr().out.decode("utf-8")
    return list(csv.DictReader(io.StringIO(written, newline="")))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FACTS = rows_of(FIXTURE)


def test_every_fact_of_the_article_is_a_claim_under_its_source(exported):
    of_article = {tuple(row[name] for name in FACT) for row in exported if row["source_id"] == ARTICLE}

    assert [fact for fact in FACTS if tuple(fact[name] for name in FACT) not in of_article] == []


def test_the_article_is_press_and_its_claims_keep_its_tier(exported, shipped):
    source = shipped.sources.set_index("source_id").loc[ARTICLE]

    assert source["tier"] == "press"
    assert {row["tier"] for row in exported if row["source_id"] == ARTICLE} == {"press"}


def test_the_facts_are_said_in_our_vocabulary():
    assert {fact["measure"] for fact in FACTS} <= set(MEASURES)
    assert len(FACTS) == len({tuple(fact.values()) for fact in FACTS}) == 36


@pytest.mark.skipif(not ORIGINAL, reason="ATLAS_FOUNDING_ARTICLE does not name the list that the facts were taken from")
def test_there_are_as_many_facts_of_each_incident_as_in_the_list_they_were_taken_from():
    original = rows_of(Path(ORIGINAL))

    assert Counter(fact["incident_id"] for fact in FACTS) == Counter(row["incident_id"] for row in original)
