"""A record that grows: what choices, a start and a change on Explore take, in time and memory, against its size.

``python -m tests.benchmarks.growth`` from the folder of the project; it takes about ten minutes, nearly all of them for
40 000 incidents. ``python -m tests.benchmarks.growth 109 400 4000`` leaves those out.

In the first table the larger records are the published incidents of the shipped one, drawn again with other names and
days. Each choice is one that nobody made before, of filters that somebody used before, as on a page that many read;
beside it stands what the same choice takes without the masks that are kept, each filter looking into the table again.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.outputs.held import Held
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, TIERS
from analytics.selection import masks
from analytics.selection.selection import Selection
from tests.benchmarks import grown_record

SIZES = (109, 400, 4_000, 40_000)
CHOICES = 60
SEED = 20_260_101


class Growth(NamedTuple):
    """What one size takes: milliseconds, medians of all choices; megabytes of all masks that are kept."""

    incidents: int
    prepared: float
    dial: float
    kept: float
    anew: float
    memory: float


def grown(published: pd.DataFrame, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """As many incidents, drawn from those published, each with an identifier and a day of its own."""
    places = rng.permutation(np.arange(size) % len(published))
    days = [str(day) for day in np.datetime64("2016-01-01") + rng.integers(0, 3650, size)]
    own = {col.INCIDENT_ID: [f"made-{number}" for number in range(size)], col.STARTED_ON: days}
    return published.iloc[places].reset_index(drop=True).assign(**own)


def choices(vocabulary: Sequence[str], rng: np.random.Generator) -> list[Selection]:
    """Choices of departments, types, years and words."""
    return [
        Selection(
            department=_some(vocabulary, rng.integers(1, 6), rng),
            type=_some(list(ATTACK_TYPES), rng.integers(0, 3), rng),
            start=str(rng.choice(["", "2019", "2021-06"])),
            q=str(rng.choice(["", "", "hospitalier"])),
        )
        for _ in range(CHOICES)
    ]


def _some(codes: Sequence[str], number: int, rng: np.random.Generator) -> tuple[str, ...]:
    return tuple(str(code) for code in rng.choice(codes, number, replace=False))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that some work takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def measured(published: pd.DataFrame, departments: Sequence[str], size: int) -> Growth:
    """One size, with the table held and without."""
    rng = np.random.default_rng(SEED)
    tables = {tier: grown(published, size, np.random.default_rng(SEED)) for tier in TIERS}
    asked = choices(departments, rng)
    anew = [timed(lambda choice=choice: choice.count(tables["specialist"])) for choice in asked[:5]]

    def dial(choice: Selection) -> list[int]:
        return [choice.at(tier).count(tables[tier]) for tier in TIERS]

    tracemalloc.start()
    held = [masks.remember(table) for table in tables.values()]
    prepared = timed(lambda: [dial(Selection(department=(code,))) for code in departments])
    for choice in choices(departments, np.random.default_rng(SEED + 1)):
        dial(choice)  # every other value is asked for once
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    counted = [timed(lambda choice=choice: dial(choice)) for choice in asked]
    kept = [timed(lambda choice=choice: choice.keep(tables["specialist"])) for choice in asked]
    assert len(held) == len(tables)
    assert all(dial(choice) == [len(choice.at(tier).keep(tables[tier])) for tier in TIERS] for choice in asked[:5])
    return Growth(size, prepared, *(statistics.median(times) for times in (counted, kept, anew)), memory)


def report(sizes: Sequence[int] = SIZES) -> str:
    """The table, one line a size."""
    held = Held()
    published, departments = held.published(Selection().evidence), sorted(held.vocabulary.department)
    lines = [f"{'incidents':>9}  {'first use, ms':>13}  {'dial, ms':>8}  {'rows, ms':>8}  {'anew, ms':>8}  {'MB':>6}"]
    for size in sizes:
        found = measured(published, departments, size)
        lines.append(
            f"{found.incidents:>9}  {found.prepared:>13.1f}  {found.dial:>8.2f}  {found.kept:>8.2f}"
            f"  {found.anew:>8.2f}  {found.memory:>6.1f}"
        )
    return "\n".join(lines)


def starts(sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """What a start and a change on Explore take where a record has so many incidents, each beside the size before."""
    yield f"{'incidents':>9}  {'start, s':>14}  {'first page, s':>14}  {'MB':>14}  {'change, ms':>14}"
    before: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="record-") as folder:
            grown_record.write(size, Path(folder))
            command = [sys.executable, "-m", "tests.benchmarks.starting"]
            said = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
        found = json.loads(said.splitlines()[-1])
        cells = [f"{found[name]:.1f}" + (f" (x {found[name] / before[name]:.1f})" if before else "") for name in found]
        yield f"{size:>9}  " + "  ".join(f"{cell:>14}" for cell in cells)
        before = found


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print(report(sizes))
    for line in starts(sizes):
        print(line, flush=True)
