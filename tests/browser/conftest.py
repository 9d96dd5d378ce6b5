"""A real server and a real browser: the pages as a reader meets them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds: two shared cores
expect.set_options(timeout=30_000)


def _chromium() -> str:
    """The browser's program; where there is none, a failure in CI and a skip elsewhere."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found:
        return found
    reason = "no Chromium here: install Debian's chromium to run the browser tests"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the dashboard, started as README says, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"the server ended at once:\n{(process.stdout.read() if process.stdout else b'').decode()}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not answer within a minute")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, driving the Chromium that is installed."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests; each test has a context of its own."""
    chromium = playwright.chromium.launch(executable_path=_chromium(), args=QUIET)
    yield chromium
    chromium.close()


class Reader:
    """A reader at a screen: opens pages, and remembers what went wrong and whom the browser asked.

    Attributes
    ----------
    page : the browser's page.
    hosts : every host that was asked for anything.
    errors : console errors, uncaught errors and failed answers.
    """

    def __init__(self, browser: Browser, server: str, size: dict[str, int], scheme: str = "light") -> None:
        self.server = server
        self.context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            accept_downloads=True,
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


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader at a desk."""
    someone = Reader(browser, server, WIDE)
    yield someone
    someone.context.close()


@pytest.fixture
def phone(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader with a phone."""
    someone = Reader(browser, server, PHONE)
    yield someone
    someone.context.close()
