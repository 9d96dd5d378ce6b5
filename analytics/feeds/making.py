"""One part of an import is made: read, mapped, placed and written. The same in one process and on a cluster."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from analytics.feeds import parts, values
from analytics.feeds.feed import Feed
from analytics.feeds.mapping import Mapper
from analytics.feeds.placing import Placer
from analytics.feeds.records import Mark, Record
from analytics.feeds.refusals import Refusal, Refused
from analytics.feeds.repeated import digest_of, each_of
from analytics.feeds.sources import Source
from analytics.feeds.surveys import READERS
from analytics.schema import col

Made = Generator[tuple[int, dict[str, Any]], None, None]
"""The number of each part and what was counted in it, as they end."""


class Share(NamedTuple):
    """A slice with all that whoever reads it has to know of its file.

    Attributes
    ----------
    source, start, records : which records of which file.
    other : the encoding of what is no UTF-8 in the file.
    shared : minutes in which many rows of the file came in together.
    forward : whether the file can be read in one direction only: an archive, a workbook, UTF-16.
    """

    source: Source
    start: Mark
    records: int
    other: str
    shared: frozenset[str]
    forward: bool


class Job(NamedTuple):
    """One part: its number, what it is made of, and the digests of identifiers that an earlier part has."""

    number: int
    shares: tuple[Share, ...]
    repeated: bytes = b""


class Maker:
    """Makes parts, one after another; what they share is read once.

    Parameters
    ----------
    feed : Feed
    folder : Path
        Of the import.
    """

    def __init__(self, feed: Feed, folder: Path) -> None:
        self.feed, self.folder = feed, folder
        self._mapper, self._placer = Mapper(feed), Placer()
        self._source: Source | None = None
        self._record = 0
        self._records: Iterator[Record] = iter(())

    def make(self, job: Job) -> dict[str, Any]:
        """Read, place and write a part; what was counted in it.

        Raises
        ------
        ValueError
            Where a file holds less than it held before: somebody changed it.
        """
        rows: list[dict[str, Any]] = []
        aside: list[dict[str, str]] = []
        known = each_of(job.repeated)
        for share in job.shares:
            for record in self._read(share):
                found = self._row(record, share.shared, known)
                if isinstance(found, Refusal):
                    text = values.without_addresses(record.text, every=self.feed.claims)
                    cells = (share.source.name, record.place, *found, text)
                    aside.append(dict(zip(parts.SET_ASIDE, cells, strict=True)))
                else:
                    found |= {col.FEED: self.feed.name, col.FILE: share.source.name, col.PLACE: record.place}
                    rows.append(found)
        self._placer.place(rows)
        return parts.write_part(self.folder, job.number, rows, aside)

    def close(self) -> None:
        """Close the file that was read last."""
        close = getattr(self._records, "close", None)
        if close:
            close()
        self._source, self._records = None, iter(())

    def _row(self, record: Record, shared: frozenset[str], known: set[bytes]) -> dict[str, Any] | Refusal:
        if record.refusal:
            return record.refusal
        try:
            row = self._mapper.row(record, shared)
        except Refused as refused:
            return refused.refusal
        digest = digest_of(row[col.FEED_ID])
        if digest in known:
            return Refusal("repeated", "", row[col.FEED_ID], "each row once")
        known.add(digest)
        return row

    def _read(self, share: Share) -> Iterator[Record]:
        """The records of a share; reading goes on where the share before it ended, if it did so in the same file."""
        at = share.start.record
        if self._source != share.source or self._record > at or (self._record < at and not share.forward):
            self.close()
            reader = READERS[self.feed.form](share.source, share.other)
            self._source, self._record, self._records = share.source, at, reader.records(share.start)
        for _ in islice(self._records, at - self._record):
            pass
        self._record = at
        for record in islice(self._records, share.records):
            self._record += 1
            yield record
        if self._record != at + share.records:
            found, expected = f"{self._record} records", f"{at + share.records} or more, as it had before"
            raise ValueError(f"{share.source.name}: found {found}, expected {expected}: the file has changed")


class _Hand(threading.local):
    """What a thread keeps between the parts that it makes."""

    maker: Maker | None = None


_hand = _Hand()


def make(feed: Feed, folder: Path, job: Job) -> dict[str, Any]:
    """What `Maker.make` does, by the maker that this thread keeps; for workers of a cluster."""
    if _hand.maker is None or (_hand.maker.feed, _hand.maker.folder) != (feed, folder):
        if _hand.maker:
            _hand.maker.close()
        _hand.maker = Maker(feed, folder)
    return _hand.maker.make(job)


def makes(feed: Feed, folder: Path, jobs: Sequence[Job]) -> Made:
    """The number of each part, made in this process, and what was counted in it."""
    maker = Maker(feed, folder)
    try:
        for job in jobs:
            yield job.number, maker.make(job)
    finally:
        maker.close()
