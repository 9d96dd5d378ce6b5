"""Of Streamlit's inner routes and messages those pass that pages and readers need, and no other."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from dashboard import inner_routes, visitors
from dashboard.inner_routes import AT_ONCE, LARGEST, SOCKETS, InnerRoutes, passes
from tests.helpers.asgi import ask

HOST = "atlas.example.org"
RERUN = BackMsg(rerun_script=ClientState(query_string="lang=en")).SerializeToString()
DEFERRED = BackMsg()
DEFERRED.backend_operation_request.deferred_file.file_id = "a"
SKILLS = BackMsg()
SKILLS.backend_operation_request.install_skills.SetInParent()


async def reads_all(scope, receive, send):
    """An application that takes what a socket brings, and says how much that was."""
    await receive()
    await send({"type": "websocket.accept"})
    scope["taken"] = []
    while (message := await receive())["type"] == "websocket.receive":
        scope["taken"].append(message["bytes"])


def socket(payloads=(), path="/_stcore/stream", origin=f"https://{HOST}", base="", app=None):
    """What an application takes from a socket, and what the socket is sent."""
    incoming = iter(
        [
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "bytes": payload} for payload in payloads),
            {"type": "websocket.disconnect", "code": 1000},
        ]
    )
    sent = []
    headers = [(b"host", HOST.encode()), *([(b"origin", origin.encode())] if origin else [])]
    scope = {"type": "websocket", "path": path, "headers": headers}

    async def receive():
        return next(incoming)

    async def send(message):
        sent.append(message)

    asyncio.run((app or InnerRoutes(reads_all, base))(scope, receive, send))
    return scope.get("taken"), sent


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_routes_that_no_page_needs_are_not_found(base):
    everything = Starlette(routes=[Route("/{path:path}", lambda _: PlainTextResponse("there"), methods=["GET", "PUT"])])
    app = InnerRoutes(everything, base)

    for path in ("metrics", "upload_file/a/b", "script-health-check", "agent/openapi.json", "bidi-components/a", ""):
        assert ask(app, f"{base}/_stcore/{path}").status == 404, path
    assert ask(app, f"{base}/_stcore").status == 404
    assert ask(app, f"{base}/_stcore/upload_file/a/b", "PUT").status == 404
    for path in ("_stcore/health", "_stcore/host-config", "", "media/a.csv", "component/a", "regions"):
        assert ask(app, f"{base}/{path}").status == 200, path


@pytest.mark.parametrize(
    ("origin", "passed"),
    [
        (f"https://{HOST}", True),
        (None, True),
        ("https://evil.example", False),
        (f"https://{HOST}.evil.example", False),
        (f"https://{HOST}@evil.example", False),
        (f"https://{HOST}:8443", False),
        ("null", False),
        ("", True),
    ],
)
def test_a_socket_opens_for_pages_of_this_host_alone(origin, passed):
    taken, sent = socket([RERUN], origin=origin)

    assert (taken == [RERUN]) is passed
    assert sent[0] == ({"type": "websocket.accept"} if passed else {"type": "websocket.close", "code": 1008})


def test_no_other_socket_opens():
    assert socket(path="/_stcore/other") == (None, [{"type": "websocket.close", "code": 1008}])
    assert socket([RERUN], path="/atlas/_stcore/stream", base="/atlas")[0] == [RERUN]


def test_messages_of_readers_pass_and_no_other():
    assert passes(RERUN)
    assert passes(DEFERRED.SerializeToString())
    assert passes(BackMsg(stop_script=True).SerializeToString())
    assert passes(BackMsg(app_heartbeat=True).SerializeToString())
    for refused in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime"):
        assert not passes(BackMsg(**{refused: True}).SerializeToString()), refused
    for payload in (SKILLS.SerializeToString(), b"", b"\xff" * 40):
        assert not passes(payload)

    cleared = BackMsg(clear_cache=True).SerializeToString()
    assert socket([cleared, RERUN, b"\x00\xff", RERUN])[0] == [RERUN, RERUN]


def test_what_is_too_large_or_no_message_ends_the_socket():
    taken, sent = socket([RERUN, b"0" * (LARGEST + 1), RERUN])
    assert (taken, sent[-1]) == ([RERUN], {"type": "websocket.close", "code": 1009})

    taken, sent = socket([None])
    assert (taken, sent[-1]) == ([], {"type": "websocket.close", "code": 1008})


def test_who_asks_too_often_waits_and_loses_nothing(monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(inner_routes.asyncio, "sleep", sleep)
    taken, _ = socket([RERUN] * (AT_ONCE + 10))

    assert len(taken) == AT_ONCE + 10
    assert max(waited[:AT_ONCE]) == 0
    assert waited[AT_ONCE:] == sorted(waited[AT_ONCE:])
    assert waited[AT_ONCE] > 0.4


def test_sockets_of_one_address_wait_for_each_other_and_have_an_end(monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(inner_routes.asyncio, "sleep", sleep)
    monkeypatch.setattr(visitors, "SOCKETS", 1)
    app = InnerRoutes(reads_all)
    for _ in range(visitors.SENT_AT_ONCE // AT_ONCE):  # one after the other
        assert len(socket([RERUN] * AT_ONCE, app=app)[0]) == AT_ONCE
    assert max(waited) == 0
    assert len(socket([RERUN], app=app)[0]) == 1
    assert waited[-1] > 0
    assert app._visitors.enter("") is not None
    assert socket([RERUN], app=app) == (None, [{"type": "websocket.close", "code": 1013}])


def test_there_is_an_end_to_how_many_sockets_are_open():
    app = InnerRoutes(reads_all)
    app._open = SOCKETS
    assert socket([RERUN], app=app) == (None, [{"type": "websocket.close", "code": 1013}])

    app._open = SOCKETS - 1
    assert socket([RERUN], app=app)[0] == [RERUN]
    assert app._open == SOCKETS - 1


def test_a_socket_that_fails_is_counted_no_more():
    async def fails(*_):
        raise RuntimeError("a fault")

    app = InnerRoutes(fails)
    with pytest.raises(RuntimeError):
        socket(app=app)
    assert app._open == 0
