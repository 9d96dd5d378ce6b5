"""Which rows of a table a value of a filter keeps, one truth value a row: a choice is what its values have in common.

Of a table that is held (`remember`) each mask is made once, when it is first asked for; of any other, each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
Holding = Callable[[str], Mask]  # of one value, which rows have it
Keeping = Callable[[pd.DataFrame], Holding]  # what a filter looks at in a table, put in order once

MOST_KEPT = 1024  # masks of a table: days and words are without end


class Masks:
    """The masks of one table, which must not be changed in place.

    Attributes
    ----------
    all : Mask
        That of a choice of nothing.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        @cache
        def holding(keeping: Keeping) -> Holding:
            return keeping(rows)  # kept with its masks, so that no other table can have its identity

        @lru_cache(MOST_KEPT)
        def one(keeping: Keeping, value: str) -> Mask:
            return holding(keeping)(value)

        self.all: Mask = np.ones(len(rows), dtype=bool)
        self._one = one

    def any_of(self, keeping: Keeping, values: Sequence[str]) -> Mask:
        """Whether each row has one of some values or more."""
        found = [self._one(keeping, value) for value in values]
        return np.asarray(np.logical_or.reduce(found)) if len(found) > 1 else found[0]


_REMEMBERED: WeakValueDictionary[int, Masks] = WeakValueDictionary()


def remember(rows: pd.DataFrame) -> Masks:
    """The masks of a table, which `of` finds as long as somebody holds them."""
    return _REMEMBERED.setdefault(id(rows), Masks(rows))


def of(rows: pd.DataFrame) -> Masks:
    """The masks of a table: those that are remembered, where they are."""
    return _REMEMBERED.get(id(rows)) or Masks(rows)


def at(places: Sequence[int], length: int) -> Mask:
    """A mask of so many rows that holds at some places alone."""
    mask = np.zeros(length, dtype=bool)
    mask[places] = True
    return mask
