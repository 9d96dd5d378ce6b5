"""What the words of an incident assert, held against who says so, and what ends and replaces what is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.backing import numbers_in, plain_numbers
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.measures import MEASURES

LANGUAGES = ("fr", "en")
NUMBERS = tuple(name for name, measure in MEASURES.items() if measure.kind == "number")
# measures by which somebody says that data were taken
THEFT = ("data_leaked", "data_stolen", "data_leaked_gb", "data_leaked_on", "records_affected", "people_affected")
STRENGTH = tuple(TIERS)  # strongest first
RECOVERY = ("recovery", "downtime_days", "downtime_meaning", "recovery_duration_months")

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# a sentence that leaves what it says to whoever says it, doubts it or denies it
_LEFT_TO_OTHERS = {
    "fr": re.compile(
        r"\b(?:revendi|affirm|préten|menac|assur|annonc|soupçonn|attribu|présent\w+ comme|relev|repris|selon\b"
        r"|d’après\b|di(?:t|re|sent|sait|saient)\b|aucune?\b|rien\b|ignor|ne\b|n’|pu\b|\w+rai(?:t|ent)\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:claim|alleg|assert|announc|threat|suspect|attribut|listed|took up|according to|sa(?:y|ys|id)\b|no\b"
        r"|not\b|nothing\b|whether|would|may (?:have|be)\b|might|could)",
        re.IGNORECASE,
    ),
}
_TAKEN = {
    "fr": re.compile(
        r"\b(?:vol(?:ée?s?|e|ent)|dérob\w+|publi(?:ée?s?|e|ent)|divulgu\w+|en vente|vend\w*)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:stole|stolen|leaked|published|posted|offered|sold|for sale)\b", re.IGNORECASE),
}
_DATA = {
    "fr": re.compile(r"\b(?:données|fichiers?|dossiers?|documents?|captures)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:data|files?|records?|documents?|screenshots?)\b", re.IGNORECASE),
}
_UNPAID = {
    "fr": re.compile(
        r"\bn’(?:a|ont|avait|avoir) (?:pas |rien |jamais )?(?:été )?(?:payée?|versée?)\b"
        r"|\baucune (?:rançon|somme) n’a(?:vait)? été (?:payée|versée)|\brien n’a été (?:payé|versé)|\bsans payer",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\bno ransom (?:was|has been|had been) paid|\b(?:did|has|had|have) not (?:pay|paid)\b|\bpaid (?:no|nothing)\b"
        r"|\bnothing (?:was|has been|had been) paid|\bwas (?:not|never) paid|\bwithout paying",
        re.IGNORECASE,
    ),
}
_OTHER_DEBTS = re.compile(r"\b(?:accord|règlement|amende|settlement|fine)\b")
_ANNOUNCED = re.compile(
    r"announced|(?:will|would) not|\bat that date|annonc|ne (?:sera|paiera)|à cette date", re.IGNORECASE
)


def attackers_words_as_facts(atlas: Atlas) -> Iterator[str]:
    """Sentences that tell as a fact what the attacker alone says: data taken or published, or a number."""
    told_by: dict[tuple[str, float], set[str]] = defaultdict(set)
    # what an attacker demands is no report
    numbered = atlas.claims[
        atlas.claims[col.MEASURE].isin(NUMBERS) & ~atlas.claims[col.MEASURE].str.startswith("ransom")
    ]
    for row in rows_of(numbered):
        for number in plain_numbers(f"{row[col.VALUE]} {row[col.LOW]} {row[col.HIGH]}"):
            told_by[row[col.INCIDENT_ID], number].add(row[col.TIER])
    theft = atlas.claims[atlas.claims[col.MEASURE].isin(THEFT) & ~atlas.claims[col.VALUE].isin(("no", "unknown"))]
    taken = theft.groupby(col.INCIDENT_ID)[col.TIER].agg(set).to_dict()
    for place, incident, language, sentence in _sentences(atlas):
        if _LEFT_TO_OTHERS[language].search(sentence):
            continue
        verb = _TAKEN[language].search(sentence)
        if verb and _DATA[language].search(sentence) and taken.get(incident) == {"attacker"}:
            yield f"{place}: tells as a fact what the attacker alone says, “{verb[0]}”"
        for number in sorted(numbers_in(sentence, language, dates=False)):
            if told_by.get((incident, number)) == {"attacker"}:
                yield f"{place}: tells as a fact a number that the attacker alone says, {number:,.10g}"


def unpaid_ransoms(atlas: Atlas) -> Iterator[str]:
    """Ransoms told as unpaid of which nobody but the attacker says so, or of which it was only announced."""
    claims = atlas.claims[(atlas.claims[col.MEASURE] == "ransom_paid") & (atlas.claims[col.VALUE] == "no")]
    notes = claims[col.NOTE_FR].fillna("") + " " + claims[col.NOTE_EN].fillna("")
    firm = claims[(claims[col.TIER] != "attacker") & ~notes.str.contains(_ANNOUNCED)]
    said = set(firm[col.INCIDENT_ID])
    for place, incident, language, sentence in _sentences(atlas):
        told = _UNPAID[language].search(sentence)
        if told and incident not in said and not _OTHER_DEBTS.search(sentence):
            yield f"{place}: says “{told[0]}”, and no claim says more than that it will not be paid"


def ends_without_recovery(atlas: Atlas) -> Iterator[str]:
    """End dates of which no claim and no line of the timeline says that something worked again."""
    recovered = set(atlas.claims.loc[atlas.claims[col.MEASURE].isin(RECOVERY), col.INCIDENT_ID])
    recovered |= set(atlas.events.loc[atlas.events[col.KIND] == "recovery", col.INCIDENT_ID])
    ended = atlas.incidents.loc[atlas.incidents[col.ENDED_ON].notna(), col.INCIDENT_ID]
    for incident in ended[~ended.isin(recovered)]:
        yield f"incidents.csv, {incident}, {col.ENDED_ON}: nothing says that it is a recovery"


def outdated_figures(atlas: Atlas) -> Iterator[str]:
    """Numbers retained as the latest although a later claim of as strong a tier says otherwise."""
    latest = atlas.disagreements[atlas.disagreements[col.RULE] == "latest"]
    disputed = set(latest[[col.INCIDENT_ID, col.MEASURE]].itertuples(index=False, name=None))
    dated = atlas.claims[atlas.claims[col.MEASURE].isin(NUMBERS) & atlas.claims[col.AS_OF].notna()]
    value = [col.VALUE, col.LOW, col.HIGH]
    for key, rows in dated.groupby([col.INCIDENT_ID, col.MEASURE], sort=False):
        retained = rows[rows[col.PREFERRED] == "yes"]
        if key not in disputed or retained.empty:
            continue
        same = (rows[value].fillna("") == retained[value].fillna("").iloc[0]).all(axis=1)
        since, strength = rows.loc[same, col.AS_OF].max(), min(map(STRENGTH.index, rows.loc[same, col.TIER]))
        for claim, tier, day in rows.loc[~same, [col.CLAIM_ID, col.TIER, col.AS_OF]].itertuples(index=False, name=None):
            shortest = min(len(day), len(since))
            if STRENGTH.index(tier) <= strength and day[:shortest] > since[:shortest]:
                yield f"claims.csv, {claim}: of {day}, and what is retained as the latest is of {since}"


def _sentences(atlas: Atlas) -> Iterator[tuple[str, str, str, str]]:
    """Each sentence of the summaries and event lines: where it stands, of which incident, in which language."""
    texts: tuple[tuple[str, pd.DataFrame, str, str], ...] = (
        (col.INCIDENTS, atlas.incidents, col.INCIDENT_ID, "summary"),
        (col.EVENTS, atlas.events, "event_id", "text"),
    )
    for table, rows, key, text in texts:
        for row in rows_of(rows):
            for language in LANGUAGES:
                for sentence in _SENTENCE.split(row[f"{text}_{language}"]):
                    yield f"{table}.csv, {row[key]}, {text}_{language}", row[col.INCIDENT_ID], language, sentence


CHECKS = (attackers_words_as_facts, unpaid_ransoms, ends_without_recovery, outdated_figures)
