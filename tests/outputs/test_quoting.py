"""The sentence to quote: who says it and where, what it is not, and nothing that the level of evidence leaves out."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from analytics.outputs import quoting, receipts
from analytics.outputs.html import who_says_what
from analytics.outputs.receipt_basis import FigureBasis
from analytics.outputs.receipt_figures import FIGURES
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.selection.selection import Selection, accepted_tiers
from analytics.words import headlines
from analytics.words.citations import credit
from analytics.words.sources import publisher
from analytics.words.text import Words

pytestmark = pytest.mark.shipped
FRENCH, ENGLISH = Words("fr"), Words("en")
WRITTEN = [name for name, figure in FIGURES.items() if figure.of_incident and not figure.drawing]
BY_TIER = {
    "official": ("une autorité publique", "a public authority"),
    "victim": ("l’organisme touché", "the organisation hit"),
    "specialist": ("un spécialiste", "a specialist"),
    "attacker": ("l’attaquant, seul à le dire", "the attacker alone"),
}


def quoted(held, name: str, selection: Selection, words: Words) -> str:
    return quoting.prose(name, receipts.work_out(name, held, selection), FigureBasis(held, selection), words)


def test_who_speaks_and_the_paper_that_quotes_them_are_both_named(held_shipped):
    transferred = Selection(incident="fr-versailles-2022")

    told = quoted(held_shipped, "incident-patients_transferred", transferred, FRENCH)
    assert told.startswith(
        "Centre hospitalier de Versailles, attaque (3 décembre 2022)\u202f: d’après une autorité publique que citent "
        "FrenchWeb (AFP, décembre 2022) et Next INpact (décembre 2022), au moins 6 patients ont été transférés."
    )
    assert "Les sources vont de 2 à 6." in told
    assert told.endswith(credit(FRENCH))
    told = quoted(held_shipped, "incident-patients_transferred", transferred, ENGLISH)
    assert "according to a public authority quoted by FrenchWeb" in told
    assert "at least 6 patients were transferred." in told
    assert "Sources range from 2 to 6." in told


def test_a_document_of_who_speaks_is_its_own_voice(held_shipped):
    told = quoted(held_shipped, "incident-beds", Selection(incident="fr-rennes-chu-2023"), FRENCH)

    assert "d’après DREES, les lieux touchés comptent 1\u202f559 lits" in told


def test_months_stay_the_months_that_a_source_states(held_shipped):
    selection = Selection(incident="fr-versailles-2022")

    # 18 months are held as 548 days, which nobody said
    told = quoted(held_shipped, "incident-days_to_recover", selection, FRENCH)
    assert "le rétablissement a demandé 18 mois" in told
    assert "548" not in told


def test_every_sentence_rests_on_accepted_claims_that_state_its_value(held_shipped):
    chance = random.Random(13)  # noqa: S311 - no secret
    sources = held_shipped.atlas.sources.set_index(col.SOURCE_ID)
    claims, told = held_shipped.atlas.claims, 0
    for incident in chance.sample([*held_shipped.atlas.incidents[col.INCIDENT_ID]], 40):
        selection = Selection(incident=incident, evidence=chance.choice(list(TIERS)))
        basis = FigureBasis(held_shipped, selection)
        measured = {*claims.loc[claims[col.INCIDENT_ID] == incident, col.MEASURE]}
        for name in (name for name in WRITTEN if name.removeprefix("incident-") in {*measured, col.DAYS_TO_RECOVER}):
            result = receipts.work_out(name, held_shipped, selection)
            sentences = [quoting.prose(name, result, basis, words) for words in (FRENCH, ENGLISH)]
            if not sentences[0]:
                assert not sentences[1]
                continue
            told += 1
            said = quoting.behind(name, result, basis)
            (tier,) = set(said[col.TIER])
            assert tier in accepted_tiers(selection.evidence)
            cited = sources.loc[[*said[col.SOURCE_ID]]].reset_index()
            for words, sentence in zip((FRENCH, ENGLISH), sentences, strict=True):
                assert any(publisher(row, words) in sentence for _, row in cited.iterrows()), (incident, name)
            own_voice = (cited[col.TIER] == tier).any()
            if tier in BY_TIER and not own_voice:
                assert all(part in sentence for part, sentence in zip(BY_TIER[tier], sentences, strict=True))
            if result.partial:
                assert "au moins" in sentences[0]
            if name != "incident-days_to_recover":
                assert set(pd.to_numeric(said[col.VALUE])) == {result.value}
    assert told > 60


def test_what_is_not_retained_has_no_sentence_that_would_choose_for_the_reader(held_shipped):
    published = held_shipped.published("attacker")
    open_ones = published[published["people_affected"].isna() & published["people_affected_high"].notna()]

    assert len(open_ones) > 0
    for incident in open_ones[col.INCIDENT_ID].head(5):
        selection = Selection(incident=incident, evidence="attacker")
        assert quoted(held_shipped, "incident-people_affected", selection, FRENCH) == ""


@pytest.mark.parametrize("query", [{}, {"department": ("69",)}, {"country": ("DEU",), "evidence": "press"}])
def test_a_choice_is_quoted_by_its_finding_with_all_that_narrows_it(held_shipped, query):
    selection = Selection(**query)
    kept = FigureBasis(held_shipped, selection).kept

    for words in (FRENCH, ENGLISH):
        sentence = headlines.count_sentence(kept, selection, held_shipped.atlas, words)
        assert quoted(held_shipped, "map", selection, words) == f"{sentence}. {credit(words)}"
        finding = headlines.year_sentence(kept, selection, held_shipped.atlas, words)
        assert quoted(held_shipped, "timeline", selection, words).startswith(finding)


def test_the_sources_of_a_sentence_are_links_to_where_it_can_be_read(held_shipped):
    selection = Selection(incident="fr-rennes-chu-2023")
    basis = FigureBasis(held_shipped, selection)
    name = "incident-recovery_at_least_days"

    html = quoting.read_at_source(name, receipts.work_out(name, held_shipped, selection), basis, FRENCH)
    assert html.count("<li>") == 1
    assert "20 Minutes" in html
    assert 'href="https://' in html


def test_the_name_of_an_authority_keeps_its_capitals_within_a_list(held_shipped):
    claims = held_shipped.atlas.claims
    row = claims[(claims[col.INCIDENT_ID] == "fr-rennes-chu-2023") & (claims[col.MEASURE] == "response")].iloc[0]
    told = who_says_what.stated(row, held_shipped.atlas, FRENCH)

    assert "ANSSI" in told
    assert "CERT Santé" in told
    assert "CNIL" in told
