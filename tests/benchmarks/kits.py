"""Readers who change a filter while others take kits away: how much longer the readers wait.

``python -m tests.benchmarks.kits`` from the folder of the project; it takes some three minutes, with ``--quick`` less
than one. Both halves are measured on one server: first the readers alone, then until the last kit has come.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlencode
from urllib.request import urlopen

from analytics.outputs import addresses
from tests.benchmarks.client import PATIENCE, Taken, session
from tests.benchmarks.shared import SEED, Choices, Server, Size, arguments, machine, path_of, percentile, served, table

SIZES = {
    "kits": Size(8, 2, "kits that are asked for at once, each of another choice"),
    "sessions": Size(10, 3, "readers"),
    "think": Size(2.0, 1.0, "seconds from one change to the next, on average"),
    "seconds": Size(30.0, 5.0, "how long the readers are alone"),
}
QUICK_PAGES = ("explore",)
HEAD = ("page", "readers", "changes", "p50 ms", "p95 ms", "p95 x alone", "kits", "all kits, s", "MB")


def taken_away(server: Server, choice: Sequence[str]) -> int:
    """The bytes of the kit of a choice."""
    query = urlencode([("department", code) for code in choice])
    with urlopen(f"{server.address}{addresses.KIT}?{query}", timeout=PATIENCE) as answer:
        return len(answer.read())


async def measured(
    server: Server, path: str, sessions: int, think: float, seconds: float, kits: int, choices: Choices
) -> tuple[list[Taken], list[Taken], float, int]:
    """What the readers met alone, and beside the kits; seconds until the last kit was there, and bytes of all."""
    alone: list[Taken] = []
    beside: list[Taken] = []
    now, over, chance = alone, asyncio.Event(), random.Random(SEED)  # noqa: S311 - no secret
    there = asyncio.Barrier(sessions + 1)

    async def read() -> None:
        async with session(server.address, path) as reader:
            await reader.open()
            await reader.choose(choices.unseen())  # not counted
            await there.wait()
            while not over.is_set():
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
                into = now
                into.append(await reader.choose(choices.unseen()))

    async with asyncio.TaskGroup() as readers:
        for _ in range(sessions):
            readers.create_task(read())
        await there.wait()
        await asyncio.sleep(seconds)
        now, start = beside, time.perf_counter()
        asked = [asyncio.to_thread(taken_away, server, choices.unseen()) for _ in range(kits)]
        sizes = await asyncio.gather(*asked)
        elapsed = time.perf_counter() - start
        over.set()
    return alone, beside, elapsed, sum(sizes)


def main(given: Sequence[str] | None = None) -> int:
    """Print a table; 1 where a reader met an error."""
    options = arguments(__doc__, SIZES, QUICK_PAGES, given)
    rows, errors, choices = [], 0, Choices.of_record()
    print(machine(), flush=True)
    with served("app.py") as server:
        for page in options.pages:
            sizes = (options.sessions, options.think, options.seconds, options.kits)
            alone, beside, elapsed, size = asyncio.run(measured(server, path_of(page), *sizes, choices))
            errors += sum(bool(one.error) for one in (*alone, *beside))
            floor = percentile([one.seconds for one in alone], 0.95)
            for times, kits in ((alone, ["", "", ""]), (beside, [options.kits, round(elapsed, 1), round(size / 1e6)])):
                seconds = [one.seconds for one in times]
                usual, worst = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
                ratio = round(worst / 1000 / floor, 2)
                rows.append([page, options.sessions, len(times), round(usual), round(worst), ratio, *kits])
    print(table(HEAD, rows))
    print(machine())
    return int(errors > 0)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
