"""Kits for the tests that are not about their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from analytics.outputs import kit
from analytics.outputs.kit import Part


@contextmanager
def without_pictures() -> Iterator[None]:
    """Leave the pictures of kits empty, under their names: a kit draws twenty."""

    def empty(_, name, words):
        for ending in ("svg", "png", "alt.txt"):
            yield Part(f"pictures/{name}.{words.language}.{ending}", b"")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kit, "_drawn", empty)
        yield
