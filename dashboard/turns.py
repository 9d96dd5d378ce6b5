"""Runs of pages take turns: one at a time in a process, whatever number of readers it has.

Runs that share an interpreter finish no sooner beside each other than one after the other; beside each other all of
them finish late. Nothing in a run of a whole page may wait for something else than the processor: what is waited for
stands in a fragment, which takes no turn. Who asks for many runs has one turn as everybody else: next is a run of whom
had none the longest.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """One at a time; of those who wait, everybody in turn, and the runs of each in their order."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: OrderedDict[Hashable, deque[Event]] = OrderedDict()

    @contextmanager
    def of(self, reader: Hashable) -> Iterator[None]:
        """A turn of somebody, which is waited for.

        Parameters
        ----------
        reader : hashable
            The same for all runs that share one turn.
        """
        self._take(reader)
        try:
            yield
        finally:
            self._give_on()

    def locked(self) -> bool:
        """Whether it is somebody's turn."""
        return self._taken

    def _take(self, reader: Hashable) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = Event()
            self._waiting.setdefault(reader, deque()).append(mine)
        mine.wait()

    def _give_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._taken = False
                return
            reader, runs = next(iter(self._waiting.items()))
            runs.popleft().set()
            self._waiting.move_to_end(reader)
            if not runs:
                del self._waiting[reader]


TURN = Turns()
