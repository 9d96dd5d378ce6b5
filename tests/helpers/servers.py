"""Starts a server of this machine for as long as it is needed."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
TRIES, PAUSE = 240, 0.25


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def dashboard(folder: Path = ROOT, path: str = "/health") -> Iterator[str]:
    """The address of the dashboard of a project, started as README says, on a free port, once a path answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", path, folder):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def started(command: Sequence[str], address: str, path: str) -> Iterator[str]:
    """A server's address from its first answer on; the server ends with the block. As `running`."""
    with running(command, address, path):
        yield address


@contextmanager
def running(command: Sequence[str], address: str, path: str, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process from its first answer on; it ends with the block.

    Parameters
    ----------
    command : sequence of str
        Run in the folder.
    address : str
        Where the server listens, without a path.
    path : str
        Answers with status 200 as soon as the server is ready.
    folder : Path
        That of a project.

    Raises
    ------
    RuntimeError
        Where the server ends, or does not answer within a minute.
    """
    # a file: a pipe that nobody reads fills up, and the server waits for it
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, address + path, log)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], address: str, log: IO[bytes]) -> None:
    for _ in range(TRIES):
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(f"the server ended at once:\n{log.read().decode()}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(PAUSE)
    raise RuntimeError("the server did not answer within a minute")
