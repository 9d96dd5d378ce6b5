"""Threads for what is worked out within tenths of a second: a few at a time, a queue, and an end to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from analytics.api import limits
from analytics.outputs.workshop import Full

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Threads:
    """Python computes in one thread at a time: more of them finish no sooner, and pages would share with all of them.

    Parameters
    ----------
    at_once, most : int
        How many work, and how many requests may be in hand or wait.
    """

    def __init__(self, at_once: int = limits.THREADS, most: int = limits.MOST_WAITING) -> None:
        self._free, self._most, self._in_hand = asyncio.Semaphore(at_once), most, 0

    async def do(self, request: Request, work: Callable[Given, Made], *given: Given.args, **more: Given.kwargs) -> Made:
        """The result of a work for a request, done in a thread when one is free.

        Raises
        ------
        Full
            Where too many wait.
        ClientDisconnect
            Where the client has left before it was begun.
        """
        if self._in_hand >= self._most:
            raise Full
        self._in_hand += 1
        try:
            waits = self._free.locked()
            async with self._free:
                # the first thing to be heard is the request's own body
                if waits and (await request.is_disconnected() or await request.is_disconnected()):
                    raise ClientDisconnect
                return await run_in_threadpool(work, *given, **more)
        finally:
            self._in_hand -= 1
