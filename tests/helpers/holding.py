"""An atlas as the program holds it, for tests that need no files of it."""

from __future__ import annotations

from analytics.atlas.atlas import Atlas
from analytics.outputs.held import Held


def held_of(atlas: Atlas, published=None) -> Held:
    """An atlas as the program holds it; published incidents that are given stand for every level of evidence."""
    held = Held(lambda: atlas)
    if published is not None:
        held.published = lambda _: published
    return held
