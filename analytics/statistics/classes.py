"""Class breaks of a measure: chosen once from the whole record, never from what a filter leaves.

Zero is a class of its own and a missing value is in none; breaks are the upper ends of the classes above zero, and
the last class is open, because a year taken alone can have a higher yearly rate than all years together.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import numpy as np
import pandas as pd

MOST_CLASSES = 5


def head_tail_breaks(values: pd.Series, k: int = MOST_CLASSES) -> tuple[float, ...]:
    """Upper ends of at most `k` classes of the values above zero, by head/tail breaks; empty where there are none.

    Jiang, B. (2013), Head/tail breaks, The Professional Geographer 65, 482–494: the mean parts the many small values
    from the few large ones, again and again. Of what mapclassify offers it suits our measures: a few areas stand out
    from many that differ by chance; ties do not trouble it (Quantiles and Jenks–Caspall warn of them); and the same
    values always give the same classes, which NaturalBreaks, drawing its starts unseeded, does not promise, while
    Fisher–Jenks asks for a compiler.

    Parameters
    ----------
    values : Series of float
        One for each area, from the whole record; zero and missing values are left out.
    k : int
        The most classes.

    Returns
    -------
    tuple of float
        Rising. Ends between whole numbers are whole; the others have two significant digits, more only where two would
        make classes fall together. The last is the largest value, rounded up.

    Raises
    ------
    ValueError
        Where a value is negative: these classes are for counts and rates.
    """
    import mapclassify  # three quarters of a second, which no page needs before its first map of a new measure

    known = pd.to_numeric(values).dropna().astype(float)
    if (known < 0).any():
        raise ValueError(f"classes are for counts and rates; the lowest value is {known.min()}")
    positive = known[known > 0].to_numpy()
    different = np.unique(positive)
    if len(different) <= 1:
        return tuple(float(value) for value in different)
    # means of ever fewer values; the last of them end in the largest
    means = mapclassify.HeadTailBreaks(positive).bins[: k - 1]
    inner = [float(mean) for mean in means if mean < different[-1]]
    return _readable(inner, float(different[-1]), bool((different == np.floor(different)).all()))


def _readable(inner: list[float], last: float, whole: bool) -> tuple[float, ...]:
    """The ends as numbers that can be read, still rising."""
    if whole:
        return (*sorted({float(np.floor(end)) for end in inner if end >= 1}), last)
    for digits in range(2, 17):
        ends = [*(float(f"{end:.{digits - 1}e}") for end in inner), _at_least(last, digits)]
        if all(low < high for low, high in pairwise(ends)):
            return tuple(ends)
    return (*inner, last)


def _at_least(value: float, digits: int) -> float:
    """A positive number to so many significant digits, rounded up."""
    unit = Decimal(1).scaleb(Decimal(repr(value)).adjusted() - digits + 1)
    return float(Decimal(repr(value)).quantize(unit, rounding=ROUND_CEILING))


def class_of(values: pd.Series, breaks: tuple[float, ...]) -> pd.Series:
    """The class of each value: 0 for zero, 1 for the lowest class and so on, missing where the value is.

    A value above the last break is in the last class, which is open.

    Raises
    ------
    ValueError
        Where a value is above zero and there is no class.
    """
    known = pd.to_numeric(values).astype(float)
    if not breaks and (known > 0).any():
        raise ValueError("values above zero need at least one class")
    places = 1 + np.minimum(np.searchsorted(np.array(breaks), known.fillna(0)), max(len(breaks) - 1, 0))
    classes = pd.Series(places, index=values.index).mask(known == 0, 0)
    return classes.astype("Int64").mask(known.isna())


def capped(values: pd.Series, breaks: tuple[float, ...]) -> pd.Series:
    """Values as a map with closed classes may be given them: those above the last break are put on it."""
    return values.clip(upper=breaks[-1]) if breaks else values
