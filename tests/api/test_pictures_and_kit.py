"""Pictures and the kit, by address: of the choice, and refused where something lacks."""

from __future__ import annotations

from itertools import product
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from analytics.drawings.svg.canvas import WIDTHS
from analytics.drawings.theme import THEMES
from analytics.outputs import kit
from analytics.outputs import pictures as gallery
from analytics.outputs.addresses import KIT, picture_path
from analytics.schema.version import DATA_VERSION
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.api import get, problem
from tests.helpers.asgi import ask
from tests.helpers.small_world import QUIET

NEEDED = {"incident": QUIET, "finess": "010000001", "department": "2A", "region": "94", "compare": QUIET}


def picture(app, name, form="svg", **query):
    needs = gallery.PICTURES[name].needs
    asked = {**({needs: NEEDED[needs]} if needs else {}), **query}
    return get(app, picture_path(name, form) + (f"?{urlencode(asked)}" if asked else ""))


# each picture in one of them, in turns: how each is drawn in all is asked of the gallery
VARIANTS = list(product(("fr", "en"), THEMES, WIDTHS))


@pytest.mark.parametrize(
    ("name", "lang", "theme", "size"),
    [(name, *VARIANTS[place % len(VARIANTS)]) for place, name in enumerate(gallery.PICTURES)],
)
def test_every_picture_has_an_address_with_its_language_theme_and_size(app, name, lang, theme, size):
    answer = picture(app, name, lang=lang, theme=theme, size=size)
    if name == "recoveries":  # too few outages in the small world: a sentence, and no picture that says so
        assert answer.status == 404
        assert problem(answer)["type"].endswith(":nothing-to-draw")
        assert problem(answer)["detail"].startswith({"fr": "Trop peu de", "en": "Too few"}[lang])
        return
    root = ElementTree.fromstring(answer.body)  # noqa: S314

    assert answer.status == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert root.get("width") == str(WIDTHS[size])
    assert THEMES[theme].paper in answer.body.decode()
    assert DATA_VERSION in answer.headers["content-disposition"]


def test_a_picture_is_of_the_choice_and_as_pixels_too(app):
    whole, chosen = (picture(app, "by-year", lang="en", **query).body.decode() for query in ({}, {"from": "2022"}))

    assert "2019: 1" in whole
    assert "2019: 1" not in chosen
    assert picture(app, "by-year", "png").body.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", [name for name, one in gallery.PICTURES.items() if one.needs])
def test_a_picture_that_lacks_something_says_what(app, name):
    needs = gallery.PICTURES[name].needs

    refusal = problem(get(app, picture_path(name, "svg")))

    assert refusal["type"].endswith("missing-name")
    assert refusal["errors"][0]["name"] == needs


def test_the_kit_is_that_of_the_choice(app, held_small):
    answer = get(app, f"{KIT}?department=2A&evidence=attacker&lang=en")
    selection = Selection(department=("2A",), evidence="attacker", lang="en")

    assert answer.headers["content-type"] == "application/zip"
    assert kit.filename(selection) in answer.headers["content-disposition"]
    assert answer.body == kit.kit(held_small, selection, Words("en"), "http://atlas.example")
    assert problem(ask(app, f"{KIT}?department=99"))["status"] == 400


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", ["timeline", "by-year", "services", "outages"])
def test_a_choice_that_leaves_nothing_to_draw_is_answered_by_a_sentence(app, name, lang):
    answer = picture(app, name, lang=lang, q="zzz")
    framed = get(app, f"/embed/{name}?lang={lang}&q=zzz")
    told = problem(answer)

    assert answer.status == framed.status == 404
    assert told["type"].endswith(":nothing-to-draw")
    assert "zzz" in told["detail"]
    assert "<svg" not in framed.body.decode()
    assert "<img" not in framed.body.decode()
    assert "zzz" in framed.body.decode()
