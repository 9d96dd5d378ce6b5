"""Registers of others beside ours as a picture and its receipt: what of a choice they follow, and what they show."""

from __future__ import annotations

import pandas as pd

from analytics.outputs.held import Basis
from analytics.outputs.registers import beside
from analytics.selection.selection import Selection
from analytics.words import phrases
from analytics.words.text import Words


def followed(basis: Basis) -> Selection:
    """What of a choice matters here: countries, groups, the period, and the level of evidence."""
    chosen = basis.selection
    return Selection(
        evidence=chosen.evidence, country=chosen.country, group=chosen.group, start=chosen.start, end=chosen.end
    )


def rows(basis: Basis) -> pd.DataFrame:
    """Each register, country and year of a choice, as `statistics.registers.beside` gives it."""
    return beside(basis.atlas, basis.selection, basis.published)


def described(basis: Basis, words: Words) -> tuple[pd.DataFrame, str]:
    """What the picture of them shows, and the choice in words."""
    return rows(basis), phrases.scope(followed(basis), basis.atlas, words)
