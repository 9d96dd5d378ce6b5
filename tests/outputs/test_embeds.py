"""Pages for the frames of other sites: one picture, no script, nothing asked of anybody else."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from analytics.api.application import routes
from analytics.drawings.svg import rasters
from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.drawings.theme import THEMES
from analytics.outputs import embeds, pictures
from analytics.outputs.addresses import CARD, EMBED, embed_path
from analytics.outputs.held import Held
from analytics.outputs.text_heights import WIDTHS, text_heights
from analytics.schema.version import DATA_VERSION
from analytics.selection.selection import Selection
from analytics.words.text import Words
from dashboard import server
from dashboard.files import files
from tests.helpers.asgi import ask
from tests.helpers.holding import held_of
from tests.helpers.small_world import QUIET

HOST = {"Host": "atlas.example"}
NEEDED = {"incident": QUIET, "finess": "010000001", "department": "2A", "region": "94", "compare": QUIET}
TOO_FEW = "recoveries"  # its curve asks for five known ends, and the small world has fewer


@pytest.fixture(scope="module")
def app(small_atlas, small_root):
    return Starlette(
        routes=routes("/atlas", Held(lambda: small_atlas, small_root)), middleware=server.middleware("/atlas")
    )


def framed(app, name, **query):
    needs = pictures.PICTURES[name].needs if name in pictures.PICTURES else ""
    asked = {**({needs: NEEDED[needs]} if needs else {}), **query}
    answer = ask(app, f"/atlas{embed_path(name)}" + (f"?{urlencode(asked)}" if asked else ""), headers=HOST)
    return answer, answer.body.decode()


def test_a_frame_of_what_leaves_nothing_to_draw_says_so(app):
    answer, page = framed(app, TOO_FEW, lang="en")

    assert answer.status == 404
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<img" not in page


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in pictures.PICTURES if name != TOO_FEW])
def test_every_picture_has_a_page_that_frames_may_show(app, name):
    answer, page = framed(app, name, lang="en")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert '<html lang="en">' in page
    assert not re.search(r"<script|\son\w+=|https?://", page)
    assert 'rel="noopener"' in page


@pytest.mark.parametrize("theme", [*THEMES, "auto"])
def test_the_card_of_an_incident_stands_alone_with_its_sources(app, small_atlas, theme):
    answer, page = framed(app, CARD, incident=QUIET, lang="en", theme=theme)
    name = small_atlas.incidents.set_index("incident_id").loc[QUIET, "name_en"]

    assert answer.status == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert f'<h1 class="card-name">{name}</h1>' in page
    assert not re.search(r"<script|<img|\son\w+=", page)
    assert f'href="/atlas/incident?incident={QUIET}&amp;lang=en"' in page
    assert DATA_VERSION in page
    assert (THEMES["dark"].paper in page) == (theme != "light")


def test_a_frame_is_set_in_the_faces_that_the_same_server_has(app):
    answer, page = framed(app, CARD, incident=QUIET, lang="en")

    addresses = re.findall(r'@font-face [^}]*url\("/atlas/assets/([^"]+)"\)', page)
    assert {files()[address].media_type for address in addresses} == {"font/woff2"}
    assert len(addresses) == 2
    assert "font-src 'self'" in answer.headers["content-security-policy"]
    assert len(page) < 20_000


def test_a_picture_in_an_image_carries_its_letters(app):
    svg = ask(app, "/atlas/api/v1/pictures/by-year.svg", headers=HOST).body.decode()

    assert svg.count("@font-face") == len(rasters.FAMILIES)
    assert not re.search(r'url\("(?!data:)', svg)
    assert 60_000 < len(svg) < 140_000


def test_a_card_without_its_incident_says_so(app):
    answer, page = framed(app, CARD)

    assert answer.status == 400
    assert Words("fr")("embed.refused") in page


def test_a_longer_card_gets_a_higher_frame_and_a_narrow_one_is_higher_than_a_wide_one(small_incidents, small_atlas):
    row = small_incidents.iloc[0].to_dict()
    longer = row | {"summary_en": "word " * 400}
    chosen = Selection(incident=row["incident_id"], lang="en")
    short, long = (text_heights(embeds.card_page(one, small_atlas, chosen, "auto", "")) for one in (row, longer))

    assert all(long[width] > short[width] > 200 for width in WIDTHS)
    assert list(short.values()) == sorted(short.values(), reverse=True)


def test_a_frame_sends_its_height_where_its_address_asks_for_that_and_runs_nothing_else(app):
    answer, page = framed(app, "by-year", resize="yes")
    (script,) = re.findall(r"<script>(.*?)</script>", page)
    policy = answer.headers["content-security-policy"]

    assert f"script-src {embeds.script_hash(script)}" in policy
    assert "unsafe-inline'" not in policy.partition("script-src")[2]
    assert framed(app, "by-year", resize="no")[1] == framed(app, "by-year")[1]
    assert framed(app, "by-year", resize="maybe")[0].status == 400


def test_the_reason_of_a_refusal_is_said_to_be_in_the_language_that_it_is_in(app):
    _, page = framed(app, "by-year", x="1", lang="fr")

    assert re.search(f'{Words("fr")("embed.reason")} <span lang="en">.*“x”.*</span>', page)


def test_its_pictures_are_our_own_in_every_width_and_colour(app):
    _, page = framed(app, "by-year", **{"from": "2022", "lang": "en"})
    addresses = [unescape(one) for one in re.findall(r'(?:srcset|src)="([^"]+)"', page)]

    assert len(addresses) == 4
    assert all(one.startswith("/atlas/api/v1/pictures/by-year.svg?from=2022&lang=en") for one in addresses)
    for address in addresses:
        assert ask(app, address, headers=HOST).status == 200


def test_colours_may_be_chosen(app):
    dark, light = (framed(app, "by-year", theme=theme)[1] for theme in ("dark", "light"))

    assert THEMES["dark"].paper in dark
    assert THEMES["light"].paper not in dark
    assert dark.count("theme=dark") == 2
    assert "theme=" not in light


def test_it_leads_to_the_live_view_with_the_choice(app):
    _, page = framed(app, "department-rate", department="2A")

    assert 'href="/atlas/regions?department=2A&amp;measure=rate"' in page


def test_words_that_stand_for_the_picture_are_on_the_page(app):
    _, page = framed(app, "by-year", lang="en")

    assert "2019: 1" in page


@pytest.mark.parametrize("path", ["moon", "by-year?theme=pink", "by-year?x=1", "", "by-year?department=9z"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_address_that_holds_nothing_says_so_to_the_reader(app, path, lang):
    query = f"{'&' if '?' in path else '?'}lang={lang}"
    answer = ask(app, f"/atlas{EMBED}/{path}{query}", headers=HOST)
    page = answer.body.decode()

    assert answer.status in (400, 404)
    assert Words(lang)("embed.refused") in page
    assert f'<html lang="{lang}">' in page
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_what_an_address_says_is_text_and_nothing_else(app):
    _, page = framed(app, "by-year", q="<script>alert(1)</script>")
    refused = ask(app, f"/atlas{EMBED}/by-year?%3Cscript%3E=1", headers=HOST).body.decode()

    assert "<script" not in page + refused


def test_the_lines_for_another_page_are_one_element_with_its_height():
    wide, narrow = (Drawing(f'<svg width="9" height="{height}">', "", "") for height in (600.4, 900))
    lines = embeds.snippet("https://atlas.example/embed/by-year?lang=en", 'a "quoted" <title>', 700)

    assert embeds.frame_height(wide, narrow) == round(900 * 375 / 450) + embeds._BELOW
    assert lines.startswith(
        '<iframe src="https://atlas.example/embed/by-year?lang=en" title="a &quot;quoted&quot; &lt;'
    )
    assert 'height="700"' in lines
    assert lines.endswith("></iframe>")


def test_the_address_of_a_page_has_the_choice_and_no_more_than_that():
    selection = Selection(department=("2A",), start="2020", lang="en")

    assert embeds.address("by-year", selection) == "/embed/by-year?department=2A&from=2020&lang=en"
    assert embeds.address("by-year", Selection(), "dark") == "/embed/by-year?theme=dark"


def test_a_drawing_states_the_height_that_a_frame_needs(small_atlas, small_incidents):
    choice = pictures.Choice(held_of(small_atlas, small_incidents), Selection())
    drawing = pictures.draw("by-year", choice, Sheet(Words("fr")))

    assert drawing.height == round(float(re.search(r'viewBox="0 0 900 ([\d.]+)"', drawing.svg)[1]))


@pytest.mark.parametrize(
    "heights",
    [
        {320: 1245, 360: 1112, 420: 1123, 480: 975, 599: 816, 720: 816, 900: 816},
        {320: 900, 360: 900, 420: 700, 480: 720},
        {320: 500, 360: 400},
    ],
)
def test_a_frame_of_text_is_high_enough_at_every_width_and_no_higher_where_a_wider_page_is_lower(heights):
    """One width at which the page is higher than at a narrower one must not hold for all that are wider."""
    written = re.search(r"padding-bottom:max\(([^;]+)\)\"", embeds.text_snippet("a", "b", heights))[1]
    lines = [(float(px), float(share or 0)) for px, share in re.findall(r"([\d.]+)px(?: - ([\d.]+)%)?", written)]

    def at(width: int) -> float:
        return max(px - share * width / 100 for px, share in lines)

    for width, high in heights.items():
        assert high - 1 <= at(width)
    widest = max(heights)
    assert at(widest) <= max(high for width, high in heights.items() if width >= widest) + 2
