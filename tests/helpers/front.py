"""The web server in front of several processes, with the files of tools/deploy on ports and in folders of a test."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from grp import getgrgid
from pathlib import Path
from pwd import getpwuid

from tests.helpers.programs import nginx
from tests.helpers.servers import ROOT, free_port, running

FILES = ROOT / "tools" / "deploy" / "nginx"
PATIENCE = 120  # seconds
COUNTS = (2, 4)  # there is a file for each
FIRST = 8501  # the ports of the files begin with this one
MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
worker_processes 2;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""
SERVER = """
    include atlas/processes-{count}.conf;
    include atlas/http.conf;
    server {{
        listen 127.0.0.1:{port};
        include atlas/server.conf;
    }}
"""


def rendered(folder: Path, ports: Sequence[int], edition: Path, site: str) -> list[str]:
    """Write the files into a folder, for processes on some ports; the command that starts nginx with them.

    Parameters
    ----------
    folder : Path
    ports : sequence of int
        As many as one of the files is for.
    edition : Path
        The static edition.
    site : str
        What stands in ``http { }``.
    """
    places = {
        "/srv/atlas/edition": str(edition),
        "/var/cache/nginx/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "/etc/letsencrypt/live/atlas.example.org/": f"{folder}/",
    }
    here_port = {str(FIRST + place): str(port) for place, port in enumerate(ports)}
    for file in FILES.glob("*.conf"):
        text = re.sub(r"(?<=:)85\d\d\b", lambda usual: here_port.get(usual[0], usual[0]), file.read_text("utf-8"))
        for usual, here in places.items():
            text = text.replace(usual, here)
        target = folder / "atlas" / file.name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    # who starts as root would give its work to another account, which may not read the folders of tests
    user = f"user {getpwuid(0).pw_name} {getgrgid(0).gr_name};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder, site=site), encoding="utf-8")
    return [nginx(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]


@contextmanager
def fronted(folder: Path, ports: Sequence[int], edition: Path) -> Iterator[str]:
    """The address of nginx in front of the processes on some ports; it ends with the block."""
    port = free_port()
    command = rendered(folder, ports, edition, SERVER.format(count=len(ports), port=port))
    with running(command, f"http://127.0.0.1:{port}", "/health"):
        yield f"http://127.0.0.1:{port}"


class Site:
    """A web server with processes behind it, each of which can be killed and started again.

    Attributes
    ----------
    address : str
        Of the web server.
    ports : list of int
    """

    def __init__(self, ports: list[int]) -> None:
        self.address = ""
        self.ports = ports
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the site
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start whatever does not run, and wait until it answers."""
        for port in self.ports:
            if port not in self._processes:
                command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
                self._processes[port] = subprocess.Popen(
                    command, cwd=ROOT, stdout=self._log, stderr=subprocess.STDOUT, start_new_session=True
                )
        for port in self.ports:
            self._wait(port)

    def _wait(self, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._processes[port].poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        self._log.seek(0)
        raise RuntimeError(f"the process on port {port} does not answer:\n{self._log.read().decode()}")

    @property
    def processes(self) -> list[int]:
        """Their numbers."""
        return [process.pid for process in self._processes.values()]

    def kill(self, port: int) -> None:
        """End a process as a machine does that has no memory left: without a word."""
        process = self._processes.pop(port)
        os.killpg(process.pid, signal.SIGKILL)  # and the processes behind it, as systemd does
        process.wait()

    def close(self) -> None:
        """End what runs."""
        for port in list(self._processes):
            self.kill(port)
        self._log.close()


class Answer:
    """What the web server says to one request, without following it elsewhere."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def asked(
    address: str, headers: Mapping[str, str] | None = None, data: bytes | None = None, method: str | None = None
) -> Answer:
    """The answer to a GET, or to a POST of some bytes unless another method is named, whatever its status."""
    request = urllib.request.Request(address, data, dict(headers or {}), method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as answer:
        return Answer(answer.code, answer.headers, answer.read())
