"""What nginx makes of busy processes, and of readers who are too many, ask for too much, or leave."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.helpers.front import asked, fronted

KIT, PICTURE = "/api/v1/kit.zip", "/api/v1/pictures/map.svg"


class Process(ThreadingHTTPServer):
    """Stands for one of the dashboard: 200 with its name, 503 while it is busy; it takes note of readers who leave."""

    request_queue_size = 512
    daemon_threads = True

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.name = name
        self.busy = False
        self.asked: list[str] = []
        self.left = threading.Event()


class Handler(BaseHTTPRequestHandler):
    """One request to a process."""

    server: Process

    def do_GET(self) -> None:
        """Answer, at once or never."""
        self.server.asked.append(self.path)
        if self.path.endswith("slow"):
            self.connection.settimeout(20)
            if self.connection.recv(1) == b"":
                self.server.left.set()
            return
        body = self.server.name.encode()
        self.send_response(503 if self.server.busy else 200)
        headers = {"Retry-After": "7"} if self.server.busy else {"Cache-Control": "public, max-age=300", "ETag": '"1"'}
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        """Say nothing."""


@contextmanager
def serving(process: Process) -> Iterator[Process]:
    thread = threading.Thread(target=process.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield process
    finally:
        process.shutdown()
        process.server_close()
        thread.join()


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving(Process(name))) for name in ("one", "two")]


@pytest.fixture
def address(processes, tmp_path) -> Iterator[str]:
    with fronted(tmp_path, [process.server_port for process in processes], tmp_path) as address:
        yield address


@pytest.mark.parametrize("path", [KIT, PICTURE, "/api/v1/incidents.json", "/embed/map"])
def test_where_one_is_busy_the_other_answers_and_where_both_are_the_reader_is_told_when(processes, address, path):
    processes[0].busy = True
    answers = [asked(f"{address}{path}?department={number:02d}") for number in range(1, 9)]
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"two")}

    processes[1].busy = True
    answer = asked(f"{address}{path}?department=10")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "7")
    assert answer.body in (b"one", b"two")
    processes[0].busy = processes[1].busy = False
    assert asked(f"{address}{path}?department=10").status == 200


def test_an_address_is_asked_of_one_process_and_kept_once_it_is_asked_for_again(processes, address):
    tables, pictures = f"{address}/api/v1/sites.csv", f"{address}{PICTURE}"
    for each in (tables, pictures):
        assert len({asked(each).body for _ in range(5)}) == 1

    heard = sorted(path for process in processes for path in process.asked if path != "/health")
    assert heard == [PICTURE, PICTURE, "/api/v1/sites.csv"]


def test_a_process_learns_that_the_reader_of_a_kit_has_left(processes, address):
    reader = http.client.HTTPConnection(urlsplit(address).netloc)
    reader.request("GET", f"{KIT}?q=slow")
    while not (making := [process for process in processes if f"{KIT}?q=slow" in process.asked]):
        time.sleep(0.05)
    reader.close()

    assert making[0].left.wait(10)


def test_who_asks_for_kit_after_kit_is_told_to_wait(address):
    answers = [asked(f"{address}{KIT}?department={number:02d}") for number in range(1, 31)]
    refused = [answer for answer in answers if answer.status != 200]

    assert 5 <= len(refused) <= 9
    assert {(answer.status, answer.headers["Retry-After"]) for answer in refused} == {(429, "10")}
    assert {answer.headers["Content-Type"] for answer in refused} == {"application/problem+json"}
    assert asked(f"{address}/api/v1/incidents.json").status == 200


def test_one_reader_too_many_is_led_to_the_edition_until_somebody_leaves(processes, address):
    readers = []
    for source, count in (("127.0.0.1", 150), ("127.0.0.2", 150)):
        for _ in range(count):
            readers.append(http.client.HTTPConnection(urlsplit(address).netloc, source_address=(source, 0)))
            readers[-1].request("GET", "/_stcore/stream?slow")
    while sum(path.startswith("/_stcore") for process in processes for path in process.asked) < len(readers):
        time.sleep(0.05)

    answer = asked(f"{address}/timeline?lang=en")
    assert (answer.status, answer.headers["Location"]) == (302, "/edition/en/#busy")
    assert asked(f"{address}/api/v1/incidents.json").status == 200
    for reader in readers:
        reader.close()
    for process in processes:
        assert process.left.wait(10)
    end = time.monotonic() + 10
    while asked(f"{address}/timeline?lang=en").status != 200:
        assert time.monotonic() < end
