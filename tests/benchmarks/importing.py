"""How long a large file takes to import, and how much memory: one process beside two workers, against its size.

    python -m tests.benchmarks.importing [--rows 100000 1000000] [--plot costs.html]

The file is made: a table of somebody's own with as many rows, each with a number, a name of the US breach portal, a
day, a count and a point drawn over France. Each import runs in a process of its own; its memory is the most that it and
all its workers held together, what they share counted in each. What two workers wrote is compared with what one process
wrote, byte for byte. A file of ten million rows has 0.7 GB, and so has each import.
"""

from __future__ import annotations

import argparse
import csv
import filecmp
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
import psutil

ROWS, WORKERS = (100_000, 1_000_000), (1, 2)
NAMES = Path(__file__).resolve().parents[1] / "feeds" / "samples" / "breach_report.csv"
AROUND = (-5.2, 41.3, 9.6, 51.1)
SEED, BLOCK, EVERY = 20_260_101, 100_000, 0.2
MAPPING = """name = "made"
licence = "none: it is made"
[columns]
feed_id = "number"
organisation = "name"
reported_on = "day"
people_affected = "people"
latitude = "latitude"
longitude = "longitude"
[fixed]
tier = "press"
"""


class Run(NamedTuple):
    """One import: rows, workers, seconds, megabytes of all its processes at most."""

    rows: int
    workers: int
    seconds: float
    megabytes: float


def write(path: Path, rows: int) -> None:
    """A made table of so many rows."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [row["Name of Covered Entity"] for row in csv.DictReader(file)]
    drawn = np.random.default_rng(SEED)
    west, south, east, north = AROUND
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("number", "name", "day", "people", "latitude", "longitude"))
        for first in range(0, rows, BLOCK):
            size = min(BLOCK, rows - first)
            x, y = drawn.uniform(west, east, size), drawn.uniform(south, north, size)
            days = np.datetime64("2010-01-01") + drawn.integers(0, 6_000, size)
            people = drawn.integers(500, 1_000_000, size)
            for at, (day, count, up, across) in enumerate(zip(days, people, y, x, strict=True), first):
                writer.writerow((at, f"{names[at % len(names)]} {at}", day, count, f"{up:.5f}", f"{across:.5f}"))


def imported(mapping: Path, table: Path, folder: Path, rows: int, workers: int) -> Run:
    """One import by the command line, watched from outside."""
    command = [sys.executable, "-m", "analytics", "import", str(mapping), str(table), "-o", str(folder)]
    start, most = time.perf_counter(), 0
    process = psutil.Popen([*command, "--workers", str(workers)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        most = max(most, held(process))
        time.sleep(EVERY)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the import of {rows} rows by {workers} ended with {process.returncode}")
    return Run(rows, workers, seconds, most / 1e6)


def held(process: psutil.Process) -> int:
    """Bytes in memory of a process and all that it started."""
    total = 0
    for each in [process, *process.children(recursive=True)]:
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    if files != sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file()):
        return False
    return not any(filecmp.cmpfiles(one, other, [str(name) for name in files], shallow=False)[1:])


def plot(runs: list[Run], path: Path) -> None:
    """Seconds and megabytes against rows, a line for each number of workers."""
    figure = go.Figure()
    for workers in sorted({run.workers for run in runs}):
        chosen = [run for run in runs if run.workers == workers]
        x = [run.rows for run in chosen]
        figure.add_scatter(x=x, y=[run.seconds for run in chosen], name=f"{workers} workers: seconds")
        figure.add_scatter(
            x=x, y=[run.megabytes for run in chosen], name=f"{workers} workers: MB", line={"dash": "dot"}
        )
    figure.update_layout(
        xaxis={"type": "log", "title": "rows"}, yaxis={"type": "log"}, title="Import: cost against size"
    )
    figure.write_html(path, include_plotlyjs=True)


def main() -> None:
    """Print a line for each import, and how many times faster two workers were."""
    parser = argparse.ArgumentParser(description="Import made files of growing size.")
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS)
    parser.add_argument("--plot", type=Path, help="an HTML file to write")
    options = parser.parse_args()
    runs: list[Run] = []
    print(f"{'rows':>10} {'workers':>7} {'seconds':>8} {'rows/s':>8} {'MB':>6} {'times':>6}  same files")
    for rows in options.rows:
        with tempfile.TemporaryDirectory(prefix="importing-") as name:
            place = Path(name)
            (place / "made.toml").write_text(MAPPING, encoding="utf-8")
            write(place / "made.csv", rows)
            first = place / str(options.workers[0])
            for workers in options.workers:
                run = imported(place / "made.toml", place / "made.csv", place / str(workers), rows, workers)
                times = next((each.seconds for each in runs if each.rows == rows), run.seconds) / run.seconds
                equal = "yes" if same(first, place / str(workers)) else "NO"
                runs.append(run)
                speed = rows / run.seconds
                told = f"{rows:>10,} {workers:>7} {run.seconds:>8.1f} {speed:>8,.0f} {run.megabytes:>6,.0f}"
                print(f"{told} {times:>6.2f}  {equal}", flush=True)
    if options.plot:
        plot(runs, options.plot)


if __name__ == "__main__":
    main()
