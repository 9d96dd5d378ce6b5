"""The API over the small world."""

from __future__ import annotations

import pytest

from tests.helpers.api import built
from tests.helpers.kits import without_pictures


@pytest.fixture(scope="module")
def app(small_atlas, small_root):
    with without_pictures():
        yield built(small_atlas, small_root)
