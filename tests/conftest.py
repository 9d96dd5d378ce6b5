"""What every test may ask for: the small world, the shipped data, and no network."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from tempfile import mkdtemp

import pandas as pd
import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from analytics.atlas import atlas as atlases
from analytics.atlas.atlas import Atlas
from analytics.drawings.svg import rasters
from analytics.outputs.held import Held
from analytics.record import files
from tests.helpers import small_world

# how fast a machine is, no test asks
settings.register_profile("atlas", deadline=None)
settings.load_profile("atlas")
LOCAL = ("127.0.0.1", "::1", "localhost")


# files that share a kit or editions (marks of xdist_group have no effect under pytest 9.2)
TOGETHER = {
    "test_spreadsheets": "test_kit",
    "test_edition_contents": "test_edition_pages",
    "test_edition_files": "test_edition_pages",
}


# a reader at a screen draws with all processors there are: one process has all of them, from the beginning to its end
AT_A_SCREEN = "browser"


class ByFile(LoadFileScheduling):
    """Gives the tests of a file to one process, and with them those of the files that share something costly."""

    def _split_scope(self, nodeid: str) -> str:
        path = PurePath(super()._split_scope(nodeid))
        return AT_A_SCREEN if path.parent.name == AT_A_SCREEN else TOGETHER.get(path.stem, path.stem)


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: the one of the browser files mostly waits for a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    """Let the tests and the servers that they start share a folder of faces, which take seconds to cut."""
    if rasters.FACES not in os.environ:
        os.environ[rasters.FACES] = folder = mkdtemp(prefix="atlas-faces-")
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what reads the shipped data, before marks choose; what takes longest stands first."""
    items.sort(key=lambda item: item.path.parent.name != AT_A_SCREEN)
    for item in items:
        if {"shipped", "shipped_facts"} & set(item.fixturenames):
            item.add_marker("shipped")


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A test that reaches for another machine fails, also where the machine would have answered."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"a test asked for {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


@pytest.fixture(scope="session", autouse=True)
def few_pixels():
    """Pictures as pixels are small in the tests, all but those of their own: a kit holds twenty."""
    usual, rasters.ZOOM = rasters.ZOOM, 0.1
    yield usual
    rasters.ZOOM = usual


@pytest.fixture(scope="session")
def small_root(tmp_path_factory) -> Path:
    """The data folder of the small world, as files; not to be written into."""
    return small_world.written(tmp_path_factory.mktemp("small") / "data")


@pytest.fixture(scope="session")
def read_once(small_root) -> dict[str, pd.DataFrame]:
    """The fact tables of the small world as read; not to be changed."""
    return files.read_facts(small_root / "facts")


@pytest.fixture
def facts(read_once) -> dict[str, pd.DataFrame]:
    """The fact tables of the small world, to be changed at will."""
    return {name: rows.copy() for name, rows in read_once.items()}


@pytest.fixture(scope="session")
def small_atlas(small_root) -> Atlas:
    """The small world, checked and placed."""
    return atlases.load(small_root)


@pytest.fixture(scope="session")
def small_incidents(publish_small) -> pd.DataFrame:
    """The incidents of the small world as published, every tier of source taken."""
    return publish_small("attacker")


@pytest.fixture(scope="session")
def held_small(small_atlas, small_root) -> Held:
    """The small world as the program holds it."""
    return Held(lambda: small_atlas, small_root)


@pytest.fixture(scope="session")
def publish_small(held_small) -> Callable[[str], pd.DataFrame]:
    """Gives the incidents of the small world as published for a level of evidence; not to be changed."""
    return held_small.published


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """The atlas that the project ships, checked and placed."""
    return atlases.load()


@pytest.fixture(scope="session")
def held_shipped(shipped) -> Held:
    """The shipped atlas as the program holds it."""
    return Held(lambda: shipped)


@pytest.fixture(scope="session")
def publish_shipped(held_shipped) -> Callable[[str], pd.DataFrame]:
    """Gives the shipped incidents as published for a level of evidence; not to be changed."""
    return held_shipped.published


@pytest.fixture(scope="session")
def shipped_facts() -> dict[str, pd.DataFrame]:
    """The fact tables that the project ships, as written."""
    return files.read_facts()
