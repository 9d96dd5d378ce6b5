"""Where claims of attackers are counted, every count says so: in pictures, receipts, tables, kits, briefs."""

from __future__ import annotations

import random
import re

import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.outputs import brief, pictures, receipts
from analytics.outputs.pictures import PICTURES, Choice
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES
from analytics.selection.selection import Selection
from analytics.words import headlines, phrases
from analytics.words.incidents import claimed_among, counted, known_and_claimed
from analytics.words.text import Words

pytestmark = pytest.mark.shipped

FRENCH, ENGLISH = Words("fr"), Words("en")
CLAIM = re.compile(r"claim|revendi", re.IGNORECASE)
DRAWN = [
    name for name, one in PICTURES.items() if not one.needs and name not in ("official", "visibility", "recoveries")
]


def choices(atlas, number: int, seed: int) -> list[Selection]:
    """Random choices at the level where claims count."""
    drawn = random.Random(seed)  # noqa: S311
    some = []
    for _ in range(number):
        narrowed = {
            "department": tuple(drawn.sample(sorted(atlas.departments[col.CODE]), 30)),
            "type": tuple(drawn.sample(sorted(ATTACK_TYPES), 2)),
            "start": str(drawn.randint(2016, 2026)),
            "country": drawn.choice([("FRA",), ("USA",), ("FRA", "DEU")]),
        }
        kept = drawn.sample(sorted(narrowed), drawn.randint(0, 2))
        some.append(Selection(evidence="attacker", **{name: narrowed[name] for name in kept}))
    return some


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=lambda words: words.language)
def test_a_receipt_counts_claims_apart_as_its_headline_does(held_shipped, words):
    for selection in choices(held_shipped.atlas, 12, 1):
        kept = selection.keep(held_shipped.published("attacker"))
        result = receipts.work_out("incidents", held_shipped, selection)
        quoted = receipts.quotation("incidents", result, held_shipped.atlas, selection, words)
        numbers = [int(number) for number in re.findall(r"\d+", receipts.said("incidents", result, words))]
        claimed = claimed_among(kept)

        assert numbers == ([len(kept) - claimed, claimed] if claimed else [len(kept)])
        assert (known_and_claimed(kept, words) in quoted) == bool(claimed)
        assert bool(CLAIM.search(headlines.count_of(kept, words))) == bool(claimed)


@pytest.mark.parametrize("name", [name for name, one in FIGURES.items() if not (one.of_incident or one.independent)])
def test_every_receipt_says_whether_it_counts_claims(held_shipped, name):
    for selection in choices(held_shipped.atlas, 6, 2):
        if FIGURES[name].formula == "compare":
            continue
        result = receipts.work_out(name, held_shipped, selection)
        said = f"{receipts.said(name, result, ENGLISH)} {receipts.base_line(result, ENGLISH)}"
        if col.INCIDENT_ID not in result.rows or result.rows.empty:
            continue
        behind = held_shipped.published("attacker").set_index(col.INCIDENT_ID).loc[result.rows[col.INCIDENT_ID]]
        assert bool(CLAIM.search(said)) == bool(claimed_among(behind)), said


def test_the_table_of_an_area_counts_the_claims_in_it_and_its_sentence_says_them(held_shipped):
    for selection in choices(held_shipped.atlas, 5, 3):
        published = held_shipped.published("attacker")
        for level in ("department", "country"):
            table = held_shipped.profiles(selection, level).areas
            sites = held_shipped.atlas.sites
            claimed = published.loc[published[col.STATUS] == "claimed", col.INCIDENT_ID]
            of_choice = selection.everywhere().keep(published)[col.INCIDENT_ID]
            pairs = sites[sites[col.INCIDENT_ID].isin(claimed) & sites[col.INCIDENT_ID].isin(of_choice)]
            expected = pairs.dropna(subset=[level]).groupby(level)[col.INCIDENT_ID].nunique()
            assert table[col.INCIDENTS_CLAIMED].to_dict() == expected.reindex(table.index, fill_value=0).to_dict()
            for _, row in table[table[col.INCIDENTS] > 0].iterrows():
                told = phrases.area_told(row, "incidents", ENGLISH)
                assert (ENGLISH("front.claimed", count=int(row[col.INCIDENTS_CLAIMED])) in told) == bool(
                    row[col.INCIDENTS_CLAIMED]
                )


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_that_counts_claims_says_so_in_title_and_alternative_text(held_shipped, name):
    for selection in choices(held_shipped.atlas, 3, 4):
        choice = Choice(held_shipped, selection)
        if not claimed_among(choice.kept):
            continue
        drawing = pictures.draw(name, choice, Sheet(ENGLISH))
        assert CLAIM.search(drawing.alt.partition(". ")[0]), drawing.alt


def test_services_and_years_tell_how_many_of_each_are_claims(held_shipped):
    for name in ("services", "by-year"):
        alt = pictures.draw(name, Choice(held_shipped, Selection(evidence="attacker")), Sheet(ENGLISH)).alt
        assert ENGLISH("front.claimed", count=2 if name == "services" else 6) in alt
    drawn = pictures.draw("services", Choice(held_shipped, Selection(evidence="attacker")), Sheet(ENGLISH)).svg
    assert ENGLISH("map.claimed_hollow") in drawn
    assert (
        ENGLISH("map.claimed_hollow")
        not in pictures.draw("services", Choice(held_shipped, Selection()), Sheet(ENGLISH)).svg
    )


def test_a_brief_says_how_many_attacks_of_its_area_are_claims(held_shipped):
    table = held_shipped.profiles(Selection(evidence="attacker"), "department").areas
    claimed = table[table[col.INCIDENTS_CLAIMED] > 0]
    assert len(claimed)
    for content in brief.contents(held_shipped, Selection(evidence="attacker"), ("en",), lambda *_: "")["en"]:
        if content.level != "department":
            continue
        count = int(table.loc[content.code, col.INCIDENTS_CLAIMED])
        assert (ENGLISH("headline.claims_in", count=count) in content.answer) == bool(count)
        assert not count or ENGLISH("front.claimed", count=count) in content.html


def test_a_choice_of_claims_is_not_a_count_of_facts(held_shipped):
    kept = Selection(evidence="attacker").keep(held_shipped.published("attacker"))

    known = kept[kept[col.STATUS] != "claimed"]
    assert counted(kept, ENGLISH) == (
        f"{len(kept)} incidents, {len(kept) - len(known)} of them claimed by the attackers alone"
    )
    assert counted(known, ENGLISH) == f"{len(known)} incidents"
