"""Processes of our own beside the one that answers: how they begin, and that they answer from the same bytes.

A process that begins hours after the server must not read files that have changed since: it takes what the server
holds before it reads anything. So nothing of the data may be imported here, or it would be read before that.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import spawn
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from threading import Thread
from typing import Any

from analytics.schema import content

ALONE = "alone-"  # begins the names of such processes
_usually_told = spawn.get_preparation_data


def _told_before(name: str) -> dict[str, Any]:
    """What a process is told before it begins: those of ours nothing of the program's main module.

    It would be run again there; under Streamlit it is the page last run, and another by the time that it is read.
    """
    told = _usually_told(name)
    return {key: said for key, said in told.items() if not (name.startswith(ALONE) and key.startswith("init_main"))}


spawn.get_preparation_data = _told_before


class _Alone(SpawnProcess):
    """A process that does not run the program's main module again."""

    def __init__(self, *about: Any, **more: Any) -> None:  # noqa: ANN401 - as any process
        super().__init__(*about, **more)
        self.name = ALONE + self.name


class Apart(SpawnContext):
    """Processes are spawned: a fork of a process with threads may stand still for ever."""

    Process = _Alone


def executor(hands: int, **environment: str) -> ProcessPoolExecutor:
    """An executor with some processes, which hold what this one holds and have more in their environment."""
    return ProcessPoolExecutor(hands, Apart(), initializer=_begin, initargs=(environment, content.held()))


def process(do: str, *about: Any) -> SpawnProcess:  # noqa: ANN401 - whatever the function takes
    """A process that does one thing and ends, and may be killed at any time; it holds what this one holds.

    Parameters
    ----------
    do : str
        The function, as ``package.module:name``: its module is imported there, where what is held is there already.
    about : its arguments.
    """
    return _Alone(target=_done_alone, args=(content.held(), do, about), daemon=True)


def _done_alone(held: dict[Path, dict[Path, bytes]], do: str, about: tuple[Any, ...]) -> None:
    _begin({}, held)
    module, _, name = do.partition(":")
    getattr(importlib.import_module(module), name)(*about)


def _begin(environment: dict[str, str], held: dict[Path, dict[Path, bytes]]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    content.take(held)
    from analytics.record.files import use_scratch  # only now, since it reads what is held

    use_scratch()
    os.environ.update(environment)
    if hasattr(os, "nice"):
        os.nice(10)  # who reads goes first, with nine times its share of a core that both want


def _end_with_parent() -> None:
    """A server that is killed cannot tell its processes to end; each holds a record of hundreds of megabytes."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - this is never the server itself
    parent.join()
    os._exit(0)
