"""Which feed a file is of, by its columns and keys; a table that nobody described gets a first mapping instead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from analytics.feeds.feed import Feed
from analytics.feeds.proposing import propose
from analytics.feeds.records import Record
from analytics.feeds.registry import FEEDS
from analytics.feeds.sources import Source, sources
from analytics.feeds.surveys import READERS
from analytics.feeds.workbooks import table_file

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".zip")
_LOOKED_AT = 50  # records of a file
_FILES = 5  # of an archive
_OF_TABLES = (".csv", ".tsv", ".txt", ".xlsx")


class Seen(NamedTuple):
    """What a file is, as far as it shows by itself.

    Attributes
    ----------
    feed : the name of the feed; empty where it is none that is known.
    header : the columns of a table that is none.
    mapping : the mapping proposed for it, as `own.described` takes it.
    """

    feed: str
    header: tuple[str, ...] = ()
    mapping: Mapping[str, Any] = {}


def seen(path: Path) -> Seen:
    """The feed of a file, or the mapping proposed for a table.

    Raises
    ------
    ValueError
        Where it is neither, with the file, what was found and what was expected.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"{path.name}: found a file that ends in “{ending}”, expected one of {', '.join(ENDINGS)}")
    for feed in FEEDS.values():
        if _is_of(path, feed):
            return Seen(feed.name)
    if ending not in _OF_TABLES:
        raise ValueError(f"{path.name}: found records of no feed that is known, expected one of {', '.join(FEEDS)}")
    mapping = tomllib.loads(propose(path))
    (source, *_), _ = sources([path], (ending,))
    table = table_file(source)
    next(iter(table), None)
    return Seen("", tuple(table.header), mapping)


def _is_of(path: Path, feed: Feed) -> bool:
    """Whether a record of a file is one of a feed; of another form, or not to be read, it is none."""
    if path.suffix.lower() not in (*feed.endings, ".zip", ".txt", ".tsv"):
        return False
    try:
        found, _ = sources([path], feed.endings)
        return any(
            feed.lacks(record.cells) is None
            for source in found[:_FILES]
            for record in _first(source, feed.form)
            if record.cells is not None
        )
    except ValueError:
        return False


def _first(source: Source, form: str) -> Iterator[Record]:
    return islice(iter(READERS[form](source)), _LOOKED_AT)
