"""Very many points as few: those that stand close become one, with their number, and none is lost.

Cells of a quadtree are cut where that says most: the one whose points are together farthest from their middle comes
first (their number times its side), until there are as many as are wanted. Few points stay each at its spot.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
DECIMALS = 4  # of a degree: eleven metres; what is closer is one spot
_BITS = 22  # of each side of the finest cell, which is smaller than what tells two spots apart
_SIDE = 360.0
_ROW = 4 * 10**6  # more than the steps of a degree around the earth


class Gathered(NamedTuple):
    """Points as few, in an order in which neighbours mostly follow each other.

    Attributes
    ----------
    latitude, longitude : array of float
        The mean of the points that each stands for.
    number : array of int
        How many they are.
    one_spot : array of bool
        Whether all of them are at that very spot.
    """

    latitude: Numbers
    longitude: Numbers
    number: npt.NDArray[np.int64]
    one_spot: npt.NDArray[np.bool_]


def gather(latitude: Numbers, longitude: Numbers, most: int, number: npt.NDArray[np.int64] | None = None) -> Gathered:
    """Points as no more than ``most``; where their spots are no more, each spot with the number of its points.

    Parameters
    ----------
    latitude, longitude : array of float
        Degrees; a point of which either is not a number is left out.
    most : int
        Four at least.
    number : array of int, optional
        How many stand at each; one if nobody says.
    """
    if most < 4:
        raise ValueError(f"expected 4 points or more to gather into, found {most}")
    north, east = np.asarray(latitude, float), np.asarray(longitude, float)
    known = ~(np.isnan(north) | np.isnan(east))
    steps = np.round(np.column_stack([north[known], east[known]]) * 10**DECIMALS).astype(np.int64)
    _, first, spot = np.unique(steps @ [_ROW, 1], return_index=True, return_inverse=True)
    count = np.bincount(spot, None if number is None else number[known], len(first)).astype(np.int64)
    spots = steps[first] / 10**DECIMALS
    places = _along(spots)
    order = np.argsort(places)
    spots, count, places = spots[order], count[order], places[order]
    starts = np.arange(len(spots)) if len(spots) <= most else _cut(places, count, most)
    if not len(starts):
        return Gathered(np.empty(0), np.empty(0), np.empty(0, np.int64), np.empty(0, bool))
    sums = np.add.reduceat(count, starts)
    north, east = (np.add.reduceat(spots[:, axis] * count, starts) / sums for axis in (0, 1))
    return Gathered(north, east, sums, np.diff([*starts, len(spots)]) == 1)


def _along(spots: Numbers) -> npt.NDArray[np.int64]:
    """Where each spot lies on a curve through all cells (Morton's): those of a cell, of any size, follow each other."""
    place = np.zeros(len(spots), np.int64)
    for axis in (0, 1):
        step = np.clip((spots[:, axis] + 180) / _SIDE * 2**_BITS, 0, 2**_BITS - 1).astype(np.int64)
        for bit in range(_BITS):
            place |= (step >> bit & 1) << (2 * bit + 1 - axis)
    return place


def _cut(places: npt.NDArray[np.int64], count: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.int64]:
    """Where each cell begins among the spots, which are in the order of their places."""
    before = np.concatenate([[0], np.cumsum(count)])
    cells = [(0.0, 0, len(places), 2 * _BITS, 0)]  # the first to be cut, its spots from and to, its bits, its place
    whole: list[int] = []  # the cells of one spot
    while cells and len(cells) + len(whole) <= most - 3:
        _, first, last, bits, place = heapq.heappop(cells)
        sides = np.array([place + (quarter << (bits - 2)) for quarter in range(1, 4)])
        ends = [first, *(first + np.searchsorted(places[first:last], sides)).tolist(), last]
        for quarter in range(4):
            start, end = ends[quarter], ends[quarter + 1]
            if end - start == 1:
                whole.append(start)
            elif end > start:
                spread = float(before[end] - before[start]) * 2.0 ** (bits / 2)
                heapq.heappush(cells, (-spread, start, end, bits - 2, place + (quarter << (bits - 2))))
    return np.sort(np.array([*whole, *(start for _, start, *_ in cells)], np.int64))
