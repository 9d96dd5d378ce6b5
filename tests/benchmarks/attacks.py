"""Attacks on the service: whether `/health` answers meanwhile, and how much longer a reader waits.

``python -m tests.benchmarks.attacks`` from the folder of the project; it takes some ten minutes, with ``--quick`` two.
Each attack (`attackers.py`) is done by another process from another address, once on a process of the dashboard and
once on two behind nginx. A reader of *Explore* changes the filter once a second, before each attack alone and then
beside it; the ratio is that of the two medians.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from typing import NamedTuple

from tests.benchmarks.attackers import ATTACKS, Answers, attacked
from tests.benchmarks.client import Session, session
from tests.benchmarks.shared import Choices, Server, machine, served_by, table
from tests.helpers.front import asked

DOORS = {"direct": 1, "nginx": 2}  # the number of processes
HEAD = ("attack", "how many", "health s", "quiet ms", "reader ms", "x quiet", "worst ms", "MB before", "MB", "answers")
PAUSE, AFTER = 0.25, 3.0  # seconds between two looks at the health, and after an attack


class Met(NamedTuple):
    """What was met during an attack: the worst seconds of `/health`, the reader's changes, memory, answers.

    Attributes
    ----------
    quiet : list of float
        Seconds of the changes before it.
    """

    health: float
    quiet: list[float]
    changes: list[float]
    before: float
    most: float
    answers: Answers


async def health(address: str, over: asyncio.Event) -> float:
    """The worst time in which `/health` answered; infinite where it did not."""
    worst = 0.0
    while not over.is_set():
        start = time.perf_counter()
        try:
            status = (await asyncio.to_thread(asked, f"{address}/health")).status
        except OSError:
            status = 0
        worst = max(worst, time.perf_counter() - start if status == 200 else float("inf"))
        await asyncio.sleep(PAUSE)
    return worst


async def reading(reader: Session, choices: Choices, over: asyncio.Event) -> list[float]:
    """Seconds of each change, one a second, until it is over; at least one."""
    found = []
    while not found or not over.is_set():
        found.append((await reader.choose(choices.unseen())).seconds)
        await asyncio.sleep(1)
    return found


async def memory(server: Server, over: asyncio.Event) -> float:
    """The most megabytes that the processes held."""
    most = server.memory()
    while not over.is_set():
        most = max(most, server.memory())
        await asyncio.sleep(PAUSE)
    return most


async def met(server: Server, name: str, seconds: float, pool: ProcessPoolExecutor, choices: Choices) -> Met:
    """An attack beside a reader, who was alone before for half of its time."""
    before, over = server.memory(), asyncio.Event()

    async def attack() -> Answers:
        found = await asyncio.get_running_loop().run_in_executor(pool, attacked, name, server.address, seconds)
        over.set()
        return found

    async with session(server.address, "/") as reader:
        await reader.open()
        await reader.choose(choices.unseen())
        asyncio.get_running_loop().call_later(seconds / 2, over.set)
        quiet = await reading(reader, choices, over)
        over.clear()
        answers, worst, changes, most = await asyncio.gather(
            attack(), health(server.address, over), reading(reader, choices, over), memory(server, over)
        )
    await asyncio.sleep(AFTER)
    return Met(worst, quiet, changes, before, most, answers)


def row(name: str, found: Met) -> list[object]:
    """One line of the table."""
    usual, now = (1000 * statistics.median(each) for each in (found.quiet, found.changes))
    return [
        name,
        ATTACKS[name].usual,
        round(found.health, 2),
        round(usual),
        round(now),
        round(now / usual, 1),
        round(1000 * max(found.changes)),
        round(found.before),
        round(found.most),
        ", ".join(f"{count} {answer}" for answer, count in found.answers.most_common()),
    ]


def main(given: Sequence[str] | None = None) -> int:
    """Print a table for each door."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="three seconds of each in the place of fifteen")
    parser.add_argument("--seconds", type=float, help="of each attack (default: 15; quick: 3)")
    parser.add_argument("--attacks", nargs="+", choices=ATTACKS, default=list(ATTACKS))
    parser.add_argument("--doors", nargs="+", choices=DOORS, default=list(DOORS))
    options = parser.parse_args(given)
    seconds = options.seconds or (3.0 if options.quick else 15.0)
    choices = Choices.of_record()
    for door in options.doors:
        print(f"{door}: {machine()}", flush=True)
        print(table(HEAD, rows_of(door, options, seconds, choices)), flush=True)
    return 0


def rows_of(door: str, options: argparse.Namespace, seconds: float, choices: Choices) -> list[list[object]]:
    """The table of one door."""
    rows, apart = [], multiprocessing.get_context("spawn")
    with served_by(DOORS[door]) as server, ProcessPoolExecutor(1, apart) as pool:
        for name in options.attacks:
            rows.append(row(name, asyncio.run(met(server, name, seconds, pool, choices))))
            print(f"{door}, {name}: measured", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
