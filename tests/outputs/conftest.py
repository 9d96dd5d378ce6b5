"""What tests of several outputs share."""

from __future__ import annotations

import io
import zipfile

import pytest

from analytics.outputs import kit
from analytics.selection.selection import Selection
from analytics.words.text import Words
from tests.helpers.kits import without_pictures


@pytest.fixture(scope="session")
def shipped_kit(shipped, publish_shipped) -> zipfile.ZipFile:
    """The kit of all that the project ships, attackers' claims included, without its pictures."""
    with without_pictures():
        written = kit.kit(shipped, publish_shipped("attacker"), Selection(evidence="attacker"), Words("fr"))
    return zipfile.ZipFile(io.BytesIO(written))
