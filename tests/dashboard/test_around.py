"""What stands around the pages: the search in their head, and what the script of the widgets is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from analytics.words.text import Words
from dashboard import find_box, widget_words
from dashboard.files import files
from tests.helpers.pages import opened


@pytest.fixture(scope="module")
def programs() -> str:
    """What Streamlit sends to browsers."""
    folder = Path(get_static_dir()) / "static" / "js"
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))


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
        assert files()[address].plain == (Path(find_box.HERE) / address.rpartition("/")[2]).read_bytes()
    assert len(re.findall("/atlas/assets/", box)) == 3
    assert "<told>" not in find_box.find_box(lang)
