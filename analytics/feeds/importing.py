"""An import from end to end: what the files hold is surveyed, then made part by part; then counted.

Every row read is accepted or set aside, and none is both. What is done is not done again: an import that was broken
off goes on where it was, and ends with the same rows. One process or many make the same files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from analytics.feeds import cluster, parts
from analytics.feeds.encodings import UTF_16
from analytics.feeds.feed import Feed, check
from analytics.feeds.making import Job, Made, Share, makes
from analytics.feeds.records import Mark
from analytics.feeds.repeated import repeated
from analytics.feeds.sources import Source, digest, sources
from analytics.feeds.surveys import Slice, survey
from analytics.record.files import write_whole
from analytics.schema import col

PLAN, REPORT = "import.json", "report.json"
PART_ROWS = 20_000
LARGE = 1 << 26
"""Bytes from which on an import takes several processes if nobody says how many."""

Progress = Callable[[int, int], None]


class Hands(NamedTuple):
    """Who makes the parts.

    Attributes
    ----------
    workers : processes on this machine; None for one, or one a processor where the files are large (`LARGE`) and Dask
        is there.
    scheduler : the address of a Dask cluster that somebody else started, instead.
    """

    workers: int | None = 1
    scheduler: str = ""


def run(
    feed: Feed,
    paths: Sequence[Path],
    folder: Path,
    part_rows: int = PART_ROWS,
    progress: Progress | None = None,
    hands: Hands = Hands(),  # noqa: B008 - a value
) -> dict[str, Any]:
    """Import files of a feed into a folder, or go on with an import that was broken off there.

    Parameters
    ----------
    feed : Feed
    paths : sequence of Path
        Files, folders or ZIP archives.
    folder : Path
        Empty or not there, or with an unfinished import of the same files.
    part_rows : int
        Rows that are read, placed and written at a time.
    progress : callable
        Told how many rows are done, and of how many; those of a part that is made again count again.
    hands : Hands
        Who makes the parts: this process if nobody says.

    Returns
    -------
    dict
        The report, as `report.json` has it.

    Raises
    ------
    ValueError
        Where a file is not what the feed says, with its place; or the folder holds something else; or Dask is asked for
        and not there.
    """
    check(feed)
    found, other = sources(paths, feed.endings)
    with cluster.made_by(_workers(hands, found), hands.scheduler) as many:
        plan = _plan(feed, found, other, part_rows, folder)
        jobs = _jobs(feed, plan, found)
        counted = _Counted(folder, jobs, progress)
        make = many or makes
        counted.take(make(feed, folder.resolve(), counted.left()))
        again = repeated([parts.identifiers_of(folder, job.number) for job in jobs])
        repeats = [jobs[number]._replace(repeated=digests) for number, digests in again.items()]
        counted.forget(repeats)
        counted.take(make(feed, folder.resolve(), repeats))
    report = _report(feed, plan, [counted.of[job.number] for job in jobs])
    write_whole(folder / REPORT, json.dumps(report, ensure_ascii=False, indent=2).encode())
    return report


def all_aside(folder: Path) -> Iterator[dict[str, str]]:
    """Every row that was set aside, in the order of the files: `parts.SET_ASIDE`."""
    number = 0
    while parts.counts_of(folder, number) is not None:
        yield from parts.aside_of(folder, number)
        number += 1


class _Counted:
    """What was counted in each part that is done, and how far the import is."""

    def __init__(self, folder: Path, jobs: Sequence[Job], progress: Progress | None) -> None:
        self._jobs, self._progress = jobs, progress
        found = {job.number: parts.counts_of(folder, job.number) for job in jobs}
        self.of = {number: counts for number, counts in found.items() if counts is not None}
        self._total = sum(map(_rows_of, jobs))
        self._done = sum(_rows_of(job) for job in jobs if job.number in self.of)

    def left(self) -> list[Job]:
        """The parts that are not done."""
        return [job for job in self._jobs if job.number not in self.of]

    def forget(self, jobs: Sequence[Job]) -> None:
        """Have parts made again."""
        for job in jobs:
            del self.of[job.number]
        self._total += sum(map(_rows_of, jobs))

    def take(self, made: Made) -> None:
        """Count what is made, as it comes."""
        if self._progress and self._done:
            self._progress(self._done, self._total)
        with closing(made):  # before the cluster that makes them is gone, also where progress fails
            for number, counts in made:
                self.of[number] = counts
                self._done += counts["read"]
                if self._progress:
                    self._progress(self._done, self._total)


def _rows_of(job: Job) -> int:
    return sum(share.records for share in job.shares)


def _workers(hands: Hands, found: Sequence[Source]) -> int:
    """Processes that make parts; 1 is this one."""
    if hands.workers is not None:
        return hands.workers
    large = sum(source.size for source in found) >= LARGE
    return (os.cpu_count() or 1) if large and cluster.is_there() else 1


def _jobs(feed: Feed, plan: dict[str, Any], found: Sequence[Source]) -> list[Job]:
    files = []
    for source, surveyed in zip(found, plan["files"], strict=True):
        forward = bool(source.member) or feed.form == "xlsx" or UTF_16 in surveyed["encodings"]
        files.append((source, surveyed["other"], frozenset(surveyed["shared"]), forward))
    jobs = []
    for number, slices in enumerate(plan["parts"]):
        shares = []
        for file, start, records in slices:
            source, other, shared, forward = files[file]
            shares.append(Share(source, Mark(*start), records, other, shared, forward))
        jobs.append(Job(number, tuple(shares)))
    return jobs


def _plan(feed: Feed, found: Sequence[Source], other: list[str], part_rows: int, folder: Path) -> dict[str, Any]:
    """What the files hold, as it was surveyed before anything is written; read again where that was done before."""
    plan: dict[str, Any] = {
        "feed": feed.name,
        "mapping": hashlib.sha256(repr(feed).encode()).hexdigest(),
        "part_rows": part_rows,
        "not_read": other,
    }
    place = folder / PLAN
    if place.is_file():
        before: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        told = [(each["name"], each["bytes"], each["sha256"]) for each in before["files"]]
        same = "parts" in before and all(before.get(name) == plan[name] for name in plan)
        if not same or told != [(each.name, each.size, digest(each)) for each in found]:
            raise ValueError(f"{folder} holds another import ({_described(before)}): name an empty folder")
        return before
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there and holds something else: name an empty folder")
    files, cut = survey(feed, found, part_rows)
    plan |= {"files": files, "parts": [[_written(each) for each in slices] for slices in cut]}
    (folder / parts.PARTS).mkdir(parents=True, exist_ok=True)
    write_whole(place, json.dumps(plan, ensure_ascii=False).encode())
    return plan


def _written(each: Slice) -> list[Any]:
    return [each.file, list(each.start), each.records]


def _described(plan: dict[str, Any]) -> str:
    return f"{plan['feed']}: {', '.join(each['name'] for each in plan['files'])}"


def _report(feed: Feed, plan: dict[str, Any], counted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    sums: dict[str, Counter[str]] = {}
    for name in ("reasons", "years", "doubts", *parts.COUNTED):
        sums[name] = Counter()
        for counts in counted:
            sums[name].update(counts[name])
    by_number = {name: dict(sums[name].most_common()) for name in sums} | {"years": dict(sorted(sums["years"].items()))}
    return {
        "feed": feed.name,
        "title": {"fr": feed.title.fr, "en": feed.title.en},
        "licence": feed.licence,
        "counts": {name: sum(counts[name] for counts in counted) for name in ("read", "accepted", "set_aside")},
        **by_number,
        col.ADDRESSES_DROPPED: sum(counts[col.ADDRESSES_DROPPED] for counts in counted),
        "files": [
            {name: each[name] for name in ("name", "bytes", "sha256", "records", "encodings", "columns_not_taken")}
            for each in plan["files"]
        ],
        "not_read": plan["not_read"],
        "mapping": {name: list(theirs) for name, theirs in feed.columns.items()} | dict(feed.fixed),
    }
