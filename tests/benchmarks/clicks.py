"""Clicks in Chromium: from a click on the evidence dial until the run is over and the screen shows it.

``python -m tests.benchmarks.clicks`` from the folder of the project; it takes some ten minutes, with ``--quick``
less than one. Debian's ``chromium`` has to be there.

Each page is opened with departments that nobody chose before, and no step of the dial is clicked twice, so that every
click asks for something new. The browser itself measures: the run is over when Streamlit says so, nothing on the page
is stale, and the browser has drawn it. Each ratio is to the median of an almost empty page with a dial, and of a
page of many constant elements, both in the same run.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.shared import (
    CONSTANT,
    EMPTY,
    Choices,
    Size,
    arguments,
    machine,
    path_of,
    percentile,
    served,
    table,
)

SIZES = {
    "rounds": Size(3, 1, "times that each page is opened"),
    "steps": Size(5, 3, "of the five of the dial, clicked each time"),
}
QUICK_PAGES = ("explore", "regions")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run")
STEPS = (0, 2, 1, 4, 3)  # the fourth is chosen when a page opens
SETTLED = 1000  # milliseconds without a click: maps and grids of the first run are drawn
PATIENCE = 60_000
HEAD = ("page", "clicks", "p50 ms", "p95 ms", "x empty", "x constant", "kB")
AT_REST = """() => document.querySelector("[data-test-script-state=notRunning]")
  && document.querySelectorAll(".st-key-dial [role=radio]").length === 5
  && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")"""
# tells the page of each end of a run: the field of that number at the top of a message. What the screen says of it is
# never drawn where a run is short
HEAR = """(() => {
  const ends = (bytes) => {
    let place = 0;
    const number = () => {
      for (let value = 0, factor = 1; ; factor *= 128) {
        const byte = bytes[place++];
        value += (byte % 128) * factor;
        if (byte < 128) return value;
      }
    };
    while (place < bytes.length) {
      const tag = number(), size = number();
      if (tag >> 3 === FIELD) return size !== EARLY;
      if (tag % 8 === 2) place += size;
    }
    return false;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({data}) => {
        if (ends(new Uint8Array(data))) window.dispatchEvent(new Event("run-ended"));
      });
    }
  };
})()""".replace("FIELD", str(ForwardMsg.SCRIPT_FINISHED_FIELD_NUMBER)).replace(
    "EARLY", str(ForwardMsg.FINISHED_EARLY_FOR_RERUN)
)
# milliseconds from the click to the second frame after the end of the run: the first one draws it
CLICK = """(step) => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error("the run did not end")), 20000);
  const over = () => document.querySelector("[data-test-script-state=notRunning]")
    && !document.querySelector("[data-stale=true]");
  const look = (frames) => requestAnimationFrame(() => {
    if (frames === 2) { clearTimeout(late); done(performance.now() - start); } else look(over() ? frames + 1 : 0);
  });
  window.addEventListener("run-ended", () => look(0), {once: true});
  const start = performance.now();
  document.querySelectorAll(".st-key-dial [role=radio]")[step].click();
})"""


class Click(NamedTuple):
    """One click: milliseconds to the end, and bytes that the page received for it."""

    milliseconds: float
    received: int


def clicks(browser: Browser, address: str, steps: int) -> list[Click]:
    """Some steps of the dial of one page, each once."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="en")
    received = [0]

    def hear(frame: str | bytes) -> None:
        received[0] += len(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    page.set_default_timeout(PATIENCE)
    page.add_init_script(HEAR)
    page.goto(address)
    page.wait_for_function(AT_REST)
    found = []
    for step in STEPS[:steps]:
        page.wait_for_timeout(SETTLED)
        before = received[0]
        milliseconds = page.evaluate(CLICK, step)
        page.wait_for_timeout(100)  # frames are told of a little later
        found.append(Click(milliseconds, received[0] - before))
    page.close()
    return found


def row(name: str, found: Sequence[Click], empty: float, constant: float) -> list[object]:
    """One line of the table."""
    times = [click.milliseconds for click in found]
    usual = statistics.median(times)
    return [
        name,
        len(times),
        round(usual),
        round(percentile(times, 0.95)),
        round(usual / empty, 1),
        round(usual / constant, 1),
        round(statistics.median(click.received for click in found) / 1000, 1),
    ]


def main(given: Sequence[str] | None = None) -> int:
    """Print a table."""
    options = arguments(__doc__, SIZES, QUICK_PAGES, given)
    choices = Choices.of_record()
    print(machine(), flush=True)
    found: dict[str, list[Click]] = {name: [] for name in ("empty", "constant", *options.pages)}
    with (
        served(EMPTY) as empty,
        served(CONSTANT) as constant,
        served("app.py") as dashboard,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        for _ in range(options.rounds):  # in turns, so that what else the machine does meets all
            found["empty"] += clicks(browser, empty.address, options.steps)
            found["constant"] += clicks(browser, constant.address, options.steps)
            for page in options.pages:
                query = urlencode({"lang": "en", "department": choices.unseen()}, doseq=True)
                found[page] += clicks(browser, f"{dashboard.address}{path_of(page)}?{query}", options.steps)
        browser.close()
    floors = [statistics.median(click.milliseconds for click in found[name]) for name in ("empty", "constant")]
    print(table(HEAD, [row(name, each, *floors) for name, each in found.items()]))
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
