"""Lines of a file whose encoding nobody states: UTF-8 where a line is that, else what its bytes look like most.

Copies of one feed differ, and parts of one file too: each line is read by itself, and which were read how is told.
"""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Iterator
from typing import IO, NamedTuple

import charset_normalizer

from analytics.feeds.sources import Source, readable

UTF_8 = "utf-8"
_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# what spreadsheets of the last thirty years wrote where they did not write UTF-8, the most frequent first
_OTHERS = ["cp1252", "mac_roman", "cp850", "latin_1", "cp1250", "cp1251", "shift_jis", "gb18030"]
_AS_GOOD = 0.005  # of what is as likely the first of them is taken
_LAST = "latin_1"  # has a sign for every byte
_SAMPLE = 200  # lines by which the other encoding is told


class Line(NamedTuple):
    """A line with its end, its number from 1, and the encoding by which it was read."""

    number: int
    text: str
    encoding: str


def lines_of(source: Source) -> Iterator[Line]:
    """The lines of a source; those in plain ASCII count as UTF-8."""
    with readable(source) as file:
        start = file.read(3)
        mark, encoding = next(((mark, name) for mark, name in _MARKS if start.startswith(mark)), (b"", UTF_8))
    with readable(source) as file:
        if encoding != UTF_8:
            wide = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n")
            yield from (Line(number, text, encoding) for number, text in enumerate(wide, 1))
            return
        file.read(len(mark))
        yield from _by_line(file, source)


def told(counts: Counter[str]) -> dict[str, int]:
    """The encodings of a file and the lines read by each, the most frequent first."""
    return dict(counts.most_common())


def _by_line(file: IO[bytes], source: Source) -> Iterator[Line]:
    other = ""
    for number, raw in enumerate(file, 1):
        try:
            yield Line(number, raw.decode(UTF_8), UTF_8)
        except UnicodeDecodeError:
            other = other or _other_encoding(source)
            try:
                yield Line(number, raw.decode(other), other)
            except UnicodeDecodeError:
                yield Line(number, raw.decode(_LAST), _LAST)


def _other_encoding(source: Source) -> str:
    """What the lines of a file that are not UTF-8 look like most, by the letters that they would have."""
    sample: list[bytes] = []
    with readable(source) as file:
        for raw in file:
            if not _is_utf_8(raw):
                sample.append(raw[:4096])
            if len(sample) == _SAMPLE:
                break
    likely = charset_normalizer.from_bytes(b"".join(sample), cp_isolation=_OTHERS)
    least = min((each.chaos for each in likely), default=0.0)
    close = [each.encoding for each in likely if each.chaos <= least + _AS_GOOD]
    return next((name for name in _OTHERS if name in close), _LAST)


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return True
