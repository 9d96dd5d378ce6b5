"""Where one incident stands: counts that leave nobody out and never call a floor less, and likeness by a plain rule."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outputs import standing_figures
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.selection import Selection
from analytics.statistics.standing import COMPARED, TRAITS, most_alike, of_same_organisation, standings
from analytics.words.standing import sentence
from analytics.words.text import Words

ENGLISH = Words("en")


def row(name: str, beds: float, floor: bool = False, **cells: object) -> dict[str, object]:
    nothing = {measure: float("nan") for measure in COMPARED}
    known = {col.INCIDENT_ID: name, col.NAME_FR: name, col.NAME_EN: name, col.BEDS: beds}
    own = {col.ATTACK_TYPE: "ransomware", col.SECTOR: "hospital", col.COUNTRY: "FRA", col.STARTED_ON: "2022-05"}
    return {
        **nothing,
        **own,
        **known,
        "beds_partial": "yes" if floor else None,
        col.LEGAL_ENTITIES: None,
        col.ORGANISATION: name,
        **cells,
    }


VALUES = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=12)


@settings(max_examples=80)
@given(VALUES, st.integers(0, 9), st.booleans())
def test_every_other_is_counted_once_and_a_floor_is_never_said_to_be_less(others, value, floor):
    counted = [row(f"i{place}", float(beds), partial) for place, (beds, partial) in enumerate(others)]
    one = standings(row("own", float(value), floor), [*counted, row("own", float(value), floor)])[0]

    assert one.below + one.same + one.above + one.unsure == len(others) == len(one.others)
    assert one.below == sum(beds < value and not partial for beds, partial in others)
    assert one.above == sum(beds > value for beds, _ in others)


def test_the_sentence_says_of_what_it_counts():
    counted = [row("a", 10), row("b", 20, True), row("c", 30), row("d", 40)]
    one = standings(row("own", 30, True), counted)[0]

    assert sentence(one, ENGLISH) == (
        "Beds: at least 30; more than 1 of the 4 others with this figure; 1 states the same; 1 stands no higher but "
        "covers a part only, and may be more; its own figure covers a part only: it may be more than the 1 that stands "
        "above too"
    )
    assert "no other incident of the record has this figure" in sentence(standings(row("own", 1), [])[0], ENGLISH)


def test_likeness_is_what_two_have_in_common_and_what_is_unknown_is_none():
    own = row("own", 100)
    counted = [
        row("twin", 200),
        row("far", 201, **{col.COUNTRY: "DEU"}),
        row("other", float("nan"), **{col.COUNTRY: "DEU", col.ATTACK_TYPE: "intrusion"}),
        row("again", 100, **{col.ORGANISATION: "own"}),
    ]
    alike = most_alike(own, counted)

    assert [(each.row[col.INCIDENT_ID], len(each.common)) for each in alike] == [("twin", 5), ("far", 3)]
    assert [each[col.INCIDENT_ID] for each in of_same_organisation(own, counted)] == ["again"]
    unknown = {col.ATTACK_TYPE: "unknown", col.SECTOR: "dialysis", col.STARTED_ON: "2010"}
    assert most_alike(row("own", 5, **unknown), [row("x", 5, **{col.ATTACK_TYPE: "unknown"})]) == []


@pytest.mark.shipped
@settings(max_examples=40)
@given(data=st.data(), tier=st.sampled_from(list(TIERS)))
def test_on_the_record_the_counts_are_those_of_the_published_table(held_shipped, data, tier):
    held = held_shipped
    counted = standing_figures.counted(held, tier)
    incident = data.draw(st.sampled_from(sorted(held.published(tier)[col.INCIDENT_ID])))
    own = standing_figures.own_row(held, Selection(incident=incident, evidence=tier))
    table = pd.DataFrame(counted).set_index(col.INCIDENT_ID) if counted else None
    for one in standings(own, counted):
        values = table[one.measure].dropna().drop(index=incident, errors="ignore")
        assert len(one.others) == len(values)
        assert one.below + one.unsure + one.same == (values <= own[one.measure]).sum()
    for each in most_alike(own, counted):
        assert len(each.common) >= 3
        assert set(each.common) == {name for name, shared in TRAITS.items() if shared(own, each.row)}
