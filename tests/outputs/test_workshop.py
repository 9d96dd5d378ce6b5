"""What takes long is made apart: once for all who ask, in turns, as long as somebody waits, and within bounds."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from types import ModuleType

import pytest
from starlette.applications import Starlette

from analytics.api.application import Api, routes
from analytics.outputs import apart, works, workshop
from analytics.outputs.held import Recent
from analytics.outputs.notes.note import About
from analytics.outputs.works import Job, Work
from analytics.outputs.workshop import Full, Workshop
from analytics.selection.selection import Selection
from tests.helpers.asgi import ask

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20  # seconds, for what takes none
PICTURE = "/api/v1/pictures/by-year.svg"


class Bench:
    """Does jobs by noting them; the one called "held" waits until it is let go."""

    def __init__(self) -> None:
        self.done, self.begun, self.go, self._lock = [], Event(), Event(), Lock()

    def __call__(self, job: Job, *given):  # noqa: D102
        if job.name == "held":
            self.begun.set()
            assert self.go.wait(PATIENCE)
        if job.name == "fails":
            raise ValueError("it can not be made")
        with self._lock:
            self.done.append(job.about[0])
        return given[0] if given else str(job.about[0]).encode()


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.go.set()


@pytest.fixture
def hands():
    with ThreadPoolExecutor(2) as executor:
        yield executor


def workshop_of(hands, bench, count=1, most=4) -> Workshop:
    return Workshop(lambda: hands, bench, count, Recent(10_000, len), most)


def alone(about, name="plain") -> Work:
    return Work(about, (Job(name, (about,)),))


def several(about, count, *, first="plain") -> Work:
    jobs = tuple(Job("plain" if place else first, (f"{about}{place}",), f"part {place}") for place in range(count))
    return Work(about, jobs, Job("plain", (f"{about} joined",)))


def test_a_work_asked_for_twice_is_made_once_and_kept(bench, hands):
    shop = workshop_of(hands, bench)
    with shop.ordered(alone("one", "held")) as first, shop.ordered(alone("one", "held")) as second:
        bench.go.set()
        assert first is second
        assert first.result.result(PATIENCE) == b"one"
    assert shop.made(alone("one", "held")) == b"one"
    assert bench.done == ["one"]
    assert shop.keep.get("one") == b"one"


def test_jobs_are_joined_in_their_order_and_told_one_by_one(bench, hands):
    shop = workshop_of(hands, bench, count=2)
    with shop.ordered(several("kit", 3, first="held")) as order:
        assert bench.begun.wait(PATIENCE)
        bench.go.set()
        assert order.result.result(PATIENCE) == [b"kit0", b"kit1", b"kit2"]
    assert bench.done[-1] == "kit joined"
    assert (order.done, order.total) == (4, 4)


def test_what_nobody_waits_for_any_more_is_not_made_to_its_end(bench, hands):
    shop = workshop_of(hands, bench)
    with shop.ordered(several("kit", 5, first="held")), shop.ordered(several("kit", 5, first="held")):
        assert bench.begun.wait(PATIENCE)
    bench.go.set()
    assert shop.made(alone("after")) == b"after"
    assert bench.done == ["kit0", "after"]


def test_what_is_no_longer_wanted_is_not_waited_for(bench, hands):
    shop = workshop_of(hands, bench)
    looks = iter([True, False])
    assert shop.made(several("kit", 5, first="held"), lambda: next(looks)) is None
    bench.go.set()
    assert shop.made(alone("after")) == b"after"
    assert bench.done == ["kit0", "after"]


def test_one_of_two_readers_may_leave(bench, hands):
    shop = workshop_of(hands, bench)
    with shop.ordered(several("kit", 2, first="held")) as order:
        with shop.ordered(several("kit", 2, first="held")):
            pass
        bench.go.set()
        assert order.result.result(PATIENCE) == [b"kit0", b"kit1"]


def test_works_take_turns(bench, hands):
    shop = workshop_of(hands, bench)
    with shop.ordered(several("kit", 6, first="held")) as kit:
        assert bench.begun.wait(PATIENCE)
        with shop.ordered(alone("picture")) as picture:
            bench.go.set()
            picture.result.result(PATIENCE)
            kit.result.result(PATIENCE)
    assert bench.done.index("picture") <= 2


def test_more_than_there_is_room_for_is_refused_and_room_comes_back(bench, hands):
    shop = workshop_of(hands, bench, most=2)
    with shop.ordered(alone("a", "held")), shop.ordered(alone("b")):
        with pytest.raises(Full), shop.ordered(alone("c")):
            pass
        with shop.ordered(alone("b")):
            pass
        bench.go.set()
    assert shop.made(alone("c")) == b"c"


def test_a_failure_is_told_to_who_waits_and_stops_nothing_else(bench, hands):
    shop = workshop_of(hands, bench)
    with pytest.raises(ValueError, match="can not be made"):
        shop.made(alone("broken", "fails"))
    assert shop.made(alone("whole")) == b"whole"


@pytest.mark.parametrize(("deaths", "made"), [(1, True), (2, False)])
def test_a_job_whose_process_has_died_is_begun_again_once(bench, caplog, deaths, made):
    class Dying:
        def submit(self, do, *job):
            nonlocal deaths
            future = Future()
            if deaths:
                deaths -= 1
                future.set_exception(BrokenExecutor())
            else:
                future.set_result(do(*job))
            return future

    started = []
    shop = Workshop(lambda: started.append(1) or Dying(), bench, 1, Recent(10_000, len))
    if made:
        assert shop.made(alone("one")) == b"one"
        assert len(started) == 2
    else:
        with pytest.raises(BrokenExecutor):
            shop.made(alone("one"))
    assert "is made again" in caplog.text


def test_processes_that_died_while_they_had_nothing_to_do_hold_up_nobody(bench, hands):
    class Dead:
        def submit(self, *_):
            raise BrokenExecutor

    executors = iter([Dead(), hands])
    shop = Workshop(lambda: next(executors), bench, 1, Recent(10_000, len))
    assert shop.made(alone("one")) == b"one"
    assert shop.made(alone("two")) == b"two"


def test_jobs_that_died_together_have_one_executor_started_for_them(bench, hands):
    class Dying:
        def submit(self, *_):
            begun.append(Future())
            return begun[-1]

    begun, started = [], []
    executors = iter([Dying(), hands])
    shop = Workshop(lambda: started.append(1) or next(executors), bench, 2, Recent(10_000, len))
    with shop.ordered(alone("one")) as one, shop.ordered(alone("two")) as two:
        for future in begun:
            future.set_exception(BrokenExecutor())
        assert (one.result.result(PATIENCE), two.result.result(PATIENCE)) == (b"one", b"two")
    assert len(started) == 2


# --- behind the API ------------------------------------------------------------------------------------------


def test_the_api_refuses_what_there_is_no_room_for_and_says_when_to_ask_again(held_small, bench, hands):
    shop = workshop_of(hands, bench, most=1)
    app = Starlette(routes=routes("", held_small, shop))
    with shop.ordered(alone("a", "held")):
        refused = ask(app, f"{PICTURE}?q=crowd")
        bench.go.set()
    assert refused.status == 503
    assert refused.headers["retry-after"] == str(workshop.RETRY_AFTER)
    assert refused.headers["content-type"] == "application/problem+json"
    assert json.loads(refused.body)["type"].endswith(":busy")


def test_the_answer_of_a_workshop_is_that_of_none(held_small, hands):
    done = []

    def do(job, *given):
        done.append(job.name)
        return works.do(held_small, job, *given)

    app = Starlette(routes=routes("", held_small, Workshop(lambda: hands, do, 2, held_small.answers)))
    work = works.picture("by-year", "svg", Selection(q="quiet"), "dark", "wide")
    answers = [ask(app, f"{PICTURE}?q=quiet&theme=dark") for _ in range(2)]
    assert {answer.status for answer in answers} == {200}
    assert {answer.body for answer in answers} == {works.here(held_small, work)}
    assert done == ["picture"]


def test_what_a_client_has_left_is_dropped(held_small, bench, hands):
    shop = workshop_of(hands, bench)
    api, gone, sent = Api("", held_small, shop), asyncio.Event(), []

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    async def leave():
        scope = {"type": "http", "method": "GET", "path": PICTURE, "query_string": b"q=gone", "headers": []}
        with shop.ordered(alone("before", "held")) as before:
            asked = asyncio.create_task(api(scope, receive, send))
            while len(shop.works) < 2:
                await asyncio.sleep(0.01)
            gone.set()
            await asyncio.wait_for(asked, PATIENCE)
            assert len(shop.works) == 1
            bench.go.set()
            before.result.result(PATIENCE)

    asyncio.run(leave())
    assert sent == []
    assert bench.done == ["before"]


# --- in processes --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_processes_make_what_is_made_here_whatever_page_was_run_before(held_small, tmp_path, monkeypatch):
    page = ModuleType("__main__")  # as Streamlit leaves it
    page.__file__ = str(tmp_path / "page.py")
    (tmp_path / "page.py").write_text("raise SystemExit('a page is run in a process that makes pictures')")
    monkeypatch.setitem(sys.modules, "__main__", page)
    shop = workshop.of_processes(held_small, hands=1)
    choice = Selection(department=("2A",), lang="en")
    for work in (
        works.picture("by-year", "svg", choice, "light", "wide"),
        works.note_of(About("department", "2A", Selection(lang="en")), "html"),
        works.drawings("by-year", choice, ("wide", "narrow")),
    ):
        assert shop.made(work) == works.here(held_small, work)
    shop.close()


def test_a_page_that_is_run_while_a_process_begins_is_not_run_there(monkeypatch, tmp_path):
    class Run(dict):
        """Modules of which the main one is always a page, whoever puts another there."""

        def __getitem__(self, name):
            return page if name == "__main__" else super().__getitem__(name)

    page = ModuleType("__main__")
    page.__file__ = str(tmp_path / "page.py")
    (tmp_path / "page.py").write_text("raise SystemExit('a page is run')")
    monkeypatch.setattr(sys, "modules", Run(sys.modules))
    child = apart.process("time:sleep", 0)
    child.start()
    child.join(PATIENCE)

    assert child.exitcode == 0


def test_a_server_that_is_killed_leaves_no_process_behind(tmp_path):
    program = (
        "import multiprocessing, pathlib, time\n"
        "from analytics.outputs import held, workshop\n"
        f"workshop.of_processes(held.Held(root=pathlib.Path({str(tmp_path)!r})), hands=1).warm()\n"
        "print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        made = Path(f"/proc/{int(server.stdout.readline())}")
        there = made.exists()
        server.kill()
    end = time.monotonic() + PATIENCE
    while made.exists() and time.monotonic() < end:
        time.sleep(0.1)

    assert there
    assert not made.exists()
