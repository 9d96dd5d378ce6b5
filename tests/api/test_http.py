"""The API as HTTP wants it: copies that are held, headers, compression, names of files, what is kept."""

from __future__ import annotations

import gzip
import re

import pytest
from starlette.applications import Starlette

from analytics.api import limits, threads
from analytics.api.application import Api, routes
from analytics.outputs import pictures as gallery
from analytics.outputs.addresses import OPENAPI, picture_path, table_path
from analytics.outputs.held import Held, Recent
from analytics.selection.selection import Selection
from tests.helpers.api import FIXED, address, built, get, strictly

EVERYWHERE = [*FIXED, *(picture_path("department-rate", form) for form in gallery.FORMS)]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_copy_that_is_held_is_not_sent_again(app, path):
    first = get(app, path)
    tag, day = first.headers["etag"], first.headers["last-modified"]

    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(app, path, If_None_Match=held)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["access-control-allow-origin"] == "*"
    assert get(app, path, If_Modified_Since=day).status == 304
    assert get(app, path, If_Modified_Since="Fri, 01 Jan 2016 00:00:00 GMT").status == 200
    assert get(app, path, If_Modified_Since="soon").status == 200
    assert get(app, path, If_None_Match='"other"', If_Modified_Since=day).status == 200


@pytest.mark.parametrize("path", EVERYWHERE)
def test_head_has_the_headers_of_get_and_no_body(app, path):
    whole, head = get(app, path), get(app, path, "HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_pages_of_other_sites_may_ask(app, path):
    asked = get(app, path, "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="GET")

    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["access-control-allow-methods"] == asked.headers["allow"] == "GET, HEAD, OPTIONS"
    answer = get(app, path, Origin="https://example.org")
    assert asked.headers["access-control-allow-origin"] == answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_an_answer_is_compressed_for_those_who_take_it(app, path):
    plain, small = get(app, path), get(app, path, Accept_Encoding="br, gzip;q=0.8")

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    for refusal in ("", "br", "identity", "gzip;q=0", "*;q=0", "gzip; q=0.000"):
        assert "content-encoding" not in get(app, path, Accept_Encoding=refusal).headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_is_a_page(app, path):
    headers = get(app, path).headers

    assert "html" not in headers["content-type"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"].startswith("public")


def test_the_same_question_has_one_tag_however_it_is_written(app):
    def tag(query):
        return get(app, f"{table_path('incidents', 'csv')}?{query}").headers["etag"]

    assert tag("department=2A&department=971") == tag("department=971&department=2A&department=971")
    assert tag("from=2020&lang=fr") == tag("lang=fr&from=2020&evidence=specialist")
    assert tag("department=2A") != tag("department=971")
    assert tag("dialect=excel-fr") != tag("dialect=rfc4180") == tag("lang=fr")


def test_another_state_of_the_data_has_another_tag(small_atlas, small_root, tmp_path):
    here, elsewhere = (Starlette(routes=routes("", Held(lambda: small_atlas, root))) for root in (small_root, tmp_path))

    path = table_path("incidents", "csv")
    assert get(here, path).headers["etag"] != get(elsewhere, path).headers["etag"]


def test_the_atlas_is_loaded_once_and_answers_are_kept(small_atlas, small_root):
    loaded = []
    held = Held(lambda: loaded.append(1) or small_atlas, small_root)
    assert not loaded
    app = Starlette(routes=routes("", held))

    bodies = {get(app, table_path("incidents", "json")).body for _ in range(3)}
    assert (len(bodies), len(loaded)) == (1, 1)


def test_what_is_kept_is_sent_without_a_thread(small_atlas, small_root, monkeypatch):
    in_threads = []

    async def counted(answer, request):
        in_threads.append(request.scope["path"])
        return answer(request)

    monkeypatch.setattr(threads, "run_in_threadpool", counted)
    held = Held(lambda: small_atlas, small_root)
    app, kept = Api("", held), held.answers
    path = address("incidents", "csv", Selection(department=("2A",)))

    first, again, head = get(app, path), get(app, path), get(app, path, "HEAD")
    assert (again.body, again.headers, head.headers) == (first.body, first.headers, first.headers)
    assert get(app, path, If_None_Match=first.headers["etag"]).status == 304
    assert len(in_threads) == 1

    assert gzip.decompress(get(app, path, Accept_Encoding="gzip").body) == first.body
    assert get(app, f"{path}&lang=de").status == 400
    assert get(app, path, "POST").status == 405
    assert len(in_threads) == 4
    kept.put("more", b"1" * (kept.largest + 1))
    assert get(app, path).body == first.body
    assert len(in_threads) == 5


def test_only_so_many_addresses_are_known(small_atlas, small_root, monkeypatch):
    monkeypatch.setattr(limits, "KNOWN_ADDRESSES", 3)
    app = Api("", Held(lambda: small_atlas, small_root))

    for number in range(10):
        assert get(app, address("incidents", "json", offset=number)).status == 200
        assert len(app._known) <= 3


def test_what_is_kept_has_a_size():
    kept = Recent(10, len)
    kept.put("a", b"12345")
    kept.put("b", b"12345")
    kept.get("a")
    kept.put("c", b"1")

    assert kept.get("b") is None
    assert (kept.get("a"), kept.get("c"), kept.size) == (b"12345", b"1", 6)
    kept.put("a", b"1")
    kept.put("huge", b"1" * 11)
    assert kept.size == 0


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        ("department=2A&department=971", "department-2A_department-971_"),
        ("q=%22%3B%20rm%20-rf%20%0d%0aX%3A%20y", "q-rm-rf-x-y_"),
        ("q=%E2%82%AC", "q-x_"),
        ("q=" + "a" * 200, "selection-"),
    ],
)
def test_a_file_name_says_what_is_inside_and_nothing_else(app, query, scope):
    header = get(app, f"{table_path('incidents', 'csv')}?{query}").headers["content-disposition"]

    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._\-]{1,200}"', header)
    assert f"_incidents_{scope}" in header


def test_a_base_path_goes_before_everything(small_atlas, small_root):
    app = built(small_atlas, small_root, "/atlas")

    assert get(app, "/api/v1/incidents.json").status == 404
    page = strictly(get(app, "/atlas/api/v1/incidents.json?limit=1").body)
    assert page["meta"]["next"].startswith("/atlas/api/v1/incidents.json?")
    assert strictly(get(app, "/atlas" + OPENAPI).body)["servers"] == [{"url": "/atlas"}]
    assert b"http://atlas.example/atlas/incident?" in get(app, "/atlas/feed.xml").body
    assert b"http://atlas.example/atlas/sitemap.xml" in get(app, "/atlas/robots.txt").body
