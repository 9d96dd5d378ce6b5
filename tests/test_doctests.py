"""The examples in the docstrings give what they say."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import analytics

ROOMS = sorted(room.name for room in pkgutil.iter_modules(analytics.__path__) if not room.ispkg)
WITH_EXAMPLES = {"selection", "text"}


@pytest.mark.parametrize("room", ROOMS)
def test_the_examples_of_each_room_hold(room):
    result = doctest.testmod(import_module(f"analytics.{room}"))

    assert result.failed == 0
    assert result.attempted > 0 or room not in WITH_EXAMPLES
