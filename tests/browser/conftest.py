"""A real server and a real browser: the pages as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.helpers.programs import QUIET, chromium
from tests.helpers.reader import PHONE, WIDE, Reader
from tests.helpers.servers import dashboard

expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """The address of the dashboard, started as README says, on a free port of this machine."""
    with dashboard() as address:
        yield address


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright, driving the Chromium that is installed.

    It keeps an event loop running for as long as it lives, so it ends with this folder: tests that run a loop of
    their own come after it.
    """
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests of this folder; each has a context of its own."""
    launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
    yield launched
    launched.close()


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
