"""Chance that anybody can draw again: the generator of random numbers that belongs to a choice."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

import numpy as np

from analytics.selection.selection import Selection


def generator(selection: Selection, what: str) -> np.random.Generator:
    """The generator for what is drawn of a choice, seeded by the choice itself, so that nobody has chosen the seed.

    The seed is the SHA-256 of the choice as an address, without the areas, the incident and the language, which the
    draws do not depend on, and of what is drawn.

    Parameters
    ----------
    selection : Selection
    what : str
        What is drawn: two tests of one choice must not share their draws.
    """
    address = urlencode([pair for pair in selection.everywhere().to_query() if pair[0] != "lang"])
    return np.random.default_rng(int.from_bytes(hashlib.sha256(f"{what}?{address}".encode()).digest()))
