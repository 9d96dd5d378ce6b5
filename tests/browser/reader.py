"""A reader at a screen, for the browser tests."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds: two shared cores


class Reader:
    """A reader at a screen: opens pages, and remembers what went wrong and whom the browser asked.

    Attributes
    ----------
    page : the browser's page.
    hosts : every host that was asked for anything.
    errors : console errors, uncaught errors and failed answers.
    """

    def __init__(
        self, browser: Browser, server: str, size: dict[str, int], scheme: str = "light", locale: str | None = None
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
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on(
            "response",
            lambda answer: self.errors.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self.hosts.add(parts.hostname or "")

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

    @property
    def headline(self) -> str:
        """The sentence of the page."""
        return self.page.locator("h1").first.inner_text()

    def map(self):
        """The frame of the map."""
        return self.page.frame_locator("iframe[src*='streamlit_folium']")
