"""Addresses that lead nowhere are not found, in the reader's language, with the way to the pages."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from analytics import site
from analytics.outputs.addresses import origin_of
from dashboard import server
from dashboard.addresses import KnownAddresses
from dashboard.inner_routes import InnerRoutes
from dashboard.security import SecurityHeaders
from tests.helpers.asgi import ask

EVERYTHING = Starlette(routes=[Route("/{path:path}", lambda _: PlainTextResponse("there"))])
NOWHERE = (
    "/.env",
    "/.git/config",
    "/wp-login.php",
    "/nonexistent.png",
    "/API/v1/incidents.csv",
    "/regions/91",
    "/index.html",
    "/manifest.json",
    "/.well-known/security.txt",
    "/apis",
)


@pytest.mark.parametrize("base", ["", "/atlas"])
@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_leads_nowhere_is_not_found(path, base, monkeypatch):
    monkeypatch.delenv(site.CONTACT, raising=False)
    answer = ask(KnownAddresses(EVERYTHING, base), f"{base}{path}", headers={"accept-language": "en"})
    page = answer.body.decode()

    assert answer.status == 404
    assert '<html lang="en">' in page
    assert "There is no such page" in page
    linked = re.findall(r'<li><a href="([^"]+)"', page)
    assert linked == [f"{base}/{each.path}?lang=en" for each in site.PAGES]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert path not in page  # nothing of the address is repeated


def test_it_speaks_the_language_of_the_address_or_of_the_browser():
    app = KnownAddresses(EVERYTHING)

    assert '<html lang="fr">' in ask(app, "/nothing", headers={"accept-language": "fr-CA"}).body.decode()
    assert '<html lang="fr">' in ask(app, "/nothing?lang=fr", headers={"accept-language": "en"}).body.decode()


def test_every_page_file_and_folder_passes():
    app = KnownAddresses(EVERYTHING, "/atlas")
    known = [f"/{page.path}" for page in site.PAGES] + [
        "/regions/",
        "/health",
        "/favicon.png",
        "/feed.xml",
        "/robots.txt",
        "/sitemap.xml",
        "/api",
        "/api/v1/incidents.csv",
        "/assets/find.js",
        "/static/js/a.js",
        "/media/a.csv",
        "/component/a/index.html",
        "/_stcore/health",
        "/embed/map",
    ]
    for path in known:
        assert ask(app, f"/atlas{path}").body == b"there", path


def test_a_browser_that_asks_for_an_icon_gets_it():
    answer = ask(KnownAddresses(EVERYTHING, "/atlas"), "/atlas/favicon.ico")

    assert answer.status == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.body.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("atlas@example.org", "Contact: mailto:atlas@example.org\n"),
        ("https://example.org/atlas", "Contact: https://example.org/atlas\n"),
    ],
)
def test_who_finds_a_weakness_is_told_where_to_write(monkeypatch, contact, said):
    monkeypatch.setenv(site.CONTACT, contact)
    answer = ask(KnownAddresses(EVERYTHING), "/.well-known/security.txt")

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.body.decode().startswith(said)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", answer.body.decode(), re.MULTILINE)


@pytest.mark.parametrize("path", ["/health", "/", "/atlasfoo", "/regions", "/_stcore/health", "/assets/x"])
def test_what_is_beside_the_base_path_is_not_there(path):
    assert ask(KnownAddresses(EVERYTHING, "/atlas"), path).status == 404
    assert ask(InnerRoutes(EVERYTHING, "/atlas"), "/atlas/_stcore/metrics").status == 404


def test_two_host_headers_are_refused():
    one = ask(SecurityHeaders(EVERYTHING), "/", headers=[("host", "a.example")])
    two = ask(SecurityHeaders(EVERYTHING), "/", headers=[("host", "a.example"), ("host", "b.example")])
    assert (one.status, two.status) == (200, 400)
    assert "content-security-policy" in two.headers


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("A.example:8501", "http://a.example:8501/atlas"),
        ("[::1]:8501", "http://[::1]:8501/atlas"),
        ("a.example/x", ""),
        ('"><script>', ""),
        ("", ""),
    ],
)
def test_whole_addresses_are_of_the_host_asked_or_of_the_setting(host, origin, monkeypatch):
    monkeypatch.delenv(site.ADDRESS, raising=False)
    assert origin_of("http", host, "/atlas") == origin
    monkeypatch.setenv(site.ADDRESS, "https://atlas.example.org/atlas/")
    assert origin_of("http", host, "/atlas") == "https://atlas.example.org/atlas"


@pytest.mark.parametrize(
    "told", ["atlas.example", "ftp://a.example", "https://a.example/?q=1", "https://a b", "https://x/#y"]
)
def test_a_public_address_that_is_none_stops_the_start(told, monkeypatch):
    monkeypatch.setenv(site.ADDRESS, told)
    with pytest.raises(ValueError, match=site.ADDRESS):
        server.routes()
