"""Runs of pages take turns, and none waits in its turn for what is made elsewhere."""

from __future__ import annotations

from threading import Thread

import pytest
from streamlit.testing.v1 import AppTest

from analytics import site
from analytics.outputs.workshop import Workshop
from dashboard import controls
from dashboard.turns import TURN, Turns
from tests.helpers.pages import opened

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


def test_a_run_waits_for_its_turn_and_gives_it_on():
    opened("method")  # what a first run makes is there
    pages: list[AppTest] = []
    reader = Thread(target=lambda: pages.append(opened("method")))
    with TURN.of("somebody"):
        reader.start()
        reader.join(1.0)
        waited = reader.is_alive()
    reader.join()

    assert waited
    assert not pages[0].exception
    assert not TURN.locked()


def test_a_run_that_fails_gives_its_turn_on(monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError("on purpose")

    monkeypatch.setattr(controls, "sidebar", broken)

    assert opened("method").exception
    assert not TURN.locked()


def test_who_wants_many_turns_has_one_as_everybody_else():
    turns, order = Turns(), []

    def run(reader: str) -> None:
        with turns.of(reader):
            order.append(reader)

    threads = []
    with turns.of("greedy"):
        for reader in ("greedy", "greedy", "greedy", "reader", "reader", "other"):
            threads.append(Thread(target=run, args=(reader,)))
            threads[-1].start()
            while sum(map(len, turns._waiting.values())) < len(threads):
                pass
    for thread in threads:
        thread.join()

    assert order == ["greedy", "reader", "other", "greedy", "reader", "greedy"]
    assert not turns.locked()


@pytest.mark.parametrize("page", [page.name for page in site.PAGES])
def test_no_page_waits_in_its_turn_for_the_workshop(page, monkeypatch):
    ordered = []
    monkeypatch.setattr(Workshop, "ordered", lambda _, work: ordered.append(work))
    monkeypatch.setattr(Workshop, "made", lambda _, work: ordered.append(work))

    app = opened(page, department="78")

    assert not app.exception
    assert ordered == []
