"""How long the server takes for a search as one types: 300 searches made by rule, each typed letter by letter.

    python -m tests.benchmarks.finding

Each is asked of the API, as the browser asks it, and none twice: what was answered before is not worked out again.
"""

from __future__ import annotations

import time
from statistics import median, quantiles
from urllib.parse import urlencode

from starlette.applications import Starlette

from analytics.api.application import routes
from analytics.outputs.addresses import SEARCH
from analytics.outputs.held import Held
from tests.helpers.api import get
from tests.helpers.typed import typed

QUERIES = 300


def measured(texts: list[str], app: object) -> list[float]:
    """Milliseconds of each answer."""
    times = []
    for text in texts:
        begun = time.perf_counter()
        answer = get(app, f"{SEARCH}?{urlencode({'q': text})}")
        times.append(1000 * (time.perf_counter() - begun))
        assert answer.status == 200
    return times


def told(name: str, times: list[float]) -> str:
    """A line of the table: how many, the middle one, the slowest of twenty, the slowest."""
    return f"{name:<24}{len(times):>8}{median(times):>10.1f}{quantiles(times, n=20)[-1]:>10.1f}{max(times):>10.1f}"


def main() -> None:
    """Print both tables."""
    held = Held()
    _ = held.atlas, held.state
    begun = time.perf_counter()
    _ = held.finder
    print(f"index made in {time.perf_counter() - begun:.1f} s")
    searches = [search.text for search in typed(held.atlas, QUERIES)]
    begun_by = (text[:end] for text in searches for end in range(1, len(text)))
    parts = [text for text in dict.fromkeys(begun_by) if text not in searches]
    app = Starlette(routes=routes("", held))
    print(f"{'milliseconds':<24}{'searches':>8}{'median':>10}{'p95':>10}{'slowest':>10}")
    print(told("whole", measured(searches, app)))
    print(told("while they are typed", measured(parts, app)))


if __name__ == "__main__":
    main()
