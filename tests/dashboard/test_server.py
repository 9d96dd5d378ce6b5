"""Files, headers and the reader's language, asked of the ASGI application itself around Streamlit's own page."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
from pathlib import Path

import pytest
import streamlit_folium
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from streamlit.file_util import get_static_dir
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from analytics.drawings.leaflet import maps
from analytics.drawings.leaflet.assets import GEOMETRY, assets
from dashboard import page_head, server
from dashboard.page_head import WORDS, in_language, language
from dashboard.security import data_policy, map_policy, page_policy, script_hash
from tests.helpers.asgi import ask

COMPONENT = "/component/streamlit_folium.st_folium/index.html"


async def stream(_):
    async def lines():
        for number in range(3):
            yield f"{number}\n"

    return StreamingResponse(lines(), media_type="text/plain")


async def echo(socket):
    await socket.accept()
    await socket.send_bytes(await socket.receive_bytes())
    await socket.close()


def built(base=""):
    """Our routes and middleware, and Streamlit's page and compression inside, as st.App puts them together."""
    app = Starlette(
        routes=[
            *server.routes(base),
            Route(COMPONENT, lambda _: PlainTextResponse("<html></html>", media_type="text/html")),
            Route("/media/stream", stream),
            WebSocketRoute("/_stcore/stream", echo),
            *create_streamlit_static_assets_routes(base),
        ],
        middleware=server.middleware(base),
    )
    app.add_middleware(SelectiveGZipMiddleware, base_url=base)
    # the one added last is the outermost: put it where Streamlit has it, inside ours
    app.user_middleware.append(app.user_middleware.pop(0))
    return app


@pytest.fixture(scope="module")
def app():
    return built()


def directives(policy):
    return {name: sources.split() for name, _, sources in (part.partition(" ") for part in policy.split("; "))}


# --- files ---


@pytest.mark.parametrize("name", sorted(assets()))
def test_a_file_is_served_for_good_under_its_version(app, name):
    asset = assets()[name]
    answer = ask(app, f"/assets/{asset.address}")

    assert answer.status == 200
    assert answer.body == asset.content
    assert answer.headers["content-type"] == asset.media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert re.search(r"/(\d+\.\d+\.\d+|[0-9a-f]{12})/", asset.address)


@pytest.mark.parametrize("name", GEOMETRY)
def test_geometry_has_a_plain_address_that_is_asked_again(app, name):
    answer = ask(app, f"/assets/geo/{name}")

    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["content-type"] == "application/geo+json"
    assert json.loads(answer.body)["type"] == "FeatureCollection"


def test_a_file_is_compressed_for_those_who_take_it(app):
    path = "/assets/geo/departments.geojson"
    plain = ask(app, path)
    small = ask(app, path, headers={"Accept-Encoding": "br, gzip;q=0.8"})

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 2
    assert int(small.headers["content-length"]) == len(small.body)
    assert "accept-encoding" in small.headers["vary"].lower()
    assert small.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("refusal", ["", "br", "identity"])
def test_a_file_is_not_compressed_for_those_who_do_not(app, refusal):
    assert "content-encoding" not in ask(app, "/assets/map/atlas.js", headers={"Accept-Encoding": refusal}).headers


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_file_that_the_browser_holds_is_not_sent_again(app, coding):
    path = "/assets/geo/departments.geojson"
    tag = ask(app, path, headers={"Accept-Encoding": coding}).headers["etag"]

    for held in (tag, f"W/{tag}", f'"other", {tag}'):
        again = ask(app, path, headers={"Accept-Encoding": coding, "If-None-Match": held})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
    assert ask(app, path, headers={"Accept-Encoding": coding, "If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/",
        "/assets/nothing.js",
        "/assets/leaflet/0.0.1/leaflet.js",
        "/assets/map/../../app.py",
        "/assets/geo/../../../etc/passwd",
        "/assets//etc/passwd",
        "/assets/geo/departments_detail.geojson",
        "/assets/leaflet/1.9.3/leaflet.js.map",
    ],
)
def test_what_is_not_listed_is_not_served(app, path):
    answer = ask(app, path)

    assert answer.status == 404
    assert answer.body == b"Not found\n"


def test_the_font_of_the_page_is_served(app):
    answer = ask(app, "/assets/fonts/source-sans.woff2")

    assert answer.headers["content-type"] == "font/woff2"
    assert answer.body.startswith(b"wOF2")


def test_health(app):
    answer = ask(app, "/health")

    assert answer.status == 200
    assert json.loads(answer.body) == {"status": "ok"}
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("base", ["atlas", "/atlas/"])
def test_a_base_path_goes_before_every_route(base):
    app = built(base)

    assert ask(app, "/atlas/health").status == 200
    assert ask(app, "/atlas/assets/map/atlas.js").status == 200
    assert ask(app, "/health").status == 404
    assert b'lang="fr"' in ask(app, "/atlas/").body


# --- headers ---


API = ("/api", "/api/v1/regions.csv", "/api/v1/openapi.json", "/feed.xml", "/sitemap.xml", "/robots.txt")


@pytest.mark.parametrize(
    "path", ["/", "/timeline", "/health", "/assets/map/atlas.js", "/assets/nothing", COMPONENT, "/media/stream", *API]
)
def test_every_answer_has_the_security_headers(app, path):
    headers = ask(app, path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    policy = directives(headers["content-security-policy"])
    page = path in ("/", "/timeline", COMPONENT)
    assert policy["default-src"] == (["'self'"] if page else ["'none'"])
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy.get("object-src", policy["default-src"]) == ["'none'"]
    assert ("sandbox" in policy) is not page


def test_a_pdf_is_in_no_sandbox_since_browsers_show_none_there():
    assert "sandbox" in directives(data_policy("image/svg+xml"))
    assert "sandbox" not in directives(data_policy("application/pdf"))


@pytest.mark.parametrize("policy", [page_policy(()), page_policy(["x"]), map_policy()])
def test_no_policy_names_a_host(policy):
    allowed = {source for sources in directives(policy).values() for source in sources}

    assert {source for source in allowed if not re.fullmatch(r"'[^']+'", source)} <= {"data:", "blob:"}


def test_a_page_runs_its_own_scripts_only(app):
    page = ask(app, "/")
    inline = re.findall(r"<script>(.*?)</script>", page.body.decode(), re.DOTALL)
    sources = directives(page.headers["content-security-policy"])["script-src"]

    assert inline
    assert sources == ["'self'", *(script_hash(text) for text in inline)]


def test_the_hash_of_a_script():
    # the example of CSP level 3, section 8.4
    assert script_hash("doSomething();") == "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"


@pytest.mark.parametrize("build", maps.BASE_MAPS)
def test_the_frame_of_the_map_runs_each_base_map_and_no_other_inline_script(app, build):
    base = build()
    base.get_root().render()
    sent = streamlit_folium._get_map_string(base) + "window.map = map_div; window.initComponent(map_div, false);"
    sources = directives(ask(app, COMPONENT).headers["content-security-policy"])["script-src"]

    assert script_hash(sent) in sources
    assert "'unsafe-inline'" not in sources


def test_the_component_still_starts_a_map_with_the_words_that_we_allow():
    build = Path(streamlit_folium.__file__).parent / "frontend" / "build" / "static" / "js"
    (program,) = (path.read_text(encoding="utf-8") for path in build.glob("main.*.js"))

    assert '"window.map = map_div; window.initComponent(map_div, ".concat(return_on_hover,");")' in program


def test_no_text_is_run_as_a_program(app):
    for path in (COMPONENT, "/", "/timeline", "/health"):
        assert "unsafe-eval" not in ask(app, path).headers["content-security-policy"]


def test_a_stream_passes_piece_by_piece(app):
    assert [piece for piece in ask(app, "/media/stream").pieces if piece] == [b"0\n", b"1\n", b"2\n"]


def test_what_a_reader_sends_passes_untouched(app):
    asked = BackMsg(app_heartbeat=True).SerializeToString()
    incoming = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": asked}])
    sent = []

    async def receive():
        return next(incoming)

    async def send(message):
        sent.append(message)

    scope = {"type": "websocket", "path": "/_stcore/stream", "root_path": "", "query_string": b"", "headers": []}
    asyncio.run(app(scope, receive, send))

    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert sent[1]["bytes"] == asked


# --- the page ---


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("", "fr"),
        ("?lang=fr", "fr"),
        ("?lang=en", "en"),
        ("?department=78&lang=en", "en"),
        ("?lang=de", "fr"),
        ("?lang=", "fr"),
        ('?lang="><script>', "fr"),
        ("?lang=%22%3E%3Cscript%3E", "fr"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/timeline"])
def test_a_page_is_in_the_language_of_its_address(app, path, query, lang):
    answer = ask(app, path + query, headers={"Accept-Encoding": "gzip"})
    page = answer.body.decode()

    assert f'<html lang="{lang}">' in page
    assert f"<title>{WORDS[lang].title}</title>" in page
    assert f'<meta name="description" content="{WORDS[lang].description}" />' in page
    assert WORDS[lang].no_script in page
    assert answer.headers["content-language"] == lang
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_a_page_does_not_speak_of_streamlit_to_readers(app):
    page = ask(app, "/").body.decode()
    seen = re.sub(r"<!--.*?-->|<[^>]*>", "", page, flags=re.DOTALL)

    assert "Streamlit" not in seen
    # the description of our own interface, not of Streamlit's
    described = re.findall(r'<link rel="service-desc"[^>]* href="([^"]*)"', page)
    assert [address.rpartition("/")[2] for address in described] == ["openapi.json"]
    assert '<div id="root"></div>' in page
    assert '<script type="module"' in page


def test_a_page_is_always_sent_whole(app):
    partly = {"Range": "bytes=0-10", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "If-None-Match": "*"}
    answer = ask(app, "/", headers=partly)

    assert answer.status == 200
    assert answer.body.rstrip().endswith(b"</html>")
    assert answer.headers["cache-control"] == "no-cache"
    assert "etag" not in answer.headers


def test_a_head_request_of_a_page(app):
    answer = ask(app, "/", "HEAD")

    assert (answer.status, answer.body) == (200, b"")
    assert "content-length" not in answer.headers


def test_a_component_is_left_as_it_is(app):
    assert ask(app, COMPONENT).body == b"<html></html>"


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_what_programs_ask_is_no_page_and_is_compressed_once(app, path, coding):
    headers = {"Host": "atlas.example", "Accept-Encoding": coding}
    answer = ask(app, path, headers=headers)

    assert answer.status == (404 if path == "/api" else 200)
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert int(answer.headers["content-length"]) == len(answer.body)
    body = gzip.decompress(answer.body) if "content-encoding" in answer.headers else answer.body
    assert not body.startswith(b"\x1f\x8b")
    if answer.status == 200:
        assert answer.headers["cache-control"] == "public, max-age=300"
        assert ask(app, path, headers={**headers, "If-None-Match": answer.headers["etag"]}).status == 304


def test_words_are_escaped(monkeypatch):
    hostile = page_head.Words('"><script>1</script>', "a & b", "<b>", "fr_FR")
    monkeypatch.setattr(page_head, "WORDS", {"fr": hostile})

    page = in_language('<html lang="en"><title>Streamlit</title><noscript>x</noscript>', "fr")
    assert "<script>1" not in page
    assert "<b>" not in page
    assert "a &amp; b" in page


def test_a_page_that_streamlit_changed_is_an_error():
    with pytest.raises(ValueError, match="has no <title>Streamlit</title>"):
        in_language('<html lang="en"><noscript></noscript>', "fr")


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de-DE,de;q=0.9,en;q=0.5", "en"),
        ("", "en;q=0.4, fr-CA;q=0.8", "fr"),
        ("", "de", "fr"),
        ("?lang=fr", "en", "fr"),
        ("?lang=en", "fr", "en"),
        ("?lang=de", "en", "en"),
    ],
)
def test_a_page_whose_address_says_no_language_is_in_that_of_the_browser(app, query, accepted, lang):
    answer = ask(app, f"/{query}", "GET", {"accept-language": accepted})

    assert f'<html lang="{lang}">' in answer.body.decode()
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"]


def test_both_languages_say_the_same_things():
    for name in page_head.Words.__dataclass_fields__:
        assert len({getattr(words, name) for words in WORDS.values()}) == len(WORDS)


def test_the_last_word_on_the_language_is_the_first_value():
    assert language(b"lang=en&lang=fr") == "en"


def test_streamlit_still_serves_the_page_that_we_rewrite():
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    assert in_language(page, "en").count("<title>") == 1


# --- the server below ---


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
def test_the_loop_below_streamlit_is_one_that_sends_small_answers_at_once():
    # Streamlit binds its socket without naming TCP, and asyncio then leaves Nagle's algorithm on: 40 ms an answer
    assert uvicorn.Config("app:app").get_loop_factory() is uvloop.new_event_loop
