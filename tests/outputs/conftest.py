"""What tests of several outputs share."""

from __future__ import annotations

import io
import zipfile

import pandas as pd
import pytest

from analytics.outputs import kit
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.kits import without_pictures


@pytest.fixture(scope="session")
def shipped_kit(held_shipped) -> zipfile.ZipFile:
    """The kit of all that the project ships, attackers' claims included, without its pictures."""
    with without_pictures():
        written = kit.kit(held_shipped, Selection(evidence="attacker"), Words("fr"))
    return zipfile.ZipFile(io.BytesIO(written))


@pytest.fixture(scope="session")
def accepted(publish_small) -> pd.DataFrame:
    """The incidents of the small world at the level of evidence that pages begin with."""
    return publish_small("specialist")


@pytest.fixture(scope="session")
def published(publish_shipped) -> pd.DataFrame:
    """The shipped incidents at the same level."""
    return publish_shipped("specialist")
