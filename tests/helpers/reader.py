"""A reader at a screen, for the browser tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, Request, Response

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds: two shared cores
MAP = "iframe[src*='streamlit_folium']"
# nothing is waited for by Streamlit's own program, and maps, charts, tables and images show what they are for
DRAWN = f"""() => {{
  const all = (what) => [...document.querySelectorAll(what)].filter((node) => node.checkVisibility());
  return all("[data-testid=stSkeleton], [data-testid=stAppSkeleton]").length === 0
    && all("{MAP}").every((map) => map.contentDocument?.querySelector("path[data-code]"))
    && all("[data-testid=stPlotlyChart]").every((chart) => chart.querySelector(".main-svg"))
    && all("[data-testid=stDataFrame]").every((grid) => grid.querySelector("canvas"))
    && all("img").every((image) => image.complete);
}}"""


class Reader:
    """A reader at a screen: opens pages, and remembers what went wrong and whom the browser asked.

    Attributes
    ----------
    page : the browser's page.
    hosts : every host that was asked for anything.
    errors : console errors, uncaught errors and failed answers.
    """

    def __init__(
        self, browser: Browser, server: str, size: dict[str, int], scheme: str = "light", locale: str = "fr-FR"
    ) -> None:
        self.server = server
        self.context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
            locale=locale,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        self._unanswered: set[Request] = set()
        self.page.on("request", self._asks)
        for answered in ("requestfinished", "requestfailed"):
            self.page.on(answered, lambda request: self._unanswered.discard(request))
        self.page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname or ""))
        self.page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        self.page.on("console", self._hears)
        self.page.on("response", self._gets)

    def _asks(self, request: Request) -> None:
        self._unanswered.add(request)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https"):
            self.hosts.add(parts.hostname or "")

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _gets(self, response: Response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def open(self, address: str) -> Page:
        """Open an address of the dashboard and wait until its page stands."""
        self.page.goto(self.server + address)
        self.page.wait_for_selector("h1")
        self.settled()
        return self.page

    def settled(self) -> None:
        """Wait until Streamlit has finished its run: the footer comes last, and nothing runs any more."""
        self.page.wait_for_selector(".st-key-footer hr")
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

    def drawn(self) -> None:
        """Wait until the page is whole: everything in sight is drawn, and every request has its answer."""
        self.until(lambda: self.page.evaluate(DRAWN) and not self._unanswered)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, and look again at each frame that the browser paints."""
        end = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < end, "what was waited for did not come"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    @property
    def headline(self) -> str:
        """The sentence of the page."""
        return self.page.locator("h1").first.inner_text()

    def map(self) -> FrameLocator:
        """The frame of the map."""
        return self.page.frame_locator(MAP)
