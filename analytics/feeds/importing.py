"""An import from end to end: what the files hold is surveyed, read part by part, placed and written; then counted.

Every row read is accepted or set aside, and none is both. What is done is not done again: an import that was broken
off goes on where it was, and ends with the same rows.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from analytics.feeds import parts, values
from analytics.feeds.encodings import told
from analytics.feeds.feed import Feed, check
from analytics.feeds.placing import Placer
from analytics.feeds.records import CsvFile, JsonFile, Record
from analytics.feeds.refusals import Refusal, Refused, not_as_claimed, shown
from analytics.feeds.sources import Source, digest, sources
from analytics.feeds.workbooks import WorkbookFile
from analytics.record.files import write_whole
from analytics.schema import col

PLAN, REPORT = "import.json", "report.json"
PART_ROWS = 20_000
_SHARED = 20  # rows in one minute came in together

_READERS: dict[str, type[CsvFile | JsonFile]] = {"csv": CsvFile, "json": JsonFile, "xlsx": WorkbookFile}
Progress = Callable[[int, int], None]


def run(
    feed: Feed, paths: Sequence[Path], folder: Path, part_rows: int = PART_ROWS, progress: Progress | None = None
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
        Told how many rows are done, and of how many.

    Returns
    -------
    dict
        The report, as `report.json` has it.

    Raises
    ------
    ValueError
        Where a file is not what the feed says, with its place; or the folder holds something else.
    """
    check(feed)
    found, other = sources(paths, feed.endings)
    plan = _plan(feed, found, other, part_rows, folder)
    total = sum(each["records"] for each in plan["files"])
    placer, known = Placer(), set[str]()
    done, number, counted = 0, 0, []
    for source, surveyed in zip(found, plan["files"], strict=True):
        last = number + -(-surveyed["records"] // part_rows)
        told_before = [parts.counts_of(folder, each) for each in range(number, last)]
        chunks = _chunks(feed, source, part_rows) if not all(told_before) else iter([[]] * len(told_before))
        for before, records in zip(told_before, chunks, strict=True):
            if before is None:
                _make(feed, source, records, frozenset(surveyed["shared"]), placer, known, (folder, number))
            else:
                known.update(parts.identifiers_of(folder, number, before["years"]))
            counts = before or parts.counts_of(folder, number) or {}
            counted.append(counts)
            done += counts["read"]
            number += 1
            if progress:
                progress(done, total)
    report = _report(feed, plan, counted)
    write_whole(folder / REPORT, json.dumps(report, ensure_ascii=False, indent=2).encode())
    return report


def all_aside(folder: Path) -> Iterator[dict[str, str]]:
    """Every row that was set aside, in the order of the files: `parts.SET_ASIDE`."""
    number = 0
    while parts.counts_of(folder, number) is not None:
        yield from parts.aside_of(folder, number)
        number += 1


def _make(
    feed: Feed,
    source: Source,
    records: Sequence[Record],
    shared: frozenset[str],
    placer: Placer,
    known: set[str],
    part: tuple[Path, int],
) -> None:
    """Read, place and write one part."""
    rows: list[dict[str, Any]] = []
    aside: list[dict[str, str]] = []
    for record in records:
        refusal = record.refusal
        if refusal is None:
            try:
                row = feed.row(record, shared)
                if row[col.FEED_ID] in known:
                    raise Refused(Refusal("repeated", "", row[col.FEED_ID], "each row once"))
            except Refused as refused:
                refusal = refused.refusal
        if refusal is None:
            known.add(row[col.FEED_ID])
            rows.append(row | {col.FEED: feed.name, col.FILE: source.name, col.PLACE: record.place})
        else:
            text = values.without_addresses(record.text, every=feed.claims)
            cells = (source.name, record.place, *refusal, text)
            aside.append(dict(zip(parts.SET_ASIDE, cells, strict=True)))
    placer.place(rows)
    parts.write_part(*part, rows, aside)


def _reader(feed: Feed, source: Source) -> CsvFile | JsonFile:
    return _READERS[feed.form](source)


def _chunks(feed: Feed, source: Source, part_rows: int) -> Iterator[list[Record]]:
    records = iter(_reader(feed, source))
    while chunk := list(islice(records, part_rows)):
        yield chunk


def _plan(feed: Feed, found: Sequence[Source], other: list[str], part_rows: int, folder: Path) -> dict[str, Any]:
    """What the files hold, as it was surveyed before anything is written; read again where that was done before."""
    plan: dict[str, Any] = {
        "feed": feed.name,
        "mapping": hashlib.sha256(repr(feed).encode()).hexdigest(),
        "part_rows": part_rows,
        "files": [{"name": each.name, "bytes": each.size, "sha256": digest(each)} for each in found],
        "not_read": other,
    }
    place = folder / PLAN
    if place.is_file():
        before = json.loads(place.read_text(encoding="utf-8"))
        same = {**before, "files": [{name: each[name] for name in plan["files"][0]} for each in before["files"]]}
        if same != plan:
            raise ValueError(f"{folder} holds another import ({_described(before)}): name an empty folder")
        return dict(before)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there and holds something else: name an empty folder")
    for each, source in zip(plan["files"], found, strict=True):
        each |= _survey(feed, source)
    if not any(each["of_feed"] for each in plan["files"]):
        needed = "; ".join(" or ".join(group) for group in feed.needed)
        raise not_as_claimed(found[0].name, plan["files"][0]["first"], f"records of {feed.name}, with {needed}")
    (folder / parts.PARTS).mkdir(parents=True, exist_ok=True)
    write_whole(place, json.dumps(plan, ensure_ascii=False, indent=2).encode())
    return plan


def _described(plan: dict[str, Any]) -> str:
    return f"{plan['feed']}: {', '.join(each['name'] for each in plan['files'])}"


def _survey(feed: Feed, source: Source) -> dict[str, Any]:
    """Read a file once from end to end: its records, encodings, columns, and the minutes that many rows share."""
    reader = _reader(feed, source)
    instants: Counter[str] = Counter()
    columns: dict[str, None] = {}
    records, of_feed, first = 0, 0, ""
    for record in reader:
        records += 1
        if record.cells is None:
            continue
        if not columns and isinstance(reader, CsvFile) and (group := feed.lacks(record.cells)):
            expected = f"a column {' or '.join(group)}"
            raise not_as_claimed(source.name, ", ".join(reader.header), expected, place="line 1")
        first = first or shown(", ".join(record.cells) or "nothing")
        columns |= dict.fromkeys(record.cells)
        of_feed += feed.lacks(record.cells) is None
        instants[feed.instant(record.cells)] += 1
    shared = sorted(minute for minute, rows in instants.items() if minute and rows >= _SHARED)
    taken = {name.split(".")[0] for names in feed.columns.values() for name in names}
    taken |= {sign.theirs.split(".")[0] for sign in (*feed.signs, *feed.set_aside)} | set(feed.instants)
    return {
        "records": records,
        "of_feed": of_feed,
        "first": first,
        "encodings": told(reader.encodings),
        "shared": shared,
        "columns_not_taken": [name for name in columns if name not in taken],
    }


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
