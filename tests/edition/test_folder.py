"""A folder takes its place whole: nothing outside it, no moment without it, no trace of a killed writer."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analytics.edition import folder, frame
from tests.helpers.edition import contents

ROOT = Path(__file__).resolve().parents[2]
NAMES = [f"fr/incidents/{number}.html" for number in range(40)]
# a process that publishes folders of one word, over and over, until it is told to stop or killed
PUBLISHER = """
import sys
from pathlib import Path
from analytics.edition import folder
place, word, times = Path(sys.argv[1]), sys.argv[2].encode() * 500, int(sys.argv[3])
for _ in range(times):
    with folder.beside(place) as new:
        list(folder.write(new, ((f"fr/incidents/{number}.html", word) for number in range(40))))
        folder.put(new, place)
    print("done", flush=True)
"""


def publisher(place: Path, word: str = "a", times: int = 100_000, **options) -> subprocess.Popen:
    command = [sys.executable, "-c", PUBLISHER, str(place), word, str(times)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def published(place: Path, word: str) -> None:
    with folder.beside(place) as new:
        list(folder.write(new, ((path, word.encode()) for path in NAMES)))
        folder.put(new, place)


# --- what may be a path -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["../../../../pwned", "a/b", "index", "Index", "a?b", "a#b", "a\0b", "x" * 300, "", "-a", "a--b", "é", "a b"]
)
def test_what_cannot_be_the_key_of_a_page_is_refused_by_its_name(key):
    for path in (frame.incident_path, frame.hospitals_path, lambda code: frame.area_path("region", code)):
        with pytest.raises(ValueError, match="cannot be the key of a page") as refused:
            path(key)
        assert repr(key[:100]) in str(refused.value)


def test_keys_of_the_record_are_names_of_pages(shipped):
    assert all(frame.incident_path(key) for key in shipped.incidents["incident_id"])
    assert frame.area_path("department", "2A") == "departments/2A.html"


@pytest.mark.parametrize(
    "path", ["../out", "/out", "a/../../out", "a//b", ".a", "a\0", "a?b", "x" * 300, "", "a/", "a\\b"]
)
def test_nothing_is_written_outside_the_folder(tmp_path, path):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    with pytest.raises(ValueError, match="is no path within an edition"):
        list(folder.write(inside, [(path, b"x")]))
    assert not contents(tmp_path)


def test_two_keys_that_are_one_file_elsewhere_are_refused(tmp_path):
    with pytest.raises(ValueError, match=r"“fr/X\.html” and “fr/x\.html” are one file"):
        list(folder.write(tmp_path, [("fr/x.html", b""), ("fr/X.html", b"")]))
    with pytest.raises(ValueError, match="are one file"):
        list(folder.write(tmp_path, [("fr/y.html", b"1"), ("fr/y.html", b"2")]))


# --- how it takes its place -------------------------------------------------------------------------------------------


def test_who_reads_while_it_is_swapped_misses_no_file(tmp_path):
    place = tmp_path / "edition"
    published(place, "first")
    missed: list[OSError] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (place / NAMES[7]).read_bytes()
            except OSError as error:
                missed.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with publisher(place, times=60) as process:
        told, failed = process.communicate(timeout=60)
    done.set()
    for reader in readers:
        reader.join()

    assert (told.count("done"), failed) == (60, "")
    assert missed == []
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.parametrize("after", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_one_leaves_a_whole_edition_and_the_next_clears_up(tmp_path, after, how):
    place = tmp_path / "edition"
    published(place, "a" * 500)
    with publisher(place, "b") as process:
        for _ in range(after):
            process.stdout.readline()
        threading.Event().wait(0.004 * after)  # some way into the next
        process.send_signal(how)
        process.wait(20)

    found = contents(place)
    assert sorted(found) == sorted(NAMES)
    assert len(set(found.values())) == 1

    published(place, "c")
    assert set(contents(place).values()) == {b"c"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_two_at_once_are_told_so(tmp_path):
    place = tmp_path / "edition"
    with folder.beside(place) as new:
        with publisher(place, "b", 1) as other:
            _, said = other.communicate(timeout=20)
        assert other.returncode == 1
        assert f"ValueError: {place}: another process is publishing there; wait for it to end" in said
        assert new.is_dir()
        list(folder.write(new, [("index.html", b"mine")]))
        folder.put(new, place)
    assert contents(tmp_path) == {"edition/index.html": b"mine"}


def test_many_at_once_each_write_or_are_refused(tmp_path):
    place = tmp_path / "edition"
    processes = [publisher(place, word, 40) for word in "ab"]
    said = [process.communicate(timeout=60)[1] for process in processes]

    assert len(set(contents(place).values())) == 1
    assert all("another process is publishing there" in one for one in said if one)
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_where_the_system_cannot_exchange_two_folders_they_are_renamed(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "_exchange", lambda *_: False)
    place = tmp_path / "edition"
    published(place, "a")
    published(place, "b")
    assert set(contents(place).values()) == {b"b"}

    # killed between the two names: the next one begins with the old folder in its place
    work = tmp_path / ".edition.publishing"
    work.mkdir()
    place.rename(work / "old")
    with folder.beside(place):
        assert set(contents(place).values()) == {b"b"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_what_earlier_releases_left_is_cleared(tmp_path):
    for name in (".edition.4242.new", ".edition.4242.old", ".edition.publishing", ".edition.mine.new", ".other.1.new"):
        (tmp_path / name / "fr").mkdir(parents=True)
    published(tmp_path / "edition", "a")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".edition.mine.new", ".other.1.new", "edition"]


def test_a_full_disk_names_the_file_and_leaves_the_edition_before(tmp_path):
    place = tmp_path / "edition"
    published(place, "a")
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n{PUBLISHER}"
    command = [sys.executable, "-c", limited, str(place), "b", "1"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60).stderr

    assert "OSError: [Errno 27] File too large: " in said
    assert "fr/incidents/0.html'" in said
    assert set(contents(place).values()) == {b"a"}
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_a_web_server_may_read_it_whatever_the_umask(tmp_path):
    place = tmp_path / "edition"
    with publisher(place, "a", 1, umask=0o077) as process:
        process.communicate(timeout=20)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*.html")}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (place, *place.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})
    assert os.access(place, os.X_OK)
