"""Who wants to stop the service is refused, and `/health` answers all the while; how fast, the benchmark tells.

What a process refuses by itself is tried on one that stands alone, what nginx refuses on nginx before made-up ones.
"""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.metrics_util import Installation

from analytics.outputs.addresses import NOTES, picture_path, table_path
from analytics.outputs.apart import Apart
from analytics.outputs.workshop import MOST_WORKS
from dashboard.visitors import OPENED_AT_ONCE
from tests.benchmarks import attackers
from tests.benchmarks.attackers import ATTACKS, Answers
from tests.benchmarks.client import session
from tests.deploy.test_busy import address, processes  # noqa: F401 - fixtures
from tests.helpers.front import asked
from tests.helpers.servers import ROOT, dashboard

GENEROUS = 10  # seconds in which `/health` answers on a machine that does other things too


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with dashboard() as alone:
        yield alone


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, Apart()) as pool:
        yield pool


def answers(server: str, elsewhere: ProcessPoolExecutor, name: str, seconds: float = 2) -> Answers:
    """What an attack was answered, while `/health` was well."""
    attack = elsewhere.submit(attackers.attacked, name, server, seconds, True)
    while not attack.done():
        start = time.monotonic()
        assert asked(f"{server}/health").status == 200
        assert time.monotonic() - start < GENEROUS
        time.sleep(0.1)
    return attack.result()


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kits, clients leave", {"left": 30}),
        ("clear_cache a second", {"open": 1}),
        ("uploads of 1 MB", {"404": 20}),
        ("link of 8,000 words", {"200": 1, "open": 2}),
        ("reruns a second", {"open": 1}),
        ("sockets, 10 reruns each", {"open": 10}),
        ("clients that do not read", {"held": 10}),
    ],
)
def test_nobody_else_is_held_up(server, elsewhere, name, expected):
    assert answers(server, elsewhere, name) == expected
    # what was begun for who has left is in nobody's way
    assert asked(f"{server}{picture_path('by-year', 'svg')}?q={len(name)}").status == 200


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("name", ["kits, clients wait", "pictures", "notes"])
def test_more_than_there_is_room_for_is_told_when_to_ask_again(server, elsewhere, name):
    found = answers(server, elsewhere, name, 4)
    count = ATTACKS[name].small

    assert 1 <= found["503 later"] <= count - MOST_WORKS
    assert found["503 later"] + found["no answer yet"] + found["200"] == count


@pytest.mark.slow
@pytest.mark.shipped
def test_a_foreign_page_opens_no_socket(server, elsewhere):
    found = answers(server, elsewhere, "foreign origins")

    assert set(found) == {"403"}
    assert found["403"] >= ATTACKS["foreign origins"].small


@pytest.mark.slow
@pytest.mark.shipped
def test_who_opens_session_after_session_is_slowed_down(server, elsewhere):
    found = answers(server, elsewhere, "sessions after sessions", 6)

    assert set(found) <= {"open", "closed"}
    assert found["open"] < OPENED_AT_ONCE + 60


@pytest.mark.parametrize("name", ["header of MB", "headers"])
def test_headers_have_an_end(address, name):  # noqa: F811
    found = attackers.attacked(name, address, 10, True)

    assert set(found) <= {"400", "431", "494", "closed"}
    assert asked(f"{address}/health").status == 200


@pytest.mark.slow
@pytest.mark.shipped
@pytest.mark.parametrize("name", ["header of MB", "headers"])
def test_headers_have_an_end_without_a_proxy_too(server, elsewhere, name):
    found = answers(server, elsewhere, name, 10)

    assert set(found) <= {"400", "closed"}


@pytest.mark.slow
def test_a_request_that_does_not_end_is_ended(address):  # noqa: F811
    found = attackers.attacked("half-open requests", address, 25, True)

    assert set(found) <= {"408", "closed"}


@pytest.mark.parametrize("path", [f"{NOTES}/department/91.pdf", table_path("incidents", "xlsx")])
def test_who_asks_for_note_after_note_is_told_to_wait(address, path):  # noqa: F811
    found = [asked(f"{address}{path}?q={number}") for number in range(45)]
    refused = [answer for answer in found if answer.status != 200]

    assert 5 <= len(refused) <= 14
    assert {(answer.status, answer.headers["Retry-After"]) for answer in refused} == {(429, "10")}


def test_who_sends_much_is_not_heard(address):  # noqa: F811
    assert asked(f"{address}/", data=bytes(20_000)).status == 413


@pytest.mark.slow
@pytest.mark.shipped
def test_a_session_tells_nothing_of_the_machine(server):
    heard = asyncio.run(frames(server))

    assert b"dashboard" not in heard[0]
    assert ForwardMsg.FromString(heard[0]).new_session.initialize.session_id
    for secret in (str(ROOT), platform.python_version(), Installation.instance().installation_id_v3):
        assert not any(secret.encode() in frame for frame in heard)


async def frames(server: str) -> list[bytes]:
    """What a browser hears of the first run of a page."""
    heard: list[bytes] = []
    async with session(server, "/method") as reader:
        await reader.socket.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while not heard or ForwardMsg.FromString(heard[-1]).WhichOneof("type") != "script_finished":
            heard.append(await reader.socket.recv(decode=False))
    return heard
