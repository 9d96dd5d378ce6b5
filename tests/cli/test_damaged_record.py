"""A damaged or incomplete record is never shown as the record: not by the commands, not by the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from analytics.record import files
from analytics.record.files import DATA, write_whole
from tests.helpers.servers import dashboard, free_port

PROJECT = DATA.parent
COMMAND, SERVER = ("analytics", "check"), ("streamlit", "run", "app.py", "--server.port", "0")
PARTS = ("analytics", "dashboard", "data", "docs", "tools", ".streamlit")

pytestmark = [pytest.mark.shipped, pytest.mark.slow]


@pytest.fixture(scope="module")
def truncated(tmp_path_factory):
    """A copy of the project whose claims were cut at the end of a line, as an interrupted copy leaves them."""
    folder = tmp_path_factory.mktemp("truncated")
    for part in PARTS:
        shutil.copytree(PROJECT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "app.py", folder)
    claims = folder / "data" / "facts" / "claims.csv"
    claims.write_bytes(claims.read_bytes()[:-2_000].rpartition(b"\n")[0] + b"\n")
    return folder


def run(folder, *arguments, module="analytics"):
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "incidents"),
        ("kit", "-o", "kit.zip"),
        ("publish", "edition", "--lang", "en"),
        ("brief", "91", "-o", "brief.html"),
        ("note", "91", "--form", "html", "-o", "note.html"),
        ("receipt", "/?receipt=incidents"),
    ],
)
def test_no_command_makes_anything_of_it(truncated, arguments):
    before = sorted(truncated.iterdir())
    ended = run(truncated, *arguments)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("error: the record is not whole")
    assert "facts/claims.csv: the manifest expects" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert sorted(truncated.iterdir()) == before


def test_who_asks_for_it_is_told_on_standard_error(truncated):
    ended = run(truncated, "export", "incidents", "--department", "91", "--incomplete")

    assert ended.returncode == 0
    assert ended.stdout.startswith("incident_id,")
    assert ended.stderr.startswith("warning: the record is not whole")


def test_no_server_starts_with_it(truncated):
    ended = run(truncated, "run", "app.py", "--server.port", str(free_port()), module="streamlit")

    assert ended.returncode != 0
    assert "error: the record is not whole" in ended.stderr
    assert "facts/claims.csv" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_that_is_made_to_start_says_that_it_is_not_well(truncated, monkeypatch):
    monkeypatch.setenv("ATLAS_INCOMPLETE", "yes")
    with dashboard(truncated, "/_stcore/health") as address:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/health", timeout=10)
        assert refused.value.code == 503
        refused.value.close()


@pytest.mark.parametrize("name", ["claims.csv", "departments.csv", "sources.toml"])
def test_a_file_that_is_not_there_is_named_without_a_traceback(truncated, tmp_path, name):
    shutil.copytree(truncated, tmp_path / "copy")
    next((tmp_path / "copy" / "data").rglob(name)).unlink()
    ended = run(tmp_path / "copy", "export", "incidents")

    assert ended.returncode == 1
    assert name in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("data/version.toml", COMMAND),
        ("data/version.toml", SERVER),
        ("data/reference/veris.csv", COMMAND),  # the server has it from what it holds
        ("analytics/schema/codes.csv", SERVER),
    ],
)
def test_a_file_that_modules_read_when_they_are_loaded_is_named_too(truncated, tmp_path, name, start):
    shutil.copytree(truncated, tmp_path / "copy")
    damaged = tmp_path / "copy" / name
    damaged.write_bytes(b"\xff" + damaged.read_bytes())
    ended = run(tmp_path / "copy", *start[1:], module=start[0])

    assert ended.returncode == 1
    assert f"error: {damaged.name}: not a readable" in ended.stderr
    assert "Traceback" not in ended.stderr


# --- what is written is whole or is not there -----------------------------------------------------------------


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path):
    good = tmp_path / "kit.zip"
    write_whole(good, b"good")
    write_whole(good, b"better")

    assert good.read_bytes() == b"better"
    assert [path.name for path in tmp_path.iterdir()] == ["kit.zip"]
    assert good.stat().st_mode & 0o777 == 0o666 & ~_umask()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full (/dev/full)")
def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path):
    good = tmp_path / "kit.zip"
    good.write_bytes(b"good")
    (tmp_path / f".kit.zip.{os.getpid()}.part").symlink_to("/dev/full")

    with pytest.raises(OSError, match=r"No space left on device: '.*kit\.zip'"):
        write_whole(good, b"0" * 100_000)
    assert good.read_bytes() == b"good"
    assert [path.name for path in tmp_path.iterdir()] == ["kit.zip"]


def test_a_device_is_written_to_and_not_replaced():
    write_whole(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(not files.MEMORY.exists(), reason="needs Linux's folder in memory (/dev/shm)")
def test_where_no_disk_takes_anything_temporary_files_are_in_memory(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files.use_scratch.__wrapped__()
    assert tempfile.gettempdir() == str(tmp_path)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    files.use_scratch.__wrapped__()
    assert tempfile.gettempdir() == str(files.MEMORY)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
