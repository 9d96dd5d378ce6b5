"""The map of an imported table beside that of the record: what is sent, how long until it is drawn, what a run costs.

``python -m tests.benchmarks.imported_map`` from the folder of the project; it takes about a minute, and needs Debian's
``chromium``. The page has nothing but a dial and the map; the record's is Explore with all that is on it. A map is
drawn when its first mark has been painted; a run is one click on the dial.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.clicks import AT_REST, CLICK, HEAR, QUIET
from tests.benchmarks.shared import machine, served, table
from tests.helpers.reader import MAP

SIZES, TIMES, STEPS = (10_000, 100_000), 3, (0, 2, 1)
HEAD = ("map", "first kB", "first s", "run kB", "run ms", "run cpu ms")
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def processor(process: int) -> float:
    """Milliseconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 10 * (int(fields[11]) + int(fields[12]))


def visit(browser: Browser, address: str, mark: str, process: int) -> list[float]:
    """Open a page and click its dial: kilobytes and seconds of the first view; kilobytes, time, processor of a run."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="en")
    received = [0]

    def hear(frame: str | bytes) -> None:
        received[0] += len(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    page.add_init_script(HEAR)
    start = time.perf_counter()
    page.goto(address)
    page.frame_locator(MAP).first.locator(mark).first.wait_for(state="attached", timeout=60_000)
    page.evaluate(PAINTED)
    drawn = time.perf_counter() - start
    page.wait_for_function(AT_REST)
    page.wait_for_timeout(1000)
    first, runs = received[0], []
    for step in STEPS:
        before, taken = received[0], processor(process)
        milliseconds = page.evaluate(CLICK, step)
        page.wait_for_timeout(500)
        runs.append(((received[0] - before) / 1000, milliseconds, processor(process) - taken))
    page.close()
    return [first / 1000, drawn, *(statistics.median(of_run) for of_run in zip(*runs, strict=True))]


def main() -> int:
    """Print a table."""
    print(machine(), flush=True)
    rows = []
    with (
        served("app.py") as record,
        served("tests/benchmarks/imported_app.py") as imported,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        asked = {"record": (f"{record.address}/?lang=en", ".mark, .cluster", record.process)}
        for size in SIZES:
            asked[f"{size:,} rows"] = (f"{imported.address}/?lang=en&rows={size}", ".heap", imported.process)
        for name, (address, mark, process) in asked.items():
            visit(browser, address, mark, process)  # what is made once
            visits = [visit(browser, address, mark, process) for _ in range(TIMES)]
            rows.append([name, *(round(statistics.median(each), 1) for each in zip(*visits, strict=True))])
        browser.close()
    print(table(HEAD, rows))
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
