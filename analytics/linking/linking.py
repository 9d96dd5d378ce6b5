"""Linking from end to end: the record and imported folders are read, compared, and the pairs are told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from analytics.atlas.atlas import Atlas
from analytics.linking import model
from analytics.linking.names import Weights
from analytics.linking.records import OURS, Read, Record, of_atlas, of_imports

Progress = Callable[[int, int, str], None]


class Linked(NamedTuple):
    """Pairs that may be one event, the records that they are of, and the rows that were not compared."""

    pairs: list[model.Pair]
    records: dict[str, Record]
    left_out: dict[str, dict[str, int]]
    at_least: float | None

    @property
    def with_ours(self) -> int:
        """Pairs of an incident of ours and a row."""
        return sum(is_with_ours(pair) for pair in self.pairs)

    @property
    def among(self) -> int:
        """Pairs of rows."""
        return len(self.pairs) - self.with_ours


def is_with_ours(pair: model.Pair) -> bool:
    """Whether a pair is of an incident of ours and a row."""
    return pair.left.startswith(f"{OURS}:")


def read(atlas: Atlas, folders: Sequence[Path]) -> Read:
    """Our incidents and the rows of imported folders as records, ours first."""
    weights = Weights(model.kept()["words"])
    imported = of_imports(folders, weights)
    return Read([*of_atlas(atlas, weights), *imported.records], imported.left_out)


def link(
    atlas: Atlas, folders: Sequence[Path], at_least: float | None = None, progress: Progress | None = None
) -> Linked:
    """Propose pairs.

    Parameters
    ----------
    atlas : Atlas
    folders : sequence of Path
        Each written by an import that has ended.
    at_least : float, optional
        The lowest probability that is proposed; that of each feed where it is not given.
    progress : callable
        Told the step, of how many, and what it is.

    Raises
    ------
    ValueError
        Where a folder holds no import that has ended, or Splink is not installed.
    """
    tell = progress or (lambda *_: None)
    tell(1, 3, f"reading our incidents and {len(folders)} imported folders")
    records, left_out = read(atlas, folders)
    tell(2, 3, f"comparing {len(records)} records")
    pairs = model.proposed(records, at_least)
    tell(3, 3, f"{len(pairs)} pairs proposed")
    return Linked(pairs, {record.unique_id: record for record in records}, left_out, at_least)
