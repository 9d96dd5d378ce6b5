"""What the record of this folder takes: a line of processor seconds of a start, megabytes, milliseconds of a change.

`growth` runs it where a made record is; by itself it says so of the shipped one.
"""

from __future__ import annotations

import gc
import json
import resource
import statistics
import sys
import time

from dashboard import loading
from tests.benchmarks.pages import WARMING, changed
from tests.benchmarks.shared import Choices
from tests.helpers.pages import opened

RUNS = 8


def measured() -> dict[str, float]:
    """Seconds until what every page needs is there and until the first page is, memory, a change on Explore."""
    begun = time.process_time()
    loading.held().warm()
    gc.collect()
    gc.freeze()
    ready = time.process_time()
    app = opened("explore")
    first = time.process_time()
    choices = Choices.of_record()
    times = [changed(app, choices.unseen()) for _ in range(WARMING + RUNS)][WARMING:]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"start": ready - begun, "page": first - ready, "memory": memory, "change": statistics.median(times)}


if __name__ == "__main__":
    print(json.dumps(measured()))
    sys.exit(0)
