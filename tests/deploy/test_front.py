"""Whichever process dies behind nginx, nobody gets an error page: tried with fifty sessions, and with one browser."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from http.cookies import SimpleCookie
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, expect, sync_playwright
from websockets.exceptions import WebSocketException

from analytics.api.problems import Problem, Refused
from analytics.words.text import Words
from tests.benchmarks.client import Session, connection
from tests.feeds.made import HHS
from tests.helpers.front import Site, asked
from tests.helpers.programs import QUIET, chromium
from tests.helpers.reader import WIDE, Reader

pytestmark = [pytest.mark.slow, pytest.mark.shipped]

READERS = 50
CHOICES = (["78"], ["91"], ["13", "69"], ["59"], ["2A", "75"])
TRIES, PAUSE = 20, 0.25
COOKIE = "atlas_process"
T = TypeVar("T")


class Reached(NamedTuple):
    """How a reader came to a choice: the process that answered at last, and what pages said went wrong on the way."""

    process: str
    errors: list[str]


class Visitor:
    """Does what a browser does: keeps its cookie, connects again when it is cut off, and sends its last state again."""

    def __init__(self, address: str) -> None:
        self.session = Session(None, address, "/")  # type: ignore[arg-type]
        self.process = ""

    async def come(self) -> Reached:
        """Open the page."""
        await self.connect()
        taken = await self.session.open()
        return Reached(self.process, [taken.error])

    async def connect(self) -> None:
        """Open a websocket, naming the session that there was."""
        headers = {"Cookie": f"{COOKIE}={self.process}"} if self.process else None
        for _ in range(TRIES):
            try:
                self.session.socket = await connection(self.session.address, headers, self.session.name)
                break
            except (OSError, WebSocketException):
                await asyncio.sleep(PAUSE)
        said = SimpleCookie(self.session.socket.response.headers["Set-Cookie"])
        self.process = said[COOKIE].value

    async def choose(self, departments: Sequence[str]) -> Reached:
        """A choice, made again where its process died before it had written it into the address."""
        errors = []
        for _ in range(TRIES):
            try:
                errors.append((await self.session.choose(departments)).error)
            except WebSocketException:
                await self.connect()
            if parse_qs(self.session.query).get("department") == list(departments):
                return Reached(self.process, errors)
        raise ConnectionError(f"no process answered the reader: {errors}")


async def crowd(site: Site, ask: Callable[[], T]) -> tuple[list[list[Reached]], T]:
    """Fifty readers come and choose twice; one process dies while they choose, and then other things are asked for."""
    visitors = [Visitor(site.address) for _ in range(READERS)]

    def choosing(turn: int) -> list[asyncio.Task[Reached]]:
        choices = [CHOICES[(number + turn) % len(CHOICES)] for number in range(READERS)]
        return [asyncio.create_task(one.choose(choice)) for one, choice in zip(visitors, choices, strict=True)]

    rounds = [await asyncio.gather(*(one.come() for one in visitors))]
    choices = choosing(0)
    await asyncio.sleep(PAUSE)
    site.kill(site.ports[0])
    answers = await asyncio.to_thread(ask)
    rounds += [await asyncio.gather(*choices), await asyncio.gather(*choosing(1))]
    for one in visitors:
        await one.session.socket.close()
    return rounds, answers


PERMALINKS = ("/", "/?department=78&lang=en", "/regions?department=91", "/incident?incident=fr-versailles-2022")
FOR_PROGRAMS = (
    "/api/v1/incidents.json?department=78",
    "/api/v1/departments.csv",
    "/api/v1/pictures/by-year.svg",
    "/embed/by-year?lang=en",
    "/feed.xml",
    "/health",
)


def test_nobody_gets_an_error_page_while_a_process_dies_and_both_are_gone_and_back(site, edition):
    every = (*PERMALINKS, *FOR_PROGRAMS)

    def ask() -> dict[str, set[int]]:
        return {path: {asked(site.address + path).status for _ in range(2)} for path in every}

    rounds, statuses = asyncio.run(crowd(site, ask))

    first = [one.process for one in rounds[0]]
    assert set(first) == {"1", "2"}
    assert abs(first.count("1") - first.count("2")) <= 2
    assert {one.process for one in rounds[-1]} == {"2"}
    assert {error for each in rounds for one in each for error in one.errors} == {""}
    assert statuses == {path: {200} for path in every}

    site.kill(site.ports[1])
    in_the_edition(site, edition)

    site.start()
    assert asked(f"{site.address}/?department=78").status == 200
    assert asked(f"{site.address}/api/v1/sites.json").status == 200


def in_the_edition(site: Site, edition) -> None:
    """What is answered when there is no process: pages by the edition, and the rest by what was asked for before."""
    incident, department, region = (
        next((edition / "en" / folder).glob("[!i]*.html")).stem for folder in ("incidents", "departments", "regions")
    )
    for path, page in {
        "/": "fr/",
        "/timeline?lang=en": "en/",
        f"/incident?evidence=press&incident={incident}&lang=en": f"en/incidents/{incident}.html",
        "/incident": "fr/incidents/",
        "/incident?incident=../../x": "fr/incidents/",
        f"/regions?department={department}": f"fr/departments/{department}.html",
        f"/regions?region={region}&lang=en": f"en/regions/{region}.html",
        "/regions?department=91&department=92": "fr/areas/",
        "/method?lang=xx": "fr/method.html",
    }.items():
        answer = asked(site.address + path)
        assert (answer.status, answer.headers["Location"]) == (302, f"/edition/{page}#busy")
        assert answer.headers["Cache-Control"] == "no-store"
        shown = asked(f"{site.address}/edition/{page}")
        assert shown.status == 200
        assert f'<p class="busy" id="busy">{Words(page[:2])("edition.busy")}</p>' in shown.body.decode()
        assert re.search(r"default-src 'none'", shown.headers["Content-Security-Policy"])

    kept = asked(f"{site.address}/api/v1/incidents.json?department=78")
    assert kept.status == 200
    assert json.loads(kept.body)["data"]
    for path in ("/api/v1/incidents.json?department=01", "/embed/services", "/api/v1/kit.zip", "/health"):
        refused = asked(site.address + path)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
        assert refused.headers["Content-Type"] == "application/problem+json"
        said = Problem(Refused("busy", "no process answers; ask again in 10 seconds")).document
        assert json.loads(refused.body) == said


def test_answers_are_kept_for_a_host_and_an_encoding_and_conditional_requests_answered(site):
    path = f"{site.address}/api/v1/sources.json?department=13"
    first, second = asked(path), asked(path)
    packed = asked(path, {"Accept-Encoding": "br, gzip;q=0.5"})
    elsewhere = asked(f"{site.address}/feed.xml", {"Host": "elsewhere.example"})

    for name in ("ETag", "Cache-Control", "Last-Modified", "Vary", "Content-Type", "Content-Security-Policy"):
        assert first.headers[name] == second.headers[name]
    assert first.body == second.body
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != first.headers["ETag"]
    assert asked(path, {"Accept-Encoding": "gzip;q=0, br"}).headers["Content-Encoding"] is None
    for answer in (first, packed):
        again = asked(
            path, {"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "gzip" if answer is packed else ""}
        )
        assert (again.status, again.body) == (304, b"")
    assert b"http://elsewhere.example/" in elsewhere.body
    assert b"elsewhere.example" not in asked(f"{site.address}/feed.xml").body


def test_only_the_routes_that_pages_need_are_passed_on(site):
    for path in ("/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/script-health-check", "/_stcore/"):
        assert asked(site.address + path).status == 404
    for path in ("/_stcore/health", "/_stcore/host-config"):
        assert asked(site.address + path).status == 200
    assert asked(f"{site.address}/api/v1/incidents.json?q={'a' * 9000}").status == 414
    assert asked(f"{site.address}/api/v1/nothing.json").headers["Content-Type"] == "application/problem+json"


UPLOAD = f"/_stcore/upload_file/{'a' * 36}/{'b' * 36}"


def test_no_file_comes_in_but_from_the_page_for_it(site):
    for method, data in (("GET", None), ("POST", b"x"), ("PUT", b"x" * 1000), ("DELETE", None)):
        assert asked(site.address + UPLOAD, {"Origin": site.address}, data, method).status == 404, method
    assert asked(site.address + UPLOAD, {"Origin": site.address}, bytes(22 << 20), "PUT").status == 413
    assert asked(site.address + "/", {}, bytes(1 << 16), "POST").status == 413


@pytest.mark.browser
def test_a_file_goes_to_the_process_that_has_the_session(site):
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        reader = Reader(browser, site.address, WIDE)
        page = reader.open("/my-data?lang=en")
        page.set_input_files("input[type=file]", HHS)
        expect(page.locator(".st-key-mine-banner")).to_contain_text("breach_report.csv, not verified", timeout=60_000)
        reader.settled()
        assert reader.errors == []
        reader.context.close()
        browser.close()


@pytest.mark.browser
def test_a_page_comes_back_whole_with_its_choice_when_its_process_dies(site):
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=QUIET)
        reader = Reader(browser, site.address, WIDE)
        page = reader.open("/?department=91&lang=en")
        reader.drawn()
        # as after another tab of the browser was given to another process
        there, elsewhere = cookie(reader), {"1": "2", "2": "1"}[cookie(reader)]
        for process in (elsewhere, there):
            reader.context.add_cookies([{"name": COOKIE, "value": process, "url": site.address}])
            with page.expect_download() as download:
                page.get_by_role("button", name=Words("en")("download.rfc4180")).click()
            assert download.value.failure() is None

        page = reader.open("/regions?department=91&lang=en")
        steps, headline = page.locator(".st-key-dial [role=radio]"), page.locator("h1").first
        steps.nth(1).click()
        expect(headline).to_contain_text("Going by official sources and victims alone")
        reader.drawn()
        assert reader.errors == []
        said, address, process = headline.inner_text(), page.url, cookie(reader)

        site.kill(site.ports[int(process) - 1])
        reader.until(lambda: cookie(reader) != process)
        reader.settled()
        assert (headline.inner_text(), page.url) == (said, address)
        for step, shown in ((2, expect(headline).not_to_have_text), (1, expect(headline).to_have_text)):
            click_until(steps.nth(step), lambda shown=shown: shown(said, timeout=5000))
        reader.drawn()
        assert page.url == address
        assert page.locator("[data-testid=stException], [role=dialog]").count() == 0
        reader.context.close()
        browser.close()


def click_until(place: Locator, shown: Callable[[], None]) -> None:
    """Click; and once more where the page was being built anew, which takes no click."""
    place.click()
    try:
        shown()
    except AssertionError:
        place.click()
        shown()


def cookie(reader: Reader) -> str:
    """The process that holds the reader's session."""
    return next(one["value"] for one in reader.context.cookies() if one["name"] == COOKIE)
