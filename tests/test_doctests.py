"""The examples in the docstrings give what they say."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import analytics

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(analytics.__path__, "analytics.")
    if not module.ispkg and not module.name.endswith("__main__")
)
WITH_EXAMPLES = {"analytics.record.cells", "analytics.words.text"}


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_each_module_hold(module):
    result = doctest.testmod(import_module(module))

    assert result.failed == 0
    assert result.attempted > 0 or module not in WITH_EXAMPLES
