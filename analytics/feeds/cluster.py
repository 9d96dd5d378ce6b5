"""Parts made by the processes of a Dask cluster: on this machine, or wherever somebody started one.

The only door to Dask, which is not needed to import small files: it is imported where it is used.
"""

from __future__ import annotations

import logging
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.feeds.feed import Feed
from analytics.feeds.making import Job, Made, make

if TYPE_CHECKING:
    from distributed import Client

Makes = Callable[[Feed, Path, Sequence[Job]], Made]
_HERE = "127.0.0.1"
_INSTALL = "python -m pip install -r requirements-import.txt"
_SILENT = logging.CRITICAL + 1  # a scheduler that ends reports, as critical, that nobody listens any more
SECONDS = 30  # until a scheduler that does not answer is given up


def is_there() -> bool:
    """Whether Dask is installed."""
    return find_spec("distributed") is not None


@contextmanager
def made_by(workers: int, scheduler: str = "") -> Iterator[Makes | None]:
    """A function that has parts made by a cluster, while that is there; None where one process is enough.

    Parameters
    ----------
    workers : int
        Processes on this machine; for 1 none is started.
    scheduler : str
        The address of a cluster, instead: ``tcp://host:8786``. Its workers have to see files and folder under the same
        paths, and to have this program installed.

    Raises
    ------
    ValueError
        Where Dask is not installed, or nobody answers at the address.
    """
    if workers == 1 and not scheduler:
        yield None
        return
    if not is_there():
        raise ValueError(f"several processes: found no Dask, expected dask and distributed ({_INSTALL})")
    with ExitStack() as stack:
        client = _elsewhere(scheduler, stack) if scheduler else _on_this_machine(workers, stack)
        least = 0 if scheduler else workers
        yield lambda feed, folder, jobs: _made(client, least, feed, folder, jobs)


def _on_this_machine(workers: int, stack: ExitStack) -> Client:
    from distributed import Client, LocalCluster

    scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="import-"))
    cluster = LocalCluster(
        n_workers=0,
        threads_per_worker=1,
        processes=True,
        host=_HERE,
        dashboard_address=None,
        silence_logs=_SILENT,
        local_directory=scratch,
        memory_limit=None,
        preload=[__name__],
    )
    client: Client = stack.enter_context(Client(stack.enter_context(cluster)))
    cluster.scale(workers)  # does not wait: they load what they need while files are surveyed
    return client


def _elsewhere(scheduler: str, stack: ExitStack) -> Client:
    from distributed import Client

    try:
        client: Client = stack.enter_context(Client(scheduler, timeout=SECONDS))
    except (OSError, ValueError) as error:
        expected = "the address of a Dask scheduler"
        raise ValueError(f"--scheduler: found nobody at “{scheduler}”, expected {expected}") from error
    return client


def dask_setup(_worker: object) -> None:
    """Have a worker on this machine leave Ctrl-C to whoever started it; Dask calls this as a worker starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _made(client: Client, least: int, feed: Feed, folder: Path, jobs: Sequence[Job]) -> Made:
    """The number of each part and what was counted in it, as they end; a worker that dies costs a retry.

    So many workers are there before the first part begins: one that is still starting would not end well by Ctrl-C.
    """
    from distributed import KilledWorker, as_completed

    if jobs and least:
        client.wait_for_workers(least)
    numbers = {}
    for job in jobs:
        numbers[client.submit(make, feed, folder, job, pure=False)] = job.number
    try:
        for future in as_completed(numbers):
            yield numbers[future], future.result()
            future.release()
    except KilledWorker as error:
        raise ValueError(f"a part ended each worker that took it ({error}): give the same command again") from error
    finally:
        client.cancel(list(numbers))
