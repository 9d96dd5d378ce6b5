"""How a rate or a ratio is written, and the interval around it: in one way, for pages, pictures and documents."""

from __future__ import annotations

from math import floor, isinf, log10

from analytics.words.text import Words


def rate(value: float, words: Words) -> str:
    """A rate, a ratio or an expected count: three figures and at most two decimals, but two figures however small.

    A small rate is never written as 0; one that is not known is a dash.

    >>> [rate(value, Words("en")) for value in (0.09834, 0.75, 3.694, 12.34, 1234.5, 0.0)]
    ['0.098', '0.75', '3.69', '12.3', '1,234', '0']
    """
    if isinf(value):
        return words("conclude.infinite")
    return words.number(value, _decimals(value))


def interval(low: float, high: float, words: Words) -> str:
    r"""The two ends of the interval of a rate or of a ratio.

    >>> interval(0.00249, 0.5483, Words("en")), interval(1.004, 2.5, Words("fr"))
    ('0.0025–0.55', '1,004\u202f–\u202f2,5')
    """
    return words.range(ratio(low, words), ratio(high, words))


def _decimals(value: float) -> int:
    if value != value or not value:
        return 0
    size = floor(log10(abs(value)))
    return 1 - size if size < -1 else max(0, 2 - max(size, 0))


def ratio(value: float, words: Words) -> str:
    """A ratio or an end of its interval: with as many decimals as it takes to see on which side of 1 it lies.

    >>> [ratio(value, Words("en")) for value in (1.04, 1.004, 0.9996, 1.0)]
    ['1.04', '1.004', '0.9996', '1']
    """
    written = rate(value, words)
    decimals = 2
    while written == words.number(1) and value != 1 and decimals < 6:
        decimals += 1
        written = words.number(value, decimals)
    return written
