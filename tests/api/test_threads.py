"""Tables are worked out a few at a time; who is one too many is told so, and for who has left nothing is done."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.requests import ClientDisconnect, Request

from analytics.api.application import Api
from analytics.api.threads import Threads
from analytics.outputs.addresses import table_path
from analytics.outputs.workshop import RETRY_AFTER, Full
from tests.helpers.asgi import ask


class Client:
    """Sends its request, and stays until it leaves."""

    def __init__(self):
        self.sent, self.gone = False, asyncio.Event()

    async def __call__(self):  # noqa: D102
        if not self.sent:
            self.sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}


def request_of(client):
    return Request({"type": "http", "method": "GET", "path": "/", "headers": []}, client)


def test_who_waited_and_has_left_is_not_served_and_the_next_is():
    begun = []

    async def run():
        threads, go = Threads(1, 3), asyncio.Event()
        clients = [Client() for _ in range(4)]

        async def first():
            async with threads._free:
                await go.wait()

        holds = asyncio.create_task(first())
        await asyncio.sleep(0)
        waits = [
            asyncio.create_task(threads.do(request_of(client), begun.append, number))
            for number, client in enumerate(clients)
        ]
        await asyncio.sleep(0.05)
        clients[1].gone.set()
        go.set()
        await holds
        return await asyncio.gather(*waits, return_exceptions=True)

    answers = asyncio.run(run())

    assert begun == [0, 2]
    assert isinstance(answers[1], ClientDisconnect)
    assert isinstance(answers[3], Full)


def test_the_api_tells_who_is_one_too_many_when_to_ask_again(held_small):
    api = Api("", held_small)
    api._threads = Threads(most=0)
    refused = ask(api, table_path("sites", "csv"))

    assert (refused.status, refused.headers["retry-after"]) == (503, str(RETRY_AFTER))
    assert json.loads(refused.body)["type"].endswith(":busy")


def test_a_failure_frees_the_thread():
    async def run():
        threads = Threads(1, 1)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await threads.do(request_of(Client()), lambda: 1 // 0)
        return await threads.do(request_of(Client()), lambda: 1)

    assert asyncio.run(run()) == 1
