"""What the tests of pictures share."""

from __future__ import annotations

import pytest

from analytics.outputs.pictures import Choice
from analytics.selection.selection import Selection


@pytest.fixture(scope="session")
def everything(held_shipped) -> Choice:
    """Everything that the project ships."""
    return Choice(held_shipped, Selection())
