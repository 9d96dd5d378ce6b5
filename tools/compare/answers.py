"""What one checkout answers when the comparison asks it: its server and its command line run, and are ended."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.compare.questions import COMMAND, EDITION, Question

HOST = "atlas.example"  # feed, sitemap and heads of pages repeat it: a port that changes must not be in there
START_SECONDS, ANSWER_SECONDS = 120, 300

# Runs many command lines in one process, each as `python -m analytics` does: importing pandas takes longer than most.
RUN_COMMANDS = """
import base64, contextlib, io, json, runpy, sys, traceback
sys.path.insert(0, "")
answers = []
for arguments in json.load(sys.stdin):
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    sys.argv = ["analytics", *arguments]
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            runpy.run_module("analytics", run_name="__main__", alter_sys=True)
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            code = 1
            traceback.print_exc()
    out.flush()
    answers.append([code, errors.getvalue(), base64.b64encode(out.buffer.getvalue()).decode()])
json.dump(answers, sys.stdout)
"""


class Answer(NamedTuple):
    """Status of HTTP or exit code, headers or the standard error, and the bytes."""

    status: int
    about: dict[str, str]
    body: bytes


Answers = Mapping[str, Answer]

_running: list[subprocess.Popen[bytes]] = []


@contextmanager
def _process(command: Sequence[str], folder: Path, log: io.BufferedRandom) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs in a checkout and is over when the block is; its input and output are the caller's."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=log)
    _running.append(process)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_all(*_: object) -> None:
    """End what was started, also where this program itself is told to end."""
    for process in _running:
        process.kill()
    raise SystemExit(130)


def answers_of(folder: Path, asked: Sequence[Question]) -> dict[str, Answer]:
    """The answers of one checkout, by the lines of the questions; the edition has one more for each of its files."""
    addresses = [line for kind, line in asked if kind not in (COMMAND, EDITION)]
    commands = [line for kind, line in asked if kind == COMMAND]
    answers = _over_http(folder, addresses) if addresses else {}
    if commands:
        answers |= _at_the_shell(folder, commands)
    for line in (line for kind, line in asked if kind == EDITION):
        answers |= _edition(folder, line)
    return answers


def _over_http(folder: Path, lines: Sequence[str]) -> dict[str, Answer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *where]
    with tempfile.TemporaryFile() as log, _process(command, folder, log) as server:
        _wait(server, port, log)
        return {line: _fetched(port, *line.split(" ", 1)) for line in lines}


def _wait(server: subprocess.Popen[bytes], port: int, log: io.BufferedRandom) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            if _fetched(port, "GET", "/health").status == 200:
                return
        except OSError:
            time.sleep(0.25)
    log.seek(0)
    raise RuntimeError(f"the server did not start:\n{log.read().decode(errors='replace')}")


def _fetched(port: int, method: str, address: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request(method, address, headers={"Host": HOST})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        about = {name: value for name, value in sorted(headers.items()) if name not in ("date", "etag")}
        return Answer(response.status, about, response.read())
    finally:
        connection.close()


def _at_the_shell(folder: Path, lines: Sequence[str]) -> dict[str, Answer]:
    arguments = [shlex.split(line.removeprefix("$ ")) for line in lines]
    with tempfile.TemporaryFile() as log:
        with _process([sys.executable, "-c", RUN_COMMANDS], folder, log) as shell:
            out, _ = shell.communicate(json.dumps(arguments).encode())
        log.seek(0)
        if shell.returncode:
            raise RuntimeError(f"the command line failed in {folder}:\n{log.read().decode(errors='replace')}")
    return {
        line: Answer(code, {"standard error": errors}, base64.b64decode(body))
        for line, (code, errors, body) in zip(lines, json.loads(out), strict=True)
    }


def _edition(folder: Path, line: str) -> dict[str, Answer]:
    """What `publish` prints, and every file that it writes."""
    with tempfile.TemporaryDirectory() as made:
        edition = Path(made) / "edition"
        command = line.replace(" DIR ", f" {shlex.quote(str(edition))} ")
        printed = _at_the_shell(folder, [command])[command]
        text = re.sub(r"\d+ s$", "0 s", printed.body.decode().replace(str(edition), "DIR"), flags=re.MULTILINE)
        about = {name: value.replace(str(edition), "DIR") for name, value in printed.about.items()}
        files = sorted(path for path in edition.rglob("*") if path.is_file())
        written = {f"DIR/{path.relative_to(edition)}": Answer(0, {}, path.read_bytes()) for path in files}
    return {line: Answer(printed.status, about, text.encode()), **written}


def state(folder: Path) -> str:
    """Changes with every file of a checkout that git knows, and with any that it does not know yet."""
    digest = hashlib.sha256()
    for arguments in (("rev-parse", "HEAD"), ("diff", "HEAD"), ("status", "--porcelain")):
        digest.update(subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout)
    return digest.hexdigest()


def read_cache(cache: Path, of: str) -> dict[str, Answer]:
    """The answers kept of a checkout in this state; none where it has changed since."""
    index = cache / "answers.json"
    if not index.is_file():
        return {}
    kept = json.loads(index.read_text("utf-8"))
    if kept["state"] != of:
        print(f"{cache}: of another state of BEFORE, so not used")
        return {}
    return {
        line: Answer(status, about, (cache / checksum).read_bytes())
        for line, (status, about, checksum) in kept["answers"].items()
    }


def write_cache(cache: Path, of: str, answers: Answers) -> None:
    """Keep answers: one file for each body, by its checksum, and an index."""
    cache.mkdir(parents=True, exist_ok=True)
    listed = {}
    for line, answer in answers.items():
        checksum = hashlib.sha256(answer.body).hexdigest()
        (cache / checksum).write_bytes(answer.body)
        listed[line] = (answer.status, answer.about, checksum)
    new = cache / f"answers.{os.getpid()}"  # put in place whole: another comparison may be reading
    new.write_text(json.dumps({"state": of, "answers": listed}, indent=0), "utf-8")
    new.replace(cache / "answers.json")
