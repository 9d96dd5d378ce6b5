"""What the words of an incident assert is held against who says so, and against what was said later."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.atlas import wording
from analytics.schema import col
from tests.helpers.small_world import QUIET


def telling(atlas, language: str, summary: str, *claims: dict[str, str], **cells: str):
    """The atlas with one summary, claims on its incident, and other cells of it."""
    incidents, told = atlas.incidents.copy(), atlas.claims.iloc[[0]]
    row = incidents[col.INCIDENT_ID] == QUIET
    for name, cell in {f"summary_{language}": summary, **cells}.items():
        incidents.loc[row, name] = cell
    empty = dict.fromkeys((col.VALUE, col.LOW, col.HIGH, col.AS_OF, col.NOTE_FR, col.NOTE_EN), pd.NA)
    added = [
        told.assign(**{**empty, col.CLAIM_ID: f"new.{place}", col.INCIDENT_ID: QUIET, col.PREFERRED: "no", **claim})
        for place, claim in enumerate(claims)
    ]
    return atlas._replace(incidents=incidents, claims=pd.concat([atlas.claims, *added], ignore_index=True))


def leak(tier: str) -> dict[str, str]:
    return {"measure": "data_leaked", "value": "yes", "tier": tier}


@pytest.mark.parametrize(
    ("language", "fact", "report"),
    [
        ("fr", "Le groupe a publié des fichiers.", "Le groupe revendique le vol ; il aurait publié des fichiers."),
        ("fr", "Des données ont été volées.", "Selon le groupe, des données ont été volées."),
        ("en", "The group leaked files.", "The group claims that it leaked files."),
        ("en", "The group offered the data for sale.", "The group said that it offered the data for sale."),
    ],
)
def test_a_theft_that_the_attacker_alone_tells_is_no_fact(small_atlas, language, fact, report):
    told = list(wording.attackers_words_as_facts(telling(small_atlas, language, fact, leak("attacker"))))

    assert len(told) == 1
    assert told[0].startswith(
        f"incidents.csv, {QUIET}, summary_{language}: tells as a fact what the attacker alone says"
    )
    assert list(wording.attackers_words_as_facts(telling(small_atlas, language, report, leak("attacker")))) == []
    known = telling(small_atlas, language, fact, leak("attacker"), leak("press"))
    assert list(wording.attackers_words_as_facts(known)) == []


@pytest.mark.parametrize(
    ("language", "fact", "report"),
    [
        ("fr", "Le 4 mai, 4 711 lignes.", "Le 4 mai, 4 711 lignes, selon le groupe."),
        ("en", "On 4 May, 4,711 rows.", "On 4 May, 4,711 rows, according to the group."),
    ],
)
def test_a_number_that_the_attacker_alone_tells_is_no_fact(small_atlas, language, fact, report):
    claim = {"measure": "records_affected", "value": "4711", "tier": "attacker"}

    told = list(wording.attackers_words_as_facts(telling(small_atlas, language, fact, claim)))
    assert told == [
        f"incidents.csv, {QUIET}, summary_{language}: tells as a fact a number that the attacker alone says, 4,711"
    ]
    assert list(wording.attackers_words_as_facts(telling(small_atlas, language, report, claim))) == []


@pytest.mark.parametrize(
    ("language", "told", "announced"),
    [
        ("fr", "Aucune rançon n’a été payée.", "Selon le directeur, la rançon ne sera pas payée."),
        ("fr", "L’hôpital n’a rien payé.", "L’hôpital refuse de payer."),
        ("en", "No ransom was paid.", "The director says that no ransom will be paid."),
        ("en", "The hospital paid nothing.", "The hospital refuses to pay."),
    ],
)
def test_a_ransom_that_will_not_be_paid_is_not_yet_unpaid(small_atlas, language, told, announced):
    will_not = {"measure": "ransom_paid", "value": "no", "tier": "victim", "note_en": "announced: it will not be paid"}
    was_not = {"measure": "ransom_paid", "value": "no", "tier": "victim"}

    for claims in ([], [will_not], [{**was_not, "tier": "attacker"}]):
        found = list(wording.unpaid_ransoms(telling(small_atlas, language, told, *claims)))
        assert len(found) == 1, claims
        assert f"{QUIET}, summary_{language}: says “" in found[0]
    assert list(wording.unpaid_ransoms(telling(small_atlas, language, told, was_not))) == []
    assert list(wording.unpaid_ransoms(telling(small_atlas, language, announced, will_not))) == []


@pytest.mark.parametrize("measure", wording.RECOVERY)
def test_an_end_date_is_that_of_a_recovery(small_atlas, measure):
    events = small_atlas.events[small_atlas.events[col.KIND] != "recovery"]
    silent = telling(small_atlas, "en", "It ended.")._replace(events=events)
    stated = telling(small_atlas, "en", "It ended.", {"measure": measure, "value": "3"})._replace(events=events)

    told = f"incidents.csv, {QUIET}, ended_on: nothing says that it is a recovery"
    assert told in wording.ends_without_recovery(silent)
    assert told not in wording.ends_without_recovery(stated)
    assert list(wording.ends_without_recovery(small_atlas)) == []


@pytest.mark.parametrize(
    ("day", "tier", "found"),
    [
        ("2023-02", "press", True),
        ("2023-02", "victim", True),
        ("2023-02", "specialist", False),
        ("2023-01", "press", False),
        ("2023", "press", False),
    ],
)
def test_the_latest_figure_is_not_older_than_another_one(small_atlas, day, tier, found):
    kept = {"measure": "people_affected", "value": "7", "tier": "press", "as_of": "2023-01-09", "preferred": "yes"}
    other = {"measure": "people_affected", "value": "9", "tier": tier, "as_of": day}
    atlas = telling(small_atlas, "en", "What happened.", kept, other)
    rule = {col.INCIDENT_ID: QUIET, col.MEASURE: "people_affected", col.RULE: "latest"}
    disagreements = pd.concat([atlas.disagreements, pd.DataFrame([rule])], ignore_index=True)

    told = list(wording.outdated_figures(atlas._replace(disagreements=disagreements)))
    assert told == [f"claims.csv, new.1: of {day}, and what is retained as the latest is of 2023-01-09"] * found


@pytest.mark.shipped
@pytest.mark.parametrize("check", wording.CHECKS)
def test_the_record_holds(shipped, check):
    assert list(check(shipped)) == []
