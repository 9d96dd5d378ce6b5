"""Text whose encoding nobody states: UTF-8 where a line or a record is that, else what its bytes look like most.

Copies of one feed differ, and parts of one file too: each line is read by itself, and which were read how is told.
A file of UTF-16 is read as the UTF-8 that says the same.
"""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any, NamedTuple, cast

import charset_normalizer

from analytics.feeds.sources import Digested, Source, readable

UTF_8, UTF_16 = "utf-8", "utf-16"
_MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, UTF_16), (codecs.BOM_UTF16_BE, UTF_16))
# what spreadsheets of the last thirty years wrote where they did not write UTF-8, the most frequent first
_OTHERS = ["cp1252", "mac_roman", "cp850", "latin_1", "cp1250", "cp1251", "shift_jis", "gb18030"]
_AS_GOOD = 0.005  # of what is as likely the first of them is taken
_LAST = "latin_1"  # has a sign for every byte
_SAMPLE, _SAMPLED = 200, 4096  # lines by which the other encoding is told, and bytes of each
_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 26


class Line(NamedTuple):
    """A line with its end, its number from 1, the encoding by which it was read, and the byte that follows it."""

    number: int
    text: str
    encoding: str
    end: int


class Text:
    """The text of a source, by which encodings it was read, and its digest once it was read to its end.

    Parameters
    ----------
    source : Source
    other : str
        The encoding of what is no UTF-8, where it is known from an earlier reading.
    digesting : bool
        Whether it is read from end to end, and its digest is wanted.

    Attributes
    ----------
    counts : lines or records by encoding.
    other : the encoding of what is no UTF-8, once there was any.
    encoding : of the file as a whole: ``utf-8``, or ``utf-16`` where it says so.
    sha256 : of the bytes as they lie there, as far as they were read.
    """

    def __init__(self, source: Source, other: str = "", digesting: bool = False) -> None:
        self.source, self.other = source, other
        self.counts: Counter[str] = Counter()
        self.encoding = UTF_8
        self.sha256 = ""
        self._digesting = digesting

    @contextmanager
    def opened(self) -> Iterator[tuple[IO[bytes], int]]:
        """The file after the mark of its encoding, and the bytes of that mark; UTF-16 as UTF-8."""
        with readable(self.source) as raw:
            digested = Digested(raw) if self._digesting else None
            with io.BufferedReader(digested or cast(io.RawIOBase, raw), _BLOCK) as file:
                mark, self.encoding = next((each for each in _MARKS if file.peek(3).startswith(each[0])), (b"", UTF_8))
                if self.encoding == UTF_8:
                    file.read(len(mark))
                    yield file, len(mark)
                else:
                    with io.BufferedReader(_Recoded(file), _BLOCK) as recoded:
                        yield recoded, 0
                self.sha256 = digested.told.hexdigest() if digested else ""

    def lines(self, start: int = 0, number: int = 1) -> Generator[Line]:
        """The lines from a byte on, of which the number is given; those in plain ASCII count as UTF-8."""
        with self.opened() as (file, mark):
            end = start or mark
            if start:
                pass_to(file, start)
            for at, raw in enumerate(iter(partial(file.readline, _LONGEST_LINE), b""), number):
                end += len(raw)
                text, encoding = self.decoded(raw)
                yield Line(at, text, encoding, end)

    def decoded(self, raw: bytes) -> tuple[str, str]:
        """The text of a line or a record, and by which encoding it was read."""
        encoding = self.encoding
        try:
            text = raw.decode(UTF_8)
        except UnicodeDecodeError:
            self.other = self.other or _other_encoding(self.source)
            try:
                text, encoding = raw.decode(self.other), self.other
            except UnicodeDecodeError:
                text, encoding = raw.decode(_LAST), _LAST
        self.counts[encoding] += 1
        return text, encoding


def pass_to(file: IO[bytes], start: int) -> None:
    """Go on to a byte of a file that was opened just now; what cannot be skipped is read."""
    if file.seekable():
        file.seek(start)
        return
    while start > 0 and (block := file.read(min(start, _BLOCK))):
        start -= len(block)


def told(counts: Counter[str]) -> dict[str, int]:
    """The encodings of a file and the lines or records read by each, the most frequent first."""
    return dict(counts.most_common())


class _Recoded(io.RawIOBase):
    """The UTF-8 of a file of UTF-16; what is none of it becomes a sign of replacement."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, b""
        self._decoder = codecs.getincrementaldecoder(UTF_16)(errors="replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer has no type before Python 3.12
        view = memoryview(buffer)
        while not self._left and (block := self._file.read(_BLOCK)):
            self._left = self._decoder.decode(block).encode(UTF_8, "replace")
        if not self._left:
            self._left = self._decoder.decode(b"", final=True).encode(UTF_8, "replace")
        taken, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def _other_encoding(source: Source) -> str:
    """What the lines of a file that are not UTF-8 look like most, by the letters that they would have."""
    sample: list[bytes] = []
    cut = b""
    with readable(source) as file:
        for piece in iter(partial(file.readline, _BLOCK), b""):
            raw = cut + piece
            cut = b""
            try:
                raw.decode(UTF_8)
            except UnicodeDecodeError as error:
                if error.end == len(raw) and not raw.endswith(b"\n") and len(piece) == _BLOCK:
                    cut = raw[error.start :]  # a sign between two pieces
                    continue
                first = 0 if error.start < _SAMPLED else error.start - _SAMPLED // 2
                sample.append(raw[first : first + _SAMPLED])
            if len(sample) == _SAMPLE:
                break
    likely = charset_normalizer.from_bytes(b"".join(sample), cp_isolation=_OTHERS)
    least = min((each.chaos for each in likely), default=0.0)
    close = [each.encoding for each in likely if each.chaos <= least + _AS_GOOD]
    return next((name for name in _OTHERS if name in close), _LAST)
