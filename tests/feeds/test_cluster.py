"""An import by several processes writes what one process writes, also where one of them is killed."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from distributed import LocalCluster

from analytics import __main__ as command_line
from analytics.feeds import cluster, importing
from analytics.feeds.importing import Hands
from tests.feeds.made import HHS, feed, newer, post, posts

pytestmark = [pytest.mark.shipped, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
TWO = Hands(workers=2)


@pytest.fixture(autouse=True)
def _without_a_page(monkeypatch):
    """The main module of this process is no page that a test before ran: workers would run it again."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def files(folder: Path) -> dict[str, bytes]:
    """Every file that an import left, by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def workers() -> Callable[[], list[psutil.Process]]:
    """The processes that make parts for this one; not those that a test of another file left there."""
    before = set(_spawned())
    return lambda: [each for each in _spawned() if each not in before]


def _spawned() -> list[psutil.Process]:
    started = psutil.Process().children(recursive=True)
    return [each for each in started if "multiprocessing.spawn" in " ".join(each.cmdline())]


def claims(folder: Path, number: int, name: str = "p.json", indent: int | None = None) -> Path:
    """Claims of which some come again, in the same part and in others, and some cannot be read."""
    records = [post(each % (number - 30), post_title=f"Victim {each % (number - 30)} é") for each in range(number)]
    records += [newer(each, discovered="yesterday" if each % 7 == 0 else "2026-03-15 01:02:03") for each in range(40)]
    path = folder / name
    path.write_text(json.dumps([*records, "no record"], indent=indent, ensure_ascii=False), encoding="utf-8")
    return path


def test_two_processes_write_what_one_writes_to_the_byte(tmp_path, workers):
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    claims(inputs, 90, "a.json")
    claims(inputs, 110, "b.json", indent=1)
    for number in range(25):  # a folder of single files, of which one part holds many
        posts(inputs / f"single{number:02d}.json", post(number + 500))
    (inputs / "wide.json").write_bytes(claims(tmp_path, 60).read_text(encoding="utf-8").encode("utf-16"))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(inputs / "b.json", "c.json")
    paths = [inputs, tmp_path / "all.zip"]
    one = importing.run(feed("ransomware-live"), paths, tmp_path / "one", 20)
    two = importing.run(feed("ransomware-live"), paths, tmp_path / "two", 20, None, TWO)

    assert one == two
    assert one["reasons"]["repeated"] > 30
    assert one["reasons"].keys() == {"repeated", "date", "not-an-object"}
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(list((tmp_path / "one" / "parts").glob("*.ids"))) == -(-one["counts"]["read"] // 20)
    assert psutil.wait_procs(workers(), timeout=30)[1] == []


def test_a_worker_that_is_killed_costs_no_row(tmp_path, workers):
    path = claims(tmp_path, 600)
    importing.run(feed("ransomware-live"), [path], tmp_path / "one", 10)
    killed: list[int] = []
    seen: list[int] = []

    def kills(done: int, _total: int) -> None:
        seen.append(done)
        if not killed:
            worker = workers()[0]
            worker.kill()
            killed.append(worker.pid)

    importing.run(feed("ransomware-live"), [path], tmp_path / "two", 10, kills, TWO)

    assert seen[0] < 600
    assert not psutil.pid_exists(killed[0])
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_whoever_is_told_of_progress_and_fails_leaves_no_process(tmp_path, workers):
    def fails(_done: int, _total: int) -> None:
        raise RuntimeError("nobody listens")

    with pytest.raises(RuntimeError, match="nobody listens"):
        importing.run(feed("ransomware-live"), [claims(tmp_path, 60)], tmp_path / "out", 10, fails, TWO)
    gc.collect()  # what was left half done speaks up here

    assert psutil.wait_procs(workers(), timeout=30)[1] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["key", "end"])
def test_an_import_by_two_processes_is_interrupted_leaves_none_and_goes_on(tmp_path, number):
    path = claims(tmp_path, 3_000)
    command = [sys.executable, "-m", "analytics", "import", "ransomware-live", str(path), "--part", "20", "-o"]
    started = psutil.Popen(
        [*command, str(tmp_path / "broken"), "--workers", "2"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # what is started in the background of a shell ignores it, and hands that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while " rows" not in started.stderr.readline():  # progress
        assert started.poll() is None
    family = [started, *started.children(recursive=True)]
    if number == signal.SIGINT:
        os.killpg(started.pid, number)  # a key reaches all that a terminal started
    else:
        started.send_signal(number)
    said = started.communicate(timeout=120)[1]
    done = len(list((tmp_path / "broken" / "parts").glob("part-*[0-9].json")))

    assert started.returncode == 130, said
    assert "give the same command again" in said
    assert "Traceback" not in said
    assert len(family) > 2
    assert psutil.wait_procs(family, timeout=30)[1] == []
    assert 0 < done < 152
    subprocess.run([*command, str(tmp_path / "broken"), "--workers", "2"], cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*command, str(tmp_path / "whole")], cwd=ROOT, check=True, capture_output=True)
    assert files(tmp_path / "broken") == files(tmp_path / "whole")


def test_a_cluster_that_somebody_started_makes_the_same(tmp_path, capsys):
    path = claims(tmp_path, 90)
    started = LocalCluster(n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address=None)
    command = ["import", "ransomware-live", str(path), "--part", "20", "-o"]
    with started:
        address = started.scheduler_address
        assert command_line.main([*command, str(tmp_path / "there"), "--scheduler", address]) == 0
    assert command_line.main([*command, str(tmp_path / "here"), "--workers", "1"]) == 0

    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert "100 %" in capsys.readouterr().err


def test_a_file_that_is_not_the_feed_is_refused_as_by_one_process(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("Nom,Ville\nA,B\n")
    said = []
    for number in ("1", "2"):
        assert command_line.main(["import", "hhs-ocr", str(path), "-o", str(tmp_path / "x"), "--workers", number]) == 1
        said.append(capsys.readouterr().err)

    assert said[0] == said[1]
    assert said[0].startswith("error: a.csv, line 1")


def test_where_dask_is_not_installed_it_is_said_how_it_is(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)  # as where nobody installed it
    assert command_line.main(["import", "hhs-ocr", str(HHS), "-o", str(tmp_path / "x"), "--workers", "2"]) == 1

    assert "pip install -r requirements-import.txt" in capsys.readouterr().err
    assert command_line.main(["import", "hhs-ocr", str(HHS), "-o", str(tmp_path / "x")]) == 0


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:9"])
def test_an_address_where_nobody_answers_is_told(tmp_path, capsys, monkeypatch, address):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    assert command_line.main(["import", "hhs-ocr", str(HHS), "-o", str(tmp_path / "x"), "--scheduler", address]) == 1
    err = capsys.readouterr().err

    assert f"--scheduler: found nobody at “{address}”" in err
    assert "Traceback" not in err
