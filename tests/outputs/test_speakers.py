"""Who says a figure is named beside it: the strongest source first, with its day and its link, copies called so."""

from __future__ import annotations

import html
import random
import re

import pytest

from analytics.evidence import voices
from analytics.evidence.links import linkable
from analytics.outputs.html import cards, speakers, who_says_what
from analytics.outputs.html.dossier import Dossier
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.words.sources import by_standing, publisher
from analytics.words.text import Words

FRENCH, ENGLISH = Words("fr"), Words("en")
LANGUAGES = (FRENCH, ENGLISH)
CORBEIL, RENNES, VERSAILLES = "fr-corbeil-essonnes-chsf-2022", "fr-rennes-chu-2023", "fr-versailles-2022"
RANK = {tier: place for place, tier in enumerate(TIERS)}

pytestmark = pytest.mark.shipped


def text_of(written: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", written.replace("</a>", "")))).strip()


@pytest.fixture(scope="module")
def some(shipped):
    """A sample of the incidents, and those that readers stumbled over."""
    every = list(shipped.incidents[col.INCIDENT_ID])
    return [CORBEIL, RENNES, VERSAILLES, *random.Random(13).sample(every, 40)]  # noqa: S311 - a fixed sample


def test_a_tile_names_who_says_it_with_the_day_and_the_link(shipped, publish_shipped):
    file = Dossier(CORBEIL, shipped, publish_shipped("specialist"), "specialist")
    activity = file.items(ENGLISH)["incident-activity_level_percent"]

    assert "Banque des Territoires (October 2022): cites the victim" in text_of(activity)
    assert 'href="https://' in activity
    assert "publisher not named (copy)" in text_of(file.items(ENGLISH)["incident-cost_eur"])
    assert "incident-year_opened" not in file.items(ENGLISH)


def test_the_strongest_claim_comes_first_and_copies_after_what_they_copy(shipped, some):
    copies = shipped.sources.set_index(col.SOURCE_ID)[col.COPY]
    for incident in some:
        claims = shipped.claims[shipped.claims[col.INCIDENT_ID] == incident]
        for _, stated in claims.groupby(col.MEASURE):
            ordered = rows_of(voices.by_weight(stated, shipped.sources))
            places = [(RANK[row[col.TIER]], copies[row[col.SOURCE_ID]] == "yes") for row in ordered]
            assert places == sorted(places)
            assert "founding-article-2022-12" not in {row[col.SOURCE_ID] for row in ordered}


@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_file_says_its_strongest_source_and_a_direct_one_where_there_is_one(shipped, publish_shipped, some, words):
    published = publish_shipped("attacker")
    named = 0
    for incident in some:
        file = Dossier(incident, shipped, published, "attacker")
        line = text_of(cards.strongest_source(file.row, shipped, words, "attacker"))
        spoken = rows_of(voices.speaking(incident, shipped.claims, shipped.events, shipped.sources, tuple(TIERS)))
        there = voices.attesting(spoken, file.row[col.STRONGEST_TIER])
        assert bool(line) == bool(there)
        if there:
            named += 1
            assert publisher(there[0], words) in line
            assert there[0][col.COPY] == "no" or {source[col.COPY] for source in there} == {"yes"}
    assert named > 30


def test_what_is_told_of_an_actor_keeps_the_reserve_of_the_account(shipped, publish_shipped):
    file = Dossier(RENNES, shipped, publish_shipped("specialist"), "specialist")
    told = text_of(file.own_sections(ENGLISH)["response"].html)

    assert "BianLian — Econostrum (July 2023): cites a specialist; others say: BianLian (no formal link)" in told


@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_no_two_links_to_different_pages_have_one_name(shipped, publish_shipped, some, words):
    published = publish_shipped("attacker")
    for incident in some:
        told = Dossier(incident, shipped, published, "attacker").own_sections(words)
        for line in re.findall(r"<span class='said'>\((<a .*?)\)</span></p></li>", told.get("timeline", ("", ""))[1]):
            linked = re.findall(r'href="([^"]*)"[^>]*>([^<]*)', line)
            assert len({name for _, name in linked}) == len({address for address, _ in linked})


def test_sources_of_one_publisher_and_day_are_numbered(shipped):
    source = next(row for row in rows_of(shipped.sources) if linkable(row))

    first, second = re.findall(r">([^<]+)</a>", speakers.links([source, source], ENGLISH))
    assert second == f"{first} [2]"


@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_copies_stand_below_under_a_heading_that_says_so(shipped, some, words):
    seen = 0
    for incident in some:
        groups = by_standing(rows_of(cards.sources_of(incident, shipped)), words)
        copied = groups.pop(words("source.copies"), [])
        seen += len(copied)
        assert {row[col.COPY] for row in copied} <= {"yes"}
        assert not [row for label, rows in groups.items() if label != words("source.no_voice") for row in rows
                    if row[col.COPY] == "yes"]  # fmt: skip
    assert seen


def test_of_the_values_that_are_not_retained_the_one_of_the_strongest_comes_first(shipped):
    claims = shipped.claims[shipped.claims[col.INCIDENT_ID] == CORBEIL]
    story = who_says_what.disagreements(CORBEIL, claims, shipped, ENGLISH).split('id="m-population_served"')[1]
    told = text_of(story.split("</table>")[0])

    places = [told.index(value) for value in ("1,200,000 people", "1,000,000 people", "700,000 people")]
    assert places == sorted(places)
