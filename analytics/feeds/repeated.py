"""Which rows of an import come again, whatever the order in which its parts were made.

A part knows what it holds twice by itself. What several parts hold is found when all are made: an identifier belongs to
the first part that has it, and the others are made again without it. Identifiers are compared by 128 bits of their
BLAKE2b digest: that two of ten million are taken for one has a chance of one in 10²⁴.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

BYTES = 16
_PAIR = np.dtype([("first", "<u8"), ("second", "<u8")])


def digest_of(identifier: str) -> bytes:
    """By which identifiers are compared."""
    return hashlib.blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest()


def digests_of(identifiers: Iterable[str]) -> bytes:
    """The digests of the identifiers of a part, one after another."""
    return b"".join(map(digest_of, identifiers))


def each_of(digests: bytes) -> set[bytes]:
    """Digests that stand one after another, as a set."""
    return {digests[at : at + BYTES] for at in range(0, len(digests), BYTES)}


def repeated(digests: Sequence[bytes]) -> dict[int, bytes]:
    """The digests that each part has to set aside.

    Parameters
    ----------
    digests : sequence of bytes
        As `digests_of` gives them, of every part in order; no part has one twice.

    Returns
    -------
    dict
        By rank of the part, those that an earlier part has; parts without any are left out.
    """
    tables = [np.frombuffer(each, _PAIR) for each in digests]
    met = _met([table["first"] for table in tables])
    if not met.size:
        return {}
    # `met` is in order: looking into it is quicker than `np.isin`, which would order it anew for each part
    places = (np.searchsorted(met, table["first"]).clip(max=len(met) - 1) for table in tables)
    found = [table[met[place] == table["first"]] for table, place in zip(tables, places, strict=True)]
    parts = np.repeat(np.arange(len(found)), [len(each) for each in found])
    every: npt.NDArray[Any] = np.concatenate(found)
    order = np.lexsort((parts, every["second"], every["first"]))
    every, parts = every[order], parts[order]
    again = np.flatnonzero(every[1:] == every[:-1]) + 1
    again = again[np.argsort(parts[again], kind="stable")]
    numbers, begin = np.unique(parts[again], return_index=True)
    runs = np.split(every[again], begin[1:])
    return {number: run.tobytes() for number, run in zip(numbers.tolist(), runs, strict=bool(numbers.size))}


def _met(halves: Sequence[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
    """The first halves of digests that stand more than once."""
    every = np.concatenate(halves) if halves else np.empty(0, np.uint64)
    every.sort()
    return np.unique(every[1:][every[1:] == every[:-1]])
