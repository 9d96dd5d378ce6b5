"""The server on a machine that is not as it should be: same bytes, or an end that says why."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from analytics.site import PAGES
from tests.benchmarks.client import connection, session
from tests.helpers.front import asked
from tests.helpers.programs import needed
from tests.helpers.servers import ROOT, free_port, running

pytestmark = [pytest.mark.slow, pytest.mark.shipped]

HOST = {"Host": "atlas.example.org"}
ANSWERS = (
    "/api/v1/incidents.csv?department=78",
    "/api/v1/departments.json?q=%C4%B0%C3%89lysee",
    "/api/v1/sites.geojson?region=11",
    "/api/v1/incidents.xlsx?department=78&lang=fr",
    "/api/v1/pictures/by-year.svg?lang=fr",
    "/api/v1/pictures/map.png?department=78",
    "/api/v1/notes/department/78.html?lang=fr",
    "/embed/by-year?lang=en",
    "/feed.xml",
    "/sitemap.xml",
    "/health",
)
CLOCK = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_RESET": "1"}
FAKETIME = "libfaketime.so.1"


def command(port: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *more]


@contextmanager
def served(address: str, started: list[str], more: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server with some environment, from its first answer on."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        with running(started, address, "/health") as process:
            yield process
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def bodies(address: str) -> dict[str, tuple[int, bytes]]:
    """What is answered, as if all servers had one name."""
    told = ((path, asked(address + path, HOST)) for path in ANSWERS)
    return {path: (answer.status, answer.body) for path, answer in told}


async def opened(address: str, path: str = "/") -> str:
    """What the first run of a page says went wrong; nothing where it is well."""
    async with session(address, path) as reader:
        return (await reader.visit()).error


@pytest.fixture(scope="module")
def usual() -> dict[str, tuple[int, bytes]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with served(address, command(port), {}):
        found = bodies(address)
    assert {status for status, _ in found.values()} == {200}
    return found


def locale(tmp_path: Path, name: str) -> dict[str, str]:
    """An environment in which a language of Debian's `locales` is set, compiled for it alone."""
    source = Path("/usr/share/i18n/locales") / name
    if not source.exists():
        needed("locales", f"locale of {name}")
    made = [needed("libc-bin", "localedef"), "-i", name, "-f", "UTF-8", str(tmp_path / f"{name}.UTF-8")]
    subprocess.run(made, check=True, capture_output=True)
    return {"LOCPATH": str(tmp_path), "LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8"}


def clock(skew: str) -> dict[str, str]:
    """An environment whose clock goes wrong by so much."""
    found = next(Path("/usr/lib").glob(f"*/faketime/{FAKETIME}"), None)
    if found is None:
        needed("libfaketime", FAKETIME)
    return {"LD_PRELOAD": str(found), "FAKETIME": skew, **CLOCK}


@pytest.mark.parametrize(
    "about",
    [
        pytest.param(lambda _: {"LC_ALL": "C", "LANG": "C"}, id="C"),
        pytest.param(lambda _: {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="POSIX"),
        pytest.param(lambda folder: locale(folder, "fr_FR"), id="French"),
        pytest.param(lambda folder: locale(folder, "tr_TR"), id="Turkish"),
        pytest.param(lambda _: {"TZ": "Pacific/Kiritimati"}, id="another day"),
        pytest.param(lambda _: clock("-3y"), id="clock three years late"),
        pytest.param(lambda _: clock("+2y"), id="clock two years early"),
    ],
)
def test_language_and_clock_of_the_machine_change_nothing(about, usual, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with served(address, command(port), about(tmp_path)):
        found = bodies(address)
        assert asyncio.run(opened(address)) == ""

    assert {path for path in ANSWERS if found[path] != usual[path]} == set()


def test_an_address_of_the_new_kind_serves_the_same(usual):
    port = free_port()
    address = f"http://[::1]:{port}"
    with served(address, command(port, "--server.address", "::1"), {}):
        assert bodies(address) == usual
        assert asyncio.run(opened(address)) == ""


def test_below_a_base_path_everything_is_there(usual):
    port = free_port()
    address = f"http://127.0.0.1:{port}/atlas"
    with served(address, command(port, "--server.baseUrlPath", "atlas"), {}):
        found = bodies(address)
        assert {status for status, _ in found.values()} == {200}
        assert found[ANSWERS[0]] == usual[ANSWERS[0]]
        assert asyncio.run(opened(address)) == ""


# the whole tree and the project in it cannot be written, and the folder of temporary files neither, or no more
APART = (
    "mount -o remount,bind,ro / && mount --bind {root} {root} && mount -o remount,bind,ro {root} && "
    "mount -t tmpfs -o {how} tmpfs {folder} && {more} && exec {server}"
)


@pytest.mark.parametrize(("how", "more"), [("ro", "true"), ("size=64k", "! cp /bin/sh {folder}")], ids=["read", "full"])
def test_no_disk_is_needed(how, more, usual, tmp_path):
    unshare = needed("util-linux", "unshare")
    if subprocess.run([unshare, "--mount", "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False).returncode:
        pytest.skip("this account may not mount anything: as root, or in a container that may")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    told = {"root": ROOT, "folder": tmp_path, "how": how, "server": " ".join(command(port))}
    apart = APART.format(more=more.format(folder=tmp_path), **told)
    with served(address, [unshare, "--mount", "sh", "-c", apart], {"HOME": "/nonexistent", "TMPDIR": str(tmp_path)}):
        assert bodies(address) == usual
        assert asyncio.run(opened(address)) == ""


# --- the files of the record, under a running process ---------------------------------------------------------------


def cut(data: Path) -> None:
    """Every file of the record ends in its middle, as after an interrupted copy."""
    for file in filter(Path.is_file, data.rglob("*")):
        os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [cut, shutil.rmtree])
def test_what_happens_to_the_files_of_the_record_changes_nothing_until_the_next_start(damage, usual, tmp_path):
    for name in ("analytics", "dashboard", "data", ".streamlit"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running(command(port), address, "/health", tmp_path):
        damage(tmp_path / "data")

        assert bodies(address) == usual
        for page in PAGES:
            assert asyncio.run(opened(address, f"/{page.path}")) == "", page.name
    with pytest.raises(RuntimeError, match="the server ended at once"), running(command(port), address, "/", tmp_path):
        pass


# --- killed -------------------------------------------------------------------------------------------------------


def children(process: int) -> list[Path]:
    """The processes behind one."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [Path(f"/proc/{number}") for number in told.split()]


def gone(processes: list[Path], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while any(map(alive, processes)) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(map(alive, processes))


def alive(process: Path) -> bool:
    try:
        return "\nState:\tZ" not in (process / "status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGKILL], ids=lambda word: word.name)
@pytest.mark.parametrize("after", [0.5, 3.0], ids=["imports", "reads"])
def test_killed_while_it_starts_it_leaves_nothing(word, after):
    port = free_port()
    process = subprocess.Popen(command(port), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    behind = children(process.pid)
    process.send_signal(word)
    process.wait(20)

    assert gone(behind)
    address = f"http://127.0.0.1:{port}"
    with served(address, command(port), {}):
        assert asked(f"{address}/health").status == 200


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGKILL], ids=lambda word: word.name)
def test_killed_while_a_page_and_a_kit_are_made_it_leaves_nothing_and_starts_again(word, usual):
    port = free_port()
    address = f"http://127.0.0.1:{port}"

    async def killed(process: subprocess.Popen[bytes]) -> list[Path]:
        kit = asyncio.create_task(asyncio.to_thread(left_alone, f"{address}/api/v1/kit.zip?department=91"))
        async with connection(address) as socket, asyncio.timeout(180):
            await asyncio.sleep(1)
            behind = children(process.pid)
            run = asyncio.create_task(opened(address))
            await asyncio.sleep(0.3)
            process.send_signal(word)
            await socket.wait_closed()
            await asyncio.gather(run, kit, return_exceptions=True)
        return behind

    process = subprocess.Popen(command(port), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(address)
    behind = asyncio.run(killed(process))
    process.wait(20)

    assert behind
    assert gone(behind)
    with served(address, command(port), {}):
        assert bodies(address) == usual


def left_alone(address: str) -> None:
    """Ask, and be content with no answer."""
    with suppress(OSError):
        asked(address)


def wait_for(address: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            if asked(f"{address}/health").status == 200:
                return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)
