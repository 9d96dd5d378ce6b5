"""What stands around the pages: the search in their head, and what the script of the widgets is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir
from streamlit.runtime import backend_operation_handler

from analytics.words.text import Words
from dashboard import around, find_box, widget_words
from dashboard.files import files
from dashboard.page_head import in_language
from tests.helpers.pages import opened


@pytest.fixture(scope="module")
def programs() -> str:
    """What Streamlit sends to browsers, and what it answers to one that asks for a file."""
    folder = Path(get_static_dir()) / "static" / "js"
    answering = Path(backend_operation_handler.__file__)
    return "".join(path.read_text(encoding="utf-8") for path in (answering, *sorted(folder.glob("*.js"))))


@pytest.mark.parametrize("name", widget_words.TOLD)
def test_streamlit_still_has_each_word_that_we_say_in_french(programs, name):
    english = Words("en")(f"widgets.{name}", name="$")  # a name is put in by the program, and what Enter does
    told = "Press Enter to $" if name == "apply" else english

    assert told in programs


def test_the_widgets_are_told_french_words_and_the_names_in_their_lists(held_shipped):
    french, english = (
        json.loads(re.search(r">(.*)</script>", widget_words.told(held_shipped, lang))[1]) for lang in ("fr", "en")
    )

    assert french["words"]["Press Enter to apply"] == "Entrée pour appliquer"
    assert english["words"] == {}
    assert "Rhône (69)" in french["names"]["department"]
    assert "Auvergne-Rhône-Alpes" in french["names"]["region"]
    assert {"type", "service", "sector", "severity", "country"} < set(english["names"])


def test_no_list_offers_to_choose_all_matches():
    app = opened()

    assert all(widget.proto.select_all == 0 for widget in app.multiselect)


@pytest.mark.parametrize(("lang", "label"), [("fr", "Bretagne"), ("en", "Brittany (Bretagne)")])
def test_a_region_is_offered_by_the_names_that_readers_know(lang, label):
    assert label in opened(lang=lang).multiselect(key="widget-region").options


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_search_is_a_form_without_its_script_and_its_files_are_served(lang):
    box = find_box.find_box(lang, "/atlas", "<told>")

    assert '<form action="/atlas/" method="get">' in box
    assert ('name="lang" value="en"' in box) == (lang == "en")
    for address in re.findall(r'"/atlas/assets/([^"]+)"', box):
        name = address.rpartition("/")[2]
        if name != "theme.css":  # which is written from the themes
            assert files()[address].plain == (around.HERE / name).read_bytes()
    assert len(re.findall("/atlas/assets/", box)) == len(around.MEDIA_TYPES)
    assert "<told>" not in find_box.find_box(lang)


@pytest.mark.parametrize("view", ["explore", "timeline"])
def test_a_page_that_finds_nothing_asks_what_was_meant(view):
    app = opened(view, q="versaile")
    meant = next(button for button in app.button if button.key == "meant-words")

    assert meant.label == "Vouliez-vous dire\u202f: Versailles\u202f?"
    meant.click().run()
    assert app.session_state["selection"].q == "Versailles"
    assert not [button for button in app.button if button.key == "meant-words"]


def test_the_list_of_incidents_finds_as_the_filter_of_words_does():
    app = opened("incident")
    app.text_input(key="find-incident").set_value("CHRU Brest").run()
    assert "CHU de Brest" in "".join(html.proto.body for html in app.get("html"))
    app.text_input(key="find-incident").set_value("versaile").run()
    next(button for button in app.button if button.key == "meant-words").click().run()

    assert app.text_input(key="find-incident").value == "Versailles"


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_styles_and_the_first_widgets_are_asked_for_before_anything_is_drawn(base):
    page = Path(get_static_dir()) / "index.html"
    sent = in_language(page.read_text(encoding="utf-8"), "fr", base)

    assert re.findall(rf'rel="stylesheet" href="{base}/assets/around/[0-9a-f]+/(\w+.css)"', sent) == [
        "theme.css",
        "style.css",
        "find.css",
    ]
    early = re.findall(rf'rel="modulepreload" href="{base}/static/js/(\w+)\.', sent)
    assert set(around.FIRST) <= set(early)
    faces = re.findall(rf'rel="preload" href="{base}/static/media/([\w.-]+)" as="font"', sent)
    served = [name for name in faces if (page.parent / "static" / "media" / name).is_file()]
    assert any(name.startswith(around.HEADINGS) for name in served)


def test_the_colours_of_the_styles_are_those_of_the_themes():
    for name in ("style.css", "find.css", "actions.js"):
        assert not re.search(r"#[0-9a-f]{6}\b", (around.HERE / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize(
    ("lang", "checks"),
    [("fr", "Vérifier\u202f: attaques connues publiquement, "), ("en", "Verify: publicly known attacks, ")],
)
def test_the_button_of_a_number_says_what_it_checks(lang, checks):
    app = opened(lang=lang)

    assert app.button(key="receipt-incidents").label.startswith(checks)


def test_the_data_of_a_figure_are_the_table_behind_it():
    links = "".join(html.proto.body for html in opened("timeline", department="78").get("html"))

    assert 'href="/api/v1/incidents.xlsx?department=78"' in links
    assert 'href="/api/v1/national_series.xlsx?department=78"' in links


@pytest.mark.parametrize("view", ["explore", "incident", "timeline", "impact", "regions", "world", "method"])
def test_every_page_says_who_we_are_and_takes_a_report(view):
    footer = "".join(html.proto.body for html in opened(view, department="78").get("html")[-2:])

    assert "/method?lang=fr#qui-nous-sommes" in footer
    assert "Signaler une erreur sur cette page" in footer
    assert "department=78" in footer.partition("<pre>")[2]
