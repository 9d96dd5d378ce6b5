"""One run of each page in this process, without a server or a browser: milliseconds of processor time.

``python -m tests.benchmarks.pages`` from the folder of the project; it takes some two minutes, with ``--quick`` less
than one.

Each run is a change of the filter of departments to some that nobody chose before; the constant page, as many elements
that never change, is run in turns with the pages. Streamlit's `AppTest` runs them and reads what a page sent, which is
in all figures alike: the ratio is a little nearer to one than that of `sessions`.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from tests.benchmarks.shared import CONSTANT, Choices, Size, arguments, machine, percentile, table
from tests.helpers.pages import SECONDS, opened

SIZES = {"runs": Size(30, 5, "changes on each page")}
QUICK_PAGES = ("explore", "timeline", "regions")
WARMING = 2  # changes that are not counted
HEAD = ("page", "runs", "p50 ms", "p95 ms", "x constant")


def changed(app: AppTest, choice: Sequence[str]) -> float:
    """Milliseconds of processor time, of all threads, that a change to some departments takes.

    Raises
    ------
    RuntimeError
        Where the page shows an error.
    """
    filtered = app.multiselect(key="widget-department")
    start = time.process_time()
    filtered.set_value(list(choice)).run()
    taken = 1000 * (time.process_time() - start)
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return taken


def measured(apps: dict[str, AppTest], runs: int, choices: Choices) -> dict[str, list[float]]:
    """Each page in turn, as many times."""
    found: dict[str, list[float]] = {name: [] for name in apps}
    for number in range(WARMING + runs):
        for name, app in apps.items():
            taken = changed(app, choices.unseen())
            if number >= WARMING:
                found[name].append(taken)
    return found


def row(name: str, times: Sequence[float], floor: float) -> list[object]:
    """One line of the table."""
    usual = statistics.median(times)
    return [name, len(times), round(usual, 1), round(percentile(times, 0.95), 1), round(usual / floor, 1)]


def main(given: Sequence[str] | None = None) -> int:
    """Print a table."""
    options = arguments(__doc__, SIZES, QUICK_PAGES, given)
    print(machine(), flush=True)
    apps = {"constant": AppTest.from_file(str(CONSTANT), default_timeout=SECONDS).run()}
    apps |= {page: opened(page) for page in options.pages}
    found = measured(apps, options.runs, Choices.of_record())
    floor = statistics.median(found["constant"])
    print(table(HEAD, [row(name, times, floor) for name, times in found.items()]))
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
