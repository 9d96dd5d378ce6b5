"""The file of an incident: every claim is there, a disagreement reads as one, and no word or address is trusted."""

from __future__ import annotations

import re
from itertools import cycle

import pandas as pd
import pytest

from analytics.outputs.html import cards, dossier, speakers, who_says_what
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.receipts import work_out
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.measures import HEADLINE_MEASURES
from analytics.selection.selection import Selection, accepted_tiers
from analytics.words.text import Words
from tests.helpers.small_world import CLAIMED, MONTH, TWO_TOWNS

FRENCH, ENGLISH = Words("fr"), Words("en")
CHANGE_HEALTHCARE, VERSAILLES = "change-healthcare-2024", "fr-versailles-2022"
CORBEIL, GRAND_EST = "fr-corbeil-essonnes-chsf-2022", "fr-ght-coeur-grand-est-2022"


def claims_of(incident: str, atlas) -> pd.DataFrame:
    return atlas.claims[atlas.claims[col.INCIDENT_ID] == incident]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def addresses(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def test_a_measure_on_which_sources_differ_is_a_story_and_no_other_is(small_atlas):
    told = who_says_what.disagreements(TWO_TOWNS, claims_of(TWO_TOWNS, small_atlas), small_atlas, ENGLISH)

    assert re.findall(r'id="m-([a-z_]+)"', told)[0] == "beds"
    text = text_of(told)
    assert "We retain: 700 beds" in text
    assert "Two papers count beds and places, the ministry beds alone." in text
    for stated in ("632 beds", "600–800 beds"):
        assert stated in text


def test_two_repeats_of_one_dispatch_are_one_voice_in_the_table(small_atlas):
    told = who_says_what.disagreements(TWO_TOWNS, claims_of(TWO_TOWNS, small_atlas), small_atlas, ENGLISH)
    beds = told.split('id="m-')[1]

    assert "2 repeats of AFP: one voice" in text_of(beds)
    assert beds.count("<tr class=retained>") == 1


@pytest.mark.shipped
@pytest.mark.slow
def test_every_claim_of_every_incident_stands_on_its_page(shipped):
    """Measures with one value are in the closed part, those with several in the stories, and none is in neither."""
    for incident, words in zip(shipped.incidents[col.INCIDENT_ID], cycle((FRENCH, ENGLISH)), strict=False):
        claims = claims_of(incident, shipped)
        told = who_says_what.disagreements(incident, claims, shipped, words) + who_says_what.agreements(
            claims, shipped, words
        )
        assert set(re.findall(r'id="m-([a-z_]+)"', told)) == set(claims[col.MEASURE])
        assert "nan" not in text_of(told).split()
        assert "None" not in text_of(told).split()


def test_a_claim_is_said_in_the_reader_s_language(small_atlas):
    claims = claims_of(TWO_TOWNS, small_atlas)

    assert "les Corbeaux" in who_says_what.agreements(claims, small_atlas, FRENCH)
    assert "the Ravens" in who_says_what.agreements(claims, small_atlas, ENGLISH)
    assert "3 décembre 2022" in text_of(who_says_what.agreements(claims, small_atlas, FRENCH))


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
    row = {"measure": measure, "value": value, "low": None, "high": None, "partial": None}

    assert who_says_what.stated(row, small_atlas, FRENCH) == french
    assert who_says_what.stated(row, small_atlas, ENGLISH) == english


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


# --- one figure, one value ---------------------------------------------------------------------------------


@pytest.mark.parametrize("evidence", TIERS)
def test_a_figure_has_one_value_on_the_page_on_the_card_in_the_table_and_in_its_receipt(
    shipped, held_shipped, evidence
):
    published = held_shipped.published(evidence)
    for incident in (CHANGE_HEALTHCARE, VERSAILLES, CORBEIL, GRAND_EST):
        file = Dossier(incident, shipped, published, evidence)
        items, card = file.items(ENGLISH), cards.card(file.row, shipped, ENGLISH, lambda *_: "", evidence)
        assert {name for name, item in items.items() if item in card} >= {
            f"incident-{measure}" for measure in HEADLINE_MEASURES if f"incident-{measure}" in items
        }
        for figure in file.figures.to_dict("records"):
            measure, value = figure[col.MEASURE], figure[col.VALUE]
            chosen = Selection(incident=incident, evidence=evidence)
            result = work_out(f"incident-{measure}", held_shipped, chosen)
            assert result.value == (None if pd.isna(value) else value), (incident, measure)
            assert set(result.claims[col.TIER]) <= set(accepted_tiers(evidence))
            if measure in HEADLINE_MEASURES:
                assert pd.isna(value) == pd.isna(file.row[measure])
                assert pd.isna(value) or file.row[measure] == value


@pytest.mark.parametrize(
    ("incident", "measure", "evidence", "value"),
    [
        (CHANGE_HEALTHCARE, "cost_usd", "official", 827_000_000),
        (VERSAILLES, "activity_level_percent", "official", 70),
        (CORBEIL, "population_served", "victim", 1_200_000),
        (GRAND_EST, "hospitals_affected", "victim", 2),
        (CORBEIL, "data_leaked_gb", "press", 11),
    ],
)
def test_where_a_level_leaves_out_what_is_retained_what_all_others_state_is_the_figure(
    shipped, publish_shipped, incident, measure, evidence, value
):
    file = Dossier(incident, shipped, publish_shipped(evidence), evidence)
    stated = file.claims[file.claims[col.MEASURE] == measure]

    assert "yes" not in set(stated[col.PREFERRED])
    assert set(stated[col.VALUE].astype(float)) == {value}
    assert file.figures.set_index(col.MEASURE)[col.VALUE][measure] == value
    assert "not retained" not in text_of(file.items(ENGLISH)[f"incident-{measure}"])


def test_the_sections_of_a_file_are_in_order_and_those_with_nothing_to_say_are_absent(small_atlas, publish_small):
    published = publish_small("attacker")
    whole = Dossier(TWO_TOWNS, small_atlas, published, "attacker").sections([], ENGLISH, lambda *_: "", str)
    silent = Dossier(CLAIMED, small_atlas, published, "official").sections([], ENGLISH, lambda *_: "", str)

    names = ["figures", "timeline", "places", "services", "response", "end", "around", "who"]
    names += ["standing", "related", "sources", "cite"]
    assert list(whole) == names
    assert whole["sources"].title == ENGLISH("incident.sources", count=len(cards.sources_of(TWO_TOWNS, small_atlas)))
    assert "who" not in silent
    assert text_of(silent["figures"].html) == ENGLISH("card.none")


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
        who_says_what.disagreements(TWO_TOWNS, claims, bad, FRENCH)
        + who_says_what.agreements(claims, bad, FRENCH)
        + dossier.timeline(events, bad, FRENCH)
        + dossier.sources_by_tier(rows, FRENCH)
        + "".join(speakers.source_html(row, FRENCH) for row in rows.to_dict("records"))
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
        html = dossier.sources_by_tier(rows, FRENCH) + who_says_what.agreements(claims, shipped, FRENCH)
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
    told = who_says_what.agreements(claims[claims[col.TIER] == "press"], small_atlas, ENGLISH)

    assert "Le site des pirates" not in told
    assert "Le Matin" in told


@pytest.mark.shipped
@pytest.mark.parametrize("evidence", TIERS)
def test_related_incidents_are_those_that_count_at_the_level_of_evidence(shipped, publish_shipped, evidence):
    published = publish_shipped(evidence)
    counted = set(Selection(evidence=evidence).keep(published)[col.INCIDENT_ID])
    related = 0
    for incident in shipped.incidents[col.INCIDENT_ID]:
        others = {
            row[col.INCIDENT_ID]
            for rows in Dossier(incident, shipped, published, evidence).related.values()
            for row in rows
        }
        assert others <= counted
        related += len(others)
    assert related
