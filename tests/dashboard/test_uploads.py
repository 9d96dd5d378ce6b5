"""A file comes in from the one page for it: of its size, at its rate, from this host, and no other way."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from analytics.outputs.bringing import MOST_BYTES
from dashboard import uploads
from dashboard.inner_routes import InnerRoutes, passes
from dashboard.uploads import AT_ONCE, BODIES, BODIES_OF_ONE, FRAMING, MOST_STORED, OF_SESSION, Doors, Stored, Uploads
from tests.helpers.asgi import ask

SESSION, FILE = "6f1ed002-ab5a-4a2b-9d4c-0d8d0d8d0d8d", "0b0e0f00-0000-4000-8000-000000000001"
PATH, HOST = f"/_stcore/upload_file/{SESSION}/{FILE}", "atlas.example.org"
FROM_US = {"Host": HOST, "Origin": f"https://{HOST}"}


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        """What it says."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def doors() -> Doors:
    doors = Doors()
    doors.open(SESSION)
    return doors


def app(doors, clock=None, stored=lambda _: Stored(0, 0), base="", answers=None) -> InnerRoutes:
    routes = InnerRoutes(answers or PlainTextResponse("taken", 204), base)
    routes._uploads = Uploads(clock or Clock(), doors, stored)
    return routes


def put(routes, size=1000, path=PATH, method="PUT", **headers) -> int:
    given = {**FROM_US, "Content-Length": str(size), **headers}
    return ask(routes, path, method, {name: value for name, value in given.items() if value is not None}).status


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_a_session_on_the_page_sends_a_file_and_takes_it_back(doors, base):
    routes = app(doors, base=base)
    assert put(routes, path=base + PATH) == 204
    assert put(routes, path=base + PATH, method="DELETE") == 204


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "PATCH"])
def test_nothing_else_is_there(doors, method):
    assert put(app(doors), method=method) == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/_stcore/upload_file/{'0' * 36}/{FILE}",
        "/_stcore/upload_file/a/b",
        f"{PATH}/more",
        f"/_stcore/upload_file/{SESSION}/../{FILE}",
        "/_stcore/upload_file",
    ],
)
def test_no_other_session_finds_the_route(doors, path):
    assert put(app(doors), path=path) == 404
    assert put(app(doors), path=path, method="DELETE") == 404


def test_a_session_that_has_left_the_page_finds_no_route(doors):
    doors.close(SESSION)
    assert put(app(doors)) == 404


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://evil.example", 404), (f"https://{HOST}.evil.example", 404), ("null", 404), (None, 403)],
)
def test_pages_of_this_host_alone_send_files(doors, origin, status):
    assert put(app(doors), Origin=origin) == status
    assert put(app(doors), Origin=origin, method="DELETE") == status


def test_a_file_says_its_size_and_is_not_too_large(doors):
    routes = app(doors)
    assert put(routes, MOST_BYTES + FRAMING) == 204
    assert put(routes, MOST_BYTES + FRAMING + 1) == 413
    assert put(routes, 10**30) == 413
    for length in (None, "", "-1", "1e3", "٣", "0x10"):
        assert put(routes, **{"Content-Length": length}) == 411, length


def test_files_of_one_address_come_at_a_rate(doors, clock):
    routes = app(doors, clock)
    assert [put(routes) for _ in range(AT_ONCE + 1)] == [204] * AT_ONCE + [429]
    clock.now += 20 / uploads.A_SECOND
    assert put(routes) == 204
    refused = ask(app(doors, stored=lambda _: Stored(OF_SESSION, 0)), PATH, "PUT", FROM_US | {"Content-Length": "9"})
    assert (refused.status, refused.headers["Retry-After"]) == (429, "5")


def test_what_waits_to_be_taken_has_an_end(doors):
    assert put(app(doors, stored=lambda _: Stored(0, MOST_STORED - 1000))) == 204
    assert put(app(doors, stored=lambda _: Stored(0, MOST_STORED - 999))) == 503


def test_few_come_in_at_the_same_time_and_who_is_slow_is_gone(doors, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.05)
    routes, statuses, left = app(doors, answers=reads_all), [], []

    async def one(address: str) -> None:
        sent = []

        async def never():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        headers = [(name.lower().encode(), value.encode()) for name, value in FROM_US.items()]
        scope = {
            "type": "http",
            "method": "PUT",
            "path": PATH,
            "headers": [*headers, (b"content-length", b"100")],
            "client": (address, 1),
            "left": left,
        }
        await routes(scope, never, send)
        statuses.append(sent[0]["status"])

    async def all_at_once() -> None:
        await asyncio.gather(*(one("10.0.0.1") for _ in range(BODIES_OF_ONE + 1)))
        assert sorted(statuses) == [204] * BODIES_OF_ONE + [429]
        statuses.clear()
        await asyncio.gather(*(one(f"10.0.0.{number}") for number in range(BODIES + 1)))
        assert sorted(statuses) == [204] * BODIES + [503]

    monkeypatch.setattr(routes._uploads, "_clock", asyncio.run(clock_of_loop()))
    asyncio.run(all_at_once())
    assert left == ["http.disconnect"] * (BODIES_OF_ONE + BODIES)
    assert routes._uploads._bytes == 0
    assert not routes._uploads._coming


async def clock_of_loop():
    return asyncio.get_running_loop().time


async def reads_all(scope, receive, send):
    scope["left"].append((await receive())["type"])
    await PlainTextResponse("", 204)(scope, receive, send)


def test_an_application_that_fails_leaves_nothing_counted(doors):
    async def fails(*_):
        raise RuntimeError("a fault")

    routes = app(doors, answers=fails)
    with pytest.raises(RuntimeError):
        put(routes)
    assert (routes._uploads._bytes, dict(routes._uploads._coming)) == (0, {})


def test_a_page_asks_where_one_file_may_go_and_no_more():
    asked = BackMsg()
    asked.file_urls_request.file_names.append("a.csv")
    assert passes(asked.SerializeToString())
    asked.file_urls_request.file_names.extend(["b.csv"] * 1000)
    assert not passes(asked.SerializeToString())


def test_doors_have_an_end(monkeypatch):
    monkeypatch.setattr(uploads, "_MOST_OPEN", 2)
    doors = Doors()
    for name in "abc":
        doors.open(name)
    assert [name in doors for name in "abc"] == [False, True, True]


def test_streamlit_takes_no_larger_file_than_we_do():
    import streamlit as st

    assert st.get_option("server.maxUploadSize") * 1_000_000 == MOST_BYTES
