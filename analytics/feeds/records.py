"""Files to records, one by one: CSV in any encoding and with any separator, and JSON as an array or as one object.

Every record is handed on, also one that cannot be read: then with the reason, its place and its own text.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from analytics.feeds.encodings import UTF_8, Line, lines_of
from analytics.feeds.refusals import Refusal, not_as_claimed
from analytics.feeds.sources import Source
from analytics.record.cells import plain

_SEPARATORS = ",;\t|"
_LONGEST_RECORD = 200  # lines: one that goes on for longer began with a quote that nobody closed
_CHUNK = 1 << 18
_LARGEST_OBJECT = 1 << 26
csv.field_size_limit(_LARGEST_OBJECT)


class Record(NamedTuple):
    """What a file says in one place.

    Attributes
    ----------
    place : ``line 12``, ``lines 12-14`` or ``record 37`` (from 1).
    cells : by column or key; None where it cannot be read.
    text : as it stands in the file.
    encoding : by which it was read, where a line of it is no UTF-8; else empty.
    refusal : why it cannot be read.
    """

    place: str
    cells: Mapping[str, Any] | None
    text: str
    encoding: str = ""
    refusal: Refusal | None = None


def column_name(header: str) -> str:
    """A header as mappings write it: whatever its capitals, its accents and what stands between its words.

    >>> column_name("Name of Covered Entity"), column_name("Établissement (nom)")
    ('name_of_covered_entity', 'etablissement_nom')
    """
    return plain(header).replace(" ", "_")


class CsvFile:
    """The records of a CSV file, in order; `encodings` counts its lines by encoding once they are read.

    Parameters
    ----------
    source : Source

    Raises
    ------
    ValueError
        From the iterator, where the file has no header, or a header names a column twice.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.encodings: Counter[str] = Counter()
        self.header: list[str] = []

    def __iter__(self) -> Iterator[Record]:
        self.encodings.clear()
        lines: deque[Line] = deque()
        file = self._counted()
        first = next((line for line in file if line.text.strip()), None)
        if first is None:
            raise not_as_claimed(self.source.name, "an empty file", "a CSV with one line of headers")
        separator = max(_SEPARATORS, key=first.text.count)
        taken, cells = _logical(first, lines, file, separator)
        if isinstance(cells, Refusal):
            raise not_as_claimed(self.source.name, first.text, "a line of headers", place="line 1")
        self.header = self._headers(cells)
        while (line := lines.popleft() if lines else next(file, None)) is not None:
            taken, cells = _logical(line, lines, file, separator)
            yield self._record(taken, cells)

    def _counted(self) -> Iterator[Line]:
        for line in lines_of(self.source):
            self.encodings[line.encoding] += 1
            yield line

    def _headers(self, cells: Sequence[str]) -> list[str]:
        names = [column_name(cell) for cell in cells]
        twice = [name for name, times in Counter(names).items() if times > 1 and name]
        if twice:
            raise not_as_claimed(self.source.name, twice[0], "each column once", place="line 1")
        return [name or f"column_{at}" for at, name in enumerate(names, 1)]

    def _record(self, taken: Sequence[Line], cells: Sequence[str] | Refusal) -> Record:
        first, last = taken[0].number, taken[-1].number
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        text = "".join(line.text for line in taken).rstrip("\r\n")
        encoding = next((line.encoding for line in taken if line.encoding != UTF_8), "")
        if isinstance(cells, Refusal):
            return Record(place, None, text, encoding, cells)
        if not any(cell.strip() for cell in cells):
            return Record(place, None, text, encoding, Refusal("blank"))
        if len(cells) != len(self.header):
            found, expected = f"{len(cells)} cells", f"{len(self.header)} cells, as the header has"
            return Record(place, None, text, encoding, Refusal("cells", "", found, expected))
        return Record(place, dict(zip(self.header, cells, strict=True)), text, encoding)


def _logical(
    first: Line, waiting: deque[Line], file: Iterator[Line], separator: str
) -> tuple[list[Line], list[str] | Refusal]:
    """The lines of one record and its cells: a cell in quotes may go over several lines.

    Where a quote is not closed, or what follows it is no separator, the first line alone is refused, and the others
    wait to be read again: a sign in a wrong place does not swallow the rows that follow.
    """
    taken: list[Line] = []

    def feed() -> Iterator[str]:
        for line in chain([first], _drawn(waiting, file)):
            taken.append(line)
            if len(taken) > _LONGEST_RECORD:
                return
            # the reader stops at a bare carriage return; in a cell without quotes it is a space
            yield line.text.replace("\0", "�")

    try:
        cells = next(csv.reader(feed(), delimiter=separator, strict=True), [])
    except csv.Error as error:
        waiting.extendleft(reversed(taken[1:]))
        return taken[:1], Refusal("quotes", "", str(error), "quotes that open and close around a whole cell")
    return taken, cells


def _drawn(waiting: deque[Line], file: Iterator[Line]) -> Iterator[Line]:
    while True:
        line = waiting.popleft() if waiting else next(file, None)
        if line is None:
            return
        yield line


class JsonFile:
    """The records of a JSON file: the elements of an array, or objects one after another; `encodings` as of a CSV.

    Raises
    ------
    ValueError
        From the iterator, where the file is no JSON: with the line, what was found and what was expected.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.encodings: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Record]:
        self.encodings.clear()
        text = _Text(self._counted(), self.source.name)
        array = text.opens_array()
        number = 0
        while text.more(array):
            number += 1
            found, raw = text.value()
            place = f"record {number}"
            if isinstance(found, dict):
                yield Record(place, found, raw, text.encoding)
            else:
                refusal = Refusal("not-an-object", "", type(found).__name__, "an object: names and values in braces")
                yield Record(place, None, raw, text.encoding, refusal)

    def _counted(self) -> Iterator[Line]:
        for line in lines_of(self.source):
            self.encodings[line.encoding] += 1
            yield line


class _Text:
    """JSON read piece by piece, so that a file may be larger than the memory."""

    def __init__(self, lines: Iterator[Line], name: str) -> None:
        self._lines, self._name = lines, name
        self._text, self._at, self._passed, self._ended = "", 0, 1, False
        self._decoder = json.JSONDecoder()
        self.encoding = ""

    def opens_array(self) -> bool:
        sign = self._next_sign()
        if sign not in ("[", "{"):
            raise self._error(sign or "the end of the file", "a JSON array or object")
        self._at += sign == "["
        return sign == "["

    def more(self, array: bool) -> bool:
        """Whether another value follows; passes the comma before it."""
        sign = self._next_sign()
        if sign == ",":
            self._at += 1
            sign = self._next_sign()
        if array and sign == "]":
            self._at += 1
            if after := self._next_sign():
                raise self._error(after, "the end of the file after the array")
            return False
        if array and not sign:
            raise self._error("the end of the file", "another record or the end of the array, ]")
        return bool(sign)

    def value(self) -> tuple[Any, str]:
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if not self._ended and len(self._text) - self._at < _LARGEST_OBJECT:
                    self._read()
                    continue
                at = error.pos if isinstance(error, json.JSONDecodeError) else self._at
                what = error.msg if isinstance(error, json.JSONDecodeError) else "objects within objects without end"
                raise self._error(self._text[at : at + 40] or "the end of the file", f"JSON ({what})", at) from error
            if end == len(self._text) and not self._ended:
                self._read()
                continue
            raw = self._text[self._at : end]
            self._at = end
            return found, raw

    def _next_sign(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at].isspace():
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._read()

    def _read(self) -> None:
        """More of the text: twice as much each time that a value is not whole, so that none is read over and over."""
        self._passed += self._text.count("\n", 0, self._at)
        kept = self._text[self._at :]
        added = io.StringIO()
        self.encoding = ""
        while added.tell() < max(_CHUNK, len(kept)):
            line = next(self._lines, None)
            if line is None:
                self._ended = True
                break
            if line.encoding != UTF_8:
                self.encoding = line.encoding
            added.write(line.text)
        self._text, self._at = kept + added.getvalue(), 0

    def _error(self, found: str, expected: str, at: int | None = None) -> ValueError:
        line = self._passed + self._text.count("\n", 0, self._at if at is None else at)
        return not_as_claimed(self._name, found, expected, place=f"line {line}")
