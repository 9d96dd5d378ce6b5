"""Does what takes long apart from what must answer at once: in processes of its own, a bounded number at a time.

A work that two ask for is made once; one that nobody waits for any more is not made to its end; and where too much is
asked for at once, who comes last is told so. Works take turns, job by job: a picture does not wait for eight kits.
"""

from __future__ import annotations

import logging
import os
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from concurrent import futures
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from threading import RLock
from typing import Any

from analytics.atlas import atlas as atlases
from analytics.drawings.svg import rasters
from analytics.outputs import works
from analytics.outputs.apart import executor
from analytics.outputs.held import Held, Recent
from analytics.outputs.works import Job, Work

MOST_WORKS = 32  # in hand and waiting; one more is refused
READY = Job("ready", ())
RETRY_AFTER = 10  # seconds: what a few kits take
EACH = 0.25  # seconds from one look at what is being made to the next
_LOG = logging.getLogger(__name__)


class Full(Exception):
    """As much is being made as there is room for."""


class Order:
    """A work that somebody waits for.

    Attributes
    ----------
    work : Work
    result : Future
        What comes of it.
    done : int
        Jobs that are done, of `total`.
    told : str
        What the job done last was about.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.result: Future[Any] = Future()
        self.total = len(work.jobs) + bool(work.joined)
        self.done = 0
        self.told = ""
        self.readers = 0
        self.given: list[Any] = [None] * len(work.jobs)
        self.waiting: deque[tuple[int, Job]] = deque(enumerate(work.jobs))
        self.again = False  # whether it was begun again after a process had died

    def take(self, place: int, job: Job, given: Any) -> None:  # noqa: ANN401 - each job gives its own
        """What a job gave, which stands at a place among its own; the whole is there with the last."""
        self.done += 1
        self.told = job.told
        if self.done == self.total:
            self.result.set_result(given)
            return
        self.given[place] = given
        if self.work.joined and self.done == len(self.work.jobs):
            self.waiting.append((self.done, self.work.joined))

    def more(self, job: Job) -> tuple[Any, ...]:
        """What a job needs beside what it is about."""
        return (self.given,) if job is self.work.joined else ()


class Workshop:
    """Takes orders and has their jobs done, as many at a time as there are hands.

    Parameters
    ----------
    start : callable
        Gives the executor; called when the first job is there, and again where its processes have died.
    do : callable
        Does a job, wherever the executor runs it.
    hands : int
        Jobs at a time.
    keep : Recent
        Where results that are bytes are kept, by the key of their work.
    most : int
        Works that are in hand or wait; beyond, an order is refused.
    """

    def __init__(
        self,
        start: Callable[[], Executor],
        do: Callable[..., Any],
        hands: int,
        keep: Recent[bytes],
        most: int = MOST_WORKS,
    ) -> None:
        self.hands, self.most, self.keep = hands, most, keep
        self._start, self._do = start, do
        self._executor: Executor | None = None
        self._orders: OrderedDict[Hashable, Order] = OrderedDict()
        self._busy = 0
        self._lock = RLock()  # a job that is done at once calls back while the next is being handed out

    @property
    def works(self) -> list[Work]:
        """What is in hand or waits, in the order in which it is next."""
        with self._lock:
            return [order.work for order in self._orders.values()]

    def close(self) -> None:
        """End the processes; what waits is not made."""
        with self._lock:
            if self._executor is not None:
                self._executor.shutdown(cancel_futures=True)

    def warm(self) -> None:
        """Begin now what the first job would wait for: its process, and the record there."""
        with self._lock:
            self._executor = self._executor or self._start()
            for _hand in range(self.hands):
                self._executor.submit(self._do, READY)

    @contextmanager
    def ordered(self, work: Work) -> Iterator[Order]:
        """The order of a work, for as long as somebody waits for it; the same for all who wait for the same.

        Raises
        ------
        Full
            Where there is no room for another.
        """
        order = self._joined(work)
        try:
            self._hand_out()
            yield order
        finally:
            self._left(order)

    def made(self, work: Work, wanted: Callable[[], bool] = lambda: True) -> Any:  # noqa: ANN401 - each gives its own
        """The result of a work, kept or waited for; None where it is no longer wanted before it is there."""
        kept = self.keep.get(work.key)
        if kept is not None:
            return kept
        with self.ordered(work) as order:
            while not order.result.done() and wanted():
                futures.wait([order.result], EACH)
            return order.result.result() if order.result.done() else None

    def _joined(self, work: Work) -> Order:
        with self._lock:
            order = self._orders.get(work.key)
            if order is None:
                if len(self._orders) >= self.most:
                    raise Full
                order = self._orders[work.key] = Order(work)
            order.readers += 1
            return order

    def _left(self, order: Order) -> None:
        with self._lock:
            order.readers -= 1
            if not order.readers and not order.result.done():
                self._forget(order)
                order.result.cancel()

    def _forget(self, order: Order) -> None:
        order.waiting.clear()
        self._orders.pop(order.work.key, None)

    def _hand_out(self) -> None:
        """Give jobs to hands that are free, one of each order in turn."""
        with self._lock:
            while self._busy < self.hands:
                order = next((each for each in self._orders.values() if each.waiting), None)
                if order is None:
                    return
                self._orders.move_to_end(order.work.key)
                place, job = order.waiting.popleft()
                self._busy += 1
                executor = self._executor = self._executor or self._start()
                begun = _submitted(executor, self._do, job, *order.more(job))
                begun.add_done_callback(partial(self._taken, executor, order, place, job))

    def _taken(self, executor: Executor, order: Order, place: int, job: Job, future: Future[Any]) -> None:
        """A job is done, or has failed: its order takes what it gave, and hands are free."""
        with self._lock:
            self._busy -= 1
            failure = future.exception()
            if isinstance(failure, BrokenExecutor) and self._executor is executor:
                self._executor = None  # the next job starts another, which those that died with this one leave alone
            if order.result.done():
                pass  # nobody waits for it any more
            elif failure is None:
                order.take(place, job, future.result())
                if order.result.done():
                    if isinstance(order.result.result(), bytes):
                        self.keep.put(order.work.key, order.result.result())
                    self._forget(order)
            elif isinstance(failure, BrokenExecutor) and not order.again:
                _LOG.warning("a process that made “%s” has died; it is made again", job.name)
                order.again = True
                order.waiting.appendleft((place, job))
            else:
                self._forget(order)
                order.result.set_exception(failure)
            self._hand_out()


def _submitted(executor: Executor, do: Callable[..., Any], *about: Any) -> Future[Any]:  # noqa: ANN401 - as `do` has it
    """What comes of a job; where its processes died before they had anything to do, that is how it fails."""
    try:
        return executor.submit(do, *about)
    except BrokenExecutor as failure:
        broken: Future[Any] = Future()
        broken.set_exception(failure)
        return broken


def of_processes(held: Held, hands: int | None = None) -> Workshop:
    """A workshop whose jobs are done in processes, each with the record of its own, behind those that answer readers.

    Parameters
    ----------
    held : Held
        The record is read again from its folder; its answers keep the results.
    hands : int, optional
        Processes; without it one less than there are cores, at least one and at most four.
    """
    hands = hands or min(4, max(1, (os.cpu_count() or 2) - 1))

    def start() -> Executor:
        return executor(hands, **{rasters.FACES: rasters.folder_of_faces()})

    return Workshop(start, partial(_do, held.root), hands, held.answers)


@cache
def _record(root: Path) -> Held:
    return Held(partial(atlases.load, root), root)


def _do(root: Path, job: Job, *given: Any) -> Any:  # noqa: ANN401 - each job gives its own
    return works.do(_record(root), job, *given)
