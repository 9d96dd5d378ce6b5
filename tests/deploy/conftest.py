"""Two processes of the dashboard behind nginx, with the files of tools/deploy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.edition import publish
from analytics.selection.selection import Selection
from tests.helpers.front import Site, fronted
from tests.helpers.kits import without_pictures
from tests.helpers.programs import nginx
from tests.helpers.servers import free_port


@pytest.fixture(scope="session")
def edition(held_small, tmp_path_factory) -> Path:
    """The static edition of the small world."""
    folder = tmp_path_factory.mktemp("deploy") / "edition"
    with without_pictures():
        publish.publish(folder, held_small, Selection())
    return folder


@pytest.fixture(scope="session")
def started_site(edition, tmp_path_factory) -> Iterator[Site]:
    nginx()  # before anything is started
    site = Site([free_port(), free_port()])
    try:
        site.start()
        with fronted(tmp_path_factory.mktemp("nginx"), site.ports, edition) as site.address:
            yield site
    finally:
        site.close()


@pytest.fixture
def site(started_site) -> Site:
    """The site with all its processes."""
    started_site.start()
    return started_site
