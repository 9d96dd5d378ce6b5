"""A source is named as what it is: by its publisher, as a copy, and never by the address of a server."""

from __future__ import annotations

import re

import pytest

from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.speakers import source_html
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words import sources
from analytics.words.text import Words
from tests.helpers.small_world import TWO_TOWNS

LANGUAGES = (Words("fr"), Words("en"))
# what these publishers call themselves
TRULY = frozenset(
    {"Actu.fr", "Delfino.cr", "Infirmiers.com", "Linfo.re", "PMI.it", "Phys.org", "maCommune.info"}
    | {"cyberattaque.org", "cyberbreaches.org", "laique.eu", "netsec.news", "healthcareindustry.news"}
    | {"ransomware.live", "DataBreaches.net", "Datarecovery.com", "NJ.com", "ClassAction.org", "Boston.com", "DDay.it"}
    | {"Digi.no", "Prawo.pl"}
    | {"ElNacional.cat", "finanzen.at", "hardware-news.de", "HotNews.ro", "iDNES.cz", "Index.hu", "inFranken.de"}
    | {"Kurzy.cz", "Labdien.lv", "Security.NL", "Siol.net", "STIRIPESURSE.RO", "TechCentral.ie", "UFA1.RU", "URA.RU"}
    | {
        "Ziare.com",
        "Net.hr",
        "sao.de",
        "Tech.co",
        "tech360.tv",
        "Folha de S.Paulo",
        "Golem.de",
        "Medcom.id",
        "elDiario.es",
    }
    | {"Scroll.in"}
)
SERVER = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def test_what_looks_like_a_server_is_told_from_a_name():
    for server in ("350431105.r.worldcdn.net", "news.dayfr.com", "welcomenews.pages.dev", "ru24.net"):
        assert SERVER.search(server)
    for name in ("V. Looten", "24/7 Newsreel", "L'Usine Digitale", "Crain's Chicago Business"):
        assert not SERVER.search(name)


@pytest.mark.shipped
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_no_publisher_is_named_by_the_address_of_a_server(shipped, words):
    rows = rows_of(shipped.sources)
    shown = {sources.publisher(row, words) for row in rows} | {str(row[col.PUBLISHER]) for row in rows}

    assert {name for name in shown if SERVER.search(name) and name.split(" (")[0] not in TRULY} == set()


@pytest.mark.shipped
def test_what_has_no_name_says_so_in_one_language(shipped):
    row = rows_of(shipped.sources[shipped.sources[col.SOURCE_ID] == "unnamed-2023-08-02"])[0]

    assert [sources.publisher(row, words) for words in LANGUAGES] == [
        "éditeur non nommé (copie)",
        "publisher not named (copy)",
    ]


@pytest.mark.shipped
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_copy_is_called_one_wherever_it_is_named(shipped, words):
    copy = words("source.copy")
    for row in rows_of(shipped.sources):
        named = [sources.publisher(row, words), sources.named(row, words), source_html(row, words)]
        assert {copy in name for name in named} == {row[col.COPY] == "yes"}


def test_a_figure_that_rests_on_copies_says_so_beside_its_sources(small_atlas, publish_small):
    copied = small_atlas._replace(sources=small_atlas.sources.assign(copy="yes"))
    published = publish_small("attacker")
    for words in LANGUAGES:
        for atlas in (small_atlas, copied):
            file = Dossier(TWO_TOWNS, atlas, published, "attacker")
            items = [file.items(words)[f"incident-{measure}"] for measure in file.figures[col.MEASURE]]
            assert {words("source.copy") in item for item in items} == {atlas is copied}


@pytest.mark.shipped
def test_the_article_that_the_atlas_began_with_stands_under_no_tier(shipped, publish_shipped):
    file = Dossier("fr-versailles-2022", shipped, publish_shipped("press"), "press")
    for words in LANGUAGES:
        grouped = sources.by_standing(rows_of(file.sources), words)
        assert list(grouped)[-1] == words("source.no_voice")
        assert [row[col.SOURCE_ID] for row in grouped[words("source.no_voice")]] == ["founding-article-2022-12"]
        # a figure that it alone states names no tier
        assert words("card.said", count=0) in file.items(words)["incident-patients_transferred_neonatal"]
