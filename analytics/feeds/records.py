"""Files to records, one by one: CSV in any encoding and with any separator, and JSON as an array or as one object.

Every record is handed on, also one that cannot be read: then with the reason, its place and its own text.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain
from typing import IO, Any, NamedTuple

from analytics.feeds.encodings import UTF_8, Line, Text, pass_to
from analytics.feeds.refusals import Refusal, not_as_claimed
from analytics.feeds.sources import Source
from analytics.record.cells import plain

_SEPARATORS = ",;\t|"
_LONGEST_RECORD = 200  # lines: one that goes on for longer began with a quote that nobody closed
_CHUNK = 1 << 18
_LARGEST_OBJECT = 1 << 26
csv.field_size_limit(_LARGEST_OBJECT)


class Mark(NamedTuple):
    """A place between two records: the byte where reading goes on, the line there, and how many records lie before."""

    byte: int = 0
    line: int = 1
    record: int = 0


START = Mark()


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
    """The records of a CSV file, in order.

    Parameters
    ----------
    source : Source
    other : str
        The encoding of what is no UTF-8, where it is known from an earlier reading.
    digesting : bool
        Whether the digest of the file is wanted once it was read to its end.

    Attributes
    ----------
    file : its text, which counts its lines by encoding.
    header : its columns, once the first record was asked for.
    end : the byte after the record that was given last.

    Raises
    ------
    ValueError
        From the iterator, where the file has no header, or a header names a column twice.
    """

    def __init__(self, source: Source, other: str = "", digesting: bool = False) -> None:
        self.source = source
        self.file = Text(source, other, digesting)
        self.header: list[str] = []
        self.end = 0
        self._separator = ""
        self._line = self._count = 0

    @property
    def after(self) -> Mark:
        """The mark after the record that was given last."""
        return Mark(self.end, self._line + 1, self._count)

    def __iter__(self) -> Iterator[Record]:
        return self.records()

    def records(self, start: Mark = START) -> Iterator[Record]:
        """The records after a mark that an earlier reading gave."""
        for taken, cells in self.rows(start):
            yield self.record(taken, cells)

    def rows(self, start: Mark = START) -> Iterator[tuple[list[Line], list[str] | Refusal | None]]:
        """The lines of each record, and its cells; None where they are what stands between separators."""
        waiting: deque[Line] = deque()
        with closing(self.file.lines()) as lines:
            self._read_header(waiting, lines)
            if start == START:
                yield from self._rows(waiting, lines)
                return
        self._count = start.record
        with closing(self.file.lines(start.byte, start.line)) as lines:
            yield from self._rows(deque(), lines)

    def _read_header(self, waiting: deque[Line], lines: Iterator[Line]) -> None:
        first = next((line for line in lines if line.text.strip()), None)
        if first is None:
            raise not_as_claimed(self.source.name, "an empty file", "a CSV with one line of headers")
        self._separator = max(_SEPARATORS, key=first.text.count)
        _, cells = _logical(first, waiting, lines, self._separator)
        if isinstance(cells, Refusal):
            raise not_as_claimed(self.source.name, first.text, "a line of headers", place="line 1")
        self.header = self._headers(cells)
        self._count = 0

    def _rows(
        self, waiting: deque[Line], lines: Iterator[Line]
    ) -> Iterator[tuple[list[Line], list[str] | Refusal | None]]:
        while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
            taken, cells = [line], None
            if '"' in line.text or "\r" in line.text[:-2]:
                taken, cells = _logical(line, waiting, lines, self._separator)
            self._line, self.end = taken[-1].number, taken[-1].end
            self._count += 1
            yield taken, cells

    def _headers(self, cells: Sequence[str]) -> list[str]:
        names = [column_name(cell) for cell in cells]
        twice = [name for name, times in Counter(names).items() if times > 1 and name]
        if twice:
            raise not_as_claimed(self.source.name, twice[0], "each column once", place="line 1")
        return [name or f"column_{at}" for at, name in enumerate(names, 1)]

    def record(self, taken: Sequence[Line], cells: Sequence[str] | Refusal | None) -> Record:
        """What `rows` gave as a record."""
        first, last = taken[0].number, taken[-1].number
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        text = "".join(line.text for line in taken).rstrip("\r\n")
        encoding = next((line.encoding for line in taken if line.encoding != UTF_8), "")
        if isinstance(cells, Refusal):
            return Record(place, None, text, encoding, cells)
        if cells is None:
            cells = text.replace("\0", "�").split(self._separator)
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
    """The records of a JSON file: the elements of an array, or objects one after another; as `CsvFile`.

    What lies before a record and after it is not held, on however few lines a file has them. Each record is read by its
    own encoding.

    Raises
    ------
    ValueError
        From the iterator, where the file is no JSON: with the line, what was found and what was expected.
    """

    def __init__(self, source: Source, other: str = "", digesting: bool = False) -> None:
        self.source = source
        self.file = Text(source, other, digesting)
        self._count = 0
        self._values: _Values | None = None

    @property
    def end(self) -> int:
        """The byte after the record that was given last."""
        return self._values.byte if self._values else 0

    @property
    def after(self) -> Mark:
        """The mark after the record that was given last."""
        return Mark(self.end, self._values.line if self._values else 1, self._count)

    def __iter__(self) -> Iterator[Record]:
        return self.records()

    def records(self, start: Mark = START) -> Iterator[Record]:
        """The records after a mark that an earlier reading gave."""
        self._count = 0
        with self.file.opened() as (file, mark):
            self._values = _Values(file, Mark(mark), self.source.name)
            array = self._values.opens_array()
            if start == START:
                yield from self._rest(self._values, array)
                return
        with self.file.opened() as (file, _):
            pass_to(file, start.byte)
            self._values, self._count = _Values(file, start, self.source.name), start.record
            yield from self._rest(self._values, array)

    def _rest(self, values: _Values, array: bool) -> Iterator[Record]:
        while values.more(array):
            self._count += 1
            yield self._record(*values.value())

    def _record(self, found: object, raw: bytes) -> Record:
        text, encoding = self.file.decoded(raw)
        if not raw.isascii():
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):  # a sign of two bytes, of which one is that of a quote: no UTF-8
                text, encoding = raw.decode("latin_1"), "latin_1"
        place, odd = f"record {self._count}", encoding if encoding != UTF_8 else ""
        if isinstance(found, dict):
            return Record(place, found, text, odd)
        refusal = Refusal("not-an-object", "", type(found).__name__, "an object: names and values in braces")
        return Record(place, None, text, odd, refusal)


class _Values:
    """The values of a JSON file one after another, each with its bytes.

    A sign that is no ASCII stands in texts alone, so that where a value ends is seen while each byte counts as a sign.
    """

    def __init__(self, file: IO[bytes], start: Mark, name: str) -> None:
        self._file, self._name = file, name
        self._byte, self._line = start.byte, start.line
        self._text, self._at, self._ended = "", 0, False
        self._decoder = json.JSONDecoder()

    @property
    def byte(self) -> int:
        """The byte after what was taken."""
        return self._byte + self._at

    @property
    def line(self) -> int:
        """The line of that byte."""
        return self._line + self._text.count("\n", 0, self._at)

    def opens_array(self) -> bool:
        sign = self._next_sign()
        if sign not in ("[", "{"):
            raise self._error(self._shown(self._at, 1), "a JSON array or object")
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
            if self._next_sign():
                raise self._error(self._shown(self._at, 1), "the end of the file after the array")
            return False
        if array and not sign:
            raise self._error("the end of the file", "another record or the end of the array, ]")
        return bool(sign)

    def value(self) -> tuple[Any, bytes]:
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if not self._ended and len(self._text) - self._at < _LARGEST_OBJECT:
                    self._read()
                    continue
                at = error.pos if isinstance(error, json.JSONDecodeError) else self._at
                what = error.msg if isinstance(error, json.JSONDecodeError) else "objects within objects without end"
                raise self._error(self._shown(at, 40), f"JSON ({what})", at) from error
            if end == len(self._text) and not self._ended:
                self._read()
                continue
            raw = self._text[self._at : end].encode("latin_1")
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
        self._byte, self._line = self.byte, self.line
        kept = self._text[self._at :]
        added = self._file.read(max(_CHUNK, len(kept)))
        self._ended = not added
        self._text, self._at = kept + added.decode("latin_1"), 0

    def _shown(self, at: int, signs: int) -> str:
        found = self._text[at : at + 4 * signs].encode("latin_1").decode(UTF_8, "replace")
        return found[:signs] or "the end of the file"

    def _error(self, found: str, expected: str, at: int | None = None) -> ValueError:
        line = self._line + self._text.count("\n", 0, self._at if at is None else at)
        return not_as_claimed(self._name, found, expected, place=f"line {line}")
