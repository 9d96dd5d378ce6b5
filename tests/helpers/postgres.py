"""A PostgreSQL server with PostGIS of one's own, on a free port of this machine, for as long as it is needed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.helpers.programs import needed, postgres
from tests.helpers.servers import PAUSE, TRIES, free_port

PASSWORD = "S3cret-that-no-page-says"
USER = "postgres"


class Database(NamedTuple):
    """A database of such a server: its address, and the port that it listens on."""

    address: str
    port: int


@contextmanager
def database() -> Iterator[Database]:
    """An empty database, with a password, until the block ends.

    The server refuses to run as root: then it is the user whom Debian's package made.
    """
    programs = postgres()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    before: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        shutil.chown(folder, user.pw_uid, user.pw_gid)
        before = [needed("util-linux", "setpriv"), "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    given = folder / "password"
    given.write_text(PASSWORD, encoding="utf-8")
    given.chmod(0o644)
    data, port = folder / "data", free_port()
    try:
        made = [programs / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", "--pwfile", given, "-E", "UTF8"]
        done = subprocess.run(
            [*before, *map(str, made), "--no-sync", "--locale=C"], capture_output=True, text=True, cwd=folder
        )
        assert done.returncode == 0, done.stderr
        started = [programs / "postgres", "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([*before, *map(str, started)], stdout=log, stderr=log, cwd=folder)
        try:
            _wait(process, programs, port, folder / "log")
            yield Database(f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/{USER}", port)
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], programs: Path, port: int, log: Path) -> None:
    asked = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(TRIES):
        if process.poll() is not None:
            break
        if subprocess.run(asked, check=False).returncode == 0:
            return
        time.sleep(PAUSE)
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
