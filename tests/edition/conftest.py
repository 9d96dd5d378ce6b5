"""Editions, each written once: the files that read them stay together (see tests/conftest.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analytics.edition import publish
from analytics.outputs.held import Held
from analytics.selection.selection import Selection
from tests.helpers.edition import BASE, HOSTILE, LIVE, Read, pages_of
from tests.helpers.kits import without_pictures

TEXTUAL = ("name", "summary", "note", "title", "publisher", "text", "organisation", "reason", "end_meaning", "commune")


@pytest.fixture(scope="module", autouse=True)
def plain_kits() -> Iterator[None]:
    """Kits have tests of their own: here their pictures are empty."""
    with without_pictures():
        yield


@pytest.fixture(scope="session")
def write(tmp_path_factory) -> Callable[..., Path]:
    """Writes an edition, as `publish` does, into a folder of that name."""

    def write(name: str, *what, **addresses: str) -> Path:
        folder = tmp_path_factory.mktemp("edition") / name
        with without_pictures():
            publish.publish(folder, *what, **addresses)
        return folder

    return write


@pytest.fixture(scope="session")
def small_held(small_atlas, small_root) -> Held:
    return Held(lambda: small_atlas, small_root)


@pytest.fixture(scope="session")
def small_folder(small_held, write) -> Path:
    """The edition of the small world, with all that can be asked for."""
    return write("small", small_held, Selection(), live=f"{LIVE}/", base=f"{BASE}/")


@pytest.fixture(scope="session")
def small_pages(small_folder) -> dict[str, Read]:
    return pages_of(small_folder)


@pytest.fixture(scope="session")
def believing_folder(small_held, write) -> Path:
    """The same in English alone, for those who believe attackers, without an address of its own."""
    return write("believing", small_held, Selection(evidence="attacker"), ("en",), live=LIVE)


@pytest.fixture(scope="session")
def spoilt_folder(small_atlas, small_root, write) -> Path:
    """The same in French alone, with hostile words in every text and without any address."""

    def spoilt(name: str):
        rows = getattr(small_atlas, name)
        columns = [column for column in rows.columns if column.removesuffix("_fr").removesuffix("_en") in TEXTUAL]
        return rows.assign(**dict.fromkeys(columns, HOSTILE))

    names = ("incidents", "sites", "events", "sources", "mentions", "disagreements")
    bad = small_atlas._replace(**{name: spoilt(name) for name in names})
    return write("spoilt", Held(lambda: bad, small_root), Selection(evidence="attacker"), ("fr",))


@pytest.fixture(scope="session")
def shipped_held(shipped) -> Held:
    return Held(lambda: shipped)


@pytest.fixture(scope="session")
def shipped_folder(shipped_held, write) -> Path:
    """The edition of what the project ships, written once for all tests here."""
    return write("shipped", shipped_held, Selection())


@pytest.fixture(scope="session")
def shipped_pages(shipped_folder) -> dict[str, Read]:
    return pages_of(shipped_folder)
