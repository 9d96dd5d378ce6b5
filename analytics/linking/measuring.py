"""How well a model links: which of the pairs known to be one event it proposes, and how many of its others are.

A pair that our sources name is one event, and so is one that was read on both sides and found to be one, whether it is
proposed or not; any other that is proposed was read too. Measured on the incidents that were kept, and on all, each by
a model that learnt nothing from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from analytics.linking.labels import Label
from analytics.linking.model import Pair
from analytics.statistics.intervals import wilson_interval

SAME, OTHER = "same", "other"


class Share(NamedTuple):
    """So many of so many, and the interval of Wilson at 95 %."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; not a number where there is nothing to divide by."""
        return self.hits / self.of if self.of else float("nan")


class Measured(NamedTuple):
    """Precision and recall of one feed, and the pairs proposed that nobody has judged."""

    precision: Share
    recall: Share
    open: list[Pair]


def share(count: int, of: int) -> Share:
    """A share with its interval; from 0 to 1 where there is nothing to count."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    low, high = wilson_interval(count, of)
    return Share(count, of, round(float(low), 4), round(float(high), 4))


def known(labels: Collection[Label], judged: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
    """The pairs of an incident and a row that are one event: named, or judged to be."""
    return {(label.incident, label.row) for label in labels} | {key for key, said in judged.items() if said == SAME}


def measured(
    proposed: Iterable[Pair],
    labels: Collection[Label],
    judged: Mapping[tuple[str, str], str],
    incidents: Collection[str],
) -> dict[str, Measured]:
    """Precision and recall by feed, of the pairs of some incidents.

    Parameters
    ----------
    proposed : iterable of Pair
        With an incident of ours on the left.
    labels : collection of Label
    judged : mapping of (incident, row) to str
        `SAME` or `OTHER`, for pairs that are no labels; `SAME` counts as a label does.
    incidents : collection of str
        Those to measure by.
    """
    same = {key for key in known(labels, judged) if key[0] in incidents}
    found = {(pair.left.partition(":")[2], pair.right): pair for pair in proposed}
    found = {key: pair for key, pair in found.items() if key[0] in incidents}
    right, wrong, waiting = Counter[str](), Counter[str](), dict[str, list[Pair]]()
    for key, pair in found.items():
        feed = key[1].partition(":")[0]
        said = SAME if key in same else judged.get(key)
        right[feed] += said == SAME
        wrong[feed] += said == OTHER
        if said is None:
            waiting.setdefault(feed, []).append(pair)
    of_feed = Counter(row.partition(":")[0] for _, row in same)
    hit = Counter(row.partition(":")[0] for incident, row in same if (incident, row) in found)
    return {
        feed: Measured(
            share(right[feed], right[feed] + wrong[feed]), share(hit[feed], of_feed[feed]), waiting.get(feed, [])
        )
        for feed in sorted(of_feed.keys() | right.keys() | wrong.keys() | waiting.keys())
    }
