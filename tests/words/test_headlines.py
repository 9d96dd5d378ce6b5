"""A headline is true of exactly what it names: read back word by word, and counted again without the program."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.words import headlines, phrases
from analytics.words.text import Words
from tests.helpers.said_back import COUNTED, choices, count_again, number, read

MANY = settings(max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


BUSIEST = {
    "fr": re.compile(r"(\d{4}) est l’année la plus chargée que nous connaissions, avec (\d+) attaques? sur (\d+)"),
    "en": re.compile(r"(\d{4}) is the busiest year that we know of, with (\d+) attacks? out of (\d+)"),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@MANY
@given(selection=choices())
def test_the_number_of_a_headline_is_the_count_of_what_it_says(shipped, publish_shipped, lang, selection):
    words = Words(lang)
    sentence = headlines.count_sentence(selection.keep(publish_shipped(selection.evidence)), selection, shipped, words)
    said, found = read(sentence, COUNTED[lang], lang), COUNTED[lang].search(sentence)
    if found["claimed"]:
        said = said._replace(evidence="attacker")
    counted = count_again(publish_shipped(said.evidence), shipped.sites, said)
    claims, french = counted["status"] == "claimed", counted["country"] == "FRA"
    assert (number(found["known"]), number(found["claimed"])) == (int((~claims).sum()), int(claims.sum())), sentence
    if found["french"] or found["all"] or found["out"]:
        told = len(counted) if found["all"] else number(found["french"])
        assert told == int(french.sum()), sentence


@pytest.mark.parametrize("lang", ["fr", "en"])
@MANY
@given(selection=choices())
def test_the_busiest_year_is_that_of_what_the_headline_says(shipped, publish_shipped, lang, selection):
    words, selection = Words(lang), replace(selection, evidence="specialist")
    published = publish_shipped(selection.evidence)
    kept = selection.keep(published)
    sentence = headlines.year_sentence(kept, selection, shipped, words)
    found = BUSIEST[lang].search(sentence)
    assume(found)
    again = count_again(published, shipped.sites, read(sentence, BUSIEST[lang], lang))
    years = again["started_on"].str[:4].value_counts()
    assert (years.index[0], years.iloc[0], len(again)) == (found[1], int(found[2]), int(found[3])), sentence


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ("2022", "2022", "en 2022", "in 2022"),
        ("2022-03", "2022-03", "en mars 2022", "in March 2022"),
        ("2022-03-01", "2022-03-01", "le 1er mars 2022", "on 1 March 2022"),
        ("2021", "2023", "de 2021 à 2023", "from 2021 to 2023"),
        ("2022-10", "2023-06-05", "d’octobre 2022 au 5 juin 2023", "from October 2022 to 5 June 2023"),
        ("2022-03-04", "", "depuis le 4 mars 2022", "since 4 March 2022"),
        ("", "2022-04", "jusqu’en avril 2022", "to the end of April 2022"),
        ("", "2022-04-05", "jusqu’au 5 avril 2022", "until 5 April 2022"),
    ],
)
def test_a_period_is_one_phrase_wherever_a_choice_is_said(shipped, start, end, french, english):
    selection = Selection(start=start, end=end)
    for words, told in ((Words("fr"), french), (Words("en"), english)):
        assert phrases.scope(selection, shipped, words).startswith(f"{told}{words('semicolon')}")
        assert headlines.everything_said(selection, shipped, words) == told


def test_the_cases_that_readers_found_false(shipped, publish_shipped):
    """Each figure was quoted from a page whose headline left its choice out."""

    def told(lang, **fields):
        selection = Selection(**fields)
        kept = selection.keep(publish_shipped(selection.evidence))
        return headlines.count_sentence(kept, selection, shipped, Words(lang))

    island = told("en", region=("11",), start="2022", end="2022")
    assert re.fullmatch(r"Île-de-France – \d+ publicly documented attacks, in 2022", island)
    ransomware = told("en", type=("ransomware",), start="2022", end="2022")
    assert re.fullmatch(r"Ransomware – \d+ publicly documented attacks, \d+ in France, in 2022", ransomware)
    assert re.match(r"Rhône \(69\) – \d+ attaques connues publiquement, de ", told("fr", department=("69",)))
    assert told("fr", country=("TCD",)) == "Tchad – aucune attaque connue publiquement"
    claimed = (shipped.incidents[col.STATUS] == "claimed").sum()
    assert told("en", evidence="attacker").startswith(
        f"{len(shipped.incidents) - claimed} publicly documented attacks and {claimed} that the attacker alone "
    )
