"""How high the page of a card is at some widths, reckoned without a browser, so that its frame needs no script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from math import ceil, floor

WIDTHS = (320, 360, 420, 480, 599, 720, 900)  # pixels of a frame
# as embed_card.css sets them: what is on both sides of the text, what is above and between, how wide a text gets
_SIDES, _SIDES_WIDE, _WIDE, _WIDEST = 32, 64, 600, 560
_ABOVE, _BETWEEN, _COLUMN, _GAP = 16, 10, 176, 19
_LETTER = 0.6  # of its size: the widest of the types that a reader may have
_LINE = 1.45
_SIZES = {"h1": 24, "dt": 14, "strong": 18, "span": 14, "summary": 16, "footer": 14, "p": 16}
_CLOSED = re.compile(r"<ul>.*?</ul>", re.DOTALL)
_BLOCK = re.compile(r"<(h1|p|summary|footer)\b[^>]*>(.*?)</\1>", re.DOTALL)
_FIGURES = re.compile(r'<dl class="figures">(.*?)</dl>', re.DOTALL)
_FIGURE = re.compile(r"<div>(.*?)</div>", re.DOTALL)
_PART = re.compile(r"<(dt|strong|span)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def text_heights(page: str) -> dict[int, int]:
    """Pixels that a page of `embeds.card_page` takes, by the width of its frame, its list of sources closed."""
    body = _CLOSED.sub("", page.partition("<body")[2])
    return {width: _height(body, width) for width in WIDTHS}


def _height(body: str, width: int) -> int:
    room = min(width - (_SIDES if width < _WIDE else _SIDES_WIDE), _WIDEST)
    blocks = sum(_lines(tag, text, room) + _BETWEEN for tag, text in _BLOCK.findall(body))
    figures = [item for found in _FIGURES.findall(body) for item in _FIGURE.findall(found)]
    return ceil(_ABOVE + blocks + _grid(figures, room))


def _grid(figures: list[str], room: float) -> float:
    """The height of the figures, as many side by side as have room."""
    columns = max(1, floor((room + _GAP) / (_COLUMN + _GAP)))
    column = (room - _GAP * (columns - 1)) / columns
    heights = [sum(_lines(tag, text, column) for tag, text in _PART.findall(item)) + 12 for item in figures]
    return sum(max(heights[start : start + columns]) for start in range(0, len(heights), columns))


def _lines(tag: str, text: str, room: float) -> float:
    """The height of a text: as many lines as its words need, at the widest."""
    size = _SIZES[tag]
    return _broken(unescape(_TAG.sub("", text)).split(), room / (size * _LETTER)) * size * _LINE


def _broken(words: Iterable[str], signs: float) -> int:
    """How many lines words take, of so many signs each."""
    lines, taken = 1, 0.0
    for word in words:
        if taken and taken + 1 + len(word) > signs:
            lines, taken = lines + 1, len(word)
        else:
            taken += len(word) + (1 if taken else 0)
    return lines
