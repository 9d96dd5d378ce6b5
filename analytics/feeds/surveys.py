"""What files hold, before anything is written: each is read once from end to end, and cut into parts on the way.

A part is what is read, placed and written at a time, by whichever process: some records of one file, or all of several
small ones. Where a part begins is known to the byte, so that nobody has to read what lies before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from analytics.feeds.encodings import told
from analytics.feeds.feed import Feed
from analytics.feeds.records import START, CsvFile, JsonFile, Mark
from analytics.feeds.refusals import not_as_claimed, shown
from analytics.feeds.sources import Source, digest
from analytics.feeds.workbooks import WorkbookFile

PART_BYTES = 1 << 25
"""Of a file that one part holds at most, so that a process holds no more, however long the records are."""
_SHARED = 20  # rows in one minute came in together

READERS: dict[str, type[CsvFile | JsonFile]] = {"csv": CsvFile, "json": JsonFile, "xlsx": WorkbookFile}


class Slice(NamedTuple):
    """A run of records of one file.

    Attributes
    ----------
    file : its rank among the files.
    start : where it begins.
    records : how many there are.
    """

    file: int
    start: Mark
    records: int


class Cuts:
    """Parts of so many records, cut while files are read one after another.

    Attributes
    ----------
    parts : each a list of slices; complete once `done` was called.
    """

    def __init__(self, part_rows: int) -> None:
        self.parts: list[list[Slice]] = []
        self._most = part_rows
        self._slices: list[Slice] = []
        self._rows = self._bytes = self._in_file = 0
        self._file, self._start = 0, START

    def begin(self, file: int) -> None:
        """Begin another file."""
        self._file, self._start, self._in_file = file, START, 0

    def passed(self, reader: CsvFile | JsonFile) -> None:
        """Count a record that was read."""
        self._in_file += 1
        size = reader.end - self._start.byte
        if self._rows + self._in_file == self._most or self._bytes + size >= PART_BYTES:
            self.end(reader.after)
            self._cut()

    def end(self, after: Mark) -> None:
        """End a file, or what of it belongs to this part."""
        if self._in_file:
            self._slices.append(Slice(self._file, self._start, self._in_file))
            self._rows += self._in_file
            self._bytes += after.byte - self._start.byte
        self._start, self._in_file = after, 0

    def done(self) -> list[list[Slice]]:
        """All parts."""
        if self._slices:
            self._cut()
        return self.parts

    def _cut(self) -> None:
        self.parts.append(self._slices)
        self._slices, self._rows, self._bytes = [], 0, 0


def survey(feed: Feed, found: Sequence[Source], part_rows: int) -> tuple[list[dict[str, Any]], list[list[Slice]]]:
    """What each file holds, and the parts into which they are cut.

    Parameters
    ----------
    feed : Feed
    found : sequence of Source
    part_rows : int
        The records of a part, at most.

    Returns
    -------
    list of dict
        Of each file its digest, records, encodings, columns that are not taken, and minutes that many rows share.
    list of list of Slice
        The parts.

    Raises
    ------
    ValueError
        Where a file is not what the feed says, or none has a record of it.
    """
    cuts = Cuts(part_rows)
    surveyed = []
    for rank, source in enumerate(found):
        cuts.begin(rank)
        surveyed.append(_file(feed, source, cuts))
    if not any(each["of_feed"] for each in surveyed):
        needed = "; ".join(" or ".join(group) for group in feed.needed)
        raise not_as_claimed(found[0].name, surveyed[0]["first"], f"records of {feed.name}, with {needed}")
    return surveyed, cuts.done()


def _file(feed: Feed, source: Source, cuts: Cuts) -> dict[str, Any]:
    reader = READERS[feed.form](source, digesting=True)
    seen = _Seen(feed)
    if isinstance(reader, CsvFile) and not isinstance(reader, WorkbookFile) and not feed.instants:
        for taken, cells in reader.rows():  # each has the columns of the header: one that can be read tells of all
            seen.records += 1
            if not seen.of_feed:
                _must_have_columns(feed, reader)
                seen.cells(reader.record(taken, cells).cells)
            cuts.passed(reader)
    else:
        for record in reader:
            seen.records += 1
            if not seen.of_feed and isinstance(reader, CsvFile):
                _must_have_columns(feed, reader)
            seen.cells(record.cells)
            cuts.passed(reader)
    cuts.end(reader.after)
    return {
        "name": source.name,
        "bytes": source.size,
        "sha256": reader.file.sha256 or digest(source),
        **seen.told(),
        "encodings": told(reader.file.counts),
        "other": reader.file.other,
    }


def _must_have_columns(feed: Feed, reader: CsvFile) -> None:
    if group := feed.lacks(dict.fromkeys(reader.header, "")):
        expected = f"a column {' or '.join(group)}"
        raise not_as_claimed(reader.source.name, ", ".join(reader.header), expected, place="line 1")


class _Seen:
    """What the records of a file have shown so far."""

    def __init__(self, feed: Feed) -> None:
        self.records = self.of_feed = 0
        self._feed, self._first = feed, ""
        self._instants: Counter[str] = Counter()
        self._columns: dict[str, None] = {}

    def cells(self, cells: Mapping[str, Any] | None) -> None:
        if cells is None:
            return
        self._first = self._first or shown(", ".join(cells) or "nothing")
        self._columns |= dict.fromkeys(cells)
        self.of_feed += self._feed.lacks(cells) is None
        if self._feed.instants:
            self._instants[self._feed.instant(cells)] += 1

    def told(self) -> dict[str, Any]:
        feed = self._feed
        taken = {name.split(".")[0] for names in feed.columns.values() for name in names}
        taken |= {sign.theirs.split(".")[0] for sign in (*feed.signs, *feed.set_aside)} | set(feed.instants)
        return {
            "records": self.records,
            "of_feed": bool(self.of_feed),
            "first": self._first,
            "shared": sorted(minute for minute, rows in self._instants.items() if minute and rows >= _SHARED),
            "columns_not_taken": [name for name in self._columns if name not in taken],
        }
