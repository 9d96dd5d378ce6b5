"""The word that is meant by one of which a letter is wrong, missing, too many, or in the place of the next."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA


def meant_by(word: str, among: Sequence[str]) -> str:
    """The first of some words that is one letter away, or the word itself.

    >>> meant_by("hosptial", ["medical", "hospital"])
    'hospital'
    """
    found = process.extractOne(word, among, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else word
