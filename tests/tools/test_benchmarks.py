"""The benchmarks ask for what they say, and sum up as they say; how fast anything is, is not tested."""

from __future__ import annotations

import asyncio
import os
import re
from collections import Counter

import pandas as pd
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from analytics.schema import col
from tests.benchmarks import attacks, clicks, kits, pages, sessions, shared
from tests.benchmarks import catchment as benchmark
from tests.benchmarks.attackers import ATTACKS
from tests.benchmarks.client import Session, Taken
from tests.helpers.pages import opened
from tools.reference.catchment import SPREAD, TOWN_HALLS

BENCHMARKS = (sessions, clicks, pages, kits)
DEPARTMENTS = [f"{number:02d}" for number in range(1, 20)]


class Socket:
    """Answers each message with the same frames."""

    def __init__(self, *messages: ForwardMsg) -> None:
        self.frames = [message.SerializeToString() for message in messages]
        self.left: list[bytes] = []
        self.asked: list[bytes] = []

    async def send(self, asked: bytes) -> None:
        """Take a question; all frames are to be heard again."""
        self.asked.append(asked)
        self.left = list(self.frames)

    async def recv(self, decode: bool) -> bytes:
        """The next frame."""
        assert not decode
        return self.left.pop(0)


def page(*more: ForwardMsg) -> Socket:
    """A page with a filter of departments that writes its address, is begun twice, and is over."""
    address, options, kept, early, over = (ForwardMsg() for _ in range(5))
    address.page_info_changed.query_string = "department=01"
    options.delta.new_element.multiselect.id = "$$ID-0-widget-department"
    options.delta.new_element.multiselect.options.extend(["Ain (01)", "Corse-du-Sud (2A)"])
    kept.ref_hash = "large"
    early.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    over.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return Socket(address, early, options, kept, *more, over)


def run(socket: Socket) -> tuple[Taken, Taken]:
    async def read() -> tuple[Taken, Taken]:
        reader = Session(socket, "http://127.0.0.1:1", "/world")  # type: ignore[arg-type]
        return await reader.open(), await reader.choose(["2A"])

    return asyncio.run(read())


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda each: each.__name__)
def test_a_size_is_the_usual_the_quick_or_the_given_one(benchmark):
    asked = lambda *given: vars(shared.arguments(benchmark.__doc__, benchmark.SIZES, benchmark.QUICK_PAGES, given))  # noqa: E731
    # World, Compare and Method offer no departments
    every = ["explore", "incident", "hospital", "timeline", "impact", "regions"]

    assert asked() == {name: size.usual for name, size in benchmark.SIZES.items()} | {"quick": False, "pages": every}
    assert asked("--quick") == {name: size.quick for name, size in benchmark.SIZES.items()} | {
        "quick": True,
        "pages": list(benchmark.QUICK_PAGES),
    }
    for name in benchmark.SIZES:
        assert asked("--quick", f"--{name}", "7", "--pages", "impact")[name] == 7
        with pytest.raises(SystemExit):
            asked(f"--{name}", "-1")
    with pytest.raises(SystemExit):
        asked("--pages", "nowhere")


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda each: each.__name__)
def test_its_command_is_told(benchmark):
    assert f"``python -m {benchmark.__name__}``" in benchmark.__doc__


def test_a_department_is_what_the_filter_calls_it():
    options = ["Ain (01)", "Corse-du-Sud (2A)", "Somewhere (old) (02)"]

    assert shared.labels_of(["02", "2A"], options) == [options[2], options[1]]
    with pytest.raises(KeyError):
        shared.labels_of(["99"], options)


def test_no_choice_is_made_twice_and_each_has_an_incident():
    choices = shared.Choices(DEPARTMENTS, DEPARTMENTS[:3])
    made = [frozenset(choices.unseen()) for _ in range(300)]

    assert len(set(made)) == 300
    assert {len(choice) for choice in made} == {2, 3, 4}
    assert all(choice & set(DEPARTMENTS[:3]) for choice in made)
    assert shared.Choices(DEPARTMENTS, DEPARTMENTS).unseen() == shared.Choices(DEPARTMENTS, DEPARTMENTS).unseen()


def test_a_table_is_as_wide_as_what_stands_in_it():
    assert shared.table(("page", "ms"), [["explore", 5], ["world", 1234]]).splitlines() == [
        "page       ms",
        "explore     5",
        "world    1234",
    ]


def test_memory_is_that_of_the_process():
    assert 10 < shared.Server("", os.getpid()).memory() < 100_000


def test_a_session_waits_for_the_last_run_and_sends_back_what_it_heard():
    socket = page()

    first, second = run(socket)

    assert first.received == second.received == sum(map(len, socket.frames))
    assert not socket.left
    assert not first.error
    for part in (b"$$ID-0-widget-department", b"Corse-du-Sud (2A)", b"department=01", b"large"):
        assert part in socket.asked[1]
        assert part not in socket.asked[0]


def test_an_error_on_a_page_is_counted():
    wrong = ForwardMsg()
    wrong.delta.new_element.exception.message = "no such table"
    found = sessions.Measured(2, *([taken] for taken in run(page(wrong))), lost=1)

    assert found.changed[0].error == "no such table"
    assert found.errors == 3


def test_a_page_without_the_filter_is_an_error():
    over = ForwardMsg()
    over.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY

    with pytest.raises(RuntimeError, match="/world: no filter of departments"):
        run(Socket(over))


def test_sessions_are_summed_up():
    changed = [Taken(seconds, 2000, "") for seconds in (0.1, 0.2, 0.3)]
    floor = sessions.Measured(1, [], [Taken(0.05, 10, "")], 1)
    crowd = sessions.Measured(2, [Taken(1.5, 9000, "")], changed, 2, [100, 110, 115, 121])
    alone = sessions.Measured(1, crowd.opened, changed, 0.6)

    row = dict(zip(sessions.HEAD, sessions.row("world", crowd, floor), strict=True))
    assert row == {
        "page, choices": "world", "readers": 2, "changes": 3, "p50 ms": 200, "p95 ms": 300, "x constant": 4,
        "a second": 1.5, "kB": 2, "first ms": 1500, "MB": 121, "MB a reader": 5, "growth %": 10, "errors": 0,
    }  # fmt: skip
    assert sessions.row("world", alone, floor)[6:] == [5, 2, 1500, "", "", "", 0]


def test_clicks_and_pages_are_summed_up():
    found = [clicks.Click(time, 3000) for time in (100, 200, 600)]

    assert clicks.row("world", found, 100, 50) == ["world", 3, 200, 600, 2, 4, 3]
    assert pages.row("world", [10, 20, 30], 5) == ["world", 3, 20, 30, 4]


def test_attacks_are_summed_up_and_the_documents_say_how_many_there_are():
    found = attacks.Met(0.5, [0.1, 0.1], [0.1, 0.2, 0.9], 300, 340.4, Counter({"404": 300, "closed": 2}))

    row = dict(zip(attacks.HEAD, attacks.row("uploads of 1 MB", found), strict=True))
    assert row == {
        "attack": "uploads of 1 MB", "how many": 300, "health s": 0.5, "quiet ms": 100, "reader ms": 200, "x quiet": 2,
        "worst ms": 900, "MB before": 300, "MB": 340, "answers": "300 404, 2 closed",
    }  # fmt: skip
    assert len(ATTACKS) == 15
    for name in ("SECURITY.md", "CONTRIBUTING.md"):
        assert "fifteen attacks" in (shared.HERE.parents[1] / name).read_text(encoding="utf-8").casefold()


@pytest.mark.shipped
@pytest.mark.slow
def test_the_constant_page_offers_what_the_dashboard_offers():
    constant = AppTest.from_file(str(shared.CONSTANT)).run()
    codes = [
        {re.search(r"\((\w+)\)$", option)[1] for option in app.multiselect(key="widget-department").options}
        for app in (constant, opened("explore"))
    ]

    assert codes[0] == codes[1]
    assert pages.changed(constant, ["2A", "01"]) > 0
    assert constant.title[0].value == "2 departments"
    assert not AppTest.from_file(str(shared.EMPTY)).run().exception


def test_the_made_country_of_the_geography_is_another_and_the_same_each_time():
    town_halls = pd.DataFrame({col.INSEE: ["1", "2"], col.POPULATION: [100.0, 200.0]})
    spread = pd.DataFrame({col.INSEE: ["1", "2", "2"], col.POPULATION: [100.0, 50.0, 50.0]})
    homes = {TOWN_HALLS: town_halls, SPREAD: spread}

    assert benchmark.homes_of(0, homes) is homes
    made, again = benchmark.homes_of(3, homes), benchmark.homes_of(3, homes)
    assert made[SPREAD].equals(again[SPREAD])
    factors = made[SPREAD][col.POPULATION] / spread[col.POPULATION]
    assert factors[1] == factors[2] != 1
    assert factors[0] == (made[TOWN_HALLS][col.POPULATION] / town_halls[col.POPULATION])[0]


def test_two_tables_of_the_geography_are_equal_in_every_cell_or_not():
    one = pd.DataFrame({"a": [1, 2], "b": ["x", None]})

    assert benchmark.same(one, one.copy())
    assert not benchmark.same(one, one.assign(b=["x", "y"]))
    assert not benchmark.same(one, one[:1])
