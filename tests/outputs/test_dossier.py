"""The file of an incident: every claim is there, a disagreement reads as one, and no word or address is trusted."""

from __future__ import annotations

import re
from itertools import cycle

import pandas as pd
import pytest

from analytics.outputs.html import cards, dossier
from analytics.schema import col
from analytics.words.text import Words
from tests.helpers.small_world import CLAIMED, MONTH, TWO_TOWNS

FRENCH, ENGLISH = Words("fr"), Words("en")


def claims_of(incident: str, atlas) -> pd.DataFrame:
    return atlas.claims[atlas.claims[col.INCIDENT_ID] == incident]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def addresses(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def test_a_measure_on_which_sources_differ_is_a_story_and_no_other_is(small_atlas):
    told = dossier.disagreements(TWO_TOWNS, claims_of(TWO_TOWNS, small_atlas), small_atlas, ENGLISH)

    assert re.findall(r'id="m-([a-z_]+)"', told)[0] == "beds"
    text = text_of(told)
    assert "We retain: 700 beds" in text
    assert "Two papers count beds and places, the ministry beds alone." in text
    for stated in ("632 beds", "600–800 beds"):
        assert stated in text


def test_two_repeats_of_one_dispatch_are_one_voice_in_the_table(small_atlas):
    told = dossier.disagreements(TWO_TOWNS, claims_of(TWO_TOWNS, small_atlas), small_atlas, ENGLISH)
    beds = told.split('id="m-')[1]

    assert "2 repeats of AFP: one voice" in text_of(beds)
    assert beds.count("<tr class=retained>") == 1


@pytest.mark.shipped
@pytest.mark.slow
def test_every_claim_of_every_incident_stands_on_its_page(shipped):
    """Measures with one value are in the closed part, those with several in the stories, and none is in neither."""
    for incident, words in zip(shipped.incidents[col.INCIDENT_ID], cycle((FRENCH, ENGLISH)), strict=False):
        claims = claims_of(incident, shipped)
        told = dossier.disagreements(incident, claims, shipped, words) + dossier.agreements(claims, shipped, words)
        assert set(re.findall(r'id="m-([a-z_]+)"', told)) == set(claims[col.MEASURE])
        assert "nan" not in text_of(told).split()
        assert "None" not in text_of(told).split()


def test_a_claim_is_said_in_the_reader_s_language(small_atlas):
    claims = claims_of(TWO_TOWNS, small_atlas)

    assert "les Corbeaux" in dossier.agreements(claims, small_atlas, FRENCH)
    assert "the Ravens" in dossier.agreements(claims, small_atlas, ENGLISH)
    assert "3 décembre 2022" in text_of(dossier.agreements(claims, small_atlas, FRENCH))


@pytest.mark.parametrize(
    ("measure", "value", "french", "english"),
    [
        ("beds", "1100", "1\u202f100 lits", "1,100 beds"),
        ("hospitals_affected", "1", "1", "1"),
        ("activity_level_percent", "60", "60\u202f%", "60%"),
        ("year_opened", "2012", "2012", "2012"),
        ("ransom_demand_usd", "10000000", "10\u202f000\u202f000\u202f$US", "$10,000,000"),
        ("data_leaked_gb", "11.7", "11,7\u202fGo", "11.7\u202fGB"),
    ],
)
def test_a_number_is_written_with_its_unit(small_atlas, measure, value, french, english):
    row = {"measure": measure, "value": value, "low": None, "high": None}

    assert dossier.stated(row, small_atlas, FRENCH) == french
    assert dossier.stated(row, small_atlas, ENGLISH) == english


def test_what_is_expected_and_not_mentioned_is_said_not_to_be_mentioned(small_atlas):
    told = text_of(dossier.responses(claims_of(MONTH, small_atlas), True, ENGLISH))

    assert "No source read describes the response." in told
    assert "CERT Santé" in told
    assert "CERT Santé" not in text_of(dossier.responses(claims_of(MONTH, small_atlas), False, ENGLISH))


def test_without_a_retained_claim_a_line_is_not_there(small_atlas):
    claims = claims_of(CLAIMED, small_atlas)

    assert dossier.retained_lines(("actor", "recovery"), claims, small_atlas, ENGLISH) == ""


def test_sources_stand_under_their_tier_strongest_first(small_atlas):
    rows = cards.sources_of(TWO_TOWNS, small_atlas)
    told = text_of(dossier.sources_by_tier(rows, ENGLISH))

    places = [told.index(name) for name in ("Official source", "Press", "Specialist", "The attacker")]
    assert places == sorted(places)
    assert "repeats AFP" in told
    assert "French" in told


# --- nothing from the data is trusted ---------------------------------------------------------------------

HOSTILE = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://abcdefghijklmnop.onion/leak",
    "https://abcdefghijklmnop.onion.ly/leak",
    "https://user:secret@example.org/",
    'https://example.org/" onmouseover="alert(1)',
    "ftp://example.org/file",
    "//example.org/elsewhere",
    "",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_no_hostile_address_becomes_a_link(small_atlas, address):
    bad = small_atlas._replace(sources=small_atlas.sources.assign(url=address, link="yes"))
    claims = claims_of(TWO_TOWNS, bad)
    events = bad.events[bad.events[col.INCIDENT_ID] == TWO_TOWNS]
    rows = cards.sources_of(TWO_TOWNS, bad)

    html = (
        dossier.disagreements(TWO_TOWNS, claims, bad, FRENCH)
        + dossier.agreements(claims, bad, FRENCH)
        + dossier.timeline(events, bad, FRENCH)
        + dossier.sources_by_tier(rows, FRENCH)
        + "".join(cards.source_html(row, FRENCH) for row in rows.to_dict("records"))
    )

    assert addresses(html) == []
    assert "Le Matin" in html


def test_a_source_marked_as_not_linked_is_named_and_no_link(small_atlas):
    html = dossier.sources_by_tier(cards.sources_of(CLAIMED, small_atlas), ENGLISH)

    assert "Le site des pirates" in html
    assert addresses(html) == ["https://example.org/gazette-2023-05"]


@pytest.mark.slow
def test_every_link_of_the_shipped_pages_leads_to_a_source_that_may_be_linked(shipped):
    allowed = set(shipped.sources.loc[shipped.sources["link"] == "yes", "url"])
    for incident in shipped.incidents[col.INCIDENT_ID]:
        rows = cards.sources_of(incident, shipped)
        claims = claims_of(incident, shipped)
        html = dossier.sources_by_tier(rows, FRENCH) + dossier.agreements(claims, shipped, FRENCH)
        found = {address.replace("&amp;", "&") for address in addresses(html)}
        assert {re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), address) for address in found} <= allowed


@pytest.mark.parametrize("field", ["title", "publisher"])
def test_markup_in_the_data_stays_text(small_atlas, field):
    bad = small_atlas._replace(sources=small_atlas.sources.assign(**{field: "<img src=x onerror=alert(1)>${1}"}))

    html = dossier.sources_by_tier(cards.sources_of(TWO_TOWNS, bad), ENGLISH)

    assert "<img" not in html
    assert "${" not in html
    assert "&lt;img" in html


def test_a_tier_that_is_not_accepted_is_not_on_the_page(small_atlas):
    claims = claims_of(TWO_TOWNS, small_atlas)
    told = dossier.agreements(claims[claims[col.TIER] == "press"], small_atlas, ENGLISH)

    assert "Le site des pirates" not in told
    assert "Le Matin" in told
