"""What is said of ransoms without a sum: each incident has one answer, and silence is none."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings

from analytics.atlas.published import ransoms_paid
from analytics.schema import col
from analytics.selection.selection import accepted_tiers
from analytics.statistics.totals import RANSOM, WITHOUT, totals
from analytics.words.text import Words
from analytics.words.totals import base
from tests.helpers.said_back import choices


def claims(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    names = [col.INCIDENT_ID, col.VALUE, col.TIER, col.PREFERRED]
    return pd.DataFrame([(*row,) for row in rows], columns=names).assign(**{col.MEASURE: col.RANSOM_PAID})


def test_what_is_retained_decides_then_what_all_say_and_else_it_is_not_known():
    said = claims(
        ("retained", "no", "victim", "yes"),
        ("retained", "yes", "attacker", "no"),
        ("agreed", "yes", "press", "no"),
        ("torn", "yes", "press", "no"),
        ("torn", "no", "press", "no"),
        ("attacker", "yes", "attacker", "no"),
    )

    assert ransoms_paid(said, accepted_tiers("attacker")).to_dict() == {
        "agreed": "yes",
        "attacker": "yes",
        "retained": "no",
        "torn": "unknown",
    }
    assert set(ransoms_paid(said, accepted_tiers("press")).index) == {"agreed", "retained", "torn"}
    assert ransoms_paid(said, accepted_tiers("official")).empty


ANSWERS = {"ransom_no": {"no"}, "ransom_yes": {"yes", "partial"}, "ransom_unknown": {"unknown"}}
ANSWERS["ransom_yes_more"] = ANSWERS["ransom_yes"]


@pytest.mark.shipped
@settings(max_examples=60)
@given(selection=choices())
def test_of_any_choice_each_incident_without_a_sum_is_told_once_under_what_its_claims_say(held_shipped, selection):
    kept = held_shipped.choice(selection).kept
    row = totals(kept, [RANSOM])[0]
    told = {name: count for name, count in base(row) if name.startswith("ransom_")}

    silent = kept[kept[f"{RANSOM}_high"].isna()]
    accepted = held_shipped.atlas.claims
    accepted = accepted[accepted[col.TIER].isin(accepted_tiers(selection.evidence))]
    said = accepted[accepted[col.MEASURE] == "ransom_paid"].groupby(col.INCIDENT_ID)[col.VALUE].agg(set)
    of_each = [said.get(incident, set()) for incident in silent[col.INCIDENT_ID]]
    assert sum(told.values()) == row[WITHOUT] == len(silent)
    assert told.get("ransom_untold", 0) == sum(not values for values in of_each)
    for name, codes in ANSWERS.items():
        if name in told and name != "ransom_unknown":
            assert told[name] <= sum(bool(values & codes) for values in of_each)
            assert told[name] >= sum(bool(values) and values <= codes for values in of_each)
    assert not {"ransom_yes", "ransom_yes_more"} <= set(told)


def test_that_none_paid_is_said_beside_refusals_and_not_as_a_lack_of_figures():
    row = {"partial": 0, "repeated": 0, "not_retained": 0, "based_on": 0, "without": 60, "total": float("nan")}
    row |= {"ransom_no": 11, "ransom_yes": 0, "ransom_unknown": 0, "ransom_untold": 49}

    said = [Words("en")(f"front.{name}", count=count) for name, count in base(row)]
    assert said == [
        "11 said to have refused or not to have paid",
        "none said to have paid",
        "49 of which no source read says whether they paid",
    ]
    assert Words("fr")("front.ransom_yes", count=0) == "aucun dont on dise qu’il a payé"
