"""The title of each picture, what stands for it, and the title of its frame name what narrows the picture."""

from __future__ import annotations

import re

import pytest

from analytics.drawings.svg.canvas import Sheet
from analytics.outputs import feeds, pictures
from analytics.outputs.pictures import PICTURES, Choice
from analytics.selection.selection import Selection
from analytics.words.escape import safe
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import TWO_TOWNS

WORDS = {"fr": Words("fr"), "en": Words("en")}
SAID = {
    "fr": ("rançongiciel", "en 2022", "d’après les sources officielles, les établissements touchés et la presse"),
    "en": ("ransomware", "in 2022", "going by official sources, victims and the press"),
}
PLACES = {"01": r"\(01\)", "84": "Auvergne|84"}
# of one incident, of a hospital, or of the nation: no choice of incidents changes what they find
OF_NO_CHOICE = {"official", "incident-events", "incident-standing", "incident-map", "hospital-beds", "side-by-side"}
OF_ALL_AREAS = re.compile(r"(tiles-)?(department|region|country)-|funnel-|compare-|years-|trend|kinds|registers")


@pytest.fixture(scope="module")
def choice(small_atlas, publish_small) -> Choice:
    """A choice that every filter narrows, of which one incident is left."""
    narrowed = {"department": ("01",), "region": ("84",), "type": ("ransomware",), "start": "2022", "end": "2022"}
    return Choice(held_of(small_atlas, publish_small("press")), Selection(**narrowed, evidence="press"))


def about(name: str, choice: Choice) -> Choice:
    """The choice, or that of the incident or the hospital that a picture is about."""
    named = {"incident": TWO_TOWNS, "finess": "010000001"}
    needs = PICTURES[name].needs
    return Choice(choice.held, Selection(**{needs: named[needs]})) if needs in named else choice


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("name", [name for name in PICTURES if name not in OF_NO_CHOICE])
def test_a_title_and_what_stands_for_the_picture_name_every_narrowing(choice, name, lang):
    kinds, period, believed = SAID[lang]
    drawn = pictures.draw(name, choice, Sheet(WORDS[lang]))

    assert f'<title id="title">{safe(drawn.title)}</title>' in drawn.svg
    # official figures are national, and the trend names its years itself
    expected = {"visibility": [believed], "trend": [kinds, believed], "registers": [period, believed]}.get(
        name, [kinds, period, believed]
    )
    for text in (drawn.title, drawn.alt, pictures.named(name, choice, WORDS[lang])):
        assert all(part.lower() in text.lower() for part in expected), text
        if name != "visibility" and not OF_ALL_AREAS.match(name):
            assert re.search(PLACES["01"], text), text


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("name", PICTURES)
def test_the_title_of_a_frame_has_no_figure_of_what_it_shows(choice, name, lang):
    told = pictures.named(name, about(name, choice), WORDS[lang])
    chosen = re.sub(r"\(01\)|2022", "", told)

    # a rate is for ten thousand beds, or a thousand legal entities
    assert re.findall(r"\d+", chosen) in ([], ["10", "000"], ["1", "000"]), told


def test_a_picture_of_one_incident_taken_alone_names_it(small_atlas, publish_small):
    alone = Choice(held_of(small_atlas, publish_small("specialist")), Selection(incident=TWO_TOWNS))
    named = small_atlas.incidents.set_index("incident_id").loc[TWO_TOWNS, "name_en"]

    assert pictures.draw("by-year", alone, Sheet(WORDS["en"])).title.startswith(str(named))


def test_a_feed_is_called_by_what_narrows_it(shipped, publish_shipped):
    selection = Selection(region=("11",), lang="en")
    kept = selection.keep(publish_shipped("specialist")).head(3)
    addresses = feeds.in_dashboard(selection, "https://atlas.example")
    feed = feeds.atom(shipped, kept, shipped.corrections.head(0), selection, addresses).decode()

    assert "<title>Île-de-France – Hospital Cyberattack Atlas</title>" in feed
