"""Readers who change a filter, over websockets and without a screen: how long they wait, and what the server holds.

``python -m tests.benchmarks.sessions`` from the folder of the project; it takes some twenty minutes, with ``--quick``
less than one. A soak of half an hour, and of another for the constant page: ``--pages explore --sessions 50
--seconds 1800``.

On each page, one reader makes choices of departments one after the other, each of them one that nobody made before;
a second reader then makes the same ones again; at last many arrive one by one, and each changes the choice after a
time to think, drawn between half and one and a half times the given one. A change takes from what a browser would
send until the run is over. Each ratio is to the median of a page of as many elements that are all constant, measured
the same way in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from websockets.exceptions import WebSocketException

from tests.benchmarks.client import Taken, session
from tests.benchmarks.shared import (
    CONSTANT,
    SEED,
    Choices,
    Server,
    Size,
    arguments,
    machine,
    path_of,
    percentile,
    served,
    served_by,
    table,
)

SIZES = {
    "changes": Size(40, 8, "changes of the reader who is alone"),
    "sessions": Size(60, 5, "readers of the crowd"),
    "arrive": Size(5.0, 1.0, "seconds in which they arrive"),
    "think": Size(5.0, 1.0, "seconds from one change to the next, on average"),
    "seconds": Size(60.0, 5.0, "how long the crowd stays once all have arrived"),
    "processes": Size(1, 1, "that answer; two or four stand behind nginx, as docs/how-to/deploy.md says"),
}
QUICK_PAGES = ("explore", "regions")
WARMING = 3  # changes that are not counted
SAMPLES = 10  # of memory, while the crowd stays
HEAD = (
    "page, choices", "readers", "changes", "p50 ms", "p95 ms", "x constant", "a second", "kB", "first ms",
    "MB", "MB a reader", "growth %", "errors",
)  # fmt: skip


@dataclass
class Measured:
    """What some readers met.

    Attributes
    ----------
    opened, changed : list of Taken
        First runs, and changes.
    elapsed : float
        Seconds from the first arrival to the last change.
    memory : list of float
        Megabytes of the server: before, when all had arrived, and at equal distances until the end.
    lost : int
        Readers whose connection failed.
    """

    readers: int
    opened: list[Taken] = field(default_factory=list)
    changed: list[Taken] = field(default_factory=list)
    elapsed: float = 0
    memory: list[float] = field(default_factory=list)
    lost: int = 0

    @property
    def errors(self) -> int:
        """Readers who were lost, and runs that showed an error."""
        return self.lost + sum(bool(one.error) for one in (*self.opened, *self.changed))


class Crowd(NamedTuple):
    """How many readers come, in how many seconds, how long they stay and think."""

    sessions: int
    arrive: float
    think: float
    seconds: float


async def alone(server: Server, path: str, choices: Sequence[Sequence[str]]) -> Measured:
    """One reader, one choice after the other without a pause."""
    found = Measured(readers=1)
    async with session(server.address, path) as reader:
        found.opened.append(await reader.open())
        start = time.perf_counter()
        for choice in choices:
            found.changed.append(await reader.choose(choice))
        found.elapsed = time.perf_counter() - start
    return found


async def together(server: Server, path: str, crowd: Crowd, choices: Choices) -> Measured:
    """Many readers, each at a pace of its own; every change is a choice that nobody made before."""
    found = Measured(crowd.sessions, memory=[server.memory()])
    chance = random.Random(SEED)  # noqa: S311 - no secret
    start = time.perf_counter()
    end = start + crowd.arrive + crowd.seconds
    stay = asyncio.Event()

    async def read(number: int) -> None:
        await asyncio.sleep(crowd.arrive * number / crowd.sessions)
        async with session(server.address, path) as reader:
            found.opened.append(await reader.open())
            while True:  # one change at least, so that whoever waited for the page too long is counted
                await asyncio.sleep(chance.uniform(0.5, 1.5) * crowd.think)
                found.changed.append(await reader.choose(choices.unseen()))
                if time.perf_counter() >= end:
                    break
            found.elapsed = time.perf_counter() - start
            await stay.wait()  # memory is that of all who are there

    async def attempt(number: int) -> None:
        try:
            await read(number)
        except (OSError, TimeoutError, WebSocketException):
            found.lost += 1

    async with asyncio.TaskGroup() as readers:
        for number in range(crowd.sessions):
            readers.create_task(attempt(number))
        while len(found.opened) + found.lost < crowd.sessions:
            await asyncio.sleep(0.05)
        pause = max(0, end - time.perf_counter()) / SAMPLES
        for _ in range(SAMPLES):
            found.memory.append(server.memory())
            await asyncio.sleep(pause)
        found.memory.append(server.memory())
        stay.set()
    if not found.changed:
        raise RuntimeError(f"{path}: none of {crowd.sessions} readers could change anything")
    return found


def row(name: str, found: Measured, floor: Measured) -> list[object]:
    """One line of the table; memory is told of a crowd alone."""
    times = [1000 * one.seconds for one in found.changed]
    usual = statistics.median(times)
    held: list[object] = ["", "", ""]
    if found.memory:
        before, arrived, *_, end = found.memory
        held = [round(end), round((arrived - before) / found.readers, 1), round(100 * (end / arrived - 1), 1)]
    return [
        name,
        found.readers,
        len(times),
        round(usual),
        round(percentile(times, 0.95)),
        round(usual / (1000 * statistics.median(one.seconds for one in floor.changed)), 1),
        round(len(times) / found.elapsed, 1),
        round(statistics.median(one.received for one in found.changed) / 1000, 1),
        round(1000 * statistics.median(one.seconds for one in found.opened)),
        *held,
        found.errors,
    ]


async def measure(server: Server, path: str, options: argparse.Namespace, choices: Choices) -> dict[str, Measured]:
    """One page: alone with choices of its own, alone with those again, and in a crowd."""
    await alone(server, path, [choices.unseen() for _ in range(WARMING)])
    own = [choices.unseen() for _ in range(options.changes)]
    crowd = Crowd(options.sessions, options.arrive, options.think, options.seconds)
    return {
        "unseen": await alone(server, path, own),
        "made before": await alone(server, path, own),
        "crowd, unseen": await together(server, path, crowd, choices),
    }


def main(given: Sequence[str] | None = None) -> int:
    """Print a table; 1 where a reader met an error."""
    options = arguments(__doc__, SIZES, QUICK_PAGES, given)
    choices = Choices.of_record()
    print(machine(), flush=True)
    with served(CONSTANT) as constant, served_by(options.processes) as dashboard:
        floor = asyncio.run(measure(constant, "/", options, choices))
        found = {"constant": floor}
        for page in options.pages:
            found[page] = asyncio.run(measure(dashboard, path_of(page), options, choices))
            print(f"{page}: measured", file=sys.stderr, flush=True)
    rows = [row(f"{page}, {name}", one, floor[name]) for page, each in found.items() for name, one in each.items()]
    print(table(HEAD, rows))
    print(machine())
    return int(any(one.errors for each in found.values() for one in each.values()))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
